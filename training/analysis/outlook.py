"""Between which levels somebody is expected to be after a plan.

Two things are not known: where the person stands today, and how much they will take with them.
The first is the error of the level and is carried over in full: training does not measure. The
second is the spread of gains between people, `GAIN_SPREAD` of the expected gain. That figure is
our assumption; it is of the order of the spread between people that training studies find, and
makes a gain of almost nothing and of twice what is expected both unusual but possible.
"""

from dataclasses import dataclass
from math import hypot

from assessments.analysis.parameters import Z90

GAIN_SPREAD = 0.5  # standard deviation of a gain between people, as a share of the expected gain
TOP_LEVEL = 5.0


@dataclass(frozen=True, slots=True)
class Outlook:
    """90 % intervals of a level now and after a plan, cut to 0..5, on the common metric."""

    before_low: float
    before_high: float
    after_low: float
    after_high: float


def outlook(before: float, after: float, error: float) -> Outlook:
    """Intervals of the levels `before` and expected `after`; all in levels.

    `error` is the calibrated standard deviation of the level before. The standard deviation after
    is the root of error² + (GAIN_SPREAD * (after - before))². Raises ValueError for an error that
    is not a positive number or a loss.
    """
    if not error > 0 or after < before:
        raise ValueError("an error must be positive, and a plan takes nothing away")
    now, then = Z90 * error, Z90 * hypot(error, GAIN_SPREAD * (after - before))
    return Outlook(_cut(before - now), _cut(before + now), _cut(after - then), _cut(after + then))


def _cut(level: float) -> float:
    return min(TOP_LEVEL, max(0.0, level))
