"""The joint solve against whole matrices, and what must not change its answer."""

from dataclasses import replace

import numpy as np
import pytest

from assessments.analysis.assembly import CellTable
from assessments.analysis.evidence import RATER_GIVEN, Source, recorded_variance
from assessments.analysis.joint import JointRaters
from assessments.analysis.learning import learn
from assessments.analysis.observations import NO_RATER, Observations
from assessments.analysis.parameters import DEFAULTS, Parameters
from assessments.analysis.proficiency import Cells, estimate
from assessments.analysis.simulation import World, simulate
from tests.assessments.analysis.builders import cells, observations
from tests.assessments.analysis.dense import two_passes

TIGHT = 1e-12
SMALL = World(n_people=18, n_skills=4, n_roles=2, flat_share=0.2)


def table_of(seed, world=SMALL, **unnamed) -> CellTable:
    """A drawn organisation; a fifth of its colleagues' answers name nobody."""
    table = simulate(seed, world).table
    rows = table.observations
    nameless = (rows.source == Source.PEER) & (np.random.default_rng(seed).random(len(rows)) < 0.2)
    return replace(table, observations=replace(rows, rater=np.where(nameless, -1, rows.rater)))


def solve(rows, of, flat=None, tolerance=TIGHT, parameters=DEFAULTS):
    flat = np.zeros(len(rows), dtype=bool) if flat is None else flat
    return estimate(rows, of, flat, JointRaters(parameters, tolerance), parameters)


def cells_of(table):
    mean = np.random.default_rng(1).uniform(1.5, 3.5, len(table.kind))
    return Cells(table.kind, mean, table.person, table.employee)


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_joint_solve_equals_whole_matrices(seed):
    table = table_of(seed)
    of = cells_of(table)
    flat = set(np.random.default_rng(seed).choice(table.observations.rater, 3).tolist())
    expected, prior = two_passes(table, of.prior_mean, flat - {NO_RATER})
    flagged = np.isin(table.observations.rater, sorted(flat - {NO_RATER}))
    found = solve(table.observations, of, flagged & RATER_GIVEN[table.observations.source])
    assert expected.unknowns <= 200
    assert np.abs(found.prior_mean - prior).max() < 1e-8
    assert np.abs(found.mean - expected.mean).max() < 1e-8
    assert np.abs(found.variance - expected.stated).max() < 1e-8
    ratio = np.sqrt(found.variance / expected.exact)
    assert 0.95 <= ratio.min() <= ratio.max() <= 1.02
    quick = solve(
        table.observations, of, flagged & RATER_GIVEN[table.observations.source], tolerance=1e-4
    )
    assert np.abs(quick.mean - found.mean).max() < 1e-3


def test_people_with_many_raters_and_with_none_equal_whole_matrices():
    """Answers about the first person come from anybody, about the last from nobody known."""
    table = table_of(10, World(n_people=18, n_skills=12, n_roles=2))
    rows, rng = table.observations, np.random.default_rng(10)
    person, by_others = table.person[rows.cell], rows.rater % 2 == 0
    anybody = np.where(by_others, 2 * rng.integers(0, 18, len(rows)), rows.rater)
    rater = np.choose(np.select([person == 0, person == 17], [0, 1], 2), [anybody, -1, rows.rater])
    table = replace(table, observations=replace(rows, rater=rater))
    of = cells_of(table)
    expected, prior = two_passes(table, of.prior_mean)
    found = solve(table.observations, of)
    raters = np.bincount(found.groups.person, minlength=18)
    assert raters[0] > 8 > raters[1:17].max()
    assert raters[17] == 0
    assert np.abs(found.prior_mean - prior).max() < 1e-8
    assert np.abs(found.mean - expected.mean).max() < 1e-8
    assert np.abs(found.variance - expected.stated).max() < 1e-8


