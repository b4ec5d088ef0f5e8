"""Naming somebody in a form: by name, employee number or e-mail, with suggestions while typing."""

import re
from typing import Any

from django import forms
from django.db.models import Q
from django.forms.renderers import BaseRenderer
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from employees.models import Employee
from employees.models.people import EmployeeQuerySet
from employees.queries import find_people
from skillmap.core.errors import DomainError
from skillmap.core.http import UserRequest, as_id
from skillmap.core.models import User

LONGEST, MOST_OFFERED = 254, 8
NUMBER_BEHIND = re.compile(r"\(([^()]+)\)$")  # as the suggestions write it


class PersonInput(forms.TextInput):
    """A text input with a list of suggestions that the server fills while somebody types."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        people = f"{(attrs or {}).get('id', name)}-people"
        typing = {
            "list": people,
            "autocomplete": "off",
            "hx-get": reverse("pages:person_options"),
            "hx-trigger": "input changed delay:200ms",
            "hx-target": f"#{people}",
        }
        control = super().render(name, value, {**(attrs or {}), **typing}, renderer)
        return format_html('{}<datalist id="{}"></datalist>', control, people)


class PersonField(forms.CharField):
    """What somebody typed for a person; `find_person` says who is meant."""

    widget = PersonInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("A name, a number or an e-mail address"))
        super().__init__(max_length=LONGEST, **kwargs)


def find_person(viewer: User, text: str, *, field: str) -> Employee:
    """Whom the viewer means by a public id, number, e-mail, name, or a suggestion.

    Raises `DomainError` at `field` when it is nobody, or more than one.
    """
    text = " ".join(text.split())
    found = list(_meant(viewer, text).select_related("user").distinct()[:2])
    if len(found) == 1:
        return found[0]
    if found:
        message = _("More than one person is called “%(text)s”. Use the number.")
    else:
        message = _("Nobody here has the name, number or address “%(text)s”.")
    raise DomainError(message % {"text": text}, field=field)


def _meant(viewer: User, text: str) -> EmployeeQuerySet:
    people = Employee.objects.visible_to(viewer).working()
    if not text.isprintable():
        return people.none()
    if (public_id := as_id(text)) is not None:
        return people.filter(public_id=public_id)
    behind = NUMBER_BEHIND.search(text)
    number = behind[1] if behind else text
    keyed = people.filter(
        Q(number__iexact=number) | Q(email__iexact=text) | Q(user__email=text.lower())
    )
    return keyed if keyed.exists() else _called(people, text)


def _called(people: EmployeeQuerySet, text: str) -> EmployeeQuerySet:
    """People of exactly this name, whatever its accents; nobody without a whole name."""
    words, names = text.split(), Q(pk=None)
    for n in range(1, len(words)):
        names |= Q(first_name__plain=" ".join(words[:n]), last_name__plain=" ".join(words[n:]))
    return people.filter(names)


@require_GET
def person_options(request: UserRequest) -> HttpResponse:
    """Options of a datalist for what stands in the input that asks, or in `q`."""
    typed = request.GET.get(request.htmx.trigger_name or "q", "")
    text = " ".join(typed.replace("\x00", " ").split())[:LONGEST]
    found = find_people(request.user, search=text) if text else Employee.objects.none()
    context = {"people": found.select_related("site")[:MOST_OFFERED]}
    return render(request, "pages/_person_options.html", context)
