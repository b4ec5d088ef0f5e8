"""Figures about many people at once, for first pages: fit, coverage, gaps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, F, Func, Q, QuerySet, Sum, Value
from django.db.models.fields import CharField

from assessments.models import SkillMapCell, SkillProfile

MILLI = 1000
_SHARES = ("hard", "soft", "both", "coverage")
DEPARTMENT_PART = 2  # "Acme/Sales/North" belongs to department "Sales"


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

    `share` is the share of likely gaps among the measured, `coverage` the share measured.
    """

    name: str
    path: str
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


def gaps_by_department(top_path: str = "", *, at_most: int = 10) -> list[DepartmentGap]:
    """Departments below `top_path`, largest share of likely gaps first; one query."""
    cells = SkillMapCell.objects.all()
    if top_path:
        within = Q(unit__path=top_path) | Q(unit__path__startswith=f"{top_path}/")
        cells = cells.filter(within)
    rows = cells.values(top=_part(1), department=_part(DEPARTMENT_PART)).annotate(
        asked=Sum("n"),
        missing=Sum("n_unmeasured"),
        likely=Sum("n_probable"),
        gap=Sum("sum_gap"),
    )
    found = [_department(row) for row in rows]
    return sorted(found, key=lambda row: (-(row.share or 0.0), row.name))[:at_most]


def _part(number: int) -> Func:
    """The n-th part of the unit's path, empty when it is shorter."""
    parts = (F("unit__path"), Value("/"), Value(number))
    return Func(*parts, function="split_part", output_field=CharField())


def _department(row: Mapping[str, Any]) -> DepartmentGap:
    asked, name, top = row["asked"], row["department"], row["top"]
    measured = asked - row["missing"]
    return DepartmentGap(
        name=name or top,
        path=f"{top}/{name}" if name else top,
        asked=asked,
        gap=row["gap"] / measured / MILLI if measured else None,
        share=row["likely"] / measured if measured else None,
        coverage=measured / asked if asked else 0.0,
    )
