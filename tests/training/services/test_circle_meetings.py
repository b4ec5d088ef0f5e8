"""Meetings of a peer circle: one appointment in the plans of all members, moved for all."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from employees.enums import EmployeeStatus
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from tests.factories import day
from tests.training.services.circle_world import (
    DAY,
    MONDAY,
    WEEK,
    ZONES,
    begins_of,
    move,
    weeks_of,
)
from training.enums import DecisionKind, PlanState, StepState
from training.models import (
    CircleMeeting,
    PlanStep,
)
from training.queries.calendar import calendar_entries
from training.queries.meetings import meetings_of, with_meetings
from training.queries.plans import due_items
from training.services.circle_meetings import arrange_meetings, move_meeting

pytestmark = pytest.mark.django_db


def test_meetings_lie_in_one_week_at_one_hour_in_which_all_are_at_work(circle, members):
    made = arrange_meetings(circle, MONDAY)

    moments = [row.starts_at for row in made]
    assert [weeks_of(person) for person in members] == [[1, 5, 9]] * 3
    assert [(moment.date() - MONDAY.date()).days // 7 for moment in moments] == [1, 5, 9]
    for moment in moments:
        for zone in ZONES:
            local = moment.astimezone(ZoneInfo(zone))
            assert 8 <= local.hour <= 17
            assert local.weekday() < 5
    assert [begins_of(person) for person in members] == [moments] * 3


def test_calendar_says_what_a_meeting_is_about_and_nothing_of_the_others(circle, members):
    arrange_meetings(circle, MONDAY)
    entry = calendar_entries(members[0])[1]
    assert (entry.note, entry.place) == ("A hard talk", "with your peer circle")
    assert entry.length == dt.timedelta(hours=1)
    assert "Bea" not in repr(entry)


def test_arranging_again_changes_nothing_and_tells_nobody_twice(circle, members):
    arrange_meetings(circle, MONDAY)
    steps = list(PlanStep.objects.values("weeks", "version"))
    assert arrange_meetings(circle, MONDAY + 2 * WEEK) == []
    assert list(PlanStep.objects.values("weeks", "version")) == steps
    notes = members[0].user.notifications.filter(kind="circle_meeting")
    assert [note.title.split(", ")[1] for note in notes] == ["14:00 CET"]


def test_move_reaches_plans_calendars_and_notes_of_all(circle, members):
    meeting = arrange_meetings(circle, MONDAY)[1]
    before = calendar_entries(members[1])[1]
    begins = MONDAY + 6 * WEEK + dt.timedelta(days=3, hours=5)  # Thursday, 12:00 UTC

    move_meeting(actor=members[0].user, meeting=meeting, begins=begins, now=MONDAY)

    assert [weeks_of(person) for person in members] == [[1, 6, 9]] * 3
    assert [begins_of(person)[1] for person in members] == [begins] * 3
    after = calendar_entries(members[1])[1]
    assert after.uid == before.uid
    assert after.revision > before.revision
    moved = [p.user.notifications.filter(title__contains="moved").count() for p in members]
    assert moved == [0, 1, 1]
    note = members[1].user.notifications.get(title__contains="moved")
    assert "13:00 WEST" in note.title  # by the clock of Lisbon
    plan = members[2].plans.get()
    assert plan.decisions.filter(kind=DecisionKind.CHANGE).count() == 2


def test_move_within_a_week_makes_the_calendar_newer(circle, members):
    meeting = arrange_meetings(circle, MONDAY)[0]
    before = calendar_entries(members[0])[0]
    begins = meeting.starts_at + dt.timedelta(days=1)
    move_meeting(actor=members[0].user, meeting=meeting, begins=begins, now=MONDAY)
    after = calendar_entries(members[0])[0]
    assert (after.begins, after.revision) == (begins, before.revision + 1)
    assert weeks_of(members[0]) == [1, 5, 9]


@pytest.mark.parametrize(
    ("begins", "code"),
    [
        (MONDAY + 5 * WEEK - dt.timedelta(hours=1), "not_at_work"),  # 03:00 in São Paulo
        (MONDAY + 5 * WEEK + dt.timedelta(hours=9, minutes=30), "not_at_work"),  # ends at 18:30
        (MONDAY + 5 * WEEK + dt.timedelta(days=5, hours=6), "weekend"),
        (MONDAY - WEEK + dt.timedelta(hours=6), "past"),
        (MONDAY + 9 * WEEK + dt.timedelta(hours=6), "order"),  # the week of the third meeting
        (MONDAY + 1 * WEEK + dt.timedelta(hours=6), "order"),
    ],
)
def test_moment_that_does_not_fit_all_is_refused_and_nothing_moves(circle, members, begins, code):
    meeting = arrange_meetings(circle, MONDAY)[1]
    with pytest.raises(DomainError) as error:
        move_meeting(actor=members[0].user, meeting=meeting, begins=begins, now=MONDAY)
    assert error.value.code == code
    assert CircleMeeting.objects.get(pk=meeting.pk).version == 1
    assert begins not in begins_of(members[1])


def test_meeting_that_was_held_is_not_moved(circle, members):
    meeting = arrange_meetings(circle, MONDAY)[0]
    PlanStep.objects.filter(plan__employee=members[1]).update(ticked_on=[MONDAY.date()])
    later = meeting.starts_at + dt.timedelta(days=1)
    with pytest.raises(ConflictError, match="ticked off"):
        move_meeting(actor=members[0].user, meeting=meeting, begins=later, now=MONDAY)
    assert CircleMeeting.objects.get(pk=meeting.pk).version == 1


def test_second_of_two_movers_is_told(circle, members):
    meeting = arrange_meetings(circle, MONDAY)[0]
    late = CircleMeeting.objects.get(pk=meeting.pk)
    later = meeting.starts_at + dt.timedelta(days=1)
    move_meeting(actor=members[0].user, meeting=meeting, begins=later, now=MONDAY, version=1)
    with pytest.raises(ConflictError):
        move_meeting(
            actor=members[1].user,
            meeting=late,
            begins=later + dt.timedelta(days=1),
            now=MONDAY,
            version=1,
        )
    assert begins_of(members[1])[0] == later


def test_only_members_at_work_and_who_runs_the_programme_move(cast, circle, members):
    meeting = arrange_meetings(circle, MONDAY)[0]
    left = members[2]
    left.status = EmployeeStatus.LEFT
    left.save()
    later = meeting.starts_at + dt.timedelta(days=1)
    for actor in (left.user, cast.bob.user, cast.erin.user, cast.grace.user):
        with pytest.raises(NotAllowedError):
            move_meeting(actor=actor, meeting=meeting, begins=later, now=MONDAY)
    move_meeting(actor=cast.alice.user, meeting=meeting, begins=later, now=MONDAY)
    assert not left.user.notifications.filter(title__contains="moved").exists()


def test_this_week_says_when_the_circle_meets(circle, members):
    meeting = arrange_meetings(circle, MONDAY)[0]
    steps = with_meetings(PlanStep.objects.filter(plan__employee=members[0]))
    [item] = due_items(steps.select_related("plan", "activity"), (MONDAY + WEEK).date())
    assert item.meeting.begins == meeting.starts_at
    assert item.due_on == meeting.starts_at.date()


def test_ticks_count_at_the_meeting_they_were_given_for(cast, circle, members):
    arrange_meetings(circle, MONDAY)
    step = PlanStep.objects.get(plan__employee=members[1])
    step.ticked_on = [day(0)]
    step.save()
    found = meetings_of(circle, cast.alice.user)
    assert [(row.held_by, row.members, row.own_tick) for row in found] == [
        (1, 3, None),
        (0, 3, None),
        (0, 3, None),
    ]
    assert [row.own_tick for row in meetings_of(circle, members[1].user)] == [True, False, False]
    assert meetings_of(circle, members[1].user)[0].held_by is None


def test_circle_whose_members_have_no_plan_has_no_meeting_yet(circle):
    assert arrange_meetings(circle, timezone.now()) == []
    assert not CircleMeeting.objects.exists()


def test_circle_that_forms_after_the_first_sessions_meets_from_now_on(circle, members):
    now = MONDAY + 3 * WEEK
    made = arrange_meetings(circle, now)
    assert min(row.starts_at for row in made) > now
    assert [begins_of(person) for person in members] == [[row.starts_at for row in made]] * 3


def test_held_meeting_of_a_finished_plan_is_not_moved(circle, members):
    meeting = arrange_meetings(circle, MONDAY)[2]
    done = [MONDAY.date()] * 3
    PlanStep.objects.filter(plan__employee=members[1]).update(ticked_on=done, state=StepState.DONE)
    members[1].plans.update(state=PlanState.COMPLETE)
    with pytest.raises(ConflictError, match="ticked off"):
        move_meeting(
            actor=members[0].user, meeting=meeting, begins=meeting.starts_at + DAY, now=MONDAY
        )


def test_calendar_never_grows_older_when_a_session_leaves_a_meeting(circle, members):
    second = arrange_meetings(circle, MONDAY)[1]
    for days in (1, -1, 1):
        second = move(members[0], second, second.starts_at + days * DAY)
    before = {entry.uid: entry.revision for entry in calendar_entries(members[1])}
    step = PlanStep.objects.get(plan__employee=members[1])
    step.weeks, step.hours_by_week = [1, 7, 9], {"1": 1, "7": 1, "9": 1}
    step.version += 1
    step.save()
    after = {entry.uid: entry.revision for entry in calendar_entries(members[1])}
    assert all(after[uid] > before[uid] for uid in before)


def test_calendar_says_when_a_meeting_was_moved_last(circle, members):
    meeting = arrange_meetings(circle, MONDAY)[0]
    before = calendar_entries(members[1])[0].changed_at
    move(members[0], meeting, meeting.starts_at + DAY)
    assert calendar_entries(members[1])[0].changed_at > before


@pytest.mark.parametrize("day", ["0001-01-01", "2999-01-01", "9999-12-31"])
def test_impossible_day_is_refused_in_the_form(client, circle, members, day):
    meeting = arrange_meetings(circle, MONDAY)[2]
    client.force_login(members[2].user)
    answer = client.post(
        reverse("pages:meeting_move", args=[meeting.public_id]),
        {"day": day, "time": "23:30", "version": meeting.version},
    )
    assert answer.status_code == 422
    assert CircleMeeting.objects.get(pk=meeting.pk).version == 1


def test_meeting_is_not_moved_centuries_ahead(circle, members):
    meeting = arrange_meetings(circle, MONDAY)[2]
    begins = dt.datetime(2999, 1, 2, 14, tzinfo=dt.UTC)
    with pytest.raises(DomainError) as error:
        move(members[0], meeting, begins)
    assert error.value.field == "day"


def test_circle_is_held_before_plans_wherever_meetings_are_written(circle, members):
    meeting = arrange_meetings(circle, MONDAY)[0]
    for write in (
        lambda: arrange_meetings(circle, MONDAY),
        lambda: move(members[0], meeting, meeting.starts_at + DAY),
    ):
        with CaptureQueriesContext(connection) as asked:
            write()
        held = [row["sql"] for row in asked if "FOR UPDATE" in row["sql"]]
        assert ["peercircle" in sql for sql in held] == [True, False]
