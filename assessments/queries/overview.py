"""Figures about many people at once, for first pages: fit, coverage, gaps."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Aggregate, Avg, Count, FloatField, QuerySet

from assessments.analysis.parameters import MILLI
from assessments.models import SkillProfile
from employees.models import RoleProfile

_FITS = {"hard": "fit_hard", "soft": "fit_soft", "both": "balanced"}
ROLE_FLOOR = 10  # people with a fit, for a place among them
FEW_UNITS = 8  # the first level of the tree with as many units is that of the departments
_DEPARTMENTS = """
    WITH level AS (
        SELECT cardinality(string_to_array(path, '/')) AS depth, count(*) AS units
        FROM employees_orgunit WHERE retired_on IS NULL GROUP BY 1
    )
    SELECT top.name, top.public_id, sum(c.n), sum(c.n_unmeasured), sum(c.n_probable), sum(c.sum_gap)
    FROM employees_orgunit top
    JOIN employees_orgunit u ON u.id = top.id OR starts_with(u.path, top.path || '/')
    JOIN assessments_skillmapcell c ON c.unit_id = u.id
    WHERE top.retired_on IS NULL AND cardinality(string_to_array(top.path, '/')) =
        (SELECT coalesce(min(depth) FILTER (WHERE units >= %s), max(depth)) FROM level)
    GROUP BY top.id
"""


@dataclass(frozen=True)
class Spread:
    """How a share 0..1 is spread over people: the mean, and where the middle half of them lies."""

    mean: float
    low: float
    high: float


# Of the people in a role today, how many have a fit, a lower one, and the same one.
_PLACE = """
    SELECT count(*), count(*) FILTER (WHERE p.fit < %(fit)s),
        count(*) FILTER (WHERE p.fit = %(fit)s)
    FROM employees_assignment a
    JOIN employees_employee e ON e.id = a.employee_id AND e.status <> 'left'
    JOIN assessments_skillprofile p ON p.employee_id = a.employee_id AND p.fit IS NOT NULL
    WHERE a.role_id = %(role)s AND a.is_primary AND a.valid @> CURRENT_DATE
"""


@dataclass(frozen=True)
class FitSummary:
    """Fits of the people of whom they can be told; None where nobody's can."""

    people: int
    hard: Spread | None
    soft: Spread | None
    both: Spread | None
    coverage: float | None


@dataclass(frozen=True)
class DepartmentGap:
    """Required skills of one department: `gap` is the mean gap of the measured (0..5).

    `share` is the share of likely gaps among the measured, `coverage` the share measured.
    """

    name: str
    unit_id: UUID
    asked: int
    gap: float | None
    share: float | None
    coverage: float


def fit_summary(profiles: QuerySet[SkillProfile]) -> FitSummary:
    """Over these people; one query."""
    figures: dict[str, Aggregate] = {}
    for name, column in _FITS.items():
        figures |= {name: Avg(column), f"{name}_between": _quartiles(column)}
    found = profiles.aggregate(n=Count("pk"), coverage=Avg("coverage"), **figures)
    hard, soft, both = (_spread(found[name], found[f"{name}_between"]) for name in _FITS)
    coverage = None if found["coverage"] is None else found["coverage"] / MILLI
    return FitSummary(found["n"], hard, soft, both, coverage)


def _quartiles(column: str) -> Aggregate:
    """The values below which a quarter and three quarters of the people lie, from one sort."""
    within = "percentile_cont(ARRAY[0.25, 0.75]) WITHIN GROUP (ORDER BY %(expressions)s)"
    return Aggregate(column, template=within, output_field=ArrayField(FloatField()))


def _spread(mean: float | None, between: list[float] | None) -> Spread | None:
    if mean is None or between is None:
        return None
    low, high = between
    return Spread(mean / MILLI, low / MILLI, high / MILLI)


def gaps_by_department(*, at_most: int = 10) -> list[DepartmentGap]:
    """Departments with everything below them, largest share of likely gaps first; one query.

    Who works above the departments, at the head of a division, is in none of them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DEPARTMENTS, [FEW_UNITS])
        found = [_department(*row) for row in cursor.fetchall()]
    return sorted(found, key=lambda row: (-(row.share or 0.0), row.name))[:at_most]


def percentile_in_role(profile: SkillProfile, role: RoleProfile) -> float | None:
    """Share (0..1) of the people in this role with a lower fit, ties counted half; one query.

    Mid-rank (rank - 0.5) / n (computation.md B1). None with fewer than `ROLE_FLOOR` fits.
    """
    if profile.fit is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, {"fit": profile.fit, "role": role.pk})
        n, below, same = cursor.fetchone() or (0, 0, 0)
    return (below + same / 2) / n if n >= ROLE_FLOOR else None


def _department(
    name: str, unit_id: UUID, asked: int, missing: int, likely: int, gap: int
) -> DepartmentGap:
    measured = asked - missing
    return DepartmentGap(
        name=name,
        unit_id=unit_id,
        asked=asked,
        gap=gap / measured / MILLI if measured else None,
        share=likely / measured if measured else None,
        coverage=measured / asked if asked else 0.0,
    )
