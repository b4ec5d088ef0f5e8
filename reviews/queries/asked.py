"""What reviews ask: the skills of a person's roles, and the questions of a template."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from employees.models import Exemption, Requirement
from employees.models.units import Today
from reviews.enums import QuestionPhase, Side
from reviews.models import Question, Review, ReviewCycle
from skills.enums import SkillKind

_ASKED_OF = {
    Side.SELF: {QuestionPhase.SELF, QuestionPhase.BOTH},
    Side.MANAGER: {QuestionPhase.MANAGER, QuestionPhase.BOTH},
}


def required_skills(people: Iterable[int]) -> dict[int, list[Requirement]]:
    """By employee id, what their roles of today ask for; of several roles the highest level.

    Exempted skills are left out. The most important first, then by name; two queries.
    """
    people = list(people)
    exempt = set(
        Exemption.objects.filter(
            employee__in=people, skill__isnull=False, valid__contains=Today()
        ).values_list("employee_id", "skill_id")
    )
    lines = (
        Requirement.objects.filter(
            role_version__valid__contains=Today(),
            role_version__role__assignments__employee__in=people,
            role_version__role__assignments__valid__contains=Today(),
        )
        .annotate(person=F("role_version__role__assignments__employee"))
        .select_related("skill")
        .order_by("required_common")
    )
    found: dict[int, dict[int, Requirement]] = {}
    for line in lines:
        if (line.person, line.skill_id) not in exempt:
            found.setdefault(line.person, {})[line.skill_id] = line
    return {
        person: sorted(
            by_skill.values(),
            key=lambda line: (not line.essential, -line.importance, line.skill.name),
        )
        for person, by_skill in found.items()
    }


def questions_of(review: Review, side: Side | None = None) -> list[tuple[Question, str]]:
    """The template's questions, or those to this side, each with its words; one query."""
    rows = review.cycle.template.questions.select_related("question").order_by("position")
    if side is not None:
        rows = rows.filter(question__phase__in=_ASKED_OF[side])
    return [(row.question, words(row.question, review.cycle)) for row in rows]


def words(question: Question, cycle: ReviewCycle) -> str:
    """The question with the period of the cycle in its place."""
    return _worded(question, f"{_day(cycle.period_start)} – {_day(cycle.period_end)}")


def words_in_bank(question: Question) -> str:
    """The question as who chooses from the bank reads it, before there is a period."""
    return _worded(question, _("(the period)"))


def _worded(question: Question, period: str) -> str:
    return question.text.replace("{period}", period)


def asks(side: Side, filled_by: str) -> bool:
    """Does this side fill a section that is filled by these?"""
    return filled_by in _ASKED_OF.get(side, ())


def asks_anything(review: Review, side: Side) -> bool:
    """Has this side anything to fill in?"""
    kinds = review.skills.values_list("skill__kind", flat=True).distinct()
    sections = [review.cycle.template.summary_by, *(section_of(review, kind) for kind in kinds)]
    return any(asks(side, by) for by in sections) or bool(questions_of(review, side))


def section_of(review: Review, kind: str) -> str:
    """Who fills the section of this kind of skill; unconfirmed kinds go with the hard ones."""
    template = review.cycle.template
    return template.soft_by if kind == SkillKind.SOFT else template.hard_by


def _day(day: dt.date) -> str:
    return date_format(day, "j M Y")
