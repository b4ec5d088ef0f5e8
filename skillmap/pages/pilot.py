"""The product is on for one unit first: who waits is told so, on every page."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from employees.models import OrgUnit
from skillmap.core.forms import OrganisationForm
from skillmap.core.widgets import PlainSelect
from skillmap.pages.forms import UNIT_INDENT
from skillmap.pages.navigation import standing_of

_NOT_PAGES = ("/api/", "/scim/", "/xapi/")  # `skillmap.api.pilot` asks there, of tokens too


def _unit_id(value: object) -> UUID:
    """Of what was chosen, and of what is stored."""
    return UUID(str(value))


class OrganisationChoices(OrganisationForm):
    """What HR decides for everybody, and for whom the product is on."""

    not_optional = ("pilot_unit",)  # everybody is a choice too
    pilot_unit = forms.TypedChoiceField(
        label=_("Switched on for"),
        required=False,
        coerce=_unit_id,
        empty_value=None,
        widget=PlainSelect,
        help_text=_(
            "One unit first, with everything below it, those who lead it or stand in for who does,"
            " and everybody with a right such as HR. Nobody else can open a page, is invited or"
            " asked to rate."
        ),
    )

    class Meta(OrganisationForm.Meta):
        fields = [*OrganisationForm.Meta.fields, "pilot_unit", "shows_checklist"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = Q(public_id=self.instance.pilot_unit)  # though retired: to save turns nothing on
        units = OrgUnit.objects.filter(Q(retired_on=None) | stored).order_by("path")
        field = self.fields["pilot_unit"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - narrows for mypy
        field.choices = [
            ("", _("everybody")),
            *(
                (str(unit.public_id), f"{UNIT_INDENT * unit.path.count('/')}{unit.name}")
                for unit in units
            ),
        ]


class PilotMiddleware:
    """Shows one page to everybody for whom the product is not on yet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._waits(request):
            return render(request, "pages/pilot_waiting.html", status=403)
        return self.get_response(request)

    def _waits(self, request: Any) -> bool:
        if request.path.startswith(_NOT_PAGES) or request.path == reverse("account_logout"):
            return False
        has_pilot = request.user.is_authenticated and getattr(request.user, "has_pilot", True)
        return has_pilot and not standing_of(request).takes_part
