"""What people gained, against a truth we made up."""

import numpy as np
import pytest

from training.analysis.observed_gain import (
    DEFAULTS,
    Measured,
    Taught,
    digest_of,
    interval,
    learn,
)

TAUGHT = Taught(gain=0.5, entry=0.0, top=5.0)
MEAN, NOISE = 2.5, 0.8


def simulate(people, true_gain, seed=1, *, selected=False, taught=TAUGHT):
    """People with true levels around the mean, one noisy observation on each side."""
    draw = np.random.default_rng(seed)
    level = draw.normal(MEAN, np.sqrt(DEFAULTS.skill_variance), people * (5 if selected else 1))
    before = level + draw.normal(0, NOISE, len(level))
    if selected:  # those who looked worst are sent to the course
        worst = np.argsort(before)[:people]
        level, before = level[worst], before[worst]
    share = np.maximum(0, 1 - 0.6 * np.maximum(0, taught.entry - level)) * (1 - 0.12 * level)
    after = level + true_gain * share + draw.normal(0, NOISE, people)
    weight = np.full(people, 1 / NOISE**2)
    return Measured(before * weight, weight, after * weight, weight, MEAN)


def test_few_completions_stay_near_what_is_expected():
    found = learn(TAUGHT, simulate(5, 1.5))
    assert abs(found.gain - TAUGHT.gain) < 0.25 * abs(found.observed - TAUGHT.gain)


@pytest.mark.parametrize("truth", [0.0, 0.2, 1.2])
def test_many_completions_come_near_the_truth(truth):
    found = learn(TAUGHT, simulate(4000, truth))
    assert found.gain == pytest.approx(truth, abs=0.1)
    low, high = interval(found.gain, found.gain_error)
    assert high - low < 0.15


def test_shrinkage_has_the_weight_of_thirty_people():
    measured = simulate(30, 1.2)
    found = learn(TAUGHT, measured)
    assert found.gain == pytest.approx((found.observed + TAUGHT.gain) / 2, abs=1e-9)


def test_choosing_those_who_look_worst_is_not_taken_for_learning():
    """The plain difference would say that a course without any effect helps a lot."""
    measured = simulate(3000, 0.0, selected=True)
    plain = np.mean(
        measured.after / measured.after_weight - measured.before / measured.before_weight
    )
    assert plain > 0.4
    assert learn(TAUGHT, measured).observed == pytest.approx(0.0, abs=0.1)


def test_interval_holds_the_truth_about_nine_times_in_ten():
    hits = 0
    for seed in range(200):
        found = learn(TAUGHT, simulate(60, 0.7, seed))
        low, high = interval(found.observed, found.observed_error)
        hits += low <= 0.7 <= high
    assert 0.84 <= hits / 200 <= 0.97


@pytest.mark.parametrize("people", [0, 1, 4])
def test_below_the_floor_nothing_is_said(people):
    assert learn(TAUGHT, simulate(people, 1.0)) is None


def test_one_more_person_never_shows():
    all_nine = simulate(9, 1.0)
    cut = Measured(*(getattr(all_nine, name)[:5] for name in PARTS), MEAN)
    assert learn(TAUGHT, all_nine) == learn(TAUGHT, cut)


PARTS = ("before", "before_weight", "after", "after_weight")


def test_people_who_could_not_gain_do_not_count():
    low = Taught(gain=0.5, entry=0.0, top=0.5)
    assert learn(low, simulate(50, 1.0)) is None


def test_gain_is_never_negative_nor_beyond_the_exit_level():
    assert learn(TAUGHT, simulate(2000, -3.0)).gain == 0.0
    narrow = Taught(gain=0.5, entry=2.0, top=4.0)
    assert learn(narrow, simulate(3000, 9.0, taught=narrow)).gain == 2.0


def test_same_input_same_output_and_digest():
    one, two = simulate(40, 0.4), simulate(40, 0.4)
    assert learn(TAUGHT, one) == learn(TAUGHT, two)
    assert digest_of(TAUGHT, one) == digest_of(TAUGHT, two)
    assert digest_of(TAUGHT, one) != digest_of(TAUGHT, simulate(40, 0.4, seed=2))
