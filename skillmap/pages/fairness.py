"""The fairness report for HR admins: groups of people, comparisons, and who looked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reviews import rules
from reviews.analysis.fairness import Verdict
from reviews.enums import Outcome, ReviewCycleState
from reviews.imports.groups_csv import COLUMNS, GroupsReport, bring_in_groups
from reviews.models import FairnessLook, FairnessReport, ReviewCycle
from reviews.queries.groups import attributes
from reviews.services.fairness import NOT_SAID, look_at_report, remove_groups, start_report
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest, as_id
from skillmap.core.tabular.faults import FileRefused
from skillmap.core.tabular.limits import MEGABYTE, Limits
from skillmap.pages.uploads import FileForm, sheet_of

PAGE_SIZE = 50
GROUPS_FILE = Limits(size=5 * MEGABYTE, rows=200_000)
VERDICTS = {
    Verdict.NOT_ENOUGH: ("not_measured", gettext_lazy("not enough data")),
    Verdict.NO_SIGN: ("met", gettext_lazy("no sign")),
    Verdict.WATCH: ("possible_gap", gettext_lazy("watch")),
    Verdict.CHECK: ("probable_gap", gettext_lazy("check")),
}


@require_GET
def fairness_list(request: UserRequest) -> HttpResponse:
    """Reports and groups for HR admins; who had what to do with them, for auditors too."""
    if not rules.can_read_fairness_looks(request.user):
        return render(request, "403.html", status=403)
    looks = FairnessLook.objects.select_related("viewer", "report__cycle")
    compares = rules.can_compare_groups(request.user)
    reports = FairnessReport.objects.select_related("cycle").order_by(
        "-cycle__period_end", "cycle", "attribute"
    )
    closed = ReviewCycle.objects.filter(state=ReviewCycleState.CLOSED)
    context = {
        "compares": compares,
        "attributes": attributes() if compares else [],
        "cycles": closed if compares else [],
        "reports": Paginator(reports if compares else reports.none(), PAGE_SIZE).get_page(
            request.GET.get("reports")
        ),
        "page": Paginator(looks, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "reviews/fairness_list.html", context)


@require_http_methods(["GET", "POST"])
def fairness_groups(request: UserRequest) -> HttpResponse:
    """Look at a file of groups, or take it in the place of what was there."""
    if not rules.can_compare_groups(request.user):
        return render(request, "403.html", status=403)
    form = FileForm(request.POST or None, request.FILES or None)
    report: GroupsReport | None = None
    is_trial = "apply" not in request.POST
    if request.method == "POST" and form.is_valid():
        try:
            report = bring_in_groups(
                sheet=sheet_of(form.cleaned_data["file"], GROUPS_FILE),
                actor=request.user,
                now=timezone.now(),
                dry_run=is_trial,
            )
        except FileRefused as refusal:
            form.add_error("file", refusal.message)
    context = {"form": form, "report": report, "is_trial": is_trial, "columns": COLUMNS}
    status = INVALID if form.errors else 200
    return render(request, "reviews/fairness_groups.html", context, status=status)


@require_POST
def fairness_act(request: UserRequest) -> HttpResponse:
    """Have a worker compare the groups of an attribute in a cycle, or forget an attribute."""
    if not rules.can_compare_groups(request.user):
        return render(request, "403.html", status=403)
    attribute = request.POST.get("attribute", "")
    now = timezone.now()
    try:
        if request.POST.get("act") == "remove":
            remove_groups(actor=request.user, attribute=attribute, now=now)
            messages.success(request, _("These groups are forgotten, and what was found of them."))
            return redirect("pages:fairness_list")
        cycle = get_object_or_404(ReviewCycle, public_id=as_id(request.POST.get("cycle")))
        report = start_report(actor=request.user, cycle=cycle, attribute=attribute, now=now)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("pages:fairness_list")
    return redirect("pages:fairness_detail", report.public_id)


@require_GET
def fairness_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What was found; each look at it is written down."""
    if not rules.can_compare_groups(request.user):
        return render(request, "403.html", status=403)
    rows = FairnessReport.objects.select_related("cycle", "made_by")
    report = get_object_or_404(rows, public_id=public_id)
    if report.finished_at is not None:
        look_at_report(actor=request.user, report=report, now=timezone.now())
    found = {Outcome(one["outcome"]).label: _groups(one["groups"]) for one in report.outcomes}
    context = {
        "report": report,
        "tables": [(outcome, groups) for outcome, groups in found.items() if groups],
        "untold": [outcome for outcome, groups in found.items() if not groups],
    }
    return render(request, "reviews/fairness_detail.html", context)


def _groups(stored: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Stored comparisons with shares and words."""
    return [
        one
        | {
            "name": ", ".join(
                _("not said") if name == NOT_SAID else name for name in one["labels"]
            ),
            "share": one["yes"] / one["n"],
            "share_others": one["yes_others"] / one["n_others"],
            "mark": VERDICTS[Verdict(one["verdict"])][0],
            "word": VERDICTS[Verdict(one["verdict"])][1],
        }
        for one in stored
    ]
