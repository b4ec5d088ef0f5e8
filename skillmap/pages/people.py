"""The people list: everybody in the directory, with the fit of those whose levels one may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from django.core.paginator import Paginator
from django.db.models import Case, F, When
from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.models import SkillProfile
from assessments.queries.fits import FIT_COLUMNS, FitTriple, fit_of
from employees.models import Assignment, Employee
from employees.models.people import EmployeeQuerySet
from employees.queries import find_people, place_of, with_places
from skillmap.core.http import UserRequest
from skillmap.core.models import User
from skillmap.core.tabular.writing import csv_line
from skillmap.pages.filters import Filters
from skillmap.pages.forms import PeopleForm

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

    person: Employee
    place: Assignment | None
    fit: FitTriple | None


@require_GET
def person_list(request: UserRequest) -> HttpResponseBase:
    """Search, filter and sort; `format=csv` gives all that the filters leave, not one page."""
    form = PeopleForm(request.GET)
    filters = Filters(form, request.GET)
    people = _sorted(_found(request.user, form), request.user, filters.values["sort"])
    if request.GET.get("format") == "csv":
        return _download(request.user, people)
    page = Paginator(with_places(people), PAGE_SIZE).get_page(request.GET.get("page"))
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


def _sorted(people: EmployeeQuerySet, user: User, sort: str) -> EmployeeQuerySet:
    """By name, or by the fit that this user may see, so that the order tells nothing hidden."""
    names = ("last_name", "first_name", "pk")
    if sort == "-name":
        return people.order_by(*(F(name).desc() for name in names))
    if sort not in {"fit", "-fit"}:
        return people.order_by(*names)
    open_people = Employee.objects.levels_visible_to(user).values("pk")
    both = F("skill_profile__balanced")
    people = people.annotate(shown_fit=Case(When(pk__in=open_people, then=both), default=None))
    fit = F("shown_fit")
    by_fit = fit.desc(nulls_last=True) if sort == "-fit" else fit.asc(nulls_last=True)
    return people.order_by(by_fit, *names)


def _rows(user: User, people: list[Employee]) -> list[PersonRow]:
    profiles = SkillProfile.objects.visible_to(user).filter(employee__in=people)
    fits = {profile.employee_id: fit_of(profile) for profile in profiles.only(*FIT_COLUMNS)}
    return [PersonRow(person, place_of(person), fits.get(person.pk)) for person in people]


def _download(user: User, people: EmployeeQuerySet) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_lines(user, people), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="people.csv"'
    return response


def _lines(user: User, people: EmployeeQuerySet) -> Iterator[str]:
    yield csv_line(EXPORT_HEAD)
    ids = list(people.values_list("pk", flat=True))
    for start in range(0, len(ids), EXPORT_CHUNK):
        chunk = ids[start : start + EXPORT_CHUNK]
        found = with_places(Employee.objects.filter(pk__in=chunk))
        by_id = {person.pk: person for person in found}
        for row in _rows(user, [by_id[pk] for pk in chunk if pk in by_id]):
            yield csv_line(_cells(row))


def _cells(row: PersonRow) -> list[str | float | None]:
    person, place = row.person, row.place
    return [
        person.number,
        person.first_name,
        person.last_name,
        place.unit.path if place else "",
        place.role.name if place and place.role else "",
        person.site.name if person.site else "",
        person.work_mode,
        person.status,
        *_figures(row.fit),
    ]


def _figures(fit: FitTriple | None) -> list[str | float | None]:
    """Each share with the ends of its interval; all empty where nothing may be told."""
    if fit is None:
        return [None] * 14
    shares = (fit.hard, fit.soft, fit.both, fit.overall)
    figures = [(s.value, s.low, s.high) if s else (None, None, None) for s in shares]
    return [*chain.from_iterable(figures), fit.coverage, fit.computed_at.isoformat()]
