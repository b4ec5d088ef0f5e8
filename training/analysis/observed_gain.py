"""What an activity brought, told from levels before and after it, and mixed with what is expected.

Levels are on the common metric 0..5. The mean of a few people is noise, so what the catalogue
expects counts like `PRIOR_PEOPLE` further people (empirical-Bayes shrinkage with a fixed weight,
computation.md C2). People choose what they learn: the figure says what those who took part gained,
not what anybody would.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from json import dumps

import numpy as np

from assessments.analysis.parameters import Z90
from training.analysis.gain import LEVEL_LOSS, UNDER_ENTRY_LOSS, Floats

METHOD, METHOD_VERSION = "shrunken before-after", "1"


@dataclass(frozen=True)
class Settings:
    """Assumptions, hashed with every result.

    `spread` is the usual standard deviation (levels) of one measured gain, which counts like
    `prior_people` further ones; `skill_variance` that of true levels around the skill's mean.
    """

    prior_people: int = 30
    floor: int = 5
    spread: float = 1.0
    skill_variance: float = 0.75

    def digest(self) -> str:
        """SHA-256 of all values in a canonical form."""
        return sha256(dumps(asdict(self), sort_keys=True).encode()).hexdigest()


DEFAULTS = Settings()


@dataclass(frozen=True)
class Taught:
    """What the catalogue says of one outcome: gain at the best level, entry and exit level."""

    gain: float
    entry: float
    top: float


@dataclass(frozen=True, eq=False)
class Measured:
    """People measured before and after one outcome, in the order in which they finished.

    Arrays of shape (n_people,): sum of value/variance and of 1/variance of what was observed
    before, and the same after. `mean` is that of the skill over everybody.
    """

    before: Floats
    before_weight: Floats
    after: Floats
    after_weight: Floats
    mean: float

    def __len__(self) -> int:
        return len(self.before)


@dataclass(frozen=True)
class Observed:
    """`observed` is the mean of `people`, `gain` the mix with what was expected; each with its
    standard error. Gains are at the best entry level, like those of the catalogue."""

    people: int
    expected: float
    observed: float
    observed_error: float
    gain: float
    gain_error: float


def learn(taught: Taught, measured: Measured, settings: Settings = DEFAULTS) -> Observed | None:
    """What people gained who could gain something; None for fewer than the floor.

    A person's gain is the mean observed after, less the level expected from what was observed
    before and from the skill's mean: who was rated low by chance is not taken for a learner. As
    the planner counts less gain for people below the entry level and for high levels, each person
    counts by that share (least squares through the origin). Only whole groups of the floor's size
    count, so two nights never differ by one person. O(n).
    """
    level, gained = _gains(measured, settings)
    share = _share(taught, level)
    could = (level < taught.top) & (level >= taught.entry - 1) & (share > 0)
    share, gained = share[could], gained[could]
    whole = len(share) - len(share) % settings.floor
    if whole < settings.floor:
        return None
    share, gained = share[:whole], gained[:whole]
    squares = float(share @ share)
    observed = float(share @ gained) / squares
    variance = _variance(gained - observed * share, settings)
    added = settings.prior_people * squares / whole
    gain = (added * taught.gain + squares * observed) / (added + squares)
    return Observed(
        people=whole,
        expected=taught.gain,
        observed=observed,
        observed_error=float(np.sqrt(variance / squares)),
        gain=min(max(gain, 0.0), taught.top - taught.entry),
        gain_error=float(np.sqrt(variance / (added + squares))),
    )


def interval(value: float, error: float) -> tuple[float, float]:
    """The 90 % interval of a gain."""
    return value - Z90 * error, value + Z90 * error


def digest_of(taught: Taught, measured: Measured) -> str:
    """SHA-256 of everything a result depends on, beside the settings."""
    told: Sequence[object] = [asdict(taught), measured.mean]
    hashed = sha256(dumps(told, sort_keys=True).encode())
    parts = (measured.before, measured.before_weight, measured.after, measured.after_weight)
    for part in parts:
        hashed.update(np.ascontiguousarray(part, float).tobytes())
    return hashed.hexdigest()


def _gains(measured: Measured, settings: Settings) -> tuple[Floats, Floats]:
    """Level expected before, and what was observed after beyond it; both of shape (n_people,)."""
    prior = 1 / settings.skill_variance
    level = (measured.mean * prior + measured.before) / (prior + measured.before_weight)
    return level, measured.after / measured.after_weight - level


def _share(taught: Taught, level: Floats) -> Floats:
    """The share of the best gain that the planner counts with at this level (equation C2)."""
    shortfall = np.maximum(0.0, taught.entry - level)
    share = np.maximum(0.0, 1 - UNDER_ENTRY_LOSS * shortfall) * (1 - LEVEL_LOSS * level)
    return np.asarray(share)


def _variance(residual: Floats, settings: Settings) -> float:
    """Of one person's gain around the mean: the usual one, and what is seen here."""
    usual = settings.prior_people * settings.spread**2
    return float((usual + residual @ residual) / (settings.prior_people + len(residual) - 1))
