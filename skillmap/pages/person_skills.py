"""One skill of one person: level, how it came about, time before and ahead, ways to prove it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assessments.models import SkillProfile
from assessments.queries.feedback_report import closed_evidence
from assessments.queries.remarks import NEWEST, remarks_about
from skillmap.core.http import UserRequest
from skillmap.pages.explanations import Reader, story_of
from skillmap.pages.profile import evidence_for, levels_for, open_card_of
from skillmap.pages.proofs import ways_to_prove
from skillmap.pages.trend import curve_of
from skills.models import Skill


@require_GET
def person_skill(request: UserRequest, public_id: UUID, skill_id: UUID) -> HttpResponse:
    """How one level came about: the answers first, then why the level differs from them."""
    card = open_card_of(request.user, public_id)
    skill = get_object_or_404(Skill.objects.visible_to(request.user), public_id=skill_id)
    profile = SkillProfile.objects.filter(employee=card.person).first()
    row = next((r for r in levels_for(card.person, profile) if r.skill.pk == skill.pk), None)
    rows = list(evidence_for(request.user, card.person).filter(skill=skill))
    closed = closed_evidence(request.user, card.person)
    story = story_of(Reader(request.user, card.is_self, closed), profile, row, rows)
    context = {"card": card, "skill": skill, "row": row, "evidence": rows, "profile": profile}
    context |= {"closed": closed, "story": story}
    if story and row and profile:
        context["curve"] = curve_of(story, row.level, profile.computed_at.date())
    if request.headers.get("X-Drawer"):
        return render(request, "pages/_person_skill.html", context)
    context["remarks"] = remarks_about(request.user, card.person).filter(skill=skill)[:NEWEST]
    context["ways"] = ways_to_prove(request, skill, card.person)
    context["exercise_url"] = reverse("pages:exercise_list", args=[public_id])
    return render(request, "pages/person_skill.html", context)
