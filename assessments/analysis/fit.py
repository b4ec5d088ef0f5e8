"""How well a person fits the requirements of a role, for each kind of skill and for both.

A level is known only within its interval, so the share of a requirement that is reached is an
expectation over what the level may be: `min(1, level / required)` of the most likely level would
count every doubt in the person's favour. Levels are taken as normal, cut to 0..required; the mean
and variance of such a variable are Greene's (2003, "Econometric Analysis", theorem 22.3, at both
ends). The errors of one person's levels go together, because the same raters and the same general
prior stand behind them; see `Parameters.common_error`.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from assessments.analysis.evidence import BoolArray, FloatArray, IntArray, Kind
from assessments.analysis.gaps import NOT_MEASURED, Levels, SmallArray
from assessments.analysis.parameters import DEFAULTS, Parameters


@dataclass(frozen=True, slots=True)
class Fit:
    """One value per person, shape (n_people,), 0..1; NaN where it is not reported.

    `overall`, `hard` and `soft` are the expected weighted shares of the required levels reached
    over the measured skills, reported when at least `min_coverage` of the weight is measured;
    `balanced` is the harmonic mean of hard and soft; `coverage` is the share of the weight that is
    measured, NaN where nothing is required. `*_se` are their standard errors.
    """

    overall: FloatArray
    hard: FloatArray
    soft: FloatArray
    balanced: FloatArray
    coverage: FloatArray
    overall_se: FloatArray
    hard_se: FloatArray
    soft_se: FloatArray
    balanced_se: FloatArray


@dataclass(frozen=True, slots=True)
class Requirements:
    """What is required of whom, shape (n_cells,): cells with `required` 0 are dropped.

    `person` indexes the people, `required` in milli-levels, `importance` 1..5, `kind` as `Kind`.
    """

    person: IntArray
    required: SmallArray
    importance: SmallArray
    kind: IntArray


@dataclass(frozen=True, slots=True)
class _Share:
    """Of some skills of each person, shape (n_people,): the mean share reached and its errors.

    `own` is the variance from errors of single levels, `common` the standard error if all levels
    of a person were wrong together.
    """

    mean: FloatArray
    own: FloatArray
    common: FloatArray
    coverage: FloatArray

    def variance(self, together: float) -> FloatArray:
        """With `together` as the share of the variance of errors that a person's levels share."""
        return (1.0 - together) * self.own + together * self.common**2


def fit(
    requirements: Requirements,
    levels: Levels,
    n_people: int,
    parameters: Parameters = DEFAULTS,
) -> Fit:
    """Compute the fit of `n_people` people in O(n_cells) from the stored levels of their cells."""
    reached = _reached(requirements, levels, parameters)
    everything = np.ones(len(requirements.kind), dtype=bool)
    is_hard, is_soft = (requirements.kind == kind for kind in (Kind.HARD, Kind.SOFT))
    overall, hard, soft = (
        _share(requirements, levels, reached, chosen, n_people, parameters)
        for chosen in (everything, is_hard, is_soft)
    )
    together = parameters.common_error
    balanced, balanced_se = _balance(hard, soft, together)
    return Fit(
        overall=overall.mean,
        hard=hard.mean,
        soft=soft.mean,
        balanced=balanced,
        coverage=overall.coverage,
        overall_se=np.sqrt(overall.variance(together)),
        hard_se=np.sqrt(hard.variance(together)),
        soft_se=np.sqrt(soft.variance(together)),
        balanced_se=balanced_se,
    )


def _reached(
    requirements: Requirements, levels: Levels, parameters: Parameters
) -> tuple[FloatArray, FloatArray]:
    """Return mean and standard deviation of the share of each requirement reached, (n_cells,).

    Where nothing is measured or required the numbers mean nothing.
    """
    top = np.maximum(requirements.required, 1).astype(np.float64)
    mean = levels.mean.astype(np.float64)
    sd = parameters.calibration * np.maximum(levels.sd, 1)
    low, high = -mean / sd, (top - mean) / sd
    below, above = ndtr(low), ndtr(-high)
    inside = 1.0 - below - above
    at_low, at_high = _density(low), _density(high)
    first = mean * inside + sd * (at_low - at_high) + top * above
    second = (mean**2 + sd**2) * inside + top**2 * above
    second += 2 * mean * sd * (at_low - at_high) + sd**2 * (low * at_low - high * at_high)
    return first / top, np.sqrt(np.maximum(second - first**2, 0.0)) / top


def _density(z: FloatArray) -> FloatArray:
    return np.asarray(np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi))


def _share(
    requirements: Requirements,
    levels: Levels,
    reached: tuple[FloatArray, FloatArray],
    chosen: BoolArray,
    n_people: int,
    parameters: Parameters,
) -> _Share:
    required = chosen & (requirements.required > 0)
    measured = required & (levels.mean != NOT_MEASURED)
    weight = requirements.importance.astype(np.float64)
    of_known = weight * measured
    all_weight = _per_person(requirements, weight * required, n_people)
    known_weight = _per_person(requirements, of_known, n_people)
    mean, sd = reached
    total = _per_person(requirements, of_known * mean, n_people)
    own = _per_person(requirements, (of_known * sd) ** 2, n_people)
    common = _per_person(requirements, of_known * sd, n_people)
    coverage = _ratio(known_weight, all_weight)
    reported = coverage >= parameters.min_coverage
    known = np.where(reported, known_weight, 0.0)
    return _Share(_ratio(total, known), _ratio(own, known**2), _ratio(common, known), coverage)


def _balance(hard: _Share, soft: _Share, together: float) -> tuple[FloatArray, FloatArray]:
    """Return the harmonic mean of the two shares and its standard error, by the delta method."""
    both = hard.mean + soft.mean
    some = np.where(both > 0, both, 1.0)
    balanced = np.where(both > 0, 2 * hard.mean * soft.mean / some, both)
    by_hard, by_soft = 2 * (soft.mean / some) ** 2, 2 * (hard.mean / some) ** 2
    joint = together * hard.common * soft.common
    variance = by_hard**2 * hard.variance(together) + by_soft**2 * soft.variance(together)
    return balanced, np.sqrt(variance + 2 * by_hard * by_soft * joint)


def _per_person(requirements: Requirements, value: FloatArray, n_people: int) -> FloatArray:
    # bincount of an empty array counts in whole numbers
    return np.bincount(requirements.person, value, n_people).astype(np.float64)


def _ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), np.nan)
