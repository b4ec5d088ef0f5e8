"""One's own second factor: asked at the log-in, set up, renewed, turned off."""

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from employees.rules import can_turn_off_second_factor
from skillmap.core import second_factors
from skillmap.core.errors import DomainError
from skillmap.core.history import act_as
from skillmap.core.http import INVALID, UserRequest
from skillmap.core.models import SecondFactor, User
from skillmap.core.second_factors import factor_of
from skillmap.pages.entrance import next_page, note_second_factor
from skillmap.pages.log_in import with_own_log_in

_KEY = "second_factor_key"  # in the session, until a code confirms it


class CodeForm(forms.Form):
    """A code of the app, or one to recover with."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def second_factor(request: UserRequest) -> HttpResponse:
    """Ask somebody whose log-in was right for the second factor, or to set it up."""
    user = request.entrant
    if user is None:
        return redirect("account_login")
    factor = factor_of(user)
    if factor is None:
        return _set_up(request, user)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and _is_right(form, factor):
        note_second_factor(request, factor)
        return redirect(next_page(request))
    status = INVALID if form.errors else 200
    return render(request, "pages/second_factor.html", {"form": form}, status=status)


@login_not_required
@require_POST
def second_factor_leave(request: UserRequest) -> HttpResponse:
    """Give up: on a shared device nobody else goes on from here."""
    logout(request)
    return redirect("account_login")


@never_cache
@with_own_log_in
@require_http_methods(["GET", "POST"])
def second_factor_edit(request: UserRequest) -> HttpResponse:
    """Set one's own second factor up; later renew its recovery codes, or turn it off."""
    factor = factor_of(request.user)
    if factor is None:
        return _set_up(request, request.user)
    form = CodeForm(request.POST or None)
    may_turn_off = can_turn_off_second_factor(request.user)
    if request.method == "POST" and _is_right(form, factor):
        if "renew" in request.POST:
            return _codes(request, second_factors.renew_recovery(factor))
        if may_turn_off:
            second_factors.turn_off(request.user)
            messages.success(request, _("Your second factor is off."))
        return redirect("pages:settings_edit")
    context = {
        "form": form,
        "factor": factor,
        "left": len(factor.recovery),
        "may_turn_off": may_turn_off,
    }
    status = INVALID if form.errors else 200
    return render(request, "pages/second_factor_edit.html", context, status=status)


def _set_up(request: UserRequest, user: User) -> HttpResponse:
    import segno  # only who sets up needs it

    sealed = request.session.setdefault(_KEY, second_factors.new_key())
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act_as(user)
        code, now = form.cleaned_data["code"], timezone.now()
        try:
            factor, codes = second_factors.set_up(actor=user, sealed=sealed, code=code, now=now)
        except DomainError as error:
            form.add_error("code", error.message)
        else:
            del request.session[_KEY]
            note_second_factor(request, factor)
            return _codes(request, codes)
    address = second_factors.address_of(sealed, user=user, issuer=_("Skillmap"))
    context = {
        "form": form,
        "picture": segno.make(address).svg_data_uri(scale=5),
        "key": second_factors.key_of(sealed),
        "is_entrant": request.entrant is not None,
    }
    status = INVALID if form.errors else 200
    return render(request, "pages/second_factor_set_up.html", context, status=status)


def _codes(request: UserRequest, codes: list[str]) -> HttpResponse:
    context = {"codes": codes, "next": next_page(request)}
    return render(request, "pages/second_factor_codes.html", context)


def _is_right(form: CodeForm, factor: SecondFactor) -> bool:
    if not form.is_valid():
        return False
    try:
        second_factors.check_code(factor, form.cleaned_data["code"], now=timezone.now())
    except DomainError as error:
        form.add_error("code", error.message)
        return False
    return True
