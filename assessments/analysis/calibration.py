"""Do the intervals hold what they promise? Each test result is predicted from all else."""

import numpy as np

from assessments.analysis.evidence import BoolArray, FloatArray, Source
from assessments.analysis.observations import (
    Observations,
    entering,
    error_variance,
    without_self_bias,
)
from assessments.analysis.parameters import DEFAULTS, Z90, Parameters
from assessments.analysis.proficiency import Cells, Estimates

HELD_OUT = (Source.TEST, Source.WORK_SAMPLE)
_DECIMALS = 3  # as stored with each profile


def calibration(
    observations: Observations,
    cells: Cells,
    flat: BoolArray,
    found: Estimates,
    parameters: Parameters = DEFAULTS,
) -> float:
    """Return kappa, what standard deviations are multiplied with to hold what they promise.

    Every test and work sample is held out in turn: z = (y - m) / sqrt(v + variance of y), m and v
    being those of its cell without it. kappa = q90(|z|) / 1.645, but never below the default, and
    the default with fewer than `calibration_min_rows` of them. Effects of raters and of the person
    stay as they were found with the row, and its own noise blurs z, so that z tells of intervals
    much too narrow and never of intervals too wide. An assessor counts as average, with the
    variance of severity and halo.
    """
    scores = np.abs(held_out_scores(observations, cells, flat, found, parameters))
    if len(scores) < parameters.calibration_min_rows:
        return parameters.calibration
    needed = float(np.quantile(scores, 0.9)) / Z90
    return round(max(parameters.calibration, needed), _DECIMALS)


def held_out_scores(
    observations: Observations,
    cells: Cells,
    flat: BoolArray,
    found: Estimates,
    parameters: Parameters = DEFAULTS,
) -> FloatArray:
    """Return z of each held-out row, in the order of the rows; O(n log n)."""
    entered = np.flatnonzero(entering(observations))
    held = np.flatnonzero(np.isin(observations.source[entered], HELD_OUT))
    tests = observations.where(entered[held])  # alone: all rows once more would be a lot of memory
    value = without_self_bias(tests, cells.kind, parameters)
    own = error_variance(tests, cells.kind, flat[entered[held]], parameters)
    weight, cell = 1.0 / own, tests.cell

    def of_group(figure: FloatArray) -> FloatArray:
        """What is known of the group of each held-out row; 0 without a rater."""
        of_row = np.zeros(len(entered))
        of_row[found.groups.row] = figure[found.groups.of_row]
        return np.asarray(of_row[held])

    left = found.weight[cell] - weight  # the precision of the cell without the row
    mean = found.mean[cell]
    without = mean - weight * (value - of_group(found.shift) - mean) / left
    unsure = (found.variance[cell] - 1.0 / found.weight[cell]) * found.weight[cell] ** 2
    together = of_group(found.group_weight)
    brought = (together**2 - (together - weight) ** 2) * of_group(found.doubt)
    variance = 1.0 / left + np.maximum(unsure - brought, 0.0) / left**2
    assessor = parameters.severity_variance + parameters.halo_variance
    expected = own + np.where(tests.named, assessor, 0.0)
    return (value - without) / np.sqrt(variance + expected)
