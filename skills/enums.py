"""Choices of the taxonomy."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SkillKind(models.TextChoices):
    """Hard: teachable and measurable. Soft: how people work together. Unclassified: not decided."""

    HARD = "hard", _("hard")
    SOFT = "soft", _("soft")
    UNCLASSIFIED = "unclassified", _("kind not confirmed")


class SkillStatus(models.TextChoices):
    ACTIVE = "active", _("active")
    RETIRED = "retired", _("retired")


class RelationKind(models.TextChoices):
    """How the first skill of a relation stands to the second."""

    BROADER = "broader", _("is part of")
    RELATED = "related", _("is related to")
    REQUIRES = "requires", _("requires")


class LabelKind(models.TextChoices):
    """Where another name of a skill comes from; confirmed matches serve all later imports."""

    ALTERNATIVE = "alternative", _("other name")
    MAPPED = "mapped", _("confirmed match")


class ChangeKind(models.TextChoices):
    """What somebody did to the taxonomy."""

    MERGE = "merge", _("merged")
    RENAME = "rename", _("renamed")
    MOVE = "move", _("moved")
    RETIRE = "retire", _("retired")


class PairState(models.TextChoices):
    """What people said of two skills that look alike."""

    OPEN = "open", _("to decide")
    DISTINCT = "distinct", _("not the same")


class PairReason(models.TextChoices):
    """Why two skills look alike, the surest first."""

    SAME_NAME = "same_name", _("The same name.")
    OTHER_NAME = "other_name", _("One goes by the name of the other.")
    ALIKE = "alike", _("Their names are written alike.")


TOP_LEVEL = 5  # the common metric runs from 0 (none) to 5
STANDARD_SCALE = "standard"
OWN_FRAMEWORK = "own"  # where skills without a published source live
