from dataclasses import fields, replace

import numpy as np

from assessments.analysis.learning import learn
from assessments.analysis.observations import Observations
from assessments.analysis.parameters import Parameters
from assessments.analysis.profiles import profiles
from assessments.analysis.raters import Effects
from assessments.analysis.simulation import World, simulate


def organisation(seed=1):
    """Thirty people with requirements for half of their skills."""
    table = simulate(seed, World(n_people=30, n_skills=6)).table
    asked = np.random.default_rng(seed).random(len(table.slot)) < 0.5
    return replace(table, required=np.where(asked, 3000, 0), importance=np.where(asked, 2, 0))


def priors_of(table):
    return learn(table).priors


def cells_of(found, person):
    mine = found.person == person
    columns = (found.slot, found.levels.mean, found.levels.sd, found.gaps.p_gap)
    columns += (found.gaps.status, found.n_ratings, found.required, found.prior)
    return [column[mine].tolist() for column in columns]


def test_one_person_alone_gets_the_same_as_among_all_under_the_same_priors():
    table = organisation()
    priors = priors_of(table)
    everybody = profiles(table, priors)
    for person in (0, 7, 29):
        alone = profiles(table.part(person, person + 1), priors)
        assert cells_of(alone, 0) == cells_of(everybody, person)
        assert alone.inputs == [everybody.inputs[person]]
        assert alone.fit.overall[0] == everybody.fit.overall[person]


def test_inputs_change_for_the_person_whose_row_changed_and_for_nobody_else():
    table = organisation()
    priors = priors_of(table)
    before = profiles(table, priors).inputs
    value = table.observations.value.copy()
    value[0] = 5.0 - value[0]
    changed = replace(table, observations=replace(table.observations, value=value))
    after = profiles(changed, priors).inputs
    person = table.person[table.observations.cell[0]]
    assert [i for i in range(30) if before[i] != after[i]] == [person]


def test_inputs_do_not_depend_on_the_order_of_cells_rows_of_others():
    table = organisation()
    priors = priors_of(table)
    rows = table.observations
    by_source = np.argsort(rows.cell, kind="stable")
    sorted_rows = Observations(*(getattr(rows, f.name)[by_source] for f in fields(rows)))
    assert profiles(replace(table, observations=sorted_rows), priors).inputs == (
        profiles(table, priors).inputs
    )


def test_larger_practical_threshold_never_finds_more_gaps():
    table = organisation()
    priors = priors_of(table)
    strict = profiles(table, priors, Parameters(practical_threshold=0.0))
    lenient = profiles(table, priors, Parameters(practical_threshold=1.0))
    assert (lenient.gaps.status <= strict.gaps.status).all()
    assert lenient.gaps.status.sum() < strict.gaps.status.sum()


def test_profiles_follow_from_what_was_learned_without_another_solve():
    table = organisation()
    learned = learn(table)
    found, solved = profiles(table, learned.priors), learned.estimates
    measured = found.levels.mean >= 0
    exact = np.clip(solved.mean, 0, 5) * 1000
    assert np.abs(found.levels.mean - exact)[measured].max() <= 0.5
    assert np.abs(found.levels.sd - np.sqrt(solved.variance) * 1000)[measured].max() <= 0.5
    assert np.abs(found.prior - solved.prior_mean * 1000).max() <= 0.5


def test_known_raters_are_told_per_person_with_what_is_left_to_doubt():
    table = organisation()
    priors = priors_of(table)
    known = profiles(table, priors).raters
    assert (np.diff(known.person) >= 0).all()
    assert known.doubt.tolist() == [0] * len(known.doubt)
    assert known.shift.std() > 100
    for person in (0, 29):
        rows = table.part(person, person + 1).observations
        raters = sorted({int(r) for r in rows.rater[rows.named]})
        assert known.rater[known.person == person].tolist() == raters
    newcomers = replace(priors, effects=Effects.none())
    unknown = profiles(table, newcomers).raters
    assert set(unknown.shift.tolist()) == {0}
    assert set(unknown.doubt.tolist()) == {410}
