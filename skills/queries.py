"""Reads of the taxonomy."""

from collections.abc import Collection
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from skillmap.core.models import Viewer
from skills.enums import (
    OWN_FRAMEWORK,
    LabelKind,
    PairState,
    RelationKind,
    SkillKind,
    SkillStatus,
)
from skills.models import (
    LookalikePair,
    ScaleLevel,
    Skill,
    SkillLabel,
    SkillQuerySet,
    SkillRelation,
)


def find_skills(
    user: Viewer, *, search: str = "", kind: str = "", category: str = "", status: str = ""
) -> SkillQuerySet:
    """Skills by name; every word must occur in the name, the code or another name.

    `status` empty means active ones; `all` includes retired skills.
    """
    skills = Skill.objects.visible_to(user).select_related("framework", "scale")
    if status != "all":
        skills = skills.filter(status=status or SkillStatus.ACTIVE)
    if kind:
        skills = skills.filter(kind=kind)
    if category:
        skills = skills.filter(category=category)
    for word in search.split():
        other_name = SkillLabel.objects.filter(skill=OuterRef("pk"), label__icontains=word)
        skills = skills.filter(
            Q(name__icontains=word) | Q(code__iexact=word) | Q(Exists(other_name))
        )
    return skills


def categories(kind: str = "") -> list[str]:
    """Categories in use, by name."""
    skills = Skill.objects.active().exclude(category="")
    if kind:
        skills = skills.filter(kind=kind)
    return list(skills.order_by("category").values_list("category", flat=True).distinct())


def broader_skills(skill: Skill) -> QuerySet[Skill]:
    """What a skill is part of; a skill may be part of several."""
    return Skill.objects.filter(
        relations_from__skill=skill, relations_from__kind=RelationKind.BROADER
    ).order_by("name")


def narrower_skills(skill: Skill) -> QuerySet[Skill]:
    """What is part of a skill."""
    return Skill.objects.filter(
        relations__other=skill, relations__kind=RelationKind.BROADER
    ).order_by("name")


def related_skills(skill: Skill) -> QuerySet[Skill]:
    """Skills related to this one, or required by it, in either direction for related ones."""
    either = Q(relations_from__skill=skill, relations_from__kind=RelationKind.RELATED) | Q(
        relations__other=skill, relations__kind=RelationKind.RELATED
    )
    needed = Q(relations_from__skill=skill, relations_from__kind=RelationKind.REQUIRES)
    return Skill.objects.filter(either | needed).distinct().order_by("name")


def with_rank_names(skills: SkillQuerySet) -> SkillQuerySet:
    """Each with `rank_names`: what the ranks of its scale are called, lowest first."""
    ranks = ScaleLevel.objects.filter(scale=OuterRef("scale")).order_by("rank")
    return skills.annotate(rank_names=ArraySubquery(ranks.values("name")))


def unclassified_count() -> int:
    """Active skills whose kind nobody has confirmed."""
    return Skill.objects.active().filter(kind=SkillKind.UNCLASSIFIED).count()


def all_broader(skill: Skill) -> set[int]:
    """Keys of everything that a skill is part of, directly or through others; not its own."""
    found: set[int] = set()
    above = {skill.pk}
    while above:
        rows = SkillRelation.objects.filter(skill__in=above, kind=RelationKind.BROADER)
        above = set(rows.values_list("other_id", flat=True)) - found
        found |= above
    return found


def skills_by_code(codes: Collection[str], framework: str = "") -> dict[str, Skill]:
    """Skills that are meant by these codes: of a merged one the survivor."""
    stored = stored_by_code(codes, framework)
    return {code: skill.replaced_by or skill for code, skill in stored.items()}


def active_by_code(codes: Collection[str]) -> dict[str, list[Skill]]:
    """Active skills of any framework that a code may mean: of a merged one the survivor."""
    coded = Skill.objects.filter(code__in=codes).select_related("scale", "replaced_by__scale")
    found: dict[str, list[Skill]] = {}
    for skill in coded.order_by("pk"):
        meant = skill.replaced_by or skill
        known = found.setdefault(skill.code, [])
        if meant.retired_on is None and meant not in known:
            known.append(meant)
    return found


def stored_by_code(codes: Collection[str], framework: str = "") -> dict[str, Skill]:
    """Skills stored under these codes with their scales, of one framework or (empty) of any.

    Of several with one code, the organisation's own one is meant, then an active one, then the
    oldest.
    """
    related = ("scale", "framework", "replaced_by__scale", "replaced_by__framework")
    found = Skill.objects.filter(code__in=set(codes)).select_related(*related)
    if framework:
        found = found.filter(framework__code=framework)

    def last_wins(skill: Skill) -> tuple[bool, bool, int]:
        return (skill.framework.code == OWN_FRAMEWORK, skill.retired_on is None, -skill.pk)

    return {skill.code: skill for skill in sorted(found, key=last_wins)}


def skills_by_name(names: Collection[str]) -> dict[str, Skill]:
    """Active skills that go by these names, by the name in lower case.

    A match that somebody confirmed counts before the skill's own name, that before another name.
    """
    wanted = {name.lower() for name in names}
    skills = Skill.objects.active().annotate(lower=Lower("name")).filter(lower__in=wanted)
    labels = SkillLabel.objects.filter(skill__status=SkillStatus.ACTIVE)
    labels = labels.annotate(lower=Lower("label")).filter(lower__in=wanted)
    labels = labels.select_related("skill__scale").order_by("-skill_id")
    found = {row.label.lower(): row.skill for row in labels if row.kind != LabelKind.MAPPED}
    skills = skills.select_related("scale").order_by("-pk")
    found |= {skill.name.lower(): skill for skill in skills}
    found |= {row.label.lower(): row.skill for row in labels if row.kind == LabelKind.MAPPED}
    return found


def skill_names() -> QuerySet[Any, Any]:
    """Code, name and every name a skill goes by, of active skills; for `most_alike`."""
    active = Skill.objects.active()
    own = active.order_by().values_list("code", "name", "name")
    other = SkillLabel.objects.filter(skill__in=active).order_by()
    return own.union(other.values_list("skill__code", "skill__name", "label"), all=True)


def open_pairs() -> QuerySet[LookalikePair]:
    """Active skills that may be one, the likeliest first."""
    active = {"first__status": SkillStatus.ACTIVE, "second__status": SkillStatus.ACTIVE}
    waiting = LookalikePair.objects.filter(state=PairState.OPEN, **active)
    return waiting.select_related("first__framework", "second__framework")
