import numpy as np
import pytest

from assessments.analysis.evidence import Kind, Source
from assessments.analysis.learning import learn
from assessments.analysis.observations import entering
from assessments.analysis.parameters import DEFAULTS, Parameters
from assessments.analysis.proficiency import interval
from assessments.analysis.raters import COLUMNS, Effects
from assessments.analysis.simulation import World, simulate
from tests.assessments.analysis.builders import (
    cells,
    estimate_one,
    estimate_rows,
    observations,
    posterior,
)

SMALL = World(n_people=60, n_skills=4, n_roles=2)


def test_estimate_of_one_manager_rating_by_hand():
    found = estimate_one({"source": Source.MANAGER, "value": 4.0}, prior_mean=2.0)
    variance = 0.5625 + 0.25 + 0.16
    first = 0.75 / (0.75 + variance)
    gamma = 0.2 / (0.2 + 0.75 / first) * 2.0
    second = 0.6 / (0.6 + variance)
    assert found.prior_mean[0] == pytest.approx(2.0 + gamma)
    assert found.mean[0] == pytest.approx(2.0 + gamma + second * (2.0 - gamma))
    assert found.variance[0] == pytest.approx(0.6 * (1 - second))
    assert found.reliability[0] == pytest.approx(second)
    assert found.n_rows.tolist() == [1]


@pytest.mark.parametrize("kind", Kind)
def test_self_rating_is_lowered_by_the_known_leniency(kind):
    lenient = estimate_one({"source": Source.SELF, "value": 3.0}, kind=kind)
    bias = {Kind.HARD: 0.20, Kind.SOFT: 0.30, Kind.UNCLASSIFIED: 0.25}[kind]
    assert lenient.mean[0] == pytest.approx(posterior([(3.0 - bias, 1.3125)])[0])


@pytest.mark.parametrize(
    ("kind", "drift"), [(Kind.HARD, 0.30), (Kind.SOFT, 0.15), (Kind.UNCLASSIFIED, 0.30)]
)
def test_ageing_adds_variance_and_no_weight_decays_to_nothing(kind, drift):
    old = estimate_one({"source": Source.TEST, "value": 4.0, "age": 730}, kind=kind)
    assert old.mean[0] == pytest.approx(posterior([(4.0, 0.2025 + 2 * drift)])[0])


def test_cells_of_a_person_share_what_is_general_and_nobody_elses():
    """Two skills rated high lift the third, which nobody rated; the next person stays."""
    rows = observations(*({"source": Source.TEST, "value": 5.0, "cell": n} for n in (0, 1)))
    found = estimate_rows(rows, cells(4, person=[0, 0, 0, 1]))
    reliability = 0.75 / (0.75 + 0.2025)
    gamma = 0.2 / (0.2 + 0.75 / reliability / 2) * 2.5
    assert found.prior_mean == pytest.approx([2.5 + gamma] * 3 + [2.5])
    assert found.mean[2:] == pytest.approx([2.5 + gamma, 2.5])
    assert found.variance[2:].tolist() == [0.6, 0.6]


def test_person_prior_unshrinks_at_most_twentyfold():
    """A very old answer says next to nothing: its reliability counts as .05."""
    found = estimate_one({"source": Source.TEST, "value": 5.0, "age": 365 * 100})
    first = 2.5 * 0.75 / (0.75 + 0.2025 + 30)
    gamma = 0.2 / (0.2 + 0.75 / 0.05) * first / 0.05
    assert found.prior_mean[0] == pytest.approx(2.5 + gamma)


def known(severity: float, impression: float, variance: float = 0.0) -> Effects:
    """Rater 7 and their impression of person 0, the same at all stages."""
    effect = [*[1.0] * 4, 0.0, 0.0]
    doubt = np.array([[*[0.0] * 4, variance, variance]])
    return Effects(
        rater=np.array([7]),
        ratee=np.array([0]),
        dyad=np.array([0]),
        severity=severity * np.array([effect]) + doubt,
        impression=impression * np.array([effect]),
        leniency=np.zeros((3, COLUMNS)),
    )


def test_known_rater_is_taken_at_their_own_noise_and_corrected():
    rows = observations({"source": Source.MANAGER, "value": 4.0, "rater": 7})
    found = estimate_rows(rows, cells(), effects=known(0.5, 0.25))
    assert found.mean[0] == pytest.approx(posterior([(3.25, 0.5625)])[0])


def test_known_rater_of_somebody_else_keeps_the_doubt_about_the_impression():
    rows = observations({"source": Source.MANAGER, "value": 4.0, "rater": 7, "cell": 1})
    found = estimate_rows(rows, cells(2), effects=known(0.5, 0.25))
    assert found.mean[1] == pytest.approx(posterior([(3.5, 0.5625 + 0.16)])[0])


