"""The period of a review, skill by skill: what was observed when, and the levels then and now."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from assessments.analysis.parameters import Z90
from assessments.enums import Source
from assessments.models import Evidence, SkillProfile
from assessments.queries.explanations import Known, explain
from assessments.queries.levels import SkillLevel
from reviews.models import ReviewCycle
from skillmap.core.levels import Level
from skillmap.pages.forecasts import level_around
from skills.models import Skill

WIDTH, HEIGHT = 260, 40  # of the picture, in its own units
LEFT, TOP = 14, 6  # margins, the same on the other sides
_SHAPES = {
    Source.SELF: "own",
    Source.MANAGER: "manager",
    Source.PEER: "colleague",
    Source.REPORT: "colleague",
    Source.AGREED: "agreed",
}
OTHER = "proof"  # the mark of tests, certificates, work and what else shows a level


@dataclass(frozen=True, slots=True)
class Mark:
    """One observation in the picture: where, and the shape of who it comes from."""

    x: float
    y: float
    shape: str


@dataclass(frozen=True, slots=True)
class Reach:
    """A level with its interval in the picture."""

    x: float
    y: float
    high: float
    low: float


@dataclass(frozen=True, slots=True)
class SkillPeriod:
    """One skill: its level at the start, None if unknown, and now; what was observed between.

    `row` is None where there is no level yet. What is observed without a level has no mark.
    """

    skill: Skill
    row: SkillLevel | None
    then: Level | None
    seen: Sequence[Evidence]
    marks: Sequence[Mark]
    ends: Sequence[Reach]
    required: float | None
    size: tuple[int, int] = (WIDTH, HEIGHT)
    edges: tuple[int, int] = (LEFT, WIDTH - LEFT)


def periods_of(
    cycle: ReviewCycle,
    profile: SkillProfile | None,
    known: Callable[[Skill], Known | None] | None,
    levels: Sequence[SkillLevel],
    rows: Iterable[Evidence],
    closed: Collection[int],
) -> list[SkillPeriod]:
    """What the role asks for, the most important first, and what else was observed.

    `rows` is all standing evidence of the person, in any order; of `closed` ones the reader sees
    no value, so that nothing is rebuilt from them. `known` is what their levels start from.
    """
    told: dict[Skill, list[Evidence]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: (one.observed_on, one.pk)):
        told[row.skill].append(row)
    level_of = {row.skill: row for row in levels}
    asked = sorted((r for r in levels if r.level.required is not None), key=lambda r: r.weight)
    period = _Rebuilt(cycle, profile, known, closed)
    found = [period.of(row.skill, row, told[row.skill]) for row in asked]
    also = sorted(set(told) - {row.skill for row in asked}, key=lambda one: one.name)
    return found + [
        one for one in (period.of(s, level_of.get(s), told[s]) for s in also) if one.seen
    ]


def end_of(cycle: ReviewCycle) -> dt.date:
    """The last day of the period that is over."""
    return min(cycle.period_end, max(timezone.localdate(), cycle.period_start))


class _Rebuilt:
    """Rebuilds and draws what is known of one skill after the other."""

    def __init__(
        self,
        cycle: ReviewCycle,
        profile: SkillProfile | None,
        known: Callable[[Skill], Known | None] | None,
        closed: Collection[int],
    ) -> None:
        self.start, self.closed = cycle.period_start, closed
        self.end = end_of(cycle)
        self.half = Z90 * profile.calibration / 1000 if profile else 0.0
        self.known = known

    def of(self, skill: Skill, row: SkillLevel | None, told: Sequence[Evidence]) -> SkillPeriod:
        seen = [one for one in told if self.start <= one.observed_on <= self.end]
        measured = row if row and row.level.value is not None else None
        then = self._then(row, told) if row else None
        ends = ((LEFT / 2, then), (WIDTH - LEFT / 2, measured.level if measured else None))
        required = row.level.required if row else None
        scale = skill.scale
        return SkillPeriod(
            skill=skill,
            row=row,
            then=then,
            seen=seen,
            marks=[self._mark(one) for one in seen if self._has_place(one)],
            ends=[_reach(x, level) for x, level in ends if level],
            required=None if required is None else _y(required, scale.zero_rank, scale.top_rank),
        )

    def _has_place(self, row: Evidence) -> bool:
        return row.level is not None and row.pk not in self.closed

    def _then(self, row: SkillLevel, told: Sequence[Evidence]) -> Level | None:
        """The level at the start; None where nothing was known, or part of it is closed."""
        what = self.known(row.skill) if self.known else None
        if what is None or any(one.pk in self.closed for one in told):
            return None
        past = explain(told, row.skill, what, self.start)
        if not past.used:
            return None
        return level_around(row.level, past.level, self.half * past.sd, len(past.used))

    def _mark(self, row: Evidence) -> Mark:
        share = (row.observed_on - self.start).days / max((self.end - self.start).days, 1)
        y = _y(float(row.level or 0), row.scale.zero_rank, row.scale.top_rank)
        shape = _SHAPES.get(Source(row.source), OTHER)
        return Mark(round(LEFT + share * (WIDTH - 2 * LEFT), 1), y, shape)


def _reach(x: float, level: Level) -> Reach:
    value = level.value or 0.0
    high, low = level.high, level.low
    return Reach(
        x,
        *(_y(value if end is None else end, level.bottom, level.top) for end in (value, high, low)),
    )


def _y(value: float, bottom: float, top: float) -> float:
    share = (value - bottom) / max(top - bottom, 1)
    return round(HEIGHT - TOP - share * (HEIGHT - 2 * TOP), 1)
