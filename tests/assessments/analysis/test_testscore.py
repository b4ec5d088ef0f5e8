"""Scores of tests and scenarios against slow twins, simulated people and real answers."""

import csv
from math import exp, pi, sqrt

import numpy as np
import pytest
from scipy.integrate import quad

from assessments.analysis.testscore import (
    LINK_SD,
    SCENARIO_SD,
    SHARE_SD,
    ability,
    chance_right,
    level_from_ability,
    level_from_key,
    level_from_share,
    point_biserial,
)
from tests.data_folder import real_data

EVEN_CUTS = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
SHARES = np.array([0.2, 0.4, 0.6, 0.75, 0.9])


def items(n, seed=0, guess=0.2):
    rng = np.random.default_rng(seed)
    return rng.uniform(0.7, 2.0, n), rng.normal(0, 1, n), np.full(n, guess)


def answers(theta, a, b, c, seed=1):
    chance = chance_right(theta, a, b, c)
    return (np.random.default_rng(seed).random(chance.shape) < chance).astype(float)


def integrated(right, a, b, c):
    """Posterior mean and standard deviation by adaptive quadrature, one answer after the other."""

    def density(theta):
        value = exp(-theta * theta / 2) / sqrt(2 * pi)
        for answer, slope, difficulty, guess in zip(right, a, b, c, strict=True):
            if np.isnan(answer):
                continue
            chance = guess + (1 - guess) / (1 + exp(-slope * (theta - difficulty)))
            value *= chance if answer else 1 - chance
        return value

    mass, first, second = (
        quad(lambda t, k=k: t**k * density(t), -9, 9, epsabs=0, epsrel=1e-11, limit=400)[0]
        for k in range(3)
    )
    return first / mass, sqrt(second / mass - (first / mass) ** 2)


@pytest.mark.parametrize("guess", [0.0, 0.25])
def test_ability_equals_adaptive_integration(guess):
    a, b, c = items(15, seed=3, guess=guess)
    right = answers(np.array([-2.5, -0.4, 0.0, 1.1, 2.8]), a, b, c)
    right[1, 4:9] = np.nan
    found = ability(right, a, b, c)
    for person, row in enumerate(right):
        mean, se = integrated(row, a, b, c)
        assert found.mean[person] == pytest.approx(mean, abs=1e-6)
        assert found.se[person] == pytest.approx(se, abs=1e-6)


def test_nothing_shown_leaves_the_prior():
    a, b, c = items(3)
    found = ability(np.full((1, 3), np.nan), a, b, c)
    assert found.mean[0] == pytest.approx(0, abs=1e-9)
    assert found.se[0] == pytest.approx(1, abs=1e-6)


def test_all_right_and_all_wrong_stay_finite_and_in_order():
    a, b, c = items(40)
    right = np.array([np.zeros(40), np.ones(40)])
    found = ability(right, a, b, c)
    assert np.isfinite(found.mean).all()
    assert -5 < found.mean[0] < -1
    assert 1 < found.mean[1] < 5
    assert (found.se > 0).all()


def test_one_more_right_answer_never_lowers_the_ability():
    a, b, c = items(10, guess=0.0)
    right = np.array([[1.0] * k + [0.0] * (10 - k) for k in range(11)])
    assert (np.diff(ability(right, a, b, c).mean) > 0).all()


def test_order_of_people_and_items_changes_nothing():
    a, b, c = items(12)
    right = answers(np.linspace(-2, 2, 7), a, b, c)
    people, order = np.array([3, 0, 6, 1, 2, 5, 4]), np.random.default_rng(0).permutation(12)
    found = ability(right, a, b, c)
    other = ability(right[people][:, order], a[order], b[order], c[order])
    np.testing.assert_allclose(other.mean, found.mean[people], atol=1e-12)
    np.testing.assert_allclose(other.se, found.se[people], atol=1e-12)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ninety_percent_intervals_hold_nine_of_ten_simulated_people(seed):
    a, b, c = items(15, seed=seed)
    theta = np.random.default_rng(seed + 10).normal(0, 1, 4_000)
    found = ability(answers(theta, a, b, c, seed=seed + 20), a, b, c)
    covered = np.abs(theta - found.mean) <= 1.645 * found.se
    assert 0.88 <= covered.mean() <= 0.92
    assert np.corrcoef(theta, found.mean)[0, 1] > 0.8


def test_level_of_an_ability_at_a_cut_is_that_level_with_the_errors_added():
    score = level_from_ability(1.0, 0.4, EVEN_CUTS)
    assert score.level == pytest.approx(4.0)
    assert score.variance == pytest.approx(0.4**2 + LINK_SD**2)


def test_level_between_cuts_follows_the_line_and_its_slope_carries_the_error():
    cuts = np.array([-1.0, -0.5, 0.0, 0.5, 1.0])
    score = level_from_ability(0.25, 0.2, cuts)
    assert score.level == pytest.approx(3.5)
    assert score.variance == pytest.approx((0.2 * 2) ** 2 + LINK_SD**2)


def test_level_beyond_the_last_cut_is_cut_off_but_keeps_its_error():
    score = level_from_ability(3.5, 0.5, EVEN_CUTS)
    assert score.level == 5.0
    assert score.variance == pytest.approx(0.5**2 + LINK_SD**2)
    assert level_from_ability(-4.0, 0.5, EVEN_CUTS).level == 0.0


def test_scale_of_four_ranks_is_mapped_to_the_common_metric():
    score = level_from_ability(0.0, 0.3, np.array([-1.0, 0.0, 1.0, 2.0]))
    assert score.level == pytest.approx(2.5)


