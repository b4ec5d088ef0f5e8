"""Completions told of people or activities that are not here yet: say who is meant."""

from collections.abc import Iterator

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from employees import rules
from employees.models import Employee
from employees.services.external_ids import forget_number
from skillmap.core.errors import DomainError
from skillmap.core.http import UserRequest
from skillmap.core.tabular.writing import Cell
from skillmap.pages.downloads import FORMATS, download
from skillmap.pages.filters import Filters
from skillmap.pages.forms import SearchForm
from skillmap.pages.person_choice import PersonInput, find_person
from training.enums import PARKED_DAYS
from training.models import ParkedCompletion
from training.models.parked import ParkedCompletionQuerySet
from training.queries.parked import (
    UnmatchedNumber,
    numbers_told,
    unmatched_numbers,
    with_people_alike,
)
from training.services.parking import retry_later, say_who_is_meant

PAGE_SIZE = 50
EXPORT_HEAD = ("employee_number", "completed", "skill", "completed_on", "told_by", "waits_since")
NUMBERS_PER_PAGE = 10
LONGEST_NUMBER = 60
SURE = 60  # likeness in percent from which a suggestion is chosen beforehand


@require_http_methods(["GET", "POST"])
def parked_list(request: UserRequest) -> HttpResponseBase:
    """Numbers nobody has, with the people they may mean, and what waits, oldest first.

    Posting says who is meant, or has a worker look again; `format` gives what waits as a file.
    """
    may_import = rules.can_import(request.user)
    if not may_import:
        return render(request, "403.html", status=403)
    if request.method == "POST":
        _say_who(request) if "number" in request.POST else _look_again(request)
        return redirect(request.get_full_path())
    filters = Filters(SearchForm(request.GET), request.GET)
    waiting = ParkedCompletion.objects.visible_to(request.user, sees_all=may_import)
    waiting = waiting.filter(employee_number__icontains=filters.values["q"])
    waiting = waiting.select_related("skill", "batch")
    if request.GET.get("format") in FORMATS:
        return download("unmatched", EXPORT_HEAD, _lines(waiting), request.GET["format"])
    numbers = Paginator(unmatched_numbers(filters.values["q"]), NUMBERS_PER_PAGE).get_page(1)
    page = Paginator(waiting, PAGE_SIZE)
    alike = with_people_alike(numbers, Employee.objects.listed_for(request.user))
    context = {
        "filters": filters,
        "lines": [(line, _other(line)) for line in alike],
        "numbers": numbers,
        "told": numbers_told(),
        "page": page.get_page(request.GET.get("page")),
        "days": PARKED_DAYS,
        "sure": SURE,
    }
    return render(request, "pages/parked_list.html", context)


@require_POST
def parked_forget(request: UserRequest) -> HttpResponse:
    """Take back whom a number means."""
    if not rules.can_import(request.user):
        return render(request, "403.html", status=403)
    forget_number(actor=request.user, number=request.POST.get("number", "").replace("\0", ""))
    messages.success(request, _("Forgotten. What came of it stays."))
    return redirect("pages:parked_list")


def _lines(waiting: ParkedCompletionQuerySet) -> Iterator[list[Cell]]:
    for row in waiting.iterator(chunk_size=1000):
        what, teller = row.activity_code or row.reference, str(row.batch or "REST")
        skill = str(row.skill or "")
        yield [row.employee_number, what, skill, row.completed_on, teller, row.created_at]


def _other(line: UnmatchedNumber) -> SafeString:
    """The input for somebody who is not among the suggestions."""
    attrs = {
        "id": f"other-{line.number}",
        "class": "form-control title-role",
        "maxlength": "254",
        "placeholder": _("or somebody else"),
        "aria-label": _("Somebody else for %(number)s") % {"number": line.number},
    }
    return PersonInput().render("other", "", attrs)


def _say_who(request: UserRequest) -> None:
    """Remember whom `number`, `person` and `other`, in step, say that completions mean."""
    columns = (request.POST.getlist(name) for name in ("number", "person", "other"))
    chosen, faults = {}, []
    for number, person, other in zip(*columns, strict=False):
        text = other.strip() or person
        if not text or not number.isprintable() or not 0 < len(number) <= LONGEST_NUMBER:
            continue
        try:
            chosen[number] = find_person(request.user, text, field="other")
        except DomainError as error:
            faults.append(error.message)
    n = say_who_is_meant(actor=request.user, people=chosen)
    text = ngettext("%(n)d number is known now.", "%(n)d numbers are known now.", n) % {"n": n}
    messages.success(request, text + " " + _("What waits for them is recorded."))
    for fault in faults:
        messages.warning(request, fault)


def _look_again(request: UserRequest) -> None:
    if retry_later(actor=request.user):
        messages.success(request, _("We are looking; what has found its person leaves here."))
