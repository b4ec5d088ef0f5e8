"""A skill or an answer of the meeting becomes a goal in one click."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reviews import rules
from reviews.enums import Side
from reviews.models import Review, ReviewEntry
from reviews.queries.reviews import Entries, SkillLine, line_of_answer, skill_lines
from reviews.services.meeting_goals import goal_from_meeting
from skillmap.core.errors import DomainError
from skillmap.core.http import UserRequest, as_id
from skillmap.pages.reviews import lacks_reason, reason_page, review_or_404


def adds_goals(request: UserRequest, review: Review) -> bool:
    """Does the review hold goals that this viewer may set?"""
    has_goals = review.cycle.template.has_goals
    return has_goals and rules.can_add_goal(request.user, review.employee)


@require_POST
def review_goal(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Make a goal of the `skill` or the `answer` that was pressed; the page then shows it."""
    review = review_or_404(request, public_id)
    if not adds_goals(request, review):
        return render(request, "403.html", status=403)
    if lacks_reason(request, review):
        return reason_page(request, review)
    line, words = _pressed(request, review)
    try:
        goal = goal_from_meeting(actor=request.user, review=review, line=line, answer=words)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        text = _("%(goal)s is a goal now. Below you can change it or take it back.")
        messages.success(request, text % {"goal": goal})
    return redirect(f"{reverse('pages:review_meeting', args=[public_id])}#goals-title")


def _pressed(request: UserRequest, review: Review) -> tuple[SkillLine, str]:
    """The skill, and the words of the answer where one was pressed; 404 where there is none."""
    entries = Entries(review, request.user)
    lines = skill_lines(review, entries)
    answer = answer_in(entries, request.POST.get("answer"))
    if answer:
        found = line_of_answer(lines, answer)
    else:
        found = next((one for one in lines if one.id == request.POST.get("skill")), None)
    if found is None:
        raise Http404
    return found, answer.text if answer else ""


def answer_in(entries: Entries, public_id: str | None) -> ReviewEntry | None:
    """What either side wrote before the meeting, of this id."""
    wanted = as_id(public_id)
    said = (one for one in entries.rows if one.side in {Side.SELF, Side.MANAGER} and one.text)
    return next((one for one in said if one.public_id == wanted), None)
