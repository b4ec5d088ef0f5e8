"""Everything that names a skill: what a merge moves, and what a change of the skill touches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Func, IntegerField, QuerySet, Subquery
from django.utils.translation import gettext as _

from assessments.enums import CycleState, GapStatus
from assessments.models import (
    AssessmentCycle,
    Evidence,
    ExerciseSkill,
    Item,
    Quiz,
    Scenario,
    SkillProfile,
)
from employees.models import Exemption, Mentorship, RoleProfile
from employees.models.units import Today
from reviews.enums import GoalState
from reviews.models import Goal, Question, QuestionSkill
from skillmap.core.models import User
from skills.models import CertificateType, Skill
from skills.services.merging import Link
from training.enums import PlanState
from training.models import (
    Activity,
    ActivityOutcome,
    DevelopmentPlan,
    MentorOfferSkill,
    MentorRequest,
    PathTemplateStep,
)

LINKS = (
    Link(CertificateType),
    Link(Exemption),
    Link(Mentorship),
    Link(Quiz),
    Link(Item, beside="code"),
    Link(Scenario),
    Link(ExerciseSkill, beside="exercise"),
    Link(ActivityOutcome, beside="activity"),
    Link(PathTemplateStep, "slot_skill"),
    Link(MentorOfferSkill, beside="mentoroffer"),
    Link(MentorRequest, beside="mentee"),
    Link(Goal),
    Link(QuestionSkill, beside="question"),
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
    profiles = SkillProfile.objects.visible_to(user).filter(slots__contains=[skill.slot])
    found = [
        status[slots.index(skill.slot)] for slots, status in profiles.values_list("slots", "status")
    ]
    counted = [*_of_people(user, skill), *_of_library(skill)]
    numbers = Skill.objects.order_by().values_list(*(_number(rows) for _words, rows in counted))
    return [
        Touched(_("people with a level or a requirement"), len(found)),
        Touched(_("of them with a gap, likely or maybe"), sum(one in _GAPS for one in found)),
        *(
            Touched(words, number)
            for (words, _rows), number in zip(counted, numbers.get(pk=skill.pk), strict=True)
        ),
    ]


def _number(rows: QuerySet[Any]) -> Subquery:
    """How many different rows, as a part of one query for all of them."""
    number: Func = Func(
        "pk",
        template="count(DISTINCT %(expressions)s)",
        output_field=IntegerField(),
    )
    return Subquery(rows.order_by().annotate(number=number).values("number"))


def _of_people(user: User, skill: Skill) -> Iterator[tuple[str, QuerySet[Any]]]:
    observed = Evidence.objects.visible_to(user).standing().filter(skill=skill)
    plans = DevelopmentPlan.objects.visible_to(user).filter(state__in=_OPEN_PLANS)
    goals = Goal.objects.visible_to(user).filter(skill=skill, state=GoalState.OPEN)
    yield _("observations that count"), observed
    yield (
        _("plans with a step that teaches it"),
        plans.filter(steps__activity__outcomes__skill=skill),
    )
    yield _("open goals"), goals


def _of_library(skill: Skill) -> Iterator[tuple[str, QuerySet[Any]]]:
    roles = RoleProfile.objects.active().filter(
        versions__valid__contains=Today(), versions__requirements__skill=skill
    )
    asking = AssessmentCycle.objects.filter(
        state=CycleState.OPEN, participants__skills__skill=skill
    )
    yield _("roles that ask for it"), roles
    yield _("activities that teach it"), Activity.objects.filter(outcomes__skill=skill)
    yield _("tests"), Quiz.objects.filter(skill=skill)
    yield _("scenarios"), Scenario.objects.filter(skill=skill)
    yield _("observed exercises"), ExerciseSkill.objects.filter(skill=skill)
    yield _("kinds of certificates"), CertificateType.objects.filter(skill=skill)
    yield _("questions of reviews"), Question.objects.filter(skills=skill)
    yield _("steps of path templates"), PathTemplateStep.objects.filter(slot_skill=skill)
    yield _("open assessments that ask about it"), asking
