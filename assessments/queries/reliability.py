"""How far the raters of each skill agree, and whose rating would tell most."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from heapq import nsmallest
from math import isnan
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.analysis.agreement import (
    EXCELLENT,
    GOOD,
    MODERATE,
    POOR,
    Figure,
    OneWay,
    Sums,
    alpha_of,
    band,
    blind_variance,
    one_more,
    one_way_of,
    spearman_brown,
    standard_error,
)
from assessments.analysis.parameters import DEFAULTS, Parameters
from assessments.enums import FEWEST_PEOPLE, Source
from assessments.models import AssessmentCycle, Evidence, SkillProfile
from employees.models import Employee
from skillmap.core.models import Viewer
from skills.enums import TOP_LEVEL
from skills.models import Skill

RATED = (Source.MANAGER, Source.PEER, Source.REPORT, Source.WORK_SAMPLE)
BAND_WORDS = {
    POOR: _("poor"),
    MODERATE: _("moderate"),
    GOOD: _("good"),
    EXCELLENT: _("excellent"),
}
GROUP_AGREEMENT_FROM = 3  # ratings of one person on one skill


@dataclass(frozen=True)
class SkillReliability:
    """What the named ratings of one skill by others tell; levels on the common 0..5 metric.

    `people` have a rating by somebody else, `compared` of them two or more, `self_only` have
    nothing but their own. The figures stand for the mean of `raters` ratings and are None below
    `FEWEST_PEOPLE` compared people; `classical_error` is SD * sqrt(1 - ICC), `model_error` the
    typical error of the computed levels. `within_group` is the mean r_wg over people with three
    ratings or more: agreement, not reliability.
    """

    skill: Skill
    people: int = 0
    compared: int = 0
    self_only: int = 0
    raters: float = 0.0
    figure: Figure | None = None
    alpha: float | None = None
    within_group: float | None = None
    classical_error: float | None = None
    model_error: float | None = None
    with_one_more: float | None = None
    bands: Sequence[str] = field(default_factory=tuple)

    @property
    def bands_words(self) -> str:
        """The bands in which the ends of the interval lie."""
        return " – ".join(str(BAND_WORDS[name]) for name in self.bands)

    @property
    def gain(self) -> float | None:
        """By how much one more rater per person would raise the reliability of the mean."""
        if self.with_one_more is None or self.figure is None:
            return None
        return self.with_one_more - self.figure.value


def reliability_by_skill(
    user: Viewer, cycle: AssessmentCycle | None = None
) -> list[SkillReliability]:
    """Skills with ratings among the people this user may read, in the order of their names.

    Each rater counts once per person and skill, with the latest rating. Four queries; the database
    adds up, so the cost hardly grows with the number of ratings.
    """
    evidence = _evidence(user, cycle)
    sums, alone = _sums_by_skill(evidence), _self_only_by_skill(evidence)
    errors = _model_errors(user)
    skills = Skill.objects.select_related("scale").in_bulk(list(sums.keys() | alone.keys()))
    found = [
        _reliability(skill, sums.get(pk), alone.get(pk, 0), errors.get(skill.slot))
        for pk, skill in skills.items()
    ]
    return sorted(found, key=lambda row: (row.skill.name, row.skill.pk))


def shared_raters(user: Viewer, cycle: AssessmentCycle | None = None) -> list[int]:
    """Numbers of people in the groups that share no rater with each other, largest first.

    Between groups severity and level cannot be told apart but by what is usual. One query.
    """
    import numpy as np

    from assessments.analysis.agreement import components

    rows = _rated(_evidence(user, cycle)).order_by().values_list("employee_id", "rater_id")
    pairs = np.array(list(rows.distinct()), dtype=np.int64).reshape(-1, 2)
    part = components(pairs[:, 0], pairs[:, 1])
    people = np.unique(np.column_stack([part, pairs[:, 0]]), axis=0)[:, 0]
    return sorted(np.bincount(people).tolist(), reverse=True) if len(people) else []


@dataclass(frozen=True)
class WorthAsking:
    """A person and a required skill of theirs; one rating there settles much."""

    person: Employee
    skill: Skill
    measured: bool


def worth_asking(
    people: QuerySet[Employee], most: int = 5, parameters: Parameters = DEFAULTS
) -> list[WorthAsking]:
    """The required skills of these people with the largest importance times uncertainty.

    Not measured counts as uncertain as a skill nobody knows anything of. Three queries.
    """
    profiles = SkillProfile.objects.filter(employee__in=people).order_by()
    columns = profiles.values("employee_id", "slots", "importance", "required", "sd")
    unknown = round(1000 * parameters.skill_variance**0.5)
    found = _over(columns, _WORTH_ASKING, unknown, most)
    persons = Employee.objects.in_bulk([row[0] for row in found])
    skills = {s.slot: s for s in Skill.objects.filter(slot__in=[row[1] for row in found])}
    return [WorthAsking(persons[pk], skills[slot], seen) for pk, slot, seen in found]


def worth_asking_in(
    profiles: Iterable[tuple[Employee, SkillProfile]],
    skills: Iterable[Skill],
    most: int = 5,
    parameters: Parameters = DEFAULTS,
) -> list[WorthAsking]:
    """The same as `worth_asking` among a few loaded people; `skills` are those asked of them."""
    by_slot = {skill.slot: skill for skill in skills}
    unknown = round(1000 * parameters.skill_variance**0.5)
    found = [
        (-importance * (unknown if sd < 0 else sd), person.pk, slot, person, sd >= 0)
        for person, profile in profiles
        for slot, importance, required, sd in zip(
            profile.slots, profile.importance, profile.required, profile.sd, strict=True
        )
        if required > 0 and slot in by_slot
    ]
    first = nsmallest(most, found, key=lambda row: row[:3])
    return [WorthAsking(person, by_slot[slot], seen) for _, _, slot, person, seen in first]


_WORTH_ASKING = """
    SELECT p.employee_id, cell.slot, cell.sd >= 0
    FROM ({rows}) p, unnest(p.slots, p.importance, p.required, p.sd)
        AS cell (slot, importance, required, sd)
    WHERE cell.required > 0
    ORDER BY cell.importance * CASE WHEN cell.sd < 0 THEN %s ELSE cell.sd END DESC,
        p.employee_id, cell.slot
    LIMIT %s
