"""What happened: audited changes of one kind of row, newest first, with who made them."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from employees import rules
from skillmap.core import audit
from skillmap.core.http import UserRequest
from skillmap.core.models import User
from skillmap.core.tabular.writing import Cell
from skillmap.pages.downloads import FORMATS, download

PAGE_SIZE = 50
MOST_IN_A_FILE, AT_A_TIME = 10_000, 500  # the newest changes
EXPORT_HEAD = ("at", "by", "action", "row", "field", "before", "after")
FIRST_SHOWN = "employees.employee"


@require_GET
def audit_list(request: UserRequest) -> HttpResponseBase:
    """HR sees values before and after; the auditor sees that they changed, values masked."""
    if not rules.can_read_audit(request.user):
        return render(request, "403.html", status=403)
    model = request.GET.get("model", FIRST_SHOWN)
    try:
        events = audit.events_of(model)
    except LookupError as error:
        raise Http404 from error
    if request.GET.get("format") in FORMATS:
        return _file(request, model, events[:MOST_IN_A_FILE])
    page = Paginator(events, PAGE_SIZE).get_page(request.GET.get("page"))
    entries = audit.entries(list(page.object_list))
    actors = User.objects.in_bulk({entry.actor_id for entry in entries if entry.actor_id})
    models = audit.audited_models()
    context = {
        "page": page,
        "rows": [(entry, actors.get(entry.actor_id or 0)) for entry in entries],
        "model": model,
        "models": models,
        "model_words": dict(models)[model],
        "values_shown": rules.is_hr_admin(request.user),
    }
    return render(request, "pages/audit_list.html", context)


def _file(request: UserRequest, model: str, events: QuerySet[Any]) -> HttpResponseBase:
    """The newest changes, a line per field; values for those alone who see them on the page."""
    lines = _lines(events, shows_values=rules.is_hr_admin(request.user))
    return download(f"audit-{model}", EXPORT_HEAD, lines, request.GET["format"])


def _lines(events: QuerySet[Any], *, shows_values: bool) -> Iterator[Sequence[Cell]]:
    for start in range(0, MOST_IN_A_FILE, AT_A_TIME):
        entries = audit.entries(list(events[start : start + AT_A_TIME]))
        if not entries:
            return
        actors = User.objects.in_bulk({entry.actor_id for entry in entries if entry.actor_id})
        for entry in entries:
            who, row = str(actors.get(entry.actor_id or 0, "")), entry.subject
            line = (entry.at, who, entry.action, row if shows_values else "")
            for change in entry.changes:
                values = (change.before, change.after) if shows_values else ("", "")
                yield (*line, change.field, *(_words(value) for value in values))
            if not entry.changes:
                yield (*line, "", "", "")


def _words(value: object) -> str:
    return "" if value is None else str(value)
