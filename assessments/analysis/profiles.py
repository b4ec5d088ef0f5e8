"""The whole computation for some people: from their cells to what is stored of each."""

from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from assessments.analysis.assembly import CellTable
from assessments.analysis.evidence import BoolArray, FloatArray, IntArray
from assessments.analysis.fit import Fit, Requirements, fit
from assessments.analysis.gaps import Gaps, Levels, SmallArray, gaps, stored_levels
from assessments.analysis.parameters import DEFAULTS, Parameters
from assessments.analysis.priors import Priors
from assessments.analysis.proficiency import Cells, estimate

_MOST_COUNTED = np.iinfo(np.int16).max


@dataclass(frozen=True, slots=True)
class Profiles:
    """Levels, gaps and fit of `n_people` people, their cells sorted by person and slot.

    Arrays of cells have shape (n_cells,), `fit` and `inputs` one entry per person; `inputs` is the
    SHA-256 (hex) of everything a person's figures were computed from.
    """

    n_people: int
    person: IntArray
    slot: SmallArray
    required: SmallArray
    importance: SmallArray
    n_ratings: SmallArray
    levels: Levels
    gaps: Gaps
    fit: Fit
    inputs: list[str]


def profiles(table: CellTable, priors: Priors, parameters: Parameters = DEFAULTS) -> Profiles:
    """Compute the profiles of all people of the table; each depends on nobody else's cells."""
    prior_mean = priors.mean(table.role, table.slot, parameters)
    flat = priors.is_flat(table.observations.rater)
    found = estimate(table.observations, Cells(table.kind, prior_mean), flat, parameters)
    levels = stored_levels(found, parameters)
    required, importance = _small(table.required), _small(table.importance)
    return Profiles(
        n_people=table.n_people,
        person=table.person,
        slot=_small(table.slot),
        required=required,
        importance=importance,
        n_ratings=_small(np.minimum(found.n_rows, _MOST_COUNTED)),
        levels=levels,
        gaps=gaps(required, levels, parameters),
        fit=fit(
            Requirements(table.person, required, importance, table.kind),
            levels,
            table.n_people,
            parameters,
        ),
        inputs=_inputs(table, prior_mean, flat),
    )


def _small(values: IntArray) -> SmallArray:
    return values.astype(np.int16)


def _inputs(table: CellTable, prior_mean: FloatArray, flat: BoolArray) -> list[str]:
    """Hash, for each person, the bytes of the cells and of the observations."""
    by_cell = np.argsort(table.observations.cell, kind="stable")
    rows, flat = table.observations.where(by_cell), flat[by_cell]
    cells = _bytes_per_person(
        table.person,
        table.n_people,
        [table.slot, table.kind, table.required, table.importance, prior_mean],
    )
    of_row: list[npt.NDArray[Any]] = [table.slot[rows.cell], rows.source, rows.review]
    of_row += [rows.age_days, flat, rows.value, rows.variance]
    seen = _bytes_per_person(table.person[rows.cell], table.n_people, of_row)
    return [sha256(a + b).hexdigest() for a, b in zip(cells, seen, strict=True)]


def _bytes_per_person(
    person: IntArray, n_people: int, columns: list[npt.NDArray[Any]]
) -> list[bytes]:
    """Cut the columns, sorted by `person`, into one string of bytes per person."""
    bits = [c.view("<i8") if c.dtype.kind == "f" else c.astype("<i8") for c in columns]
    records = np.stack(bits, axis=1)
    ends = np.searchsorted(person, np.arange(n_people + 1))
    return [records[start:end].tobytes() for start, end in pairwise(ends)]
