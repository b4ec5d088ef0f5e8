"""Who holds the certificates that their role asks for: a list for HR, and as a file."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessments import rules
from assessments.enums import Compliance
from assessments.models import Certificate
from assessments.models.certificates import CertificateQuerySet
from assessments.queries.certificates import compliance_rows, waiting_certificates
from employees.models import Employee
from skillmap.core.http import UserRequest
from skillmap.core.tabular.writing import Cell
from skillmap.pages.certificate_forms import NOT_FULFILLED, ComplianceForm
from skillmap.pages.downloads import FORMATS, download
from skillmap.pages.filters import Filters
from skills.models import CertificateType

PAGE_SIZE = 50
MOST_WAITING = 10
EXPORT_HEAD = (
    "employee_number", "name", "unit", "role", "certificate", "state", "valid_until", "waits",
)  # fmt: skip
_LACKING = (Compliance.MISSING, Compliance.EXPIRED)


@require_GET
def compliance_list(request: UserRequest) -> HttpResponseBase:
    """One row per person and certificate asked for; `format` gives all as a file."""
    if not rules.can_see_compliance(request.user):
        return render(request, "403.html", status=403)
    today = timezone.localdate()
    form = ComplianceForm(request.GET)
    filters = Filters(form, request.GET)
    people = Employee.objects.working().certificates_visible_to(request.user)
    everything = compliance_rows(people, today)
    rows = _narrowed(everything, form, today).select_related("employee", "unit", "role")
    rows = rows.order_by("employee__last_name", "employee__first_name", "employee", "type_name")
    if request.GET.get("format") in FORMATS:
        lines = map(_cells, rows.iterator(chunk_size=1000))
        return download("compliance", EXPORT_HEAD, lines, request.GET["format"])
    context = {
        "filters": filters,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "counts": _counts(everything),
        "waiting": _first(waiting_certificates(request.user)),
    }
    return render(request, "pages/compliance_list.html", context)


def _narrowed(rows: QuerySet[Any], form: ComplianceForm, today: dt.date) -> QuerySet[Any]:
    values = form.cleaned_data
    if form.unit_path:
        below = Q(unit__path=form.unit_path) | Q(unit__path__startswith=f"{form.unit_path}/")
        rows = rows.filter(below)
    if values.get("role"):
        rows = rows.filter(role__public_id=values["role"])
    if values.get("type"):
        kind = CertificateType.objects.filter(public_id=values["type"]).values("pk")
        rows = rows.filter(type_id__in=kind)
    if standing := values.get("standing"):
        wanted = _LACKING if standing == NOT_FULFILLED else (standing,)
        rows = rows.filter(standing__in=wanted)
    if days := values.get("days"):
        ends = today + dt.timedelta(days=days)
        rows = rows.filter(held_until__gte=today, held_until__lte=ends)
    return rows


def _counts(rows: QuerySet[Any]) -> list[tuple[str, str, int]]:
    """State, its words and how many rows stand so."""
    found = dict(rows.order_by().values_list("standing").annotate(n=Count("pk")))
    return [(code, str(word), found.get(code, 0)) for code, word in Compliance.choices]


def _first(waiting: CertificateQuerySet) -> list[Certificate]:
    return list(waiting[:MOST_WAITING])


def _cells(row: Any) -> list[Cell]:
    until: dt.date | None = row.held_until
    return [
        row.employee.number,
        str(row.employee),
        row.unit.path,
        row.role.name if row.role else "",
        row.type_name,
        row.standing,
        None if until is None or until.year == dt.MAXYEAR else until,
        row.waits,
    ]
