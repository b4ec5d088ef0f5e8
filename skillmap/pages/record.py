"""Where what we know of a person comes from: which system or person last wrote each field."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from employees import rules
from employees.models import Assignment, Employee
from skillmap.core.http import UserRequest
from skillmap.core.models import User
from skillmap.core.origins import Origin, origins, origins_of, written_past_sources
from skillmap.core.tabular.writing import Cell
from skillmap.pages.downloads import FORMATS, download
from skillmap.pages.profile import Card, open_card_of

OF_PERSON = {
    "first_name": _("first name"),
    "last_name": _("last name"),
    "email": _("e-mail"),
    "status": _("status"),
    "site_id": _("location"),
    "time_zone": _("time zone"),
    "work_mode": _("work mode"),
    "languages": _("languages"),
    "learning_hours_per_week": _("learning hours per week"),
}
OF_PLACE = {
    "unit_id": _("unit"),
    "role_id": _("role"),
    "job_title": _("job title"),
    "manager_id": _("manager"),
}

MOST_LISTED = 100  # people, those changed last
EXPORT_HEAD = (
    "employee_number", "name", "field", "source", "changed_by", "changed_at",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One field, what it says today, and where that comes from."""

    label: str | Promise
    value: object
    origin: Origin | None


@dataclass(frozen=True)
class Overridden:
    """A person with the fields that were changed here after a system had given them."""

    person: Employee
    fields: Sequence[tuple[str | Promise, Origin]]


@require_GET
def override_list(request: UserRequest) -> HttpResponseBase:
    """Whose fields say something else than the system that owns them, or as a file."""
    if not rules.can_import(request.user):
        return render(request, "403.html", status=403)
    rows = _overridden(request.user)
    if request.GET.get("format") in FORMATS:
        return download("changed-here", EXPORT_HEAD, _cells(rows), request.GET["format"])
    context = {"rows": rows, "most": MOST_LISTED}
    return render(request, "pages/override_list.html", context)


def _cells(rows: Sequence[Overridden]) -> Iterator[list[Cell]]:
    for row in rows:
        for label, origin in row.fields:
            source = origin.owner.source if origin.owner else ""
            who = str(origin.batch or origin.actor or "")
            yield [row.person.number, str(row.person), str(label), source, who, origin.at]


def _overridden(user: User) -> list[Overridden]:
    """The people who were changed last; the same few queries for any number."""
    keys = {
        *written_past_sources(Employee, "pgh_obj")[:MOST_LISTED],
        *written_past_sources(Assignment, "employee")[:MOST_LISTED],
    }
    people = Employee.objects.visible_to(user).working().filter(pk__in=keys)
    places = defaultdict(list)
    for place in Assignment.objects.primary().filter(employee__in=people).order_by("valid"):
        places[place.employee_id].append(place)
    rows = list(people.order_by("last_name", "first_name", "pk"))
    of_person = origins_of({one.pk: [one] for one in rows}, OF_PERSON)
    of_place = origins_of({one.pk: places[one.pk] for one in rows}, OF_PLACE)
    found = []
    for one in rows:
        known = of_person[one.pk] | of_place[one.pk]
        fields = [
            (label, known[name])
            for name, label in {**OF_PERSON, **OF_PLACE}.items()
            if name in known and known[name].is_override
        ]
        if fields:
            found.append(Overridden(one, fields))
    return found


@require_GET
def person_record(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Every imported field with its source; those changed here since are marked."""
    card = open_card_of(request.user, public_id)
    if not rules.can_import(request.user):
        return render(request, "403.html", status=403)
    return render(request, "pages/person_record.html", {"card": card, "lines": _lines(card)})


def _lines(card: Card) -> list[Line]:
    person, place = card.person, card.place
    known = origins([person], OF_PERSON)
    lines = [
        Line(label, _value(person, name), known.get(name)) for name, label in OF_PERSON.items()
    ]
    if place is not None:
        places = Assignment.objects.primary().filter(employee=person).order_by("valid")
        known = origins(list(places), OF_PLACE)
        lines += [
            Line(label, _value(place, name), known.get(name)) for name, label in OF_PLACE.items()
        ]
    return lines


def _value(row: object, name: str) -> object:
    value = getattr(row, name.removesuffix("_id"))
    return ", ".join(value) if isinstance(value, list) else value
