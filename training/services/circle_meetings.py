"""Meetings of peer circles: arranged once for all members, and moved for all.

Plans follow: the session of each member lies in the week of the meeting. Whoever writes holds the
circle first, then the plans in the order of their keys.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from functools import partial
from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.services import notify
from skillmap.core.versions import save_versioned
from training.analysis.circles import hours_touched, starts_within
from training.enums import DecisionKind
from training.models import CircleMeeting, DevelopmentPlan, PeerCircle, PlanStep
from training.queries.meetings import (
    FOLLOWED,
    MEETING_DAY,
    WEEK,
    away_at,
    common_hours,
    earliest_monday,
    home_zone,
    length_of,
    moment_words,
    monday_of_meeting,
    mondays_of,
    people_of,
    steps_of_circle,
    weeks_at_meetings,
    with_meetings,
    zones_of,
)
from training.rules import can_move_meeting
from training.services.plan_records import OPEN, decide, write_weeks

WEEKEND = 5  # the first day of it
FURTHEST = 156 * WEEK  # from now
FIRST_WORDS = gettext_lazy("Your peer circle meets for the first time on %(moment)s")
MOVED_WORDS = gettext_lazy("Your peer circle moved a meeting to %(moment)s")


@transaction.atomic
def arrange_meetings(circle: PeerCircle, now: dt.datetime) -> list[CircleMeeting]:
    """Give the meetings in the plans of the members a day and an hour, once; returns new ones.

    Plans that are not in step with any meeting to come, such as those of who joined late, follow.
    Safe to call at any time.
    """
    steps = _held_steps(circle)
    meetings = list(circle.meetings.all())
    made = [] if meetings else _first_meetings(circle, steps, now)
    mondays = [monday_of_meeting(row.starts_at) for row in meetings or made]
    for step in steps:
        if made or not _is_in_step(step, mondays):
            _join_in(step, mondays, now)
    for row in made[:1]:
        _tell(row, FIRST_WORDS)
    return made


@transaction.atomic
def move_meeting(
    *,
    actor: User,
    meeting: CircleMeeting,
    begins: dt.datetime,
    now: dt.datetime,
    version: int | None = None,
) -> CircleMeeting:
    """Another day or hour of a meeting, for all members: their plans follow, and they are told.

    Raises `NotAllowedError`, `ConflictError` for one that somebody has ticked off, and
    `DomainError` for a moment outside the common hours, in the past, far off, out of order, or on
    a day on which more of the members are away.
    """
    circle = meeting.circle
    if not can_move_meeting(actor, circle):
        raise NotAllowedError(_("The members of a circle move its meetings, and who runs it."))
    steps = _held_steps(circle)
    before = monday_of_meeting(CircleMeeting.objects.get(pk=meeting.pk).starts_at)
    followed = steps_of_circle(circle).filter(plan__state__in=FOLLOWED)
    if any(_week_of(s.plan, before) in s.weeks[: s.sessions_done] for s in followed):
        raise ConflictError(_("This meeting was ticked off already."))
    _refuse_moment(meeting, begins, now)
    _refuse_absence(meeting, begins, now)
    words = moment_words(meeting.starts_at)
    meeting.starts_at = begins
    save_versioned(meeting, ["starts_at"], expected=version)
    for step in steps:
        _follow(step, before, monday_of_meeting(begins), actor, now)
    if moment_words(begins) != words:
        _tell(meeting, MOVED_WORDS, besides=actor)
    return meeting


def keep_in_step(plan: DevelopmentPlan, now: dt.datetime) -> None:
    """Let the sessions of a plan that moved as a whole follow the meetings again; it is locked."""
    for step in with_meetings(plan.steps.all()):
        step.plan = plan
        _join_in(step, mondays_of(step), now)


def _held_steps(circle: PeerCircle) -> list[PlanStep]:
    """The steps of members with an open plan; circle and plans are held until the transaction
    ends."""
    PeerCircle.objects.select_for_update(of=("self",)).get(pk=circle.pk)
    steps = steps_of_circle(circle).filter(plan__state__in=OPEN)
    held = DevelopmentPlan.objects.filter(pk__in=list(steps.values_list("plan", flat=True)))
    list(held.order_by("pk").select_for_update().values_list("pk"))
    return list(steps)


def _first_meetings(
    circle: PeerCircle, steps: Sequence[PlanStep], now: dt.datetime
) -> list[CircleMeeting]:
    """A meeting for each session to come: in the week most have it, amid the common hours."""
    zones, rows = zones_of(circle), list[CircleMeeting]()
    monday = earliest_monday(now)
    left = [
        [step.plan.week_zero + week * WEEK for week in step.weeks[step.sessions_done :]]
        for step in steps
    ]
    for number in range(1, max(map(len, left), default=0) + 1):
        weeks = Counter(mondays[number - 1] for mondays in left if len(mondays) >= number)
        monday = max(monday, min(weeks, key=lambda week: (-weeks[week], week)))
        midnight = dt.datetime.combine(monday, dt.time(tzinfo=dt.UTC))
        day = midnight + dt.timedelta(days=MEETING_DAY)
        hour = starts_within(common_hours(zones, day), length_of(circle))[0]
        rows.append(CircleMeeting(circle=circle, number=number, starts_at=day.replace(hour=hour)))
        monday += WEEK
    return CircleMeeting.objects.bulk_create(rows)


def _is_in_step(step: PlanStep, mondays: Sequence[dt.date]) -> bool:
    """Whether a session to come is held at a meeting, or none is left."""
    left = step.weeks[step.sessions_done :]
    return not left or any(step.plan.week_zero + week * WEEK in mondays for week in left)


def _join_in(step: PlanStep, mondays: Sequence[dt.date], now: dt.datetime) -> None:
    wanted = weeks_at_meetings(step, mondays, now)
    if list(wanted) != step.weeks:
        _write(step, wanted, None, now)


def _week_of(plan: DevelopmentPlan, monday: dt.date) -> int:
    return (monday - plan.week_zero).days // 7


def _follow(step: PlanStep, before: dt.date, after: dt.date, actor: User, now: dt.datetime) -> None:
    """Move the session that is held at a meeting with it, where the order of sessions allows."""
    old, new = _week_of(step.plan, before), _week_of(step.plan, after)
    done, left = step.weeks[: step.sessions_done], step.weeks[step.sessions_done :]
    if old not in left or new in step.weeks or new < max([0, *(week + 1 for week in done)]):
        return
    _write(step, (*done, *sorted({*left, new} - {old})), actor, now)


def _write(step: PlanStep, weeks: tuple[int, ...], actor: User | None, now: dt.datetime) -> None:
    plan = step.plan
    write_weeks(step, weeks)
    plan.weeks = max(plan.weeks, weeks[-1] + 1)
    save_versioned(plan, ["weeks"])
    decide(plan, DecisionKind.CHANGE, actor, now, _("To the meetings of the peer circle"))


def _refuse_moment(meeting: CircleMeeting, begins: dt.datetime, now: dt.datetime) -> None:
    if begins <= now:
        raise DomainError(_("That moment is over."), code="past", field="day")
    if begins > now + FURTHEST:
        raise DomainError(_("Choose a day within three years."), code="far", field="day")
    zones = zones_of(meeting.circle)
    local = [begins.astimezone(ZoneInfo(zone)) for zone in {*zones, "UTC"}]
    if any(moment.weekday() >= WEEKEND for moment in local):
        raise DomainError(_("Choose a working day."), code="weekend", field="day")
    hours = common_hours(zones, begins)
    length = length_of(meeting.circle)
    moment = begins.astimezone(dt.UTC)
    usual = moment.minute == 0 and moment.hour in starts_within(hours, length)
    if not usual and not hours_touched(moment, length) <= hours:
        raise DomainError(
            _("Somebody of you is not at work then."), code="not_at_work", field="time"
        )
    monday = monday_of_meeting(begins)
    for other in meeting.circle.meetings.exclude(pk=meeting.pk):
        theirs = monday_of_meeting(other.starts_at)
        if (monday <= theirs) if other.number < meeting.number else (monday >= theirs):
            raise DomainError(
                _("Meetings stay in their order, at most one a week."), code="order", field="day"
            )


def _refuse_absence(meeting: CircleMeeting, begins: dt.datetime, now: dt.datetime) -> None:
    """Nobody is left out by a move; who is away at the moment of today does not hold it up."""
    circle, today = meeting.circle, timezone.localdate(now)
    before = away_at(circle, meeting.starts_at, today)
    people = [str(one) for one in away_at(circle, begins, today) if one not in before]
    if people:
        text = ngettext(
            "%(people)s is away on that day.", "%(people)s are away on that day.", len(people)
        )
        names = get_text_list(people, _("and"))
        raise DomainError(text % {"people": names}, code="away", field="day")


def _tell(meeting: CircleMeeting, text: Promise, besides: User | None = None) -> None:
    """A note to members at work, with the moment by their own clock."""
    home = home_zone()
    link = reverse("pages:circle_detail", args=[meeting.circle.public_id])
    for person in people_of(meeting.circle):
        if person.user is not None and person.user != besides:
            words = partial(_words, text, meeting.starts_at, person.zone or home)
            notify(person.user, kind="circle_meeting", title=words, link=link)


def _words(text: Promise, begins: dt.datetime, zone: str) -> str:
    with timezone.override(ZoneInfo(zone)):
        return str(text) % {"moment": moment_words(begins)}
