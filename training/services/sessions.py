"""Dates of activities: arranged, changed, cancelled, and who was there."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from employees.models import Employee
from employees.rules import can_edit_catalogue
from skillmap.core import jobs
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned
from training.enums import Attendance, StepState
from training.models import Activity, ActivitySession, Completion, DevelopmentPlan, PlanStep
from training.rules import can_keep_attendance
from training.services.completions import EAST_OF_UTC, Finished, complete_activities
from training.services.plan_records import OPEN, tell_employee
from training.services.replanning import rebook
from training.services.seats import hand_on_seats, held_sessions, steps_of_session
from training.services.taking_back import take_back_completion

CONTENT = ["starts_on", "starts_at", "seats", "place", "trainer"]


@dataclass(frozen=True, kw_only=True)
class SessionContent:
    """What is said of a date; `starts_at` None when only the day is known."""

    starts_on: dt.date
    starts_at: dt.datetime | None = None
    seats: int | None = None
    place: str = ""
    trainer: Employee | None = None


@transaction.atomic
def create_session(
    *, actor: User, activity: Activity, content: SessionContent, now: dt.datetime
) -> ActivitySession:
    """A new date. Raises `NotAllowedError`, `DomainError` for one in the past or twice."""
    _refuse_others(actor)
    if activity.retired_on is not None:
        raise DomainError(_("This activity is not offered any more."), field="starts_on")
    session = ActivitySession(activity=activity)
    _fill(session, content, now)
    with _told_when_twice():
        session.save()
    return session


@transaction.atomic
def edit_session(
    *,
    actor: User,
    session: ActivitySession,
    content: SessionContent,
    now: dt.datetime,
    version: int | None = None,
) -> ActivitySession:
    """Change a date. More seats go to who waits; people are told of another time or place.

    To another week it is not moved once people are booked: cancel it, so that their plans follow.
    Raises `NotAllowedError`, `ConflictError`, `DomainError`.
    """
    _refuse_others(actor)
    session = held_sessions([session.pk]).get()
    if session.cancelled_at is not None:
        raise ConflictError(_("This date was cancelled."))
    before = (session.starts_on, session.starts_at, session.place)
    booked = list(steps_of_session(session).select_related("plan__employee__user"))
    monday = session.starts_on - dt.timedelta(days=session.starts_on.weekday())
    if booked and not 0 <= (content.starts_on - monday).days < 7:
        raise DomainError(
            _("People are booked: it can move within its week. To another week, cancel it."),
            code="booked", field="starts_on",
        )  # fmt: skip
    seated = sum(step.waits_since is None for step in booked)
    if content.seats is not None and content.seats < seated:
        text = _("%(n)d people have a seat already.") % {"n": seated}
        raise DomainError(text, code="booked", field="seats")
    _fill(session, content, now)
    with _told_when_twice():
        save_versioned(session, CONTENT, expected=version)
    if (session.starts_on, session.starts_at, session.place) != before:
        _tell_of_change(session, booked)
    hand_on_seats([session.pk], now)
    return session


@transaction.atomic
def cancel_session(
    *,
    actor: User,
    session: ActivitySession,
    reason: str,
    now: dt.datetime,
    version: int | None = None,
) -> ActivitySession:
    """Cancel a date. A worker plans anew for everybody who was booked, and tells them.

    Raises `NotAllowedError`, `ConflictError`, `DomainError` without a reason.
    """
    _refuse_others(actor)
    session = held_sessions([session.pk]).get()
    if session.cancelled_at is not None:
        raise ConflictError(_("This date was cancelled already."))
    text = " ".join(reason.split())[:300]
    if not text:
        raise DomainError(_("Say why."), code="reason_required", field="reason")
    session.cancelled_at, session.cancel_reason = now, text
    save_versioned(session, ["cancelled_at", "cancel_reason"], expected=version)
    if steps_of_session(session).exists():
        jobs.enqueue(
            "training.rebook_session",
            actor=actor,
            key=f"rebook session {session.pk}",
            title=_("New dates after a cancellation"),
            session_id=session.pk,
        )
    return session


@transaction.atomic
def rebook_session(session: ActivitySession, now: dt.datetime) -> int:
    """Plan anew for everybody booked on a cancelled date; return for how many. Safe to repeat."""
    plans = DevelopmentPlan.objects.filter(steps__session=session, state__in=OPEN)
    touched = 0
    for plan in plans.select_related("employee__user").order_by("pk"):
        shift = rebook(plan, session, now)
        if shift is None:
            continue
        touched += 1
        new = shift.after if shift.weeks else ""
        tell_employee(plan, "session_cancelled", partial(_cancelled_words, session, new))
    return touched


def _cancelled_words(session: ActivitySession, new: str) -> str:
    text = _("“%(title)s” on %(day)s is cancelled; choose another step in your plan.")
    if new:
        text = _("“%(title)s” on %(day)s is cancelled; your plan now has %(new)s.")
    day = date_format(session.starts_on)
    return text % {"title": session.activity.title[:60], "day": day, "new": new}


@transaction.atomic
def record_attendance(
    *, actor: User, session: ActivitySession, marks: Mapping[UUID, str], now: dt.datetime
) -> int:
    """Fill in the sheet: who was there has finished the activity, until the mark is corrected.
    Returns how many marks changed.

    A course of several meetings has one sheet, which opens with the last of them. Raises
    `NotAllowedError`, `DomainError` before that day or for an unknown mark.
    """
    if not can_keep_attendance(actor, session):
        raise NotAllowedError(_("The sheet is kept by the trainer, HR and the learning manager."))
    if session.last_day > (now + EAST_OF_UTC).date():
        raise DomainError(_("The sheet opens on the last day of the meetings."), code="early")
    if not set(marks.values()) <= {*Attendance.values, ""}:
        raise DomainError(_("Somebody was there, or was not."), code="bad_mark")
    steps = PlanStep.objects.filter(session=session, public_id__in=marks, waits_since=None)
    changed = 0
    for step in steps.select_related("plan__employee", "activity").order_by("pk"):
        mark = marks[step.public_id]
        if mark == step.attendance:
            continue
        changed += 1
        was_there = step.attendance == Attendance.PRESENT
        step.attendance, step.version = mark, step.version + 1
        step.save(update_fields=["attendance", "version", "updated_at"])
        if mark == Attendance.PRESENT and step.state != StepState.DONE:
            _finish(actor, step, session, now)
        elif was_there:
            _take_back(actor, step, session, now)
    return changed


def _finish(actor: User, step: PlanStep, session: ActivitySession, now: dt.datetime) -> None:
    finished = Finished(
        employee=step.plan.employee,
        activity=step.activity,
        completed_on=session.last_day,
        reference=_reference(step, session),
    )
    complete_activities(actor=actor, finished=[finished], now=now)


def _take_back(actor: User, step: PlanStep, session: ActivitySession, now: dt.datetime) -> None:
    told = Completion.objects.filter(
        employee=step.plan.employee, activity=step.activity, reference=_reference(step, session)
    )
    for completion in told:
        reason = _("The sheet of those who were there was corrected")
        take_back_completion(completion, reason=reason, actor=actor, now=now)


def _reference(step: PlanStep, session: ActivitySession) -> str:
    return f"{step.activity.code}/{session.starts_on.isoformat()}"


def _fill(session: ActivitySession, content: SessionContent, now: dt.datetime) -> None:
    if content.starts_on < now.date() and content.starts_on != session.starts_on:
        raise DomainError(_("This day is over."), code="past", field="starts_on")
    for name in CONTENT:
        setattr(session, name, getattr(content, name))


def _refuse_others(actor: User) -> None:
    if not can_edit_catalogue(actor):
        raise NotAllowedError(_("Dates are arranged by HR and the learning manager."))


def _tell_of_change(session: ActivitySession, booked: list[PlanStep]) -> None:
    for step in booked:
        tell_employee(step.plan, "session_changed", partial(_changed_words, session))


def _changed_words(session: ActivitySession) -> str:
    text = _("“%(title)s”: the time or place of your date on %(day)s changed.")
    day = date_format(session.starts_on, "j M Y")
    return text % {"title": session.activity.title[:80], "day": day}


@contextmanager
def _told_when_twice() -> Iterator[None]:
    """Say that a date exists already instead of failing in the database."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise DomainError(
            _("This activity has a date at that time already."), code="twice", field="starts_on"
        ) from error
