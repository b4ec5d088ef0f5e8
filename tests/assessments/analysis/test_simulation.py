"""Simulated organisations: does the estimator find the truth, and does it know how well?"""

import numpy as np
import pytest

from assessments.analysis.priors import Priors, cell_sums, flat_raters, rater_sums
from assessments.analysis.proficiency import Cells, estimate, interval
from assessments.analysis.simulation import World, simulate

WORLDS = {
    "ordinary": World(),
    "without halo": World(halo_sd=0.0),
    "severe and flat raters": World(severity_sd=0.8, flat_share=0.15),
}


def estimate_organisation(organisation):
    table = organisation.table
    rows = table.observations
    priors = Priors(cell_sums(table), flat_raters(rater_sums(rows)))
    prior_mean = priors.mean(table.role, table.slot)
    return estimate(rows, Cells(table.kind, prior_mean), priors.is_flat(rows.rater))


def weighted_mean(organisation):
    """The rule others use: a fixed weight per source, halved with every year of age."""
    rows, n = organisation.table.observations, len(organisation.truth)
    by_source = np.array([0.15, 0.40, 0.20, 0.20, 0.60, 0.50, 0.25, 0.60, 0.60, 0.20])
    weight = by_source[rows.source] * 2.0 ** (-rows.age_days / 365)
    total = np.bincount(rows.cell, weight, n)
    return np.bincount(rows.cell, weight * rows.value, n) / np.maximum(total, 1e-9)


def rmse(found, truth):
    return np.sqrt(np.mean((found - truth) ** 2))


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_interval_covers_the_truth_and_the_error_beats_the_weighted_mean(world, seed):
    organisation = simulate(seed, world)
    found = estimate_organisation(organisation)
    seen = found.n_rows > 0
    mean = np.clip(found.mean, 0, 5)
    low, high = interval(mean, np.sqrt(found.variance))
    covered = (low <= organisation.truth) & (organisation.truth <= high)
    assert 0.85 <= covered[seen].mean() <= 0.97
    error = rmse(mean[seen], organisation.truth[seen])
    assert error <= 0.85 * rmse(weighted_mean(organisation)[seen], organisation.truth[seen])


def test_more_rows_in_a_cell_mean_a_smaller_error():
    organisation = simulate(4, World(n_people=2000))
    found = estimate_organisation(organisation)
    error = [
        rmse(found.mean[found.n_rows == n], organisation.truth[found.n_rows == n])
        for n in (1, 2, 3, 4)
    ]
    assert error == sorted(error, reverse=True)


def test_flat_rule_finds_the_raters_who_were_drawn_flat():
    organisation = simulate(5, World(flat_share=0.3))
    without = simulate(5, World(flat_share=0.0))
    flagged = [flat_raters(rater_sums(o.table.observations)) for o in (organisation, without)]
    assert len(flagged[0]) > 3 * len(flagged[1])


def test_same_seed_gives_the_same_organisation_and_another_seed_another():
    first, again, other = simulate(7), simulate(7), simulate(8)
    assert (first.table.observations.value == again.table.observations.value).all()
    assert (first.truth == again.truth).all()
    assert not (first.truth == other.truth).all()
