"""Planning anew what is late or has lost its date, as little as possible, and saying what moved."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned
from training import rules
from training.analysis.validate import Placed
from training.enums import DecisionKind, PlanState, StepState
from training.models import ActivitySession, DevelopmentPlan, PlanStep
from training.queries.meetings import coming_appointment, mondays_of, weeks_at_meetings
from training.queries.plan_checks import (
    LATER_WEEKS,
    Layout,
    PlanCheck,
    coming_sessions,
    layout_of,
    when_words,
)
from training.queries.plan_places import from_week
from training.queries.plans import monday_of
from training.services.plan_changes import place_step
from training.services.plan_records import decide, locked_plan


@dataclass(frozen=True)
class Shift:
    """One step that moves; empty `weeks`: nothing fits, and it stays where it is."""

    step: PlanStep
    weeks: tuple[int, ...]
    session: ActivitySession | None
    before: str
    after: str
    why: str

    def as_row(self) -> dict[str, str]:
        """As the decision keeps it."""
        title = self.step.activity.title
        return {"step": title, "from": self.before, "to": self.after, "why": self.why}


def planned_anew(plan: DevelopmentPlan, now: dt.datetime) -> list[Shift]:
    """What would move if the plan of today were brought up to date; writes nothing.

    What a peer circle meets for goes to its next meetings. Another late step goes to the first week
    in which it fits beside the others; where one fits nowhere, everything that is left and bound
    to no date moves on by as many weeks as it takes.
    """
    check = PlanCheck(plan, runs_on=True)
    this_week = (monday_of(now) - plan.week_zero).days // 7
    late = [s for s in _in_order(check) if s.next_week is not None and s.next_week < this_week]
    if not late:
        return []
    bound = [shift for step in late if (shift := _to_meetings(check, step, now))]
    layout = _with(bound, layout_of(check.steps))
    check.settle(layout)
    met = [shift.step for shift in bound]
    free = list[Shift]()
    for step in sorted((s for s in late if s not in met), key=lambda s: s.session is None):
        shift = _next_place(check, step, layout, this_week, now.date())
        lost = not shift.weeks and step.session is None
        if lost and (moved := _all_later(check, bound, this_week)):
            return [*bound, *moved]
        layout = _with([shift], layout)
        (free if step.session is None else bound).append(shift)
    return [*bound, *free]


@transaction.atomic
def replan(
    *, actor: User, plan: DevelopmentPlan, now: dt.datetime, version: int | None = None
) -> list[Shift]:
    """Bring a late plan up to date as `planned_anew` says; returns what moved.

    Raises `NotAllowedError`, `ConflictError`, `DomainError` when nothing can be moved.
    """
    plan = locked_plan(plan, version)
    if plan.state != PlanState.ACTIVE or not rules.can_change_plan(actor, plan):
        raise NotAllowedError(_("Only the person brings a running plan up to date."))
    shifts = planned_anew(plan, now)
    if not any(shift.weeks for shift in shifts):
        if shifts:
            raise DomainError(
                _("No week fits what is late. Swap the step, or ask for a new recommendation."),
                code="no_place",
            )
        raise ConflictError(_("Nothing is late."))
    _write(plan, actor, shifts, now)
    return shifts


def rebook(plan: DevelopmentPlan, session: ActivitySession, now: dt.datetime) -> Shift | None:
    """Give the step of a cancelled session the next date that fits; without one it has none.

    Runs in the caller's transaction.
    """
    plan = locked_plan(plan)
    check = PlanCheck(plan, runs_on=True)
    step = next((s for s in check.steps if s.session_id == session.pk), None)
    if step is None or step.state == StepState.DONE:
        return None
    this_week = (monday_of(now) - plan.week_zero).days // 7
    shift = _next_place(check, step, layout_of(check.steps), this_week, now.date())
    if not shift.weeks:
        step.session, step.waits_since = None, None
        step.version += 1
        step.save(update_fields=["session", "waits_since", "version", "updated_at"])
    _write(plan, None, [shift], now)
    return shift


def _write(
    plan: DevelopmentPlan, actor: User | None, shifts: list[Shift], now: dt.datetime
) -> None:
    for shift in shifts:
        if shift.weeks:
            shift.step.plan = plan
            place_step(shift.step, shift.weeks, shift.session, now)
            plan.weeks = max(plan.weeks, shift.weeks[-1] + 1)
    save_versioned(plan, ["weeks"])
    rows = [shift.as_row() for shift in shifts]
    decide(plan, DecisionKind.CHANGE, actor, now, changes=rows)


def _in_order(check: PlanCheck) -> list[PlanStep]:
    return sorted(check.steps, key=lambda step: (step.next_week or 0, step.position))


def _next_place(
    check: PlanCheck, step: PlanStep, layout: dict[int, Placed], this_week: int, today: dt.date
) -> Shift:
    """The first week or date in which a step fits beside the others."""
    before = when_words(check.plan, step.weeks[step.sessions_done :], step.session)
    options: list[tuple[int, ActivitySession | None]]
    if step.session is not None:
        cancelled = step.session.cancelled_at is not None
        why = _("its date was cancelled") if cancelled else _("its date is over")
        others = [s for s in coming_sessions(step.activity, today) if s.pk != step.session_id]
        options = [(check.week_of(session), session) for session in others]
    else:
        why = _("its week is over")
        options = [(week, None) for week in range(max(0, this_week), check.rules.weeks)]
    for week, session in options:
        weeks = from_week(step, week)
        changed = {**layout, step.position: Placed(step.activity.code, weeks)}
        if not check.new_faults(changed):
            after = when_words(check.plan, weeks[step.sessions_done :], session)
            return Shift(step, weeks, session, before, after, why)
    return Shift(step, (), None, before, _("no place found"), why)


def _to_meetings(check: PlanCheck, step: PlanStep, now: dt.datetime) -> Shift | None:
    """To the meetings to come of the peer circle that meets for a late step; None without any."""
    weeks = weeks_at_meetings(step, mondays_of(step), now)
    if list(weeks) == step.weeks:
        return None
    return _shift_of(check, step, weeks, _("its week is over, and the peer circle meets then"))


def _with(shifts: Iterable[Shift], layout: Layout) -> dict[int, Placed]:
    """A layout in which these steps have moved, those at least that have a place."""
    places = {s.step.position: Placed(s.step.activity.code, s.weeks) for s in shifts if s.weeks}
    return {**layout, **places}


def _all_later(check: PlanCheck, bound: Sequence[Shift], this_week: int) -> list[Shift]:
    """Everything that is left and neither has a date nor a meeting, later by the fewest weeks that
    break nothing beside what is `bound`."""
    fixed = [shift.step for shift in bound]
    moving = [
        step
        for step in _in_order(check)
        if step.next_week is not None and step.session is None and step not in fixed
        if step.next_week < this_week or coming_appointment(step) is None
    ]
    least = this_week - min(step.next_week or 0 for step in moving)
    for by in range(max(1, least), LATER_WEEKS + 1):
        layout = _with(bound, layout_of(check.steps))
        for step in moving:
            weeks = from_week(step, (step.next_week or 0) + by)
            layout[step.position] = Placed(step.activity.code, weeks)
        if not check.new_faults(layout):
            why = _("everything moves on together")
            return [_shift_of(check, step, layout[step.position].weeks, why) for step in moving]
    return []


def _shift_of(check: PlanCheck, step: PlanStep, weeks: tuple[int, ...], why: str) -> Shift:
    done = step.sessions_done
    before = when_words(check.plan, step.weeks[done:], None)
    return Shift(step, weeks, None, before, when_words(check.plan, weeks[done:], None), why)
