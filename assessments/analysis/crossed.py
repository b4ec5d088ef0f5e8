"""Ratings as sums of crossed random effects, for a plain table.

    score = mean + person + item + rater + person:item + person:rater + noise

with every effect normal, its variance estimated by restricted maximum likelihood in the form of
Bates, Mächler, Bolker & Walker (2015, "Fitting linear mixed-effects models using lme4", eq. 33 to
41), on sparse designs. person:rater is the general impression of one person by one rater (halo). A
component that the table cannot tell from another (each rater met each person on one item only, say)
is left out. This is the form of the production estimate, with variances from the table itself
instead of the literature.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from assessments.analysis.evidence import FloatArray, IntArray
from assessments.analysis.rating_table import NothingToTell, RatingModel, RatingTable

if TYPE_CHECKING:
    from scipy.sparse import csc_array

PERSON, ITEM, RATER, CELL, DYAD, NOISE = (
    "person",
    "item",
    "rater",
    "person:item",
    "person:rater",
    "noise",
)
_START = 0.5
_PRECISION = 1e-7  # of a ratio of standard deviations
_SPREAD_FLOOR = 1e-12


def fit_crossed(table: RatingTable) -> RatingModel:
    """Estimate variances, severities and difficulties; the last two are shrunk (BLUP).

    Standard errors are those of prediction given the variances. Raises `NothingToTell` for a
    table without spread, or one that cannot tell a person from a single rating. One sparse
    factorisation per evaluation, 100 to 200 evaluations; the elimination order is found once.
    """
    from scipy.optimize import Bounds, minimize

    if np.ptp(table.score) <= _SPREAD_FLOOR:
        raise NothingToTell("no_spread")
    design = _Design.of(table)

    def deviance(ratios: FloatArray) -> float:
        return _solve(design, ratios).deviance

    found = minimize(
        deviance,
        np.full(len(design.names), _START),
        method="COBYQA",
        bounds=Bounds(0.0, np.inf),
        options={"final_tr_radius": _PRECISION, "maxfev": 100 * len(design.names) + 300},
    )
    return _model(table, design, np.maximum(found.x, 0.0), bool(found.success))


@dataclass(frozen=True)
class _Design:
    """The incidence of the effects that can be told apart, in the order they are eliminated.

    Effect e (counted through the components in the order of `names`) is column `place[e]`.
    """

    names: tuple[str, ...]
    levels: tuple[int, ...]
    place: IntArray
    incidence: "csc_array[np.float64]"
    score: FloatArray

    @classmethod
    def of(cls, table: RatingTable) -> "_Design":
        from scipy.sparse import csc_array, eye_array, hstack

        factors = _distinct(table)
        if PERSON not in factors:
            raise NothingToTell("each_person_once")
        n = len(table)
        parts = [
            csc_array((np.ones(n), (np.arange(n), index)), shape=(n, int(index.max()) + 1))
            for index in factors.values()
        ]
        incidence = hstack(parts, format="csc")
        pattern = (incidence.T @ incidence + eye_array(incidence.shape[1])).tocsc()
        place = np.asarray(_factor(pattern, "MMD_AT_PLUS_A").perm_c, dtype=np.int64)
        in_order = incidence[:, np.argsort(place)]
        levels = tuple(part.shape[1] for part in parts)
        return cls(tuple(factors), levels, place, in_order, table.score)

    def scale(self, ratios: FloatArray) -> FloatArray:
        """Return the ratio of each column's SD to that of the noise, shape (n_effects,)."""
        scale = np.empty(len(self.place))
        scale[self.place] = np.repeat(ratios, self.levels)
        return scale

    def columns(self, name: str) -> IntArray:
        """Return the columns of one component, level by level."""
        index = self.names.index(name)
        first = sum(self.levels[:index])
        return self.place[first : first + self.levels[index]]


def _factor(system: "csc_array[np.float64]", order: Literal["MMD_AT_PLUS_A", "NATURAL"]) -> Any:
    """Factorise a symmetric positive definite system."""
    from scipy.sparse.linalg import splu

    return splu(system, permc_spec=order, diag_pivot_thresh=0.0, options={"SymmetricMode": True})


