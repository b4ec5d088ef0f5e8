"""Choosing one of the ways to plan for somebody."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned
from training import rules
from training.enums import DecisionKind, PlanState, Wish
from training.models import DevelopmentPlan, PlanOption, PlanStep
from training.queries.options import FACTS, steps_of
from training.queries.plan_checks import PlanCheck, fault_sentences
from training.services.plan_records import OPEN, decide, hold_people, locked_plan
from training.services.replacing import replace_open_plan
from training.services.seats import refuse_gone_dates


@transaction.atomic
def choose_option(
    *, actor: User, option: PlanOption, now: dt.datetime, version: int | None = None
) -> DevelopmentPlan:
    """Make an option the recommendation of its person; choosing another one undoes that.

    Beside an open plan only the answer to a what-if can be chosen: it takes the place of what is
    not begun. `version` is that of the plan that was shown. Raises `NotAllowedError`;
    `ConflictError` for another version; `DomainError` where the option breaks a rule by now.
    """
    if not rules.can_recommend_path(actor, option.employee):
        raise NotAllowedError(_("Only the person, their managers and HR may choose their plan."))
    if not option.steps:
        raise DomainError(_("There is nothing in this plan to choose."), code="empty_plan")
    hold_people([option.employee_id])
    _refuse_stale(option)
    plans = DevelopmentPlan.objects.filter(employee=option.employee_id)
    if open_plan := plans.filter(state__in=OPEN).first():
        if option.wish != Wish.WHAT_IF:
            raise ConflictError(
                _("There is an open plan already. Complete or dismiss it first."), code="open_plan"
            )
        current = locked_plan(open_plan, version)
        return replace_open_plan(actor=actor, plan=current, option=option, now=now)
    draft = plans.filter(state=PlanState.DRAFT).first()
    if draft is None:
        plan = _written(option, DevelopmentPlan(employee=option.employee))
        plan.save()
    else:
        plan = _written(option, locked_plan(draft, version))
        save_versioned(plan, [*FACTS, "template", "run"])
        plan.steps.all().delete()
    steps = steps_of(option, plan)
    refuse_gone_dates(steps, now)
    PlanStep.objects.bulk_create(steps)
    _refuse_broken(plan)
    name = option.get_wish_display()
    decide(plan, DecisionKind.CHANGE, actor, now, _("Chosen: %(option)s") % {"option": name})
    return plan


def _written(option: PlanOption, plan: DevelopmentPlan) -> DevelopmentPlan:
    for name in FACTS:
        setattr(plan, name, getattr(option, name))
    plan.template, plan.run = None, option.run
    return plan


def _refuse_stale(option: PlanOption) -> None:
    """A way to plan that was computed beside another recommendation is computed anew first.

    An answer to a what-if says itself what it was made from.
    """
    known: Any = PlanOption.objects.with_staleness().get(pk=option.pk)
    if option.wish != Wish.WHAT_IF and known.is_stale:
        text = _("Levels, dates or activities have changed since. Compute the options anew.")
        raise ConflictError(text, code="stale_option")


def _refuse_broken(plan: DevelopmentPlan) -> None:
    """An option keeps every rule of the day it was computed; the catalogue may have changed."""
    check = PlanCheck(plan)
    if check.faults:
        titles = {step.activity.code: step.activity.title for step in check.steps}
        raise DomainError(fault_sentences(check.faults, titles), code="breaks_rules")
