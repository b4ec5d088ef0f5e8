"""The skill map: what the people of a group have and lack in each skill, by counting."""

from dataclasses import dataclass

import numpy as np

from assessments.analysis.evidence import IntArray
from assessments.analysis.gaps import NOT_MEASURED, Gaps, Levels, SmallArray, Status


@dataclass(frozen=True, slots=True)
class MapCells:
    """One entry per group and skill of which something is required, shape (n_map_cells,).

    `n` counts the people of whom the skill is required, `n_unmeasured` those not measured; the
    sums run over the measured ones: level, required level and shortfall max(required - level, 0)
    in milli-levels, p_gap in thousandths. Sums add up over groups; means are sum / measured.
    """

    group: IntArray
    slot: IntArray
    n: IntArray
    n_unmeasured: IntArray
    n_possible: IntArray
    n_probable: IntArray
    level_sum: IntArray
    required_sum: IntArray
    shortfall_sum: IntArray
    p_gap_sum: IntArray


def skill_map(
    group: IntArray, slot: IntArray, required: SmallArray, levels: Levels, found: Gaps
) -> MapCells:
    """Aggregate cells, all arguments of shape (n_cells,), sorted by group and slot.

    `group` is any whole number that names the group of the cell's person, `required` milli-levels;
    cells with 0 required are left out. O(n_cells log n_cells) for the grouping.
    """
    kept = required > 0
    key, index = np.unique(np.stack([group, slot])[:, kept], axis=1, return_inverse=True)
    measured = levels.mean[kept] != NOT_MEASURED
    status = found.status[kept]
    needed, level = required[kept].astype(np.int64), levels.mean[kept].astype(np.int64)

    def total(values: object) -> IntArray:
        sums = np.bincount(index.ravel(), np.asarray(values, dtype=np.float64), key.shape[1])
        return sums.astype(np.int64)

    return MapCells(
        group=key[0],
        slot=key[1],
        n=total(np.ones(len(status))),
        n_unmeasured=total(~measured),
        n_possible=total(status == Status.POSSIBLE_GAP),
        n_probable=total(status == Status.PROBABLE_GAP),
        level_sum=total(measured * level),
        required_sum=total(measured * needed),
        shortfall_sum=total(measured * np.maximum(needed - level, 0)),
        p_gap_sum=total(measured * found.p_gap[kept]),
    )
