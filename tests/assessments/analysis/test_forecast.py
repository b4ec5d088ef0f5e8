import pytest

from assessments.analysis.forecast import unused


def test_half_of_the_last_gain_is_lost_after_eleven_months():
    assert unused(3.0, 0.2, 11, base=1.0) == pytest.approx((2.0, 0.2 + 0.3 * 11 / 12))


def test_without_a_recorded_gain_it_is_one_level():
    assert unused(3.0, 0.2, 22)[0] == pytest.approx(2.25)
    assert unused(0.4, 0.2, 1000)[0] == pytest.approx(0.0)


def test_today_nothing_is_lost_and_time_only_takes_away():
    assert unused(3.0, 0.2, 0) == (3.0, 0.2)
    levels = [unused(3.0, 0.2, months) for months in range(0, 60, 6)]
    assert levels == sorted(levels, key=lambda level: (-level[0], level[1]))


def test_level_before_a_loss_is_no_base():
    """A level that sank since is not expected to rise by itself."""
    assert unused(2.0, 0.2, 11, base=4.0)[0] == 2.0


def test_forecast_does_not_look_back():
    with pytest.raises(ValueError, match="ahead"):
        unused(3.0, 0.2, -1)
