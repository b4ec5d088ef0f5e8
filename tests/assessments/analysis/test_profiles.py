from dataclasses import fields, replace

import numpy as np

from assessments.analysis.parameters import Parameters
from assessments.analysis.priors import Priors, cell_sums, flat_raters, rater_sums
from assessments.analysis.proficiency import Observations
from assessments.analysis.profiles import profiles
from assessments.analysis.simulation import World, simulate


def organisation(seed=1):
    """Thirty people with requirements for half of their skills."""
    table = simulate(seed, World(n_people=30, n_skills=6)).table
    asked = np.random.default_rng(seed).random(len(table.slot)) < 0.5
    return replace(table, required=np.where(asked, 3000, 0), importance=np.where(asked, 2, 0))


def priors_of(table):
    return Priors(cell_sums(table), flat_raters(rater_sums(table.observations)))


def only(table, people):
    """The same table cut to some people, renumbered."""
    kept = np.isin(table.person, people)
    number = np.cumsum(kept) - 1
    rows = table.observations.where(kept[table.observations.cell])
    cells = {
        name: getattr(table, name)[kept]
        for name in ("slot", "kind", "role", "required", "importance")
    }
    return replace(
        table,
        n_people=len(people),
        person=np.searchsorted(people, table.person[kept]),
        observations=replace(rows, cell=number[rows.cell]),
        **cells,
    )


def cells_of(found, person):
    mine = found.person == person
    columns = (found.slot, found.levels.mean, found.levels.sd, found.gaps.p_gap)
    columns += (found.gaps.status, found.n_ratings, found.required)
    return [column[mine].tolist() for column in columns]


def test_one_person_alone_gets_the_same_as_among_all_under_the_same_priors():
    table = organisation()
    priors = priors_of(table)
    everybody = profiles(table, priors)
    for person in (0, 7, 29):
        alone = profiles(only(table, [person]), priors)
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
