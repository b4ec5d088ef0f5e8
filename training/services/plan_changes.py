"""Changing a plan by hand: moving a step, swapping it for another, checked before it is written."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned
from training import rules
from training.enums import DecisionKind, PlanState, StepState
from training.models import Activity, ActivitySession, DevelopmentPlan, PlanStep
from training.queries.expectations import expected_skills
from training.queries.meetings import coming_appointment, moment_words, with_meetings
from training.queries.plan_checks import PlanCheck, when_words
from training.queries.plan_places import broken, faults_at, first_place, from_week, places_of
from training.queries.plans import BY_HAND, monday_of
from training.services.plan_records import OPEN, decide, locked_plan, write_weeks
from training.services.plans import ask_approver
from training.services.seats import (
    hand_on_seats,
    held_sessions,
    take_seat,
    tell_who_waits,
)


@transaction.atomic
def move_step(
    *,
    actor: User,
    step: PlanStep,
    now: dt.datetime,
    week: int | None = None,
    session: ActivitySession | None = None,
    version: int | None = None,
) -> PlanStep:
    """Move what is left of a step to begin in another week, or to another of its dates.

    Raises `NotAllowedError`, `ConflictError`, and `DomainError` saying what would be broken.
    """
    plan, step = _locked(actor, step, version)
    if meeting := coming_appointment(step):
        text = _("Your peer circle meets for this on %(moment)s: move the meeting, for all of you.")
        raise DomainError(text % {"moment": moment_words(meeting.begins)}, code="circle")
    check = PlanCheck(plan)
    if session is not None:
        week = check.week_of(session)
        _refuse_foreign(step, session, now)
    elif week is None or step.session_id is not None or step.activity.dates.exists():
        raise DomainError(_("Choose one of its dates."), code="no_date", field="session")
    _refuse_past(plan, week, now)
    weeks = from_week(step, week)
    if faults := faults_at(check, step, week):
        raise broken(check, faults, _nearest(check, step, week, now))
    before = when_words(plan, step.weeks[step.sessions_done :], step.session)
    place_step(step, weeks, session, now)
    after = when_words(plan, weeks[step.sessions_done :], session)
    finish_change(plan, actor, now, [_row(step, before, after, _("moved by hand"))])
    return step


@transaction.atomic
def swap_step(
    *,
    actor: User,
    step: PlanStep,
    activity: Activity,
    now: dt.datetime,
    version: int | None = None,
) -> PlanStep:
    """Take another activity instead of a step that is not begun, as early as it fits.

    Raises `NotAllowedError`, `ConflictError`, and `DomainError` saying what would be broken.
    """
    plan, step = _locked(actor, step, version)
    if step.sessions_done:
        raise ConflictError(_("This step is begun. What is left of it can be moved."))
    if activity.retired_on is not None:
        raise DomainError(_("“%(step)s” is not offered any more.") % {"step": activity.title})
    check = PlanCheck(plan)
    weeks, session = first_place(check, step, activity, now)
    before, left = step.activity.title, step.session_id
    step.activity, step.cost_cents = activity, activity.cost_cents
    step.why = _("Chosen by hand instead of “%(title)s”.") % {"title": before}
    step.reasons = {"why": BY_HAND}
    taught = activity.outcomes.order_by("position").values_list("skill__code", flat=True)
    step.why_skills = list(taught)
    step.session, step.waits_since = None, None
    step.save(
        update_fields=["activity", "cost_cents", "why", "reasons", "why_skills", "session",
                       "waits_since"]
    )  # fmt: skip
    place_step(step, weeks, session, now)
    hand_on_seats([left], now)
    plan.report = {**plan.report, BY_HAND: True, "skills": expected_skills(plan, check)}
    finish_change(
        plan,
        actor,
        now,
        [_row(step, before, activity.title, _("swapped by hand"))],
        fields=["report"],
    )
    return step


def place_step(
    step: PlanStep, weeks: tuple[int, ...], session: ActivitySession | None, now: dt.datetime
) -> None:
    """Write the weeks of a step and take a seat of its date; a seat it leaves is handed on.

    Who finds the date full is told of the waiting list. The plan is locked by the caller.
    """
    left = step.session_id if session is None or session.pk != step.session_id else None
    holds_seat = step.plan.state in OPEN
    held = {row.pk: row for row in held_sessions([left, session.pk if session else None])}
    write_weeks(step, weeks)
    if session is not None and holds_seat:
        waited = session.pk == step.session_id and step.waits_since is not None
        if not take_seat(step, held[session.pk], now) and not waited:
            tell_who_waits([step])
    else:
        step.session, step.waits_since = session, None
        step.save(update_fields=["session", "waits_since"])
    if holds_seat:
        hand_on_seats([left], now)


def _locked(actor: User, step: PlanStep, version: int | None) -> tuple[DevelopmentPlan, PlanStep]:
    plan = locked_plan(step.plan)
    steps = with_meetings(PlanStep.objects.select_related("activity", "session", "plan"))
    current = steps.get(pk=step.pk)
    current.plan = plan
    if not rules.can_change_plan(actor, plan):
        raise NotAllowedError(
            _("A plan is changed by its person; others may before it is accepted.")
        )
    if version is not None and current.version != version:
        raise ConflictError(
            _("Somebody changed this step in the meantime. Look at it again."), code="stale_version"
        )
    if current.state == StepState.DONE:
        raise ConflictError(_("This step is done."))
    return plan, current


def _refuse_past(plan: DevelopmentPlan, week: int, now: dt.datetime) -> None:
    this_week = (monday_of(now) - plan.week_zero).days // 7
    if week < max(0, this_week):
        raise DomainError(_("That week is over."), code="past", field="week")


def _refuse_foreign(step: PlanStep, session: ActivitySession, now: dt.datetime) -> None:
    foreign = session.activity_id != step.activity_id
    if foreign or session.cancelled_at or session.starts_on < now.date():
        raise DomainError(
            _("That is not a date that still takes place."), code="no_date", field="session"
        )


def _nearest(check: PlanCheck, step: PlanStep, wanted: int, now: dt.datetime) -> str:
    """Where else the step could go, nearest to the week that was wanted."""
    fitting = [place for place in places_of(check, step, now) if not place.fault]
    if not fitting and step.sessions_done:
        return _("Nothing else fits either: move something else first.")
    if not fitting:
        return _("Nothing else fits either: move something else first, or swap this step.")
    place = min(fitting, key=lambda one: (abs(one.week - wanted), one.week))
    when = when_words(check.plan, [place.week], place.session)
    return _("The nearest that fits: %(when)s.") % {"when": when}


def _row(step: PlanStep, before: str, after: str, why: str) -> dict[str, str]:
    """A change as the decision keeps it."""
    return {"step": step.activity.title, "from": before, "to": after, "why": why}


def finish_change(
    plan: DevelopmentPlan,
    actor: User,
    now: dt.datetime,
    changes: Sequence[dict[str, str]],
    *,
    reason: str = "",
    fields: Sequence[str] = (),
) -> None:
    """Totals, the decision, and the approvals that a dearer plan needs anew.

    Saves `fields` of the plan as well, which the caller holds.
    """
    cost_before = plan.cost_cents
    steps = list(plan.steps.all())
    plan.cost_cents = sum(row.cost_cents or 0 for row in steps)
    plan.cost_unknown = any(row.cost_cents is None for row in steps)
    plan.hours = Decimal(str(sum(sum(row.hours_by_week.values()) for row in steps)))
    decide(plan, DecisionKind.CHANGE, actor, now, reason, changes)
    saved = ["cost_cents", "cost_unknown", "hours", *fields]
    reopened = plan.state in OPEN and _needs_new_approval(plan, cost_before)
    if reopened:
        plan.state, plan.started_at = PlanState.PROPOSED, None
        plan.approved_at, plan.proposed_at = None, now
        saved += ["state", "started_at", "approved_at", "proposed_at"]
    save_versioned(plan, saved)
    if reopened and plan.accepted_at is not None:
        ask_approver(plan, now)


def _needs_new_approval(plan: DevelopmentPlan, cost_before: int) -> bool:
    """A plan that became dearer is approved anew; one that had needed none, if it now does."""
    if not rules.needs_approval(plan):
        return False
    return plan.cost_cents > cost_before or (
        plan.state == PlanState.ACTIVE and plan.approved_at is None
    )
