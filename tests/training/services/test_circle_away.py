"""Meetings of a peer circle and the days on which its members are away."""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from employees.enums import EmployeeStatus
from employees.models import Absence
from skillmap.core.errors import DomainError
from tests.training.services.circle_world import (
    DAY,
    MONDAY,
    WEEK,
    begins_of,
    move,
)
from training.models import (
    CircleMeeting,
)
from training.queries.meetings import away_at
from training.services.circle_meetings import arrange_meetings

pytestmark = pytest.mark.django_db


def test_meeting_is_not_moved_to_a_day_on_which_members_are_away(circle, members):
    meeting = arrange_meetings(circle, MONDAY)[1]
    begins = meeting.starts_at + DAY  # Thursday
    for person in members[1:]:
        Absence.objects.create(employee=person, days=DateRange(begins.date(), begins.date() + DAY))
    with pytest.raises(DomainError) as error:
        move(members[0], meeting, begins)
    assert (error.value.code, error.value.field) == ("away", "day")
    assert error.value.message == "Bea B and Cem C are away on that day."
    assert CircleMeeting.objects.get(pk=meeting.pk).version == 1
    move(members[0], meeting, begins + DAY)


def test_day_away_is_one_by_the_clock_of_the_person(circle, members):
    meeting = arrange_meetings(circle, MONDAY)[1]
    members[1].time_zone = "Pacific/Honolulu"
    members[1].save()
    monday = (MONDAY + 5 * WEEK).date()
    Absence.objects.create(employee=members[1], days=DateRange(monday, monday + DAY))
    tuesday = dt.datetime.combine(monday + DAY, dt.time(5), dt.UTC)  # still Monday there
    assert away_at(circle, tuesday, MONDAY.date()) == [members[1]]
    assert away_at(circle, tuesday + dt.timedelta(hours=6), MONDAY.date()) == []
    assert meeting.starts_at.date() == monday + 2 * DAY


def test_who_is_away_at_the_old_moment_too_does_not_hold_the_others_up(circle, members):
    meeting = arrange_meetings(circle, MONDAY)[1]
    away, _left = members[1:]
    away.status = EmployeeStatus.LEAVE  # and nobody knows until when
    away.save()
    Absence.objects.create(
        employee=members[2], days=DateRange(meeting.starts_at.date(), MONDAY.date() + 8 * WEEK)
    )
    assert away_at(circle, meeting.starts_at, MONDAY.date()) == members[1:]
    move(members[0], meeting, meeting.starts_at + DAY)
    assert begins_of(members[0])[1] == meeting.starts_at


def test_who_is_back_from_leave_by_then_is_not_away(circle, members):
    back = (MONDAY + 3 * WEEK).date()
    members[1].status = EmployeeStatus.LEAVE
    members[1].save()
    Absence.objects.create(employee=members[1], days=DateRange(MONDAY.date(), back))
    assert away_at(circle, MONDAY + 2 * WEEK, MONDAY.date()) == [members[1]]
    assert away_at(circle, MONDAY + 4 * WEEK, MONDAY.date()) == []


def test_who_has_left_is_never_named_as_away(circle, members):
    meeting = arrange_meetings(circle, MONDAY)[1]
    begins = meeting.starts_at + DAY
    Absence.objects.create(employee=members[1], days=DateRange(begins.date(), None))
    members[1].status = EmployeeStatus.LEFT
    members[1].save()
    move(members[0], meeting, begins)
    assert begins_of(members[0])[1] == begins
