"""Choices about people and their rights."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EmployeeStatus(models.TextChoices):
    ACTIVE = "active", _("active")
    LEAVE = "leave", _("on leave")
    LEFT = "left", _("left")


class WorkMode(models.TextChoices):
    ONSITE = "onsite", _("on site")
    HYBRID = "hybrid", _("hybrid")
    REMOTE = "remote", _("remote")


class Grant(models.TextChoices):
    """Rights beyond one's own record and one's reports. HR partners hold theirs for a subtree, API
    clients for a subtree or for everybody."""

    HR_ADMIN = "hr_admin", _("HR admin")
    HR_PARTNER = "hr_partner", _("HR partner")
    LEARNING = "learning_manager", _("learning manager")
    AUDITOR = "auditor", _("auditor")
    CLIENT = "client", _("program of another system")


SECOND_FACTOR_GRANTS = frozenset({Grant.HR_ADMIN, Grant.HR_PARTNER, Grant.AUDITOR})


class SuggestionKind(models.TextChoices):
    """What somebody finds wrong with what a role asks for."""

    MISSING = "missing", _("the skill is missing")
    TOO_HIGH = "too_high", _("the level is too high")
    TOO_LOW = "too_low", _("the level is too low")
    NOT_NEEDED = "not_needed", _("the skill is not needed")


class SuggestionState(models.TextChoices):
    OPEN = "open", _("waits")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")


DEFAULT_LEARNING_HOURS = 2  # per week
MANY_LEARNING_HOURS = 10  # per week; above this somebody has to confirm
EXTERNAL_PERSON = "employees.employee"  # kind of the external ids of people
USER_NAME = "employees.employee:user_name"  # of the names under which systems know them
DELETED_PERSON = "employees.employee:deleted"  # of whom a system has deleted on its side
TOLD_NUMBER = "employees.employee:told"  # of numbers that results come with and nobody has
