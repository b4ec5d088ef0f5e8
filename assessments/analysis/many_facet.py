"""The many-facet Rasch model by marginal maximum likelihood: a second opinion on ratings.

    log P(score k) / P(score k - 1) = theta_person - severity_rater - difficulty_item - step_k

(Linacre 1989), steps shared by all items (rating scale, Andrich 1978) or of each item (partial
credit, Masters 1982). Persons are normal around 0 with an estimated variance, integrated over a
grid (Bock & Aitkin 1981; Thissen 1982); severities and difficulties are centred, so the steps carry
the place of the whole scale. Standard errors come from the observed information (Louis 1982).

The model takes ratings of one person as independent given the person: impressions (halo) that a
rater carries from item to item make it look more certain than it is.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assessments.analysis.evidence import FloatArray
from assessments.analysis.facet_design import FacetDesign, StepForm
from assessments.analysis.rating_table import NothingToTell, RatingModel, RatingTable, Step

_GRID_REACH = 6.0  # SDs of the population on either side
_GRID_POINTS = (41, 81, 161, 321)
_GRID_TOLERANCE = 1e-6  # of the log-likelihood
_GAIN_TOLERANCE = 1e-10  # promised by a Newton step, in log-likelihood
_NEWTON_STEPS = 100
_HALVINGS = 30


def fit_many_facet(table: RatingTable, steps: StepForm = "rating_scale") -> RatingModel:
    """Estimate severities, difficulties and steps in logits.

    Scores count by their order: a score that nobody gave (with partial credit: on that item) has
    no step. A rater or an item with scores of one end only has no finite estimate; a normal prior
    holds it in place and the result names it. Raises `NothingToTell` when all scores are the same,
    no person has a second rating, or there are more than `MAX_CATEGORIES` scores or
    `MAX_PARAMETERS` parameters. A step costs O(grid * (n_persons * p² + n_answers * p)).
    """
    if np.bincount(table.person).max() < 2:
        raise NothingToTell("each_person_once")
    design = FacetDesign.of(table, steps)
    found, likelihood, converged = np.append(design.start, 1.0), -np.inf, False
    for points in _GRID_POINTS:
        point, converged = _climb(design, _Grid.of(points), found)
        earlier, likelihood, found = likelihood, point.log_likelihood, point.parameters
        if abs(likelihood - earlier) < _GRID_TOLERANCE:
            break
    return _model(design, point, converged)


@dataclass(frozen=True)
class _Grid:
    """Equally spaced places of the standard normal and the logarithm of their weights."""

    place: FloatArray
    log_weight: FloatArray

    @classmethod
    def of(cls, points: int) -> "_Grid":
        place = np.linspace(-_GRID_REACH, _GRID_REACH, points)
        density = -0.5 * place**2
        return cls(place, density - np.log(np.exp(density).sum()))


@dataclass(frozen=True)
class _Point:
    """Likelihood, slope and curvature at some parameters, the last being the SD of persons."""

    design: FacetDesign
    grid: _Grid
    parameters: FloatArray

    @cached_property
    def _chances(self) -> FloatArray:
        """Logarithm of the chance of each answer at each place, (n_answers, grid)."""
        answers = self.design.answers
        theta = self.parameters[-1] * self.grid.place
        fixed = np.asarray(self.design.effect @ (self.design.basis @ self.parameters[:-1]))
        logit = answers.rank[:, None] * theta + fixed[:, None]
        highest = np.maximum.reduceat(logit, answers.first)
        total = np.add.reduceat(np.exp(logit - highest[answers.question]), answers.first)
        return np.asarray(logit - (highest + np.log(total))[answers.question])

    @cached_property
    def _joint(self) -> tuple[FloatArray, FloatArray]:
        """Log-likelihood of each person, (n_persons,), and where they may be, (n_persons, grid)."""
        joint = self.design.answers.given @ self._chances + self.grid.log_weight
        highest = joint.max(1, keepdims=True)
        likely = np.exp(joint - highest)
        total = likely.sum(1, keepdims=True)
        return (highest + np.log(total))[:, 0], likely / total

    @cached_property
    def log_likelihood(self) -> float:
        """The marginal log-likelihood, without the prior on extreme facets."""
        return float(self._joint[0].sum())

    @cached_property
    def height(self) -> float:
        """What is climbed: the log-likelihood with that prior."""
        fixed = self.parameters[:-1]
        return self.log_likelihood - 0.5 * float(fixed @ self.design.prior @ fixed)

    @cached_property
    def slope(self) -> FloatArray:
        """First derivatives, by Fisher's identity."""
        answers, weight = self.design.answers, self._joint[1]
        often = np.asarray(answers.asked.T @ weight)
        expected = np.exp(self._chances) * often[answers.question]
        left = answers.given.T @ weight - expected
        fixed = self.design.basis.T @ (self.design.effect.T @ left.sum(1))
        fixed -= self.design.prior @ self.parameters[:-1]
        return np.append(fixed, answers.rank @ left @ self.grid.place)

    @cached_property
    def curvatures(self) -> tuple[FloatArray, FloatArray]:
        """Observed information (Louis 1982) and that of the data with known persons."""
        from scipy.sparse import csr_array, diags_array, hstack

        answers, weight = self.design.answers, self._joint[1]
        rank = csr_array(answers.rank[:, None].astype(np.float64))
        features = hstack([self.design.effect, rank], format="csr")
        size = features.shape[1]
        starts = np.append(answers.first, len(answers.rank))
        given = (answers.given @ features).toarray()
        complete, missing = np.zeros((size, size)), np.zeros((size, size))
        mean_score = np.zeros((len(weight), size))
        for place, chances, here in zip(
            self.grid.place, np.exp(self._chances).T, weight.T, strict=True
        ):
            unit = np.append(np.ones(size - 1), place)
            often = np.asarray(answers.asked.T @ here)
            of_question = csr_array((chances, np.arange(len(chances)), starts)) @ features
            spread = features.T @ diags_array(chances * often[answers.question]) @ features
            spread -= of_question.T @ diags_array(often) @ of_question
            complete += unit[:, None] * spread.toarray() * unit
            score = (given - (answers.asked @ of_question).toarray()) * unit
            missing += score.T @ (here[:, None] * score)
            mean_score += here[:, None] * score
        observed = complete - missing + mean_score.T @ mean_score
        return self._free(observed), self._free(complete)

    def _free(self, information: FloatArray) -> FloatArray:
        """Pass from levels to parameters, and add the prior."""
        basis = np.zeros((len(information), len(self.parameters)))
        basis[:-1, :-1], basis[-1, -1] = self.design.basis, 1.0
        free = basis.T @ information @ basis
        free[:-1, :-1] += self.design.prior
        return np.asarray(free, dtype=np.float64)


