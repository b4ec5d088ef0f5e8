"""One's own settings and tokens, and the choices of the organisation."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from employees import rules
from skillmap.core.errors import ConflictError
from skillmap.core.forms import AccountForm, TokenForm
from skillmap.core.http import INVALID, UserRequest
from skillmap.core.models import Organisation
from skillmap.core.services import create_token, revoke_token
from skillmap.core.versions import save_versioned
from skillmap.pages.log_in import with_own_log_in
from skillmap.pages.pilot import OrganisationChoices


@require_http_methods(["GET", "POST"])
def settings_edit(request: UserRequest) -> HttpResponse:
    """Name and time zone."""
    user = request.user
    if not user.time_zone:
        user.time_zone = timezone.get_current_timezone_name()
    form = AccountForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        user.save(update_fields=["name", "time_zone", "updated_at"])
        messages.success(request, _("Saved."))
        return redirect("pages:settings_edit")
    status = INVALID if form.errors else 200
    context = {
        "form": form,
        "may_edit_organisation": rules.can_edit_organisation(user),
        "has_passwords": settings.LOCAL_LOGIN,
    }
    return render(request, "pages/settings_edit.html", context, status=status)


@with_own_log_in
@require_http_methods(["GET", "POST"])
def token_list(request: UserRequest) -> HttpResponse:
    """One's own tokens; a new one is shown in full this once."""
    form, secret, status = TokenForm(request.POST or None), "", 200
    if request.method == "POST":
        if form.is_valid():
            _token, secret = create_token(request.user, **form.cleaned_data)
            form = TokenForm()
        else:
            status = INVALID
    live = request.user.api_tokens.filter(revoked_at=None)
    context = {"form": form, "secret": secret, "tokens": live}
    return render(request, "pages/token_list.html", context, status=status)


@require_POST
def token_revoke(request: UserRequest, public_id: UUID) -> HttpResponse:
    token = get_object_or_404(request.user.api_tokens, public_id=public_id)
    revoke_token(token)
    messages.success(request, _("The token no longer works."))
    return redirect("pages:token_list")


@require_http_methods(["GET", "POST"])
def organisation_edit(request: UserRequest) -> HttpResponse:
    """What HR decides for everybody."""
    if not rules.can_edit_organisation(request.user):
        return render(request, "403.html", status=403)
    organisation = get_object_or_404(Organisation)
    form = OrganisationChoices(
        request.POST or None, instance=organisation, initial={"version": organisation.version}
    )
    if request.method == "POST" and form.is_valid():
        fields = [name for name in form.changed_data if name != "version"]
        try:
            save_versioned(organisation, fields, expected=form.cleaned_data["version"])
        except ConflictError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Saved. New analyses and plans use these choices."))
            return redirect("pages:organisation_edit")
    status = INVALID if form.errors else 200
    return render(request, "pages/organisation_edit.html", {"form": form}, status=status)


@require_POST
def checklist_hide(request: UserRequest) -> HttpResponse:
    """Show the steps of setting up no more on HR's first page."""
    if not rules.can_edit_organisation(request.user):
        return render(request, "403.html", status=403)
    organisation = get_object_or_404(Organisation)
    organisation.shows_checklist = False
    save_versioned(organisation, ["shows_checklist"])
    messages.success(request, _("Put away. You get the steps back under Organisation."))
    return redirect("pages:home")
