"""How several ratings become one number elsewhere: the rules that the estimate is compared with.

Each takes observations and the number of cells and returns levels, shape (n_cells,), NaN where
nobody has rated; O(n log n).
"""

from collections.abc import Callable, Mapping

import numpy as np

from assessments.analysis.evidence import FloatArray, IntArray, Source
from assessments.analysis.observations import DAYS_PER_YEAR, Observations

HIERARCHY = (
    *(Source.AGREED, Source.TEST, Source.WORK_SAMPLE, Source.CERTIFICATE, Source.MANAGER),
    *(Source.EXTERNAL, Source.PEER, Source.REPORT, Source.SELF, Source.COMPLETION),
)
# Source codes in order: what a settings page would typically weigh them with.
SOURCE_WEIGHT = np.array([0.15, 0.40, 0.20, 0.20, 0.60, 0.50, 0.25, 0.60, 0.60, 0.20])
HALF_LIFE_YEARS = 1.0


def mean(rows: Observations, n_cells: int) -> FloatArray:
    """The plain mean of all answers."""
    return _weighted(rows, np.ones(len(rows)), n_cells)


def source_weighted_mean(rows: Observations, n_cells: int) -> FloatArray:
    """The mean with a fixed weight per source."""
    return _weighted(rows, SOURCE_WEIGHT[rows.source], n_cells)


def decayed_mean(rows: Observations, n_cells: int) -> FloatArray:
    """The mean with a weight per source that halves with every year of age."""
    age = rows.age_days / DAYS_PER_YEAR / HALF_LIFE_YEARS
    return _weighted(rows, SOURCE_WEIGHT[rows.source] * 2.0**-age, n_cells)


def latest(rows: Observations, n_cells: int) -> FloatArray:
    """The newest answer."""
    return _first(rows, np.argsort(rows.age_days, kind="stable"), n_cells)


def highest(rows: Observations, n_cells: int) -> FloatArray:
    """The highest answer."""
    return _first(rows, np.argsort(-rows.value, kind="stable"), n_cells)


def source_hierarchy(rows: Observations, n_cells: int) -> FloatArray:
    """The newest answer of the most trusted source."""
    rank = np.argsort(np.array(HIERARCHY))[rows.source]
    return _first(rows, np.lexsort((rows.age_days, rank)), n_cells)


RULES: Mapping[str, Callable[[Observations, int], FloatArray]] = {
    "latest": latest,
    "highest": highest,
    "mean": mean,
    "source hierarchy": source_hierarchy,
    "source-weighted mean": source_weighted_mean,
    "decayed mean": decayed_mean,
}


def _weighted(rows: Observations, weight: FloatArray, n_cells: int) -> FloatArray:
    total = np.bincount(rows.cell, weight, n_cells)
    known = np.where(total > 0, total, np.nan)
    return np.asarray(np.bincount(rows.cell, weight * rows.value, n_cells) / known)


def _first(rows: Observations, order: IntArray, n_cells: int) -> FloatArray:
    """Return the value of each cell's first row in this order."""
    level = np.full(n_cells, np.nan)
    backwards = order[::-1]
    level[rows.cell[backwards]] = rows.value[backwards]  # the first row is written last
    return level
