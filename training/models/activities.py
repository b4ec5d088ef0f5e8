"""The training catalogue."""

from datetime import date, timedelta

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from employees.models import Employee, Site, Situation
from skillmap.core.feed import published
from skillmap.core.history import tracked
from skillmap.core.models import Record, Viewer
from skills.models import Skill
from training.enums import Mode, Venue


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, user: Viewer) -> "ActivityQuerySet":
        """The catalogue is open to everybody who is logged in."""
        return self if user.is_authenticated else self.none()

    def active(self) -> "ActivityQuerySet":
        return self.filter(retired_on=None)


@published("activity")
@tracked()
class Activity(Record):
    """Something one can learn from; unique by code. Retired, never deleted.

    It takes `sessions` sessions of `hours_per_session` hours, one every `period_weeks` weeks.
    `cost_cents` is null when nobody knows, which is not 0. `capstone`: a closing exercise.
    `released_time`: its hours count as working hours.
    """

    code = models.CharField(_("code"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=300)
    provider = models.CharField(_("provider"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)
    mode = models.CharField(_("mode"), max_length=16, choices=Mode)
    sessions = models.PositiveSmallIntegerField(_("sessions"), default=1)
    hours_per_session = models.DecimalField(
        _("hours per session"), max_digits=6, decimal_places=2, validators=[MinValueValidator(0)]
    )
    period_weeks = models.PositiveSmallIntegerField(_("weeks between sessions"), default=1)
    cost_cents = models.PositiveBigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    language = models.CharField(_("language"), max_length=20, blank=True)
    venue = models.CharField(_("venue"), max_length=12, choices=Venue, default=Venue.SELF_PACED)
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    url = models.CharField(_("address"), max_length=500, blank=True)
    released_time = models.BooleanField(_("in working hours"), default=False)
    capstone = models.BooleanField(_("closing exercise"), default=False)
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    situations = models.ManyToManyField(Situation, blank=True, related_name="activities")
    retired_on = models.DateField(null=True, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sessions__gte=1, period_weeks__gte=1, hours_per_session__gt=0),
                name="activity_takes_time",
            )
        ]
        indexes = [models.Index(fields=["mode"], name="activity_mode")]

    def __str__(self) -> str:
        return self.title


@tracked(obj_field=None)
class ActivitySituation(Activity.situations.through):  # type: ignore[name-defined,misc]
    """An activity fits a situation. A view of the link table, so that history knows its rows."""

    class Meta:
        proxy = True


@tracked()
class ActivityOutcome(models.Model):
    """An activity teaches a skill; unique by activity and skill. Position 0 is the primary skill.

    `entry_level` and `exit_level` are on the skill's own scale. `gain` (levels of the common
    metric) is null for the default of the delivery mode.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="outcomes")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="outcomes")
    position = models.PositiveSmallIntegerField(default=0)
    entry_level = models.DecimalField(max_digits=4, decimal_places=2)
    exit_level = models.DecimalField(max_digits=4, decimal_places=2)
    gain = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["activity", "position"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "skill"], name="outcome_once"),
            models.CheckConstraint(
                condition=Q(exit_level__gt=F("entry_level")), name="outcome_goes_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill_id}: {self.entry_level} to {self.exit_level}"


@tracked()
class ActivityPrerequisite(models.Model):
    """`activity` needs `requires` finished before; unique."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="prerequisites")
    requires = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="required_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "requires"], name="prerequisite_once"),
            models.CheckConstraint(
                condition=~Q(activity=F("requires")), name="prerequisite_is_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} needs {self.requires_id}"


@tracked()
class ActivitySession(Record):
    """A dated run of an activity, by its first session; unique by activity and start.

    `starts_at` is null when only the day is known. `seats` is null for those of the activity.
    The trainer keeps the attendance sheet. A cancelled one stays, with the reason.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="dates")
    starts_on = models.DateField()
    starts_at = models.DateTimeField(null=True, blank=True)
    seats = models.PositiveIntegerField(null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    trainer = models.ForeignKey(
        Employee, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions_led"
    )
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "starts_on", "starts_at"],
                nulls_distinct=False,
                name="session_start_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.starts_on)

    @property
    def last_day(self) -> date:
        """The day of its last meeting."""
        weeks = (self.activity.sessions - 1) * self.activity.period_weeks
        return self.starts_on + timedelta(weeks=weeks)

    @property
    def most(self) -> int | None:
        """How many can take part; None for as many as like."""
        return self.activity.seats if self.seats is None else self.seats
