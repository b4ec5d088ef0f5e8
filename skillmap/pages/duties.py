"""What is mandatory for whom, and what somebody asked not to get."""

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from employees.models import Employee, OrgUnit, RoleProfile
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.core.models import User
from skillmap.pages.activity_choice import ActivityInput, activity_titles, find_activity
from skillmap.pages.person_choice import PersonField, find_person
from skillmap.pages.profile import open_card_of
from training import rules, services
from training.enums import PlanState
from training.models import Activity, DevelopmentPlan, MandatoryActivity, RefusedActivity
from training.services import duties

PAGE_SIZE = 50


class MandatoryForm(forms.Form):
    """An activity, of whom it is required, by when and why."""

    activity = forms.CharField(label=gettext_lazy("Activity"), max_length=300, widget=ActivityInput)
    role = forms.ModelChoiceField(
        label=gettext_lazy("Role"),
        queryset=RoleProfile.objects.active().order_by("name"),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("no role"),
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit with all below it"),
        queryset=OrgUnit.objects.order_by("path"),
        to_field_name="path",
        required=False,
        empty_label=gettext_lazy("no unit"),
    )
    employee = PersonField(label=gettext_lazy("Person"), required=False)
    due_on = forms.DateField(
        label=gettext_lazy("Due on"), widget=forms.DateInput(attrs={"type": "date"})
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy("A law, a contract, a rule of the house."),
    )

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._viewer = viewer

    def clean_activity(self) -> Activity:
        return find_activity(self.cleaned_data["activity"])

    def clean_employee(self) -> Employee | None:
        word = self.cleaned_data["employee"]
        try:
            return find_person(self._viewer, word, field="employee") if word else None
        except DomainError as error:
            raise forms.ValidationError(error.message) from error


class RefusalForm(forms.Form):
    """What somebody asks not to get, and why."""

    activity = forms.UUIDField()
    reason = forms.CharField(max_length=300)


@require_http_methods(["GET", "POST"])
def mandatory_list(request: UserRequest) -> HttpResponse:
    """What is required of whom by when, and requiring something more."""
    if not rules.can_require_activities(request.user):
        return render(request, "403.html", status=403)
    form = MandatoryForm(
        request.POST or None, viewer=request.user, initial={"activity": request.GET.get("activity")}
    )
    status = 200
    if request.method == "POST":
        if form.is_valid() and _require(request, form):
            messages.success(request, _("It is in every recommendation from the next one on."))
            return redirect("pages:mandatory_list")
        status = INVALID
    rows = MandatoryActivity.objects.standing()
    rows = rows.select_related("activity", "role", "unit", "employee")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "activities": activity_titles()}
    return render(request, "pages/mandatory_list.html", context, status=status)


@require_POST
def mandatory_end(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Take a requirement back."""
    if not rules.can_require_activities(request.user):
        return render(request, "403.html", status=403)
    duty = get_object_or_404(MandatoryActivity, public_id=public_id)
    try:
        duties.stop_requiring(actor=request.user, duty=duty, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Taken back. Plans that have it keep it."))
    return redirect("pages:mandatory_list")


@require_POST
def refusal_add(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Ask not to get an activity; a recommendation with it is computed anew."""
    card = open_card_of(request.user, public_id)
    if not rules.can_refuse_activities(request.user, card.person):
        return render(request, "403.html", status=403)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why."))
        return redirect("pages:person_plan", public_id)
    activities = Activity.objects.visible_to(request.user)
    activity = get_object_or_404(activities, public_id=form.cleaned_data["activity"])
    try:
        duties.refuse_activity(
            actor=request.user,
            employee=card.person,
            activity=activity,
            reason=form.cleaned_data["reason"],
        )
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("pages:person_plan", public_id)
    messages.success(request, _("You will not get this again. It can be undone on this page."))
    return _plan_anew(request, card.person)


@require_POST
def refusal_end(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Take a refusal back; a recommendation is computed anew."""
    refusals = RefusedActivity.objects.visible_to(request.user).select_related("employee")
    refusal = get_object_or_404(refusals, public_id=public_id)
    if not rules.can_refuse_activities(request.user, refusal.employee):
        return render(request, "403.html", status=403)
    duties.accept_again(actor=request.user, refusal=refusal)
    messages.success(request, _("Undone. It may be recommended again."))
    return _plan_anew(request, refusal.employee)


def _plan_anew(request: UserRequest, person: Employee) -> HttpResponse:
    """To the job that plans anew where there is a recommendation, else to the plan."""
    drafts = DevelopmentPlan.objects.filter(employee=person, state=PlanState.DRAFT)
    if drafts.exists():
        run = services.start_recommendation(actor=request.user, employee=person)
        if run.job:
            return redirect("pages:job_detail", run.job.public_id)
    return redirect("pages:person_plan", person.public_id)


def _require(request: UserRequest, form: MandatoryForm) -> bool:
    """Write it; False with a fault in the form."""
    values: dict[str, Any] = form.cleaned_data
    today: dt.date = timezone.localdate()
    try:
        duties.require_activity(actor=request.user, today=today, **values)
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True
