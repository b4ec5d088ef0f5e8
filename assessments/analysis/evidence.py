"""From a recorded answer to an observation: its value on the common 0..5 metric and its variance.

All functions take numbers or numpy arrays of one shape and return the same shape.
"""

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from assessments.analysis.parameters import DEFAULTS, Parameters

TOP_LEVEL = 5.0
NEVER = 2**31 - 1  # the day on which something without an expiry date expires
FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


class Source(IntEnum):
    """Where an observation comes from; the code is the index into `SOURCE_SD`."""

    SELF = 0
    MANAGER = 1
    PEER = 2
    REPORT = 3
    TEST = 4
    CERTIFICATE = 5
    COMPLETION = 6
    WORK_SAMPLE = 7
    AGREED = 8
    EXTERNAL = 9


class Kind(IntEnum):
    """The kind of a skill; the code is the index into the per-kind tuples of `Parameters`."""

    HARD = 0
    SOFT = 1
    UNCLASSIFIED = 2


# Standard deviation of one observation around the true level, in levels, without rater effects.
SOURCE_SD = np.array([0.95, 0.75, 0.90, 0.90, 0.45, 0.60, 1.10, 0.55, 0.40, 0.90])
# A person gave the answer: severity and halo of that person stand between it and the truth.
RATER_GIVEN = np.zeros(len(Source), dtype=bool)
RATER_GIVEN[[Source.SELF, Source.MANAGER, Source.PEER, Source.REPORT, Source.WORK_SAMPLE]] = True


def recorded_variance(source: Source, answers: int = 1, parameters: Parameters = DEFAULTS) -> float:
    """Return the variance (levels²) stored with an observation, without ageing.

    An answer given by a person carries severity and halo variance as well; the mean of
    `answers` anonymous answers carries an `answers`-th of it. Raises ValueError below one answer.
    """
    if answers < 1:
        raise ValueError("an observation is the mean of at least one answer")
    variance = float(SOURCE_SD[source]) ** 2
    if RATER_GIVEN[source]:
        variance += parameters.severity_variance + parameters.halo_variance
    return variance / answers


def noise_variance(
    source: IntArray, variance: FloatArray, parameters: Parameters = DEFAULTS
) -> FloatArray:
    """Return the part of the recorded variance that is neither severity nor halo, shape (n,)."""
    own = SOURCE_SD**2
    shared = parameters.severity_variance + parameters.halo_variance
    share = np.where(RATER_GIVEN, own / (own + shared), 1.0)
    return variance * share[source]


def ageing_days(
    source: IntArray, observed_day: IntArray, expires_day: IntArray, as_of_day: int
) -> IntArray:
    """Return how many days each observation has aged on `as_of_day`, shape (n,), never negative.

    Days are counted from one epoch; `expires_day` is `NEVER` where nothing expires. A certificate
    does not age while it is valid (its last day included), then counts from its expiry.
    """
    start = np.where(source == Source.CERTIFICATE, expires_day, observed_day)
    return np.asarray(np.maximum(as_of_day - start, 0), dtype=np.int64)
