"""Rating oneself or a direct report: one card per skill, kept as one goes, sent at the end."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from assessments import rules
from assessments.queries.rating_cards import Card, asked_count, rating_cards
from assessments.services import save_rating_draft
from employees.models import Employee
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.pages.rating_answers import keep_answer, kept
from skills.models import Skill
from training.services.ratings import send_ratings


@require_http_methods(["GET", "POST"])
def rating_form(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The cards; posting keeps every answer and sends them."""
    people = Employee.objects.levels_visible_to(request.user)
    ratee = get_object_or_404(people, public_id=public_id)
    if not rules.can_rate(request.user, ratee):
        return render(request, "403.html", status=403)
    everything = "all" in request.GET
    cards = rating_cards(request.user, ratee, everything=everything)
    faults: dict[int, str] = {}
    if request.method == "POST":
        faults = _keep(request, ratee, cards)
        if not faults and _sent(request, ratee):
            return redirect(ratee)
        cards = rating_cards(request.user, ratee, everything=everything)
    context = {
        "ratee": ratee,
        "is_self": ratee.user_id == request.user.pk,
        "cards": [(c, faults.get(c.skill.pk, ""), _draft_url(ratee, c.skill)) for c in cards],
        "answered": sum(card.is_answered for card in cards),
        "more": max(0, asked_count(ratee) - len(cards)),
    }
    status = INVALID if request.method == "POST" else 200
    return render(request, "pages/rating_form.html", context, status=status)


@require_POST
def rating_draft(request: UserRequest, public_id: UUID, skill_id: UUID) -> HttpResponse:
    """Keep one answer while the person goes on; the fragment says that it is kept."""
    people = Employee.objects.levels_visible_to(request.user)
    ratee = get_object_or_404(people, public_id=public_id)
    skills = Skill.objects.visible_to(request.user).active().select_related("scale")
    skill = get_object_or_404(skills, public_id=skill_id)
    if not rules.can_rate(request.user, ratee):
        return render(request, "403.html", status=403)
    return kept(_keep_one(request, ratee, skill))


def _draft_url(ratee: Employee, skill: Skill) -> str:
    return reverse("pages:rating_draft", args=[ratee.public_id, skill.public_id])


def _keep(request: UserRequest, ratee: Employee, cards: list[Card]) -> dict[int, str]:
    """Keep what was posted card by card; sentences by skill id for those that cannot be kept."""
    posted = [card for card in cards if f"{card.skill.public_id}-answer" in request.POST]
    faults = {card.skill.pk: _keep_one(request, ratee, card.skill) for card in posted}
    return {skill: fault for skill, fault in faults.items() if fault}


def _keep_one(request: UserRequest, ratee: Employee, skill: Skill) -> str:
    """Keep one answer; the sentence when that is not possible."""
    save = partial(save_rating_draft, actor=request.user, ratee=ratee, skill=skill)
    return keep_answer(request.POST, str(skill.public_id), save)


def _sent(request: UserRequest, ratee: Employee) -> bool:
    try:
        sent = send_ratings(actor=request.user, ratee=ratee, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
        return False
    text = ngettext(
        "%(n)s rating sent. The levels follow in a few seconds.",
        "%(n)s ratings sent. The levels follow in a few seconds.",
        sent.levels,
    )
    messages.success(request, text % {"n": sent.levels})
    return True
