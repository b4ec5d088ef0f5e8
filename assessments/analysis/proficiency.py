"""Proficiency of each person in each skill, with an interval.

Model, for an observation o of cell c = (person i, skill) by rater r:

    y_o = mu_c + gamma_i + theta_c + d_kind [self only] + b_r + h_ri + e_o
    theta_c ~ N(0, tau²)  gamma_i ~ N(0, tau_g²)  b ~ N(0, omega²)  h ~ N(0, eta²)
    e_o ~ N(0, noise of the source + drift * age)

`mu` is the mean of the skill in the person's role (see `priors`), `gamma` how far the person lies
above it in general, `d` the leniency of self-ratings, `b` the severity of a rater and `h` their
impression of this person. Rows that name no rater carry the variances of b and h instead. Given
the effects of the raters (see `raters`) the cells are independent and the posterior has a closed
form (Robinson 1991, "That BLUP is a good thing").

Two passes: the first, without gamma, shows how far each person lies above others; the second
starts from there with what spread is left within a person. `gamma` is never used without `h`: it
would take a good impression for ability.
"""

from dataclasses import dataclass, replace

import numpy as np

from assessments.analysis.evidence import TOP_LEVEL, BoolArray, FloatArray, IntArray, Source
from assessments.analysis.numbering import summed
from assessments.analysis.observations import (
    Observations,
    check_numbers,
    entering,
    error_variance,
    without_self_bias,
)
from assessments.analysis.parameters import DEFAULTS, Z90, Parameters
from assessments.analysis.raters import Equations, Groups, Raters, group_ratings

_LEAST_RELIABILITY = 0.05  # below it the first pass says too little to be unshrunk


@dataclass(frozen=True, slots=True)
class Cells:
    """What is known of each cell before its evidence, shape (n_cells,).

    `kind` holds `Kind` codes, `prior_mean` is mu in levels, `person` the place of the person in
    `employee`, which holds the ids of the people, shape (n_people,).
    """

    kind: IntArray
    prior_mean: FloatArray
    person: IntArray
    employee: IntArray


@dataclass(frozen=True, slots=True)
class Estimates:
    """Posterior of each cell, shape (n_cells,): a cell without evidence keeps its prior.

    `mean` in levels, not clipped; `variance` in levels², before calibration; `prior_mean` is
    mu + gamma; `reliability` is 1 - variance / prior variance; `n_rows` counts every evidence row,
    used or not; `ignored` is true where a certificate below the level of the other evidence was
    left out. `weight` sums 1 / variance of the prior and the rows used. Of the `groups` of
    ratings, shape (n_groups,), `group_weight` sums the same, `shift` says how far they were found
    to lie above the truth, in levels, and `doubt` with which variance.
    """

    mean: FloatArray
    variance: FloatArray
    prior_mean: FloatArray
    reliability: FloatArray
    n_rows: IntArray
    ignored: BoolArray
    weight: FloatArray
    groups: Groups
    group_weight: FloatArray
    shift: FloatArray
    doubt: FloatArray


@dataclass(frozen=True, slots=True)
class Evidence:
    """All rows that enter, weighed and added up; certificates stay apart until chosen.

    `weight` and `total` (weighted values) of each cell have shape (n_cells,), those of groups
    (n_groups,), those of certificates one entry per certificate.
    """

    groups: Groups
    weight: FloatArray
    total: FloatArray
    group_weight: FloatArray
    group_total: FloatArray
    certificate_cell: IntArray
    certificate_value: FloatArray
    certificate_weight: FloatArray

    def with_certificates(self, chosen: BoolArray) -> "Evidence":
        """Return the same with the chosen certificates among the rows of their cells."""
        cell, weight = self.certificate_cell[chosen], self.certificate_weight[chosen]
        total, n_cells = weight * self.certificate_value[chosen], len(self.weight)
        return replace(
            self,
            weight=self.weight + summed(cell, weight, n_cells),
            total=self.total + summed(cell, total, n_cells),
        )


@dataclass(frozen=True, slots=True)
class _Posterior:
    """Mean and variance of each cell; effects of each group and their variance."""

    mean: FloatArray
    variance: FloatArray
    shift: FloatArray
    doubt: FloatArray


@dataclass(frozen=True, slots=True)
class _Pass:
    """One pass: the posterior, the certificates that entered and the rows they joined."""

    found: _Posterior
    chosen: BoolArray
    evidence: Evidence


def estimate(
    observations: Observations,
    cells: Cells,
    flat: BoolArray,
    raters: Raters,
    parameters: Parameters = DEFAULTS,
) -> Estimates:
    """Estimate every cell from all its evidence rows and what is known of the raters.

    `flat` as in `error_variance`. O(n log n) for n observations, plus the solves where `raters`
    are solved jointly. A certificate is a lower bound: it enters only where it is not below the
    level that the other evidence gives, in each pass anew. Raises ValueError for a value that is
    not finite in a row that enters, or a variance that is not positive.
    """
    evidence = weigh(observations, cells, flat, raters, parameters)
    first = _solve(0, evidence, cells.prior_mean, parameters.skill_variance, raters)
    prior_mean = cells.prior_mean + _person_prior(first, cells, parameters)[cells.person]
    second = _solve(2, evidence, prior_mean, parameters.within_variance, raters)
    found, n_cells = second.found, len(cells.kind)
    left_out = evidence.certificate_cell[~second.chosen]
    return Estimates(
        mean=found.mean,
        variance=found.variance,
        prior_mean=prior_mean,
        reliability=1.0 - found.variance / parameters.within_variance,
        n_rows=np.bincount(observations.cell, minlength=n_cells),
        ignored=np.bincount(left_out, minlength=n_cells) > 0,
        weight=second.evidence.weight + 1.0 / parameters.within_variance,
        groups=evidence.groups,
        group_weight=evidence.group_weight,
        shift=found.shift,
        doubt=found.doubt,
    )


