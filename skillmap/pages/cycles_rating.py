"""Rating in a cycle: person by person, or one skill across the team."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.models import AssessmentCycle, CycleParticipant, Rating, RatingRequest
from assessments.queries.cycles_forms import (
    TeamForm,
    cycle_cards,
    optional_count,
    participant_of,
    requests_to,
    team_form,
    team_skills,
)
from assessments.queries.cycles_ratees import ratees_of
from assessments.queries.rating_cards import Card
from assessments.services.cycles_life import decline_request
from assessments.services.ratings import save_rating_draft, submit_ratings
from employees.models import Employee
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.pages.rating_answers import AnswerForm, keep_answer, kept
from skills.models import Skill


@require_http_methods(["GET", "POST"])
def cycle_rate(request: UserRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """All cards of one person; posting keeps every answer and sends them."""
    asked, participant = _asked(request, public_id, person_id)
    if "decline" in request.POST:
        return _decline(request, asked)
    everything = "all" in request.GET
    cards = cycle_cards(request.user, participant, everything=everything)
    faults: dict[int, str] = {}
    if request.method == "POST":
        faults = _keep(request, participant, cards)
        if not faults and _sent(request, participant.cycle, [participant.employee], None):
            return redirect(_next_of(request, asked))
        cards = cycle_cards(request.user, participant, everything=everything)
    cycle = participant.cycle
    ids = [cycle.public_id, participant.employee.public_id]
    context = {
        "cycle": cycle,
        "ratee": participant.employee,
        "is_self": asked.rater_id == asked.ratee_id,
        "may_decline": asked.rater_id != asked.ratee_id and asked.state == "approved",
        "cards": [
            (card, faults.get(card.skill.pk, ""), _draft_url(ids, card.skill)) for card in cards
        ],
        "answered": sum(card.is_answered for card in cards),
        "more": 0 if everything else optional_count(participant),
        "is_closed": cycle.state != "open",
    }
    status = INVALID if request.method == "POST" else 200
    return render(request, "pages/cycle_rate.html", context, status=status)


@require_POST
def cycle_draft(
    request: UserRequest, public_id: UUID, person_id: UUID, skill_id: UUID
) -> HttpResponse:
    """Keep one answer while the person goes on; the fragment says that it is kept."""
    asked, cycle = _request(request, public_id, person_id)
    skills = Skill.objects.visible_to(request.user).select_related("scale")
    skill = get_object_or_404(skills, public_id=skill_id)
    by_person = f"{person_id}-answer" in request.POST  # the form with one skill for all
    prefix = str(person_id if by_person else skill_id)
    return kept(_keep_one(request, cycle, asked.ratee, skill, prefix))


@require_GET
def cycle_ratees(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One row per person to rate by name: what is done, minutes left, and one way to go on."""
    cycle = _named_cycle(request, public_id)
    rows = ratees_of(request.user, cycle)
    skills = team_skills(request.user, cycle)
    context = {
        "cycle": cycle,
        "rows": rows,
        "skills": skills,
        "next_skill": next((row for row in skills if row.left), None),
        "minutes": sum(row.waiting.minutes for row in rows),
        "is_open": cycle.state == "open",
    }
    return render(request, "pages/cycle_ratees.html", context)


@require_http_methods(["GET", "POST"])
def cycle_team(request: UserRequest, public_id: UUID, skill_id: UUID) -> HttpResponse:
    """One skill across everybody one rates; posting keeps and sends, then the next skill."""
    cycle = _named_cycle(request, public_id)
    skills = Skill.objects.visible_to(request.user).select_related("scale")
    skill = get_object_or_404(skills, public_id=skill_id)
    form = team_form(request.user, cycle, skill)
    if not form.rows:
        raise Http404
    faults: dict[int, str] = {}
    if request.method == "POST":
        faults = _keep_team(request, cycle, form)
        people = [row.person for row in form.rows]
        if not faults and _sent(request, cycle, people, skill):
            return redirect(_next_skill(request, cycle))
        form = team_form(request.user, cycle, skill)
    all_skills = team_skills(request.user, cycle)
    context = {
        "cycle": cycle,
        "form": form,
        "rows": [(row, faults.get(row.person.pk, "")) for row in form.rows],
        "skills": all_skills,
        "is_open": cycle.state == "open",
    }
    status = INVALID if request.method == "POST" else 200
    return render(request, "pages/cycle_team.html", context, status=status)


def _request(
    request: UserRequest, public_id: UUID, person_id: UUID
) -> tuple[RatingRequest, AssessmentCycle]:
    """What this user is asked, and in which cycle; 404 where nobody asked."""
    rows = requests_to(request.user)
    asked = get_object_or_404(rows, cycle__public_id=public_id, ratee__public_id=person_id)
    assert asked.cycle is not None  # noqa: S101 - narrows for mypy
    return asked, asked.cycle


