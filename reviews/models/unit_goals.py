"""Goals of units, which goals of people can serve."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from employees.models import Employee, OrgUnit
from reviews.enums import GoalState
from skillmap.core.history import tracked
from skillmap.core.models import Record, User, Viewer


class UnitGoalQuerySet(models.QuerySet["UnitGoal"]):
    def visible_to(self, user: Viewer) -> "UnitGoalQuerySet":
        """What units want to reach is open to everybody who is logged in, as the units are."""
        return self if user.is_authenticated else self.none()

    def open(self) -> "UnitGoalQuerySet":
        return self.filter(state=GoalState.OPEN)


@tracked()
class UnitGoal(Record):
    """What a unit wants to reach. `owner` answers for it; `measure` says how one will see it."""

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="goals")
    title = models.CharField(_("goal"), max_length=200)
    measure = models.CharField(_("how we will see it"), max_length=300, blank=True)
    owner = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(max_length=8, choices=GoalState, default=GoalState.OPEN)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = UnitGoalQuerySet.as_manager()

    class Meta:
        ordering = ["unit__path", "due_on", "id"]

    def __str__(self) -> str:
        return self.title
