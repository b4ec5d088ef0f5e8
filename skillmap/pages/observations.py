"""Observations: writing one in a few seconds, one's own, and those about somebody."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from employees.models import Employee
from reviews import rules
from reviews.enums import ONE_LINE
from reviews.models import Observation
from reviews.queries.observations import (
    MOST_FOUND,
    observable_people,
    observations_about,
    own_observations,
)
from reviews.services.observations import (
    change_observation,
    note_observation,
    take_back_observation,
)
from skillmap.core.enums import ReadKind
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest, as_id
from skillmap.core.reasons import fault_of_reason
from skillmap.core.widgets import PlainSelect
from skillmap.pages.filters import Filters
from skillmap.pages.forms import SearchInput
from skillmap.pages.profile import open_card_of
from skillmap.pages.skill_choice import SkillChoice, skills_of

PAGE_SIZE = 25
LONGEST_SEARCH = 100
SHARED, PRIVATE = "shared", "private"


class ObservationForm(SkillChoice):
    """One line, who reads it, and if one likes a skill."""

    needs_skill = False
    text = forms.CharField(
        label=gettext_lazy("What you saw"),
        max_length=ONE_LINE,
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
        help_text=gettext_lazy("One line on what happened. No level: it never counts as a rating."),
    )
    readers = forms.ChoiceField(
        label=gettext_lazy("Who reads it"), initial=PRIVATE, widget=forms.RadioSelect
    )
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    field_order = ("text", "skill", "other_skill", "readers", "version")

    def __init__(self, data: Any, *, person: Employee, is_self: bool, kept: Any = None) -> None:
        wanted = str(kept.skill.public_id) if kept and kept.skill else ""
        super().__init__(data, skills=skills_of(person, wanted), wanted=wanted)
        skill = self.fields["skill"]
        assert isinstance(skill, forms.ModelChoiceField)  # noqa: S101 - narrows for mypy
        skill.empty_label = _("no skill in particular")
        readers = self.fields["readers"]
        assert isinstance(readers, forms.ChoiceField)  # noqa: S101 - narrows for mypy
        to_whom = _("My managers too") if is_self else _("%(name)s too") % {"name": person}
        readers.choices = [(PRIVATE, _("Only me")), (SHARED, to_whom)]
        if kept:
            shown = SHARED if kept.shared_at else PRIVATE
            known = {"text": kept.text, "readers": shown, "version": kept.version}
            self.initial = {**self.initial, **known}

    @property
    def values(self) -> dict[str, Any]:
        """What the services take."""
        data = self.cleaned_data
        is_shared = data["readers"] == SHARED
        return {"text": data["text"], "skill": data["skill"], "is_shared": is_shared}


class OwnForm(forms.Form):
    """Filters of one's own list."""

    q = forms.CharField(
        label=gettext_lazy("Search"), required=False, max_length=100, widget=SearchInput
    )
    readers = forms.ChoiceField(
        label=gettext_lazy("Who reads it"),
        required=False,
        widget=PlainSelect,
        choices=[
            ("", gettext_lazy("Everything")),
            (SHARED, gettext_lazy("Shared")),
            (PRIVATE, gettext_lazy("Private")),
        ],
    )


@require_http_methods(["GET", "POST"])
def observation_new(request: UserRequest) -> HttpResponse:
    """First the person, found by typing; then one line. Whoever leads nobody writes about
    themselves at once."""
    sent = request.POST if request.method == "POST" else request.GET
    text = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:LONGEST_SEARCH]
    person_id = as_id(sent.get("person"))
    if person_id is None:
        people = list(observable_people(request.user, text)[: MOST_FOUND + 1])
        context = {"people": people[:MOST_FOUND], "more": len(people) > MOST_FOUND, "q": text}
        if request.htmx:
            return render(request, "pages/_observation_people.html", context)
        if text or len(people) != 1:
            return render(request, "pages/observation_person.html", context)
        person = people[0]
    else:
        visible = Employee.objects.visible_to(request.user)
        person = get_object_or_404(visible, public_id=person_id)
    return _write(request, person)


