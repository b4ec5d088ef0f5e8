"""Choices of goals and review questions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GoalKind(models.TextChoices):
    SKILL = "skill", _("skill")
    CERTIFICATION = "certification", _("certification")
    KPI = "kpi", _("result to reach")


class GoalState(models.TextChoices):
    OPEN = "open", _("open")
    REACHED = "reached", _("reached")
    DROPPED = "dropped", _("dropped")


class QuestionKind(models.TextChoices):
    HARD = "hard", _("hard")
    SOFT = "soft", _("soft")
    BOTH = "both", _("both kinds")


class QuestionPhase(models.TextChoices):
    """Who prepares an answer."""

    SELF = "self", _("employee")
    MANAGER = "manager", _("manager")
    BOTH = "both", _("both")
