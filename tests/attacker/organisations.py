"""Generated organisations in which people gave anonymous feedback, and the truth about it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from assessments.enums import CyclePurpose, RaterKind
from assessments.models import CycleParticipant
from employees.enums import Grant
from employees.models import Employee
from skillmap.core.enums import ReadKind
from skillmap.core.services import log_read
from skills.models import Skill
from tests import factories as make
from tests.assessments.feedback_rounds import (
    answer_by_name,
    ask_about,
    give,
    make_round,
    release_round,
)

HALF_STEPS = [step / 2 for step in range(11)]


@dataclass(frozen=True)
class Given:
    """One answer to one question, as it was given. `place` is when, among those of the round."""

    rater: Employee
    kind: RaterKind
    participant: CycleParticipant
    skill: Skill
    level: float | None
    text: str
    place: int


@dataclass(repr=False)
class Generated:
    """People by what makes them curious, released rounds, and all that was answered without a name.

    `by_name` are the words of people from outside, who answer with their names.
    """

    seed: int
    viewers: dict[str, Employee]
    skills: list[Skill]
    participants: list[CycleParticipant] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    by_name: list[str] = field(default_factory=list)

    def answers(self, participant: CycleParticipant, skill: Skill) -> list[Given]:
        """What was given about one skill of one person in one round, in the order of answering."""
        found = [g for g in self.given if g.participant == participant and g.skill == skill]
        return sorted(found, key=lambda one: one.place)


def generate(seed: int) -> Generated:
    """Two people with different raters, each in a round of their own and in one before it.

    Numbers of raters, floors, purposes, levels and comments are random; some people are full of
    praise, some cannot judge, some do not answer.
    """
    dice = random.Random(seed)  # noqa: S311 - an organisation, not a secret
    make.make_organisation()
    skills = [make.make_soft_skill(f"Soft {seed}"), make.make_skill(f"Hard {seed}")]
    there = Generated(seed, _viewers(), skills)
    pool = {kind: _people(7) for kind in (RaterKind.PEER, RaterKind.REPORT)}
    for person in pool[RaterKind.REPORT]:
        person.assignments.update(manager=there.viewers["first ratee"])
    there.viewers["peer"] = pool[RaterKind.PEER][0]
    there.viewers["report"] = pool[RaterKind.REPORT][0]
    for _round in range(2):
        _hold_round(there, dice, pool)
    for reader in ("hr admin", "hr partner"):
        for ratee in ("first ratee", "second ratee"):
            log_read(
                viewer=there.viewers[reader].user,
                subject_id=there.viewers[ratee].pk,
                kind=ReadKind.FEEDBACK,
                reason="Curious",
            )
    return there


def _people(count: int, unit: str = "Acme/Sales") -> list[Employee]:
    people = [make.make_employee(user=True) for _ in range(count)]
    for person in people:
        make.assign(person, unit)
    return people


def _viewers() -> dict[str, Employee]:
    names = ["boss", "manager", "first ratee", "second ratee", "hr admin", "hr partner", "outsider"]
    people = dict(zip(names, _people(len(names)), strict=True))
    people["manager"].assignments.update(manager=people["boss"])
    for ratee in ("first ratee", "second ratee"):
        people[ratee].assignments.update(manager=people["manager"])
    make.grant(people["hr admin"].user, Grant.HR_ADMIN)
    make.grant(people["hr partner"].user, Grant.HR_PARTNER, make.make_unit("Acme/Sales"))
    return people


def _hold_round(
    there: Generated, dice: random.Random, pool: dict[RaterKind, list[Employee]]
) -> None:
    purpose = dice.choice([CyclePurpose.EVALUATIVE] * 3 + [CyclePurpose.DEVELOPMENTAL])
    floor = dice.choice([3, 4, 4, 5])
    cycle = make_round(purpose, score_floor=floor, text_floor=max(floor, dice.choice([3, 5])))
    answers = []
    for ratee in ("first ratee", "second ratee"):
        asked = {kind: dice.sample(people, dice.randint(0, 6)) for kind, people in pool.items()}
        shares = dice.random() < 0.5 and purpose == CyclePurpose.DEVELOPMENTAL
        decided = {"shares_evidence": shares, "shares_decided_at": timezone.now()}
        person = ask_about(cycle, there.viewers[ratee], there.skills, asked, **decided)
        there.participants.append(person)
        praised = dice.random() < 0.25
        raters = [(kind, rater) for kind, people in asked.items() for rater in people]
        answers += [(person, praised, *one) for one in raters if dice.random() < 0.9]
        _hear_outsiders(there, dice, person)
    dice.shuffle(answers)
    for place, (person, praised, kind, rater) in enumerate(answers):
        there.given += _answer(dice, there.skills, person, kind, rater, place, praised=praised)
    release_round(cycle)


def _hear_outsiders(there: Generated, dice: random.Random, person: CycleParticipant) -> None:
    """People from outside, whom the person or the manager may have invented, answer by name."""
    for number in range(dice.randint(0, 4)):
        words = f"Said{dice.getrandbits(60):015x}"
        levels = {skill: dice.choice(HALF_STEPS) for skill in there.skills}
        answer_by_name(person, f"Outsider {number}", levels, words)
        there.by_name.append(words)


def _answer(
    dice: random.Random,
    skills: Sequence[Skill],
    person: CycleParticipant,
    kind: RaterKind,
    rater: Employee,
    place: int,
    *,
    praised: bool,
) -> list[Given]:
    found = []
    for skill in skills:
        level = 5.0 if praised and dice.random() < 0.8 else dice.choice(HALF_STEPS)
        judged = None if dice.random() < 0.1 else level
        text = f"Word{dice.getrandbits(60):015x}" if dice.random() < 0.7 else ""
        found.append(Given(rater, kind, person, skill, judged, text, place))
    give(
        rater,
        person,
        {one.skill: one.level for one in found},
        texts={one.skill: one.text for one in found},
    )
    return found