@pytest.mark.parametrize("seed", [1, 2])
def test_certificates_and_agreed_levels_enter_as_with_whole_matrices(seed):
    """Some raters' rows belong to reviews with an agreed level, some completions say nothing."""
    table = table_of(seed)
    rng, rows = np.random.default_rng(seed), table.observations
    review = rng.integers(0, 3, len(rows))
    source = rows.source.copy()
    certified = rng.random(len(rows)) < 0.3
    source[certified & (rows.source == Source.TEST)] = Source.CERTIFICATE
    source[rng.random(len(rows)) < 0.1] = Source.AGREED
    silent = (source == Source.TEST) & (rng.random(len(rows)) < 0.3)
    source[silent] = Source.COMPLETION
    rows = replace(
        rows,
        source=source,
        review=review,
        value=np.where(silent, np.nan, rows.value),
        rater=np.where(RATER_GIVEN[source], rows.rater, NO_RATER),
        variance=np.array([recorded_variance(s) for s in Source])[source],
    )
    table = replace(table, observations=rows)
    of = cells_of(table)
    expected, prior = two_passes(table, of.prior_mean)
    found = solve(rows, of)
    assert np.abs(found.prior_mean - prior).max() < 1e-8
    assert np.abs(found.mean - expected.mean).max() < 1e-8
    assert np.abs(found.variance - expected.stated).max() < 1e-8


def test_order_of_rows_and_numbers_of_people_and_raters_change_nothing():
    table = table_of(6, World(n_people=60, n_skills=4))
    rows, of = table.observations, cells_of(table)
    rng = np.random.default_rng(0)
    expected = solve(rows, of)
    shuffled = solve(rows.where(rng.permutation(len(rows))), of)
    assert np.abs(shuffled.mean - expected.mean).max() < 1e-9
    assert np.abs(shuffled.variance - expected.variance).max() < 1e-9
    people = rng.permutation(table.n_people)  # where each person moves to
    moved = people[table.person] * 4 + np.arange(len(table.kind)) % 4
    back = np.argsort(moved)
    other = Cells(of.kind[back], of.prior_mean[back], people[table.person][back], of.employee + 900)
    renamed = np.where(rows.rater == NO_RATER, NO_RATER, 7_000_003 - rows.rater)
    found = solve(replace(rows, cell=moved[rows.cell], rater=renamed), other)
    assert np.abs(found.mean[moved] - expected.mean).max() < 1e-9


def test_duplicating_rows_with_doubled_variance_changes_nothing():
    table = table_of(7, World(n_people=40, n_skills=4, oldest_days=1))
    rows, of = table.observations, cells_of(table)
    twice = rows.where(np.repeat(np.arange(len(rows)), 2))
    found = solve(replace(twice, variance=2 * twice.variance), of)
    expected = solve(rows, of)
    assert np.abs(found.mean - expected.mean).max() < 1e-9
    assert np.abs(found.variance - expected.variance).max() < 1e-9


def test_rater_of_unbounded_severity_may_add_anything_to_all_answers():
    """With nothing known of severity beforehand, only differences between their answers count."""
    unbounded = Parameters(severity_variance=1e9)
    table = table_of(8, World(n_people=40, n_skills=4))
    rows, of = table.observations, cells_of(table)
    shared = np.array([recorded_variance(s, parameters=unbounded) for s in Source])[rows.source]
    rows = replace(rows, variance=shared)
    rater = 2 * (40 + 12)  # the manager of the second team
    assert (rows.rater == rater).sum() > 10
    raised = replace(rows, value=rows.value + 1.5 * (rows.rater == rater))
    before = solve(rows, of, parameters=unbounded)
    after = solve(raised, of, parameters=unbounded)
    assert np.abs(after.mean - before.mean).max() < 1e-6


