"""How well a mentor fits somebody who looks for one: tests that must hold, and a score.

Levels are on the common metric 0..5, hours of the working day in hours. Weights are assumptions.
"""

from dataclasses import dataclass
from math import erf, sqrt

from assessments.analysis.parameters import Z90

DAY_HOURS = 10  # 08:00 to 18:00 of the person's zone, as for live sessions
FEWEST_COMMON_HOURS = 2
AHEAD = 0.5  # levels that a mentor should be ahead
LEVEL, HOURS, SITE, ROOM = 0.55, 0.2, 0.1, 0.15  # weights of the score; they sum to 1
NOT_COMPARED = 0.5  # of the level's weight, where one of the two is not measured


@dataclass(frozen=True)
class Known:
    """A level with its standard error, both in levels."""

    mean: float
    error: float


@dataclass(frozen=True)
class Side:
    """What is compared of one of the two.

    `zone` is the distance from UTC in hours; `languages` and `site` empty are not known; `above`
    are the keys of everybody in the line above; `level` None is not measured or not shown.
    """

    key: int
    languages: frozenset[str]
    zone: float
    site: str
    by_writing: bool
    above: frozenset[int]
    level: Known | None


@dataclass(frozen=True)
class Mentor:
    """An offer: the person, places in all and those left, and whom they mentor already."""

    side: Side
    places: int
    left: int
    mentees: frozenset[int]


@dataclass(frozen=True)
class Fit:
    """`refusal` is the first test that failed, else empty; `score` 0..1; `reasons` name a code and
    its number, if it has one."""

    score: float
    reasons: tuple[tuple[str, int | None], ...] = ()
    refusal: str = ""


def fit(mentee: Side, mentor: Mentor) -> Fit:
    """Test and score one pair."""
    refusal = _refusal(mentee, mentor)
    if refusal:
        return Fit(0.0, refusal=refusal)
    side = mentor.side
    ahead, reasons = _level(mentee.level, side.level)
    score = LEVEL * ahead
    if mentee.languages & side.languages:
        reasons.append(("language", None))
    hours = common_hours(mentee.zone, side.zone)
    if hours >= FEWEST_COMMON_HOURS:
        reasons.append(("hours", int(hours)))
    else:
        reasons.append(("by_writing", None))
    score += HOURS * hours / DAY_HOURS
    if mentee.site and mentee.site == side.site:
        reasons.append(("site", None))
        score += SITE
    reasons.append(("places", mentor.left))
    return Fit(score + ROOM * mentor.left / mentor.places, tuple(reasons))


def common_hours(one: float, other: float) -> float:
    """Hours from 08:00 to 18:00 that two zones share, 0..10; zones in hours from UTC."""
    apart = abs(one - other) % 24
    return max(0.0, DAY_HOURS - min(apart, 24 - apart))


def _refusal(mentee: Side, mentor: Mentor) -> str:
    """The first test that fails, in the order of `training.enums.MatchRefusal`."""
    side = mentor.side
    if mentee.key == side.key:
        return "oneself"
    if mentee.key in mentor.mentees:
        return "known"
    if side.key in mentee.above or mentee.key in side.above:
        return "own_line"
    if mentee.languages and side.languages and not mentee.languages & side.languages:
        return "language"
    meets = common_hours(mentee.zone, side.zone) >= FEWEST_COMMON_HOURS
    if not meets and not (mentee.by_writing and side.by_writing):
        return "hours"
    if mentee.level and side.level and side.level.mean <= mentee.level.mean:
        return "below"
    return "" if mentor.left > 0 else "full"


def _level(mine: Known | None, theirs: Known | None) -> tuple[float, list[tuple[str, int | None]]]:
    """How surely the mentor is `AHEAD` (0..1), and the reason that says so."""
    if mine is None or theirs is None:
        return NOT_COMPARED, [("unknown", None)]
    spread = sqrt(mine.error**2 + theirs.error**2) or 1e-9
    z = (theirs.mean - mine.mean - AHEAD) / spread
    surely = (1 + erf(z / sqrt(2))) / 2
    is_well_above = theirs.mean - Z90 * theirs.error > mine.mean  # the whole 90 % interval
    return surely, [("well_above" if is_well_above else "above", None)]
