"""The calendar feed as calendar programs read it: parsed again, field by field."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from employees.models import Site
from tests.factories import make_activity, make_plan
from training.api.calendar import calendar_file
from training.enums import PlanState
from training.models import ActivitySession
from training.queries.calendar import calendar_entries

pytestmark = pytest.mark.django_db
LINK = "https://skills.example/people/x/plan/"
MADRID = ZoneInfo("Europe/Madrid")


def events(person):
    """Events of the feed by title."""
    calendar = Calendar.from_ical(calendar_file(calendar_entries(person), LINK))
    assert calendar["version"] == "2.0"
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


@pytest.fixture
def plan(cast):
    """Four weekly films; week 0 is the week of 5 October 2026."""
    film = make_activity("A film", hours_per_session="0.25", sessions=4)
    plan = make_plan(cast.dave, [film], state=PlanState.ACTIVE, week_zero=dt.date(2026, 10, 5))
    hours = {str(week): 0.25 for week in range(4)}
    plan.steps.update(weeks=[0, 1, 2, 3], hours_by_week=hours)
    return plan


@pytest.fixture
def dated(cast):
    """Three live meetings from 15 October, 17:30 in Madrid, over the end of summer time."""
    site = Site.objects.create(name="Madrid", time_zone="Europe/Madrid")
    class_ = make_activity(
        "A class", sessions=3, hours_per_session="1.5", venue="onsite", site=site
    )
    moment = dt.datetime(2026, 10, 15, 17, 30, tzinfo=MADRID)
    session = ActivitySession.objects.create(
        activity=class_, starts_on=moment.date(), starts_at=moment
    )
    plan = make_plan(cast.dave, [class_], state=PlanState.ACTIVE, week_zero=dt.date(2026, 10, 5))
    plan.steps.update(weeks=[1, 2, 3], session=session)
    return plan


def test_session_without_a_time_is_a_day_that_blocks_nothing(cast, plan):
    found = events(cast.dave)
    assert list(found) == [f"A film ({n} of 4)" for n in range(1, 5)]
    second = found["A film (2 of 4)"]
    assert second.decoded("dtstart") == dt.date(2026, 10, 12)
    assert second.decoded("dtend") == dt.date(2026, 10, 13)
    assert second["transp"] == "TRANSPARENT"
    assert str(second["description"]) == "At any time this week, 15 minutes."


def test_dated_session_keeps_its_hour_of_the_day_when_the_clocks_change(cast, dated):
    found = list(events(cast.dave).values())
    starts = [event.decoded("dtstart") for event in found]
    assert [start.astimezone(MADRID).strftime("%d %H:%M") for start in starts] == [
        "15 17:30",
        "22 17:30",
        "29 17:30",
    ]
    assert [start.utcoffset() for start in starts] == [dt.timedelta(hours=n) for n in (2, 2, 1)]
    assert found[0].decoded("dtend") - starts[0] == dt.timedelta(minutes=90)
    assert (found[0]["dtstart"].params["TZID"], found[0]["transp"]) == ("Europe/Madrid", "OPAQUE")
    assert str(found[0]["location"]) == "Madrid"


def test_zone_is_defined_in_the_file(cast, dated):
    calendar = Calendar.from_ical(calendar_file(calendar_entries(cast.dave), LINK))
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Madrid"]


def test_session_of_a_known_day_without_hour_is_that_day(cast, dated):
    ActivitySession.objects.update(starts_at=None)
    assert events(cast.dave)["A class (2 of 3)"].decoded("dtstart") == dt.date(2026, 10, 22)


def test_entry_keeps_its_identity_when_it_moves_and_says_that_it_changed(cast, plan):
    before = events(cast.dave)["A film (3 of 4)"]
    step = plan.steps.get()
    step.weeks, step.version = [2, 3, 4, 5], 2
    step.save()
    after = events(cast.dave)["A film (3 of 4)"]
    assert after["uid"] == before["uid"]
    assert after.decoded("dtstart") == before.decoded("dtstart") + dt.timedelta(weeks=2)
    assert int(after["sequence"]) == int(before["sequence"]) + 1


def test_same_plan_gives_the_same_bytes(cast, plan):
    first, second = (calendar_file(calendar_entries(cast.dave), LINK) for _ in range(2))
    assert first == second


def test_nothing_of_levels_reasons_or_other_people_is_in_the_file(cast, plan):
    plan.steps.update(why="Closes the gap: you are at 1.2 of 5")
    make_plan(cast.carol, [make_activity("Of somebody else")], state=PlanState.ACTIVE)
    text = calendar_file(calendar_entries(cast.dave), LINK).decode()
    assert "1.2 of 5" not in text
    assert "Of somebody else" not in text
    assert cast.dave.number not in text


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.PROPOSED, PlanState.DISMISSED])
def test_plan_that_does_not_run_is_not_in_the_calendar(cast, plan, state):
    plan.state = state
    plan.save()
    assert events(cast.dave) == {}


def test_title_cannot_add_lines_of_its_own(cast, plan):
    evil = "Course\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Free beer; yes, really"
    plan.steps.get().activity.__class__.objects.update(title=evil)
    calendar = Calendar.from_ical(calendar_file(calendar_entries(cast.dave), LINK))
    found = list(calendar.walk("VEVENT"))
    assert len(found) == 4
    assert all(str(event["summary"]).startswith("Course") for event in found)
