"""Choices of training and plans."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    """Delivery modes."""

    MICROLEARNING = "microlearning", _("microlearning")
    COURSE = "course", _("course")
    WORKSHOP = "workshop", _("workshop")
    SCENARIO = "scenario", _("scenario")
    ROLE_PLAY = "role_play", _("role-play")
    SIMULATION = "simulation", _("simulation")
    MENTORING = "mentoring", _("mentoring")
    PEER_COACHING = "peer_coaching", _("peer coaching")
    PROJECT = "project", _("on-the-job project")


class Venue(models.TextChoices):
    SELF_PACED = "self_paced", _("at your own pace")
    LIVE_ONLINE = "live_online", _("live online")
    ONSITE = "onsite", _("on site")


class Cadence(models.TextChoices):
    """Rhythm of a template step."""

    ONCE = "once", _("once")
    WEEKLY = "weekly", _("every week")
    MONTHLY = "monthly", _("every month")


class PlanState(models.TextChoices):
    DRAFT = "draft", _("recommended")
    PROPOSED = "proposed", _("proposed")
    ACTIVE = "active", _("active")
    COMPLETE = "complete", _("complete")
    DISMISSED = "dismissed", _("dismissed")


PROVABLE = (PlanState.DRAFT, PlanState.PROPOSED)  # states in which a plan can be examined


class PlanFill(models.TextChoices):
    """How far a plan answers the gaps (`status` in files and REST)."""

    COMPLETE = "complete", _("answers every gap")
    PARTIAL = "partial", _("answers some gaps")
    EMPTY = "empty", _("no steps")


class DecisionKind(models.TextChoices):
    PROPOSE = "propose", _("proposed")
    ACCEPT = "accept", _("accepted")
    APPROVE = "approve", _("approved")
    OBJECT = "object", _("objected")
    DISMISS = "dismiss", _("dismissed")
    CHANGE = "change", _("changed")
    COMPLETE = "complete", _("completed")


class StepState(models.TextChoices):
    PLANNED = "planned", _("planned")
    DONE = "done", _("done")


class Attendance(models.TextChoices):
    """What the sheet of a session says of somebody; empty until it is filled in."""

    PRESENT = "present", _("was there")
    ABSENT = "absent", _("was not there")


class Verb(models.TextChoices):
    """What a statement of a learning platform says that somebody did, as far as it matters."""

    COMPLETED = "completed", _("completed")
    PASSED = "passed", _("passed")
    FAILED = "failed", _("failed")
    SCORED = "scored", _("scored")
    OTHER = "other", _("something else")


class Strength(models.TextChoices):
    """How much the end of an activity says about a level; never a level by itself."""

    NONE = "none", _("says nothing about a level")
    WEAK = "weak", _("weak evidence")
    ASSESSED = "assessed", _("assessed")


OBJECTION_DAYS = 7
ESCALATION_DAYS = 10
PARKED = "parked"  # code of a completion that waits
PARKED_DAYS = 30  # how long a completion waits for its person or activity
UNMATCHED_SKILL = "unmatched_skill"  # fault of a name in a catalogue that is none of our skills
