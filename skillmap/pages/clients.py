"""Programs of other systems: HR lets them in, gives them new secrets and shuts them out."""

from collections.abc import Iterator
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from employees import rules
from employees.models import OrgUnit
from employees.queries import units_of_clients
from employees.services.clients import OVERLAP, register_client, revoke_client, rotate_secret
from skillmap.core.enums import Scope
from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.core.models import ApiClient
from skillmap.core.tabular.writing import Cell
from skillmap.pages.connections import connections, held_runs
from skillmap.pages.downloads import FORMATS, download
from training.models import ParkedCompletion

EXPORT_HEAD = ("system", "client_id", "unit", "scopes", "last_used_at")


class ClientForm(forms.Form):
    """A new program."""

    name = forms.CharField(
        label=gettext_lazy("Which system"),
        max_length=100,
        help_text=gettext_lazy("Such as: payroll"),
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Whose data"),
        queryset=OrgUnit.objects.filter(retired_on=None).order_by("path"),
        required=False,
        to_field_name="public_id",
        empty_label=gettext_lazy("The whole organisation"),
        help_text=gettext_lazy("With a unit it reads the people there and below, and no others."),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("It may"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )


@require_http_methods(["GET", "POST"])
def client_list(request: UserRequest) -> HttpResponseBase:
    """Programs that are let in, or as a file; the secret of a new one is shown this once."""
    if not rules.can_manage_clients(request.user):
        return render(request, "403.html", status=403)
    if request.GET.get("format") in FORMATS:
        return download("programs", EXPORT_HEAD, _lines(), request.GET["format"])
    form, status = ClientForm(request.POST or None), 200
    if request.method == "POST":
        try:
            if form.is_valid():
                client, secret = register_client(actor=request.user, **form.cleaned_data)
                return _shown(request, ClientForm(), client=client, secret=secret)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        status = INVALID
    return _shown(request, form, status=status)


@require_POST
def client_rotate(request: UserRequest, public_id: UUID) -> HttpResponse:
    """A new secret, shown this once."""
    client = _client(request, public_id)
    try:
        secret = rotate_secret(actor=request.user, client=client)
    except ConflictError as error:
        messages.error(request, error.message)
        return redirect("pages:client_list")
    return _shown(request, ClientForm(), client=client, secret=secret, is_rotated=True)


@require_POST
def client_revoke(request: UserRequest, public_id: UUID) -> HttpResponse:
    revoke_client(actor=request.user, client=_client(request, public_id))
    messages.success(request, _("The program is shut out."))
    return redirect("pages:client_list")


def _client(request: UserRequest, public_id: UUID) -> ApiClient:
    """The program of this address, for those who manage them; for others there is none."""
    known: QuerySet[ApiClient] = ApiClient.objects.select_related("user", "application")
    if not rules.can_manage_clients(request.user):
        known = known.none()
    return get_object_or_404(known, public_id=public_id)


def _let_in() -> list[tuple[ApiClient, OrgUnit | None]]:
    """Every program that may log in, with its unit."""
    clients = list(ApiClient.objects.filter(revoked_at=None).select_related("user", "application"))
    units = units_of_clients(clients)
    return [(client, units.get(client.user_id)) for client in clients]


def _lines() -> Iterator[list[Cell]]:
    for client, unit in _let_in():
        key = client.application.client_id
        scopes = " ".join(client.scopes)
        yield [str(client), key, str(unit or ""), scopes, client.last_used_at]


def _shown(
    request: UserRequest, form: ClientForm, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {
        "form": form,
        "rows": _let_in(),
        "connections": connections(),
        "held": held_runs(),
        "parked": ParkedCompletion.objects.visible_to(request.user, sees_all=True).count(),
        "hours": OVERLAP.total_seconds() // 3600,
        **more,
    }
    return render(request, "pages/client_list.html", context, status=status)
