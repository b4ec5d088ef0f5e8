"""Offering to mentor, finding a mentor by skill, and answering a proposal."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from assessments.models import SkillProfile
from employees.models import Employee
from employees.services.mentorships import ask_mentor
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.pages.skill_choice import SkillChoice, skills_of
from skills.models import Skill, SkillQuerySet
from training.enums import MENTOR_HOURS, MOST_HOURS, MOST_MENTEES
from training.models import MentorOffer, MentorProposal, MentorRequest
from training.queries.mentor_words import reason_words
from training.queries.mentors import Look, suggest_mentors
from training.services.mentor_rounds import answer_proposal
from training.services.mentors import end_offer, look_for_mentor, offer_to_mentor, stop_looking


class OfferForm(forms.Form):
    """What one mentors in, for how many, and how."""

    skills = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Skills"),
        queryset=Skill.objects.none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    other_skill = forms.CharField(
        label=gettext_lazy("Another skill"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Its name, as in the library, where it is not in the list."),
    )
    mentees = forms.IntegerField(
        label=gettext_lazy("People at a time"), min_value=1, max_value=MOST_MENTEES, initial=1
    )
    hours_a_month = forms.IntegerField(
        label=gettext_lazy("Hours a month"),
        min_value=MENTOR_HOURS,
        max_value=MOST_HOURS,
        initial=MENTOR_HOURS,
        help_text=gettext_lazy("One person takes about two hours a month."),
    )
    languages = forms.CharField(
        label=gettext_lazy("Languages"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("With commas between them. Empty means the languages of your card."),
    )
    by_writing = forms.BooleanField(
        label=gettext_lazy("Also by writing, where our working hours do not meet"), required=False
    )
    shows_levels = forms.BooleanField(
        label=gettext_lazy("Tell colleagues whether my level is above theirs"), required=False
    )

    def __init__(self, *args: Any, known: SkillQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["skills"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 - narrows for mypy
        field.queryset = known

    def clean(self) -> dict[str, Any]:
        """The chosen skills, with the one that was typed."""
        values = super().clean() or self.cleaned_data
        chosen = list(values.get("skills") or [])
        if name := values.get("other_skill", "").strip():
            found = Skill.objects.active().filter(name__iexact=name).order_by("pk").first()
            if found is None:
                self.add_error("other_skill", _("The library has no skill of this name."))
            else:
                chosen.append(found)
        values["skills"] = chosen
        values["languages"] = values.get("languages", "").split(",")
        return values


@require_http_methods(["GET", "POST"])
def mentor_offer(request: UserRequest) -> HttpResponse:
    """One's own offer; posting keeps it, or ends it."""
    me = _own_record(request)
    if me is None:
        return render(request, "403.html", status=403)
    offer = MentorOffer.objects.filter(employee=me).first()
    if "end" in request.POST:
        end_offer(actor=request.user, now=timezone.now())
        messages.success(request, _("Nobody new is sent to you. Whom you mentor already stays."))
        return redirect("pages:mentor_offer")
    form = OfferForm(request.POST or None, known=_own_skills(me, offer), initial=_stored(offer))
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in _TERMS}
        try:
            offer_to_mentor(actor=request.user, **values)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Colleagues find you as a mentor from now on."))
            return redirect("pages:mentorship_list")
    context = {"form": form, "stands": offer is not None and offer.ended_at is None}
    return render(
        request, "pages/mentor_offer.html", context, status=INVALID if form.errors else 200
    )


_TERMS = ("skills", "mentees", "hours_a_month", "languages", "by_writing", "shows_levels")


def _own_skills(me: Employee, offer: MentorOffer | None) -> SkillQuerySet:
    """What the role asks for, what is measured, and what is offered already."""
    profile = SkillProfile.objects.filter(employee=me).first()
    known = Q(pk__in=skills_of(me).values("pk")) | Q(slot__in=profile.slots if profile else [])
    if offer is not None:
        known |= Q(mentor_offers=offer)
    return Skill.objects.active().filter(known).distinct().order_by("name", "pk")


def _stored(offer: MentorOffer | None) -> dict[str, Any]:
    if offer is None:
        return {}
    values = {name: getattr(offer, name) for name in _TERMS if name not in {"skills", "languages"}}
    chosen = [str(one) for one in offer.skills.values_list("public_id", flat=True)]
    return {**values, "skills": chosen, "languages": ", ".join(offer.languages)}


@require_http_methods(["GET", "POST"])
def mentor_find(request: UserRequest) -> HttpResponse:
    """Possible mentors in a skill with the reasons; posting asks one, or looks for any."""
    me = _own_record(request)
    if me is None:
        return render(request, "403.html", status=403)
    sent = request.POST if request.method == "POST" else request.GET
    wanted = sent.get("skill", "")
    asked = wanted or sent.get("other_skill", "")
    form = SkillChoice(sent if asked else None, skills=skills_of(me, wanted), wanted=wanted)
    skill = form.cleaned_data["skill"] if asked and form.is_valid() else None
    by_writing = "by_writing" in sent
    if request.method == "POST" and skill is not None:
        try:
            _look_or_ask(request, skill, by_writing=by_writing)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            return redirect("pages:mentorship_list")
    found = suggest_mentors(Look(me, skill, by_writing), timezone.now()) if skill else []
    context = {
        "form": form,
        "skill": skill,
        "by_writing": by_writing,
        "found": [(one.offer, reason_words(one.fit.reasons)) for one in found],
    }
    return render(
        request, "pages/mentor_find.html", context, status=INVALID if form.errors else 200
    )


def _look_or_ask(request: UserRequest, skill: Skill, *, by_writing: bool) -> None:
    """Raises `DomainError`."""
    chosen = request.POST.get("mentor", "")
    if not chosen:
        look_for_mentor(actor=request.user, skill=skill, by_writing=by_writing)
        messages.success(request, _("HR finds somebody for you in the next round."))
        return
    offers = MentorOffer.objects.standing().select_related("employee__user")
    offer = next((one for one in offers.filter(skills=skill) if str(one.public_id) == chosen), None)
    if offer is None:
        raise DomainError(_("This person does not offer it any more."))
    asked = ask_mentor(
        actor=request.user,
        mentor=offer.employee,
        skill=skill,
        shares_levels=False,
        shares_reports=False,
    )
    messages.success(request, _("%(name)s was asked.") % {"name": asked.mentor})


@require_POST
def mentor_search_end(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Take one's search back."""
    rows = MentorRequest.objects.visible_to(request.user, matches=False)
    found = get_object_or_404(rows.select_related("mentee"), public_id=public_id)
    stop_looking(actor=request.user, request=found, now=timezone.now())
    messages.success(request, _("Taken back."))
    return redirect("pages:mentorship_list")


@require_POST
def mentor_proposal_answer(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Agree to a proposed mentoring, or decline; `act` names which."""
    rows = MentorProposal.objects.visible_to(request.user)
    row = get_object_or_404(rows.select_related("request__mentee", "mentor"), public_id=public_id)
    try:
        made = answer_proposal(
            actor=request.user,
            proposal=row,
            agrees=request.POST.get("act") == "agree",
            now=timezone.now(),
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The mentoring begins.") if made else _("Kept."))
    return redirect("pages:mentorship_list")


def _own_record(request: UserRequest) -> Employee | None:
    return Employee.objects.working().filter(user=request.user).select_related("site").first()
