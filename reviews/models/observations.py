"""What somebody saw of a person at work, in one line."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from employees.models.people import levels_open_to
from reviews.enums import ONE_LINE, SECOND_THOUGHTS_HOURS
from skillmap.core.models import Record, User, Viewer
from skills.models import Skill


class ObservationQuerySet(models.QuerySet["Observation"]):
    def visible_to(self, user: Viewer) -> "ObservationQuerySet":
        """One's own; shared ones of people whose levels this user may read (HR gives a reason)."""
        if not user.is_authenticated:
            return self.none()
        shared = Q(shared_at__isnull=False)
        return self.filter(Q(author=user.pk) | (shared & levels_open_to(user, "employee")))

    def shared(self) -> "ObservationQuerySet":
        return self.filter(shared_at__isnull=False)


class Observation(Record):
    """One line about a person, and if one likes a skill; nothing makes it unique.

    Never a rating: it has no level and counts towards none. Until `shared_at` it is its author's
    alone. Not tracked: the audit trail is read by others, and what is taken back is gone.
    """

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="observations")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    skill = models.ForeignKey(
        Skill, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.CharField(_("what you saw"), max_length=ONE_LINE)
    observed_on = models.DateField()
    shared_at = models.DateTimeField(null=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["-observed_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="observation_says_something")
        ]
        indexes = [
            models.Index(fields=["employee", "-observed_on"], name="observation_employee"),
            models.Index(fields=["author", "-observed_on"], name="observation_author"),
        ]

    def __str__(self) -> str:
        return f"{self.author_id} on {self.employee_id}"

    def is_changeable(self, now: dt.datetime) -> bool:
        """Private ones always are; shared ones for a day, before anybody relies on them."""
        window = dt.timedelta(hours=SECOND_THOUGHTS_HOURS)
        return self.shared_at is None or now < self.shared_at + window