def _climb(design: FacetDesign, grid: _Grid, start: FloatArray) -> tuple[_Point, bool]:
    """Climb by Newton steps, halved until they gain; return the top and whether it is one."""
    point = _Point(design, grid, start)
    for _ in range(_NEWTON_STEPS):
        direction = _direction(point)
        if float(point.slope @ direction) < _GAIN_TOLERANCE:
            return point, True
        better = _gain(point, direction)
        if better is None:
            return point, False
        point = better
    return point, False


def _direction(point: _Point) -> FloatArray:
    """Return the Newton step; where the likelihood is not concave, that with known persons."""
    observed, complete = point.curvatures
    for curvature in (observed, complete):
        try:
            np.linalg.cholesky(curvature)
        except np.linalg.LinAlgError:
            continue
        return np.asarray(np.linalg.solve(curvature, point.slope), dtype=np.float64)
    return np.asarray(np.linalg.pinv(complete, hermitian=True) @ point.slope, dtype=np.float64)


def _gain(point: _Point, direction: FloatArray) -> _Point | None:
    """Return the first point on the way that is higher, or None."""
    for halving in range(_HALVINGS):
        step = point.parameters + direction * 0.5**halving
        higher = _Point(point.design, point.grid, step)
        if higher.height > point.height:
            return higher
    return None


def _model(design: FacetDesign, point: _Point, converged: bool) -> RatingModel:
    covariance = np.linalg.pinv(point.curvatures[0], hermitian=True)[:-1, :-1]
    fixed = point.parameters[:-1]

    def facet(effects: FloatArray) -> tuple[FloatArray, FloatArray]:
        spread = np.einsum("ij,jk,ik->i", effects, covariance, effects)
        known = effects.any(axis=1)
        return (
            np.where(known, effects @ fixed, np.nan),
            np.where(known, np.sqrt(np.maximum(spread, 0.0)), np.nan),
        )

    severity, severity_se = facet(_several(design.severity))
    difficulty, difficulty_se = facet(_several(design.difficulty))
    threshold, threshold_se = facet(design.threshold)
    shared = len(design.scales.scores) == 1
    variance = float(point.parameters[-1] ** 2)
    return RatingModel(
        severity=severity,
        severity_se=severity_se,
        difficulty=difficulty,
        difficulty_se=difficulty_se,
        steps=tuple(
            Step(None if shared else scale, score, float(value), float(se))
            for (scale, score), value, se in zip(
                design.scales.step_of, threshold, threshold_se, strict=True
            )
        ),
        person_variance=variance,
        log_likelihood=point.log_likelihood,
        components={"person": variance},
        converged=converged,
        extreme_raters=tuple(design.extreme_raters.tolist()),
        extreme_items=tuple(design.extreme_items.tolist()),
    )


def _several(facet: FloatArray) -> FloatArray:
    """Return the rows of a facet, none when it has a single level."""
    return facet if len(facet) > 1 else facet[:0]
