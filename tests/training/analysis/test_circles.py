import random
from datetime import UTC, datetime
from itertools import combinations

import pytest

from training.analysis.circles import (
    HOURS,
    LANGUAGE,
    LINE,
    NUMBER,
    Peer,
    fill_places,
    form_circles,
    hours_touched,
    starts_within,
)

MORNING, EVENING = frozenset(range(7, 16)), frozenset(range(15, 24))


def cohort(n: int, seed: int) -> list[Peer]:
    """People under a few managers, in three parts of the world, with one of three languages."""
    dice = random.Random(seed)  # noqa: S311 - reproducible, no secret
    return [
        Peer(
            key,
            manager=dice.choice([100, 101, 102, 103, 104]),
            above=frozenset({200}),
            hours=frozenset(h % 24 for h in range(dice.choice([7, 8, 12]), 24)[:10]),
            languages=frozenset(dice.sample(["en", "de", "pt"], 2)),
        )
        for key in range(n)
    ]


@pytest.mark.parametrize("seed", range(20))
def test_circles_keep_every_rule_and_place_or_name_everybody(seed):
    peers = cohort(4 + seed, seed)
    found = form_circles(peers, least_hours=2)
    by_key = {peer.key: peer for peer in peers}
    placed = [key for circle in found.circles for key in circle.members]

    assert sorted([*placed, *found.alone]) == sorted(by_key)
    for circle in found.circles:
        members = [by_key[key] for key in circle.members]
        assert 3 <= len(members) <= 4
        assert circle.hours == frozenset.intersection(*(m.hours for m in members))
        assert len(circle.hours) >= 2
        assert all(m.languages & circle.languages for m in members)
        for one, other in combinations(members, 2):
            assert one.manager != other.manager


@pytest.mark.parametrize("n", [3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 23])
def test_people_without_obstacles_all_find_a_circle(n):
    assert not form_circles([Peer(key) for key in range(n)], least_hours=2).alone


def test_late_ones_fill_the_smallest_circle_that_takes_them():
    circles = {1: [Peer(k) for k in range(4)], 2: [Peer(k, manager=k) for k in (4, 5, 6)]}
    late = [Peer(7, manager=5), Peer(8), Peer(9)]
    grown = fill_places(late, circles, least_hours=2)
    assert {n: circle.members for n, circle in grown.items()} == {2: (4, 5, 6, 8)}


def test_place_is_left_free_where_too_few_hours_are_common():
    circles = {1: [Peer(k, hours=MORNING) for k in range(3)]}
    assert fill_places([Peer(9, hours=EVENING)], circles, least_hours=2) == {}


def test_five_leave_one_over_because_of_the_number():
    assert list(form_circles([Peer(k) for k in range(5)], least_hours=2).alone.values()) == [NUMBER]


@pytest.mark.parametrize("n", [0, 1, 2])
def test_too_few_people_make_no_circle(n):
    found = form_circles([Peer(key) for key in range(n)], least_hours=2)
    assert (found.circles, set(found.alone.values())) == ((), {NUMBER} if n else set())


def test_manager_never_sits_with_somebody_further_below():
    boss, far_below = Peer(1), Peer(2, manager=9, above=frozenset({9, 1}))
    found = form_circles([boss, far_below, Peer(3), Peer(4)], least_hours=2)
    assert len(found.circles) == 1
    assert not {1, 2} <= set(found.circles[0].members)


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        (Peer(9, manager=50), LINE),
        (Peer(9, hours=EVENING), HOURS),
        (Peer(9, hours=MORNING, languages=frozenset({"fi"})), LANGUAGE),
    ],
)
def test_person_who_fits_nobody_is_told_what_keeps_them_apart(odd, reason):
    others = [Peer(key, manager=50, hours=MORNING, languages=frozenset({"en"})) for key in range(4)]
    assert form_circles([*others, odd], least_hours=2).alone[9] == reason


def test_order_of_people_changes_nothing():
    peers = cohort(17, 3)
    shuffled = sorted(peers, key=lambda peer: peer.key * 7 % 17)
    assert form_circles(peers, least_hours=2) == form_circles(shuffled, least_hours=2)


@pytest.mark.parametrize(
    ("hours", "length", "wanted"),
    [
        (frozenset(range(9, 14)), 1, [11, 10, 12, 9, 13]),  # the middle first
        (frozenset({22, 23, 0, 1}), 2, [23, 0, 22]),  # over midnight
        (frozenset({22, 23, 0, 1}), 1.5, [23, 0, 22]),
        (frozenset({7, 8}), 3, [7]),  # longer than what they have in common
        (frozenset(), 1, list(range(24))),
    ],
)
def test_meetings_begin_amid_the_common_hours(hours, length, wanted):
    assert starts_within(hours, length) == wanted


def test_meeting_touches_every_hour_it_runs_into():
    late = datetime(2027, 3, 1, 23, 30, tzinfo=UTC)
    assert hours_touched(late, 1) == {23, 0}
    assert hours_touched(late, 0.5) == {23}
