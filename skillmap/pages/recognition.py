"""Recognition of a period: certificates and growth in soft skills, side by side."""

from datetime import timedelta

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from employees.models import Assignment, Employee, OrgUnit
from reviews.queries.recognition import MOST_PEOPLE, recognitions
from reviews.rules import can_see_goal_balance
from skillmap.core.http import UserRequest
from skillmap.core.widgets import PlainSelect
from skillmap.pages.filters import Filters
from skillmap.pages.forms import UnitForm

HALF_A_YEAR = 183  # days


class RecognitionForm(UnitForm):
    """Whom and since when; without a unit one's direct reports."""

    everywhere = _("My direct reports")
    days = forms.ChoiceField(
        label=_("Period"),
        required=False,
        widget=PlainSelect,
        choices=[
            ("", _("The last 6 months")),
            ("92", _("The last 3 months")),
            ("365", _("The last year")),
        ],
    )


@require_GET
def recognition_list(request: UserRequest) -> HttpResponse:
    """What the people one leads or answers for did, newest first."""
    if not can_see_goal_balance(request.user):
        return render(request, "403.html", status=403)
    form = RecognitionForm(request.GET)
    filters = Filters(form, request.GET)
    today = timezone.localdate()
    start = today - timedelta(days=int(filters.values["days"] or HALF_A_YEAR))
    people = list(_people(request, form.unit_path)[: MOST_PEOPLE + 1])
    context = {
        "filters": filters,
        "start": start,
        "people": people[:MOST_PEOPLE],
        "too_many": len(people) > MOST_PEOPLE,
        "found": recognitions(request.user, people[:MOST_PEOPLE], start, today),
    }
    return render(request, "pages/recognition_list.html", context)


def _people(request: UserRequest, unit_path: str) -> QuerySet[Employee]:
    """People of the unit whom this user reads about, else their direct reports."""
    people = Employee.objects.working().order_by("last_name", "first_name", "pk")
    if not unit_path:
        return people.in_line_of(request.user)
    units = OrgUnit.objects.subtree(OrgUnit.objects.get(path=unit_path))
    inside = Assignment.objects.current().primary().filter(unit__in=units)
    return people.levels_visible_to(request.user).filter(pk__in=inside.values("employee"))
