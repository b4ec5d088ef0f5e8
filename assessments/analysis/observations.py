"""Rows of evidence as columns: which of them enter an estimate, and how uncertain each is."""

from dataclasses import dataclass

import numpy as np

from assessments.analysis.evidence import (
    RATER_GIVEN,
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

    def where(self, chosen: BoolArray | IntArray | slice) -> "Observations":
        """Return the rows that a mask of shape (n_observations,), an index or a slice selects."""
        return Observations(*(getattr(self, name)[chosen] for name in self.__slots__))

    @property
    def named(self) -> BoolArray:
        """Whether the row is an answer of a person who is known, shape (n_observations,)."""
        return np.asarray((self.rater != NO_RATER) & RATER_GIVEN[self.source])


def entering(observations: Observations) -> BoolArray:
    """Return which rows enter an estimate, shape (n_observations,).

    A level agreed in a review stands for the self and manager ratings of the same cell and
    review; a completion without a level says nothing about the level.
    """
    without_level = (observations.source == Source.COMPLETION) & np.isnan(observations.value)
    without_level[_replaced(observations)] = True
    return np.asarray(~without_level)


def _replaced(observations: Observations) -> IntArray:
    """Return the places of ratings that an agreed level stands for."""
    in_review = np.flatnonzero(observations.review != NO_REVIEW)
    source = observations.source[in_review]
    reviews, index = np.unique(observations.review[in_review], return_inverse=True)
    key = observations.cell[in_review] * max(len(reviews), 1) + index
    two_sides = (source == Source.SELF) | (source == Source.MANAGER)
    agreed = np.isin(key, key[source == Source.AGREED])
    return np.asarray(in_review[two_sides & agreed])


def without_self_bias(
    observations: Observations, kind: IntArray, parameters: Parameters = DEFAULTS
) -> FloatArray:
    """Return the values with the usual leniency taken off self-ratings, levels, same shape.

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

    A rating that names its rater is left with its own noise: severity and impression of that
    rater are terms of the model. Any other keeps the variance it was recorded with. `flat` marks
    rows of raters who give everybody the same answer: their noise counts `flat_factor` times.
    Ageing adds variance (a random walk of the skill), it never lowers the weight of a row to
    nothing. `kind` has shape (n_cells,).
    """
    drift = np.asarray(parameters.drift_per_year)[kind[observations.cell]] / DAYS_PER_YEAR
    noise = noise_variance(observations.source, observations.variance, parameters)
    recorded = np.where(observations.named, noise, observations.variance)
    extra = np.where(flat, (parameters.flat_factor - 1.0) * noise, 0.0)
    return recorded + extra + drift * observations.age_days


def check_numbers(rows: Observations) -> None:
    """Raise ValueError unless all values are finite and all variances positive numbers."""
    if not np.isfinite(rows.value).all():
        raise ValueError("an observation has a value that is not finite")
    if not (np.isfinite(rows.variance).all() and (rows.variance > 0).all()):
        raise ValueError("an observation has a variance that is not a positive number")
