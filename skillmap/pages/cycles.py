"""Assessment cycles: what waits for me, and for HR the board of each cycle."""

from collections.abc import Callable, Iterator
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments import rules
from assessments.enums import CycleState, RaterKind
from assessments.models import AssessmentCycle, CycleParticipant
from assessments.queries.cycles_board import board, people_on_board
from assessments.queries.cycles_forms import asked_outside_cycles, waiting_for
from assessments.queries.cycles_results import results_of_reports
from assessments.queries.feedback import daily_funnel
from assessments.services.cycles import change_terms, create_cycle, extend_cycle
from assessments.services.cycles_calendar import remind_raters
from assessments.services.cycles_life import (
    ask_for_proposals,
    back_to_draft,
    next_round,
    start_closing,
    start_opening,
    start_release,
)
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.core.models import Job
from skillmap.core.tabular.writing import Cell
from skillmap.pages.cycles_forms import ExtendForm, TermsForms
from skillmap.pages.downloads import FORMATS, download

PAGE_SIZE = 30
EXPORT_HEAD = ("cycle", "purpose", "opens_on", "closes_on", "state")


@require_GET
def cycle_list(request: UserRequest) -> HttpResponseBase:
    """What one is asked for, the cycles one is rated in, results of reports, for HR all cycles.

    `format` gives the latter as a file.
    """
    own = CycleParticipant.objects.visible_to(request.user).taking_part()
    own = own.filter(employee__user=request.user).select_related("cycle", "employee")
    cycles = AssessmentCycle.objects.visible_to(request.user).select_related("created_by")
    runs = rules.can_create_cycle(request.user)
    if runs and request.GET.get("format") in FORMATS:
        return download("cycles", EXPORT_HEAD, _lines(cycles), request.GET["format"])
    page = Paginator(cycles, PAGE_SIZE).get_page(request.GET.get("page")) if runs else None
    waiting = waiting_for(request.user)
    teams = {
        row.request.cycle
        for row in waiting
        if row.request.rater_kind == RaterKind.MANAGER and row.request.cycle
    }
    context = {
        "waiting": waiting,
        "asked": asked_outside_cycles(request.user),
        "teams": sorted(teams, key=lambda cycle: cycle.pk),
        "own": own.order_by("-cycle__opens_on", "-pk")[:PAGE_SIZE],
        "results": results_of_reports(request.user)[:PAGE_SIZE],
        "page": page,
    }
    return render(request, "pages/cycle_list.html", context)


@require_http_methods(["GET", "POST"])
def cycle_new(request: UserRequest) -> HttpResponse:
    """Terms of a new cycle; people come next."""
    if not rules.can_create_cycle(request.user):
        return render(request, "403.html", status=403)
    forms = TermsForms(request.POST if request.method == "POST" else None)
    if request.method == "POST" and forms.is_valid():
        try:
            cycle = create_cycle(actor=request.user, terms=forms.terms)
        except DomainError as error:
            forms.add_error(error.field, error.message)
        else:
            messages.success(request, _("The draft is kept. Now say who is assessed."))
            return redirect("pages:cycle_people", cycle.public_id)
    return _terms_page(request, forms, None)


@require_http_methods(["GET", "POST"])
def cycle_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Terms of a draft."""
    cycle = _cycle(request, public_id)
    if not rules.can_manage_cycle(request.user, cycle):
        return render(request, "403.html", status=403)
    if cycle.state != CycleState.DRAFT:
        messages.error(request, _("The terms are fixed since the cycle was opened."))
        return redirect("pages:cycle_detail", public_id)
    forms = TermsForms(request.POST if request.method == "POST" else None, cycle)
    if request.method == "POST" and forms.is_valid():
        try:
            change_terms(
                actor=request.user,
                cycle=cycle,
                terms=forms.terms,
                expected=forms.main.cleaned_data["version"],
            )
        except DomainError as error:
            forms.add_error(error.field, error.message)
        else:
            return redirect("pages:cycle_detail", public_id)
    return _terms_page(request, forms, cycle)


def _terms_page(
    request: UserRequest, forms: TermsForms, cycle: AssessmentCycle | None
) -> HttpResponse:
    status = INVALID if forms.has_errors else 200
    context = {"form": forms.main, "kinds": forms.kinds, "cycle": cycle}
    return render(request, "pages/cycle_edit.html", context, status=status)


@require_GET
def cycle_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The board: funnel, load of raters, who lacks raters, and what to do next."""
    cycle = _cycle(request, public_id)
    runs = rules.can_manage_cycle(request.user, cycle)
    if not runs and not rules.can_read_board(request.user, cycle):
        return render(request, "403.html", status=403)
    return _board_page(request, cycle, ExtendForm(), runs=runs)