"""


def _evidence(user: Viewer, cycle: AssessmentCycle | None) -> QuerySet[Evidence]:
    rows = Evidence.objects.visible_to(user).standing().filter(value__isnull=False)
    return rows.filter(rating__cycle=cycle) if cycle else rows


def _rated(evidence: QuerySet[Evidence]) -> QuerySet[Evidence]:
    return evidence.filter(source__in=RATED, rater__isnull=False)


_SUMS = """
    WITH latest AS ({rows}),
    unit AS (
        SELECT skill_id, count(*)::float AS k, avg(value) AS mean,
            count(*) * var_pop(value) AS squares
        FROM latest GROUP BY skill_id, employee_id
    ),
    grand AS (
        SELECT skill_id, sum(k * mean) / sum(k) AS mean,
            sum(k * mean) FILTER (WHERE k > 1) / sum(k) FILTER (WHERE k > 1) AS pairable
        FROM unit GROUP BY skill_id
    )
    SELECT skill_id, count(*), sum(k), sum(k * k), sum(k * (unit.mean - grand.mean) ^ 2),
        sum(squares), count(*) FILTER (WHERE k > 1), sum(k) FILTER (WHERE k > 1),
        sum(squares * k / (k - 1)) FILTER (WHERE k > 1),
        sum(squares + k * (unit.mean - pairable) ^ 2) FILTER (WHERE k > 1),
        array_agg(squares / (k - 1)) FILTER (WHERE k >= %s)
    FROM unit JOIN grand USING (skill_id) GROUP BY skill_id
