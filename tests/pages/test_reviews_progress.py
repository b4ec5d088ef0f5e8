"""How far a cycle is, for HR: nothing of one person, on no day and by no subtraction."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from employees.models import Assignment, Delegation
from reviews.enums import ReviewState, Side
from reviews.models import Review
from skillmap.core.enums import ReadKind
from skillmap.core.models import Organisation
from skillmap.core.services import log_reads
from tests.factories import (
    assign,
    make_delegation,
    make_employee,
    make_skill,
    make_soft_skill,
    since,
)
from tests.reviews.season import make_goal, make_review, make_review_cycle, say

pytestmark = pytest.mark.django_db
NOTHING = [None] * 4
TILES = ("Goals set, hard", "Goals set, soft", "Levels agreed, hard", "Levels agreed, soft")


@pytest.fixture
def hr(client, cast):
    client.force_login(cast.alice.user)
    return client


def figures(client, cycle):
    """What the tiles of the cycle's page tell, None for what is not told."""
    page = client.get(reverse("pages:review_cycle_detail", args=[cycle.public_id])).text
    found = [re.search(rf'{tile}</div><div class="tile-value">(\d+)<', page) for tile in TILES]
    return [one and int(one[1]) for one in found]


def sign(person, cycle, skills, **fields):
    """Both agreed on these skills; the manager signs."""
    review = make_review(person, skills, ReviewState.SIGNED, cycle=cycle, **fields)
    for skill in skills:
        say(review, Side.SHARED, None, skill, level=3)
    return review


def people(n):
    return [make_employee(f"Other {number}", user=True) for number in range(n)]


def say_why(cast, person):
    log_reads(
        viewer=cast.alice.user,
        subject_ids=[person.pk],
        kind=ReadKind.REVIEW,
        reason="a complaint",
    )


def test_figures_grow_by_whole_groups_so_no_two_days_tell_of_one_person(hr):
    """Thirteen sign one after the other; every look is subtracted from every later one."""
    cycle, soft = make_review_cycle(), make_soft_skill()
    looks = [figures(hr, cycle)]
    for person in people(13):
        make_goal(person, soft)
        sign(person, cycle, [soft])
        looks.append(figures(hr, cycle))
    told = [look for look in looks if look != NOTHING]
    assert len(told) == 9
    for place, earlier in enumerate(told):
        for later in told[place:]:
            grown = [b - a for a, b in zip(earlier, later, strict=True)]
            assert grown in ([0, 0, 0, 0], [0, 5, 0, 5])
    assert told[-1] == [0, 10, 0, 10]


def test_another_floor_tells_no_figures_that_differ_by_one_person(hr):
    """Thirteen have signed; HR raises the floor by one and looks again."""
    cycle, soft = make_review_cycle(), make_soft_skill()
    for person in people(13):
        sign(person, cycle, [soft])
    told = {}
    for floor in range(3, 15):
        Organisation.objects.update(aggregate_floor=floor)
        told[floor] = figures(hr, cycle)[3]
    assert told == dict.fromkeys(range(3, 11), 10) | dict.fromkeys(range(11, 15))


def test_what_happens_before_and_after_signing_moves_no_figure(hr, cast):
    cycle, hard, soft = make_review_cycle(), make_skill(), make_soft_skill()
    crowd = people(5)
    reviews = [sign(person, cycle, [soft]) for person in crowd]
    before = figures(hr, cycle)
    assert before == [0, 0, 0, 5]
    meeting = make_review(cast.carol, [hard], ReviewState.MEETING, cycle=cycle)
    say(meeting, Side.SHARED, None, hard, level=3)
    make_goal(crowd[0], hard)
    Review.objects.filter(pk=reviews[0].pk).update(state=ReviewState.ARCHIVED)
    sign(crowd[0], cycle, [hard, soft], revision=2, previous=reviews[0])
    assert figures(hr, cycle) == before
    say_why(cast, crowd[1])
    assert figures(hr, cycle) == before


def test_goal_counts_in_the_review_signed_next_and_in_no_other(hr):
    """Two cycles, one without the first person: the goal of that one is not the difference."""
    first, *others = people(6)
    soft = make_soft_skill()
    spring, pilot, autumn = (make_review_cycle(name=name) for name in ("S", "P", "A"))
    make_goal(first, soft)
    for person in (first, *others[:4]):
        sign(person, spring, [])
    for person in others:
        sign(person, pilot, [])
    make_goal(others[0], soft)
    for person in others:
        sign(person, autumn, [])
    told = [figures(hr, cycle)[1] for cycle in (spring, pilot, autumn)]
    assert told == [1, 0, 1]


def test_fewer_than_the_floor_are_not_told_but_for_whom_hr_said_why(hr, cast):
    cycle, soft = make_review_cycle(), make_soft_skill()
    make_goal(cast.carol, soft)
    for person in (cast.carol, *people(3)):
        sign(person, cycle, [soft])
    address = reverse("pages:review_cycle_detail", args=[cycle.public_id])
    few = hr.get(address).text
    assert figures(hr, cycle) == NOTHING
    assert "of at least 5 people who have signed" in few
    assert "None of these goals" not in few
    say_why(cast, cast.carol)
    assert figures(hr, cycle) == [0, 1, 0, 1]
    assert "3 people are left out" in hr.get(address).text
    sign(cast.dave, cycle, [soft])
    assert figures(hr, cycle) == [0, 1, 0, 5]


def test_hr_partner_reads_the_own_units_while_they_still_meet(client, cast):
    review = make_review(cast.carol, [cast.soft], ReviewState.MEETING)
    review.cycle.people.add(cast.carol)
    say(review, Side.SHARED, None, cast.soft, level=3)
    make_goal(cast.carol, cast.soft)
    client.force_login(cast.erin.user)
    assert figures(client, review.cycle) == [0, 1, 0, 1]


def test_new_relation_to_one_person_does_not_tell_of_another(hr, cast):
    """The sixth has signed too. HR begins to lead the first: the sixth does not join the five."""
    cycle, soft = make_review_cycle(), make_soft_skill()
    first, *others = people(6)
    for person in (first, *others):
        make_goal(person, soft)
        sign(person, cycle, [soft])
    assert figures(hr, cycle) == [0, 5, 0, 5]
    assign(first, manager=cast.alice)
    assert figures(hr, cycle) == [0, 1, 0, 1]


@pytest.mark.parametrize("how", ["line", "in place"])
def test_team_handed_on_does_not_tell_of_who_signed_with_it(hr, cast, how):
    """HR knows what four agreed on; a group of these and one more would tell of that one."""
    soft = make_soft_skill()
    cycle = make_review_cycle(started_at=timezone.now() - dt.timedelta(days=9))
    *team, other = people(5)
    leader = cast.alice if how == "line" else make_employee("Leader")
    for person in team:
        assign(person, manager=leader)
    if how == "in place":
        stands_in = make_delegation(leader, cast.alice)
    for person in (*team, other):
        sign(person, cycle, [soft])
    assert figures(hr, cycle) == [0, 0, 0, 4]
    if how == "line":
        Assignment.objects.filter(employee__in=team).update(valid=since(-99, until=-1))
    else:
        Delegation.objects.filter(pk=stands_in.pk).update(days=since(-3, until=-1))
    assert figures(hr, cycle) == NOTHING
