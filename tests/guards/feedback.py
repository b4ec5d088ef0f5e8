"""Anonymous feedback of the office, each list of which grows by one."""

from typing import Any

from assessments.enums import CycleState, RaterKind
from assessments.models import CycleParticipant, FeedbackInvitation
from assessments.services.feedback_closing import rewrite_answers
from employees.models import Employee
from skills.models import Skill
from tests.assessments.feedback_rounds import ask_about, give, make_raters, make_round

FIVE = 5


class Feedback:
    """Alice is asked about `subject` in an open round, and reads the report of a released one."""

    def __init__(self, manager: Employee, subject: Employee, anchor: Skill) -> None:
        self.manager, self.anchor = manager, anchor
        self.open = ask_about(make_round(), subject, [anchor], {RaterKind.PEER: [manager]})
        self.released = ask_about(make_round(), subject, [anchor], {})
        self._set_state(self.released, CycleState.RELEASED)

    @property
    def things(self) -> dict[str, Any]:
        """What addresses of these pages name."""
        return {"feedback": _ids(self.open), "report": _ids(self.released)}

    def grow(self, person: Employee, skill: Skill) -> None:
        """One more request, report, skill on the form and in the report, and five more comments."""
        ask_about(self.open.cycle, person, [skill], {RaterKind.PEER: [self.manager]})
        ask_about(self.released.cycle, person, [skill], {})
        for participant in (self.open, self.released):
            participant.skills.create(skill=skill, position=participant.skills.count())
        self._set_state(self.released, CycleState.OPEN)
        for rater in make_raters(FIVE):
            FeedbackInvitation.objects.create(
                cycle=self.released.cycle,
                rater=rater,
                ratee=self.released.employee,
                rater_kind=RaterKind.PEER,
            )
            said = {self.anchor: 2, skill: 3}
            give(rater, self.released, said, comment="words", texts={skill: "words"})
        self._set_state(self.released, CycleState.RELEASED)

    def _set_state(self, participant: CycleParticipant, state: CycleState) -> None:
        participant.cycle.state = state
        participant.cycle.save()
        if state == CycleState.RELEASED:
            rewrite_answers(participant.cycle)


def _ids(participant: CycleParticipant) -> dict[str, Any]:
    return {
        "public_id": participant.cycle.public_id,
        "person_id": participant.employee.public_id,
    }
