"""How everybody rates, solved for the whole organisation at once. Workers only: it needs scipy.

Henderson's mixed-model equations (Henderson 1975, "Best linear unbiased estimation and prediction
under a selection model") with the diagonal block of the cells eliminated leave one unknown per
rater (b), per pair of rater and person rated (h), and per kind of skill for self-ratings (d):

    S u = Z'(Wr - W Zc D⁻¹ Zc'Wr),   S = Z'WZ + Λ - Z'W Zc D⁻¹ Zc'W Z

Of S without Λ let M be the part between pairs, N that between kinds and pairs, K that between
kinds, and B say which pairs are a rater's. What a rater adds to the truth about a person
altogether, x = B'b + h, follows exactly from b and d, in one small block per person (see
`impressions`), which leaves the raters and kinds alone:

    x = G (q + λ B'b) - V'd,    G = (M + λ)⁻¹,  V = N G,  λ = 1 / halo variance
    (λ BB' + 1/ω²) b - λ B x = 0,    (K + 1/var d) d + N x = q of kinds

They are solved by conjugate gradients preconditioned with the diagonal; the steps needed hardly
grow with the organisation (cf. Ghosh, Hastie & Owen 2020, "Backfitting for large scale crossed
random effects").
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from assessments.analysis.evidence import BoolArray, FloatArray, IntArray, Kind
from assessments.analysis.impressions import Eliminated, Impressions, by_number_of_raters
from assessments.analysis.numbering import numbered, order_of, summed
from assessments.analysis.parameters import DEFAULTS, Parameters
from assessments.analysis.raters import COLUMNS, OTHERS, STAGES, Effects, Equations, Groups

MOST_STEPS = 1_000


class JointRaters:
    """Solves the effects of all raters together, and keeps those of each stage.

    `tolerance` is relative to the right-hand side. `steps` lists the conjugate-gradient steps of
    each stage solved so far. Raises ArithmeticError when a solve does not come to an end.
    """

    def __init__(self, parameters: Parameters = DEFAULTS, tolerance: float = 1e-4) -> None:
        self._precisions = _Precisions(
            1.0 / parameters.severity_variance,
            1.0 / parameters.halo_variance,
            1.0 / parameters.self_bias_variance,
        )
        self._tolerance = tolerance
        self.steps: list[int] = []

    def meet(self, groups: Groups) -> FloatArray:
        """Take the groups in; every rater in them is an unknown, so none adds variance."""
        self._groups = by_number_of_raters(groups)
        self._raters, self._rater = numbered(self._groups.rater)
        self._own = np.zeros(len(groups.rater), dtype=bool)
        self._own[self._groups.pair[groups.kind != OTHERS]] = True
        self._found = np.zeros((len(self._raters) + len(Kind), COLUMNS))
        self._impression = np.zeros((len(groups.rater), COLUMNS))
        return np.zeros(len(groups.rater))

    def effects(self, stage: int, given: Equations, /) -> FloatArray:
        """Solve this stage, starting from the one before."""
        groups = self._groups
        if stage == 0:
            self._impressions = Impressions(groups, given.weight)
        self._parts = self._impressions.eliminated(given.spread, self._precisions.halo)
        equations = _Reduced(self._parts, self._rater, self._own, self._precisions)
        rest = given.total - given.weight * given.mean[groups.cell]
        of_pair = summed(groups.pair, rest, len(self._rater))
        of_kind = summed(groups.kind, rest, len(Kind) + 1)[: len(Kind)]
        wanted = equations.wanted(of_pair, of_kind)
        start = self._found[:, stage - 1] if stage else np.zeros(len(wanted))
        found, steps = _conjugate_gradients(
            equations.times, wanted, equations.diagonal, start, self._tolerance
        )
        self.steps.append(steps)
        shift = equations.shift(of_pair, found)
        self._found[:, stage] = found
        self._impression[:, stage] = shift - found[self._rater]
        return groups.sum_of(shift, found[-len(Kind) :])

    def doubt(self, stage: int) -> FloatArray:
        """Return the variance of each, the diagonal of its block alone, and keep it."""
        column, own = STAGES + stage // 2, self._parts.to_kinds[:, self._own].sum(axis=1)
        raters = summed(self._rater, self._parts.diagonal, len(self._raters))
        self._found[:, column] = 1.0 / np.concatenate(
            [self._precisions.severity + raters, self._precisions.leniency + own]
        )
        self._impression[:, column] = 1.0 / (self._precisions.halo + self._parts.diagonal)
        of_pair = self._impression[:, column] + self._found[self._rater, column]
        return self._groups.sum_of(of_pair, self._found[-len(Kind) :, column])

    @property
    def solved(self) -> Effects:
        """The effects of all stages, to be kept."""
        ratees, ratee = numbered(self._groups.ratee)
        dyad = self._rater * len(ratees) + ratee
        order = order_of(dyad)
        severity, leniency = np.split(self._found, [len(self._raters)])
        return Effects(
            self._raters, ratees, dyad[order], severity, self._impression[order], leniency
        )


@dataclass(frozen=True, slots=True)
class _Precisions:
    """1 / variance of severity, impressions and leniency."""

    severity: float
    halo: float
    leniency: float


class _Reduced:
    """The equations of one solve with the impressions eliminated: raters, then kinds.

    `rater` is that of each pair and `own` whether it is a self-rating, shape (n_pairs,).
    """

    def __init__(
        self, parts: Eliminated, rater: IntArray, own: BoolArray, precisions: _Precisions
    ) -> None:
        self._inverse, self._rater, self._halo = parts.inverse, rater, precisions.halo
        self._through = np.ascontiguousarray((parts.inverse @ parts.to_kinds.T).T)
        self._alone = precisions.severity + self._halo * np.bincount(rater)
        kinds = precisions.leniency + parts.to_kinds[:, own].sum(axis=1)
        between = np.einsum("kp,lp->kl", parts.to_kinds, self._through)
        self._among = np.diag(kinds) - between

    @property
    def diagonal(self) -> FloatArray:
        explained = self._halo**2 * self._of_raters(self._inverse.diagonal())
        return np.concatenate([self._alone - explained, np.diag(self._among)])

    def wanted(self, of_pair: FloatArray, of_kind: FloatArray) -> FloatArray:
        """Return the right-hand side, from that of pairs and kinds."""
        raters = self._halo * self._of_raters(self._inverse @ of_pair)
        return np.concatenate([raters, of_kind - self._to_kinds(of_pair)])

    def times(self, found: FloatArray) -> FloatArray:
        severity, leniency = np.split(found, [len(self._alone)])
        drawn = self._halo * severity[self._rater]
        shift = self._inverse @ drawn - self._from_kinds(leniency)
        raters = self._alone * severity - self._halo * self._of_raters(shift)
        return np.concatenate([raters, self._among @ leniency + self._to_kinds(drawn)])

    def shift(self, of_pair: FloatArray, found: FloatArray) -> FloatArray:
        """Return what the rater of each pair adds to the truth, given the effects found."""
        severity, leniency = np.split(found, [len(self._alone)])
        drawn = of_pair + self._halo * severity[self._rater]
        shift: FloatArray = self._inverse @ drawn - self._from_kinds(leniency)
        return shift

    def _of_raters(self, of_pair: FloatArray) -> FloatArray:
        return summed(self._rater, of_pair, len(self._alone))

    def _to_kinds(self, of_pair: FloatArray) -> FloatArray:
        return np.asarray(np.einsum("kp,p->k", self._through, of_pair))

    def _from_kinds(self, leniency: FloatArray) -> FloatArray:
        return np.asarray(np.einsum("kp,k->p", self._through, leniency))


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
