"""The whole computation for some people: from their cells to what is stored of each."""

from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from assessments.analysis.assembly import CellTable
from assessments.analysis.evidence import BoolArray, FloatArray, IntArray
from assessments.analysis.fit import Fit, Requirements, fit
from assessments.analysis.gaps import Gaps, Levels, SmallArray, gaps, stored_levels
from assessments.analysis.parameters import DEFAULTS, MILLI, Parameters
from assessments.analysis.priors import Priors
from assessments.analysis.proficiency import Cells, estimate
from assessments.analysis.raters import STAGES, Groups, KnownRaters

_MOST_COUNTED = np.iinfo(np.int16).max


@dataclass(frozen=True, slots=True)
class KnownOfRaters:
    """What was known of each rater of each person, sorted by person and rater.

    Shape (n_pairs,): `person` as in `Profiles`, `rater` as in `Observations`; `shift` is by how
    much their answers about this person lie above the truth (severity and impression,
    milli-levels; not the leniency of self-ratings, which depends on the kind of skill); `doubt` is
    the variance their answers have because too little is known (thousandths of levels²); `flat` is
    1 where they give everybody the same answer.
    """

    person: IntArray
    rater: IntArray
    shift: SmallArray
    doubt: SmallArray
    flat: SmallArray


@dataclass(frozen=True, slots=True)
class Profiles:
    """Levels, gaps and fit of `n_people` people, their cells sorted by person and slot.

    Arrays of cells have shape (n_cells,), `fit` and `inputs` one entry per person; `prior` is what
    each level starts from, milli-levels; `inputs` is the SHA-256 (hex) of everything a person's
    figures were computed from.
    """

    n_people: int
    person: IntArray
    slot: SmallArray
    required: SmallArray
    importance: SmallArray
    n_ratings: SmallArray
    prior: SmallArray
    levels: Levels
    gaps: Gaps
    fit: Fit
    raters: KnownOfRaters
    calibration: float
    inputs: list[str]


def profiles(table: CellTable, priors: Priors, parameters: Parameters = DEFAULTS) -> Profiles:
    """Compute the profiles of all people of the table; each depends on nobody else's cells."""
    parameters = replace(parameters, calibration=priors.calibration)
    prior_mean = priors.mean(table.role, table.slot, parameters)
    flat = priors.is_flat(table.observations.rater)
    cells = Cells(table.kind, prior_mean, table.person, table.employee)
    raters = KnownRaters(priors.effects, parameters)
    found = estimate(table.observations, cells, flat, raters, parameters)
    levels = stored_levels(found, parameters)
    required, importance = _small(table.required), _small(table.importance)
    known = _Known(found.groups, raters.found, raters.left)
    return Profiles(
        n_people=table.n_people,
        person=table.person,
        slot=_small(table.slot),
        required=required,
        importance=importance,
        n_ratings=_small(np.minimum(found.n_rows, _MOST_COUNTED)),
        prior=_milli(found.prior_mean),
        levels=levels,
        gaps=gaps(required, levels, parameters),
        fit=fit(
            Requirements(table.person, required, importance, table.kind),
            levels,
            table.n_people,
            parameters,
        ),
        raters=_known_of_raters(known, priors),
        calibration=priors.calibration,
        inputs=_inputs(table, prior_mean, flat, known, priors),
    )


def _small(values: IntArray) -> SmallArray:
    return values.astype(np.int16)


def _milli(levels: FloatArray) -> SmallArray:
    return np.rint(levels * MILLI).astype(np.int16)


@dataclass(frozen=True, slots=True)
class _Known:
    """What was known of the raters: effects, shape (n_pairs, m), and doubt of the groups' pairs."""

    groups: Groups
    effects: FloatArray
    doubt: FloatArray


def _known_of_raters(known: _Known, priors: Priors) -> KnownOfRaters:
    """Return the effects of the last stage, one row per person and rater."""
    groups = known.groups
    return KnownOfRaters(
        person=groups.person,
        rater=groups.rater,
        shift=_milli(known.effects[:, STAGES - 1]),
        doubt=_milli(known.doubt),
        flat=_small(priors.is_flat(groups.rater).astype(np.int64)),
    )


def _inputs(
    table: CellTable, prior_mean: FloatArray, flat: BoolArray, known: _Known, priors: Priors
) -> list[str]:
    """Hash, for each person, the bytes of the cells, the observations and the raters' effects."""
    rows = table.observations
    cells = _bytes_per_person(
        table.person,
        table.n_people,
        [table.slot, table.kind, table.required, table.importance, prior_mean],
    )
    of_row: list[npt.NDArray[Any]] = [table.slot[rows.cell], rows.source, rows.review]
    of_row += [rows.age_days, flat, rows.value, rows.variance]
    seen = _bytes_per_person(table.person[rows.cell], table.n_people, of_row)
    rated, pair = table.person[known.groups.cell], known.groups.pair
    told = [*known.effects[pair].T, known.doubt[pair]]
    raters = _bytes_per_person(rated, table.n_people, told)
    general = np.array([priors.calibration, *priors.effects.leniency.ravel()]).tobytes()
    people = zip(cells, seen, raters, strict=True)
    return [sha256(b"".join([general, *parts])).hexdigest() for parts in people]


def _bytes_per_person(
    person: IntArray, n_people: int, columns: list[npt.NDArray[Any]]
) -> list[bytes]:
    """Cut the columns, sorted by `person`, into one string of bytes per person."""
    bits = [c.view("<i8") if c.dtype.kind == "f" else c.astype("<i8") for c in columns]
    records = np.stack(bits, axis=1)
    ends = np.searchsorted(person, np.arange(n_people + 1))
    return [records[start:end].tobytes() for start, end in pairwise(ends)]
