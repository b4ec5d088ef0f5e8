"""Mentoring: one's mentors and mentees, and what a mentor may read."""

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.models import Certificate, SkillProfile
from assessments.queries.certificates import validity
from assessments.queries.feedback_report import reports_visible_to
from assessments.queries.levels import last_seen_of, levels_of
from employees.models import Employee, Mentorship
from employees.queries import place_of, with_places
from employees.services.mentorships import (
    accept_mentorship,
    ask_mentor,
    end_mentorship,
    share_with_mentor,
)
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.pages.person_choice import PersonField, find_person
from training.enums import NoteKind
from training.models import MentoringNote, MentorOffer, MentorProposal, MentorRequest
from training.queries.mentor_words import reason_words
from training.queries.plans import plan_for_mentor
from training.rules import can_match_mentors

ASK_ABOUT_END = dt.timedelta(days=60)


class MentorForm(forms.Form):
    """Whom to ask, and what they may read."""

    mentor = PersonField(label=gettext_lazy("Whom to ask"))
    shares_levels = forms.BooleanField(
        label=gettext_lazy("Share my levels and certificates"), required=False
    )
    shares_reports = forms.BooleanField(
        label=gettext_lazy("Share reports of what colleagues said without a name"), required=False
    )


@require_http_methods(["GET", "POST"])
def mentorship_list(request: UserRequest) -> HttpResponse:
    """One's mentors and mentees; posting asks somebody."""
    form = MentorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = _ask(request, form.cleaned_data)
        except DomainError as error:
            form.add_error("mentor", error.message)
        else:
            messages.success(request, _("%(name)s was asked.") % {"name": asked.mentor})
            return redirect("pages:mentorship_list")
    rows = Mentorship.objects.visible_to(request.user).open()
    rows = rows.select_related("mentee", "mentor", "skill")
    offer = MentorOffer.objects.visible_to(request.user).filter(employee__user=request.user)
    searches = MentorRequest.objects.visible_to(request.user, matches=False).open()
    context = {
        "mentors": [one for one in rows if one.mentee.user_id == request.user.pk],
        "mentees": [one for one in rows if one.mentor.user_id == request.user.pk],
        "unsaid": _unsaid(request),
        "proposals": _proposals(request),
        "searches": searches.select_related("skill"),
        "offer": offer.filter(ended_at=None).prefetch_related("skills").first(),
        "may_match": can_match_mentors(request.user),
        "form": form,
    }
    status = INVALID if form.errors else 200
    return render(request, "pages/mentorship_list.html", context, status=status)


def _unsaid(request: UserRequest) -> list[Mentorship]:
    """Ended lately, and this side has not said how it went."""
    said = MentoringNote.objects.filter(author__user=request.user, kind=NoteKind.END)
    rows = Mentorship.objects.visible_to(request.user).filter(
        accepted_at__isnull=False, ended_at__gte=timezone.now() - ASK_ABOUT_END
    )
    rows = rows.exclude(pk__in=said.values("mentorship"))
    return list(rows.select_related("mentee", "mentor"))


def _proposals(request: UserRequest) -> list[dict[str, Any]]:
    """What a round proposes to this person, with the reasons that may be told."""
    rows = MentorProposal.objects.visible_to(request.user).waiting().filter(request__closed_at=None)
    shown = MentorOffer.objects.filter(shows_levels=True, employee__in=rows.values("mentor"))
    shows = set(shown.values_list("employee_id", flat=True))
    found = []
    for row in rows.select_related("request__mentee", "request__skill", "mentor"):
        is_mentee = row.request.mentee.user_id == request.user.pk
        agreed = row.mentee_agreed_at if is_mentee else row.mentor_agreed_at
        found.append(
            {
                "row": row,
                "is_mentee": is_mentee,
                "other": row.mentor if is_mentee else row.request.mentee,
                "has_agreed": agreed is not None,
                "why": reason_words(row.reasons, tells_levels=is_mentee and row.mentor_id in shows),
            }
        )
    return found


def _ask(request: UserRequest, values: dict[str, Any]) -> Mentorship:
    return ask_mentor(
        actor=request.user,
        mentor=find_person(request.user, values["mentor"], field="mentor"),
        shares_levels=values["shares_levels"],
        shares_reports=values["shares_reports"],
    )


@require_POST
def mentorship_act(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Accept, end, or change what is shared; `act` names which."""
    rows = Mentorship.objects.visible_to(request.user).open()
    mentorship = get_object_or_404(
        rows.select_related("mentee__user", "mentor__user"), public_id=public_id
    )
    try:
        _act(request, mentorship)
    except DomainError as error:
        messages.error(request, error.message)
    if mentorship.accepted_at and mentorship.ended_at:
        return redirect("pages:mentorship_talks", public_id)
    return redirect("pages:mentorship_list")


def _act(request: UserRequest, mentorship: Mentorship) -> None:
    """Raises `DomainError`."""
    act, now = request.POST.get("act"), timezone.now()
    if act == "accept":
        accept_mentorship(actor=request.user, mentorship=mentorship, now=now)
    elif act == "end":
        end_mentorship(actor=request.user, mentorship=mentorship, now=now)
    elif act == "share":
        share_with_mentor(
            actor=request.user,
            mentorship=mentorship,
            shares_levels="shares_levels" in request.POST,
            shares_reports="shares_reports" in request.POST,
        )
        messages.success(request, _("Kept. It holds from now on."))
    else:
        raise DomainError(_("There is no such step."))


@require_GET
def mentee_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What a mentor may read: the plan, and levels and reports that the person shares."""
    mentees = with_places(Employee.objects.mentored_by(request.user))
    person = get_object_or_404(mentees, public_id=public_id)
    terms = Mentorship.objects.running().get(mentee=person, mentor__user=request.user)
    context: dict[str, Any] = {
        "person": person,
        "place": place_of(person),
        "terms": terms,
        "plan": plan_for_mentor(request.user, person),
    }
    if terms.shares_levels:
        context |= _levels(person)
    if terms.shares_reports:
        reports = reports_visible_to(request.user).filter(employee=person)
        context["reports"] = reports.select_related("cycle").order_by("-cycle__released_at")
    return render(request, "pages/mentee_detail.html", context)


def _levels(person: Employee) -> dict[str, Any]:
    """Levels and verified certificates of somebody who shares them."""
    profile = SkillProfile.objects.filter(employee=person).first()
    rows = levels_of([profile], last_seen_of([person]))[person.pk] if profile else []
    today = timezone.localdate()
    found = Certificate.objects.verified().filter(employee=person).select_related("type")
    return {
        "levels": [row for row in rows if row.level.value is not None],
        "certificates": [(one, validity(one, today)) for one in found],
    }