def _write(request: UserRequest, person: Employee) -> HttpResponse:
    """The form about this person, with the one kept just now above it."""
    if not rules.can_observe(request.user, person):
        return render(request, "403.html", status=403)
    posted = request.POST if request.method == "POST" else None
    is_self = rules.is_self(request.user, person)
    form = ObservationForm(posted, person=person, is_self=is_self)
    if posted is not None and form.is_valid():
        values = {**form.values, "employee": person, "now": timezone.now()}
        try:
            kept = note_observation(actor=request.user, **values)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            query = f"?person={person.public_id}&kept={kept.public_id}"
            return redirect(reverse("pages:observation_new") + query)
    context: dict[str, Any] = {"person": person, "is_self": is_self, "form": form}
    if kept_id := as_id(request.GET.get("kept")):
        context["kept"] = own_observations(request.user).filter(public_id=kept_id).first()
    status = INVALID if form.errors else 200
    return render(request, "pages/observation_form.html", context, status=status)


@require_GET
def observation_list(request: UserRequest) -> HttpResponse:
    """What this person wrote, newest first."""
    filters = Filters(OwnForm(request.GET), request.GET)
    rows = own_observations(
        request.user, search=filters.values["q"], readers=filters.values["readers"]
    )
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    now = timezone.now()
    context = {
        "filters": filters,
        "page": page,
        "rows": [(row, row.is_changeable(now)) for row in page],
    }
    return render(request, "pages/observation_list.html", context)


@require_http_methods(["GET", "POST"])
def observation_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Mend one's own, or share it."""
    observation = _one(request, public_id)
    now = timezone.now()
    if observation.author_id != request.user.pk or not observation.is_changeable(now):
        return render(request, "403.html", status=403)
    person = observation.employee
    is_self = rules.is_self(request.user, person)
    posted = request.POST if request.method == "POST" else None
    form = ObservationForm(posted, person=person, is_self=is_self, kept=observation)
    if posted is not None and form.is_valid():
        expected = form.cleaned_data["version"] or observation.version
        values = {**form.values, "observation": observation, "expected": expected, "now": now}
        try:
            change_observation(actor=request.user, **values)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Kept."))
            return redirect("pages:observation_list")
    context = {"person": person, "is_self": is_self, "form": form, "edited": observation}
    status = INVALID if form.errors else 200
    return render(request, "pages/observation_form.html", context, status=status)


@require_POST
def observation_take_back(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Remove one's own for good."""
    observation = _one(request, public_id)
    if observation.author_id != request.user.pk:
        return render(request, "403.html", status=403)
    try:
        take_back_observation(actor=request.user, observation=observation, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Taken back. It is gone."))
    return redirect("pages:observation_list")


def _one(request: UserRequest, public_id: UUID) -> Observation:
    rows = Observation.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("employee__user", "skill"), public_id=public_id)


@require_http_methods(["GET", "POST"])
def person_observations(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What this viewer may read about somebody; HR says why first, by posting the reason."""
    card = open_card_of(request.user, public_id)
    if request.method == "POST":
        return _give_reason(request, card.person)
    if not rules.reads_openly(request.user, card.person):
        return render(request, "pages/observation_reason.html", {"person": card.person})
    rows = observations_about(request.user, card.person)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "card": card,
        "page": page,
        "may_observe": rules.can_observe(request.user, card.person),
    }
    return render(request, "pages/person_observations.html", context)


def _give_reason(request: UserRequest, person: Employee) -> HttpResponse:
    if fault := fault_of_reason(request, person.pk, ReadKind.REVIEW):
        context = {"person": person, "fault": fault}
        return render(request, "pages/observation_reason.html", context, status=INVALID)
    return redirect("pages:person_observations", person.public_id)
