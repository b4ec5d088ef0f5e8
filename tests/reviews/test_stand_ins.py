"""Who leads a review today: stand-ins on their days, new managers at once."""

from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.enums import CertificateState
from employees.services.absences import delegate, end_delegation
from reviews.enums import GoalState, ReviewState, Side
from reviews.models import Goal, ReviewEntry
from reviews.queries.board import led_reviews
from reviews.rules import can_add_goal, parts_of
from reviews.services import life, set_goal_state
from skillmap.core.errors import NotAllowedError
from tests.factories import (
    assign,
    day,
    make_certificate,
    make_certificate_type,
    make_delegation,
    make_employee,
    since,
)
from tests.reviews.season import make_goal, make_review, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(cast):
    """Carol's review, ready to meet; Bob sent the manager's part."""
    review = make_review(cast.carol, [cast.hard], ReviewState.READY, manager=cast.bob.user)
    say(review, Side.MANAGER, cast.bob.user, cast.hard, level=3, text="what Bob saw")
    return review


@pytest.mark.parametrize(
    ("first", "until", "leads"), [(-1, 1, True), (0, 1, True), (-5, 0, False), (1, 5, False)]
)
def test_a_stand_in_leads_on_the_days_named_and_on_no_other(cast, ready, first, until, leads):
    make_delegation(cast.bob, cast.frank, days=since(first, until=until))
    assert (ready in led_reviews(cast.frank.user)) is leads
    if leads:
        life.begin_meeting(actor=cast.frank.user, review=ready)
        return
    with pytest.raises(NotAllowedError):
        life.begin_meeting(actor=cast.frank.user, review=ready)


def test_what_a_manager_names_for_days_away_holds_for_reviews_and_ends_at_once(cast, ready):
    erin = make_employee("Ellen Near", user=True)
    assign(erin, "Acme/Sales", manager=cast.bob)
    row = delegate(
        actor=cast.bob.user,
        manager=cast.bob,
        stand_in=erin,
        first_day=day(0),
        until=day(9),
        today=day(0),
    )
    assert ready in led_reviews(erin.user)
    end_delegation(actor=cast.bob.user, delegation=row, today=day(0))
    assert ready not in led_reviews(erin.user)


def test_a_stand_in_signs_in_the_own_name(cast, ready):
    make_delegation(cast.bob, cast.frank)
    life.begin_meeting(actor=cast.frank.user, review=ready)
    signed = life.sign_review(actor=cast.frank.user, review=ready, now=timezone.now())
    assert (signed.signed_by, signed.content["manager"]) == (cast.frank.user, "Frank Outsider")
    assert ready.manager_author == cast.bob.user


def test_nobody_stands_in_for_a_manager_in_their_own_review(cast):
    own = make_review(cast.carol, [cast.hard], ReviewState.READY, manager=cast.bob.user)
    make_delegation(cast.bob, cast.carol)
    assert own not in led_reviews(cast.carol.user)
    with pytest.raises(NotAllowedError):
        life.begin_meeting(actor=cast.carol.user, review=own)


def test_a_stand_in_never_gets_further_than_direct_reports(cast):
    below = make_review(cast.dave, [cast.hard], ReviewState.READY, manager=cast.carol.user)
    make_delegation(cast.bob, cast.frank)
    assert parts_of(cast.frank.user, cast.dave) == frozenset()
    assert below not in led_reviews(cast.frank.user)


def test_the_new_manager_leads_from_the_next_request_on(cast, ready):
    life.begin_meeting(actor=cast.bob.user, review=ready)
    cast.carol.assignments.update(manager=cast.frank)
    with pytest.raises(NotAllowedError):
        life.sign_review(actor=cast.bob.user, review=ready, now=timezone.now())
    signed = life.sign_review(actor=cast.frank.user, review=ready, now=timezone.now())
    assert signed.signed_by == cast.frank.user


def test_what_the_manager_before_wrote_and_signed_stays_theirs(cast, ready):
    life.begin_meeting(actor=cast.bob.user, review=ready)
    life.sign_review(actor=cast.bob.user, review=ready, now=timezone.now())
    cast.carol.assignments.update(manager=cast.frank)
    fresh = life.reopen_review(actor=cast.frank.user, review=ready)
    ready.refresh_from_db()
    assert (ready.signed.signed_by, ready.manager_author) == (cast.bob.user, cast.bob.user)
    assert fresh.manager_author == cast.bob.user
    kept = ReviewEntry.objects.get(review=fresh, side=Side.MANAGER)
    assert (kept.writer, kept.text) == (cast.bob.user, "what Bob saw")


def test_the_board_says_where_to_name_a_stand_in(cast, ready, client):
    client.force_login(cast.bob.user)
    page = client.get(reverse("pages:review_list")).content.decode()
    assert reverse("pages:person_away", args=[cast.bob.public_id]) in page
    client.force_login(cast.frank.user)
    page = client.get(reverse("pages:review_list")).content.decode()
    assert reverse("pages:person_away", args=[cast.frank.public_id]) not in page


def test_a_stand_in_sets_and_changes_goals_on_the_days_named_and_on_no_other(cast, ready, client):
    life.begin_meeting(actor=cast.bob.user, review=ready)
    client.force_login(cast.frank.user)
    address = reverse("pages:review_goal", args=[ready.public_id])
    press = partial(client.post, address, {"skill": cast.hard.public_id})
    assert press().status_code == 404
    named = make_delegation(cast.bob, cast.frank)
    meeting = client.get(reverse("pages:review_meeting", args=[ready.public_id])).text
    assert "Make it a goal" in meeting
    press()
    goal = Goal.objects.get()
    assert (goal.employee, goal.created_by) == (cast.carol, cast.frank.user)
    drop = {"actor": cast.frank.user, "goal": goal, "state": GoalState.DROPPED, "reason": "no"}
    named.days = since(-9, until=0)
    named.save()
    with pytest.raises(NotAllowedError):
        set_goal_state(**drop, version=1)
    assert Goal.objects.get().state == GoalState.OPEN


def test_a_stand_in_sets_no_goal_of_somebody_further_down(cast):
    make_delegation(cast.bob, cast.frank)
    assert can_add_goal(cast.frank.user, cast.carol)
    assert not can_add_goal(cast.frank.user, cast.dave)
    assert not can_add_goal(cast.frank.user, cast.bob)


@pytest.mark.parametrize("is_held", [True, False])
def test_a_stand_in_does_not_learn_from_a_goal_whether_a_certificate_is_held(cast, client, is_held):
    kind = make_certificate_type()
    goal = make_goal(cast.carol, certificate_type=kind)
    if is_held:
        make_certificate(cast.carol, type=kind, state=CertificateState.VERIFIED)
    make_delegation(cast.bob, cast.frank)
    client.force_login(cast.frank.user)
    assert 'value="reached"' not in client.get(goal.get_absolute_url()).text
    with pytest.raises(NotAllowedError, match="may see the certificates"):
        set_goal_state(actor=cast.frank.user, goal=goal, state=GoalState.REACHED, version=1)
    assert Goal.objects.get().state == GoalState.OPEN
