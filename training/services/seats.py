"""Seats of dated sessions: taken with a proposal, given back, and handed on to who waits.

Every change of seats holds the session's row, so the last seat goes to exactly one person.
Whoever holds several rows takes plans first, then sessions by key, then steps.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from functools import partial
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from employees.enums import EmployeeStatus
from skillmap.core.errors import ConflictError
from training.enums import StepState
from training.models import ActivitySession, DevelopmentPlan, PlanStep
from training.services.plan_records import OPEN, tell_employee


def steps_of_session(session: ActivitySession) -> QuerySet[PlanStep]:
    """Steps of open plans that are booked on it or wait for it, in the order of their claims."""
    steps = PlanStep.objects.filter(session=session, plan__state__in=OPEN)
    steps = steps.exclude(plan__employee__status=EmployeeStatus.LEFT)
    return steps.order_by(F("waits_since").asc(nulls_first=True), "pk")


def take_seats(plan: DevelopmentPlan, now: dt.datetime) -> list[PlanStep]:
    """Take a seat for each dated step of a plan that is about to open; return those that wait."""
    steps = {step.session_id: step for step in plan.steps.exclude(session=None)}
    return [
        step
        for session in held_sessions(steps)
        if not take_seat(step := steps[session.pk], session, now)
    ]


def take_seat(step: PlanStep, session: ActivitySession, now: dt.datetime) -> bool:
    """Book a step on a session that the caller holds; False when it goes to the waiting list.

    A place on the waiting list that the step has already is kept.
    """
    others = steps_of_session(session).exclude(pk=step.pk)
    most = session.most
    has_seat = most is None or others.filter(waits_since=None).count() < most
    if step.session_id != session.pk:
        step.session, step.waits_since, step.attendance = session, None, ""
    step.waits_since = None if has_seat else step.waits_since or now
    _save(step)
    return has_seat


def give_back_seats(plan: DevelopmentPlan, now: dt.datetime) -> None:
    """Hand the seats of a plan that ended to those who wait for them."""
    ids = plan.steps.exclude(session=None).exclude(state=StepState.DONE)
    hand_on_seats(ids.values_list("session_id", flat=True), now)


def hand_on_seats(sessions: Iterable[int | None], now: dt.datetime) -> list[PlanStep]:
    """Give free seats to those who wait longest, and tell them; return whose they are now."""
    wanted = {pk for pk in sessions if pk is not None}
    promoted = []
    for session in held_sessions(wanted):
        if session.cancelled_at or session.starts_on < now.date():
            continue
        booked = steps_of_session(session)
        taken = booked.filter(waits_since=None).count()
        for step in booked.filter(waits_since__isnull=False).select_related("plan__employee__user"):
            if session.most is not None and taken >= session.most:
                break
            step.waits_since, taken = None, taken + 1
            _save(step)
            promoted.append(step)
            _tell_promoted(step, session)
    return promoted


def place_in_line(step: PlanStep) -> int:
    """The step's number on the waiting list of its session, from 1; 0 when it does not wait."""
    if step.waits_since is None or step.session is None:
        return 0
    waiting = steps_of_session(step.session).filter(waits_since__isnull=False)
    return list(waiting.values_list("pk", flat=True)).index(step.pk) + 1


def tell_who_waits(steps: Sequence[PlanStep]) -> None:
    """Tell people that a session is full and where they stand on its list."""
    for step in steps:
        if step.session is None:
            continue
        words = partial(_waiting_words, step.session, place_in_line(step))
        tell_employee(step.plan, "seat_waiting", words)


def _tell_promoted(step: PlanStep, session: ActivitySession) -> None:
    tell_employee(step.plan, "seat_free", partial(_promoted_words, session))


def _waiting_words(session: ActivitySession, place: int) -> str:
    text = _("“%(title)s” on %(date)s is full: you are number %(n)d on the waiting list.")
    return text % {**_names(session), "n": place}


def _promoted_words(session: ActivitySession) -> str:
    text = _("A seat became free: you take part in “%(title)s” on %(date)s.")
    return text % _names(session)


def _names(session: ActivitySession) -> dict[str, str]:
    return {
        "title": session.activity.title[:80],
        "date": date_format(session.starts_on, "j M Y"),
    }


def held_sessions(ids: Collection[Any]) -> QuerySet[ActivitySession]:
    """These sessions, each held until the transaction ends, always in the same order."""
    rows = ActivitySession.objects.filter(pk__in=ids).order_by("pk")
    return rows.select_for_update(of=("self",)).select_related("activity")


def refuse_gone_dates(steps: Iterable[PlanStep], now: dt.datetime) -> None:
    """Raise `ConflictError` where a date of steps that were computed does not take place any more;
    the others are held."""
    wanted = {step.session_id for step in steps} - {None}
    today = timezone.localdate(now)
    coming = [
        row for row in held_sessions(wanted) if row.cancelled_at is None and row.starts_on >= today
    ]
    if len(coming) < len(wanted):
        text = _("A date does not take place any more. Compute this anew.")
        raise ConflictError(text, code="stale_option")


def _save(step: PlanStep) -> None:
    step.version += 1
    step.save(update_fields=["session", "waits_since", "attendance", "version", "updated_at"])
