"""Deciding about a person beside the role: skills not asked of them, roles aimed at."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.services.exemptions import end_skill_exemption, exempt_from_skill
from employees import rules
from employees.services.target_roles import aim_at, end_aim
from skillmap.core.errors import DomainError
from skillmap.core.http import UserRequest
from skillmap.pages.person_choice_forms import AimForm, ExemptForm
from skillmap.pages.profile import open_card_of


@require_POST
def person_exempt(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Exempt somebody from a skill that the role asks for, or end that."""
    card = open_card_of(request.user, public_id)
    if not rules.can_exempt_from_skill(request.user, card.person):
        return render(request, "403.html", status=403)
    form = ExemptForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        common: dict[str, Any] = {"actor": request.user, "employee": card.person}
        common |= {"skill": values["skill"], "on": timezone.localdate()}
        try:
            if values["ends"]:
                end_skill_exemption(**common)
            else:
                exempt_from_skill(**common, reason=values["reason"], until=values["until"])
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Saved. Gaps and fit follow in a few seconds."))
    else:
        messages.error(request, _("Choose the skill, and give a date as year-month-day."))
    return redirect("pages:person_detail", public_id)


@require_POST
def person_aim(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Let somebody aim at a role, or no more."""
    card = open_card_of(request.user, public_id)
    if not rules.can_choose_target(request.user, card.person):
        return render(request, "403.html", status=403)
    form = AimForm(request.POST)
    if form.is_valid():
        act = end_aim if form.cleaned_data["ends"] else aim_at
        try:
            act(
                actor=request.user,
                employee=card.person,
                role=form.cleaned_data["role"],
                on=timezone.localdate(),
            )
        except DomainError as error:
            messages.error(request, error.message)
    else:
        messages.error(request, _("There is no role of this name."))
    return redirect("pages:person_detail", public_id)
