"""Sites and the tree of organisational units."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from skillmap.core.feed import published
from skillmap.core.history import tracked
from skillmap.core.models import Record, Viewer


class Today(Func):
    """The database's date, the same one that `visible_to` uses."""

    template = "CURRENT_DATE"
    output_field = models.DateField()


@tracked()
class Site(Record):
    """A place of work; unique by name. Its zone serves people without one of their own."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OrgUnitQuerySet(models.QuerySet["OrgUnit"]):
    def visible_to(self, user: Viewer) -> "OrgUnitQuerySet":
        """The tree of units is open to everybody who is logged in."""
        return self if user.is_authenticated else self.none()

    def subtree(self, unit: "OrgUnit") -> "OrgUnitQuerySet":
        """The unit and everything below it today."""
        return self.filter(Q(pk=unit.pk) | Q(path__startswith=f"{unit.path}/"))


@published("org_unit")
@tracked()
class OrgUnit(Record):
    """One unit; unique by path. Retired, never deleted.

    `path` ("Acme/Sales/North") is today's and has one writer, `services.place_unit`; past trees
    are read from `OrgUnitPlacement`.
    """

    name = models.CharField(_("name"), max_length=120)
    path = models.CharField(max_length=600, unique=True)
    retired_on = models.DateField(null=True, blank=True)

    objects = OrgUnitQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        indexes = [
            models.Index(
                fields=["path"], name="unit_path_prefix", opclasses=["varchar_pattern_ops"]
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        return self.path.count("/")


@tracked()
class OrgUnitPlacement(models.Model):
    """Where a unit stood in the tree and what it was called; the periods of a unit never overlap.

    `parent` is null for the top. `valid` is a half-open range of days, open at the end for today.
    """

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="placements")
    parent = models.ForeignKey(
        OrgUnit, null=True, on_delete=models.PROTECT, related_name="child_placements"
    )
    name = models.CharField(max_length=120)
    valid = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="unit_one_place_at_a_time",
                expressions=[("unit", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("unit")), name="unit_not_below_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.valid}"
