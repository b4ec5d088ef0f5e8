"""Dates are arranged, changed and cancelled; people booked on them are told and planned anew."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.models import Evidence
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import Job, Notification
from tests.factories import day, make_activity, make_plan
from training.enums import PlanState, StepState
from training.models import ActivitySession, Completion
from training.services.reminders import remind_of_plans
from training.services.sessions import (
    SessionContent,
    cancel_session,
    create_session,
    edit_session,
    rebook_session,
    record_attendance,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def workshop(cast):
    return make_activity("Workshop", {cast.soft: (1, 3)})


@pytest.fixture
def session(cast, workshop):
    return create_session(
        actor=cast.grace.user,
        activity=workshop,
        content=SessionContent(starts_on=day(14), seats=1, trainer=cast.frank),
        now=NOW,
    )


@pytest.fixture
def plans(cast, workshop, session):
    """Dave has the seat, Carol waits."""
    found = []
    for person, waits in ((cast.dave, None), (cast.carol, NOW)):
        plan = make_plan(person, [workshop], state=PlanState.ACTIVE)
        week = (session.starts_on - plan.week_zero).days // 7
        plan.steps.update(
            session=session,
            waits_since=waits,
            weeks=[week],
            start_week=week,
            hours_by_week={str(week): 2.0},
        )
        found.append(plan)
    return found


def edit(cast, session, **content):
    values = {"starts_on": session.starts_on, "seats": session.seats, "trainer": session.trainer}
    return edit_session(
        actor=cast.grace.user,
        session=session,
        content=SessionContent(**{**values, **content}),
        now=NOW,
    )


def cancel(cast, session, reason="The trainer is ill"):
    return cancel_session(actor=cast.grace.user, session=session, reason=reason, now=NOW)


def titles(person, kind):
    return list(person.user.notifications.filter(kind=kind).values_list("title", flat=True))


def test_more_seats_go_to_who_waits(cast, session, plans):
    edit(cast, session, seats=2)
    assert plans[1].steps.get().waits_since is None
    assert len(titles(cast.carol, "seat_free")) == 1


def test_fewer_seats_than_people_are_refused(cast, session, plans):
    with pytest.raises(DomainError) as error:
        edit(cast, session, seats=0)
    assert (error.value.field, error.value.message) == ("seats", "1 people have a seat already.")


def test_another_place_is_told_to_everybody_booked(cast, session, plans):
    edit(cast, session, place="Room 5")
    for person in (cast.dave, cast.carol):
        (title,) = titles(person, "session_changed")
        assert "time or place" in title


def test_booked_date_does_not_move_to_another_week(cast, session, plans):
    with pytest.raises(DomainError) as error:
        edit(cast, session, starts_on=day(28))
    assert error.value.field == "starts_on"


def test_free_date_moves_anywhere(cast, session):
    assert edit(cast, session, starts_on=day(28)).starts_on == day(28)


def test_same_date_twice_is_refused(cast, session, workshop):
    content = SessionContent(starts_on=session.starts_on)
    with pytest.raises(DomainError) as error:
        create_session(actor=cast.grace.user, activity=workshop, content=content, now=NOW)
    assert error.value.code == "twice"


def test_date_in_the_past_is_refused(cast, workshop):
    with pytest.raises(DomainError) as error:
        create_session(
            actor=cast.grace.user,
            activity=workshop,
            content=SessionContent(starts_on=day(-1)),
            now=NOW,
        )
    assert error.value.code == "past"


def test_cancellation_plans_everybody_anew_and_tells_them(cast, session, plans, workshop):
    other = ActivitySession.objects.create(activity=workshop, starts_on=day(35), seats=5)
    cancel(cast, session)
    job = Job.objects.get(name="training.rebook_session")
    assert job.arguments == {"session_id": session.pk}
    assert rebook_session(session, NOW) == 2
    for plan in plans:
        step = plan.steps.get()
        assert (step.session, step.waits_since) == (other, None)
        (title,) = titles(plan.employee, "session_cancelled")
        assert "is cancelled; your plan now has" in title
    assert rebook_session(session, NOW) == 0


def test_cancellation_without_another_date_says_to_choose_another_step(cast, session, plans):
    cancel(cast, session)
    rebook_session(session, NOW)
    assert plans[0].steps.get().session is None
    (title,) = titles(cast.dave, "session_cancelled")
    assert "choose another step" in title


def test_cancellation_needs_a_reason_and_happens_once(cast, session):
    with pytest.raises(DomainError) as error:
        cancel(cast, session, "  ")
    assert error.value.field == "reason"
    cancel(cast, session)
    assert not Job.objects.exists()  # nobody was booked
    for again in (cancel, edit):
        with pytest.raises(ConflictError):
            again(cast, session)


@pytest.mark.parametrize("name", ["dave", "bob", "frank", "heidi"])
def test_dates_are_not_arranged_by_others(cast, session, workshop, name):
    user, content = cast.viewer(name), SessionContent(starts_on=day(40))
    for write in (
        lambda: create_session(actor=user, activity=workshop, content=content, now=NOW),
        lambda: edit_session(actor=user, session=session, content=content, now=NOW),
        lambda: cancel_session(actor=user, session=session, reason="x", now=NOW),
    ):
        with pytest.raises(NotAllowedError):
            write()


def attend(cast, session, step, mark, by="frank"):
    marks = {step.public_id: mark}
    return record_attendance(actor=cast.viewer(by), session=session, marks=marks, now=NOW)


@pytest.mark.parametrize("by", ["frank", "grace", "alice"])
def test_who_was_there_has_finished_the_activity(cast, session, plans, by):
    ActivitySession.objects.update(starts_on=day(0))
    session.refresh_from_db()
    assert attend(cast, session, plans[0].steps.get(), "present", by) == 1
    assert plans[0].steps.get().state == StepState.DONE
    assert Completion.objects.get().employee == cast.dave
    assert attend(cast, session, plans[0].steps.get(), "present", by) == 0


def test_who_was_absent_has_not(cast, session, plans):
    ActivitySession.objects.update(starts_on=day(0))
    session.refresh_from_db()
    attend(cast, session, plans[0].steps.get(), "absent")
    assert plans[0].steps.get().attendance == "absent"
    assert not Completion.objects.exists()


@pytest.mark.parametrize("mark", ["absent", ""])
def test_corrected_mark_takes_the_completion_back(cast, session, plans, mark):
    ActivitySession.objects.update(starts_on=day(0))
    session.refresh_from_db()
    attend(cast, session, plans[0].steps.get(), "present")
    attend(cast, session, plans[0].steps.get(), mark)
    step = plans[0].steps.get()
    assert (step.state, step.done_on, step.attendance) == (StepState.PLANNED, None, mark)
    assert not Completion.objects.exists()
    assert not Evidence.objects.standing().exists()
    attend(cast, session, step, "present")
    assert plans[0].steps.get().state == StepState.DONE
    assert Evidence.objects.standing().exists()


def test_who_waits_is_not_on_the_sheet(cast, session, plans):
    ActivitySession.objects.update(starts_on=day(0))
    session.refresh_from_db()
    assert attend(cast, session, plans[1].steps.get(), "present") == 0


@pytest.mark.parametrize("by", ["dave", "bob", "carol", "erin", "heidi"])
def test_sheet_is_not_kept_by_others(cast, session, plans, by):
    with pytest.raises(NotAllowedError):
        attend(cast, session, plans[0].steps.get(), "present", by)


def test_sheet_opens_with_the_last_meeting(cast, session, plans, workshop):
    ActivitySession.objects.update(starts_on=day(-3))
    workshop.sessions = 3
    workshop.save()
    session = ActivitySession.objects.get()
    with pytest.raises(DomainError) as error:
        attend(cast, session, plans[0].steps.get(), "present")
    assert error.value.code == "early"


def test_unknown_mark_is_refused(cast, session, plans):
    ActivitySession.objects.update(starts_on=day(0))
    session.refresh_from_db()
    with pytest.raises(DomainError):
        attend(cast, session, plans[0].steps.get(), "drop table")


def test_near_date_and_late_step_are_told_once(cast, session, plans):
    ActivitySession.objects.update(starts_on=day(2))
    late = make_plan(
        cast.frank, [make_activity("Film")], state=PlanState.ACTIVE,
        week_zero=day(-timezone.localdate().weekday()) - timedelta(weeks=2),
    )  # fmt: skip
    assert [remind_of_plans(NOW), remind_of_plans(NOW)] == [2, 0]
    (note,) = cast.dave.user.notifications.all()
    assert note.title.startswith("“Workshop” takes place on ")
    assert titles(cast.carol, "session_soon") == []  # she waits for a seat
    (title,) = titles(cast.frank, "step_late")
    assert title.startswith("“Film” was due by ")
    assert late.steps.get().sessions_done == 0


def test_seat_of_somebody_who_left_is_handed_on_in_the_morning(cast, session, plans):
    cast.dave.status = "left"
    cast.dave.save()
    remind_of_plans(NOW)
    assert plans[1].steps.get().waits_since is None
    assert Notification.objects.filter(kind="seat_free").count() == 1
