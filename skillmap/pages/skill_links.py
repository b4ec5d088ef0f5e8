"""Everything that names a skill: what a merge moves, and what a change of the skill touches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from assessments.enums import CycleState, GapStatus
from assessments.models import (
    CycleSkill,
    Evidence,
    ExerciseSkill,
    Item,
    Quiz,
    Scenario,
    SkillProfile,
)
from employees.models import Exemption, RoleProfile
from employees.models.units import Today
from reviews.enums import GoalState
from reviews.models import Goal
from skillmap.core.models import User
from skills.models import CertificateType, Skill
from skills.services.merging import Link
from training.enums import PlanState
from training.models import Activity, ActivityOutcome, DevelopmentPlan, PathTemplateStep

LINKS = (
    Link(CertificateType),
    Link(Exemption),
    Link(Quiz),
    Link(Item, beside="code"),
    Link(Scenario),
    Link(ExerciseSkill, beside="exercise"),
    Link(ActivityOutcome, beside="activity"),
    Link(PathTemplateStep, "slot_skill"),
    Link(Goal),
)
"""Rows of upper floors that follow a skill into another. What people were asked or told by its
name stays as it was; an answer that is still to come counts for the survivor."""
_OPEN_PLANS = (PlanState.PROPOSED, PlanState.ACTIVE)
_GAPS = (GapStatus.POSSIBLE, GapStatus.PROBABLE)


class Touched(NamedTuple):
    """So many things that a change of a skill concerns."""

    words: str
    number: int


def touched_by(user: User, skill: Skill) -> list[Touched]:
    """What a change of this skill concerns, as far as the reader may know; zeros included.

    People, their levels, plans and goals are counted among those whose levels the reader may see.
    """
    return [
        Touched(words, count) for words, count in (*_about_people(user, skill), *_library(skill))
    ]


def _about_people(user: User, skill: Skill) -> Iterator[tuple[str, int]]:
    profiles = SkillProfile.objects.visible_to(user).filter(slots__contains=[skill.slot])
    found = [
        status[slots.index(skill.slot)] for slots, status in profiles.values_list("slots", "status")
    ]
    observed = Evidence.objects.visible_to(user).standing().filter(skill=skill)
    plans = DevelopmentPlan.objects.visible_to(user).filter(state__in=_OPEN_PLANS)
    teaching = plans.filter(steps__activity__outcomes__skill=skill)
    goals = Goal.objects.visible_to(user).filter(skill=skill, state=GoalState.OPEN)
    yield _("people with a level or a requirement"), len(found)
    yield _("of them with a gap, likely or maybe"), sum(status in _GAPS for status in found)
    yield _("observations that count"), observed.count()
    yield _("plans with a step that teaches it"), teaching.distinct().count()
    yield _("open goals"), goals.count()


def _library(skill: Skill) -> Iterator[tuple[str, int]]:
    roles = RoleProfile.objects.active().filter(
        versions__valid__contains=Today(), versions__requirements__skill=skill
    )
    asked = CycleSkill.objects.filter(skill=skill, participant__cycle__state=CycleState.OPEN)
    yield _("roles that ask for it"), roles.distinct().count()
    yield _("activities that teach it"), Activity.objects.filter(outcomes__skill=skill).count()
    yield _("tests"), Quiz.objects.filter(skill=skill).count()
    yield _("scenarios"), Scenario.objects.filter(skill=skill).count()
    yield _("observed exercises"), ExerciseSkill.objects.filter(skill=skill).count()
    yield _("kinds of certificates"), CertificateType.objects.filter(skill=skill).count()
    yield _("steps of path templates"), PathTemplateStep.objects.filter(slot_skill=skill).count()
    yield (
        _("open assessments that ask about it"),
        asked.values("participant__cycle").distinct().count(),
    )
