"""What somebody has to learn, and what somebody asked not to get."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from employees.models import Employee, OrgUnit, RoleProfile
from skillmap.core.history import tracked
from skillmap.core.models import Record, User, Viewer
from training.models.activities import Activity


class MandatoryActivityQuerySet(models.QuerySet["MandatoryActivity"]):
    def standing(self) -> "MandatoryActivityQuerySet":
        """Not taken back, of an activity that is still offered."""
        return self.filter(ended_at=None, activity__retired_on=None)


@tracked()
class MandatoryActivity(Record):
    """HR requires an activity of a role, of a unit with all below it, or of one person, by a day.

    Taken back, never deleted: plans and their history tell of it.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="required_of")
    role = models.ForeignKey(
        RoleProfile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey(
        OrgUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    employee = models.ForeignKey(
        Employee, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(_("due on"))
    reason = models.CharField(_("reason"), max_length=300)
    required_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = MandatoryActivityQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__isnull=False, unit=None, employee=None)
                | Q(role=None, unit__isnull=False, employee=None)
                | Q(role=None, unit=None, employee__isnull=False),
                name="mandatory_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} by {self.due_on}"


class RefusedActivityQuerySet(models.QuerySet["RefusedActivity"]):
    def visible_to(self, user: Viewer) -> "RefusedActivityQuerySet":
        """What people asked not to get whose plans this user may read."""
        return self.filter(employee__in=Employee.objects.levels_visible_to(user))


@tracked()
class RefusedActivity(Record):
    """Somebody asked not to get an activity, for a reason; unique by person and activity.

    Deleted when they take it back.
    """

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="refusals")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="refusals")
    reason = models.CharField(_("reason"), max_length=300)

    objects = RefusedActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["employee", "activity"], name="refused_activity_once")
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} not {self.activity_id}"
