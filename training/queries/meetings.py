"""Meetings of peer circles: one appointment for all members, and the step each has for it.

A session of a step is held at the meeting that lies in its week. Weeks of meetings are those of
UTC, in which every meeting lies between Monday and Friday.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.formats import date_format

from employees.enums import EmployeeStatus
from employees.models import Employee
from employees.models.people import EmployeeQuerySet
from skillmap.core.models import Organisation, Viewer
from training.enums import PlanState
from training.models import (
    CircleMeeting,
    PeerCircle,
    PlanStep,
    Programme,
    ProgrammeMember,
    TemplateResult,
)

DAY_STARTS, DAY_ENDS = 8, 18  # of work, by the clock of each person
MEETING_DAY = 2  # Wednesday: a working day around the whole globe
FOLLOWED = (PlanState.PROPOSED, PlanState.ACTIVE, PlanState.COMPLETE)
WEEK = dt.timedelta(weeks=1)


@dataclass(frozen=True)
class Appointment:
    """The meeting of a circle for which a session of a step is held; `circle` is its public id."""

    number: int
    begins: dt.datetime
    about: str
    circle: str
    changed_at: dt.datetime


def with_meetings(steps: QuerySet[PlanStep]) -> QuerySet[PlanStep]:
    """Steps that know the meetings of the person's circle; asks nothing more of the database."""
    meetings = CircleMeeting.objects.filter(
        circle__cohort__programme__meeting=OuterRef("activity"),
        circle__members__employee=OuterRef("plan__employee"),
        circle__members__use__results__plan=OuterRef("plan"),
    ).order_by("number")
    row = JSONObject(
        number="number",
        begins="starts_at",
        agendas="circle__cohort__programme__agendas",
        circle="circle__public_id",
        revision="version",
        changed="updated_at",
    )
    return steps.annotate(meetings=ArraySubquery(meetings.values(row=row)))


def appointment_of(step: PlanStep, session: int) -> Appointment | None:
    """When the circle meets for this session (from 0) of a step read by `with_meetings`."""
    if session >= len(step.weeks):
        return None
    monday = step.plan.week_zero + step.weeks[session] * WEEK
    for row in getattr(step, "meetings", None) or ():
        begins = dt.datetime.fromisoformat(row["begins"]).astimezone(dt.UTC)
        if monday_of_meeting(begins) == monday:
            about = Programme(agendas=row["agendas"]).agenda_of(row["number"])
            changed_at = dt.datetime.fromisoformat(row["changed"])
            return Appointment(row["number"], begins, about, row["circle"], changed_at)
    return None


def revision_of(step: PlanStep) -> int:
    """Grows with every change of a step read by `with_meetings` and every move of a meeting, also
    when a session is held for another meeting from now on, or for none."""
    moves: list[int] = [row["revision"] for row in getattr(step, "meetings", None) or ()]
    return step.version + sum(moves)


def next_appointment(step: PlanStep) -> Appointment | None:
    """When the circle meets for the next session of a step; None where it does not."""
    return appointment_of(step, step.sessions_done)


def coming_appointment(step: PlanStep) -> Appointment | None:
    """When the circle meets first for what is left of a step; None where it does not."""
    left = range(step.sessions_done, len(step.weeks))
    return next(filter(None, (appointment_of(step, session) for session in left)), None)


def monday_of_meeting(begins: dt.datetime) -> dt.date:
    """The Monday of the week in which a meeting lies."""
    day = begins.astimezone(dt.UTC).date()
    return day - dt.timedelta(days=day.weekday())


def mondays_of(step: PlanStep) -> list[dt.date]:
    """The weeks in which the circle meets for a step read by `with_meetings`, in their order."""
    moments = [row["begins"] for row in getattr(step, "meetings", None) or ()]
    return [monday_of_meeting(dt.datetime.fromisoformat(moment)) for moment in moments]


def earliest_monday(now: dt.datetime) -> dt.date:
    """The Monday of the first week whose meeting day is still to come."""
    return monday_of_meeting(now + WEEK - dt.timedelta(days=MEETING_DAY))


