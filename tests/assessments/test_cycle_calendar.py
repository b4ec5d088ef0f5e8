"""Reminders, escalation and closing on the date."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from assessments.models import AssessmentCycle
from assessments.services.cycles_calendar import keep_dates, remind_raters
from assessments.services.cycles_life import (
    ask_for_proposals,
    start_closing,
)
from skillmap.core.errors import DomainError, NotAllowedError
from skillmap.core.models import Job, Notification
from tests.assessments.cycles import (
    MANAGER,
    NAMED_PEERS,
    SELF,
    make_cycle,
    make_open_cycle,
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


def test_those_who_answered_are_not_reminded(cast):
    cycle = make_open_cycle(cast)
    rate(cycle, cast.bob, cast.carol, {cast.hard: 3, cast.soft: 3})

    assert remind_raters(actor=cast.alice.user, cycle=cycle) == 1
    assert Notification.objects.get(kind="cycle_reminder").user == cast.carol.user


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
