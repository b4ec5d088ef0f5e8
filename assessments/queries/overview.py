"""Figures about many people at once, for first pages: fit, coverage, gaps."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, F, Func, Q, QuerySet, Sum, Value
from django.db.models.fields import CharField

from assessments.models import SkillMapCell, SkillProfile
from employees.enums import EmployeeStatus
from employees.models import Assignment, OrgUnit, RoleProfile

MILLI = 1000
_SHARES = ("hard", "soft", "both", "coverage")
ROLE_FLOOR = 10  # people with a fit, for a place among them
FEW_UNITS = 8  # the first level of the tree with as many units is that of the departments


@dataclass(frozen=True)
class FitSummary:
    """Means over the people whose figures can be told, as shares 0..1; None where nobody's can."""

    people: int
    hard: float | None
    soft: float | None
    both: float | None
    coverage: float | None


@dataclass(frozen=True)
class DepartmentGap:
    """Required skills of one department: `gap` is the mean gap of the measured (0..5).

    `share` is the share of likely gaps among the measured, `coverage` the share measured;
    `unit_id` None where the unit is retired.
    """

    name: str
    unit_id: UUID | None
    asked: int
    gap: float | None
    share: float | None
    coverage: float


def fit_summary(profiles: QuerySet[SkillProfile]) -> FitSummary:
    """Over these people; one query."""
    found = profiles.aggregate(
        n=Count("pk"),
        hard=Avg("fit_hard"),
        soft=Avg("fit_soft"),
        both=Avg("fit"),
        coverage=Avg("coverage"),
    )
    shares = (None if found[k] is None else found[k] / MILLI for k in _SHARES)
    return FitSummary(found["n"], *shares)


def gaps_by_department(*, at_most: int = 10) -> list[DepartmentGap]:
    """Departments with everything below them, largest share of likely gaps first; two queries.

    Who works above the departments, at the head of a division, is in none of them.
    """
    units = {
        unit.path: unit.public_id
        for unit in OrgUnit.objects.filter(retired_on=None).only("path", "public_id")
    }
    depth = _department_depth(units)
    rows = SkillMapCell.objects.values(department=_first_parts(depth)).annotate(
        asked=Sum("n"),
        missing=Sum("n_unmeasured"),
        likely=Sum("n_probable"),
        gap=Sum("sum_gap"),
    )
    found = [_department(row, units) for row in rows if row["department"].count("/") + 1 == depth]
    return sorted(found, key=lambda row: (-(row.share or 0.0), row.name))[:at_most]


def percentile_in_role(profile: SkillProfile, role: RoleProfile) -> float | None:
    """Share (0..1) of the people in this role with a lower fit, ties counted half; one query.

    Mid-rank (rank - 0.5) / n (computation.md B1). None with fewer than `ROLE_FLOOR` fits.
    """
    if profile.fit is None:
        return None
    here = Assignment.objects.current().primary().filter(role=role)
    fits = SkillProfile.objects.filter(employee__in=here.values("employee"), fit__isnull=False)
    found = fits.exclude(employee__status=EmployeeStatus.LEFT).aggregate(
        n=Count("pk"),
        below=Count("pk", filter=Q(fit__lt=profile.fit)),
        same=Count("pk", filter=Q(fit=profile.fit)),
    )
    if found["n"] < ROLE_FLOOR:
        return None
    return float((found["below"] + found["same"] / 2) / found["n"])


def _department_depth(paths: Iterable[str]) -> int:
    """How many parts the path of a department has."""
    levels = Counter(path.count("/") + 1 for path in paths)
    return min((d for d, n in levels.items() if n >= FEW_UNITS), default=max(levels, default=1))


def _first_parts(depth: int) -> Func:
    """The first `depth` parts of the unit's path."""
    parts = Func(F("unit__path"), Value("/"), function="string_to_array")
    template = f"array_to_string((%(expressions)s)[1:{depth:d}], '/')"
    return Func(parts, template=template, output_field=CharField())


def _department(row: Mapping[str, Any], units: Mapping[str, UUID]) -> DepartmentGap:
    asked, path = row["asked"], row["department"]
    measured = asked - row["missing"]
    return DepartmentGap(
        name=path.rpartition("/")[2],
        unit_id=units.get(path),
        asked=asked,
        gap=row["gap"] / measured / MILLI if measured else None,
        share=row["likely"] / measured if measured else None,
        coverage=measured / asked if asked else 0.0,
    )