def _distinct(table: RatingTable) -> dict[str, IntArray]:
    """Return the levels of each component that is neither constant nor another one or the noise."""
    person, rater, item = table.person, table.rater, table.item
    candidates = {
        PERSON: person,
        ITEM: item,
        RATER: rater,
        CELL: person * table.n_items + item,
        DYAD: person * table.n_raters + rater,
    }
    kept: dict[str, IntArray] = {}
    for name, key in candidates.items():
        levels, index = np.unique(key, return_inverse=True)
        if 1 < len(levels) < len(key) and not any(_same(index, other) for other in kept.values()):
            kept[name] = np.asarray(index, dtype=np.int64)
    return kept


def _same(left: IntArray, right: IntArray) -> bool:
    """Whether two factors divide the rows alike."""
    pairs = len(np.unique(left * (int(right.max()) + 1) + right))
    return pairs == int(left.max()) + 1 == int(right.max()) + 1


@dataclass(frozen=True)
class _Solution:
    """At given ratios: the REML deviance, the noise variance and what gives the effects."""

    deviance: float
    noise: float
    mean: float
    spherical: FloatArray
    factor: Any
    cross: FloatArray
    ones_left: float


def _solve(design: _Design, ratios: FloatArray) -> _Solution:
    """Solve the penalised least-squares problem for spherical effects and the mean."""
    from scipy.sparse import diags_array, eye_array

    y, n = design.score, len(design.score)
    scaled = design.incidence @ diags_array(design.scale(ratios))
    system = (scaled.T @ scaled + eye_array(scaled.shape[1])).tocsc()
    factor = _factor(system, "NATURAL")
    log_determinant = float(np.log(np.abs(factor.U.diagonal())).sum())
    ones, score = scaled.T @ np.ones(n), scaled.T @ y
    cross = factor.solve(ones)
    ones_left = n - float(ones @ cross)
    mean = (float(y.sum()) - float(score @ cross)) / ones_left
    spherical = factor.solve(score - mean * ones)
    left = y - mean - scaled @ spherical
    penalised = float(left @ left + spherical @ spherical)
    noise = penalised / (n - 1)
    deviance = log_determinant + np.log(ones_left) + (n - 1) * (1 + np.log(2 * np.pi * noise))
    return _Solution(float(deviance), noise, mean, spherical, factor, cross, ones_left)


def _model(table: RatingTable, design: _Design, ratios: FloatArray, converged: bool) -> RatingModel:
    solution = _solve(design, ratios)
    variances = dict(zip(design.names, (ratios**2 * solution.noise).tolist(), strict=True))
    severity, severity_se = _effects(design, ratios, solution, RATER, table.n_raters)
    difficulty, difficulty_se = _effects(design, ratios, solution, ITEM, table.n_items)
    return RatingModel(
        severity=severity,
        severity_se=severity_se,
        difficulty=difficulty,
        difficulty_se=difficulty_se,
        steps=(),
        person_variance=variances[PERSON],
        log_likelihood=-solution.deviance / 2,
        components=variances | {NOISE: solution.noise},
        converged=converged,
    )


def _effects(
    design: _Design, ratios: FloatArray, solution: _Solution, name: str, n_levels: int
) -> tuple[FloatArray, FloatArray]:
    """Return minus the effects of one component and their standard errors of prediction.

    The system's inverse is taken column by column; the mean being estimated adds its share.
    """
    if name not in design.names:
        empty = np.zeros(0 if n_levels < 2 else n_levels)
        return empty, np.full(len(empty), np.nan)
    columns, size = design.columns(name), len(solution.spherical)
    ratio = ratios[design.names.index(name)]
    diagonal = np.empty(n_levels)
    for level, column in enumerate(columns):
        unit = np.zeros(size)
        unit[column] = 1.0
        diagonal[level] = solution.factor.solve(unit)[column]
    spread = diagonal + solution.cross[columns] ** 2 / solution.ones_left
    return -ratio * solution.spherical[columns], ratio * np.sqrt(spread * solution.noise)
