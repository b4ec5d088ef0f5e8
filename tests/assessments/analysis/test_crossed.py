"""The crossed model against a dense solution, another library and known truth."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.regression.mixed_linear_model import MixedLM

from assessments.analysis.crossed import fit_crossed
from assessments.analysis.rating_table import NothingToTell, RatingTable
from tests.assessments.analysis.rating_tables import gaussian


def keys(table):
    return {
        "person": table.person,
        "item": table.item,
        "rater": table.rater,
        "person:item": table.person * 100 + table.item,
        "person:rater": table.person * 100 + table.rater,
    }


def indicator(key):
    return (key[:, None] == np.unique(key)[None, :]).astype(float)


def dense(table, components):
    """REML log-likelihood and best linear predictions from the full covariance matrix."""
    n = len(table)
    covariance = components["noise"] * np.eye(n)
    for name, variance in components.items():
        if name != "noise":
            z = indicator(keys(table)[name])
            covariance += variance * z @ z.T
    inverse, ones = np.linalg.inv(covariance), np.ones(n)
    precision = ones @ inverse @ ones
    projection = inverse - np.outer(inverse @ ones, ones @ inverse) / precision
    log_likelihood = -0.5 * (
        np.linalg.slogdet(covariance)[1]
        + np.log(precision)
        + table.score @ projection @ table.score
        + (n - 1) * np.log(2 * np.pi)
    )
    z = indicator(table.rater)
    omega = components["rater"]
    severity = -omega * z.T @ projection @ table.score
    spread = omega - omega**2 * np.einsum("ij,ik,kj->j", z, projection, z)
    return log_likelihood, severity, np.sqrt(spread)


def test_effects_and_likelihood_equal_the_dense_solution():
    table = gaussian(1, n_persons=30).table
    found = fit_crossed(table)
    log_likelihood, severity, se = dense(table, found.components)
    assert set(found.components) == {*keys(table), "noise"}
    assert found.log_likelihood == pytest.approx(log_likelihood, abs=1e-8)
    assert found.severity == pytest.approx(severity, abs=1e-9)
    assert found.severity_se == pytest.approx(se, abs=1e-9)


def test_no_other_variances_nearby_are_more_likely():
    table = gaussian(2, n_persons=25).table
    found = fit_crossed(table)
    assert found.converged
    for name, variance in found.components.items():
        for factor in (0.97, 1.03):
            other = found.components | {name: variance * factor}
            assert dense(table, other)[0] <= found.log_likelihood + 1e-9


def test_variances_equal_those_of_statsmodels():
    table = gaussian(3, n_persons=25, n_raters=5, n_items=1, each=3).table
    found = fit_crossed(table)
    frame = pd.DataFrame({"y": table.score, "one": 1, "p": table.person, "r": table.rater})
    parts = {"person": "0 + C(p)", "rater": "0 + C(r)"}
    other = MixedLM.from_formula("y ~ 1", groups="one", vc_formula=parts, data=frame).fit()
    assert found.components["noise"] == pytest.approx(other.scale, rel=1e-3)
    assert [found.components[name] for name in parts] == pytest.approx(list(other.vcomp), rel=1e-2)
    assert found.log_likelihood == pytest.approx(other.llf, abs=1e-3)


def test_known_truth_comes_back():
    made = gaussian(4, n_persons=800, n_raters=20, n_items=4)
    found = fit_crossed(made.table)
    expected = {"person": 1.0, "person:rater": 0.16, "noise": 0.36}
    for name, variance in expected.items():
        assert found.components[name] == pytest.approx(variance, rel=0.15)
    assert found.components["person:item"] < 0.03
    error = found.severity - (made.severity - made.severity.mean())
    assert np.sqrt((error**2).mean()) < 0.1
    assert (np.abs(error - error.mean()) < 2 * found.severity_se).mean() >= 0.85


def test_order_of_rows_does_not_matter():
    table = gaussian(5).table
    order = np.random.default_rng(0).permutation(len(table))
    shuffled = RatingTable(
        table.person[order], table.rater[order], table.item[order], table.score[order]
    )
    first, second = fit_crossed(table), fit_crossed(shuffled)
    assert first.severity == pytest.approx(second.severity, abs=1e-5)
    assert first.log_likelihood == pytest.approx(second.log_likelihood, abs=1e-7)


def test_what_one_item_or_one_rater_cannot_tell_is_left_out():
    one_item = fit_crossed(gaussian(6, n_items=1, each=3).table)
    assert set(one_item.components) == {"person", "rater", "noise"}
    assert not len(one_item.difficulty)
    one_rater = fit_crossed(gaussian(6, n_raters=1, each=1).table)
    assert set(one_rater.components) == {"person", "item", "noise"}
    assert not len(one_rater.severity)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([(0, 0, 3.0), (0, 1, 3.0), (1, 0, 3.0)], "no_spread"),
        ([(0, 0, 3.0), (1, 1, 2.0), (2, 0, 1.0)], "each_person_once"),
        ([(0, 0, 3.0), (0, 1, 2.0)], "each_person_once"),
    ],
)
def test_a_table_that_holds_nothing_to_tell_is_refused(rows, code):
    person, rater, score = (np.array(column) for column in zip(*rows, strict=True))
    with pytest.raises(NothingToTell) as caught:
        fit_crossed(RatingTable(person, rater, np.zeros_like(person), score))
    assert caught.value.code == code


def test_scores_that_are_not_numbers_are_refused():
    zero = np.zeros(1, dtype=np.int64)
    with pytest.raises(ValueError, match="finite"):
        RatingTable(zero, zero, zero, np.array([np.nan]))
    with pytest.raises(ValueError, match="at least one"):
        RatingTable(zero[:0], zero[:0], zero[:0], np.zeros(0))
