"""Who rated whom: ratings added up per cell and rater, and what is known of how raters rate.

Somebody's answers differ from the truth by their severity (the same for everybody they rate), by
their impression of that person (the same for all skills of that person), and self-ratings besides
by a leniency per kind of skill. These effects are solved for the whole organisation at once (see
`joint`) and then kept: a single person's levels follow from them without another solve.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from assessments.analysis.evidence import FloatArray, IntArray, Source
from assessments.analysis.numbering import numbered
from assessments.analysis.observations import Observations
from assessments.analysis.parameters import DEFAULTS, Parameters

STAGES = 4  # the solves of an estimate: with and without certificates, in each of two passes
COLUMNS = STAGES + 2  # effects of each stage, then their variances at the end of each pass
OTHERS = -1  # stands for the kind where somebody rates another person


@dataclass(frozen=True, slots=True)
class Groups:
    """The ratings of one rater in one cell together, sorted by cell, shape (n_groups,).

    `rater` as in `Observations`; `ratee` is the id of the person rated; `kind` is that of the
    skill for self-ratings, `OTHERS` for all else. `row` lists the rows that belong to a group and
    `of_row` the group of each, shape (n_named,).
    """

    cell: IntArray
    rater: IntArray
    ratee: IntArray
    kind: IntArray
    row: IntArray
    of_row: IntArray

    def __len__(self) -> int:
        return len(self.cell)


def group_ratings(rows: Observations, kind: IntArray, ratee: IntArray) -> Groups:
    """Group the ratings that name their rater; O(n).

    `kind` and `ratee` (an id of the person) are those of the cells, shape (n_cells,).
    """
    named = np.flatnonzero(rows.named)
    rater = rows.rater[named]
    raters, _first, index = numbered(rater)
    _key, first, group = numbered(rows.cell[named] * max(len(raters), 1) + index)
    cell = rows.cell[named][first]
    own = rows.source[named][first] == Source.SELF
    return Groups(
        cell=cell,
        rater=rater[first],
        ratee=ratee[cell],
        kind=np.where(own, kind[cell], OTHERS),
        row=named,
        of_row=group,
    )


@dataclass(frozen=True, slots=True)
class Equations:
    """What one solve is given of the groups, shape (n_groups,): the model's normal equations.

    `weight` sums 1 / variance of the ratings, `residual` what they lie above the prior mean of
    the cell, weighted; `spread` is the variance of the cell before effects are known (1 / D), and
    `pull` what all evidence of the cell lies above its prior mean, weighted.
    """

    weight: FloatArray
    residual: FloatArray
    spread: FloatArray
    pull: FloatArray


class Raters(Protocol):
    """Tells what raters add to the truth: solved from these ratings, or known from before."""

    def meet(self, groups: Groups) -> FloatArray:
        """Take the groups in, once and first; return the variance that each one's ratings have
        besides because too little is known of their rater, shape (n_groups,)."""

    def effects(self, stage: int, given: Equations, /) -> tuple[FloatArray, FloatArray]:
        """Return how far each group's ratings lie above the truth, levels, and the variance."""


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
        """Return the sum of what is known about each group, shape (n_groups, COLUMNS)."""
        rater, dyad = self._places(groups)
        own = groups.kind != OTHERS
        found = _rows_at(self.severity, rater) + _rows_at(self.impression, dyad)
        found[own] += self.leniency[groups.kind[own]]
        return found

    def knows(self, groups: Groups) -> tuple[IntArray, IntArray]:
        """Return whether rater and pair of each group are known, 1 or 0."""
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
    known rater of another person that of the impression. `found` is what was known of the groups
    asked about, shape (n_groups, COLUMNS), `left` the variance that was left to each.
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
        return self.left

    def effects(self, stage: int, _given: Equations, /) -> tuple[FloatArray, FloatArray]:
        return self.found[:, stage], self.found[:, STAGES + stage // 2]


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
