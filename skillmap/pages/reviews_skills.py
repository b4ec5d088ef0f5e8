"""An answer of the meeting becomes a skill of the person that no role asks for."""

from uuid import UUID

from django.contrib import messages
from django.forms import HiddenInput
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reviews.models import Review, ReviewEntry
from reviews.queries.reviews import Entries, skills_named
from reviews.services.meeting_skills import add_skill, remove_skill
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest, as_id
from skillmap.pages.reviews import lacks_reason, reason_page, review_or_404
from skillmap.pages.reviews_entries import writes_in
from skillmap.pages.reviews_goals import answer_in
from skillmap.pages.skill_choice import SkillChoice
from skills.models import Skill


@require_POST
def review_skill(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Add the one skill that an `answer` names, else ask which; `remove` takes one out again."""
    review = review_or_404(request, public_id)
    if not writes_in(request, review):
        return render(request, "403.html", status=403)
    if lacks_reason(request, review):
        return reason_page(request, review)
    if "remove" in request.POST:
        return _taken_out(request, review)
    answer = answer_in(Entries(review, request.user), request.POST.get("answer"))
    if answer is None:
        raise Http404
    named = skills_named(answer)
    if "skill" not in request.POST and len(named) == 1:
        return _added(request, review, named[0])
    return _choice_page(request, review, answer, named)


def _choice_page(
    request: UserRequest, review: Review, answer: ReviewEntry, named: list[Skill]
) -> HttpResponse:
    """Which of several skills, or which at all, where the answer names none."""
    choices = Skill.objects.filter(pk__in=[skill.pk for skill in named])
    is_chosen = "skill" in request.POST or "other_skill" in request.POST
    form = SkillChoice(request.POST if is_chosen else None, skills=choices)
    if not named:
        form.fields["skill"].widget = HiddenInput()
        form.fields["other_skill"].label = _("Skill")
        form.fields["other_skill"].help_text = _("Its name, as in the library.")
    if is_chosen and form.is_valid():
        return _added(request, review, form.cleaned_data["skill"])
    context = {"review": review, "answer": answer, "form": form}
    status = INVALID if is_chosen else 200
    return render(request, "reviews/skill_choice.html", context, status=status)


def _added(request: UserRequest, review: Review, skill: Skill) -> HttpResponse:
    try:
        add_skill(actor=request.user, review=review, skill=skill)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("pages:review_meeting", review.public_id)
    text = _("%(skill)s is part of this review now. Agree on a level, then it counts.")
    messages.success(request, text % {"skill": skill})
    meeting = reverse("pages:review_meeting", args=[review.public_id])
    return redirect(f"{meeting}#card-skill-{skill.public_id}")


def _taken_out(request: UserRequest, review: Review) -> HttpResponse:
    skill = get_object_or_404(Skill, public_id=as_id(request.POST["remove"]))
    try:
        remove_skill(actor=request.user, review=review, skill=skill)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Taken out."))
    return redirect("pages:review_meeting", review.public_id)
