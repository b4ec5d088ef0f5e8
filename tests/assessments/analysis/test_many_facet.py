"""The many-facet Rasch model against plain integration, known truth and hostile tables."""

import math

import numpy as np
import pytest
from scipy.integrate import quad

from assessments.analysis.many_facet import fit_many_facet
from assessments.analysis.rating_table import NothingToTell, RatingTable
from tests.assessments.analysis.rating_tables import many_facet


def by_hand(table, found, *, variance=None, shift=None):
    """The marginal log-likelihood at the result, person by person with adaptive quadrature.

    `shift` is added to the severity of the first rater.
    """
    severity = found.severity if len(found.severity) else np.zeros(1)
    severity = severity + (shift or 0.0) * (np.arange(len(severity)) == 0)
    difficulty = found.difficulty if len(found.difficulty) else np.zeros(1)
    sd = math.sqrt(variance or found.person_variance)
    steps = {}
    for step in found.steps:
        items = range(table.n_items) if step.item is None else [step.item]
        for item in items:
            steps.setdefault(item, []).append((step.score, step.threshold))

    def chance(theta, row):
        item, rater = table.item[row], table.rater[row]
        place = theta - severity[rater] - difficulty[item]
        logits = np.cumsum([0.0, *(place - t for _, t in steps[item])])
        k = sum(table.score[row] >= s for s, _ in steps[item])
        return math.exp(logits[k]) / np.exp(logits).sum()

    total = 0.0
    for person in range(table.n_persons):
        rows = np.flatnonzero(table.person == person)

        def density(theta, rows=rows):
            normal = math.exp(-0.5 * (theta / sd) ** 2) / (sd * math.sqrt(2 * math.pi))
            return normal * math.prod(chance(theta, row) for row in rows)

        total += math.log(quad(density, -8 * sd, 8 * sd, epsabs=1e-14, limit=200)[0])
    return total


@pytest.mark.parametrize("form", ["rating_scale", "partial_credit"])
def test_likelihood_equals_plain_integration(form):
    table = many_facet(1, n_persons=25, n_raters=4, n_items=3).table
    found = fit_many_facet(table, form)
    assert found.converged
    assert found.log_likelihood == pytest.approx(by_hand(table, found), abs=1e-5)


def test_no_other_parameters_nearby_are_more_likely():
    table = many_facet(2, n_persons=25, n_raters=4, n_items=3).table
    found = fit_many_facet(table)
    top = by_hand(table, found)
    for factor in (0.95, 1.05):
        assert by_hand(table, found, variance=found.person_variance * factor) < top
    for shift in (-0.05, 0.05):
        assert by_hand(table, found, shift=shift) < top


def test_standard_errors_are_those_of_the_curvature():
    """One item, two raters: severities are (a, -a); the curvature along a gives its error."""
    rng = np.random.default_rng(3)
    person = np.repeat(np.arange(60), 2)
    rater = np.tile([0, 1], 60)
    score = (rng.normal(0, 1.5, 60)[person] + rng.logistic(size=120) > rater - 0.5).astype(float)
    found = fit_many_facet(RatingTable(person, rater, np.zeros_like(person), score))
    assert found.severity.sum() == pytest.approx(0.0, abs=1e-12)
    assert found.severity_se[0] == pytest.approx(found.severity_se[1], abs=1e-12)
    differing = score[0::2] != score[1::2]
    # given the pair differs theta drops out: the conditional error bounds the marginal one
    p = 1 / (1 + math.exp(-(found.severity[1] - found.severity[0])))
    conditional = 1 / math.sqrt(differing.sum() * p * (1 - p)) / 2
    assert 0.8 * conditional < found.severity_se[0] <= 1.02 * conditional


def test_known_truth_comes_back_from_a_sparse_design():
    hits, errors = [], []
    for seed in range(5):
        made = many_facet(seed, n_persons=500)
        found = fit_many_facet(made.table)
        error = found.severity - made.severity
        hits.extend(np.abs(error) < 1.645 * found.severity_se)
        errors.extend(error)
        assert found.difficulty == pytest.approx(made.difficulty, abs=0.15)
        assert [s.threshold for s in found.steps] == pytest.approx([-1.5, 0.0, 1.5], abs=0.25)
        assert found.person_variance == pytest.approx(1.44, rel=0.2)
        assert all(np.isfinite(s.se) for s in found.steps)
    assert np.sqrt(np.mean(np.square(errors))) < 0.12
    assert 0.8 <= np.mean(hits) <= 0.98  # nominal 90 % of 50


