from dataclasses import replace

import numpy as np
import pytest

from assessments.analysis.evidence import Kind
from assessments.analysis.fit import Requirements, fit
from assessments.analysis.gaps import Levels
from assessments.analysis.learning import learn
from assessments.analysis.parameters import DEFAULTS
from assessments.analysis.profiles import profiles
from assessments.analysis.simulation import World, simulate


def small(*values):
    return np.array(values, dtype=np.int16)


def fit_one(*rows, n_people=1):
    """Each row: kind, required, importance, mean[, sd[, person]] of one cell; sd 1 is certain."""
    rows = [(*row, 1, 0)[:6] if len(row) == 4 else (*row, 0)[:6] for row in rows]
    kind, required, importance, mean, sd, person = zip(*rows, strict=True) if rows else [()] * 6
    requirements = Requirements(
        np.array(person, dtype=np.int64),
        small(*required),
        small(*importance),
        np.array(kind, dtype=np.int64),
    )
    return fit(requirements, Levels(small(*mean), small(*sd)), n_people)


def drawn_shares(rows, n=40_000):
    """Shares of the weight reached of people whose levels lie as the intervals say, shape (n,).

    `rows` as in `fit_one`, for one person; errors share `common_error` of their variance.
    """
    rng = np.random.default_rng(7)
    together = DEFAULTS.common_error
    common = np.random.default_rng(8).standard_normal((n, 1)) * np.sqrt(together)
    own = rng.standard_normal((n, len(rows))) * np.sqrt(1 - together)
    _kind, required, importance, mean, sd = (np.array(c, float) for c in zip(*rows, strict=True))
    level = mean + DEFAULTS.calibration * sd * (common + own)
    return (np.clip(level / required, 0, 1) * importance).sum(axis=1) / importance.sum()


def test_fit_of_levels_known_for_certain_by_hand():
    found = fit_one(
        (Kind.HARD, 4000, 3, 3000), (Kind.SOFT, 2000, 1, 5000), (Kind.SOFT, 3000, 2, 1500)
    )
    assert found.overall[0] == pytest.approx((3 * 0.75 + 1 + 2 * 0.5) / 6)
    assert found.hard[0] == pytest.approx(0.75)
    assert found.soft[0] == pytest.approx((1 + 2 * 0.5) / 3)
    assert found.balanced[0] == pytest.approx(2 * 0.75 * (2 / 3) / (0.75 + 2 / 3))
    assert found.coverage[0] == 1
    assert found.overall_se[0] < 0.001


ROWS = [
    (Kind.HARD, 4000, 3, 3000, 600),
    (Kind.HARD, 3000, 1, 3000, 300),
    (Kind.HARD, 2000, 5, 200, 700),
    (Kind.SOFT, 3000, 2, 4200, 500),
    (Kind.SOFT, 4000, 4, 1500, 800),
]


def test_fit_and_its_error_are_those_of_levels_drawn_from_their_intervals():
    found, drawn = fit_one(*ROWS), drawn_shares(ROWS)
    assert found.overall[0] == pytest.approx(drawn.mean(), abs=0.002)
    assert found.overall_se[0] == pytest.approx(drawn.std(), rel=0.05)
    assert found.hard_se[0] == pytest.approx(drawn_shares(ROWS[:3]).std(), rel=0.05)


def test_balance_of_both_kinds_has_the_error_of_levels_drawn_from_their_intervals():
    hard, soft = drawn_shares(ROWS[:3]), drawn_shares(ROWS[3:])
    balanced = 2 * hard * soft / (hard + soft)
    found = fit_one(*ROWS)
    assert found.balanced[0] == pytest.approx(balanced.mean(), abs=0.03)
    assert found.balanced_se[0] == pytest.approx(balanced.std(), rel=0.1)


def test_level_at_its_requirement_is_not_counted_as_reached_for_certain():
    surely, doubtful = (fit_one((Kind.HARD, 3000, 3, 3000, sd)) for sd in (1, 600))
    assert surely.overall[0] == pytest.approx(1, abs=0.001)
    assert doubtful.overall[0] == pytest.approx(1 - 1.15 * 0.6 / 3 / np.sqrt(2 * np.pi), abs=0.001)
    assert doubtful.overall_se[0] > 0.1


def test_level_far_above_its_requirement_has_hardly_any_error():
    assert fit_one((Kind.HARD, 1000, 3, 5000, 600)).overall_se[0] < 0.001


