"""Rounds of anonymous feedback for tests, written row by row."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

from assessments.enums import CyclePurpose, CycleState, RaterKind, RequestState
from assessments.models import (
    AssessmentCycle,
    CycleParticipant,
    CycleRaterKind,
    CycleSkill,
    ExternalRater,
    FeedbackInvitation,
)
from assessments.queries.external import digest_of_code
from assessments.queries.feedback import readers_of
from assessments.services.external_answers import answer_from_outside
from assessments.services.feedback import Said, answer
from assessments.services.feedback_closing import record_group_feedback, rewrite_answers
from employees.models import Employee
from skills.models import Skill
from tests import factories as make

ANONYMOUS = (RaterKind.PEER, RaterKind.REPORT)
Raters = Mapping[RaterKind, Sequence[Employee]]


def make_round(purpose: CyclePurpose = CyclePurpose.EVALUATIVE, **fields: Any) -> AssessmentCycle:
    """An open round until in two weeks in which colleagues and reports answer without names, and
    people from outside with theirs."""
    values = {
        "name": "Autumn",
        "state": CycleState.OPEN,
        "purpose": purpose,
        "opens_on": make.day(-1),
        "closes_on": make.day(14),
    }
    cycle = AssessmentCycle.objects.create(**(values | fields))
    for kind in ANONYMOUS:
        CycleRaterKind.objects.create(cycle=cycle, rater_kind=kind, anonymous=True, wanted=5)
    CycleRaterKind.objects.create(cycle=cycle, rater_kind=RaterKind.EXTERNAL, by_rule=False)
    return cycle


def ask_about(
    cycle: AssessmentCycle,
    ratee: Employee,
    skills: Sequence[Skill],
    raters: Raters,
    **fields: Any,
) -> CycleParticipant:
    """The person takes part and is asked about by these raters."""
    participant = CycleParticipant.objects.create(cycle=cycle, employee=ratee, **fields)
    for position, skill in enumerate(skills):
        CycleSkill.objects.create(participant=participant, skill=skill, position=position)
    for kind, people in raters.items():
        for rater in people:
            FeedbackInvitation.objects.create(
                cycle=cycle, rater=rater, ratee=ratee, rater_kind=kind
            )
    return participant


def answer_by_name(
    participant: CycleParticipant, name: str, levels: Mapping[Skill, float], text: str
) -> None:
    """As somebody from outside who was asked about this person."""
    code = f"code of {name} about {participant.pk}"
    ExternalRater.objects.create(
        cycle=participant.cycle,
        ratee=participant.employee,
        name=name,
        email=f"{name.lower().replace(' ', '.')}@customer.example",
        state=RequestState.APPROVED,
        digests=[digest_of_code(code)],
        link_ends_on=make.day(14),
    )
    answer_from_outside(
        code=code,
        said=[Said(skill, Decimal(str(level)), text) for skill, level in levels.items()],
        readers=readers_of(participant),
        now=timezone.now(),
    )


def make_raters(count: int, unit: str = "Acme/Sales") -> list[Employee]:
    """People with a log-in and a place."""
    people = [make.make_employee(user=True) for _ in range(count)]
    for person in people:
        make.assign(person, unit)
    return people


def give(
    rater: Employee,
    participant: CycleParticipant,
    levels: Mapping[Skill, float | None],
    *,
    comment: str = "",
    texts: Mapping[Skill, str] | None = None,
) -> str:
    """Answer as this rater; None is "cannot judge". Returns the token."""
    texts = texts or {}
    said = [
        Said(skill, None if level is None else Decimal(str(level)), texts.get(skill, ""))
        for skill, level in levels.items()
    ]
    assert rater.user is not None
    return answer(
        author=rater.user,
        participant=participant,
        said=said,
        comment=comment,
        readers=readers_of(participant),
        now=timezone.now(),
    )


def close_round(cycle: AssessmentCycle) -> None:
    """Closed, and its answers mixed; without the vacuum, which no test transaction allows."""
    cycle.state, cycle.closed_at = CycleState.CLOSED, timezone.now()
    cycle.save()
    rewrite_answers(cycle)


def release_round(cycle: AssessmentCycle) -> None:
    close_round(cycle)
    record_group_feedback(cycle=cycle, actor=None, now=timezone.now())
    cycle.state, cycle.released_at = CycleState.RELEASED, timezone.now()
    cycle.save()
