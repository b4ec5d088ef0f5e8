"""Bringing files in: send, see what would change, apply, and take it back."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from employees import rules
from skillmap.core.enums import ImportKind, ImportState, RowAction
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.core.imports.columns import TABLE
from skillmap.core.imports.uploads import (
    OPEN,
    WAITING,
    discard_batch,
    leave_out,
    left_out_of,
    queue_apply,
    queue_undo,
    receive_upload,
)
from skillmap.core.models import ImportBatch
from skillmap.core.models.imports import ImportBatchQuerySet
from skillmap.core.tabular.writing import Cell
from skillmap.pages.downloads import FORMATS, download
from skillmap.pages.importers import IMPORTERS
from training.models import ParkedCompletion

PAGE_SIZE = 50
EXPORT_HEAD = (
    "file", "kind", "state", "created", "updated", "rejected", "sent_at", "sent_by",
)  # fmt: skip
REPORT = ("file", "sheet", "row", "column", "value", "code", "sentence")
TABS = (RowAction.CREATE, RowAction.UPDATE, RowAction.REJECT, RowAction.UNCHANGED)


class UploadForm(forms.Form):
    """One file and what its sender knows about it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is in it"),
        choices=[("", gettext_lazy("Choose")), *ImportKind.choices],
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Layout"),
        required=False,
        choices=[
            ("csv", gettext_lazy("A table: you map its columns")),
            ("gdad", gettext_lazy("GDAD framework: skills.csv or role_skill_levels.csv")),
            ("esco", gettext_lazy("ESCO download (ZIP)")),
            ("onet", gettext_lazy("O*NET text files (ZIP)")),
        ],
    )
    file = forms.FileField(label=gettext_lazy("File (CSV, XLSX or ZIP)"), max_length=255)
    mapping = forms.FileField(
        label=gettext_lazy("Mapping file"),
        required=False,
        help_text=gettext_lazy("JSON that says which column is which; then you are not asked"),
    )
    source = forms.CharField(label=gettext_lazy("From which system"), required=False, max_length=60)
    full = forms.BooleanField(
        label=gettext_lazy("Complete list: whoever of this system is missing has left"),
        required=False,
    )
    strict = forms.BooleanField(
        label=gettext_lazy("Apply nothing when a row is rejected"), required=False
    )


@require_GET
def import_list(request: UserRequest) -> HttpResponseBase:
    """Files that were sent, the newest first; `format` gives the list itself."""
    if not rules.can_import(request.user):
        return render(request, "403.html", status=403)
    batches = _visible(request).select_related("actor")
    if request.GET.get("format") in FORMATS:
        return download("imports", EXPORT_HEAD, _lines(batches), request.GET["format"])
    page = Paginator(batches, PAGE_SIZE).get_page(request.GET.get("page"))
    waiting = ParkedCompletion.objects.visible_to(request.user, sees_all=True).count()
    context = {"page": page, "rows": _with_words(page.object_list), "waiting": waiting}
    return render(request, "pages/import_list.html", context)


def _with_words(batches: Iterable[ImportBatch]) -> list[tuple[ImportBatch, str]]:
    """Applied files, where all counts are 0, with a word why."""
    shown = list(batches)
    found = ParkedCompletion.objects.filter(batch__in=shown).order_by().values_list("batch")
    parked = dict(found.annotate(n=Count("pk")))
    return [(batch, _why_nothing(batch, parked.get(batch.pk, 0))) for batch in shown]


def _why_nothing(batch: ImportBatch, parked: int) -> str:
    if batch.state != ImportState.APPLIED or batch.created + batch.updated + batch.rejected:
        return ""
    if parked:
        words = ngettext(
            "%(n)s completion waits to be matched", "%(n)s completions wait to be matched", parked
        )
        return words % {"n": parked}
    return _("nothing in it was new")


