"""The people list: everybody in the directory, with the fit of those whose levels one may see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from assessments.models import SkillProfile
from assessments.queries.fits import FIT_COLUMNS, FitTriple, fit_of
from employees.enums import Grant
from employees.models import Employee
from employees.models.people import EmployeeQuerySet
from employees.queries import DirectoryLine, directory_lines, find_people
from skillmap.core.http import UserRequest
from skillmap.core.models import User
from skillmap.core.tabular.writing import Cell
from skillmap.pages.downloads import FORMATS, download
from skillmap.pages.filters import Filters
from skillmap.pages.forms import PeopleForm
from skillmap.pages.navigation import standing_of
from skillmap.pages.people_order import ByFit, ByName, PeopleOrder
from skillmap.pages.saved_views import SavedViews

PAGE_SIZE = 25
EXPORT_CHUNK = 1000
EXPORT_HEAD = (
    "employee_number", "first_name", "last_name", "unit", "role", "site", "work_mode", "status",
    "fit_hard", "fit_hard_low", "fit_hard_high", "fit_soft", "fit_soft_low", "fit_soft_high",
    "fit_balanced", "fit_balanced_low", "fit_balanced_high", "fit", "fit_low", "fit_high",
    "coverage", "computed_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the list. `fit` is None where levels are hidden or nothing is computed."""

    person: DirectoryLine
    fit: FitTriple | None


@require_GET
def person_list(request: UserRequest) -> HttpResponseBase:
    """Search, filter and sort; `format` gives all that the filters leave as a file."""
    saved = SavedViews(request, "pages:person_list")
    if not request.GET and saved.default_url:
        return redirect(saved.default_url)
    form = PeopleForm(request.GET)
    filters = Filters(form, request.GET, saved)
    people = _sorted(request, _found(request.user, form), filters.values["sort"])
    if request.GET.get("format") in FORMATS:
        lines = _lines(request.user, people)
        return download("people", EXPORT_HEAD, lines, request.GET["format"])
    pages: Paginator[DirectoryLine] = Paginator(cast(Any, people), PAGE_SIZE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "rows": _rows(request.user, list(page.object_list)),
        "sort": filters.values["sort"] or "name",
    }
    return render(request, "pages/person_list.html", context)


def _found(user: User, form: PeopleForm) -> EmployeeQuerySet:
    values = form.cleaned_data
    return find_people(
        user,
        search=values.get("q", ""),
        unit_path=form.unit_path,
        role=values.get("role") or None,
        site=values.get("site") or None,
        work_mode=values.get("work_mode", ""),
        status=values.get("status", ""),
    )


def _sorted(request: UserRequest, people: EmployeeQuerySet, sort: str) -> PeopleOrder:
    if sort in {"fit", "-fit"}:
        sees_all = Grant.HR_ADMIN in standing_of(request).grants
        return ByFit(people, request.user, sees_all=sees_all, best_first=sort == "-fit")
    return ByName(people, backwards=sort == "-name")


def _rows(user: User, people: Sequence[DirectoryLine]) -> list[PersonRow]:
    ids = [person.pk for person in people]
    profiles = SkillProfile.objects.visible_to(user).filter(employee__in=ids)
    fits = {profile.employee_id: fit_of(profile) for profile in profiles.only(*FIT_COLUMNS)}
    return [PersonRow(person, fits.get(person.pk)) for person in people]


def _lines(user: User, people: PeopleOrder) -> Iterator[list[Cell]]:
    ids = people.ids()
    for start in range(0, len(ids), EXPORT_CHUNK):
        chunk = ids[start : start + EXPORT_CHUNK]
        by_id = {line.pk: line for line in directory_lines(Employee.objects.filter(pk__in=chunk))}
        for row in _rows(user, [by_id[pk] for pk in chunk if pk in by_id]):
            yield _cells(row)


def _cells(row: PersonRow) -> list[Cell]:
    person = row.person
    return [
        person.number,
        person.first_name,
        person.last_name,
        person.unit_path or "",
        person.role or "",
        person.site or "",
        person.work_mode,
        person.status,
        *_figures(row.fit),
    ]


def _figures(fit: FitTriple | None) -> list[Cell]:
    """Each share with the ends of its interval; all empty where nothing may be told."""
    if fit is None:
        return [None] * 14
    shares = (fit.hard, fit.soft, fit.both, fit.overall)
    figures = [(s.value, s.low, s.high) if s else (None, None, None) for s in shares]
    return [*chain.from_iterable(figures), fit.coverage, fit.computed_at.isoformat()]
