"""What needs attention in one's line, units or the whole organisation, each with where to act."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from assessments.enums import AlertKind
from assessments.queries.alerts import Alert, Alerts
from assessments.queries.map_reach import reach_of
from skillmap.core.http import UserRequest
from skillmap.core.tabular.writing import Cell
from skillmap.core.widgets import PlainSelect
from skillmap.pages.downloads import FORMATS, download
from skillmap.pages.filters import Filters
from skillmap.pages.forms import UnitForm
from skillmap.pages.saved_views import SavedViews

PAGE_SIZE = 50
EXPORT_HEAD = ("kind", "employee_number", "name", "unit", "about", "count", "since")


class AlertForm(UnitForm):
    """Filters of the list."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        widget=PlainSelect,
        choices=[("", gettext_lazy("Everything")), *AlertKind.choices],
    )


@dataclass(frozen=True)
class Line:
    """One alert in words, and where to do something about it."""

    alert: Alert
    label: str
    words: str
    url: str
    action: str


@require_GET
def alert_list(request: UserRequest) -> HttpResponseBase:
    """The most pressing first; `format=csv` or `xlsx` gives all that the filters leave."""
    if not reach_of(request.user).named:
        return render(request, "403.html", status=403)
    saved = SavedViews(request, "pages:alert_list")
    if not request.GET and saved.default_url:
        return redirect(saved.default_url)
    form = AlertForm(request.GET)
    filters = Filters(form, request.GET, saved)
    kind = filters.values["kind"]
    kinds = [AlertKind(kind)] if kind else [*AlertKind]
    found = Alerts(request.user, timezone.localdate(), form.unit_path, kinds)
    if request.GET.get("format") in FORMATS:
        return download("alerts", EXPORT_HEAD, _cells(found[:]), request.GET["format"])
    pages: Paginator[Alert] = Paginator(cast(Any, found), PAGE_SIZE)
    shown = pages.get_page(request.GET.get("page"))
    context = {"filters": filters, "page": shown, "lines": [_line(one) for one in shown]}
    return render(request, "pages/alert_list.html", context)


def _cells(alerts: list[Alert]) -> Iterator[list[Cell]]:
    for one in alerts:
        yield [one.kind, one.number, one.name, one.unit_path, one.about, one.n, one.since]


def _line(alert: Alert) -> Line:
    words, url, action = _SAYS[AlertKind(alert.kind)](alert)
    return Line(alert, str(AlertKind(alert.kind).label), words, url, action)


def _certificate(alert: Alert) -> tuple[str, str, str]:
    url = reverse("pages:person_certificates", args=[alert.person])
    return alert.about, url, _("Certificates")


def _unmeasured(alert: Alert) -> tuple[str, str, str]:
    url = reverse("pages:skill_map_ask") + f"?{urlencode({'unit': alert.unit})}"
    return alert.about, url, _("Ask in the unit")


def _single(alert: Alert) -> tuple[str, str, str]:
    needed = ngettext("%(n)d person needs it", "%(n)d people need it", alert.n) % {"n": alert.n}
    query = urlencode({"unit": alert.unit, "skill": alert.skill, "own": "on"})
    url = reverse("pages:skill_map_cell") + f"?{query}"
    return f"{alert.about} ({needed})", url, _("Who needs it")


def _stale(alert: Alert) -> tuple[str, str, str]:
    return alert.about, reverse("pages:person_evidence", args=[alert.person]), _("Evidence")


_SAYS = {
    AlertKind.CERTIFICATE: _certificate,
    AlertKind.UNMEASURED: _unmeasured,
    AlertKind.SINGLE: _single,
    AlertKind.STALE: _stale,
}
