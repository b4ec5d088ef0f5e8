"""Rights that go beyond one's own record and one's reports."""

from functools import cache

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from employees.enums import SECOND_FACTOR_GRANTS, Grant
from employees.models.units import OrgUnit, Today
from skillmap.core.history import tracked
from skillmap.core.models import Record, User


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def current(self) -> "RoleGrantQuerySet":
        """Valid today."""
        return self.filter(valid__contains=Today())


@tracked()
class RoleGrant(Record):
    """A user holds a right for a period; an HR partner holds it for the subtree of `unit`."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    grant = models.CharField(max_length=20, choices=Grant)
    unit = models.ForeignKey(
        OrgUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="grants"
    )
    granted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    valid = DateRangeField()

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(grant=Grant.HR_PARTNER, unit__isnull=False)
                | Q(grant=Grant.CLIENT)
                | (~Q(grant=Grant.HR_PARTNER) & Q(unit=None)),
                name="grant_partner_has_unit",
            ),
            models.CheckConstraint(
                condition=Q(granted_by=None) | ~Q(granted_by=models.F("user")),
                name="grant_never_to_self",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grant} for {self.user_id}"


@cache
def asks_second_factor(user: str) -> Exists:
    """Does the role of the user at this path of a query ask for a second factor?

    Comes with whoever sends a request, so that the door needs no question of its own.
    """
    held = RoleGrant.objects.current().filter(user=OuterRef(user), grant__in=SECOND_FACTOR_GRANTS)
    return Exists(held)