def test_partial_credit_nests_the_rating_scale():
    table = many_facet(6).table
    shared, own = fit_many_facet(table), fit_many_facet(table, "partial_credit")
    assert own.log_likelihood >= shared.log_likelihood - 1e-6
    assert own.severity == pytest.approx(shared.severity, abs=0.05)
    assert {step.item for step in own.steps} == set(range(4))
    assert {step.item for step in shared.steps} == {None}


def test_without_raters_it_is_the_rasch_model():
    table = many_facet(7, n_persons=80, n_raters=1, each=1, n_items=6, tau=(0.0,)).table
    found = fit_many_facet(table)
    assert not len(found.severity)
    assert len(found.difficulty) == 6
    assert found.log_likelihood == pytest.approx(by_hand(table, found), abs=1e-3)


def changed(table, **columns):
    fields = {name: getattr(table, name) for name in ("person", "rater", "item", "score")}
    return RatingTable(**(fields | columns))


def test_only_the_order_of_scores_counts():
    table = many_facet(8).table
    stretched = changed(table, score=np.array([0.0, 0.5, 7.0, 100.0])[table.score.astype(int)])
    first, second = fit_many_facet(table), fit_many_facet(stretched)
    assert first.severity == pytest.approx(second.severity, abs=1e-9)
    assert [step.score for step in second.steps] == [0.5, 7.0, 100.0]


def test_a_score_nobody_gave_has_no_step():
    table = many_facet(9).table
    holed = changed(table, score=np.where(table.score == 2, 1.0, table.score))
    assert [step.score for step in fit_many_facet(holed).steps] == [1.0, 3.0]


def test_a_rater_who_only_gives_the_top_score_is_named_and_held():
    table = many_facet(10).table
    generous = changed(table, score=np.where(table.rater == 3, 3.0, table.score))
    found = fit_many_facet(generous)
    assert found.converged
    assert found.extreme_raters == (3,)
    assert found.severity.argmin() == 3
    assert -12 < found.severity[3] < -2
    assert found.severity_se[3] > 2 * np.median(found.severity_se)


def test_a_rater_who_gives_one_middle_score_is_no_exception():
    table = many_facet(11).table
    flat = changed(table, score=np.where(table.rater == 3, 1.0, table.score))
    found = fit_many_facet(flat)
    assert found.converged
    assert found.extreme_raters == ()
    assert np.isfinite(found.severity).all()


def test_an_item_all_alike_is_named_and_has_no_difficulty_of_its_own():
    table = many_facet(12).table
    alike = changed(table, score=np.where(table.item == 2, 3.0, table.score))
    shared, own = fit_many_facet(alike), fit_many_facet(alike, "partial_credit")
    assert shared.extreme_items == own.extreme_items == (2,)
    assert shared.difficulty.argmin() == 2
    assert np.isnan(own.difficulty[2])
    assert np.isfinite(own.difficulty[[0, 1, 3]]).all()


def test_raters_who_share_no_person_are_still_placed():
    one, other = many_facet(13, n_raters=4).table, many_facet(14, n_raters=4).table
    both = RatingTable(
        np.concatenate([one.person, other.person + one.n_persons]),
        np.concatenate([one.rater, other.rater + 4]),
        np.concatenate([one.item, other.item]),
        np.concatenate([one.score, other.score]),
    )
    found = fit_many_facet(both)
    assert found.converged
    assert found.severity[:4] == pytest.approx(found.severity[4:], abs=0.35)


@pytest.mark.parametrize(
    ("person", "rater", "score", "code"),
    [
        ([0, 0, 1, 1], [0, 1, 0, 1], [2.0, 2, 2, 2], "no_spread"),
        ([0, 1, 2], [0, 1, 0], [1.0, 2, 3], "each_person_once"),
        ([0] * 30, range(30), np.arange(30.0), "too_many_scores"),
        ([0] * 1001, range(1001), np.arange(1001.0) % 2, "too_many_facets"),
    ],
)
def test_a_table_the_model_cannot_take_is_refused(person, rater, score, code):
    person, rater = np.array(person), np.array(rater)
    table = RatingTable(person, rater, np.zeros_like(person), np.array(score, float))
    with pytest.raises(NothingToTell) as caught:
        fit_many_facet(table)
    assert caught.value.code == code
