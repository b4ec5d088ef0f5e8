"""Where what we know of a person comes from: which system or person last wrote each field."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from employees import rules
from employees.models import Assignment
from skillmap.core.http import UserRequest
from skillmap.core.origins import Origin, origins
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


@dataclass(frozen=True)
class Line:
    """One field, what it says today, and where that comes from."""

    label: str | Promise
    value: object
    origin: Origin | None


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
