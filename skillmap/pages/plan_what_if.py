"""What if there were more hours, weeks or money, or less, or another role to aim at."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from assessments.enums import RunState
from employees.models import Employee, RoleProfile
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.core.models import Job
from skillmap.core.templatetags.amounts import money
from skillmap.core.templatetags.levels import percent
from skillmap.pages.plan_what_if_form import WhatIfForm
from skillmap.pages.profile import open_card_of
from training import rules, services
from training.enums import CENTS, Mode, PlanState
from training.models import DevelopmentPlan, PlanOption, PlanStep
from training.models.plans import PathFacts
from training.queries.conflict_words import conflict_words, hours_a_week
from training.queries.differences import left_of, level_changes, step_changes
from training.queries.options import newest_question, steps_of, what_if_of
from training.queries.plans import current_plan
from training.services.runs import Wishes

Facts = Mapping[str | Promise, str]


@dataclass(frozen=True)
class Figure:
    """One figure of the plan of today and of the other one, in words."""

    name: str
    before: str
    after: str


@require_http_methods(["GET", "POST"])
def plan_what_if(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The form, the answer to what this reader asked last, and what it would change."""
    card = open_card_of(request.user, public_id)
    if not rules.can_recommend_path(request.user, card.person):
        return render(request, "403.html", status=403)
    plan = current_plan(card.person)
    option = what_if_of(request.user, card.person)
    form, status = _form(request, plan, option), 200
    if request.method == "POST":
        if form.is_valid() and _ask(request, card.person, form):
            return redirect("pages:plan_what_if", public_id)
        status = INVALID
    context: dict[str, Any] = {
        "card": card,
        "form": form,
        "plan": plan,
        "job": _job(request, card.person),
        "option": option,
    }
    if option is not None:
        context |= _answer(request, plan, option)
    return render(request, "pages/plan_what_if.html", context, status=status)


def _form(
    request: UserRequest, plan: DevelopmentPlan | None, option: PlanOption | None
) -> WhatIfForm:
    roles = RoleProfile.objects.visible_to(request.user).active().order_by("name")
    if request.method == "POST":
        return WhatIfForm(request.POST, roles=roles)
    initial = _initial(plan, option)
    if aim := request.GET.get("target_role"):
        initial["target_role"] = aim
    return WhatIfForm(initial=initial, roles=roles)


def _initial(plan: DevelopmentPlan | None, option: PlanOption | None) -> dict[str, Any]:
    """What was asked last, else what the plan of today was made by."""
    known: DevelopmentPlan | PlanOption | None = option or plan
    if known is None:
        return {}
    asked = option.run.parameters if option else {}
    return {
        "hours_per_week": f"{float(known.hours_per_week):g}",
        "weeks": known.weeks,
        "budget": None if known.budget_cents is None else known.budget_cents // CENTS,
        "without_modes": asked.get("without_modes", []),
        "target_role": asked.get("target_role"),
    }


def _ask(request: UserRequest, person: Employee, form: WhatIfForm) -> bool:
    """Start the job; False with a fault in the form."""
    try:
        services.ask_what_if(
            actor=request.user, employee=person, wishes=Wishes(**form.cleaned_data)
        )
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True


def _answer(
    request: UserRequest, plan: DevelopmentPlan | None, option: PlanOption
) -> dict[str, Any]:
    changes = step_changes(plan, option)
    is_open = plan is not None and plan.state != PlanState.DRAFT
    may_change = plan is None or not is_open or rules.can_change_plan(request.user, plan)
    return {
        "asked": _asked(option),
        "figures": _figures(plan, option),
        "changes": [change for change in changes if change.kind != "same"],
        "same": [change for change in changes if change.kind == "same"],
        "levels": level_changes(plan, option),
        "conflict": _conflict(option),
        "is_older": bool(option.answer.get("is_older")),
        "may_use": may_change and bool(option.steps),
        "is_open": is_open,
        "is_begun": plan is not None and any(step.sessions_done for step in plan.steps.all()),
    }


def _conflict(option: PlanOption) -> str:
    """Why not every step of today has room; empty without a conflict."""
    found = option.answer.get("conflict")
    if not found:
        return ""
    first = _("Not every step of the plan of today has room.")
    return f"{first} {conflict_words(found, option.currency)}"


def _asked(option: PlanOption) -> list[str]:
    """What was asked, in words."""
    found = [
        hours_a_week(float(option.hours_per_week)),
        ngettext("%(n)d week", "%(n)d weeks", option.weeks) % {"n": option.weeks},
    ]
    if option.budget_cents is not None:
        budget = money(option.budget_cents, option.currency)
        found.append(_("at most %(budget)s") % {"budget": budget})
    labels = dict(Mode.choices)
    without = option.run.parameters.get("without_modes", [])
    found += [_("without %(mode)s") % {"mode": labels.get(mode, mode)} for mode in without]
    if code := option.run.parameters.get("target_role"):
        role = RoleProfile.objects.filter(code=code).first()
        found.append(_("for the role %(role)s") % {"role": role or code})
    return found


def _figures(plan: DevelopmentPlan | None, option: PlanOption) -> list[Figure]:
    shell = DevelopmentPlan(week_zero=option.week_zero)
    new = _facts(option, steps_of(option, shell), option.week_zero)
    old = _facts(plan, left_of(plan), option.week_zero) if plan else dict.fromkeys(new, "–")
    return [Figure(str(name), old[name], new[name]) for name in new]


def _facts(plan: PathFacts, left: list[PlanStep], today: dt.date) -> Facts:
    """What `left` takes from the week of `today` on; the money of what is begun is spent."""
    weeks = [(step, str(week)) for step in left for week in {*step.weeks[step.sessions_done :]}]
    hours = sum(step.hours_by_week[week] for step, week in weeks)
    cents = sum(step.cost_cents or 0 for step in left if not step.sessions_done)
    gone = (today - plan.week_zero).days // 7
    last = max((step.weeks[-1] + 1 - gone for step in left), default=0)
    return {
        gettext_lazy("Closes of the gap"): percent(plan.closure),
        gettext_lazy("Learning time in hours"): number_format(hours, 1),
        gettext_lazy("Cost"): money(cents, plan.currency),
        gettext_lazy("Weeks until the last session"): str(last),
        gettext_lazy("Steps"): str(len(left)),
    }


def _job(request: UserRequest, person: Employee) -> Job | None:
    """The job of the newest question, until its answer is there."""
    run = newest_question(request.user, person)
    return None if run is None or run.state == RunState.DONE else run.job
