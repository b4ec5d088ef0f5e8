"""Who rated whom: ratings added up per cell and rater, and what is known of how raters rate.

Somebody's answers differ from the truth by their severity (the same for everybody they rate), by
their impression of that person (the same for all skills of that person), and self-ratings besides
by a leniency per kind of skill. These effects are solved for the whole organisation at once (see
`joint`) and then kept: a single person's levels follow from them without another solve.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from assessments.analysis.evidence import FloatArray, IntArray, Kind, Source
from assessments.analysis.numbering import numbered
from assessments.analysis.observations import Observations
from assessments.analysis.parameters import DEFAULTS, Parameters

STAGES = 4  # the solves of an estimate: with and without certificates, in each of two passes
COLUMNS = STAGES + 2  # effects of each stage, then their variances at the end of each pass
OTHERS = len(Kind)  # stands for the kind where somebody rates another person


@dataclass(frozen=True, slots=True)
class Groups:
    """The ratings of one rater in one cell together, sorted by cell and pair, shape (n_groups,).

    `pair` is the place of rater and person rated among all pairs; `kind` is that of the skill for
    self-ratings, `OTHERS` for all else. Of the pairs, sorted by person and rater, shape (n_pairs,):
    `rater` as in `Observations`, `person` as in the cells and `ratee`, the id of that person.
    `row` lists the rows that belong to a group and `of_row` the group of each, shape (n_named,).
    """

    cell: IntArray
    pair: IntArray
    kind: IntArray
    rater: IntArray
    person: IntArray
    ratee: IntArray
    row: IntArray
    of_row: IntArray

    def __len__(self) -> int:
        return len(self.cell)

    def sum_of(self, of_pair: FloatArray, of_kind: FloatArray) -> FloatArray:
        """Return what pair and kind of self-rating add up to in each group, shape (n_groups,)."""
        return np.asarray(of_pair[self.pair] + np.append(of_kind, 0.0)[self.kind])


def group_ratings(
    rows: Observations, kind: IntArray, person: IntArray, employee: IntArray
) -> Groups:
    """Group the ratings that name their rater; O(n).

    `kind` and `person` are those of the cells, shape (n_cells,), `employee` the ids of the people.
    Only pairs are put in order: a cell has one place for each rater of its person, taken or not.
    """
    row = np.flatnonzero(rows.named)
    cell, (raters, rater) = rows.cell[row], numbered(rows.rater[row])
    pairs, pair = numbered(person[cell] * len(raters) + rater)
    rated, rater = np.divmod(pairs, max(len(raters), 1))
    own = np.zeros(len(pairs), dtype=bool)
    own[pair[rows.source[row] == Source.SELF]] = True
    n_raters = np.bincount(rated, minlength=len(employee))
    places = n_raters[person]
    offset = np.cumsum(places) - places - (np.cumsum(n_raters) - n_raters)[person]
    taken, of_row = numbered(offset[cell] + pair)
    cell = np.repeat(np.arange(len(person)), places)[taken]
    pair = taken - offset[cell]
    return Groups(
        cell=cell,
        pair=pair,
        kind=np.where(own[pair], kind[cell], OTHERS),
        rater=raters[rater],
        person=rated,
        ratee=employee[rated],
        row=row,
        of_row=of_row,
    )


@dataclass(frozen=True, slots=True)
class Equations:
    """What one solve is given: the model's normal equations, of groups and of cells.

    Of groups, shape (n_groups,): `weight` sums 1 / variance of the ratings and `total` their
    weighted values. Of cells, shape (n_cells,): `mean` and `spread`, the variance, are what the
    posterior would be if raters added nothing.
    """

    weight: FloatArray
    total: FloatArray
    mean: FloatArray
    spread: FloatArray


class Raters(Protocol):
    """Tells what raters add to the truth: solved from these ratings, or known from before."""

    def meet(self, groups: Groups) -> FloatArray:
        """Take the groups in, once and first; return the variance that the ratings of each pair
        have besides because too little is known of their rater, shape (n_pairs,)."""

    def effects(self, stage: int, given: Equations, /) -> FloatArray:
        """Return how far each group's ratings lie above the truth, levels."""

    def doubt(self, stage: int, /) -> FloatArray:
        """Return the variance of that, at the stage that was asked about last."""


