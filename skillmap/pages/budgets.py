"""The budget studio: scenarios, their computation, who gets what, comparing and adopting."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from employees import rules
from skillmap.core.errors import DomainError
from skillmap.core.http import UserRequest, as_id
from skillmap.core.models import User
from skillmap.core.tabular.writing import csv_line
from skillmap.pages.budget_forms import BudgetForm
from training.enums import BudgetReason, BudgetStage
from training.models import BudgetRun
from training.queries.budgets import (
    allocations_of,
    in_demand_of,
    last_runs_of,
    progress_of,
    result_of,
    titles_of,
)
from training.services import budgets as services

PAGE_SIZE, CSV_BATCH, INVALID, STOP_POLLING = 30, 500, 422, 286
LACKING = "lacking"  # those who cannot take all that is mandatory or that everybody should have


@require_GET
def budget_list(request: UserRequest) -> HttpResponse:
    """Scenarios with their last result, newest first."""
    if not rules.can_see_analyses(request.user):
        return render(request, "403.html", status=403)
    away = request.GET.get("away") == "1"
    runs = last_runs_of(request.user, away=away)
    page = Paginator(runs, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(run.scenario, run, _result(run)) for run in page.object_list]
    context: dict[str, Any] = {"page": page, "rows": rows, "currency": settings.SKILLMAP_CURRENCY}
    context |= {"away": away, "others": last_runs_of(request.user, away=not away).count()}
    context["comparable"] = sum(result is not None for _one, _run, result in rows) > 1
    return render(request, "pages/budget_list.html", context)


@require_http_methods(["GET", "POST"])
def budget_new(request: UserRequest) -> HttpResponse:
    """Write a scenario; its computation begins at once."""
    if not rules.can_see_analyses(request.user):
        return render(request, "403.html", status=403)
    form = BudgetForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            scenario = services.create_scenario(actor=request.user, terms=form.terms)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            return redirect(services.budget_link(scenario.runs.get()))
    status = INVALID if form.errors else 200
    context = {"form": form, "currency": settings.SKILLMAP_CURRENCY}
    return render(request, "pages/budget_new.html", context, status=status)


@require_GET
def budget_run(request: UserRequest, public_id: UUID) -> HttpResponse | StreamingHttpResponse:
    """How far a computation is, or what it found; all of it as a file with `format=csv`."""
    run = _run(request, public_id)
    if request.GET.get("format") == "csv" and run.stage == BudgetStage.DONE:
        return _as_file(request.user, run)
    context = _head(run) | {"result": _result(run), "currency": settings.SKILLMAP_CURRENCY}
    if run.stage == BudgetStage.DONE:
        rows = allocations_of(request.user, run)
        kind = request.GET.get("show", "")
        if kind in set(BudgetReason):
            rows = rows.filter(reason=kind)
        elif kind == LACKING:
            rows = rows.filter(lacks_must_have=True)
        page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
        here = list(page.object_list)
        titles = titles_of(here)
        context |= {
            "page": page,
            "in_demand": in_demand_of(run),
            "rows": [
                (row, [titles.get(s["activity"], s["activity"]) for s in row.steps]) for row in here
            ],
            "show": kind,
            "lacking": LACKING,
            "reasons": BudgetReason.choices,
        }
    return render(request, "pages/budget_run.html", context)


@require_GET
def budget_progress(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The progress fragment, polled each second; the page is shown anew when it is finished."""
    run = _run(request, public_id)
    context = _head(run)
    ended = run.stage == BudgetStage.DONE or context["stopped"]
    status = STOP_POLLING if ended else 200
    response = render(request, "pages/_budget_progress.html", context, status=status)
    here = urlsplit(request.headers.get("HX-Current-URL", "")).path
    if ended and here == services.budget_link(run):
        response["HX-Refresh"] = "true"
    return response


