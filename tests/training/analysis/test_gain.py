import math

import numpy as np
import pytest

from tests.training.analysis.builders import EXCEL, LISTENING, SQL, person
from training.analysis.gain import (
    NOT_MEASURED,
    closure_rates,
    default_gain,
    expected_closure,
    single_gain,
)
from training.analysis.learner import choose_gaps, released_hours_for


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (2.0, 0.6 * (1 - 0.12 * 2.0)),  # at entry
        (1.5, 0.6 * (1 - 0.6 * 0.5) * (1 - 0.12 * 1.5)),  # half a level under
        (0.99, 0.0),  # more than a level under
        (3.9, 0.1),  # only the rest up to the exit level
        (4.0, 0.0),  # at exit
    ],
)
def test_single_gain_depends_on_level_window(level, expected):
    assert single_gain(0.6, 2.0, 4.0, level, 5.0) == pytest.approx(expected)


def test_single_gain_closes_at_most_95_percent_of_a_gap():
    assert single_gain(0.6, 0.0, 5.0, 1.0, 0.2) == pytest.approx(0.19)


def test_single_gain_without_gap_is_nothing():
    assert single_gain(0.6, 0.0, 5.0, 3.0, -0.5) == 0.0


def test_one_activity_alone_closes_exactly_its_gain():
    rate = closure_rates(0.4, 1.5)
    assert expected_closure(np.array([rate]), np.array([1.0])) == pytest.approx(0.4 / 1.5)


def test_two_activities_multiply_what_remains():
    rate = closure_rates([0.5, 0.5], [1.0, 1.0]).sum()
    assert 1 - math.exp(-rate) == pytest.approx(0.75)


def test_default_gain_of_a_workshop_is_larger_for_soft_skills():
    assert default_gain("workshop", "soft") > default_gain("workshop", "hard")
    with pytest.raises(KeyError):
        default_gain("lecture", "hard")


def test_weights_scaled_importance_changes_nothing():
    usual = person(EXCEL, SQL, LISTENING, importance=np.array([1.0, 4.0, 2.0]))
    scaled = person(EXCEL, SQL, LISTENING, importance=np.array([3.0, 12.0, 6.0]))
    assert choose_gaps(scaled).weight == pytest.approx(choose_gaps(usual).weight)


def test_weights_wide_interval_does_not_make_the_soft_half_lighter():
    """The soft skill's p_gap is far lower, yet each half weighs by its importance."""
    learner = person(EXCEL, LISTENING, p_gap=np.array([0.99, 0.5]))
    assert choose_gaps(learner).weight == pytest.approx([0.5, 0.5])


def test_weights_unmeasured_requirements_count_for_their_half():
    learner = person(
        EXCEL,
        LISTENING,
        12,
        status=np.array([3, 3, NOT_MEASURED]),
        level=np.array([2.0, 2.0, np.nan]),
    )
    gaps = choose_gaps(learner)
    assert gaps.slot.tolist() == [EXCEL, LISTENING]
    assert gaps.weight == pytest.approx([1 / 3, 2 / 3])


def test_weights_half_without_gap_gets_nothing():
    assert choose_gaps(person(EXCEL, SQL)).weight.sum() == pytest.approx(1.0)


def test_gaps_beyond_fifteen_are_left_out_lightest_first():
    slots = np.arange(20)
    learner = person(
        *[EXCEL] * 20, slot=slots, importance=np.where(slots < 5, 1.0, 5.0), kind=slots * 0
    )
    assert choose_gaps(learner).slot.tolist() == list(range(5, 20))


def test_nobody_without_gap_gets_weights():
    learner = person(EXCEL, status=np.array([1]))
    assert len(choose_gaps(learner)) == 0


def test_released_hours_are_in_proportion_to_the_horizon():
    assert released_hours_for(20) == 24
    assert released_hours_for(5) == 6
