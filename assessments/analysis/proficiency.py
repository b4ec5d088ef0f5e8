"""Proficiency of each person in each skill, with an interval (first version, no rater effects).

Model, for an observation o of cell c = (person, skill):

    y_o = mu_c + theta_c + d_kind [self only] + e_o
    theta_c ~ N(0, tau²)    e_o ~ N(0, recorded variance + drift * age)

`mu` is the mean of the skill in the person's role (see `priors`), `d` the known leniency of
self-ratings. Given mu the cells are independent and the posterior has a closed form (Gaussian
shrinkage; Robinson 1991, "That BLUP is a good thing"). Observations carry their rater, so that
severity and halo become further terms of `_posterior` without another reading of the evidence.
"""

from dataclasses import dataclass

import numpy as np

from assessments.analysis.evidence import (
    TOP_LEVEL,
    BoolArray,
    FloatArray,
    IntArray,
    Source,
    noise_variance,
)
from assessments.analysis.parameters import DEFAULTS, Parameters

DAYS_PER_YEAR = 365.0
NO_RATER = -1
NO_REVIEW = 0


@dataclass(frozen=True, slots=True)
class Observations:
    """Evidence rows as columns of one length, shape (n_observations,).

    `cell` indexes the cells; `source` holds `Source` codes; `rater` is an id of the answering
    person (`NO_RATER` where unknown or none; a self-rating has an id of its own, apart from the
    id under which the same person rates others); `review` is the id of the review the row
    belongs to (`NO_REVIEW` outside one); `value` in levels, NaN for a completion without level;
    `variance` as recorded, levels²; `age_days` from `evidence.ageing_days`.
    """

    cell: IntArray
    source: IntArray
    rater: IntArray
    review: IntArray
    value: FloatArray
    variance: FloatArray
    age_days: IntArray

    def __len__(self) -> int:
        return len(self.cell)

    def where(self, chosen: BoolArray | IntArray) -> "Observations":
        """Return the rows that a mask of shape (n_observations,) or an index selects."""
        return Observations(*(getattr(self, name)[chosen] for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Cells:
    """What is known of each cell before its evidence, shape (n_cells,).

    `kind` holds `Kind` codes, `prior_mean` is mu in levels.
    """

    kind: IntArray
    prior_mean: FloatArray


@dataclass(frozen=True, slots=True)
class Estimates:
    """Posterior of each cell, shape (n_cells,): a cell without evidence keeps its prior.

    `mean` in levels, not clipped; `variance` in levels², before calibration; `reliability` is
    1 - variance / prior variance; `n_rows` counts every evidence row, used or not; `ignored` is
    true where a certificate below the level of the other evidence was left out.
    """

    mean: FloatArray
    variance: FloatArray
    reliability: FloatArray
    n_rows: IntArray
    ignored: BoolArray


def entering(observations: Observations) -> BoolArray:
    """Return which rows enter an estimate, shape (n_observations,).

    A level agreed in a review stands for the self and manager ratings of the same cell and
    review; a completion without a level says nothing about the level.
    """
    by_review = _review_key(observations)
    in_review = observations.review != NO_REVIEW
    agreed = in_review & (observations.source == Source.AGREED)
    two_sides = np.isin(observations.source, (Source.SELF, Source.MANAGER))
    replaced = in_review & two_sides & np.isin(by_review, by_review[agreed])
    without_level = (observations.source == Source.COMPLETION) & np.isnan(observations.value)
    return np.asarray(~replaced & ~without_level)


def _review_key(observations: Observations) -> IntArray:
    """Number the pairs (cell, review) without a collision."""
    reviews, index = np.unique(observations.review, return_inverse=True)
    return observations.cell * len(reviews) + index


def without_self_bias(
    observations: Observations, kind: IntArray, parameters: Parameters = DEFAULTS
) -> FloatArray:
    """Return the values with the known leniency taken off self-ratings, levels, same shape.

    `kind` is the kind of each cell, shape (n_cells,).
    """
    bias = np.asarray(parameters.self_bias)[kind[observations.cell]]
    return observations.value - np.where(observations.source == Source.SELF, bias, 0.0)


def error_variance(
    observations: Observations,
    kind: IntArray,
    flat: BoolArray,
    parameters: Parameters = DEFAULTS,
) -> FloatArray:
    """Return the variance of each observation today, levels², shape (n_observations,).

    `flat` marks rows of raters who give everybody the same answer: their own noise counts
    `flat_factor` times. Ageing adds variance (a random walk of the skill), it never lowers the
    weight of a row to nothing. `kind` has shape (n_cells,).
    """
    drift = np.asarray(parameters.drift_per_year)[kind[observations.cell]] / DAYS_PER_YEAR
    noise = noise_variance(observations.source, observations.variance, parameters)
    extra = np.where(flat, (parameters.flat_factor - 1.0) * noise, 0.0)
    return observations.variance + extra + drift * observations.age_days


def estimate(
    observations: Observations,
    cells: Cells,
    flat: BoolArray,
    parameters: Parameters = DEFAULTS,
) -> Estimates:
    """Estimate every cell from all its evidence rows; O(n_observations + n_cells).

    `flat` as in `error_variance`. A certificate is a lower bound: it enters only where it is not
    below the level that the other evidence gives. Raises ValueError for a value that is not
    finite in a row that enters, or a variance that is not positive.
    """
    usable = entering(observations)
    rows = observations.where(usable)
    _check(rows)
    value = without_self_bias(rows, cells.kind, parameters)
    variance = error_variance(rows, cells.kind, flat[usable], parameters)
    certificate = rows.source == Source.CERTIFICATE
    mean, _ = _posterior(rows.cell, value, variance, ~certificate, cells, parameters)
    supporting = ~certificate | (value >= mean[rows.cell])
    mean, posterior_variance = _posterior(rows.cell, value, variance, supporting, cells, parameters)
    n_cells = len(cells.kind)
    return Estimates(
        mean=mean,
        variance=posterior_variance,
        reliability=1.0 - posterior_variance / parameters.skill_variance,
        n_rows=np.bincount(observations.cell, minlength=n_cells),
        ignored=np.bincount(rows.cell[~supporting], minlength=n_cells) > 0,
    )


def _posterior(
    cell: IntArray,
    value: FloatArray,
    variance: FloatArray,
    included: BoolArray,
    cells: Cells,
    parameters: Parameters,
) -> tuple[FloatArray, FloatArray]:
    """Return mean and variance of each cell given the included observations."""
    n_cells = len(cells.prior_mean)
    weight = np.where(included, 1.0 / variance, 0.0)
    precision = np.bincount(cell, weight, n_cells) + 1.0 / parameters.skill_variance
    residual = value - cells.prior_mean[cell]
    mean = cells.prior_mean + np.bincount(cell, weight * residual, n_cells) / precision
    return mean, np.asarray(1.0 / precision, dtype=np.float64)


def _check(rows: Observations) -> None:
    if not np.isfinite(rows.value).all():
        raise ValueError("an observation has a value that is not finite")
    if not (np.isfinite(rows.variance).all() and (rows.variance > 0).all()):
        raise ValueError("an observation has a variance that is not a positive number")


def interval(
    mean: FloatArray, sd: FloatArray, parameters: Parameters = DEFAULTS
) -> tuple[FloatArray, FloatArray]:
    """Return the ends of the 90 % interval in levels, clipped to 0..5; NaN stays NaN.

    `mean` and `sd` (before calibration) in levels, one shape.
    """
    half = 1.645 * parameters.calibration * sd
    return np.clip(mean - half, 0.0, TOP_LEVEL), np.clip(mean + half, 0.0, TOP_LEVEL)