def test_more_skills_make_the_fit_surer_but_never_sure():
    errors = [fit_one(*[(Kind.HARD, 4000, 3, 3000, 600)] * n).overall_se[0] for n in (1, 4, 1000)]
    assert errors[0] > errors[1] > errors[2]
    assert errors[2] == pytest.approx(errors[0] * np.sqrt(DEFAULTS.common_error), rel=0.01)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    "world",
    [World(), World(halo_sd=0.7), World(n_skills=24, n_people=500), World(rating_scale=True)],
    ids=["usual", "strong impressions", "many skills", "rating scale"],
)
def test_intervals_of_fits_hold_the_true_fit_in_simulated_organisations(seed, world):
    organisation = simulate(seed, world)
    rng = np.random.default_rng(seed)
    table = organisation.table
    asked = (world.n_roles, world.n_skills)
    required = (1000 * rng.integers(2, 5, asked))[table.role, table.slot]
    importance = rng.integers(1, 6, asked)[table.role, table.slot]
    table = replace(table, required=required, importance=importance)
    found = profiles(table, learn(table).priors)
    for name, of_kind in (("overall", table.kind >= 0), ("soft", table.kind == Kind.SOFT)):
        weight = importance * (of_kind & (found.levels.mean >= 0))
        reached = weight * np.minimum(1, 1000 * organisation.truth / required)
        total = np.bincount(table.person, weight)
        true = np.bincount(table.person, reached) / np.maximum(total, 1)
        fit_found, se = getattr(found.fit, name), getattr(found.fit, f"{name}_se")
        told = ~np.isnan(fit_found)
        inside = np.abs(true - fit_found)[told] <= 1.645 * se[told]
        assert 0.85 <= inside.mean() <= 0.96, name
        assert abs((fit_found - true)[told].mean()) < 0.025, name


def test_lopsided_profile_has_a_lower_balanced_fit_than_an_even_one():
    lopsided = fit_one((Kind.HARD, 4000, 3, 4000), (Kind.SOFT, 4000, 3, 1000))
    even = fit_one((Kind.HARD, 4000, 3, 2500), (Kind.SOFT, 4000, 3, 2500))
    assert lopsided.overall[0] == pytest.approx(even.overall[0], abs=0.001)
    assert lopsided.balanced[0] < even.balanced[0]


def test_fit_is_not_reported_below_half_the_weight_but_coverage_is():
    thin = fit_one((Kind.HARD, 4000, 2, 3000), (Kind.HARD, 4000, 3, -1))
    assert np.isnan(thin.overall[0])
    assert np.isnan(thin.overall_se[0])
    assert thin.coverage[0] == pytest.approx(0.4)
    half = fit_one((Kind.HARD, 4000, 3, 3000), (Kind.HARD, 4000, 3, -1))
    assert half.overall[0] == pytest.approx(0.75)


def test_kind_with_too_little_measured_has_no_fit_and_there_is_no_balance():
    found = fit_one((Kind.HARD, 4000, 3, 3000), (Kind.SOFT, 4000, 2, -1))
    assert found.hard[0] == pytest.approx(0.75)
    assert np.isnan(found.soft[0])
    assert np.isnan(found.balanced[0])


def test_nobody_measured_has_no_fit_and_coverage_zero():
    found = fit_one((Kind.HARD, 4000, 3, -1))
    assert np.isnan(found.overall[0])
    assert found.coverage[0] == 0


def test_requirement_of_level_or_weight_zero_counts_nowhere():
    found = fit_one((Kind.HARD, 0, 3, 3000), (Kind.SOFT, 4000, 0, 2000))
    assert np.isnan(found.overall[0])
    assert np.isnan(found.coverage[0])
    with_one = fit_one((Kind.HARD, 0, 5, -1), (Kind.HARD, 4000, 1, 2000))
    assert (with_one.overall[0], with_one.coverage[0]) == pytest.approx((0.5, 1))


def test_unclassified_skill_counts_in_coverage_and_in_neither_kind():
    found = fit_one((Kind.UNCLASSIFIED, 4000, 3, 2000))
    assert (found.overall[0], found.coverage[0]) == pytest.approx((0.5, 1))
    assert np.isnan(found.hard[0])
    assert np.isnan(found.soft[0])


def test_levels_of_zero_in_both_kinds_balance_to_zero():
    assert fit_one((Kind.HARD, 4000, 1, 0), (Kind.SOFT, 4000, 1, 0)).balanced[0] < 0.001


def test_people_are_kept_apart_and_somebody_without_requirements_has_no_fit():
    found = fit_one((Kind.HARD, 4000, 1, 4000, 1, 0), (Kind.HARD, 4000, 1, 2000, 1, 2), n_people=3)
    assert found.overall[[0, 2]] == pytest.approx([1, 0.5], abs=0.001)
    assert np.isnan(found.overall[1])
    assert np.isnan(fit_one(n_people=1).coverage[0])
