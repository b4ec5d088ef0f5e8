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


DEFAULT_LEARNING_HOURS = 2  # per week
MANY_LEARNING_HOURS = 10  # per week; above this somebody has to confirm
EXTERNAL_PERSON = "employees.employee"  # kind of the external ids of people