@require_GET
def budget_compare(request: UserRequest) -> HttpResponse:
    """Two finished scenarios side by side."""
    if not rules.can_see_analyses(request.user):
        return render(request, "403.html", status=403)
    runs = BudgetRun.objects.visible_to(request.user).filter(stage=BudgetStage.DONE)
    runs = runs.select_related("scenario__unit").defer("facts", "memory")
    runs = runs.order_by("-created_at", "-pk")
    wanted = [runs.filter(public_id=key).first() for key in _ids(request)]
    chosen = [run for run in wanted if run is not None]
    context = {
        "choices": runs[:PAGE_SIZE],
        "chosen": [(run, result_of(run)) for run in chosen] if len(chosen) == 2 else [],
        "currency": settings.SKILLMAP_CURRENCY,
        "first": chosen[0].pk if chosen else None,
        "second": chosen[1].pk if len(chosen) > 1 else None,
    }
    return render(request, "pages/budget_compare.html", context)


@require_POST
def budget_adopt(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Make proposals of everybody's plan."""
    adopt = partial(services.adopt_budget, now=timezone.now())
    return _decide(request, public_id, adopt, _("The proposals are being made."))


@require_POST
def budget_undo(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Take back the proposals that nobody has accepted."""
    undo = partial(services.undo_budget, now=timezone.now())
    return _decide(request, public_id, undo, _("The proposals are taken back."))


@require_POST
def budget_away(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Take the scenario out of the list."""
    put_away = partial(services.put_away_budget, now=timezone.now())
    return _decide(request, public_id, put_away, _("Put away. It can be brought back here."))


@require_POST
def budget_back(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Put the scenario into the list again."""
    said = _("It is in the list again.")
    return _decide(request, public_id, services.bring_back_budget, said)


@require_POST
def budget_again(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Compute the same scenario with people and catalogue as they are now."""
    run = _run(request, public_id)
    try:
        new = services.start_budget(actor=request.user, scenario=run.scenario)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("pages:budget_run", public_id)
    return redirect("pages:budget_run", new.public_id)


def _decide(
    request: UserRequest, public_id: UUID, decide: Callable[..., None], said: str
) -> HttpResponse:
    run = _run(request, public_id)
    try:
        decide(actor=request.user, run=run)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, said)
    return redirect("pages:budget_run", public_id)


def _run(request: UserRequest, public_id: UUID) -> BudgetRun:
    runs = BudgetRun.objects.visible_to(request.user).defer("facts")
    return get_object_or_404(runs.select_related("scenario__unit", "analysis"), public_id=public_id)


def _head(run: BudgetRun) -> dict[str, object]:
    """What a page of a run begins with."""
    done = run.stage == BudgetStage.DONE
    return {
        "run": run,
        "scenario": run.scenario,
        "is_done": done,
        "stopped": None if done else services.stopped_job(run),
        "progress": None if done else progress_of(run),
        "adoption": services.adoption_job(run) if run.adopted_at else None,
    }


def _result(run: BudgetRun) -> object:
    return result_of(run) if run.stage == BudgetStage.DONE else None


def _ids(request: UserRequest) -> list[UUID]:
    """The two runs named in the address; what is no id is nothing."""
    return [key for name in ("a", "b") if (key := as_id(request.GET.get(name)))]


def _as_file(user: User, run: BudgetRun) -> StreamingHttpResponse:
    """One line a step, or a person without any."""
    response = StreamingHttpResponse(_lines(user, run), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="budget.csv"'
    return response


def _lines(user: User, run: BudgetRun) -> Iterator[str]:
    yield csv_line(["employee_number", "name", "activity_code", "start_week", "reason", "refused"])
    rows = allocations_of(user, run)
    for row in rows.iterator(chunk_size=CSV_BATCH):
        person = [row.employee.number, str(row.employee)]
        for step in row.steps:
            yield csv_line([*person, step["activity"], str(step["week"]), "", row.refused])
        if not row.steps:
            yield csv_line([*person, "", "", row.reason, row.refused])
