"""No sum or difference of told groups is a group smaller than the floor."""

from itertools import combinations, product

import pytest

from reviews.analysis.parts import parts


@pytest.mark.parametrize("floor", [3, 5])
def test_every_part_reaches_the_floor_and_nobody_is_left_over(floor):
    for sizes in product(range(8), repeat=4):
        counts = dict(zip("abcd", sizes, strict=True))
        told = parts(counts, floor)
        if not told:
            assert sum(sizes) < floor
            continue
        sums = [sum(counts[key] for key in keys) for keys in told]
        assert min(sums) >= floor
        assert sum(sums) == sum(sizes)
        keys = [key for part in told for key in part]
        assert len(keys) == len(set(keys))


def test_whatever_is_subtracted_leaves_whole_parts():
    counts = {"a": 9, "b": 6, "c": 2, "d": 1}
    told = [sum(counts[key] for key in keys) for keys in parts(counts, 5)]
    some = {sum(chosen) for n in range(len(told) + 1) for chosen in combinations(told, n)}
    assert min(x - y for x in some for y in some if x > y) >= 3
    assert told == [9, 9]


def test_a_floor_below_the_least_one_does_not_count():
    assert parts({"a": 2, "b": 9}, 1) == [("b", "a")]


def test_small_ones_that_suffice_stand_together():
    assert parts({"a": 9, "b": 3, "c": 2}, 5) == [("a",), ("b", "c")]
