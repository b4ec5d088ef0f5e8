"""Seats of dated sessions: the last one goes to one, the next in line is told."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from employees.enums import EmployeeStatus
from tests.factories import day, make_activity, make_plan
from training.enums import PlanState
from training.models import ActivitySession, PlanStep
from training.services import accept_plan, dismiss_plan, propose_plan
from training.services.seats import hand_on_seats, place_in_line

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def workshop(cast):
    return make_activity("Workshop", {cast.soft: (1, 3)})


@pytest.fixture
def session(workshop):
    """One seat, in nine days."""
    return ActivitySession.objects.create(activity=workshop, starts_on=day(9), seats=1)


@pytest.fixture
def booked(workshop, session):
    """A recommendation with that session, for anybody."""

    def book(person):
        plan = make_plan(person, [workshop])
        plan.steps.update(session=session)
        return plan

    return book


def accept(plan, after=0):
    return accept_plan(actor=plan.employee.user, plan=plan, now=NOW + timedelta(minutes=after))


def waits(plan):
    return plan.steps.get().waits_since is not None


def notes(person, kind):
    return list(person.user.notifications.filter(kind=kind).values_list("title", flat=True))


def test_full_session_puts_the_next_on_its_waiting_list_and_says_so(cast, booked):
    first, second = booked(cast.dave), booked(cast.frank)
    accept(first)
    accept(second)
    assert [waits(first), waits(second)] == [False, True]
    second.refresh_from_db()
    assert second.state == PlanState.ACTIVE
    (title,) = notes(cast.frank, "seat_waiting")
    assert "is full: you are number 1 on the waiting list" in title
    assert notes(cast.dave, "seat_waiting") == []


def test_seat_given_back_goes_to_who_waits_longest(cast, booked):
    plans = [booked(person) for person in (cast.dave, cast.frank, cast.grace)]
    for minutes, plan in enumerate(plans):
        accept(plan, minutes)
    assert [place_in_line(plan.steps.get()) for plan in plans] == [0, 1, 2]
    dismiss_plan(actor=cast.dave.user, plan=plans[0], reason="Ill", now=NOW)
    assert [place_in_line(plan.steps.get()) for plan in plans[1:]] == [0, 1]
    (title,) = notes(cast.frank, "seat_free")
    assert title.startswith("A seat became free: you take part in “Workshop” on ")
    assert notes(cast.grace, "seat_free") == []


def test_proposal_holds_its_seat_until_it_is_dismissed(cast, booked):
    first, second = booked(cast.dave), booked(cast.frank)
    propose_plan(actor=cast.carol.user, plan=first, now=NOW)
    accept(second)
    assert waits(second)
    dismiss_plan(actor=cast.carol.user, plan=first, reason="No", now=NOW)
    assert not waits(second)


def test_leaver_holds_no_seat(cast, booked, session):
    first, second = booked(cast.dave), booked(cast.frank)
    accept(first)
    accept(second)
    cast.dave.status = EmployeeStatus.LEFT
    cast.dave.save()
    assert [step.plan for step in hand_on_seats([session.pk], NOW)] == [second]


@pytest.mark.parametrize("change", [{"cancelled_at": NOW}, {"starts_on": day(-1)}])
def test_nobody_gets_a_seat_where_nothing_takes_place(cast, booked, session, change):
    accept(booked(cast.dave))
    waiting = booked(cast.frank)
    accept(waiting)
    ActivitySession.objects.filter(pk=session.pk).update(seats=5, **change)
    assert hand_on_seats([session.pk], NOW) == []
    assert waits(waiting)


def test_session_without_limit_is_never_full(cast, booked, session):
    ActivitySession.objects.update(seats=None)
    plans = [booked(person) for person in (cast.dave, cast.frank)]
    assert not any(waits(accept(plan)) for plan in plans)


def test_limit_of_the_activity_counts_where_the_session_has_none(cast, booked, workshop):
    ActivitySession.objects.update(seats=None)
    workshop.seats = 1
    workshop.save()
    plans = [booked(person) for person in (cast.dave, cast.frank)]
    assert [waits(accept(plan)) for plan in plans] == [False, True]


@pytest.mark.django_db(transaction=True)
def test_last_seat_goes_to_exactly_one_of_two(cast, booked):
    """Two real transactions at once; the loser's plan runs and waits."""
    plans = [booked(person) for person in (cast.dave, cast.frank)]
    users = [plan.employee.user for plan in plans]
    barrier, faults = Barrier(2), []

    def run(user, plan):
        barrier.wait()
        try:
            accept_plan(actor=user, plan=plan, now=NOW)
        except Exception as error:  # noqa: BLE001 - told below
            faults.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in zip(users, plans, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert PlanStep.objects.filter(waits_since=None).count() == 1
    assert PlanStep.objects.filter(waits_since__isnull=False).count() == 1
