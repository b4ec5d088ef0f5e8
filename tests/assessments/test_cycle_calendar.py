"""Reminders, escalation and closing on the date."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from assessments.enums import CycleState, RaterKind
from assessments.models import AssessmentCycle
from assessments.services import cycles_calendar
from assessments.services.cycles_calendar import keep_dates, remind_raters
from assessments.services.cycles_life import (
    ask_for_proposals,
    start_closing,
)
from assessments.services.cycles_notes import board_link
from assessments.services.cycles_raters import propose_rater
from employees.enums import EmployeeStatus
from employees.models import Employee
from skillmap.core.errors import DomainError, NotAllowedError
from skillmap.core.models import Job, Notification
from tests.assessments.cycles import (
    ANONYMOUS_PEERS,
    MANAGER,
    NAMED_PEERS,
    SELF,
    make_cycle,
    make_open_cycle,
    participant,
    rate,
)

pytestmark = pytest.mark.django_db


def test_reminders_go_once_on_the_days_chosen(cast, django_capture_on_commit_callbacks):
    cycle = make_open_cycle(cast, remind_days=(7, 2), escalate_days=None)
    week_before = cycle.closes_on - timedelta(days=7)
    with django_capture_on_commit_callbacks(execute=True):
        keep_dates(week_before - timedelta(days=1))
        assert not Notification.objects.filter(kind="cycle_reminder").exists()
        keep_dates(week_before)
        keep_dates(week_before)

    reminded = Notification.objects.filter(kind="cycle_reminder")
    assert sorted(note.user.name for note in reminded) == ["Bob Boss", "Carol Report"]
    assert sorted(address for sent in mail.outbox for address in sent.to) == sorted(
        [cast.bob.user.email, cast.carol.user.email]
    )


def test_a_cycle_that_somebody_moved_on_meanwhile_stops_no_other(cast, monkeypatch):
    cycles = [make_open_cycle(cast), make_open_cycle(cast)]
    begin = start_closing

    def close_by_hand_first(*, actor, cycle):
        AssessmentCycle.objects.filter(pk=cycles[0].pk).update(state=CycleState.CLOSED)
        return begin(actor=actor, cycle=cycle)

    monkeypatch.setattr(cycles_calendar, "start_closing", close_by_hand_first)
    keep_dates(cycles[0].closes_on + timedelta(days=1))

    job = Job.objects.get(name="assessments.close_cycle")
    assert job.arguments["cycle_id"] == cycles[1].pk


def test_those_who_answered_are_not_reminded(cast):
    cycle = make_open_cycle(cast)
    rate(cycle, cast.bob, cast.carol, {cast.hard: 3, cast.soft: 3})

    assert remind_raters(actor=cast.alice.user, cycle=cycle) == 1
    assert Notification.objects.get(kind="cycle_reminder").user == cast.carol.user


def test_reminding_by_hand_does_not_count_who_has_not_answered_anonymously(cast):
    """Or asking again after somebody says to have answered would tell whether it is true."""
    cycle = make_open_cycle(cast, kinds=(SELF, ANONYMOUS_PEERS))
    propose_rater(
        actor=cast.bob.user,
        participant=participant(cycle, cast.carol),
        rater=cast.frank,
        kind=RaterKind.PEER,
        now=timezone.now(),
    )

    assert remind_raters(actor=cast.alice.user, cycle=cycle) == 1
    assert Notification.objects.filter(kind="feedback_reminder").get().user == cast.frank.user


def test_people_who_left_are_neither_reminded_nor_missed(cast):
    cycle = make_open_cycle(cast, cast.carol, cast.dave, escalate_days=1, remind_days=())
    Employee.objects.filter(pk=cast.dave.pk).update(status=EmployeeStatus.LEFT)

    assert remind_raters(actor=cast.alice.user, cycle=cycle) == 2
    keep_dates(cycle.closes_on - timedelta(days=1))

    assert not Notification.objects.filter(kind="cycle_reminder", user=cast.dave.user).exists()
    titles = [note.title for note in Notification.objects.filter(kind="cycle_late")]
    assert not any("Dave" in title for title in titles)
    assert any("2 people have not done their part yet" in title for title in titles)


def test_hr_learns_who_is_late_when_the_maker_runs_it_no_more(cast):
    cycle = make_open_cycle(cast, escalate_days=1, remind_days=())
    AssessmentCycle.objects.filter(pk=cycle.pk).update(created_by=cast.grace.user)

    keep_dates(cycle.closes_on - timedelta(days=1))

    link = board_link(cycle)
    told = Notification.objects.filter(kind="cycle_late", link=link)
    assert {note.user for note in told} == {cast.alice.user}


def test_managers_learn_who_is_late(cast):
    cycle = make_open_cycle(cast, cast.carol, cast.dave, escalate_days=1, remind_days=())
    keep_dates(cycle.closes_on - timedelta(days=1))

    late = {n.user.name: n.title for n in Notification.objects.filter(kind="cycle_late")}
    assert set(late) == {"Bob Boss", "Carol Report", "Alice Admin"}
    assert "Dave Indirect" in late["Carol Report"]


def test_the_scheduler_closes_on_the_day_after_the_last(cast):
    cycle = make_open_cycle(cast)
    keep_dates(cycle.closes_on)
    assert not Job.objects.exists()

    keep_dates(cycle.closes_on + timedelta(days=1))
    keep_dates(cycle.closes_on + timedelta(days=1))

    assert [job.name for job in Job.objects.all()] == ["assessments.close_cycle"]


def test_closing_by_hand_is_for_those_who_run_it(cast):
    cycle = make_open_cycle(cast)

    with pytest.raises(NotAllowedError):
        start_closing(actor=cast.bob.user, cycle=cycle)


def test_people_are_asked_for_raters_and_then_see_the_draft(cast):
    cycle = make_cycle(cast, kinds=(SELF, NAMED_PEERS))
    assert not AssessmentCycle.objects.visible_to(cast.carol.user).exists()

    asked = ask_for_proposals(actor=cast.alice.user, cycle=cycle, now=timezone.now())

    assert asked == 1
    assert AssessmentCycle.objects.visible_to(cast.carol.user).get() == cycle


def test_nobody_is_asked_for_raters_that_the_rule_assigns(cast):
    cycle = make_cycle(cast, kinds=(SELF, MANAGER))

    with pytest.raises(DomainError):
        ask_for_proposals(actor=cast.alice.user, cycle=cycle, now=timezone.now())
