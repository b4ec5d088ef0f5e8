"""How everybody rates, solved for the whole organisation at once. Workers only: it needs scipy.

Henderson's mixed-model equations (Henderson 1975, "Best linear unbiased estimation and prediction
under a selection model") with the diagonal block of the cells eliminated leave one unknown per
rater, per pair of rater and person rated, and per kind of skill for self-ratings:

    S u = Z'(Wr - W Zc D⁻¹ Zc'Wr),   S = Z'WZ + Λ - Z'W Zc D⁻¹ Zc'W Z

S is never formed: one product with it costs two passes over the groups of ratings. It is solved
by conjugate gradients preconditioned with its diagonal; the steps needed hardly grow with the
organisation (cf. Ghosh, Hastie & Owen 2020, "Backfitting for large scale crossed random effects").
"""

from collections.abc import Callable

import numpy as np
from scipy.sparse import csr_array

from assessments.analysis.evidence import FloatArray, IntArray, Kind
from assessments.analysis.numbering import numbered
from assessments.analysis.parameters import DEFAULTS, Parameters
from assessments.analysis.raters import COLUMNS, OTHERS, STAGES, Effects, Equations, Groups

MOST_STEPS = 1_000


class JointRaters:
    """Solves the effects of all raters together, and keeps those of each stage.

    `tolerance` is relative to the right-hand side. `steps` lists the conjugate-gradient steps of
    each stage solved so far. Raises ArithmeticError when a solve does not come to an end.
    """

    def __init__(self, parameters: Parameters = DEFAULTS, tolerance: float = 1e-4) -> None:
        self._variances = (
            parameters.severity_variance,
            parameters.halo_variance,
            parameters.self_bias_variance,
        )
        self._tolerance = tolerance
        self.steps: list[int] = []

    def meet(self, groups: Groups) -> FloatArray:
        """Number the unknowns of these groups: raters, pairs, kinds of self-ratings."""
        self._rater, _first, rater = numbered(groups.rater)
        self._ratee, _first, ratee = numbered(groups.ratee)
        self._dyad, _first, dyad = numbered(rater * len(self._ratee) + ratee)
        self._counts = (len(self._rater), len(self._dyad), len(Kind))
        kinds = len(Kind) + 1
        _key, first, self._share = numbered(dyad * kinds + groups.kind - OTHERS)
        self._holds = self._incidences(rater[first], dyad[first], groups.kind[first])
        self._first_of_cell = np.flatnonzero(np.diff(groups.cell, prepend=-1))
        self._prior = np.repeat(1.0 / np.array(self._variances), self._counts)
        self._effects = np.zeros((sum(self._counts), COLUMNS))
        return np.zeros(len(groups))

    def _incidences(self, rater: IntArray, dyad: IntArray, kind: IntArray) -> csr_array:
        """Return which unknowns each share contains, shape (n_shares, n_unknowns).

        The groups of a pair have the same share of unknowns, self-ratings one for each kind.
        """
        n_raters, n_dyads, _ = self._counts
        own = kind != OTHERS
        columns = np.stack([rater, n_raters + dyad, n_raters + n_dyads + kind], axis=1)
        used = np.ones(columns.shape, dtype=bool)
        used[:, 2] = own
        ends = np.concatenate([[0], np.cumsum(2 + own)])
        parts = (np.ones(ends[-1]), columns[used].astype(np.int32), ends.astype(np.int32))
        return csr_array(parts, shape=(len(kind), sum(self._counts)))

    def effects(self, stage: int, given: Equations, /) -> tuple[FloatArray, FloatArray]:
        """Solve this stage, starting from the one before."""
        if stage == 0:
            self._weigh(given.weight)
        holds, by_cell, weight, prior = self._holds, self._by_cell, self._weight, self._prior
        adding, by_share = holds.T, by_cell.T
        of_cell = given.spread[self._first_of_cell]

        def times(effect: FloatArray) -> FloatArray:
            share = holds @ effect
            left = weight * share - by_share @ (of_cell * (by_cell @ share))
            return np.asarray(prior * effect + adding @ left)

        known = given.weight * given.spread
        diagonal = prior + adding @ self._sums(given.weight * (1.0 - known))
        wanted = adding @ self._sums(given.residual - known * given.pull)
        start = self._effects[:, stage - 1] if stage else np.zeros(len(wanted))
        found, steps = _conjugate_gradients(times, wanted, diagonal, start, self._tolerance)
        self.steps.append(steps)
        self._effects[:, stage] = found
        self._effects[:, STAGES + stage // 2] = 1.0 / diagonal
        return (holds @ found)[self._share], (holds @ (1.0 / diagonal))[self._share]

    def _weigh(self, weight: FloatArray) -> None:
        """Lay out the weights of all shares, and of those of each cell, for all stages: only D
        changes."""
        self._weight = self._sums(weight)
        ends = np.append(self._first_of_cell, len(weight))
        parts = (weight, self._share.astype(np.int32), ends.astype(np.int32))
        shape = (len(self._first_of_cell), self._holds.shape[0])
        self._by_cell = csr_array(parts, shape=shape)

    def _sums(self, of_group: FloatArray) -> FloatArray:
        """Add up what each share's groups have, shape (n_shares,)."""
        return np.bincount(self._share, of_group, self._holds.shape[0]).astype(np.float64)

    @property
    def solved(self) -> Effects:
        """The effects of all stages, to be kept."""
        severity, impression, leniency = np.split(self._effects, np.cumsum(self._counts)[:2])
        return Effects(self._rater, self._ratee, self._dyad, severity, impression, leniency)


def _conjugate_gradients(
    times: Callable[[FloatArray], FloatArray],
    wanted: FloatArray,
    diagonal: FloatArray,
    start: FloatArray,
    tolerance: float,
) -> tuple[FloatArray, int]:
    """Solve `times(x) = wanted`, preconditioned with `diagonal`; return x and the steps taken.

    Sums are taken in one order whatever the number of threads, so the same input gives the same
    bytes.
    """
    found, rest = start.copy(), wanted - times(start)
    goal = tolerance**2 * _dot(wanted, wanted)
    scaled = rest / diagonal
    direction, size = scaled.copy(), _dot(rest, scaled)
    for step in range(MOST_STEPS):
        if _dot(rest, rest) <= goal:
            return found, step
        image = times(direction)
        length = size / _dot(direction, image)
        found += length * direction
        rest -= length * image
        scaled = rest / diagonal
        size, before = _dot(rest, scaled), size
        direction = scaled + size / before * direction
    raise ArithmeticError("the effects of raters were not found")


def _dot(first: FloatArray, second: FloatArray) -> float:
    return float((first * second).sum())
