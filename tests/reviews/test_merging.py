"""Putting two texts together."""

from difflib import SequenceMatcher

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


def test_long_texts_are_not_compared_line_by_line(monkeypatch):
    compared = []

    class Matcher(SequenceMatcher):
        def __init__(self, junk, first, second, **options):
            compared.append(len(first) + len(second))
            super().__init__(junk, first, second, **options)

    monkeypatch.setattr("reviews.analysis.merging.SequenceMatcher", Matcher)
    same = [f"line {n}" for n in range(5_000)]
    theirs, mine = [*same, "from Bob", "end"], [*same, "from Carol", "end"]
    merged = merge_texts("\n".join(theirs), "\n".join(mine))
    assert merged.splitlines() == [*same, "from Bob", "from Carol", "end"]
    assert compared == [2]
    other = [f"other {n}" for n in range(5_000)]
    assert merge_texts("\n".join(same), "\n".join(other)).splitlines() == same + other
    assert compared == [2]
