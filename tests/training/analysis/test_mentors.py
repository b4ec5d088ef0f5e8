"""Who fits as a mentor, and who goes to whom."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from training.analysis.mentor_matching import Wanted, match
from training.analysis.mentors import Known, Mentor, Side, common_hours, fit

MENTEE = Side(1, frozenset({"en"}), 1.0, "Porto", False, frozenset({90}), Known(2.0, 0.3))
SIDE = Side(2, frozenset({"en", "pt"}), 1.0, "Porto", False, frozenset({91}), Known(4.0, 0.3))
MENTOR = Mentor(SIDE, 2, 2, frozenset())


def mentor(**changes):
    own = {name: changes.pop(name) for name in ("places", "left", "mentees") if name in changes}
    return replace(MENTOR, side=replace(SIDE, **changes), **own)


@pytest.mark.parametrize(
    ("one", "refusal"),
    [
        (mentor(key=1), "oneself"),
        (mentor(mentees=frozenset({1})), "known"),
        (mentor(key=90), "own_line"),
        (mentor(above=frozenset({1})), "own_line"),
        (mentor(languages=frozenset({"pt"})), "language"),
        (mentor(zone=10.0), "hours"),
        (mentor(level=Known(2.0, 0.3)), "below"),
        (mentor(left=0), "full"),
        (mentor(), ""),
        (mentor(languages=frozenset()), ""),
        (mentor(level=None), ""),
    ],
)
def test_each_test_refuses(one, refusal):
    assert fit(MENTEE, one).refusal == refusal


def test_far_away_needs_both_to_agree_to_writing():
    far = mentor(zone=-9.0, by_writing=True)
    assert fit(MENTEE, far).refusal == "hours"
    found = fit(replace(MENTEE, by_writing=True), far)
    assert ("by_writing", None) in found.reasons


def test_reasons_say_what_holds_and_no_more():
    found = fit(MENTEE, MENTOR)
    codes = ["well_above", "language", "hours", "site", "places"]
    assert [code for code, _n in found.reasons] == codes
    assert dict(found.reasons)["hours"] == 10
    near = fit(MENTEE, mentor(level=Known(2.4, 0.5), site="Lyon", languages=frozenset()))
    assert [code for code, _n in near.reasons] == ["above", "hours", "places"]


def test_score_grows_with_the_distance_that_is_sure():
    scores = [fit(MENTEE, mentor(level=Known(level, 0.3))).score for level in (2.2, 2.8, 4.0)]
    assert scores == sorted(scores)
    unsure = fit(MENTEE, mentor(level=Known(4.0, 2.0))).score
    assert unsure < scores[-1]
    assert 0 <= min(scores) <= max(scores) <= 1


def test_working_hours_go_round_the_globe():
    assert common_hours(1, 1) == 10
    assert common_hours(-11, 12) == 9
    assert common_hours(0, 12) == 0
    assert common_hours(0, 8) == common_hours(8, 0) == 2


def wanted_by(fits_of, keys):
    """Requests whose fit with mentor k is best where the mentor's level is highest."""
    return [
        Wanted(
            replace(MENTEE, key=key),
            {k: mentor(key=100 + k, level=Known(level, 0.5)) for k, level in levels.items()},
        )
        for key, levels in zip(keys, fits_of, strict=True)
    ]


def test_as_many_as_possible_come_first():
    """The best pair alone would leave the second person without anybody."""
    wanted = wanted_by([{0: 4.5, 1: 2.6}, {0: 2.7}], [1, 3])
    assert [one.mentor for one in match(wanted, [1, 1])] == [1, 0]


def test_matching_equals_brute_force():
    draw = np.random.default_rng(7)
    for _round in range(20):
        levels = draw.uniform(2.1, 4.5, (4, 4))
        wanted = wanted_by([dict(enumerate(row)) for row in levels], [1, 3, 4, 5])
        scores = [[fit(one.mentee, m).score for m in one.mentors.values()] for one in wanted]
        best = max(
            sum(scores[row][k] for row, k in enumerate(order)) for order in permutations(range(4))
        )
        found = match(wanted, [1, 1, 1, 1])
        assert sum(one.fit.score for one in found) == pytest.approx(best)


def test_nobody_gets_more_mentees_than_places():
    wanted = wanted_by([{0: 4.0}] * 3, [1, 3, 4])
    found = match(wanted, [2])
    assert [one.mentor for one in found].count(0) == 2
    (left,) = [one for one in found if one.mentor is None]
    assert left.refusals == (("others", 1),)


def test_two_skills_of_one_person_do_not_go_to_one_mentor():
    found = match(wanted_by([{0: 4.0}, {0: 4.4}], [1, 1]), [2])
    assert [one.mentor for one in found] == [None, 0]


def test_unmatched_are_told_which_tests_failed():
    one = Wanted(MENTEE, {0: mentor(left=0), 1: mentor(key=90), 2: mentor(left=0)})
    assert match([one], [0, 1, 0])[0].refusals == (("full", 2), ("own_line", 1))
    assert match([Wanted(MENTEE, {})], [])[0].refusals == (("nobody", 0),)
    assert match([], []) == []


def test_order_of_requests_does_not_matter_to_the_total():
    draw = np.random.default_rng(3)
    rows = [dict(enumerate(row)) for row in draw.uniform(2.1, 4.5, (5, 3))]
    keys = [1, 3, 4, 5, 6]
    totals = set()
    for order in (range(5), reversed(range(5)), (2, 0, 4, 1, 3)):
        turn = list(order)
        wanted = wanted_by([rows[i] for i in turn], [keys[i] for i in turn])
        found = match(wanted, [1, 1, 1])
        totals.add(round(sum(one.fit.score for one in found if one.fit), 9))
    assert len(totals) == 1
