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
    ExternalTicket,
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

ANONYMOUS = (RaterKind.PEER, RaterKind.REPORT, RaterKind.EXTERNAL)
Rater = Employee | ExternalRater
Raters = Mapping[RaterKind, Sequence[Rater]]


def make_round(purpose: CyclePurpose = CyclePurpose.EVALUATIVE, **fields: Any) -> AssessmentCycle:
    """An open round until in two weeks whose colleagues, reports and externals have no names."""
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
    return cycle


def ask_about(
    cycle: AssessmentCycle,
    ratee: Employee,
    skills: Sequence[Skill],
    raters: Raters,
    **fields: Any,
) -> CycleParticipant:
    """The person takes part and is asked about by these raters.

    Those from outside are rows of their own for each person, made by `make_outsiders`.
    """
    participant = CycleParticipant.objects.create(cycle=cycle, employee=ratee, **fields)
    for position, skill in enumerate(skills):
        CycleSkill.objects.create(participant=participant, skill=skill, position=position)
    for kind, people in raters.items():
        for rater in people:
            if isinstance(rater, Employee):
                FeedbackInvitation.objects.create(
                    cycle=cycle, rater=rater, ratee=ratee, rater_kind=kind
                )
    return participant


def make_outsiders(cycle: AssessmentCycle, ratee: Employee, count: int) -> list[Rater]:
    """People from outside who are asked about this person without a name, with their tickets."""
    found: list[Rater] = []
    for number in range(count):
        rater = ExternalRater.objects.create(
            cycle=cycle,
            ratee=ratee,
            name=f"Outsider {number}",
            email=f"o{number}@customer.example",
            anonymous=True,
            state=RequestState.APPROVED,
        )
        ExternalTicket.objects.create(
            rater=rater, digests=[digest_of_code(code_of(rater))], expires_on=make.day(14)
        )
        found.append(rater)
    return found


def code_of(rater: ExternalRater) -> str:
    """The code that was mailed to this rater of `make_outsiders`."""
    return f"code-of-{rater.public_id}"


def make_raters(count: int, unit: str = "Acme/Sales") -> list[Employee]:
    """People with a log-in and a place."""
    people = [make.make_employee(user=True) for _ in range(count)]
    for person in people:
        make.assign(person, unit)
    return people


def give(
    rater: Rater,
    participant: CycleParticipant,
    levels: Mapping[Skill, float | None],
    *,
    comment: str = "",
    texts: Mapping[Skill, str] | None = None,
) -> str:
    """Answer as this rater; None is "cannot judge". Returns the token, of outsiders none."""
    texts = texts or {}
    said = [
        Said(skill, None if level is None else Decimal(str(level)), texts.get(skill, ""))
        for skill, level in levels.items()
    ]
    values: dict[str, Any] = {
        "said": said,
        "comment": comment,
        "readers": readers_of(participant),
        "now": timezone.now(),
    }
    if isinstance(rater, ExternalRater):
        answer_from_outside(code=code_of(rater), **values)
        return ""
    return answer(author=rater.user, participant=participant, **values)


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