@dataclass(frozen=True, slots=True)
class Effects:
    """Effects as solved for an organisation, and kept: how raters rate whom.

    `rater` and `ratee` are sorted ids; `dyad` sorted keys of pairs of them (place of the rater *
    len(ratee) + place of the ratee). `severity`, `impression` and `leniency` (one row per kind)
    have `COLUMNS` columns: levels above the truth at each stage, levels² at the end of each pass.
    """

    rater: IntArray
    ratee: IntArray
    dyad: IntArray
    severity: FloatArray
    impression: FloatArray
    leniency: FloatArray

    @classmethod
    def none(cls) -> "Effects":
        """Return what is known where nobody has rated anybody: nothing."""
        nobody, nothing = np.zeros(0, dtype=np.int64), np.zeros((0, COLUMNS))
        return cls(nobody, nobody, nobody, nothing, nothing, np.zeros((3, COLUMNS)))

    def of(self, groups: Groups) -> FloatArray:
        """Return what is known about each pair, shape (n_pairs, COLUMNS)."""
        rater, dyad = self._places(groups)
        return _rows_at(self.severity, rater) + _rows_at(self.impression, dyad)

    def knows(self, groups: Groups) -> tuple[IntArray, IntArray]:
        """Return whether the rater of each pair, and the pair, are known, 1 or 0."""
        rater, dyad = self._places(groups)
        return (rater >= 0).astype(np.int64), (dyad >= 0).astype(np.int64)

    def _places(self, groups: Groups) -> tuple[IntArray, IntArray]:
        rater, ratee = _place(self.rater, groups.rater), _place(self.ratee, groups.ratee)
        both = (rater >= 0) & (ratee >= 0)
        key = np.where(both, rater * len(self.ratee) + ratee, -1)
        return rater, _place(self.dyad, key)


class KnownRaters:
    """Effects of an earlier solve for these groups; raters unknown to it count as average.

    A rating by somebody unknown keeps the variance of severity and impression as noise, one by a
    known rater of another person that of the impression. `found` is what was known of the pairs
    asked about, shape (n_pairs, COLUMNS), `left` the variance that was left to each.
    """

    def __init__(self, effects: Effects, parameters: Parameters = DEFAULTS) -> None:
        self._known = effects
        self._parameters = parameters
        self.found = np.zeros((0, COLUMNS))
        self.left = np.zeros(0)

    def meet(self, groups: Groups) -> FloatArray:
        self.found = self._known.of(groups)
        rater, dyad = self._known.knows(groups)
        severity, halo = self._parameters.severity_variance, self._parameters.halo_variance
        self.left = (1 - rater) * severity + (1 - dyad) * halo
        self._groups = groups
        return self.left

    def effects(self, stage: int, _given: Equations, /) -> FloatArray:
        return self._of_groups(stage)

    def doubt(self, stage: int, /) -> FloatArray:
        return self._of_groups(STAGES + stage // 2)

    def _of_groups(self, column: int) -> FloatArray:
        return self._groups.sum_of(self.found[:, column], self._known.leniency[:, column])


def _place(ids: IntArray, wanted: IntArray) -> IntArray:
    """Return where each id stands in the sorted `ids`, -1 where it does not."""
    if not len(ids):
        return np.full(len(wanted), -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
    return np.where(ids[place] == wanted, place, -1)


def _rows_at(table: FloatArray, place: IntArray) -> FloatArray:
    """Return the rows of `table` at each place, zeros for -1."""
    found = np.zeros((len(place), table.shape[1]))
    known = place >= 0
    found[known] = table[place[known]]
    return found