def _board_page(
    request: UserRequest, cycle: AssessmentCycle, extend: ExtendForm, *, runs: bool
) -> HttpResponse:
    people = people_on_board(cycle, request.user)
    verbs = ("open_cycle", "open_cycle_on_date", "close_cycle", "release_cycle")
    keys = [f"{verb} {cycle.pk}" for verb in verbs]
    context = {
        "cycle": cycle,
        "board": board(cycle, people, timezone.localdate()),
        "funnel": daily_funnel(cycle) if any(k.anonymous for k in cycle.kinds.all()) else [],
        "runs": runs,
        "job": Job.objects.filter(key__in=keys, finished_at=None).first(),
        "extend": extend,
    }
    status = INVALID if extend.errors else 200
    return render(request, "pages/cycle_detail.html", context, status=status)


@require_POST
def cycle_act(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One step of the cycle's life: ask, open, take back, remind, extend, close, release, again."""
    cycle = _cycle(request, public_id)
    if not rules.can_manage_cycle(request.user, cycle):
        return render(request, "403.html", status=403)
    if request.POST.get("act") == "extend":
        return _extend(request, cycle)
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        messages.error(request, _("There is no such step."))
        return redirect("pages:cycle_detail", public_id)
    try:
        return act(request, cycle)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("pages:cycle_detail", public_id)


def _lines(cycles: QuerySet[AssessmentCycle]) -> Iterator[list[Cell]]:
    for one in cycles:
        yield [str(one), one.purpose, one.opens_on, one.closes_on, one.state]


def _extend(request: UserRequest, cycle: AssessmentCycle) -> HttpResponse:
    form = ExtendForm(request.POST)
    if form.is_valid():
        try:
            extend_cycle(actor=request.user, cycle=cycle, closes_on=form.cleaned_data["closes_on"])
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("The cycle is longer now."))
            return redirect("pages:cycle_detail", cycle.public_id)
    return _board_page(request, cycle, form, runs=True)


def _ask(request: UserRequest, cycle: AssessmentCycle) -> HttpResponse:
    n = ask_for_proposals(actor=request.user, cycle=cycle, now=timezone.now())
    text = ngettext("%(n)d person was asked.", "%(n)d people were asked.", n)
    messages.success(request, text % {"n": n})
    return redirect("pages:cycle_detail", cycle.public_id)


def _remind(request: UserRequest, cycle: AssessmentCycle) -> HttpResponse:
    n = remind_raters(actor=request.user, cycle=cycle)
    text = ngettext(
        "%(n)d person was reminded of ratings by name.",
        "%(n)d people were reminded of ratings by name.",
        n,
    )
    if cycle.kinds.filter(anonymous=True).exists():
        text += " " + _("So was everybody who has not answered anonymously yet.")
    messages.success(request, text % {"n": n})
    return redirect("pages:cycle_detail", cycle.public_id)


def _take_back(request: UserRequest, cycle: AssessmentCycle) -> HttpResponse:
    back_to_draft(actor=request.user, cycle=cycle)
    messages.success(request, _("The cycle is a draft again."))
    return redirect("pages:cycle_detail", cycle.public_id)


def _next_round(request: UserRequest, cycle: AssessmentCycle) -> HttpResponse:
    fresh = next_round(actor=request.user, cycle=cycle, today=timezone.localdate())
    messages.success(request, _("A new round was prepared with the same terms and people."))
    return redirect("pages:cycle_detail", fresh.public_id)


def _job(start: Callable[..., Job]) -> Callable[[UserRequest, AssessmentCycle], HttpResponse]:
    def act(request: UserRequest, cycle: AssessmentCycle) -> HttpResponse:
        job = start(actor=request.user, cycle=cycle)
        return redirect("pages:job_detail", job.public_id)

    return act


_ACTS: dict[str, Callable[[UserRequest, AssessmentCycle], HttpResponse]] = {
    "ask": _ask,
    "open": _job(start_opening),
    "back": _take_back,
    "remind": _remind,
    "close": _job(start_closing),
    "release": _job(start_release),
    "again": _next_round,
}


def _cycle(request: UserRequest, public_id: UUID) -> AssessmentCycle:
    cycles = AssessmentCycle.objects.visible_to(request.user)
    rows = cycles.select_related("following").prefetch_related("kinds")
    return get_object_or_404(rows, public_id=public_id)