def _asked(
    request: UserRequest, public_id: UUID, person_id: UUID
) -> tuple[RatingRequest, CycleParticipant]:
    """What this user is asked and the person it is about, or 404."""
    asked, cycle = _request(request, public_id, person_id)
    participant = participant_of(cycle, asked.ratee)
    if participant is None:
        raise Http404
    return asked, participant


def _named_cycle(request: UserRequest, public_id: UUID) -> AssessmentCycle:
    """The cycle in which this user rates others by name, or 404."""
    cycle = get_object_or_404(AssessmentCycle, public_id=public_id)
    mine = RatingRequest.objects.named(cycle).filter(rater__user=request.user)
    if not mine.exclude(ratee__user=request.user.pk).exists():
        raise Http404
    return cycle


def _keep(request: UserRequest, participant: CycleParticipant, cards: list[Card]) -> dict[int, str]:
    """Keep what was posted; sentences by skill id for what cannot be kept."""
    faults = {}
    for card in cards:
        prefix = str(card.skill.public_id)
        if f"{prefix}-answer" in request.POST and _is_new(request, card, prefix):
            faults[card.skill.pk] = _keep_one(
                request, participant.cycle, participant.employee, card.skill, prefix
            )
    return {skill: fault for skill, fault in faults.items() if fault}


def _is_new(request: UserRequest, card: Card, prefix: str) -> bool:
    """A sent answer that is posted again as it was needs no new draft."""
    if card.draft is None or card.draft.submitted_at is None:
        return True
    form = AnswerForm(request.POST, prefix=prefix)
    sent = card.draft
    if not form.is_valid():
        return True
    same = {"level": sent.level, "cannot_judge": sent.cannot_judge, "comment": sent.comment}
    return form.values != same or form.shown_by not in {None, sent.link}


def _keep_team(request: UserRequest, cycle: AssessmentCycle, form: TeamForm) -> dict[int, str]:
    faults = {}
    for row in form.rows:
        prefix = str(row.person.public_id)
        card = Card(form.skill, None, form.choices, row.answer)
        if f"{prefix}-answer" in request.POST and _is_new(request, card, prefix):
            faults[row.person.pk] = _keep_one(request, cycle, row.person, form.skill, prefix)
    return {person: fault for person, fault in faults.items() if fault}


def _keep_one(
    request: UserRequest, cycle: AssessmentCycle, ratee: Employee, skill: Skill, prefix: str
) -> str:
    """Keep one answer; the sentence when that is not possible."""
    save = partial(save_rating_draft, actor=request.user, ratee=ratee, skill=skill, cycle=cycle)
    return keep_answer(request.POST, prefix, save)


def _sent(
    request: UserRequest, cycle: AssessmentCycle, people: list[Employee], skill: Skill | None
) -> bool:
    """Send the drafts about these people; those without any are passed over.

    The same form sent twice changes nothing, and is no fault.
    """
    n, fault, again = 0, "", False
    with transaction.atomic():
        for person in people:
            try:
                sent = submit_ratings(
                    actor=request.user,
                    ratee=person,
                    now=timezone.now(),
                    skills=None if skill is None else [skill],
                    cycle=cycle,
                )
            except DomainError as error:
                fault, again = error.message, error.code == "nothing_to_submit"
            else:
                n += sent.levels + sent.cannot_judge
    if not n and again and _has_sent(request, cycle, people, skill):
        messages.info(request, _("Nothing new to send: what you sent before is kept."))
        return True
    if not n:
        messages.error(request, fault)
        return False
    text = ngettext("%(n)d answer sent.", "%(n)d answers sent.", n) % {"n": n}
    messages.success(request, f"{text} " + _("You can change it until the cycle closes."))
    return True


def _has_sent(
    request: UserRequest, cycle: AssessmentCycle, people: list[Employee], skill: Skill | None
) -> bool:
    given = Rating.objects.filter(
        cycle=cycle, rater__user=request.user, ratee__in=people, submitted_at__isnull=False
    )
    return (given if skill is None else given.filter(skill=skill)).exists()


def _decline(request: UserRequest, asked: RatingRequest) -> HttpResponse:
    try:
        decline_request(actor=request.user, request=asked, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("You are not asked about this person any more."))
    return redirect("pages:cycle_list")


def _draft_url(ids: list[UUID], skill: Skill) -> str:
    return reverse("pages:cycle_draft", args=[*ids, skill.public_id])


def _next_of(request: UserRequest, asked: RatingRequest) -> str:
    """Back to the board of these people while others wait there, else to what waits at all."""
    assert asked.cycle is not None  # noqa: S101 - narrows for mypy
    rows = ratees_of(request.user, asked.cycle)
    if len(rows) > 1 and any(row.waiting.left for row in rows):
        return reverse("pages:cycle_ratees", args=[asked.cycle.public_id])
    return reverse("pages:cycle_list")


def _next_skill(request: UserRequest, cycle: AssessmentCycle) -> str:
    following = next((row for row in team_skills(request.user, cycle) if row.left), None)
    if following is None:
        return reverse("pages:cycle_ratees", args=[cycle.public_id])
    return reverse("pages:cycle_team", args=[cycle.public_id, following.skill.public_id])
