"""Addresses of other systems that are told what changes: HR adds them and sees what came of it."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from employees import rules
from employees.services.clients import OVERLAP
from skillmap.changes import endpoints
from skillmap.changes.following import TEST
from skillmap.changes.reading import PROGRAM_KIND_CHOICES
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.core.models import ApiClient, WebhookEndpoint
from skillmap.core.tabular.writing import Cell
from skillmap.pages.downloads import FORMATS, download

PAGE_SIZE = 50
EXPORT_HEAD = ("address", "program", "kinds", "is_enabled", "failing_since", "disabled_why")
LOG_HEAD = (
    "kind", "object_id", "at", "state", "attempts", "called_at", "status", "fault", "milliseconds",
)  # fmt: skip
LABELS = {
    "person": gettext_lazy("people"),
    "org_unit": gettext_lazy("units"),
    "role": gettext_lazy("role profiles"),
    "skill": gettext_lazy("skills"),
    "activity": gettext_lazy("training catalogue"),
    "rating": gettext_lazy("ratings"),
    "completion": gettext_lazy("completions"),
    "certificate": gettext_lazy("certificates"),
}

ONE = {  # what one message is about
    "person": gettext_lazy("a person"),
    "org_unit": gettext_lazy("a unit"),
    "role": gettext_lazy("a role profile"),
    "skill": gettext_lazy("a skill"),
    "activity": gettext_lazy("an activity"),
    "rating": gettext_lazy("a rating"),
    "completion": gettext_lazy("a completion"),
    "certificate": gettext_lazy("a certificate"),
    TEST: gettext_lazy("a test"),
}


class EndpointForm(forms.Form):
    """Where calls go, and what they tell of."""

    url = forms.CharField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("Such as: https://lms.example.org/hooks/skillmap"),
        widget=forms.URLInput,
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("It is told when these change"),
        choices=[(kind, LABELS[kind]) for kind, _name in PROGRAM_KIND_CHOICES],
        widget=forms.CheckboxSelectMultiple,
    )


class NewEndpointForm(EndpointForm):
    client = forms.ModelChoiceField(
        label=gettext_lazy("Which program"),
        queryset=ApiClient.objects.filter(revoked_at=None).select_related("user"),
        to_field_name="public_id",
        empty_label=gettext_lazy("Choose"),
        help_text=gettext_lazy("It is told what this program may read, and of no other people."),
    )
    field_order = ("client", "url", "kinds")


class ChangedEndpointForm(EndpointForm):
    is_enabled = forms.BooleanField(label=gettext_lazy("Turned on"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class SinceForm(forms.Form):
    since = forms.DateField(
        label=gettext_lazy("Tell again all since the beginning of"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


@require_http_methods(["GET", "POST"])
def webhook_list(request: UserRequest) -> HttpResponseBase:
    """Every address, or as a file; the secret of a new one is shown this once."""
    if not rules.can_manage_clients(request.user):
        return render(request, "403.html", status=403)
    if request.GET.get("format") in FORMATS:
        lines = map(_cells, _visible(request))
        return download("webhooks", EXPORT_HEAD, lines, request.GET["format"])
    form, context, status = NewEndpointForm(request.POST or None), {}, 200
    if request.method == "POST":
        try:
            if form.is_valid():
                new, secret = endpoints.add_endpoint(actor=request.user, **form.cleaned_data)
                context = {"endpoint": new, "secret": secret}
                form = NewEndpointForm()
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        status = INVALID if form.errors else 200
    rows = [(row, [LABELS[kind] for kind in row.kinds]) for row in _visible(request)]
    context |= {"form": form, "rows": rows}
    context["has_programs"] = ApiClient.objects.filter(revoked_at=None).exists()
    return render(request, "pages/webhook_list.html", context, status=status)


@require_http_methods(["GET", "POST"])
def webhook_detail(request: UserRequest, public_id: UUID) -> HttpResponseBase:
    """What an address was told, newest first or as a file, and its settings."""
    endpoint = _endpoint(request, public_id)
    if request.GET.get("format") in FORMATS:
        return download("webhook-log", LOG_HEAD, _log_lines(endpoint), request.GET["format"])
    form = ChangedEndpointForm(request.POST or None, initial=_initial(endpoint))
    if request.method == "POST" and form.is_valid():
        try:
            endpoints.change_endpoint(actor=request.user, endpoint=endpoint, **form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("pages:webhook_detail", public_id)
    return _shown(request, _endpoint(request, public_id), form, INVALID if form.errors else 200)


@require_POST
def webhook_rotate(request: UserRequest, public_id: UUID) -> HttpResponse:
    """A new secret, shown this once."""
    endpoint = _endpoint(request, public_id)
    try:
        secret = endpoints.rotate_secret(actor=request.user, endpoint=endpoint)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("pages:webhook_detail", public_id)
    endpoint = _endpoint(request, public_id)
    form = ChangedEndpointForm(initial=_initial(endpoint))
    return _shown(request, endpoint, form, secret=secret, is_rotated=True)


@require_POST
def webhook_test(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Call it once; the log on its page tells what came of it."""
    endpoint = _endpoint(request, public_id)
    try:
        endpoints.send_test(actor=request.user, endpoint=endpoint)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The test is on its way. Reload to see what came of it."))
    return redirect("pages:webhook_detail", public_id)


