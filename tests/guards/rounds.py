"""Assessment cycles of the office, each list of which grows by one."""

from typing import Any

from django.utils import timezone

from assessments.enums import (
    ContestOutcome,
    CyclePurpose,
    CycleState,
    RaterKind,
    RequestState,
    Source,
)
from assessments.models import AssessmentCycle, Contest, Rating, RatingRequest
from employees.models import Employee
from skillmap.core.models import User
from skills.models import Skill
from tests import factories as make

_NAMED = (RaterKind.SELF, RaterKind.MANAGER)


class Rounds:
    """A draft, an open and a released cycle about `subject`, all run by Alice."""

    def __init__(self, alice: User, manager: Employee, subject: Employee, anchor: Skill) -> None:
        self.alice, self.manager, self.subject, self.anchor = alice, manager, subject, anchor
        self.draft, self.open, self.released = (self._cycle(state) for state in _STATES)
        for cycle in (self.draft, self.open, self.released):
            self._join(cycle, subject, anchor)
        self.contested = make.make_evidence(subject, anchor, 2, Source.MANAGER, rater=manager)
        self.request = self._ask(anchor)

    @property
    def things(self) -> dict[str, Any]:
        """What addresses of these pages name."""
        subject, anchor = self.subject.public_id, self.anchor.public_id
        ids = {"public_id": self.open.public_id, "person_id": subject}
        return {
            "cycle": self.open.public_id,
            "draft_cycle": self.draft.public_id,
            "cycle_person": ids,
            "cycle_rating": {**ids, "skill_id": anchor},
            "cycle_skill": {"public_id": self.open.public_id, "skill_id": anchor},
            "observation": {"public_id": subject, "evidence_id": self.contested.public_id},
            "request": self.request.public_id,
            "result": {"public_id": self.released.public_id, "person_id": subject},
        }

    def grow(self, person: Employee, skill: Skill) -> None:
        """One more cycle, one more person in each, one more skill, rater and answer."""
        self._join(self._cycle(CycleState.OPEN), self.manager, skill)
        self._ask(skill)
        past = {"outcome": ContestOutcome.STANDS, "resolved_at": timezone.now()}
        Contest.objects.create(
            evidence=self.contested, reason="x", due_on=make.day(1), resolved_by=self.alice, **past
        )
        for cycle in (self.draft, self.open, self.released):
            self._join(cycle, person, self.anchor)
            mine = cycle.participants.get(employee=self.subject)
            mine.skills.create(skill=skill, position=mine.skills.count())
            self._answer(cycle, self.manager, self.subject, skill)
            cycle.requests.create(rater=person, ratee=self.subject, rater_kind=RaterKind.PEER)
            self._ask_outside(cycle, skill)

    def _ask(self, skill: Skill) -> RatingRequest:
        return RatingRequest.objects.create(
            rater=self.manager,
            ratee=self.subject,
            rater_kind=RaterKind.MANAGER,
            state=RequestState.APPROVED,
            skill=skill,
        )

    def _ask_outside(self, cycle: AssessmentCycle, skill: Skill) -> None:
        """One more person from outside, who has answered."""
        number = cycle.external_raters.count()
        rater = cycle.external_raters.create(
            ratee=self.subject,
            name=f"Customer {number}",
            email=f"c{number}@customer.example",
            state=RequestState.ANSWERED,
        )
        rater.answers.create(skill=skill, level=3, comment="seen", answered_at=timezone.now())

    def _cycle(self, state: CycleState) -> AssessmentCycle:
        cycle = AssessmentCycle.objects.create(
            name=f"A {state} cycle",
            state=state,
            purpose=CyclePurpose.EVALUATIVE,
            opens_on=make.day(-1),
            closes_on=make.day(9),
            released_at=timezone.now(),
            created_by=self.alice,
        )
        for kind in (*_NAMED, RaterKind.PEER, RaterKind.EXTERNAL):
            cycle.kinds.create(rater_kind=kind)
        return cycle

    def _join(self, cycle: AssessmentCycle, person: Employee, skill: Skill) -> None:
        participant = cycle.participants.create(employee=person, manager=self.manager)
        participant.skills.create(skill=skill, position=0)
        for rater, kind in ((person, RaterKind.SELF), (self.manager, RaterKind.MANAGER)):
            if rater != person or kind == RaterKind.SELF:
                state = RequestState.APPROVED
                cycle.requests.create(rater=rater, ratee=person, rater_kind=kind, state=state)
                self._answer(cycle, rater, person, skill)

    def _answer(
        self, cycle: AssessmentCycle, rater: Employee, ratee: Employee, skill: Skill
    ) -> None:
        Rating.objects.create(
            cycle=cycle,
            rater=rater,
            ratee=ratee,
            skill=skill,
            rater_kind=RaterKind.SELF if rater == ratee else RaterKind.MANAGER,
            level=3,
            comment="seen",
            submitted_at=timezone.now(),
        )


_STATES = (CycleState.DRAFT, CycleState.OPEN, CycleState.RELEASED)
