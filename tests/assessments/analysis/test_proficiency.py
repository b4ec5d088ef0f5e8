import numpy as np
import pytest

from assessments.analysis.evidence import Kind, Source
from assessments.analysis.parameters import DEFAULTS, Parameters
from assessments.analysis.proficiency import Estimates, entering, estimate, interval
from assessments.analysis.simulation import World, simulate
from tests.assessments.analysis.builders import cells, estimate_one, observations

SMALL = World(n_people=60, n_skills=4, n_roles=2)


def estimate_world(world, order=None, **changes) -> Estimates:
    rows = world.observations if order is None else world.observations.where(order)
    prior = cells(len(world.kind))
    flat = changes.get("flat", np.zeros(len(rows), dtype=bool))
    return estimate(rows, type(prior)(world.kind, prior.prior_mean), flat)


def naive_posterior(rows, kind, mu):
    """One cell by the textbook: normal prior, normal observations, one after the other."""
    mean, variance = mu, DEFAULTS.skill_variance
    for source, value, recorded, age in rows:
        drift = (0.30, 0.15, 0.30)[kind] * age / 365
        bias = (0.20, 0.30, 0.25)[kind] if source == Source.SELF else 0.0
        gain = variance / (variance + recorded + drift)
        mean, variance = mean + gain * (value - bias - mean), variance * (1 - gain)
    return mean, variance


def test_estimate_equals_updating_the_prior_one_row_at_a_time():
    world = simulate(5, SMALL).table
    found = estimate_world(world)
    rows = world.observations
    for cell in range(len(world.kind)):
        at = np.flatnonzero(rows.cell == cell)
        naive = naive_posterior(
            zip(rows.source[at], rows.value[at], rows.variance[at], rows.age_days[at], strict=True),
            world.kind[cell],
            2.5,
        )
        assert (found.mean[cell], found.variance[cell]) == pytest.approx(naive, abs=1e-12)


def test_estimate_of_one_manager_rating_by_hand():
    found = estimate_one({"source": Source.MANAGER, "value": 4.0}, prior_mean=2.0)
    share = 0.75 / (0.75 + 0.9725)
    assert found.mean[0] == pytest.approx(2.0 + share * 2.0)
    assert found.variance[0] == pytest.approx(0.75 * (1 - share))
    assert found.reliability[0] == pytest.approx(share)
    assert found.n_rows.tolist() == [1]


@pytest.mark.parametrize("kind", Kind)
def test_self_rating_is_lowered_by_the_known_leniency(kind):
    lenient = estimate_one({"source": Source.SELF, "value": 3.0}, kind=kind)
    bias = {Kind.HARD: 0.20, Kind.SOFT: 0.30, Kind.UNCLASSIFIED: 0.25}[kind]
    share = 0.75 / (0.75 + 1.3125)
    assert lenient.mean[0] == pytest.approx(2.5 + share * (3.0 - bias - 2.5))


@pytest.mark.parametrize(
    ("kind", "drift"), [(Kind.HARD, 0.30), (Kind.SOFT, 0.15), (Kind.UNCLASSIFIED, 0.30)]
)
def test_ageing_adds_variance_and_no_weight_decays_to_nothing(kind, drift):
    old = estimate_one({"source": Source.TEST, "value": 4.0, "age": 730}, kind=kind)
    share = 0.75 / (0.75 + 0.2025 + 2 * drift)
    assert old.mean[0] == pytest.approx(2.5 + share * 1.5)


def test_estimate_does_not_depend_on_the_order_of_rows():
    world = simulate(6, SMALL).table
    shuffled = np.random.default_rng(0).permutation(len(world.observations))
    first, second = estimate_world(world), estimate_world(world, shuffled)
    np.testing.assert_allclose(first.mean, second.mean, atol=1e-9)
    np.testing.assert_allclose(first.variance, second.variance, atol=1e-9)


