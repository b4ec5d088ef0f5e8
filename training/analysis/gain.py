"""What an activity is expected to bring: gains, closure rates, weights, the objective F.

Levels are on the common metric 0..5, gaps in levels, rates without unit. Sources of the default
gains: Arthur et al. (2003) for courses, Lacerenza et al. (2017) for practice-based soft-skill
training; the others are assumptions. Every figure is "expected", never promised.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

MODES = (
    "microlearning",
    "course",
    "workshop",
    "scenario",
    "role_play",
    "simulation",
    "mentoring",
    "peer_coaching",
    "project",
)
KINDS = ("hard", "soft", "unclassified")
HARD, SOFT, UNCLASSIFIED = 0, 1, 2
NOT_MEASURED, MET, POSSIBLE_GAP, PROBABLE_GAP = 0, 1, 2, 3

COST_PENALTY = 2e-5  # of F per currency unit
HOUR_PENALTY = 5e-4  # of F per hour
MAX_GAPS = 15  # skills one plan looks at
UNDER_ENTRY_LOSS = 0.6  # share of the gain lost per level below the entry level
LEVEL_LOSS = 0.12  # share of the gain lost per level already reached
LARGEST_SHARE = 0.95  # of a gap that one activity may close

_DEFAULT_GAIN = {
    "microlearning": 0.25,
    "course": 0.54,
    "workshop": 0.54,
    "scenario": 0.35,
    "role_play": 0.65,
    "simulation": 0.45,
    "mentoring": 0.25,
    "peer_coaching": 0.25,
    "project": 0.60,
}
_SOFT_WORKSHOP_GAIN = 0.65


def default_gain(mode: str, kind: str) -> float:
    """Gain in levels at the best entry level, for an outcome that states none.

    Raises `KeyError` for an unknown mode.
    """
    if mode == "workshop" and kind == "soft":
        return _SOFT_WORKSHOP_GAIN
    return _DEFAULT_GAIN[mode]


def single_gain(
    gain: ArrayLike, entry: ArrayLike, top: ArrayLike, level: ArrayLike, gap: ArrayLike
) -> Floats:
    """Levels gained by one activity alone (equation C2); all arguments broadcast.

    `gain` at the best entry level, `entry` and `top` the activity's entry and exit level, `level`
    the person's, `gap` the positive distance to the requirement. Never negative; 0 when the
    person is at or above `top`, more than a level below `entry`, or has no gap.
    """
    m, up, lo = np.asarray(level, float), np.asarray(top, float), np.asarray(entry, float)
    shortfall = np.maximum(0.0, lo - m)
    factor = np.maximum(0.0, 1 - UNDER_ENTRY_LOSS * shortfall) * (1 - LEVEL_LOSS * m)
    most = np.minimum(up - m, LARGEST_SHARE * np.asarray(gap, float))
    value = np.minimum(np.asarray(gain, float) * factor, most)
    reachable = (m < up) & (m >= lo - 1)
    return np.asarray(np.where(reachable, np.maximum(0.0, value), 0.0))


def closure_rates(gained: ArrayLike, gap: ArrayLike) -> Floats:
    """Log-closure rate a = -ln(1 - gained/gap); 0 where there is no gap. Arguments broadcast."""
    gained, gap = np.broadcast_arrays(np.asarray(gained, float), np.asarray(gap, float))
    share = np.divide(gained, gap, out=np.zeros(gained.shape), where=gap > 0)
    return np.asarray(-np.log1p(-np.minimum(share, LARGEST_SHARE)))


@dataclass(frozen=True, eq=False)
class Gaps:
    """The skills a plan works on, in order of slot; arrays of shape (n_gaps,).

    `weight` sums to 1 (or to 0 without any gap) and is omega of F.
    """

    slot: Ints
    kind: Ints
    level: Floats
    gap: Floats
    weight: Floats

    def __len__(self) -> int:
        return len(self.slot)


def expected_closure(rate: Floats, weight: Floats) -> float:
    """Share (0..1) of the weighted gap closed by summed rates; both of shape (n_gaps,)."""
    return float(weight @ -np.expm1(-rate))
