"""Reminders of a season: who is told, on which days, and never twice."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from employees.enums import EmployeeStatus
from employees.models import Employee
from reviews.enums import ReviewCycleState, ReviewState
from reviews.models import ReviewReminder
from reviews.services.reminders import keep_review_cycles, remind_now
from skillmap.core.errors import ConflictError, NotAllowedError
from skillmap.core.models import Notification
from tests.factories import day, make_delegation
from tests.reviews.season import make_review, make_review_cycle

pytestmark = pytest.mark.django_db
TODAY = day(0)


@pytest.fixture
def season(cast):
    """Carol's review is being prepared, Bob leads it; two weeks are left."""
    cycle = make_review_cycle(prepare_by=day(14), sign_by=day(28), created_by=cast.alice.user)
    return make_review(cast.carol, [cast.hard], cycle=cycle).cycle


def told(kind: str = "review_reminder") -> dict[str, str]:
    return {n.user.name: n.title for n in Notification.objects.filter(kind=kind)}


def test_both_sides_are_reminded_on_the_days_chosen_once(
    cast, season, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        keep_review_cycles(season.prepare_by - timedelta(days=8))
        assert told() == {}
        keep_review_cycles(season.prepare_by - timedelta(days=7))
        keep_review_cycles(season.prepare_by - timedelta(days=7))

    assert set(told()) == {"Carol Report", "Bob Boss"}
    assert Notification.objects.filter(kind="review_reminder").count() == 2
    assert "prepare your part" in told()["Carol Report"]
    assert "1 review of your team" in told()["Bob Boss"]
    assert sorted(address for sent in mail.outbox for address in sent.to) == sorted(
        [cast.carol.user.email, cast.bob.user.email]
    )
    keep_review_cycles(season.prepare_by - timedelta(days=2))
    assert Notification.objects.filter(kind="review_reminder").count() == 4


def test_where_nobody_leads_whoever_began_the_cycle_is_reminded(cast, season):
    cast.carol.assignments.update(manager=None)
    remind_now(actor=cast.alice.user, cycle=season, today=TODAY)
    assert set(told()) == {"Carol Report", cast.alice.user.name}


def test_who_has_done_their_part_is_left_alone(cast, season):
    season.reviews.update(self_submitted_at=timezone.now())
    remind_now(actor=cast.alice.user, cycle=season, today=TODAY)
    assert set(told()) == {"Bob Boss"}


def test_a_signed_review_waits_for_the_answer_only(cast):
    cycle = make_review_cycle(prepare_by=day(-9), sign_by=day(2))
    make_review(cast.carol, [cast.hard], ReviewState.SIGNED, manager=cast.bob.user, cycle=cycle)
    keep_review_cycles(TODAY)
    assert "waits for your answer" in told()["Carol Report"]
    assert set(told()) == {"Carol Report"}


def test_before_parts_are_due_nobody_is_pressed_to_meet(cast):
    cycle = make_review_cycle(prepare_by=day(1), sign_by=day(7), remind_days=[7])
    make_review(cast.carol, [cast.hard], ReviewState.READY, manager=cast.bob.user, cycle=cycle)
    keep_review_cycles(TODAY)
    assert told() == {}


def test_a_stand_in_is_reminded_in_the_place_of_the_manager(cast, season):
    make_delegation(cast.bob, cast.dave)
    remind_now(actor=cast.alice.user, cycle=season, today=TODAY)
    assert set(told()) == {"Carol Report", cast.dave.user.name}


@pytest.mark.parametrize(("away", "left"), [("bob", ["carol", "alice"]), ("carol", ["bob"])])
def test_nobody_is_reminded_who_is_not_here(cast, season, away, left):
    Employee.objects.filter(pk=cast.people[away].pk).update(status=EmployeeStatus.LEAVE)
    remind_now(actor=cast.alice.user, cycle=season, today=TODAY)
    assert set(told()) == {cast.people[name].user.name for name in left}


def test_late_ones_are_named_to_who_leads_them_and_counted_for_hr(cast, season):
    keep_review_cycles(season.prepare_by - timedelta(days=1))
    late = told("review_late")
    assert set(late) == {"Bob Boss", "Alice Admin"}
    assert "Carol Report" in late["Bob Boss"]
    assert "2 people" in late["Alice Admin"]


def test_hr_reminds_now_but_nobody_twice_a_day(cast, season):
    assert remind_now(actor=cast.alice.user, cycle=season, today=TODAY) == 2
    assert remind_now(actor=cast.alice.user, cycle=season, today=TODAY) == 0
    assert remind_now(actor=cast.alice.user, cycle=season, today=day(1)) == 2
    assert {row.sent_by for row in ReviewReminder.objects.all()} == {cast.alice.user}


@pytest.mark.parametrize("name", ["bob", "carol", "erin", "grace", "heidi"])
def test_others_remind_nobody(cast, season, name):
    with pytest.raises(NotAllowedError):
        remind_now(actor=cast.viewer(name), cycle=season, today=TODAY)
    assert told() == {}


def test_a_closed_season_reminds_nobody(cast, season):
    season.state = ReviewCycleState.CLOSED
    season.save()
    keep_review_cycles(season.prepare_by - timedelta(days=7))
    with pytest.raises(ConflictError):
        remind_now(actor=cast.alice.user, cycle=season, today=TODAY)
    assert told() == {}


def test_the_board_shows_who_was_reminded_when(cast, season, client):
    client.force_login(cast.alice.user)
    url = reverse("pages:review_cycle_act", args=[season.public_id])
    assert b"2 people were reminded" in client.post(url, {"act": "remind"}, follow=True).content
    page = client.get(reverse("pages:review_cycle_detail", args=[season.public_id])).content
    assert b"Bob Boss reminded" in page
    assert page.decode().count("reminded ") - page.decode().count("is reminded ") == 2


@pytest.mark.parametrize("days", ["7 days", "7,5,4,3,2,1", "-3", "1000"])
def test_odd_days_are_refused_at_their_field(cast, client, days):
    client.force_login(cast.alice.user)
    response = client.post(reverse("pages:review_cycle_new"), {"remind_days": days})
    assert response.status_code == 422
    assert b"numbers of days" in response.content


def test_days_of_a_draft_are_kept(cast, client):
    cycle = make_review_cycle(state=ReviewCycleState.DRAFT)
    client.force_login(cast.alice.user)
    url = reverse("pages:review_cycle_edit", args=[cycle.public_id])
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    assert values["remind_days"] == "7, 2"
    client.post(url, values | {"remind_days": "3; 5", "escalate_days": ""})
    cycle.refresh_from_db()
    assert (cycle.remind_days, cycle.escalate_days) == ([5, 3], None)
