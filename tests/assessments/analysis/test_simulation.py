"""Simulated organisations: does the estimator find the truth, and does it know how well?"""

import numpy as np
import pytest

from assessments.analysis.learning import learn
from assessments.analysis.parameters import DEFAULTS, Parameters
from assessments.analysis.priors import flat_raters, rater_sums
from assessments.analysis.proficiency import interval
from assessments.analysis.rules_of_thumb import decayed_mean, source_weighted_mean
from assessments.analysis.simulation import World, simulate

WORLDS = {
    "noisy levels": World(),
    "rating scale": World(rating_scale=True),
    "severe and flat raters": World(rating_scale=True, severity_sd=0.8, flat_share=0.15),
}


def rmse(found, organisation):
    """Over the cells that anybody has rated."""
    seen = np.bincount(organisation.table.observations.cell, minlength=len(found)) > 0
    return np.sqrt(np.mean((found[seen] - organisation.truth[seen]) ** 2))


def estimated(organisation, parameters=DEFAULTS):
    return np.clip(learn(organisation.table, parameters).estimates.mean, 0, 5)


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_interval_covers_the_truth_and_the_error_beats_the_weighted_mean(world, seed):
    organisation = simulate(seed, world)
    learned = learn(organisation.table)
    found, seen = learned.estimates, learned.estimates.n_rows > 0
    mean = np.clip(found.mean, 0, 5)
    low, high = interval(mean, np.sqrt(found.variance), learned.priors.calibration)
    covered = (low <= organisation.truth) & (organisation.truth <= high)
    assert 0.87 <= covered[seen].mean() <= 0.94
    rows, n_cells = organisation.table.observations, len(organisation.truth)
    for rule in (source_weighted_mean, decayed_mean):
        assert rmse(mean, organisation) <= 0.85 * rmse(rule(rows, n_cells), organisation)


@pytest.mark.parametrize("seed", [1, 2])
def test_halo_is_not_mistaken_for_ability(seed):
    """Raters carry a strong impression of each person; severity alone cannot tell."""
    organisation = simulate(seed, World(halo_sd=0.7))
    full = rmse(estimated(organisation), organisation)
    severity_only = Parameters(halo_variance=1e-9, person_variance=1e-9, within_variance=0.75)
    halo_unseen = Parameters(halo_variance=1e-9)
    naive = decayed_mean(organisation.table.observations, len(organisation.truth))
    assert full <= 0.80 * rmse(naive, organisation)
    assert full <= rmse(estimated(organisation, severity_only), organisation)
    assert full < rmse(estimated(organisation, halo_unseen), organisation)


def test_severity_that_was_found_goes_with_the_one_that_was_drawn():
    """A manager everybody finds strict is found to be strict: compared over large teams."""
    world = World(n_people=600, severity_sd=0.8, flat_share=0.0)
    organisation = simulate(6, world)
    rows, effects = organisation.table.observations, learn(organisation.table).priors.effects
    managers = effects.rater >= 2 * world.n_people
    above = rows.value - organisation.truth[rows.cell]
    index = np.searchsorted(effects.rater, rows.rater[rows.named])
    n = np.bincount(index, minlength=len(effects.rater))
    seen = np.bincount(index, above[rows.named], len(effects.rater)) / np.maximum(n, 1)
    assert np.corrcoef(seen[managers], effects.severity[managers, 3])[0, 1] > 0.75


def test_more_rows_in_a_cell_mean_a_smaller_error():
    organisation = simulate(4, World(n_people=2000))
    found = learn(organisation.table).estimates
    error = [
        np.sqrt(np.mean((found.mean - organisation.truth)[found.n_rows == n] ** 2))
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
