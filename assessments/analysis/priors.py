"""What one cell borrows from all others: the mean of its skill in its role, and how people rate.

The means and who rates flat come from sums over the whole organisation. The sums are whole
numbers (nano-levels, milli-levels): the order of rows does not change a bit of the result.
"""

from dataclasses import dataclass, field

import numpy as np

from assessments.analysis.assembly import SLOTS, CellTable
from assessments.analysis.evidence import (
    BoolArray,
    FloatArray,
    IntArray,
    Source,
    noise_variance,
)
from assessments.analysis.observations import Observations, entering, without_self_bias
from assessments.analysis.parameters import DEFAULTS, MILLI, Parameters
from assessments.analysis.raters import Effects

NO_ROLE = -1
_NANO = 1e9


@dataclass(frozen=True)
class KeyedSums:
    """Whole-number sums: `key` sorted and unique, shape (n_keys,), `sums` shape (n_keys, m)."""

    key: IntArray
    sums: IntArray

    @classmethod
    def empty(cls, n_columns: int) -> "KeyedSums":
        """Return sums over nothing."""
        return cls(np.zeros(0, dtype=np.int64), np.zeros((0, n_columns), dtype=np.int64))

    @classmethod
    def gather(cls, key: IntArray, columns: IntArray) -> "KeyedSums":
        """Add up the rows of `columns`, shape (n, m), that have the same `key`, shape (n,)."""
        order = np.argsort(key, kind="stable")
        unique, first = np.unique(key[order], return_index=True)
        if not len(unique):
            return cls(unique, columns[:0])
        return cls(unique, np.add.reduceat(columns[order], first))

    def __add__(self, other: "KeyedSums") -> "KeyedSums":
        return self.gather(
            np.concatenate([self.key, other.key]), np.concatenate([self.sums, other.sums])
        )

    def at(self, key: IntArray) -> IntArray:
        """Return the sums of each `key`, shape (n, m), zeros where there are none."""
        if not len(self.key):
            return np.zeros((len(key), self.sums.shape[1]), dtype=np.int64)
        place = np.minimum(np.searchsorted(self.key, key), len(self.key) - 1)
        hit = self.key[place] == key
        return np.asarray(self.sums[place] * hit[:, None], dtype=np.int64)


def cell_sums(table: CellTable, parameters: Parameters = DEFAULTS) -> KeyedSums:
    """Sum the plain level of measured cells (nano-levels) and their number per role and skill.

    The plain level of a cell is the mean of its rows weighted by the noise of their source alone;
    certificates and completions have no part in it.
    """
    bounds = (Source.CERTIFICATE, Source.COMPLETION)
    rows = table.observations
    rows = rows.where(entering(rows) & ~np.isin(rows.source, bounds))
    weight = 1.0 / noise_variance(rows.source, rows.variance, parameters)
    value = without_self_bias(rows, table.kind, parameters)
    n_cells = len(table.kind)
    total = np.bincount(rows.cell, weight, n_cells)
    measured = np.flatnonzero(total)
    level = np.bincount(rows.cell, weight * value, n_cells)[measured] / total[measured]
    nano = np.rint(level * _NANO).astype(np.int64)
    columns = np.stack([nano, np.ones_like(nano)], axis=1)
    return KeyedSums.gather(_cell_key(table.role, table.slot)[measured], columns)


def rater_sums(observations: Observations) -> KeyedSums:
    """Count the ratings per rater and sum them and their squares (milli-levels)."""
    rows = observations.where(observations.named & entering(observations))
    milli = np.rint(rows.value * MILLI).astype(np.int64)
    columns = np.stack([np.ones_like(milli), milli, milli**2], axis=1)
    return KeyedSums.gather(rows.rater, columns)


def flat_raters(sums: KeyedSums, parameters: Parameters = DEFAULTS) -> IntArray:
    """Return the sorted ids of raters whose answers hardly differ, from `rater_sums`."""
    n, total, squares = sums.sums.T
    spread = n * squares - total**2
    limit = parameters.flat_max_variance * MILLI**2 * n.astype(np.float64) ** 2
    flat = (n >= parameters.flat_min_rows) & (spread < limit)
    return np.asarray(sums.key[flat], dtype=np.int64)


@dataclass(frozen=True)
class Priors:
    """Everything an estimate needs besides a person's own evidence; a run keeps it.

    `cells` is the organisation's total of `cell_sums`, `flat` the result of `flat_raters`,
    `effects` how people rate, `calibration` what standard deviations are multiplied with so that
    intervals hold what they promise.
    """

    cells: KeyedSums
    flat: IntArray
    effects: Effects = field(default_factory=Effects.none)
    calibration: float = DEFAULTS.calibration

    def is_flat(self, rater: IntArray) -> BoolArray:
        """Return whether each rater, shape (n,), rates flat."""
        return np.isin(rater, self.flat)

    def mean(self, role: IntArray, slot: IntArray, parameters: Parameters = DEFAULTS) -> FloatArray:
        """Return mu of each cell in levels, shape (n_cells,), from its role and slot.

        The mean of the skill in the role, drawn towards the mean of the skill as if that were
        `role_pseudo_cells` further people; without a role or anybody measured the skill's mean;
        without anybody measured in the skill the mean of all cells; else `empty_prior_mean`.
        """
        skill_mean = self._skill_means(parameters)[slot]
        level, n = self._levels(self.cells.at(_cell_key(role, slot)))
        own = np.where(role == NO_ROLE, 0.0, 1.0)
        pseudo = parameters.role_pseudo_cells
        return (own * level + pseudo * skill_mean) / (own * n + pseudo)

    def _skill_means(self, parameters: Parameters) -> FloatArray:
        """Return the mean level per slot, shape (2**16,)."""
        level, n = self._levels(self.cells.sums)
        slot = self.cells.key % SLOTS
        total, count = np.bincount(slot, level, SLOTS), np.bincount(slot, n, SLOTS)
        overall = total.sum() / count.sum() if count.any() else parameters.empty_prior_mean
        return np.where(count > 0, total / np.maximum(count, 1.0), overall)

    @staticmethod
    def _levels(sums: IntArray) -> tuple[FloatArray, FloatArray]:
        return sums[:, 0] / _NANO, sums[:, 1].astype(np.float64)


def _cell_key(role: IntArray, slot: IntArray) -> IntArray:
    return (role - NO_ROLE) * SLOTS + slot
