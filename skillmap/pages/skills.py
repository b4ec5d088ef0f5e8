"""The taxonomy browser and the page of one skill."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessments.models import SkillProfile
from assessments.queries.levels import SkillLevel, last_seen_of, level_in
from employees.models import Employee, Requirement
from skillmap.core.http import UserRequest
from skillmap.pages.navigation import standing_of
from skillmap.pages.proofs import ways_to_prove
from skills import queries
from skills.enums import SkillKind
from skills.models import ScaleLevel, Skill
from training.models import Activity

PAGE_SIZE = 50
SHOWN = 30  # roles, activities and neighbours listed on a skill's page


@require_GET
def skill_list(request: UserRequest) -> HttpResponse:
    """Search and browse by kind and category."""
    chosen = {name: request.GET.get(name, "") for name in ("kind", "category", "status")}
    search = request.GET.get("q", "")
    found = queries.find_skills(request.user, search=search, **chosen)
    context = {
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "q": search,
        "chosen": chosen,
        "kinds": SkillKind.choices,
        "categories": queries.categories(chosen["kind"]),
    }
    return render(request, "pages/skill_list.html", context)


@require_GET
def skill_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Behaviour texts, neighbours, the roles that ask for it and what teaches it."""
    skills = queries.with_rank_names(Skill.objects.visible_to(request.user)).select_related(
        "framework", "scale", "replaced_by"
    )
    skill = get_object_or_404(skills, public_id=public_id)
    person = standing_of(request).employee
    names = getattr(skill, "rank_names", [])
    ranks = ScaleLevel.objects.filter(scale=skill.scale, rank=OuterRef("rank"))
    texts = skill.level_texts.annotate(rank_name=Subquery(ranks.values("name")[:1]))
    asked = Requirement.objects.filter(
        skill=skill, role_version__valid__contains=timezone.localdate()
    )
    taught = Activity.objects.visible_to(request.user).active().filter(outcomes__skill=skill)
    context = {
        "skill": skill,
        "texts": [(text.rank_name or "", text) for text in texts],
        "labels": skill.labels.all()[:SHOWN],
        "broader": queries.broader_skills(skill)[:SHOWN],
        "narrower": queries.narrower_skills(skill)[:SHOWN],
        "related": queries.related_skills(skill)[:SHOWN],
        "asked": asked.select_related("role_version__role").order_by(
            "-importance", "role_version__role__name"
        )[:SHOWN],
        "taught": taught.order_by("title")[:SHOWN],
        "ways": ways_to_prove(request, skill, person),
        "own": _own_level(person, skill, names),
    }
    return render(request, "pages/skill_detail.html", context)


def _own_level(person: Employee | None, skill: Skill, names: list[str]) -> SkillLevel | None:
    """Where the reader stands in this skill; None where nothing is measured or asked for."""
    profile = SkillProfile.objects.filter(employee=person, slots__contains=[skill.slot]).first()
    if profile is None or person is None:
        return None
    return level_in(profile, skill, names, last_seen_of([person])[person.pk].get(skill.pk))
