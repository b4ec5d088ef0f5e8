"""Do the intervals hold what they promise? Each test result is predicted from all else."""

import numpy as np

from assessments.analysis.evidence import BoolArray, FloatArray, IntArray, Source
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
    usable = entering(observations)
    rows = observations.where(usable)
    held = np.flatnonzero(np.isin(rows.source, HELD_OUT))
    value = without_self_bias(rows, cells.kind, parameters)[held]
    own = error_variance(rows, cells.kind, flat[usable], parameters)[held]
    weight, cell = 1.0 / own, rows.cell[held]
    left = found.weight[cell] - weight  # the precision of the cell without the row
    mean = found.mean[cell]
    without = mean - weight * (value - _shift(rows, found)[held] - mean) / left
    unsure = (found.variance[cell] - 1.0 / found.weight[cell]) * found.weight[cell] ** 2
    variance = 1.0 / left + np.maximum(unsure - _brought(rows, found, weight, held), 0.0) / left**2
    assessor = parameters.severity_variance + parameters.halo_variance
    expected = own + np.where(rows.named[held], assessor, 0.0)
    return (value - without) / np.sqrt(variance + expected)


def _shift(rows: Observations, found: Estimates) -> FloatArray:
    """Return what each row's rater adds to the truth, shape (n_rows,); 0 without a rater."""
    shift = np.zeros(len(rows))
    shift[found.groups.row] = found.shift[found.groups.of_row]
    return shift


def _brought(
    rows: Observations, found: Estimates, weight: FloatArray, held: IntArray
) -> FloatArray:
    """Return the doubt about its rater that each held-out row brings into its cell."""
    groups = found.groups
    together, doubt = np.zeros(len(rows)), np.zeros(len(rows))
    together[groups.row] = found.group_weight[groups.of_row]
    doubt[groups.row] = found.doubt[groups.of_row]
    rest = together[held] - weight
    return (together[held] ** 2 - rest**2) * doubt[held]
