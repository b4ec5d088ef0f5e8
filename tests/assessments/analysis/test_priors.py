from dataclasses import replace

import numpy as np
import pytest

from assessments.analysis.assembly import CellTable
from assessments.analysis.evidence import SOURCE_SD, Source
from assessments.analysis.observations import NO_RATER
from assessments.analysis.priors import (
    NO_ROLE,
    KeyedSums,
    Priors,
    cell_sums,
    flat_raters,
    rater_sums,
)
from assessments.analysis.simulation import World, simulate
from tests.assessments.analysis.builders import observations

NOBODY = np.zeros(0, dtype=np.int64)


def priors_of(table) -> Priors:
    return Priors(cell_sums(table), flat_raters(rater_sums(table.observations)))


def table_of(rows, role=(9,), slot=(5,)) -> CellTable:
    """A table with one person per cell."""
    n = len(role)
    zeros = np.zeros(n, dtype=np.int64)
    people = np.arange(n)
    return CellTable(people, people, np.array(slot), zeros, np.array(role), zeros, zeros, rows)


def naive_level(world, cell):
    rows = world.observations
    at = np.flatnonzero((rows.cell == cell) & (rows.source != Source.CERTIFICATE))
    if not len(at):
        return None
    bias = [(0.2, 0.3)[world.kind[cell]] if rows.source[o] == Source.SELF else 0.0 for o in at]
    weight = [1 / SOURCE_SD[rows.source[o]] ** 2 for o in at]
    return np.average([rows.value[o] - b for o, b in zip(at, bias, strict=True)], weights=weight)


def test_prior_mean_equals_the_recount_by_hand():
    world = simulate(3, World(n_people=50, n_skills=4, n_roles=3)).table
    found = priors_of(world).mean(world.role, world.slot)
    level = [naive_level(world, cell) for cell in range(len(world.kind))]
    measured = np.array([value is not None for value in level])
    plain = np.array([0.0 if value is None else value for value in level])
    for cell in range(len(world.kind)):
        same_skill = measured & (world.slot == world.slot[cell])
        same_role = same_skill & (world.role == world.role[cell])
        skill = plain[same_skill].mean()
        expected = (plain[same_role].sum() + 20 * skill) / (same_role.sum() + 20)
        assert found[cell] == pytest.approx(expected, abs=1e-8)


def test_priors_do_not_change_a_bit_with_order_and_shards():
    table = simulate(4, World(n_people=40, n_skills=4)).table
    rows, half = table.observations, 20 * 4
    shuffled = rows.where(np.random.default_rng(0).permutation(len(rows)))
    shards = [rows.where(rows.cell < half), rows.where(rows.cell >= half)]
    first, second = (cell_sums(replace(table, observations=part)) for part in shards)
    whole = cell_sums(replace(table, observations=shuffled))
    assert ((first + second).key == whole.key).all()
    assert ((first + second).sums == whole.sums).all()


def test_person_without_a_role_takes_the_mean_of_the_skill():
    rows = observations(
        {"source": Source.TEST, "value": 4.0, "cell": 0},
        {"source": Source.TEST, "value": 2.0, "cell": 1},
    )
    sums = cell_sums(table_of(rows, role=(9, NO_ROLE), slot=(5, 5)))
    found = Priors(sums, NOBODY).mean(np.array([NO_ROLE, 9]), np.array([5, 5]))
    assert found == pytest.approx([3.0, (4.0 + 20 * 3.0) / 21])


def test_skill_that_nobody_is_measured_on_takes_the_mean_of_all_cells():
    rows = observations({"source": Source.TEST, "value": 4.0})
    sums = cell_sums(table_of(rows))
    assert Priors(sums, NOBODY).mean(np.array([9]), np.array([77])) == pytest.approx([4.0])


def test_empty_installation_starts_in_the_middle():
    sums = cell_sums(table_of(observations()))
    assert Priors(sums, NOBODY).mean(np.array([9]), np.array([5])).tolist() == [2.5]


def test_certificates_completions_and_replaced_ratings_have_no_part_in_the_prior():
    rows = observations(
        {"source": Source.CERTIFICATE, "value": 5.0},
        {"source": Source.COMPLETION, "value": 5.0},
        {"source": Source.COMPLETION, "value": float("nan")},
        {"source": Source.MANAGER, "value": 5.0, "review": 1},
        {"source": Source.AGREED, "value": 2.0, "review": 1},
    )
    sums = cell_sums(table_of(rows))
    assert sums.sums.tolist() == [[2_000_000_000, 1]]


def test_rater_who_gives_six_people_the_same_level_rates_flat():
    rows = [{"source": Source.MANAGER, "value": 4.0, "rater": 8, "cell": n} for n in range(6)]
    assert flat_raters(rater_sums(observations(*rows))).tolist() == [8]
    assert flat_raters(rater_sums(observations(*rows[:5]))).tolist() == []


@pytest.mark.parametrize(("values", "flat"), [((4, 4, 4, 4, 4, 4.5), True), ((3, 5) * 3, False)])
def test_rater_who_differs_enough_does_not_rate_flat(values, flat):
    rows = [
        {"source": Source.PEER, "value": float(value), "rater": 8, "cell": n}
        for n, value in enumerate(values)
    ]
    found = flat_raters(rater_sums(observations(*rows)))
    assert bool(len(found)) == (np.var(values) < 0.06) == flat


def test_answers_without_a_rater_and_tests_make_nobody_flat():
    rows = [
        {"source": source, "value": 3.0, "rater": rater, "cell": n}
        for n in range(8)
        for source, rater in ((Source.TEST, 4), (Source.PEER, NO_RATER))
    ]
    assert len(rater_sums(observations(*rows)).key) == 0


def test_keyed_sums_answers_zero_for_an_unknown_key():
    sums = KeyedSums.gather(np.array([4, 2, 4]), np.array([[1], [10], [2]]))
    assert sums.at(np.array([2, 3, 4, 99])).tolist() == [[10], [0], [3], [0]]


def test_keyed_sums_over_nothing_add_nothing():
    sums = KeyedSums.gather(np.array([4]), np.array([[3]]))
    assert (sums + KeyedSums.empty(1)).sums.tolist() == [[3]]
    assert KeyedSums.empty(1).at(np.array([4])).tolist() == [[0]]