@require_POST
def webhook_replay(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Tell it again of all since a time."""
    endpoint, form = _endpoint(request, public_id), SinceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give a day."))
        return redirect("pages:webhook_detail", public_id)
    since = timezone.make_aware(datetime.combine(form.cleaned_data["since"], time.min))
    try:
        count = endpoints.replay_since(actor=request.user, endpoint=endpoint, since=since)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        text = ngettext("%(n)d message is told again.", "%(n)d messages are told again.", count)
        messages.success(request, text % {"n": count})
    return redirect("pages:webhook_detail", public_id)


@require_POST
def delivery_replay(request: UserRequest, public_id: UUID, delivery_id: UUID) -> HttpResponse:
    """Tell it of one change again."""
    endpoint = _endpoint(request, public_id)
    delivery = get_object_or_404(endpoint.deliveries, public_id=delivery_id)
    try:
        endpoints.replay_one(actor=request.user, endpoint=endpoint, delivery=delivery)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The message is told again."))
    return redirect("pages:webhook_detail", public_id)


@require_POST
def webhook_remove(request: UserRequest, public_id: UUID) -> HttpResponse:
    endpoint = _endpoint(request, public_id)
    try:
        endpoints.remove_endpoint(actor=request.user, endpoint=endpoint, version=endpoint.version)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("pages:webhook_detail", public_id)
    messages.success(request, _("The address is told nothing more."))
    return redirect("pages:webhook_list")


def _visible(request: UserRequest) -> QuerySet[WebhookEndpoint]:
    """Addresses of programs that are let in, for those who manage them."""
    sees_all = rules.can_manage_clients(request.user)
    rows = WebhookEndpoint.objects.visible_to(request.user, sees_all=sees_all)
    return rows.filter(client__revoked_at=None).select_related("client__user")


def _endpoint(request: UserRequest, public_id: UUID) -> WebhookEndpoint:
    return get_object_or_404(_visible(request), public_id=public_id)


def _cells(one: WebhookEndpoint) -> list[Cell]:
    kinds = " ".join(one.kinds)
    return [one.url, str(one.client), kinds, one.is_enabled, one.failing_since, one.disabled_why]


def _log_lines(endpoint: WebhookEndpoint) -> Iterator[list[Cell]]:
    for row in endpoint.deliveries.iterator(chunk_size=1000):
        answer = (row.called_at, row.status, row.fault, row.milliseconds)
        yield [row.kind, str(row.object_id), row.at, row.state, row.attempts, *answer]


def _initial(endpoint: WebhookEndpoint) -> dict[str, Any]:
    names = ("url", "kinds", "is_enabled", "version")
    return {name: getattr(endpoint, name) for name in names}


def _shown(
    request: UserRequest,
    endpoint: WebhookEndpoint,
    form: ChangedEndpointForm,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    log = Paginator(endpoint.deliveries.all(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "endpoint": endpoint,
        "form": form,
        "since": SinceForm(),
        "page": log,
        "rows": [(row, ONE.get(row.kind, row.kind)) for row in log],
        "hours": OVERLAP.total_seconds() // 3600,
        **more,
    }
    return render(request, "pages/webhook_detail.html", context, status=status)
