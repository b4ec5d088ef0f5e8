"""What somebody is asked to rate about a person, and what they answered so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from assessments.enums import GapStatus, RaterKind
from assessments.models import Rating, RatingRequest, SkillProfile
from employees.models import Employee, Requirement
from employees.models.units import Today
from skillmap.core.models import User
from skills.enums import SkillKind
from skills.models import LevelText, ScaleLevel, Skill

ASKED_AT_MOST = 8
ASKED_OF_EACH_KIND = 3


@dataclass(frozen=True)
class Choice:
    """One answer: a whole rank with its word and behaviour text, or a half step without text."""

    value: Decimal
    word: str
    text: str

    @property
    def is_half(self) -> bool:
        return self.value % 1 != 0


@dataclass(frozen=True)
class Card:
    """One skill to rate. `draft` is the unsent answer, None before the first one."""

    skill: Skill
    requirement: Requirement | None
    choices: Sequence[Choice]
    draft: Rating | None

    @property
    def is_answered(self) -> bool:
        return self.draft is not None and (self.draft.cannot_judge or self.draft.level is not None)


def rating_cards(rater: User, ratee: Employee, *, everything: bool = False) -> list[Card]:
    """What somebody asked about oneself by name; else the skills that the person's roles ask for:
    essential first, then not measured, then important.

    At most eight, at least three of each kind where the role has them; `everything` gives all, and
    what was begun is always among them. Seven queries for any number of skills.
    """
    drafts = {
        draft.skill_id: draft
        for draft in Rating.objects.drafts().filter(rater__user=rater, ratee=ratee, cycle=None)
    }
    lines = _ranked(ratee)
    requirements = {line.skill_id: line for line in lines}
    asked = _requested(rater, ratee)
    skills = [*asked, *(line.skill for line in lines if line.skill not in asked)]
    chosen = skills if everything else asked or balanced(skills)
    begun = [skill for skill in skills if skill.pk in drafts and skill not in chosen]
    return _cards([*chosen, *begun], requirements, drafts)


def asked_count(ratee: Employee) -> int:
    """How many skills the person's roles ask for."""
    return _requirements(ratee).values("skill").distinct().count()


def _requirements(ratee: Employee) -> QuerySet[Requirement]:
    return Requirement.objects.filter(
        role_version__valid__contains=Today(),
        role_version__role__assignments__employee=ratee,
        role_version__role__assignments__valid__contains=Today(),
    )


def _ranked(ratee: Employee) -> list[Requirement]:
    unmeasured = _unmeasured_slots(ratee)
    by_skill: dict[int, Requirement] = {}
    for line in _requirements(ratee).select_related("skill__scale").order_by("required_common"):
        by_skill[line.skill_id] = line  # of several roles the highest level counts
    return sorted(
        by_skill.values(),
        key=lambda line: (
            not line.essential,
            line.skill.slot not in unmeasured,
            -line.importance,
            line.skill.name,
        ),
    )


def _unmeasured_slots(ratee: Employee) -> set[int]:
    profile = SkillProfile.objects.filter(employee=ratee).first()
    if profile is None:
        return set()
    return {
        slot
        for slot, status in zip(profile.slots, profile.status, strict=True)
        if status == GapStatus.NOT_MEASURED
    }


def balanced(skills: Sequence[Skill], *, at_most: int = ASKED_AT_MOST) -> list[Skill]:
    """The first three of each kind, filled up to so many in the order given."""
    kept: set[int] = set()
    for kind in (SkillKind.HARD, SkillKind.SOFT):
        of_kind = [skill.pk for skill in skills if skill.kind == kind]
        kept.update(of_kind[:ASKED_OF_EACH_KIND])
    for skill in skills:
        if len(kept) >= at_most:
            break
        kept.add(skill.pk)
    return [skill for skill in skills if skill.pk in kept][:at_most]


def _requested(rater: User, ratee: Employee) -> list[Skill]:
    """What this person is asked about themself outside cycles, by name."""
    wanted = RatingRequest.objects.wanted().filter(
        cycle=None, rater_kind=RaterKind.SELF, rater__user=rater, ratee=ratee
    )
    skills = Skill.objects.filter(pk__in=wanted.values("skill")).select_related("scale")
    return list(skills.order_by("name"))


def _cards(
    skills: Sequence[Skill], requirements: dict[int, Requirement], drafts: dict[int, Rating]
) -> list[Card]:
    choices = choices_of(skills)
    return [
        Card(skill, requirements.get(skill.pk), choices[skill.pk], drafts.get(skill.pk))
        for skill in skills
    ]


def choices_of(skills: Sequence[Skill]) -> dict[int, list[Choice]]:
    """By skill id, every whole and half step of its scale; two queries."""
    words = {
        (level.scale_id, level.rank): level.name
        for level in ScaleLevel.objects.filter(scale__in={skill.scale_id for skill in skills})
    }
    texts = {
        (text.skill_id, text.rank): text.text for text in LevelText.objects.filter(skill__in=skills)
    }
    return {skill.pk: _choices(skill, words, texts) for skill in skills}


def _choices(
    skill: Skill, words: dict[tuple[int, int], str], texts: dict[tuple[int, int], str]
) -> list[Choice]:
    scale = skill.scale
    steps = [Decimal(half) / 2 for half in range(scale.zero_rank * 2, scale.top_rank * 2 + 1)]
    return [
        Choice(
            step,
            words.get((scale.pk, int(step)), "") if step % 1 == 0 else "",
            texts.get((skill.pk, int(step)), "") if step % 1 == 0 else "",
        )
        for step in steps
    ]
