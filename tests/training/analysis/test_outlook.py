import numpy as np
import pytest

from training.analysis.gain import closure_rates, single_gain
from training.analysis.outlook import GAIN_SPREAD, outlook


def test_error_of_the_level_and_spread_of_the_gain_add_up():
    found = outlook(2.0, 3.0, 0.4)
    assert (found.before_low, found.before_high) == pytest.approx((2 - 0.658, 2 + 0.658))
    after = 1.645 * np.sqrt(0.4**2 + GAIN_SPREAD**2)
    assert (found.after_low, found.after_high) == pytest.approx((3 - after, 3 + after))


def test_level_after_is_never_surer_than_the_level_before():
    found = outlook(2.0, 2.0, 0.4)
    assert found.after_high - found.after_low == found.before_high - found.before_low


def test_intervals_end_where_the_scale_ends():
    found = outlook(0.1, 4.9, 1.0)
    assert (found.before_low, found.after_high) == (0, 5)


@pytest.mark.parametrize("error", [0, -1, float("nan")])
def test_error_that_is_no_error_is_refused(error):
    with pytest.raises(ValueError, match="positive"):
        outlook(2.0, 3.0, error)


def test_loss_is_refused():
    with pytest.raises(ValueError, match="takes nothing away"):
        outlook(3.0, 2.0, 0.4)


@pytest.mark.parametrize("n_activities", [1, 2, 3])
@pytest.mark.parametrize("error", [0.3, 0.6])
def test_intervals_hold_the_level_after_in_simulated_people(error, n_activities):
    """People stand around their level as the interval says, and differ in what they take along."""
    rng = np.random.default_rng(n_activities)
    level, required, gain = 2.0, 4.0, 0.6
    true = rng.normal(level, error, 20_000)
    talent = rng.gamma(1 / GAIN_SPREAD**2, GAIN_SPREAD**2, len(true))

    def after(start, factor):
        gap = np.maximum(required - start, 0.0)
        alone = single_gain(gain, 1.0, 4.0, start, gap)
        rate = n_activities * closure_rates(alone, gap)
        return start + factor * gap * -np.expm1(-rate)

    found = outlook(level, float(after(np.array(level), 1.0)), error)
    reached = np.clip(after(true, talent), 0, 5)
    inside = (found.after_low <= reached) & (reached <= found.after_high)
    assert 0.87 <= inside.mean() <= 0.97
