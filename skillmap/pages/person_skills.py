"""One skill of one person: level, how it came about, time before and ahead, ways to prove it."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assessments.models import Evidence, SkillProfile
from assessments.queries.feedback_report import closed_among
from assessments.queries.levels import SkillLevel, level_in, seen_in
from assessments.queries.remarks import NEWEST, remarks_about
from skillmap.core.http import UserRequest
from skillmap.pages.explanations import Reader, story_of
from skillmap.pages.profile import evidence_for, open_card_of
from skillmap.pages.proofs import ways_to_prove
from skillmap.pages.trend import curve_of
from skills.models import Skill
from skills.queries import with_rank_names


@require_GET
def person_skill(request: UserRequest, public_id: UUID, skill_id: UUID) -> HttpResponse:
    """How one level came about: the answers first, then why the level differs from them."""
    card = open_card_of(request.user, public_id)
    skills = with_rank_names(Skill.objects.visible_to(request.user)).select_related("scale")
    skill = get_object_or_404(skills, public_id=skill_id)
    profile = SkillProfile.objects.filter(employee=card.person).first()
    rows = list(evidence_for(request.user, card.person).filter(skill=skill))
    row = _level(profile, skill, rows)
    closed = closed_among(request.user, card.person, rows)
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


def _level(
    profile: SkillProfile | None, skill: Skill, rows: Sequence[Evidence]
) -> SkillLevel | None:
    """Where the person stands, and since when."""
    if profile is None:
        return None
    return level_in(profile, skill, getattr(skill, "rank_names", []), seen_in(rows))
