"""A person's running plan as entries of a calendar: when, how long, and nothing else about them."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from employees.models import Employee
from training.enums import PlanState, Venue
from training.models import PlanStep
from training.queries.meetings import appointment_of, home_zone, revision_of, with_meetings


@dataclass(frozen=True)
class Entry:
    """One session of one step.

    `begins` is a moment in the zone where the session takes place, or a day when no time is
    fixed; then it blocks nothing. `uid` stays when the session moves, `revision` grows with every
    change. `is_open` says that the seat is not certain yet.
    """

    uid: str
    title: str
    note: str
    begins: dt.datetime | dt.date
    length: dt.timedelta
    place: str
    position: int
    revision: int
    changed_at: dt.datetime
    is_open: bool = False

    @property
    def is_timed(self) -> bool:
        return isinstance(self.begins, dt.datetime)


def calendar_entries(person: Employee) -> list[Entry]:
    """Every session of the steps of the running plan, past ones too, in order of time."""
    steps = with_meetings(
        PlanStep.objects.filter(plan__employee=person, plan__state=PlanState.ACTIVE)
        .select_related("plan", "activity__site", "session")
        .order_by("position")
    )
    home = home_zone()
    entries = [_entry(step, number, home) for step in steps for number in range(len(step.weeks))]
    return sorted(entries, key=lambda entry: (_day(entry.begins), entry.uid))


def _entry(step: PlanStep, number: int, home: str) -> Entry:
    meeting = appointment_of(step, number)
    begins = meeting.begins if meeting else _begins(step, number, home)
    is_timed = isinstance(begins, dt.datetime)
    hours = step.activity.hours_per_session
    return Entry(
        uid=f"{step.public_id}-{number + 1}",
        title=_title(step, number),
        note=meeting.about if meeting else "" if is_timed else _note(step),
        begins=begins,
        length=dt.timedelta(hours=float(hours)) if is_timed else dt.timedelta(days=1),
        place=_("with your peer circle") if meeting else _place(step),
        position=step.position,
        revision=revision_of(step),
        changed_at=max(step.updated_at, meeting.changed_at) if meeting else step.updated_at,
    )


def _begins(step: PlanStep, number: int, home: str) -> dt.datetime | dt.date:
    """The session's own moment; later meetings of a run keep the time of day of its place."""
    later = dt.timedelta(weeks=step.weeks[number] - step.weeks[0])
    if step.session is None:
        return step.plan.week_zero + dt.timedelta(weeks=step.weeks[number])
    if step.session.starts_at is None:
        return step.session.starts_on + later
    site = step.activity.site
    zone = ZoneInfo((site.time_zone if site else "") or home)
    first = step.session.starts_at.astimezone(zone)
    wall_clock = first.replace(tzinfo=None) + later
    return wall_clock.replace(tzinfo=zone)


def _title(step: PlanStep, number: int) -> str:
    if len(step.weeks) == 1:
        return step.activity.title
    values = {"title": step.activity.title, "n": number + 1, "all": len(step.weeks)}
    return _("%(title)s (%(n)d of %(all)d)") % values


def _note(step: PlanStep) -> str:
    minutes = round(float(step.activity.hours_per_session) * 60)
    if step.session is not None:
        return _("On this day, %(n)d minutes.") % {"n": minutes}
    return _("At any time this week, %(n)d minutes.") % {"n": minutes}


def _place(step: PlanStep) -> str:
    if step.activity.venue == Venue.ONSITE and step.activity.site:
        return step.activity.site.name
    return _("online") if step.activity.venue == Venue.LIVE_ONLINE else ""


def _day(begins: dt.datetime | dt.date) -> dt.date:
    return begins.date() if isinstance(begins, dt.datetime) else begins
