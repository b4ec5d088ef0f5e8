"""Matching rounds: who looks for a mentor, what a round proposes, adopting it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from skillmap.core.errors import DomainError
from skillmap.core.http import UserRequest
from training.models import MatchingRound, MentorOffer, MentorProposal, MentorRequest
from training.queries.mentor_words import reason_words, refusal_words
from training.rules import can_match_mentors
from training.services.mentor_rounds import adopt_round, start_round

PAGE_SIZE = 50


@require_http_methods(["GET", "POST"])
def matching_list(request: UserRequest) -> HttpResponse:
    """Who looks for a mentor, and earlier rounds; posting starts one."""
    if not can_match_mentors(request.user):
        return render(request, "403.html", status=403)
    if request.method == "POST":
        try:
            made = start_round(actor=request.user)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            return redirect("pages:matching_detail", made.public_id)
    waiting = MentorRequest.objects.visible_to(request.user, matches=True).open()
    counts = {
        "proposed": Count("proposals", filter=Q(proposals__mentor__isnull=False)),
        "without": Count("proposals", filter=Q(proposals__mentor=None)),
        "begun": Count("proposals__mentorship"),
    }
    rounds = MatchingRound.objects.annotate(**counts).order_by("-created_at", "-pk")
    context = {
        "waiting": waiting.select_related("mentee", "skill")[:PAGE_SIZE],
        "n_waiting": waiting.count(),
        "n_offers": MentorOffer.objects.standing().count(),
        "page": Paginator(rounds, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "pages/matching_list.html", context)


@require_http_methods(["GET", "POST"])
def matching_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What a round proposes and why, and who has nobody; posting adopts it."""
    if not can_match_mentors(request.user):
        return render(request, "403.html", status=403)
    matching = get_object_or_404(MatchingRound.objects.select_related("job"), public_id=public_id)
    if request.method == "POST":
        try:
            done = adopt_round(actor=request.user, matching=matching, now=timezone.now())
        except DomainError as error:
            messages.error(request, error.message)
        else:
            text = ngettext(
                "%(n)d proposal went out to both sides.",
                "%(n)d proposals went out to both sides.",
                done.offered,
            )
            left = _(" %(n)d changed meanwhile and stay.") % {"n": done.left} if done.left else ""
            messages.success(request, text % {"n": done.offered} + left)
        return redirect("pages:matching_detail", public_id)
    rows = matching.proposals.select_related(
        "request__mentee", "request__skill", "mentor", "mentorship"
    ).order_by("-score", "pk")
    found, nobody = rows.filter(mentor__isnull=False), rows.filter(mentor=None)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "matching": matching,
        "page": page,
        "found": [(row, reason_words(row.reasons), _state(row)) for row in page.object_list],
        "nobody": [(row, refusal_words(row.reasons)) for row in nobody[:PAGE_SIZE]],
        "n_nobody": nobody.count(),
    }
    return render(request, "pages/matching_detail.html", context)


def _state(row: MentorProposal) -> str:
    """A code of the status badges; empty before the round is adopted."""
    if row.mentorship_id:
        return "running"
    if row.declined_at:
        return "declined"
    return "proposed" if row.offered_at else ""
