"""Numbers as pages write them."""

from skillmap.core.templatetags.levels import number


def test_nothing_is_below_zero_by_rounding_alone():
    assert number(-0.04) == "0.0"
    assert number(0.0) == "0.0"


def test_nothing_known_is_a_dash():
    assert number(None) == "–"
