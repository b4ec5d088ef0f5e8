"""The impressions that raters have of people, eliminated exactly, person by person.

What several raters say of somebody is tied together by that person's cells alone, so that there
is one small dense matrix per person. People with the same number of raters are worked on together.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array, csr_array

from assessments.analysis.evidence import FloatArray, IntArray, Kind
from assessments.analysis.numbering import order_of
from assessments.analysis.raters import OTHERS, Groups


def by_number_of_raters(groups: Groups) -> Groups:
    """Return the same groups with the pairs in the order of how many raters a person has."""
    order = order_of(np.bincount(groups.person)[groups.person])
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    of_pairs = {name: getattr(groups, name)[order] for name in ("rater", "person", "ratee")}
    return replace(groups, pair=place[groups.pair], **of_pairs)


@dataclass(frozen=True, slots=True)
class Eliminated:
    """What is left of the equations of pairs once cells are eliminated, for one solve.

    `diagonal`, shape (n_pairs,), of the part between pairs, `to_kinds`, shape (n_kinds, n_pairs),
    the part between kinds of self-ratings and pairs; `inverse`, shape (n_pairs, n_pairs), of the
    part between pairs with the precision of impressions added.
    """

    diagonal: FloatArray
    to_kinds: FloatArray
    inverse: csr_array


@dataclass(frozen=True, slots=True)
class _Alike:
    """The people with k raters: which pairs are theirs, and their groups, sorted by cell.

    `place`, shape (n_groups,), is that of a group's pair among these pairs, `cell` its cell; the
    groups of each cell end at `ends`, shape (n_cells + 1,). `table`, shape (n_cells, k + n_kinds),
    holds the weights again, by rater of the person and, of self-ratings, by kind; `whole`, shape
    (n_pairs, k + n_kinds), their sums by pair.
    """

    k: int
    pairs: slice
    place: npt.NDArray[np.int32]
    cell: IntArray
    ends: npt.NDArray[np.int32]
    weight: FloatArray
    table: FloatArray
    whole: FloatArray

    def left(self, spread: FloatArray) -> FloatArray:
        """Return what is left of `whole` once cells of these variances are eliminated."""
        known = self.weight * spread[self.cell]
        shape = (len(self.whole), len(self.table))
        gone: FloatArray = np.asarray(csc_array((known, self.place, self.ends), shape) @ self.table)
        np.subtract(self.whole, gone, out=gone)
        return gone


class Impressions:
    """The matrices of all pairs, laid out for all solves: only the variances of cells change.

    Takes groups `by_number_of_raters` and their weights. Memory and time grow with the square,
    inverting with the cube, of a person's raters.
    """

    def __init__(self, groups: Groups, weight: FloatArray) -> None:
        size = np.bincount(groups.person)[groups.person]
        of_group = size[groups.pair]
        order, n_groups = order_of(of_group), np.bincount(of_group)
        n_pairs = np.bincount(size, minlength=len(n_groups))
        self._alike = [
            _laid_out(groups, weight, k, slice(last - n, last), order[end - m : end])
            for k, (n, last, m, end) in enumerate(
                zip(n_pairs, np.cumsum(n_pairs), n_groups, np.cumsum(n_groups), strict=True)
            )
            if n
        ]
        self._ends = np.append(0, np.cumsum(size)).astype(np.int32)
        pairs = np.arange(len(size), dtype=np.int32)
        people = [pairs[alike.pairs].reshape(-1, alike.k) for alike in self._alike]
        columns = [np.repeat(of, of.shape[1], axis=0).ravel() for of in people]
        self._columns = np.concatenate([pairs[:0], *columns])

    def eliminated(self, spread: FloatArray, precision: float) -> Eliminated:
        """Eliminate the cells, of these variances, and add the precision of impressions."""
        n_pairs = len(self._ends) - 1
        diagonal, to_kinds = np.empty(n_pairs), np.empty((len(Kind), n_pairs))
        inverse = np.empty(len(self._columns))
        for alike in self._alike:
            left, k = alike.left(spread), alike.k
            to_kinds[:, alike.pairs] = left[:, k:].T
            between = left[:, :k].reshape(-1, k, k)
            diagonal[alike.pairs] = np.einsum("naa->na", between).ravel()
            values = inverse[self._ends[alike.pairs.start] : self._ends[alike.pairs.stop]]
            values[:] = _inverses(between + precision * np.eye(k)).ravel()
        blocks = csr_array((inverse, self._columns, self._ends), shape=(n_pairs, n_pairs))
        return Eliminated(diagonal, to_kinds, blocks)


def _laid_out(groups: Groups, weight: FloatArray, k: int, pairs: slice, chosen: IntArray) -> _Alike:
    """Lay out the chosen groups, whose pairs are these, of people with k raters."""
    weight, cell, kind = weight[chosen], groups.cell[chosen], groups.kind[chosen]
    place, own = groups.pair[chosen] - pairs.start, np.flatnonzero(kind != OTHERS)
    n_pairs, width = pairs.stop - pairs.start, k + len(Kind)
    starts = np.flatnonzero(np.diff(cell, prepend=-1))
    ends = np.append(starts, len(cell))
    row = np.repeat(width * np.arange(len(starts)), np.diff(ends))
    rater = np.arange(n_pairs) % k
    table, whole = np.zeros(width * len(starts)), np.zeros((n_pairs, width))
    table[row + rater[place]] = weight
    table[row[own] + k + kind[own]] = weight[own]
    whole[np.arange(n_pairs), rater] = np.bincount(place, weight)
    np.add.at(whole, (place[own], k + kind[own]), weight[own])
    small = place.astype(np.int32), cell, ends.astype(np.int32)
    return _Alike(k, pairs, *small, weight, table.reshape(-1, width), whole)


def _inverses(matrices: FloatArray) -> FloatArray:
    """Return the inverses of positive definite matrices, shape (n, k, k), by Gauss and Jordan.

    In one order whatever the number of threads, and faster than one small matrix after another.
    """
    left = matrices.transpose(1, 2, 0).copy()
    for j in range(len(left)):
        pivot = 1.0 / left[j, j]
        row, column = left[j] * pivot, left[:, j].copy()
        left -= column[:, None] * row
        left[j], left[:, j] = row, -column * pivot
        left[j, j] = pivot
    return left.transpose(2, 0, 1)