"""


@dataclass(frozen=True)
class _Added:
    """Sums over the ratings of one skill; `variances` are those within people rated often."""

    all: Sums
    compared: int
    n_pairable: int
    within_pairs: float
    total_pairs: float
    variances: Sequence[float]


def _sums_by_skill(evidence: QuerySet[Evidence]) -> dict[int, _Added]:
    answer = ("employee_id", "skill_id", "rater_id")
    latest = _rated(evidence).order_by(*answer, "-observed_on", "-pk").distinct(*answer)
    rows = _over(latest.values("employee_id", "skill_id", "value"), _SUMS, GROUP_AGREEMENT_FROM)
    return {
        row[0]: _Added(
            all=Sums(row[1], round(row[2]), *row[3:6]),
            compared=row[6],
            n_pairable=round(row[7] or 0),
            within_pairs=row[8] or 0.0,
            total_pairs=row[9] or 0.0,
            variances=row[10] or (),
        )
        for row in rows
    }


_COUNTED = "SELECT skill_id, count(*) FROM ({rows}) cell GROUP BY skill_id"


def _self_only_by_skill(evidence: QuerySet[Evidence]) -> dict[int, int]:
    others = Count("pk", filter=~Q(source=Source.SELF))
    cells = evidence.order_by().values("skill_id", "employee_id").annotate(others=others)
    return dict(_over(cells.filter(others=0), _COUNTED))


_ERRORS = """
    SELECT cell.slot, (avg(cell.sd::float * p.calibration) / 1e6)::float
    FROM ({rows}) p, unnest(p.slots, p.sd) AS cell (slot, sd)
    WHERE cell.sd >= 0 GROUP BY cell.slot
"""


def _model_errors(user: Viewer) -> dict[int, float]:
    """The typical calibrated error of measured levels by slot."""
    profiles = SkillProfile.objects.visible_to(user).order_by()
    return dict(_over(profiles.values("slots", "sd", "calibration"), _ERRORS))


def _over(rows: QuerySet[Any, Any], statement: str, *params: Any) -> list[Any]:
    """Run a statement over the rows of a queryset, which stand in it as `{rows}`."""
    try:
        inner, inner_params = rows.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement.format(rows=inner), [*inner_params, *params])
        return list(cursor.fetchall())


def _reliability(
    skill: Skill, added: _Added | None, self_only: int, model_error: float | None
) -> SkillReliability:
    if added is None:
        return SkillReliability(skill, self_only=self_only, model_error=model_error)
    found = one_way_of(added.all)
    row = SkillReliability(
        skill=skill,
        people=found.n_units,
        compared=added.compared,
        self_only=self_only,
        raters=found.n_ratings / found.n_units,
        model_error=model_error,
    )
    if added.compared < FEWEST_PEOPLE or not found.average.known:
        return row
    alpha = alpha_of(added.within_pairs, added.total_pairs, added.n_pairable)
    return replace(
        row,
        raters=found.raters_per_unit,
        figure=found.average,
        alpha=None if isnan(alpha) else alpha,
        within_group=_mean_within_group(added.variances, skill),
        classical_error=_classical_error(found),
        with_one_more=_with_one_more(found),
        bands=tuple(dict.fromkeys(band(found.average))),
    )


def _mean_within_group(variances: Sequence[float], skill: Skill) -> float | None:
    """Mean r_wg; the variance of blind choice is that of the skill's own levels."""
    if len(variances) < FEWEST_PEOPLE:
        return None
    levels = skill.scale.top_rank - skill.scale.zero_rank
    chance = blind_variance(levels + 1) * (TOP_LEVEL / levels) ** 2
    return sum(1 - min(variance / chance, 1.0) for variance in variances) / len(variances)


def _with_one_more(found: OneWay) -> float | None:
    """What one rater more per person would make of it; nothing where raters do not agree at all."""
    if found.single.value <= 0:
        return None
    return found.average.value + one_more(found.single.value, found.raters_per_unit)


def _classical_error(found: OneWay) -> float:
    spread = (found.between / found.raters_per_unit) ** 0.5
    return standard_error(spread, spearman_brown(found.single.value, found.raters_per_unit))
