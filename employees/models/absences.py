"""When people are away, and who stands in for a manager."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from employees.models.people import Employee
from skillmap.core.history import tracked
from skillmap.core.models import Record


@tracked()
class Absence(Record):
    """Days on which somebody does not learn: leave, holidays, a busy season. They may overlap.

    Nothing is planned in weeks that lie wholly inside; the day after the last one is the day of
    return. Without an end nobody knows it yet.
    """

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="absences")
    days = DateRangeField()

    class Meta:
        ordering = ["days"]
        constraints = [
            models.CheckConstraint(condition=Q(days__isempty=False), name="absence_has_a_day"),
            models.CheckConstraint(
                condition=Q(days__startswith__isnull=False), name="absence_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} away {self.days}"

    @property
    def returns_on(self) -> date | None:
        """The first day back, None while it is not known."""
        return self.days.upper  # type: ignore[no-any-return]


@tracked()
class Delegation(Record):
    """On these days `delegate` reads and decides in the place of `manager`; never two at a time.

    Covers the manager's own reports, not what the delegate could not do for themselves: nobody
    approves their own plan.
    """

    manager = models.ForeignKey(
        Employee, on_delete=models.PROTECT, related_name="delegations", verbose_name=_("manager")
    )
    delegate = models.ForeignKey(
        Employee, on_delete=models.PROTECT, related_name="stands_in", verbose_name=_("stand-in")
    )
    days = DateRangeField()

    class Meta:
        ordering = ["days"]
        constraints = [
            ExclusionConstraint(
                name="delegation_one_at_a_time",
                expressions=[
                    ("manager", RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=~Q(manager=F("delegate")), name="delegation_to_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(days__startswith__isnull=False, days__endswith__isnull=False),
                name="delegation_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate_id} for {self.manager_id} {self.days}"