def test_estimate_does_not_depend_on_the_numbers_of_people_and_raters():
    world = simulate(6, SMALL).table
    rows, n = world.observations, len(world.kind)
    renumber = np.random.default_rng(1).permutation(n)
    moved = type(rows)(
        renumber[rows.cell],
        rows.source,
        rows.rater * 7 + 3,
        rows.review,
        rows.value,
        rows.variance,
        rows.age_days,
    )
    kind = np.empty_like(world.kind)
    kind[renumber] = world.kind
    found = estimate(moved, type(cells())(kind, np.full(n, 2.5)), np.zeros(len(rows), dtype=bool))
    np.testing.assert_allclose(estimate_world(world).mean, found.mean[renumber], atol=1e-9)


def test_duplicating_rows_with_doubled_variance_changes_nothing():
    world = simulate(7, World(n_people=40, n_skills=4, oldest_days=1)).table
    rows = world.observations
    twice = rows.where(np.repeat(np.arange(len(rows)), 2))
    doubled = type(rows)(
        twice.cell,
        twice.source,
        twice.rater,
        twice.review,
        twice.value,
        2 * twice.variance,
        twice.age_days,
    )
    prior = type(cells())(world.kind, np.full(len(world.kind), 2.5))
    found = estimate(doubled, prior, np.zeros(len(doubled), dtype=bool))
    np.testing.assert_allclose(found.mean, estimate_world(world).mean, atol=1e-9)
    np.testing.assert_allclose(found.variance, estimate_world(world).variance, atol=1e-9)


def test_mean_lies_between_the_prior_and_the_most_extreme_answer():
    world = simulate(8, SMALL).table
    found, rows = estimate_world(world), world.observations
    bias = np.where(rows.source == Source.SELF, np.where(world.kind[rows.cell] == 0, 0.2, 0.3), 0)
    low = np.full(len(world.kind), 2.5)
    high = low.copy()
    np.minimum.at(low, rows.cell, rows.value - bias)
    np.maximum.at(high, rows.cell, rows.value - bias)
    assert ((found.mean >= low - 1e-12) & (found.mean <= high + 1e-12)).all()


