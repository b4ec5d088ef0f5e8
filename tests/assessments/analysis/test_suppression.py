import itertools
from collections import defaultdict

import pytest

from assessments.analysis.suppression import Form, Shown, groups, may_show_texts, shown


def test_kind_stands_alone_from_the_floor_on():
    assert groups({"peer": 4, "report": 5}, 4) == [("peer",), ("report",)]


def test_small_kinds_stand_together_when_they_make_a_group():
    assert groups({"peer": 5, "report": 2, "external": 2}, 4) == [("peer",), ("report", "external")]


@pytest.mark.parametrize("few", [{"report": 3}, {"report": 2, "external": 1}, {"report": 0}, {}])
def test_small_kinds_are_left_out_when_they_make_no_group(few):
    assert groups({"peer": 4, **few}, 4) == [("peer",)]


def test_kind_without_answers_stands_with_the_small_ones_so_that_nobody_can_tell():
    together = ("peer", "report", "external")
    assert groups({"peer": 3, "report": 0, "external": 1}, 4) == [together]
    assert groups({"peer": 3, "report": 1, "external": 1}, 4) == [together]


def test_no_setting_goes_below_three():
    assert groups({"peer": 2}, 1) == []
    assert groups({"peer": 3}, 1) == [("peer",)]
    assert may_show_texts(2, 1) is False
    assert may_show_texts(3, 1) is True


def test_no_answers_and_one_too_few_look_the_same():
    assert shown({"peer": []}, 4, 0, 5) == shown({"peer": [1, 2, 3]}, 4, 0, 5) == []


def test_mean_of_a_group_is_told():
    assert shown({"peer": [1, 2, 3, 4]}, 4, 0, 5) == [Shown(("peer",), 4, Form.MEAN, 2.5)]


def test_kinds_that_stand_together_have_one_mean():
    found = shown({"report": [1, 2], "external": [3, 4]}, 4, 0, 5)
    assert found == [Shown(("report", "external"), 4, Form.MEAN, 2.5)]


@pytest.mark.parametrize(
    ("levels", "form", "value"),
    [
        ([5, 5, 5, 5], Form.AT_LEAST, 4.0),
        ([5] * 8, Form.AT_LEAST, 4.5),
        ([5, 5, 5, 0], Form.AT_LEAST, 3.5),
        ([0, 0, 0, 0.5], Form.AT_MOST, 1.0),
    ],
)
def test_bound_is_told_where_the_mean_would_tell_the_answers(levels, form, value):
    assert shown({"peer": levels}, 4, 0, 5) == [Shown(("peer",), len(levels), form, value)]


def test_number_for_computing_lies_inside_the_bound():
    assert Shown(("peer",), 4, Form.AT_LEAST, 4.0).middle == 4.25
    assert Shown(("peer",), 4, Form.AT_MOST, 1.0).middle == 0.75
    assert Shown(("peer",), 4, Form.MEAN, 2.4).middle == 2.4


def test_scale_too_short_for_a_bound_shows_nothing():
    assert shown({"peer": [1, 1, 1]}, 3, 0, 1) == []


def test_answers_lie_within_the_bound_and_the_mean_is_theirs():
    for levels in itertools.product([0, 0.5, 2.5, 4.5, 5], repeat=4):
        for one in shown({"peer": levels}, 4, 0, 5):
            mean = sum(levels) / 4
            assert (one.form, one.value == mean) != (Form.MEAN, False)
            assert one.form != Form.AT_LEAST or mean >= one.value
            assert one.form != Form.AT_MOST or mean <= one.value


def certain_answers(n, high, tell):
    """What somebody knows for sure who gave one of `n` answers, sees what is told, knows the rules.

    Goes through every set of answers; yields (own answer, what is told, the answer of all others).
    """
    levels = [step / 2 for step in range(2 * high + 1)]
    possible = defaultdict(set)
    for others in itertools.combinations_with_replacement(levels, n - 1):
        for own in levels:
            possible[(own, tell([own, *others], high))].add(others)
    for (own, told), worlds in possible.items():
        for level in levels:
            if all(set(others) == {level} for others in worlds):
                yield own, told, level


def as_shown(levels, high):
    return tuple(shown({"peer": levels}, 3, 0, high))


@pytest.mark.parametrize("high", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("n", [3, 4, 5, 6])
def test_nobody_of_a_group_can_be_certain_of_another_answer(n, high):
    assert list(certain_answers(n, high, as_shown)) == []


def test_search_finds_what_a_plain_mean_tells():
    found = set(certain_answers(4, 5, lambda levels, _high: sum(levels) / len(levels)))
    assert (5, 5.0, 5) in found
    assert (1, 4.0, 5) in found
