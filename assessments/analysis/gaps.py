"""Levels stored as small integers, and the gap between them and what the role requires.

Levels are milli-levels (0..5000), probabilities thousandths (0..1000), both int2 in the
database; -1 means not measured, which is neither a gap nor a requirement met. Rounding is far
below any interval, and everything after it is computed from the stored integers, so that a
reader of the stored profile gets the same figures.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from assessments.analysis.evidence import TOP_LEVEL, BoolArray
from assessments.analysis.parameters import DEFAULTS, MILLI, Parameters
from assessments.analysis.proficiency import Estimates

NOT_MEASURED = -1
SmallArray = npt.NDArray[np.int16]


class Status(IntEnum):
    """How a person stands in a required skill."""

    NOT_MEASURED = 0
    MET = 1
    POSSIBLE_GAP = 2
    PROBABLE_GAP = 3


@dataclass(frozen=True, slots=True)
class Levels:
    """Estimates as stored, shape (n_cells,): `mean` and `sd` in milli-levels, -1 not measured.

    `sd` is the posterior standard deviation before calibration.
    """

    mean: SmallArray
    sd: SmallArray


@dataclass(frozen=True, slots=True)
class Gaps:
    """Gaps as stored, shape (n_cells,): `p_gap` in thousandths, `status` as `Status` codes."""

    p_gap: SmallArray
    status: SmallArray


def stored_levels(estimates: Estimates, parameters: Parameters = DEFAULTS) -> Levels:
    """Round estimates to milli-levels; cells below the tentative reliability are not measured."""
    measured = (estimates.n_rows > 0) & (estimates.reliability >= parameters.tentative_reliability)
    mean = np.rint(np.clip(estimates.mean, 0.0, TOP_LEVEL) * MILLI)
    sd = np.maximum(np.rint(np.sqrt(estimates.variance) * MILLI), 1.0)
    return Levels(_or_missing(measured, mean), _or_missing(measured, sd))


def gaps(required: SmallArray, levels: Levels, parameters: Parameters = DEFAULTS) -> Gaps:
    """Return the probability that each level falls short of its requirement, and the status.

    `required` in milli-levels, shape (n_cells,), 0 where nothing is required: there p_gap is -1
    and the status not measured. p_gap = Phi((required - delta - mean) / (kappa sd)), delta being
    the smallest difference that matters in practice.
    """
    judged = (required > 0) & (levels.mean != NOT_MEASURED)
    short = required - parameters.practical_threshold * MILLI - levels.mean
    share = ndtr(short / (parameters.calibration * np.maximum(levels.sd, 1)))
    p_gap = _or_missing(judged, np.rint(share * MILLI))
    status = (
        judged * Status.MET
        + (p_gap >= parameters.possible_gap * MILLI)
        + (p_gap >= parameters.probable_gap * MILLI)
    )
    return Gaps(p_gap, status.astype(np.int16))


def _or_missing(present: BoolArray, value: npt.NDArray[np.float64]) -> SmallArray:
    return np.where(present, value, NOT_MEASURED).astype(np.int16)
