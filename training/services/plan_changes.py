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
from training.analysis.validate import Placed, Violation
from training.enums import DecisionKind, PlanState, StepState
from training.models import Activity, ActivitySession, DevelopmentPlan, PlanStep
from training.queries.expectations import expected_skills
from training.queries.plan_checks import (
    PlanCheck,
    coming_sessions,
    fault_sentences,
    layout_of,
    when_words,
)
from training.queries.plans import BY_HAND, monday_of
from training.services.plan_records import OPEN, decide, locked_plan
from training.services.plans import ask_approver
from training.services.seats import hand_on_seats, held_sessions, take_seat


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
    check = PlanCheck(plan)
    if session is not None:
        week = check.week_of(session)
        _refuse_foreign(step, session, now)
    elif week is None or step.session_id is not None or step.activity.dates.exists():
        raise DomainError(_("Choose one of its dates."), code="no_date", field="session")
    _refuse_past(plan, week, now)
    weeks = from_week(step, week)
    if faults := _faults_at(check, step, week):
        raise _broken(check, faults, _nearest(check, step, week, now))
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
    weeks, session = _earliest(check, step, activity, now)
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

    The plan is locked by the caller.
    """
    left = step.session_id if session is None or session.pk != step.session_id else None
    holds_seat = step.plan.state in OPEN
    held = {row.pk: row for row in held_sessions([left, session.pk if session else None])}
    hours = float(step.activity.hours_per_session)
    step.weeks, step.start_week = list(weeks), weeks[0]
    step.hours_by_week = {str(week): hours for week in weeks}
    step.version += 1
    step.save(update_fields=["weeks", "start_week", "hours_by_week", "version", "updated_at"])
    if session is not None and holds_seat:
        take_seat(step, held[session.pk], now)
    else:
        step.session, step.waits_since = session, None
        step.save(update_fields=["session", "waits_since"])
    if holds_seat:
        hand_on_seats([left], now)


def _locked(actor: User, step: PlanStep, version: int | None) -> tuple[DevelopmentPlan, PlanStep]:
    plan = locked_plan(step.plan)
    current = PlanStep.objects.select_related("activity", "session").get(pk=step.pk)
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


def from_week(step: PlanStep, week: int) -> tuple[int, ...]:
    """The weeks of a step whose next session lies in `week`; what is done stays."""
    done, left = step.weeks[: step.sessions_done], step.weeks[step.sessions_done :]
    return (*done, *(one + week - left[0] for one in left))


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


def _faults_at(check: PlanCheck, step: PlanStep, week: int) -> list[Violation]:
    placed = Placed(step.activity.code, from_week(step, week))
    return check.new_faults({**layout_of(check.steps), step.position: placed})


def _nearest(check: PlanCheck, step: PlanStep, wanted: int, now: dt.datetime) -> str:
    """Where else the step could go, nearest to the week that was wanted."""
    fitting = [
        (abs(week - wanted), week, session)
        for week, session in _options(check, step.activity, now)
        if week != step.next_week and not _faults_at(check, step, week)
    ]
    if not fitting:
        return _("Nothing else fits either: move something else first, or swap this step.")
    _distance, week, session = min(fitting, key=lambda one: one[:2])
    return _("The nearest that fits: %(when)s.") % {"when": when_words(check.plan, [week], session)}


def _options(
    check: PlanCheck, activity: Activity, now: dt.datetime
) -> list[tuple[int, ActivitySession | None]]:
    """Where an activity could begin: its dates, else the weeks from now to the end of the plan."""
    if activity.dates.exists():
        return [(check.week_of(row), row) for row in coming_sessions(activity, now.date())]
    this_week = max(0, (monday_of(now) - check.plan.week_zero).days // 7)
    return [(week, None) for week in range(this_week, check.plan.weeks)]


def _broken(
    check: PlanCheck, faults: list[Violation], advice: str = "", activity: Activity | None = None
) -> DomainError:
    titles = {s.activity.code: s.activity.title for s in check.steps}
    if activity is not None:
        titles[activity.code] = activity.title
    sentences = [fault_sentences(faults, titles), advice]
    return DomainError(" ".join(filter(None, sentences)), code="breaks_rules")


def _earliest(
    check: PlanCheck, step: PlanStep, activity: Activity, now: dt.datetime
) -> tuple[tuple[int, ...], ActivitySession | None]:
    """Where another activity fits first, from the step's own week on, else before it."""
    options = _options(check, activity, now)
    if not options:
        raise DomainError(_("“%(step)s” has no date to come.") % {"step": activity.title})
    options.sort(key=lambda one: (one[0] < step.weeks[0], one[0]))
    others = {p: row for p, row in layout_of(check.steps).items() if p != step.position}
    refused: list[tuple[int, list[Violation]]] = []
    for week, session in options:
        weeks = tuple(week + n * activity.period_weeks for n in range(activity.sessions))
        found = check.new_faults({**others, step.position: Placed(activity.code, weeks)})
        if not found:
            return weeks, session
        refused.append((week, found))
    raise _fits_nowhere(check, refused, activity)


def _fits_nowhere(
    check: PlanCheck, refused: list[tuple[int, list[Violation]]], activity: Activity
) -> DomainError:
    """The rules that refuse every week, else those of the week in which the fewest do."""
    always = [one for one in refused[0][1] if all(one in found for _week, found in refused)]
    if always:
        return _broken(check, always, activity=activity)
    week, fewest = min(refused, key=lambda one: len(one[1]))
    advice = _("So it is in the %(when)s, and other weeks break more.")
    return _broken(check, fewest, advice % {"when": when_words(check.plan, [week], None)}, activity)


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
