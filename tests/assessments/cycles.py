"""Assessment cycles for tests, on the people of `tests.cast`."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from assessments.enums import CyclePurpose, CycleState, RaterKind
from assessments.models import AssessmentCycle, CycleParticipant, RatingRequest
from assessments.services.cycles import KindTerms, Terms, add_people, create_cycle
from assessments.services.cycles_opening import open_cycle
from assessments.services.ratings import save_rating_draft, submit_ratings
from employees.models import Employee
from skills.models import Skill
from tests import factories as make
from tests.cast import Cast

SELF = KindTerms(RaterKind.SELF, anonymous=False, wanted=1, by_rule=True)
MANAGER = KindTerms(RaterKind.MANAGER, anonymous=False, wanted=1, by_rule=True)
NAMED_PEERS = KindTerms(RaterKind.PEER, anonymous=False, wanted=2, by_rule=False)
ANONYMOUS_PEERS = KindTerms(RaterKind.PEER, anonymous=True, wanted=5, by_rule=False)


def terms(**changes: Any) -> Terms:
    """Self and manager for two weeks from today, evaluative."""
    values: dict[str, Any] = {
        "name": "Autumn",
        "opens_on": make.day(0),
        "closes_on": make.day(14),
        "purpose": CyclePurpose.EVALUATIVE,
        "kinds": (SELF, MANAGER),
    }
    return Terms(**(values | changes))


def make_cycle(cast: Cast, *people: Employee, **changes: Any) -> AssessmentCycle:
    """A draft with these people, or with Carol."""
    cycle = create_cycle(actor=cast.alice.user, terms=terms(**changes))
    add_people(actor=cast.alice.user, cycle=cycle, people=people or [cast.carol])
    return cycle


def make_open_cycle(cast: Cast, *people: Employee, **changes: Any) -> AssessmentCycle:
    cycle = make_cycle(cast, *people, **changes)
    open_cycle(actor=cast.alice.user, cycle=cycle, now=timezone.now())
    cycle.refresh_from_db()
    assert cycle.state == CycleState.OPEN
    return cycle


def participant(cycle: AssessmentCycle, person: Employee) -> CycleParticipant:
    return cycle.participants.select_related("cycle", "employee").get(employee=person)


def raters(cycle: AssessmentCycle, ratee: Employee) -> set[tuple[str, str, str]]:
    """(first name, kind, state) of everybody asked about this person."""
    rows = RatingRequest.objects.filter(cycle=cycle, ratee=ratee).select_related("rater")
    return {(row.rater.first_name, row.rater_kind, row.state) for row in rows}


def rate(
    cycle: AssessmentCycle | None,
    rater: Employee,
    ratee: Employee,
    levels: dict[Skill, float | None],
    *,
    send: bool = True,
) -> None:
    """Answers by skill; a level of None is "cannot judge"."""
    user = rater.user
    assert user is not None
    for skill, level in levels.items():
        save_rating_draft(
            actor=user,
            ratee=ratee,
            skill=skill,
            level=None if level is None else Decimal(str(level)),
            cannot_judge=level is None,
            cycle=cycle,
        )
    if send:
        submit_ratings(actor=user, ratee=ratee, now=timezone.now(), cycle=cycle)
