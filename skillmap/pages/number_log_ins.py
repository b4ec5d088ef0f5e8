"""Logging in without e-mail: number and one-time code; who hands codes out, and resets factors."""

from uuid import UUID

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from employees.rules import can_hand_out_code, can_reset_second_factor
from employees.services.log_ins import (
    CODE_LIFE,
    hand_out_code,
    reset_second_factor,
    user_of_code,
)
from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.history import act_as
from skillmap.core.http import INVALID, UserRequest
from skillmap.core.second_factors import factor_of
from skillmap.pages.entrance import ALONE_SECONDS, note_shared_device
from skillmap.pages.log_in import with_own_log_in
from skillmap.pages.profile import open_card_of


class NumberForm(forms.Form):
    """What stands on the badge, and on the paper from the manager."""

    number = forms.CharField(
        label=gettext_lazy("Employee number"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Eight letters and digits, from your manager or HR."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


@login_not_required
@require_http_methods(["GET", "POST"])
def number_log_in(request: HttpRequest) -> HttpResponse:
    """Log in with number and code, until the browser is closed or left alone."""
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _is_logged_in(request, form):
        return redirect("/")
    context = {"form": form, "minutes": ALONE_SECONDS // 60}
    status = INVALID if form.errors else 200
    return render(request, "pages/number_log_in.html", context, status=status)


@with_own_log_in
@require_http_methods(["GET", "POST"])
def person_log_in(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Hand somebody without e-mail a code; it is shown this once."""
    card, code, error, status = open_card_of(request.user, public_id), "", "", 200
    may_hand_out = can_hand_out_code(request.user, card.person)
    if not may_hand_out:
        return render(request, "403.html", status=403)
    if request.method == "POST":
        try:
            code = hand_out_code(actor=request.user, employee=card.person, now=timezone.now())
        except DomainError as refusal:
            error, status = refusal.message, INVALID
    user = card.person.user
    context = {
        "card": card,
        "code": code,
        "error": error,
        "hours": CODE_LIFE.seconds // 3600,
        "has_mail": bool(card.person.email),
        "has_factor": user is not None and factor_of(user) is not None,
        "may_reset": can_reset_second_factor(request.user, card.person),
    }
    return render(request, "pages/person_log_in.html", context, status=status)


@require_POST
def second_factor_reset(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Let somebody set the second factor up anew."""
    person = open_card_of(request.user, public_id).person
    if not can_reset_second_factor(request.user, person):
        return render(request, "403.html", status=403)
    try:
        reset_second_factor(actor=request.user, employee=person)
    except ConflictError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Reset. At the next log-in it is set up anew."))
    return redirect("pages:person_log_in", public_id)


def _is_logged_in(request: HttpRequest, form: NumberForm) -> bool:
    given = form.cleaned_data
    key = f"number {given['number'].lower()}"
    if not ratelimit.consume(request, action="login_failed", key=key):
        form.add_error(None, _("Too many attempts. Wait five minutes."))
        return False
    try:
        user = user_of_code(now=timezone.now(), **given)
    except DomainError as error:
        form.add_error(None, error.message)
        return False
    ratelimit.clear(request, action="login_failed", key=key)
    act_as(user)
    login(request, user)
    note_shared_device(request)
    return True