def test_share_of_right_answers_is_smoothed_and_its_error_is_the_binomial_one():
    cuts = np.array([0.2, 0.4, 0.6, 0.8, 1.0])
    score = level_from_share(12, 20, cuts)
    share = 12.5 / 21
    assert score.level == pytest.approx(5 * share)
    assert score.variance == pytest.approx(25 * share * (1 - share) / 20 + SHARE_SD**2)


def test_perfect_share_of_few_questions_stays_uncertain():
    few, many = (level_from_share(n, n, SHARES) for n in (3, 100))
    assert few.variance > many.variance > SHARE_SD**2
    assert few.level < many.level <= 5.0


@pytest.mark.parametrize(("right", "shown"), [(0, 0), (3, 2), (-1, 5)])
def test_impossible_counts_are_refused(right, shown):
    with pytest.raises(ValueError, match="right answers"):
        level_from_share(right, shown, SHARES)


@pytest.mark.parametrize("cuts", [[0.5], [], [0.2, 0.2], [0.4, 0.1, 0.9]])
def test_cuts_that_do_not_rise_are_refused(cuts):
    with pytest.raises(ValueError, match="increasing order"):
        level_from_share(1, 2, np.array(cuts))


def test_binomial_rule_brackets_simulated_levels():
    rng = np.random.default_rng(5)
    cuts = np.array([0.2, 0.4, 0.6, 0.8, 1.0])
    true = rng.uniform(0.5, 4.5, 3_000)
    believed = true + rng.normal(0, SHARE_SD, true.size)
    right = rng.binomial(20, np.clip(believed / 5, 0, 1))
    scores = [level_from_share(int(k), 20, cuts) for k in right]
    covered = [
        abs(score.level - level) <= 1.645 * sqrt(score.variance)
        for score, level in zip(scores, true, strict=True)
    ]
    assert 0.87 <= np.mean(covered) <= 0.95


def test_scenario_is_the_mean_of_its_reactions_and_never_surer_than_a_manager():
    key = np.array([4.0, 3.5, 4.5, 4.0])
    score = level_from_key(key, np.zeros(4), 3)
    assert score.level == pytest.approx(4.0)
    assert score.variance > SCENARIO_SD**2
    hundred = level_from_key(np.full(100, 4.0), np.zeros(100), 9)
    assert hundred.variance > SCENARIO_SD**2


def test_scenario_is_less_certain_where_experts_or_scenes_disagree():
    calm = level_from_key(np.full(4, 3.0), np.zeros(4), 3)
    experts = level_from_key(np.full(4, 3.0), np.ones(4), 3)
    scenes = level_from_key(np.array([1.0, 5.0, 1.0, 5.0]), np.zeros(4), 3)
    assert experts.variance == pytest.approx(calm.variance + 1 / 3 / 4)
    assert scenes.variance > calm.variance
    with pytest.raises(ValueError, match="at least one scene"):
        level_from_key(np.array([]), np.array([]), 3)


def rest_of(right, j):
    """The share right on all other items that each person saw, with plain loops."""
    rests = []
    for row in right:
        others = [x for i, x in enumerate(row) if i != j and not np.isnan(x)]
        rests.append(sum(others) / len(others) if others else np.nan)
    return np.array(rests)


def plain_correlation(item, rest):
    pairs = [(x, y) for x, y in zip(item, rest, strict=True) if not np.isnan(x + y)]
    return np.corrcoef(*zip(*pairs, strict=True))[0, 1]


def test_discrimination_is_the_correlation_of_those_who_saw_both():
    a, b, c = items(8)
    rng = np.random.default_rng(2)
    right = answers(rng.normal(0, 1, 60), a, b, c)
    right[rng.random(right.shape) < 0.3] = np.nan
    for j in range(8):
        rest = rest_of(right, j)
        found = point_biserial(right[:, j], rest)
        assert found == pytest.approx(plain_correlation(right[:, j], rest))


def test_item_that_everybody_knows_or_nobody_saw_has_no_discrimination():
    rest = np.array([0.2, 0.8, 0.5])
    for item in ([1.0, 1.0, 1.0], [np.nan, np.nan, np.nan], [1.0, np.nan, np.nan]):
        assert np.isnan(point_biserial(np.array(item), rest))


def read_answers(path):
    with path.open(newline="") as file:
        return np.array([[float(x) for x in row] for row in list(csv.reader(file))[1:]])


def test_real_patterns_of_seven_items_give_sound_abilities():
    table = read_answers(real_data("irt") / "mirt__LSAT7.csv")
    right, times = table[:, :5], table[:, 5].astype(int)
    people = np.repeat(right, times, axis=0)
    share = np.clip(people.mean(axis=0), 0.01, 0.99)
    a, b, c = np.ones(5), -np.log(share / (1 - share)), np.zeros(5)
    found = ability(right, a, b, c)
    for person in (0, 7, 15, 31):
        mean, se = integrated(right[person], a, b, c)
        assert found.mean[person] == pytest.approx(mean, abs=1e-6)
        assert found.se[person] == pytest.approx(se, abs=1e-6)
    by_sum = [found.mean[right.sum(axis=1) == k].mean() for k in range(6)]
    assert (np.diff(by_sum) > 0).all()


def test_real_survey_items_have_the_discrimination_of_plain_loops():
    right = read_answers(real_data("irt") / "ltm__WIRS.csv")
    for j in range(right.shape[1]):
        rest = rest_of(right, j)
        found = point_biserial(right[:, j], rest)
        assert found == pytest.approx(plain_correlation(right[:, j], rest))