def test_strict_rater_is_corrected_where_others_show_it():
    """Rater 3 is two levels below rater 5 on everybody; rater 8 agrees with 5."""
    rows = observations(
        *(
            {"source": Source.MANAGER, "rater": rater, "value": value, "cell": cell}
            for cell in range(12)
            for rater, value in ((3, 1.5), (5, 3.5), (8, 3.5))
        ),
        *({"source": Source.MANAGER, "rater": 3, "value": 1.5, "cell": n} for n in range(12, 16)),
    )
    found = solve(rows, cells(16))
    assert found.mean[0] > (1.5 + 3.5 + 3.5) / 3 - 0.3
    assert found.mean[12] > 2.0  # nobody else has rated them


@pytest.mark.parametrize("extreme", [0.0, 5.0])
def test_ratings_all_at_one_end_stay_finite(extreme):
    rows = observations(
        *(
            {"source": Source.PEER, "rater": rater, "value": extreme, "cell": cell}
            for cell in range(10)
            for rater in range(3)
        )
    )
    found = solve(rows, cells(10))
    assert np.isfinite(found.mean).all()
    assert (found.variance > 0).all()


def test_raters_who_share_nobody_are_solved_all_the_same():
    """Two teams that nobody connects: each rater's severity shrinks towards none."""
    rows = observations(
        *(
            {"source": Source.MANAGER, "rater": 1 + n // 5, "value": 2.0 + n // 5, "cell": n}
            for n in range(10)
        )
    )
    found = solve(rows, cells(10))
    assert np.abs(found.shift).max() < 0.5
    assert found.mean[9] > found.mean[0]


def test_organisation_without_a_single_rating_by_a_person_is_solved():
    rows = observations({"source": Source.TEST, "value": 4.0})
    assert solve(rows, cells(2)).mean[1] == 2.5
    assert learn(simulate(1, World(n_people=1, n_skills=2)).table).priors.calibration == 1.15


def test_steps_stay_few_and_do_not_grow_with_the_organisation():
    steps = [max(learn(simulate(1, World(n_people=n)).table).steps) for n in (300, 3000)]
    assert steps[1] <= 1.5 * steps[0]
    assert max(steps) <= 40


def test_effects_are_kept_by_rater_and_pair():
    rows = observations(
        {"source": Source.MANAGER, "rater": 50, "value": 5.0},
        {"source": Source.SELF, "rater": 21, "value": 1.0, "cell": 1},
    )
    raters = JointRaters(tolerance=TIGHT)
    found = estimate(rows, cells(2), np.zeros(2, dtype=bool), raters)
    effects = raters.solved
    assert effects.rater.tolist() == [21, 50]
    assert effects.ratee.tolist() == [0, 10]
    assert effects.dyad.tolist() == [0 * 2 + 1, 1 * 2 + 0]
    assert found.shift[0] == pytest.approx(effects.severity[1, 3] + effects.impression[1, 3])
    assert effects.severity[1, 3] > 0 > effects.severity[0, 3]


def test_numbers_that_cannot_be_are_refused():
    rows = observations({"source": Source.MANAGER, "rater": 1, "value": float("inf")})
    with pytest.raises(ValueError, match="not finite"):
        solve(rows, cells())


def test_solve_that_does_not_come_to_an_end_says_so(monkeypatch):
    monkeypatch.setattr("assessments.analysis.joint.MOST_STEPS", 1)
    table = table_of(9, World(n_people=60))
    with pytest.raises(ArithmeticError, match="not found"):
        solve(table.observations, cells_of(table))


def test_observations_may_come_in_any_order_of_cells():
    rows: Observations = observations(
        {"source": Source.PEER, "rater": 2, "value": 4.0, "cell": 1},
        {"source": Source.PEER, "rater": 4, "value": 2.0, "cell": 0},
        {"source": Source.PEER, "rater": 2, "value": 3.0, "cell": 0},
    )
    found = solve(rows, cells(2))
    sorted_rows = rows.where(np.argsort(rows.cell, kind="stable"))
    assert found.mean == pytest.approx(solve(sorted_rows, cells(2)).mean, abs=1e-9)
