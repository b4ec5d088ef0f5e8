"""How well a person fits the requirements of a role, for each kind of skill and for both."""

from dataclasses import dataclass

import numpy as np

from assessments.analysis.evidence import BoolArray, FloatArray, IntArray, Kind
from assessments.analysis.gaps import NOT_MEASURED, Levels, SmallArray
from assessments.analysis.parameters import DEFAULTS, Parameters


@dataclass(frozen=True, slots=True)
class Fit:
    """One value per person, shape (n_people,), 0..1; NaN where it is not reported.

    `overall`, `hard` and `soft` are the weighted shares of the required levels reached over the
    measured skills, reported when at least `min_coverage` of the weight is measured; `balanced`
    is the harmonic mean of hard and soft; `coverage` is the share of the weight that is measured,
    NaN where nothing is required; `se` is the standard error of `overall`.
    """

    overall: FloatArray
    hard: FloatArray
    soft: FloatArray
    balanced: FloatArray
    coverage: FloatArray
    se: FloatArray


@dataclass(frozen=True, slots=True)
class Requirements:
    """What is required of whom, shape (n_cells,): cells with `required` 0 are dropped.

    `person` indexes the people, `required` in milli-levels, `importance` 1..5, `kind` as `Kind`.
    """

    person: IntArray
    required: SmallArray
    importance: SmallArray
    kind: IntArray


def fit(
    requirements: Requirements,
    levels: Levels,
    n_people: int,
    parameters: Parameters = DEFAULTS,
) -> Fit:
    """Compute the fit of `n_people` people in O(n_cells) from the stored levels of their cells.

    Share reached = sum of w * min(1, mean / required) over sum of w; its standard error counts
    the cells below their requirement: sum of (w / required)² kappa² sd² over (sum of w)².
    """
    everything = np.ones(len(requirements.kind), dtype=bool)
    overall, coverage = _share(requirements, levels, everything, n_people, parameters)
    hard, _ = _share(requirements, levels, requirements.kind == Kind.HARD, n_people, parameters)
    soft, _ = _share(requirements, levels, requirements.kind == Kind.SOFT, n_people, parameters)
    both = hard + soft
    balanced = np.where(both > 0, 2 * hard * soft / np.where(both > 0, both, 1.0), both)
    se = _standard_error(requirements, levels, n_people, parameters)
    return Fit(overall, hard, soft, balanced, coverage, np.where(np.isnan(overall), np.nan, se))


def _share(
    requirements: Requirements,
    levels: Levels,
    of_kind: BoolArray,
    n_people: int,
    parameters: Parameters,
) -> tuple[FloatArray, FloatArray]:
    required = of_kind & (requirements.required > 0)
    measured = required & (levels.mean != NOT_MEASURED)
    weight = requirements.importance.astype(np.float64)
    reached = np.minimum(1.0, levels.mean / np.maximum(requirements.required, 1))
    all_weight = _per_person(requirements, weight * required, n_people)
    known_weight = _per_person(requirements, weight * measured, n_people)
    total = _per_person(requirements, weight * measured * reached, n_people)
    coverage = _ratio(known_weight, all_weight)
    reported = coverage >= parameters.min_coverage
    return np.where(reported, _ratio(total, known_weight), np.nan), coverage


def _standard_error(
    requirements: Requirements, levels: Levels, n_people: int, parameters: Parameters
) -> FloatArray:
    measured = (requirements.required > 0) & (levels.mean != NOT_MEASURED)
    below = measured & (levels.mean < requirements.required)
    weight = requirements.importance.astype(np.float64)
    slope = weight / np.maximum(requirements.required, 1) * below
    deviation = slope * parameters.calibration * levels.sd
    variance = _per_person(requirements, deviation**2, n_people)
    return _ratio(np.sqrt(variance), _per_person(requirements, weight * measured, n_people))


def _per_person(requirements: Requirements, value: FloatArray, n_people: int) -> FloatArray:
    # bincount of an empty array counts in whole numbers
    return np.bincount(requirements.person, value, n_people).astype(np.float64)


def _ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), np.nan)
