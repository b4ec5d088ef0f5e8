"""Dates of an activity in the browser: arranged, changed, cancelled with names, attended."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from skillmap.core.models import Job
from tests.factories import day, make_activity, make_plan
from training.enums import PlanState, StepState
from training.models import ActivitySession

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop(cast):
    cast.organisation.time_zone = "Europe/Madrid"
    cast.organisation.save()
    return make_activity("Workshop", {cast.soft: (1, 3)}, seats=8)


@pytest.fixture
def session(cast, workshop):
    return ActivitySession.objects.create(
        activity=workshop, starts_on=day(0), seats=1, trainer=cast.frank
    )


@pytest.fixture
def booked(cast, workshop, session):
    """Dave has the seat, Carol waits."""
    plans = []
    for person, waits in ((cast.dave, None), (cast.carol, timezone.now())):
        plan = make_plan(person, [workshop], state=PlanState.ACTIVE)
        plan.steps.update(session=session, waits_since=waits)
        plans.append(plan)
    return plans


def post(client, person, name, thing, **values):
    client.force_login(person.user)
    return client.post(reverse(f"pages:{name}", args=[thing.public_id]), values)


def get(client, person, name, thing):
    client.force_login(person.user)
    return client.get(reverse(f"pages:{name}", args=[thing.public_id]))


def test_date_is_arranged_in_the_zone_of_the_place(client, cast, workshop):
    values = {"starts_on": day(30), "time": "09:30", "seats": "", "place": "Room 5"}
    answer = post(client, cast.grace, "session_new", workshop, **values, trainer=cast.frank.number)
    assert answer.status_code == 302
    made = ActivitySession.objects.get()
    local = datetime.combine(day(30), datetime.min.time(), ZoneInfo("Europe/Madrid"))
    assert made.starts_at == local.replace(hour=9, minute=30)
    assert (made.seats, made.most, made.trainer) == (None, 8, cast.frank)
    text = get(client, cast.grace, "session_list", workshop).text
    assert "Room 5" in text
    assert "0 of 8" in text


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"starts_on": "yesterday"}, "Enter a valid date."),
        ({"starts_on": "2001-01-01"}, "This day is over."),
        ({"starts_on": "9999-12-31", "seats": "-1"}, "greater than or equal to 1"),
        ({"starts_on": "2099-01-01", "time": "25:00"}, "Enter a valid time."),
        ({"starts_on": "2099-01-01", "trainer": "nobody"}, "Nobody here has the name"),
    ],
)
def test_wrong_date_is_refused_at_its_field(client, cast, workshop, values, fault):
    answer = post(client, cast.grace, "session_new", workshop, **values)
    assert answer.status_code == 422
    assert fault in answer.text
    assert not ActivitySession.objects.exists()


def test_somebody_elses_change_is_not_overwritten(client, cast, session):
    values = {"starts_on": session.starts_on, "seats": 3, "version": 9}
    answer = post(client, cast.grace, "session_edit", session, **values)
    assert answer.status_code == 422
    assert ActivitySession.objects.get().seats == 1


def test_list_counts_seats_and_who_waits(client, cast, workshop, booked):
    (row,) = get(client, cast.grace, "session_list", workshop).context["page"]
    assert (row.taken, row.waiting) == (1, 1)


def test_cancelling_names_whom_it_touches_first(client, cast, session, booked):
    text = get(client, cast.grace, "session_cancel", session).text
    assert "2 people are touched" in text
    assert str(cast.dave) in text
    assert "on the waiting list" in text
    assert post(client, cast.grace, "session_cancel", session, reason=" ").status_code == 422
    assert post(client, cast.grace, "session_cancel", session, reason="Ill").status_code == 302
    assert Job.objects.filter(name="training.rebook_session").exists()
    assert post(client, cast.grace, "session_cancel", session, reason="Ill").status_code == 409


def test_cancelled_date_is_in_no_catalogue(client, cast, workshop, session):
    session.cancelled_at = timezone.now()
    session.save()
    client.force_login(cast.dave.user)
    page = client.get(reverse("training:activity_detail", args=[workshop.public_id]))
    assert page.context["dates"] == []


def test_cancelled_date_shows_no_seats(client, cast, workshop, session, booked):
    session.cancelled_at, session.cancel_reason = timezone.now(), "storm"
    session.save()
    client.force_login(cast.grace.user)
    row = client.get(reverse("pages:session_list", args=[workshop.public_id])).text
    assert "cancelled: storm" in row
    assert 'data-label="Seats taken">–<' in row


def test_trainer_finds_the_sheet_and_who_was_there_has_finished(client, cast, session, booked):
    client.force_login(cast.frank.user)
    page = client.get(reverse("training:activity_detail", args=[session.activity.public_id]))
    address = reverse("pages:session_attendance", args=[session.public_id])
    assert address in page.text
    sheet = client.get(address).text
    assert str(cast.dave) in sheet
    assert str(cast.carol) not in sheet
    step = booked[0].steps.get()
    assert client.post(address, {f"mark-{step.public_id}": "present"}).status_code == 302
    assert booked[0].steps.get().state == StepState.DONE


def test_sheet_takes_no_other_marks_and_no_other_people(client, cast, session, booked):
    step, waiting = (plan.steps.get() for plan in booked)
    wrong = {f"mark-{step.public_id}": "late"}
    assert post(client, cast.frank, "session_attendance", session, **wrong).status_code == 422
    foreign = {f"mark-{waiting.public_id}": "present"}
    post(client, cast.frank, "session_attendance", session, **foreign)
    assert booked[1].steps.get().state == StepState.PLANNED


@pytest.mark.parametrize("name", ["session_edit", "session_cancel", "session_attendance"])
def test_others_are_refused(client, cast, session, name):
    assert get(client, cast.dave, name, session).status_code == 403
    assert post(client, cast.dave, name, session, reason="x").status_code == 403
