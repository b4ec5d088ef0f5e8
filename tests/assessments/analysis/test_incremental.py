"""A single person's new evidence with frozen effects, against solving everything anew."""

from dataclasses import replace

import numpy as np

from assessments.analysis.learning import learn
from assessments.analysis.observations import NO_RATER
from assessments.analysis.priors import Priors
from assessments.analysis.profiles import profiles
from assessments.analysis.simulation import World, simulate


def without(table, rows):
    """The table without these rows."""
    kept = np.ones(len(table.observations), dtype=bool)
    kept[rows] = False
    return replace(table, observations=table.observations.where(kept))


def test_late_evidence_of_a_few_gives_nearly_the_levels_of_a_full_solve():
    """Half of the evidence of one person in a hundred comes after the analysis."""
    world = World(n_people=1500, n_skills=8)
    table = simulate(3, world).table
    rng = np.random.default_rng(0)
    late = rng.choice(world.n_people, 15, replace=False)
    of_late = np.flatnonzero(np.isin(table.person[table.observations.cell], late))
    before = without(table, of_late[rng.random(len(of_late)) < 0.5])
    frozen = learn(before).priors
    full = learn(table)
    updated = np.concatenate([profiles(table.part(p, p + 1), frozen).levels.mean for p in late])
    cells = np.concatenate([np.flatnonzero(table.person == p) for p in late])
    seen = updated >= 0
    apart = updated[seen] / 1000 - np.clip(full.estimates.mean[cells][seen], 0, 5)
    sd = np.sqrt(full.estimates.variance[cells][seen])
    assert np.sqrt(np.mean((apart / sd) ** 2)) <= 0.2
    everybody = profiles(table, full.priors).levels.mean
    unchanged = ~np.isin(table.person, late)
    stayed = profiles(before, frozen).levels.mean
    both = unchanged & (stayed >= 0) & (everybody >= 0)
    assert np.sqrt(np.mean((stayed - everybody)[both].astype(float) ** 2)) <= 10  # milli-levels


def test_new_rater_counts_as_average_until_the_next_full_solve():
    table = simulate(4, World(n_people=40)).table
    priors = learn(table).priors
    rows = table.observations
    row = np.flatnonzero(rows.named)[0]
    person = int(table.person[rows.cell[row]])
    newcomer = replace(rows, rater=np.where(np.arange(len(rows)) == row, 999_998, rows.rater))
    nobody = replace(rows, rater=np.where(np.arange(len(rows)) == row, NO_RATER, rows.rater))
    found = profiles(replace(table, observations=newcomer).part(person, person + 1), priors)
    unnamed = profiles(replace(table, observations=nobody).part(person, person + 1), priors)
    source_is_self = rows.source[row] == 0
    assert source_is_self or found.levels.mean.tolist() == unnamed.levels.mean.tolist()
    assert found.raters.doubt[found.raters.rater == 999_998].tolist() == [410]


def test_priors_without_effects_still_give_levels():
    table = simulate(5, World(n_people=30)).table
    priors = learn(table).priors
    bare = Priors(priors.cells, priors.flat)
    assert (profiles(table, bare).levels.mean >= 0).mean() > 0.9
