"""Taking the answer to a what-if in place of an open plan; what is begun stays."""

import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext as _

from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from training import rules
from training.models import DevelopmentPlan, PlanOption, PlanStep
from training.queries.differences import step_changes
from training.queries.options import FACTS, steps_of
from training.queries.plan_checks import PlanCheck, fault_sentences, layout_of
from training.queries.plans import monday_of
from training.services.circle_meetings import keep_in_step
from training.services.plan_changes import finish_change, place_step
from training.services.seats import hand_on_seats, held_sessions, refuse_gone_dates

_SUMMED = {"cost_cents", "cost_unknown", "hours"}  # over all steps, also those that stay


def replace_open_plan(
    *, actor: User, plan: DevelopmentPlan, option: PlanOption, now: dt.datetime
) -> DevelopmentPlan:
    """Make the steps to come of a plan those of the answer, in the caller's transaction.

    Steps that are begun or done stay, the sessions to come of begun ones where the answer has them.
    `plan` is locked. Raises `NotAllowedError`; `ConflictError` for an answer of another week;
    `DomainError` where it would break a rule by now.
    """
    if not rules.can_change_plan(actor, plan):
        raise NotAllowedError(
            _("A plan is changed by its person; others may before it is accepted.")
        )
    if option.week_zero != monday_of(now):
        text = _("This answer was computed in another week. Ask again.")
        raise ConflictError(text, code="stale_option")
    changes = _changes(plan, option)
    steps = list(plan.steps.select_related("activity", "session").order_by("position"))
    _take_over(plan, option, steps)
    _write_steps(plan, option, steps, now)
    _refuse_broken(plan, [step.pk for step in steps if step.sessions_done])
    fields = [*(name for name in FACTS if name not in _SUMMED), "template", "run"]
    reason = _("Chosen: %(option)s") % {"option": option.get_wish_display()}
    finish_change(plan, actor, now, changes, reason=reason, fields=fields)
    keep_in_step(plan, now)
    return plan


def _changes(plan: DevelopmentPlan, option: PlanOption) -> list[dict[str, str]]:
    """What moves, comes and goes, as the decision keeps it."""
    return [
        {
            "step": change.activity.title,
            "from": change.before or _("not in the plan"),
            "to": change.after or _("not in the plan"),
            "why": _("from the answer to “What if”"),
        }
        for change in step_changes(plan, option)
        if change.kind != "same"
    ]


def _take_over(plan: DevelopmentPlan, option: PlanOption, steps: Collection[PlanStep]) -> None:
    """The facts of the answer, for the weeks of the plan; money of what is begun is spent."""
    begun = [step for step in steps if step.sessions_done]
    began_on = min(plan.week_zero, option.week_zero) if begun else option.week_zero
    later = (plan.week_zero - began_on).days // 7
    for step in begun if later else ():
        _put_off(step, later)
    for name in FACTS:
        if name not in _SUMMED:
            setattr(plan, name, getattr(option, name))
    plan.week_zero, plan.template, plan.run = began_on, None, option.run
    last = max((step.weeks[-1] + 1 for step in begun), default=0)
    plan.weeks = max(option.weeks + (option.week_zero - began_on).days // 7, last)
    if plan.budget_cents is not None:
        plan.budget_cents += sum(step.cost_cents or 0 for step in begun)


def _put_off(step: PlanStep, weeks: int) -> None:
    """The same days, counted from a week that lies so much earlier."""
    step.weeks = [week + weeks for week in step.weeks]
    step.start_week += weeks
    hours = step.hours_by_week.items()
    step.hours_by_week = {str(int(week) + weeks): value for week, value in hours}
    step.save(update_fields=["weeks", "start_week", "hours_by_week", "updated_at"])


def _write_steps(
    plan: DevelopmentPlan, option: PlanOption, steps: Collection[PlanStep], now: dt.datetime
) -> None:
    """Keep, move, drop and add steps."""
    shift = (option.week_zero - plan.week_zero).days // 7
    wanted = {step.activity_id: step for step in steps_of(option, plan)}
    ids = {step.session_id for step in [*steps, *wanted.values()]} - {None}
    list(held_sessions(ids))  # all at once, always in the same order
    begun = {step.activity_id for step in steps if step.sessions_done}
    refuse_gone_dates([goal for pk, goal in wanted.items() if pk not in begun], now)
    left = []
    for step in steps:
        step.plan = plan
        goal = wanted.pop(step.activity_id, None)
        if step.sessions_done:
            _continue(step, goal, shift, now)
        elif goal is None:
            left.append(step.session_id)
            step.delete()
        else:
            _place(step, goal, shift, now)
    added = _add(list(wanted.values()), max((step.position for step in steps), default=-1) + 1)
    for step, goal in added:
        _place(step, goal, shift, now)
    hand_on_seats(left, now)


def _add(goals: list[PlanStep], position: int) -> list[tuple[PlanStep, PlanStep]]:
    """A new step for each of `goals`, still without a seat."""
    made = []
    for number, goal in enumerate(goals, start=position):
        values = {"plan": goal.plan, "activity": goal.activity}
        weeks = {"start_week": goal.start_week, "weeks": goal.weeks}
        made.append(
            (PlanStep.objects.create(position=number, **values, **weeks, why_skills=[]), goal)
        )
    return made


def _continue(step: PlanStep, goal: PlanStep | None, shift: int, now: dt.datetime) -> None:
    """The sessions to come of a step that is begun; with a date, or done ahead of its weeks, it
    stays where it is."""
    done, to_come = step.weeks[: step.sessions_done], len(step.weeks) - step.sessions_done
    if goal is None or not to_come or step.session_id is not None:
        return
    if len(goal.weeks) < to_come:
        text = _("“%(step)s” changed since the answer was computed. Ask again.")
        raise ConflictError(text % {"step": step.activity.title}, code="stale_option")
    coming = [week + shift for week in goal.weeks[-to_come:]]
    if coming[0] > done[-1]:
        place_step(step, (*done, *coming), None, now)


def _place(step: PlanStep, goal: PlanStep, shift: int, now: dt.datetime) -> None:
    """When, why and at which price, as the answer has it."""
    step.why, step.why_skills, step.reasons = goal.why, goal.why_skills, goal.reasons
    step.cost_cents = goal.cost_cents
    step.save(update_fields=["why", "why_skills", "reasons", "cost_cents"])
    place_step(step, tuple(week + shift for week in goal.weeks), goal.session, now)


def _refuse_broken(plan: DevelopmentPlan, begun: Collection[int]) -> None:
    """What stays was agreed; beside it the answer keeps every rule of today, or is refused."""
    check = PlanCheck(plan)
    kept = layout_of([step for step in check.steps if step.pk in begun])
    if faults := check.faults_beside(kept):
        titles = {step.activity.code: step.activity.title for step in check.steps}
        raise DomainError(fault_sentences(faults, titles), code="breaks_rules")
