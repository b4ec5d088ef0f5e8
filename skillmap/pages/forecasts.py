"""What becomes of a level without practice, as a page shows it."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assessments.analysis.forecast import IN_USE_DAYS, USUAL_GAIN, unused
from assessments.enums import Source
from assessments.queries.explanations import Explanation
from assessments.queries.levels import SkillLevel
from skillmap.core.levels import Level
from skills.enums import TOP_LEVEL, SkillKind

MONTHS = (3, 6, 12)  # looked ahead


@dataclass(frozen=True, slots=True)
class Forecast:
    """A hard skill without practice: (months from now, level), nearest first.

    It sinks towards `base`, on the skill's scale: the level before the last recorded gain, or one
    level of the common metric lower where no gain is on record (`has_gain`). `in_use` says that it
    is practised now, so that nothing of this is expected to happen.
    """

    levels: Sequence[tuple[int, Level]]
    base: float
    has_gain: bool
    in_use: bool


def forecast_of(
    row: SkillLevel, explained: Callable[[dt.date], Explanation], today: dt.date, half: float
) -> Forecast | None:
    """Look ahead from the level as `explained` for today; `half` standard deviations to each side.

    None for soft skills: they are not known to fade.
    """
    if row.skill.kind != SkillKind.HARD:
        return None
    scale, found = row.skill.scale, explained(today)
    step = (scale.top_rank - scale.zero_rank) / TOP_LEVEL
    mean, variance = scale.to_common(found.level), (found.sd / step) ** 2
    before = _before_last_gain(found, explained)
    base = max(mean - USUAL_GAIN, 0.0) if before is None else scale.to_common(before)
    levels = []
    for months in MONTHS:
        later, wider = unused(mean, variance, months, base=base)
        reach = half * wider**0.5 * step
        level = level_around(row.level, scale.from_common(later), reach, row.level.n_ratings)
        levels.append((months, level))
    in_use = row.level.required is not None or _seen_lately(found, today)
    return Forecast(levels, scale.from_common(base), before is not None, in_use)


def level_around(level: Level, value: float, half: float, n_ratings: int) -> Level:
    """The same skill's level at another time, with an interval of `half` to each side; what is
    agreed, contested or old today says nothing about it."""
    return replace(
        level,
        value=value,
        low=max(float(level.bottom), value - half),
        high=min(float(level.top), value + half),
        n_ratings=n_ratings,
        agreed=None,
        is_contested=False,
        is_old=False,
    )


def _before_last_gain(
    found: Explanation, explained: Callable[[dt.date], Explanation]
) -> float | None:
    """The level on the day before the newest training that raised it; None without one."""
    days = {
        line.evidence.observed_on
        for line in found.used
        if line.evidence.source == Source.COMPLETION
    }
    for day in sorted(days, reverse=True):
        before = explained(day - dt.timedelta(days=1))
        if before.used and before.level < found.level:
            return before.level
    return None


def _seen_lately(found: Explanation, today: dt.date) -> bool:
    return any((today - line.evidence.observed_on).days <= IN_USE_DAYS for line in found.used)
