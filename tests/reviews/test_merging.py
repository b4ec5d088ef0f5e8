"""Putting two texts together."""

import pytest

from reviews.analysis.merging import merge_texts


@pytest.mark.parametrize(
    ("theirs", "mine", "both"),
    [
        ("", "", ""),
        ("a", "", "a"),
        ("", "b", "b"),
        ("a", "a", "a"),
        ("a\nb", "a\nc", "a\nb\nc"),
        ("a\nx\nc", "a\nb\nc", "a\nx\nb\nc"),
        ("a\nb\nc", "a\nc", "a\nb\nc"),
        ("👋\nשלום", "שלום\n!", "👋\nשלום\n!"),
    ],
)
def test_every_line_of_both_is_kept_in_order(theirs, mine, both):
    assert merge_texts(theirs, mine) == both