def test_adding_a_row_never_raises_the_variance():
    world = simulate(9, SMALL).table
    n = len(world.observations)
    order = np.random.default_rng(2).permutation(n)
    before = estimate_world(world, order[: n // 2])
    after = estimate_world(world, order[: n // 2 + 1])
    assert (after.variance <= before.variance + 1e-12).all()
    assert after.variance.sum() < before.variance.sum()


def test_adding_a_certificate_never_raises_the_variance():
    rows = [{"source": Source.MANAGER, "value": 3.0}]
    for level in (0.0, 3.0, 5.0):
        with_it = estimate_one(*rows, {"source": Source.CERTIFICATE, "value": level})
        assert with_it.variance[0] <= estimate_one(*rows).variance[0]


def test_flat_rater_counts_with_six_times_the_noise():
    rows = observations({"source": Source.MANAGER, "value": 4.0, "rater": 1})
    found = estimate(rows, cells(), np.array([True]))
    share = 0.75 / (0.75 + 6 * 0.5625 + 0.41)
    assert found.mean[0] == pytest.approx(2.5 + share * 1.5)


def test_certificate_above_the_level_lifts_it():
    alone = estimate_one({"source": Source.MANAGER, "value": 3.0})
    lifted = estimate_one(
        {"source": Source.MANAGER, "value": 3.0}, {"source": Source.CERTIFICATE, "value": 5.0}
    )
    assert lifted.mean[0] > alone.mean[0]
    assert not lifted.ignored[0]


def test_certificate_below_the_level_is_a_lower_bound_and_is_flagged():
    alone = estimate_one({"source": Source.AGREED, "value": 4.5})
    ignored = estimate_one(
        {"source": Source.AGREED, "value": 4.5},
        {"source": Source.CERTIFICATE, "value": 2.0, "age": 400},
    )
    assert ignored.mean[0] == alone.mean[0]
    assert ignored.variance[0] == alone.variance[0]
    assert ignored.n_rows.tolist() == [2]
    assert ignored.ignored.tolist() == [True]


def test_certificates_are_chosen_together_against_the_level_without_any():
    """3.2 stands above the level without certificates though the other one lifts it past 3.2."""
    both = estimate_one(
        {"source": Source.TEST, "value": 3.2},
        {"source": Source.CERTIFICATE, "value": 3.2},
        {"source": Source.CERTIFICATE, "value": 5.0},
    )
    assert not both.ignored[0]
    assert both.variance[0] == pytest.approx(1 / (1 / 0.75 + 1 / 0.2025 + 2 / 0.36))


def test_agreed_level_replaces_the_ratings_of_its_review_only():
    rows = (
        {"source": Source.SELF, "value": 5.0, "review": 7},
        {"source": Source.MANAGER, "value": 1.0, "review": 7},
        {"source": Source.PEER, "value": 4.0, "review": 7},
        {"source": Source.MANAGER, "value": 2.0, "review": 8},
        {"source": Source.AGREED, "value": 3.0, "review": 7},
    )
    assert entering(observations(*rows)).tolist() == [False, False, True, True, True]
    kept = estimate_one(*rows[2:])
    found = estimate_one(*rows)
    assert found.mean[0] == kept.mean[0]
    assert found.n_rows[0] == 5


def test_agreed_level_outside_a_review_replaces_nothing():
    rows = observations(
        {"source": Source.SELF, "value": 5.0}, {"source": Source.AGREED, "value": 3.0}
    )
    assert entering(rows).tolist() == [True, True]


def test_agreed_level_of_one_skill_leaves_the_other_skills_of_the_review():
    rows = observations(
        {"source": Source.SELF, "value": 5.0, "review": 7, "cell": 1},
        {"source": Source.AGREED, "value": 3.0, "review": 7, "cell": 0},
    )
    assert entering(rows).tolist() == [True, True]


def test_completion_without_a_level_is_kept_but_not_used():
    found = estimate_one({"source": Source.COMPLETION, "value": float("nan")})
    assert found.mean[0] == 2.5
    assert found.reliability[0] == 0
    assert found.n_rows[0] == 1


def test_completion_with_a_level_is_weak_evidence():
    found = estimate_one({"source": Source.COMPLETION, "value": 4.0})
    assert found.reliability[0] == pytest.approx(0.75 / (0.75 + 1.21))


def test_cell_without_evidence_keeps_its_prior():
    nothing = observations()
    found = estimate(nothing, cells(3, prior_mean=1.75), np.zeros(0, dtype=bool))
    assert found.mean.tolist() == [1.75] * 3
    assert found.variance.tolist() == [0.75] * 3
    assert found.n_rows.tolist() == [0] * 3


@pytest.mark.parametrize("extreme", [0.0, 5.0])
def test_answers_all_at_one_end_stay_finite_and_inside_the_scale(extreme):
    rows = [{"source": Source.AGREED, "value": extreme} for _ in range(50)]
    found = estimate_one(*rows)
    low, high = interval(found.mean, np.sqrt(found.variance))
    assert 0 <= low[0] <= high[0] <= 5
    assert found.mean[0] == pytest.approx(extreme, abs=0.02)


@pytest.mark.parametrize(
    "row",
    [
        {"value": float("inf")},
        {"value": 3.0, "variance": 0.0},
        {"value": 3.0, "variance": -1.0},
        {"value": 3.0, "variance": float("nan")},
    ],
)
def test_row_without_a_usable_number_is_refused(row):
    with pytest.raises(ValueError, match="an observation has"):
        estimate_one({"source": Source.TEST, **row})


def test_level_that_is_missing_is_refused_except_for_completions():
    """Only a completion may come without a level: the others would be dropped in silence."""
    with pytest.raises(ValueError, match="not finite"):
        estimate_one({"source": Source.MANAGER, "value": float("nan")})


def test_interval_widens_with_the_calibration_and_passes_on_what_is_missing():
    mean, sd = np.array([2.0, np.nan]), np.array([0.4, np.nan])
    low, high = interval(mean, sd, Parameters(calibration=1.0))
    assert (low[0], high[0]) == pytest.approx((2 - 0.658, 2 + 0.658))
    assert np.isnan(low[1])
    assert np.isnan(high[1])
    assert interval(mean, sd)[0][0] < low[0]


def test_digest_names_the_parameters():
    assert Parameters().digest() == DEFAULTS.digest()
    assert Parameters(calibration=1.2).digest() != DEFAULTS.digest()
    assert len(DEFAULTS.digest()) == 64