@require_http_methods(["GET", "POST"])
def import_new(request: UserRequest) -> HttpResponse:
    """Send a file; a worker compares it before anything is written."""
    if not rules.can_import(request.user):
        return render(request, "403.html", status=403)
    form = UploadForm(
        request.POST or None, request.FILES or None, initial={"kind": request.GET.get("kind")}
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            batch = receive_upload(
                actor=request.user,
                kind=ImportKind(values["kind"]),
                upload=values["file"],
                file_format=values["format"] or "csv",
                mapping=values["mapping"],
                source=values["source"],
                full=values["full"],
                strict=values["strict"],
                asks=True,
            )
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            return redirect("pages:import_detail", batch.public_id)
    status = INVALID if request.method == "POST" else 200
    context = {"form": form, "kinds": ImportKind.choices}
    return render(request, "pages/import_new.html", context, status=status)


@require_GET
def import_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What the file would do or has done, by kind of change; progress while a worker is at it."""
    batch = batch_of(request, public_id)
    is_busy = batch.job is not None and not batch.job.is_finished
    may_import = rules.can_import(request.user)
    if batch.state == ImportState.COLUMNS and not is_busy and may_import:
        return redirect("pages:import_columns", public_id)
    tab, search = request.GET.get("tab", ""), request.GET.get("q", "").strip().replace("\0", "")
    counts = _counts(batch)
    if tab not in counts:
        tab = next((action for action in TABS if counts[action]), RowAction.CREATE)
    rows = batch.rows.filter(action=tab)
    rows = rows.filter(key__icontains=search) if search else rows
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    is_open = batch.state in OPEN and bool(batch.file) and not is_busy and may_import
    may_choose = is_open and batch.format == "csv" and not batch.options.get("strict")
    left_out = left_out_of(batch)
    context = {
        "batch": batch,
        "job": batch.job,
        "is_busy": is_busy,
        "may_apply": batch.state in WAITING,
        "may_discard": batch.state in OPEN,
        "may_undo": batch.state == ImportState.APPLIED,
        "may_fit": is_open and TABLE in batch.options,
        "choices": may_choose and (tab in (RowAction.CREATE, RowAction.UPDATE) or bool(left_out)),
        "left_out": left_out,
        "names": {field.name: field.label for field in IMPORTERS[batch.kind].fields},
        "q": search,
        "tab": tab,
        "tabs": [(action, _words(action), counts[action]) for action in TABS if counts[action]],
        "page": page,
    }
    return render(request, "pages/import_detail.html", context)


@require_POST
def import_apply(request: UserRequest, public_id: UUID) -> HttpResponse:
    batch = batch_of(request, public_id)
    if not rules.can_import(request.user):
        return render(request, "403.html", status=403)
    try:
        queue_apply(batch=batch, actor=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("pages:import_detail", public_id)


@require_POST
def import_rows(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Leave out the rows that are not ticked, of those shown or of the whole tab, and compare
    again."""
    batch = batch_of(request, public_id)
    if not rules.can_import(request.user):
        return render(request, "403.html", status=403)
    shown, ticked = (_numbers(request.POST.getlist(name)) for name in ("shown", "row"))
    tab = request.POST.get("all")
    if tab in (RowAction.CREATE, RowAction.UPDATE):
        shown, ticked = set(batch.rows.filter(action=tab).values_list("number", flat=True)), set()
    left = (left_out_of(batch) - shown) | (shown - ticked)
    if left == left_out_of(batch):
        messages.info(request, _("Nothing was chosen otherwise."))
        return redirect("pages:import_detail", public_id)
    try:
        leave_out(batch=batch, rows=left, actor=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("pages:import_detail", public_id)


@require_POST
def import_discard(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Put a file that waits aside; nothing of it was written."""
    batch = batch_of(request, public_id)
    if not rules.can_import(request.user):
        return render(request, "403.html", status=403)
    try:
        discard_batch(batch)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("pages:import_detail", public_id)
    messages.success(request, _("The file was discarded; nothing of it was written."))
    return redirect("pages:import_list")


@require_POST
def import_undo(request: UserRequest, public_id: UUID) -> HttpResponse:
    batch = batch_of(request, public_id)
    if not rules.can_import(request.user):
        return render(request, "403.html", status=403)
    try:
        queue_undo(batch=batch, actor=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("pages:import_detail", public_id)


@require_GET
def import_report(request: UserRequest, public_id: UUID) -> HttpResponseBase:
    """Every fault as a line of CSV."""
    batch = batch_of(request, public_id)
    rows = batch.rows.exclude(faults=[]).values_list("faults", flat=True)
    faults = (fault for found in rows.iterator() for fault in found)
    return download("rejected-rows", REPORT, ([one[name] for name in REPORT] for one in faults))


def _lines(batches: ImportBatchQuerySet) -> Iterator[list[Cell]]:
    for one in batches.iterator(chunk_size=1000):
        counts = (one.created, one.updated, one.rejected)
        yield [str(one), one.kind, one.state, *counts, one.created_at, str(one.actor or "")]


def _visible(request: UserRequest) -> ImportBatchQuerySet:
    return ImportBatch.objects.visible_to(
        request.user, sees_all=rules.can_see_all_jobs(request.user)
    )


def batch_of(request: UserRequest, public_id: UUID) -> ImportBatch:
    """The batch, if the viewer may see it; 404 otherwise."""
    return get_object_or_404(_visible(request).select_related("job", "actor"), public_id=public_id)


def _counts(batch: ImportBatch) -> dict[str, int]:
    """How many kept rows there are of each kind of change."""
    found = batch.rows.order_by().values_list("action").annotate(n=Count("pk"))
    return dict.fromkeys(map(str, TABS), 0) | dict(found)


def _numbers(texts: list[str]) -> set[int]:
    """The row numbers among what was sent; a header or a leaver has none."""
    return {int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 8}


def _words(action: str) -> str:
    return {
        RowAction.CREATE: _("New"),
        RowAction.UPDATE: _("Changed"),
        RowAction.REJECT: _("Rejected"),
        RowAction.UNCHANGED: _("Warnings"),
    }[RowAction(action)]