def weigh(
    observations: Observations,
    cells: Cells,
    flat: BoolArray,
    raters: Raters,
    parameters: Parameters = DEFAULTS,
) -> Evidence:
    """Weigh the rows that enter and add them up by cell and by group."""
    usable = entering(observations)
    rows = observations.where(usable)
    check_numbers(rows)
    groups = group_ratings(rows, cells.kind, cells.person, cells.employee)
    variance = error_variance(rows, cells.kind, flat[usable], parameters)
    if (left := raters.meet(groups)).any():
        variance[groups.row] += left[groups.pair[groups.of_row]]
    value, weight = without_self_bias(rows, cells.kind, parameters), 1.0 / variance
    bound = np.flatnonzero(rows.source == Source.CERTIFICATE)
    certificate_weight, rated = weight[bound], weight[groups.row]
    weight[bound] = 0.0
    n_cells = len(cells.kind)
    return Evidence(
        groups=groups,
        weight=summed(rows.cell, weight, n_cells),
        total=summed(rows.cell, weight * value, n_cells),
        group_weight=summed(groups.of_row, rated, len(groups)),
        group_total=summed(groups.of_row, rated * value[groups.row], len(groups)),
        certificate_cell=rows.cell[bound],
        certificate_value=value[bound],
        certificate_weight=certificate_weight,
    )


def _solve(
    stage: int, evidence: Evidence, prior_mean: FloatArray, spread: float, raters: Raters
) -> _Pass:
    """Solve without certificates, and once more with those that are not below that level.

    The variance adds to that of known raters what their effects' own variances (the diagonal of
    their block) bring into the cell.
    """
    cell, given = evidence.groups.cell, equations_of(evidence, prior_mean, spread)
    without = _mean(given, cell, raters.effects(stage, given))
    chosen = evidence.certificate_value >= without[evidence.certificate_cell]
    joined = evidence.with_certificates(chosen)
    given = equations_of(joined, prior_mean, spread)
    shift, doubt = raters.effects(stage + 1, given), raters.doubt(stage + 1)
    unsure = summed(cell, given.weight**2 * doubt, len(prior_mean))
    variance = given.spread + given.spread**2 * unsure
    return _Pass(_Posterior(_mean(given, cell, shift), variance, shift, doubt), chosen, joined)


def _mean(given: Equations, cell: IntArray, shift: FloatArray) -> FloatArray:
    """Return the posterior mean of each cell, given what raters add to the truth."""
    explained = summed(cell, given.weight * shift, len(given.mean))
    return np.asarray(given.mean - given.spread * explained)


def equations_of(evidence: Evidence, prior_mean: FloatArray, prior_variance: float) -> Equations:
    """Return the normal equations, given what each cell starts from."""
    spread = 1.0 / (evidence.weight + 1.0 / prior_variance)
    return Equations(
        weight=evidence.group_weight,
        total=evidence.group_total,
        mean=prior_mean + spread * (evidence.total - evidence.weight * prior_mean),
        spread=spread,
    )


def _person_prior(first: _Pass, cells: Cells, parameters: Parameters) -> FloatArray:
    """Return gamma of each person, levels, shape (n_people,); 0 for people without evidence.

    The mean over a person's measured cells of what the first pass found above the prior, with
    its shrinkage taken back, shrunk by the share of it that is noise.
    """
    spread = parameters.skill_variance
    measured = np.flatnonzero(first.evidence.weight)
    reliability = np.maximum(1.0 - first.found.variance[measured] / spread, _LEAST_RELIABILITY)
    above = (first.found.mean - cells.prior_mean)[measured] / reliability
    person, n_people = cells.person[measured], len(cells.employee)
    count = np.maximum(np.bincount(person, minlength=n_people), 1)
    mean = summed(person, above, n_people) / count
    noise = summed(person, spread / reliability, n_people) / count**2
    general = parameters.person_variance
    return np.asarray(general / (general + noise) * mean)


def interval(
    mean: FloatArray, sd: FloatArray, calibration: float = DEFAULTS.calibration
) -> tuple[FloatArray, FloatArray]:
    """Return the ends of the 90 % interval in levels, clipped to 0..5; NaN stays NaN.

    `mean` and `sd` (before calibration) in levels, one shape.
    """
    half = Z90 * calibration * sd
    return np.clip(mean - half, 0.0, TOP_LEVEL), np.clip(mean + half, 0.0, TOP_LEVEL)