def weeks_at_meetings(
    step: PlanStep, mondays: Sequence[dt.date], now: dt.datetime
) -> tuple[int, ...]:
    """The weeks of a step whose sessions to come are held at the meetings to come, in their order;
    what is left over follows in its own rhythm."""
    begins = step.plan.week_zero
    done, left = step.weeks[: step.sessions_done], step.weeks[step.sessions_done :]
    first = max([(earliest_monday(now) - begins).days // 7, 0, *(week + 1 for week in done)])
    weeks = ((monday - begins).days // 7 for monday in mondays)
    coming = [week for week in weeks if week >= first][: len(left)]
    later = coming[-1] - left[len(coming) - 1] if coming else 0
    return (*done, *coming, *(week + later for week in left[len(coming) :]))


def moment_words(begins: dt.datetime) -> str:
    """`Wed 25 Nov 2026, 10:00 CET`, by the clock of the reader."""
    return date_format(timezone.localtime(begins), "D j M Y, H:i T")


def home_zone() -> str:
    """The zone of people of whom none is known."""
    return (Organisation.objects.first() or Organisation()).time_zone


def working_hours(zone: str, now: dt.datetime) -> frozenset[int]:
    """Whole hours of the working day in UTC, as the clocks stand at that moment."""
    offset = now.astimezone(ZoneInfo(zone)).utcoffset() or dt.timedelta(0)
    ahead = offset.total_seconds() / 3600
    return frozenset(
        hour % 24 for hour in range(-24, 48) if DAY_STARTS <= hour + ahead <= DAY_ENDS - 1
    )


def common_hours(zones: Iterable[str], now: dt.datetime) -> frozenset[int]:
    """Whole hours in UTC in which people of all these zones are at work."""
    every = (working_hours(zone, now) for zone in set(zones))
    return frozenset(range(24)).intersection(*every)


def people_of(circle: PeerCircle) -> EmployeeQuerySet:
    """The members who have not left."""
    people = Employee.objects.working().filter(programmes__circle=circle)
    return people.select_related("user", "site").order_by("last_name", "first_name", "pk")


def zones_of(circle: PeerCircle) -> set[str]:
    """Zones of the members at work; two queries."""
    home = home_zone()
    return {person.zone or home for person in people_of(circle)}


def away_at(circle: PeerCircle, begins: dt.datetime, today: dt.date) -> list[Employee]:
    """Members who are away on the day of a meeting by their own clock; three queries.

    Somebody on leave whose day of return nobody has entered is away on every day.
    """
    home = home_zone()
    people = people_of(circle).prefetch_related("absences")
    return [
        one for one in people if _is_away(one, begins.astimezone(ZoneInfo(one.zone or home)), today)
    ]


def _is_away(person: Employee, moment: dt.datetime, today: dt.date) -> bool:
    absences = person.absences.all()
    if any(moment.date() in absence.days for absence in absences):
        return True
    knows = any(row.returns_on is None or row.returns_on > today for row in absences)
    return person.status == EmployeeStatus.LEAVE and not knows


def length_of(circle: PeerCircle) -> float:
    """Hours of a meeting."""
    meeting = circle.cohort.programme.meeting
    return float(meeting.hours_per_session) if meeting else 0.0


def steps_of_circle(circle: PeerCircle) -> QuerySet[PlanStep]:
    """The step for which a circle meets, in the plan that the programme made of each member."""
    made = TemplateResult.objects.filter(
        use__members__circle=circle, use__members__employee=F("employee")
    )
    steps = PlanStep.objects.filter(
        activity=circle.cohort.programme.meeting_id, plan__in=made.values("plan")
    )
    return steps.select_related("plan__employee__user", "activity").order_by("plan", "pk")


@dataclass(frozen=True)
class Meeting:
    """One meeting of a circle: the session of all its members.

    `held_by` of `members` ticked it off, None for who may not read all their plans; `own_tick` is
    the reader's own, None for who has no session there.
    """

    row: CircleMeeting
    agenda: str
    held_by: int | None
    members: int
    own_tick: bool | None


def meetings_of(circle: PeerCircle, user: Viewer) -> list[Meeting]:
    """The meetings of a circle, with what was ticked off as far as the reader may know."""
    people = people_of(circle)
    members = circle.members.filter(employee__in=people)
    counts = not members.exclude(pk__in=ProgrammeMember.objects.visible_to(user)).exists()
    followed = steps_of_circle(circle).filter(plan__state__in=FOLLOWED, plan__employee__in=people)
    ticks: dict[int, list[tuple[int | None, bool]]] = {}
    for step in with_meetings(followed):
        for session in range(len(step.weeks)):
            if found := appointment_of(step, session):
                tick = step.plan.employee.user_id, step.sessions_done > session
                ticks.setdefault(found.number, []).append(tick)
    programme = circle.cohort.programme
    return [
        _meeting(row, programme.agenda_of(row.number), ticks.get(row.number, []), user, counts)
        for row in circle.meetings.all()
    ]


def _meeting(
    row: CircleMeeting,
    agenda: str,
    ticks: list[tuple[int | None, bool]],
    user: Viewer,
    counts: bool,
) -> Meeting:
    own = [done for reader, done in ticks if user.is_authenticated and reader == user.pk]
    return Meeting(
        row=row,
        agenda=agenda,
        held_by=sum(done for _reader, done in ticks) if counts else None,
        members=len(ticks),
        own_tick=own[0] if own else None,
    )
