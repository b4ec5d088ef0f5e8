"""When somebody is away, and who stands in for a manager meanwhile."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from employees.models import Employee
from employees.queries import possible_stand_ins
from employees.rules import can_delegate
from employees.services.absences import add_absence, delegate, end_delegation, remove_absence
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.pages.profile import open_card_of

Day = forms.DateInput(attrs={"type": "date"})


class AbsenceForm(forms.Form):
    """Days away; the day of return may not be known yet."""

    prefix = "absence"
    first_day = forms.DateField(label=gettext_lazy("First day away"), widget=Day)
    returns_on = forms.DateField(
        label=gettext_lazy("Day of return"),
        required=False,
        widget=Day,
        help_text=gettext_lazy("Leave it empty while it is not known. Then nothing is planned."),
    )


class DelegationForm(forms.Form):
    """Who stands in on which days."""

    prefix = "delegation"
    stand_in = forms.ModelChoiceField(
        label=gettext_lazy("Who stands in"),
        queryset=Employee.objects.none(),
        to_field_name="public_id",
    )
    first_day = forms.DateField(label=gettext_lazy("First day"), widget=Day)
    until = forms.DateField(label=gettext_lazy("Day you decide again"), widget=Day)

    def __init__(self, *args: Any, manager: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["stand_in"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows for mypy
        field.queryset = possible_stand_ins(manager)


@require_http_methods(["GET", "POST"])
def person_away(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Days away and stand-ins of one person; posting adds one of them."""
    card = open_card_of(request.user, public_id)
    person, today = card.person, timezone.localdate()
    adds_delegation = "delegation-first_day" in request.POST
    posted = request.POST or None
    absence = AbsenceForm(None if adds_delegation else posted)
    delegation = DelegationForm(posted if adds_delegation else None, manager=person)
    if request.method == "POST" and _is_added(request, person, absence, delegation):
        messages.success(request, _("Saved."))
        return redirect("pages:person_away", public_id)
    context = {
        "card": card,
        "absence_form": absence,
        "delegation_form": delegation,
        "absences": person.absences.exclude(days__endswith__lte=today),
        "delegations": person.delegations.exclude(days__endswith__lte=today).select_related(
            "delegate"
        ),
        "may_delegate": can_delegate(request.user, person)
        and person.managed_assignments.current().primary().exists(),
        "today": today,
    }
    status = INVALID if absence.errors or delegation.errors else 200
    return render(request, "pages/person_away.html", context, status=status)


@require_POST
def away_end(request: UserRequest, public_id: UUID, row_id: UUID) -> HttpResponse:
    """Take an absence back, or end a delegation."""
    person = open_card_of(request.user, public_id).person
    absence = person.absences.filter(public_id=row_id).first()
    if absence is not None:
        remove_absence(actor=request.user, absence=absence)
    else:
        delegation = get_object_or_404(person.delegations, public_id=row_id)
        end_delegation(actor=request.user, delegation=delegation, today=timezone.localdate())
    messages.success(request, _("Done."))
    return redirect("pages:person_away", public_id)


def _is_added(
    request: UserRequest, person: Employee, absence: AbsenceForm, delegation: DelegationForm
) -> bool:
    form = delegation if delegation.is_bound else absence
    if not form.is_valid():
        return False
    values, today = form.cleaned_data, timezone.localdate()
    try:
        if form is delegation:
            delegate(actor=request.user, manager=person, today=today, **values)
        else:
            add_absence(actor=request.user, employee=person, today=today, **values)
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True
