"""Hours as people write them: what stands beside a product has to add up to it."""

import pytest

from skillmap.core.templatetags.amounts import _session_cell, hours


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.2, "12 min"),
        (0.25, "15 min"),
        (1.25, "1 h 15 min"),
        (1.5, "1.5 h"),
        (1.7, "1.7 h"),
        (2, "2 h"),
    ],
)
def test_hours_are_written_to_the_last_minute(value, words):
    assert hours(value) == words


def test_session_on_a_timeline_is_not_rounded():
    assert "15 min" in _session_cell("course", 0.25, False, "en")
