"""Single ratings outside cycles: asking somebody, and answering."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from assessments.models import RatingRequest
from assessments.queries.cycles_forms import asked_outside_cycles
from assessments.queries.rating_cards import Card, choices_of
from assessments.services.ad_hoc import LONGEST_NOTE, ask_for_rating
from assessments.services.cycles_life import decline_request
from assessments.services.ratings import save_rating_draft
from employees.models import Employee
from employees.models.units import Today
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.pages.person_choice import PersonField, find_person
from skillmap.pages.rating_answers import AnswerForm
from skills.models import Skill
from training.services.ratings import send_ratings


class RequestForm(forms.Form):
    """Whom to ask about what."""

    rater = PersonField(label=gettext_lazy("Whom to ask"))
    skill = forms.ModelChoiceField(
        label=gettext_lazy("Skill"), queryset=Skill.objects.none(), to_field_name="public_id"
    )
    note = forms.CharField(
        label=gettext_lazy("What it is about"),
        max_length=LONGEST_NOTE,
        help_text=gettext_lazy("Such as: my facilitation of yesterday's workshop"),
    )
    due_on = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any, skills: QuerySet[Skill]) -> None:
        super().__init__(data)
        field = self.fields["skill"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows for mypy
        field.queryset = skills


@require_http_methods(["GET", "POST"])
def request_new(request: UserRequest) -> HttpResponse:
    """Ask somebody to rate one thing one did."""
    person = get_object_or_404(Employee, user=request.user)
    form = RequestForm(request.POST if request.method == "POST" else None, _skills_of(person))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            asked = ask_for_rating(
                actor=request.user,
                ratee=person,
                rater=find_person(request.user, values["rater"], field="rater"),
                skill=values["skill"],
                note=values["note"],
                due_on=values["due_on"],
                now=timezone.now(),
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("%(name)s was asked.") % {"name": asked.rater})
            return redirect("pages:cycle_list")
    status = INVALID if form.errors else 200
    return render(request, "pages/request_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def request_answer(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One card about one thing somebody did; the answer counts at once."""
    rows = asked_outside_cycles(request.user).select_related("rater", "ratee", "skill__scale")
    asked = get_object_or_404(rows, public_id=public_id)
    fault = ""
    if request.method == "POST":
        try:
            _answer(request, asked)
        except DomainError as error:
            fault = error.message
        else:
            return redirect("pages:cycle_list")
    skill = asked.skill
    assert skill is not None  # noqa: S101 - narrows for mypy
    card = Card(skill, None, choices_of([skill])[skill.pk], None)
    context = {"asked": asked, "card": card, "fault": fault}
    status = INVALID if fault else 200
    return render(request, "pages/request_answer.html", context, status=status)


def _answer(request: UserRequest, asked: RatingRequest) -> None:
    """Keep and send, or decline. Raises `DomainError`."""
    if "decline" in request.POST:
        decline_request(actor=request.user, request=asked, now=timezone.now())
        messages.success(request, _("You are not asked about this any more."))
        return
    skill = asked.skill
    assert skill is not None  # noqa: S101 - narrows for mypy
    form = AnswerForm(request.POST, prefix=str(skill.public_id))
    if not form.is_valid():
        raise DomainError(_("Choose one of the levels or “cannot judge”."))
    with transaction.atomic():
        values = {**form.values, "link": form.shown_by}
        save_rating_draft(actor=request.user, ratee=asked.ratee, skill=skill, **values)
        send_ratings(actor=request.user, ratee=asked.ratee, now=timezone.now(), skills=[skill])
    messages.success(request, _("Thank you. Your rating was sent."))


def _skills_of(person: Employee) -> QuerySet[Skill]:
    """What the person's roles of today ask for."""
    return (
        Skill.objects.active()
        .filter(
            requirements__role_version__valid__contains=Today(),
            requirements__role_version__role__assignments__employee=person,
            requirements__role_version__role__assignments__valid__contains=Today(),
        )
        .distinct()
    )