def test_doubt_about_known_effects_widens_the_interval():
    rows = observations({"source": Source.MANAGER, "value": 4.0, "rater": 7})
    sure = estimate_rows(rows, cells(), effects=known(0.5, 0.25))
    unsure = estimate_rows(rows, cells(), effects=known(0.5, 0.25, variance=0.1))
    weight = 1 / 0.5625
    share = weight / (weight + 1 / 0.6)
    assert unsure.variance[0] == pytest.approx(sure.variance[0] + share**2 * 0.1)
    assert unsure.mean[0] != sure.mean[0]  # the first pass is less reliable too


def test_leniency_found_for_self_ratings_comes_on_top_of_the_usual_one():
    rows = observations({"source": Source.SELF, "value": 4.0, "rater": 1})
    effects = known(0.0, 0.0)
    effects.leniency[Kind.HARD, :4] = 0.3
    found = estimate_rows(rows, cells(), effects=effects)
    assert found.mean[0] == pytest.approx(posterior([(4.0 - 0.2 - 0.3, 1.3125)])[0])


def test_mean_lies_between_the_prior_and_the_most_extreme_corrected_answer():
    table = simulate(8, SMALL).table
    found, rows = learn(table, tolerance=1e-10).estimates, table.observations
    bias = np.where(rows.source == Source.SELF, np.where(table.kind[rows.cell] == 0, 0.2, 0.3), 0)
    shift = np.zeros(len(rows))
    shift[found.groups.row] = found.shift[found.groups.of_row]
    corrected = rows.value - bias - shift
    low, high = found.prior_mean.copy(), found.prior_mean.copy()
    np.minimum.at(low, rows.cell, corrected)
    np.maximum.at(high, rows.cell, corrected)
    assert ((found.mean >= low - 1e-6) & (found.mean <= high + 1e-6)).all()


def test_adding_a_row_never_raises_the_variance_of_its_cell():
    table = simulate(9, SMALL).table
    rows = table.observations
    order = np.random.default_rng(2).permutation(len(rows))
    half, added = np.sort(order[: len(rows) // 2]), order[len(rows) // 2 :][:40]
    effects, of = learn(table).priors.effects, cells(len(table.kind))
    before = estimate_rows(rows.where(half), of, effects=effects)
    for one in added:
        after = estimate_rows(rows.where(np.append(half, one)), of, effects=effects)
        assert (after.variance <= before.variance + 1e-12).all()
        assert after.variance[rows.cell[one]] < before.variance[rows.cell[one]]


def test_adding_a_certificate_never_raises_the_variance():
    rows = [{"source": Source.MANAGER, "value": 3.0}]
    for level in (0.0, 3.0, 5.0):
        with_it = estimate_one(*rows, {"source": Source.CERTIFICATE, "value": level})
        assert with_it.variance[0] <= estimate_one(*rows).variance[0]


def test_flat_rater_counts_with_six_times_the_noise():
    rows = observations({"source": Source.MANAGER, "value": 4.0, "rater": 1})
    found = estimate_rows(rows, cells(), flat=[True])
    assert found.mean[0] == pytest.approx(posterior([(4.0, 6 * 0.5625 + 0.41)])[0])


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
    assert both.variance[0] == pytest.approx(1 / (1 / 0.6 + 1 / 0.2025 + 2 / 0.36))


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
    assert found.reliability[0] == pytest.approx(0.6 / (0.6 + 1.21))


def test_cell_without_evidence_keeps_its_prior():
    nothing = observations()
    found = estimate_rows(nothing, cells(3, prior_mean=1.75))
    assert found.mean.tolist() == [1.75] * 3
    assert found.variance.tolist() == [0.6] * 3
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
    low, high = interval(mean, sd, calibration=1.0)
    assert (low[0], high[0]) == pytest.approx((2 - 0.658, 2 + 0.658))
    assert np.isnan(low[1])
    assert np.isnan(high[1])
    assert interval(mean, sd)[0][0] < low[0]


def test_digest_names_the_parameters():
    assert Parameters().digest() == DEFAULTS.digest()
    assert Parameters(calibration=1.2).digest() != DEFAULTS.digest()
    assert len(DEFAULTS.digest()) == 64


def test_mean_of_anonymous_answers_counts_with_the_variance_it_was_recorded_with():
    """No rater, so severity and impression are part of its noise, an n-th of it."""
    row = {"source": Source.PEER, "value": 4.0, "variance": 1.22 / 5}
    assert estimate_one(row).mean[0] == pytest.approx(posterior([(4.0, 1.22 / 5)])[0])
