"""Anonymous feedback in customer success: a round that is over, and one under way."""

import csv
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random

from assessments.enums import CyclePurpose, RaterKind
from assessments.models import AssessmentCycle, CycleParticipant, FeedbackInvitation
from assessments.queries.cycles import colleagues_to_propose
from assessments.queries.feedback import readers_of, skills_asked
from assessments.services.cycles import KindTerms, Terms, add_people, create_cycle
from assessments.services.cycles_opening import open_cycle
from assessments.services.cycles_raters import propose_raters
from assessments.services.cycles_release import close_cycle, release_cycle
from assessments.services.feedback import Said, answer
from employees.queries import find_people
from skillmap.core.models import User
from skillmap.demo.cycles import COLLEAGUES, UNIT
from skillmap.demo.organisation import at, user_of
from skillmap.demo.people import SEED, Person
from skillmap.demo.personas import EMPLOYEE, MANAGER
from skillmap.demo.truth import Truth
from skills.models import Skill

OVER = {"opens": -112, "answers": -105, "closes": -98, "released": -95}  # days from first Monday
ANSWERED = 0.9  # share of those asked in the round that is over
ANSWERING = 0.4  # and in the one under way
CANNOT_JUDGE = 0.05
PEERS = 6
REPORTS = KindTerms(RaterKind.REPORT, anonymous=True, wanted=4, by_rule=True)
REMARKS = Path(__file__).with_name("feedback_remarks.csv")  # those without a skill are general


def hold_past_feedback(people: Sequence[Person], monday: date, admin: User) -> None:
    """Colleagues and direct reports said without a name how they see people; for them alone."""
    terms = Terms(
        name="How others see me",
        purpose=CyclePurpose.DEVELOPMENTAL,
        opens_on=at(monday, OVER["opens"]).date(),
        closes_on=at(monday, OVER["closes"]).date(),
        kinds=(COLLEAGUES, REPORTS),
    )
    cycle = create_cycle(actor=admin, terms=terms)
    add_people(actor=admin, cycle=cycle, people=find_people(admin, unit_path=UNIT))
    opened = at(monday, OVER["opens"])
    for participant in cycle.participants.select_related("employee", "cycle"):
        _ask(participant, admin, opened)
    open_cycle(actor=admin, cycle=cycle, now=opened)
    _answer(people, cycle, at(monday, OVER["answers"]), OVER["answers"], ANSWERED)
    close_cycle(actor=None, cycle=cycle, now=at(monday, OVER["closes"] + 1))
    release_cycle(actor=admin, cycle=cycle, now=at(monday, OVER["released"]))


def begin_feedback(people: Sequence[Person], now: datetime) -> None:
    """Some of those who are asked in the season under way have answered, the personas have not."""
    for cycle in AssessmentCycle.objects.filter(state="open"):
        _answer(people, cycle, now, -1, ANSWERING, besides=(EMPLOYEE, MANAGER))


def _ask(participant: CycleParticipant, admin: User, now: datetime) -> None:
    across, own = colleagues_to_propose(participant.employee)
    found = {rater.pk: rater for rater in [*across[:2], *own, *across[2:]]}
    raters = list(found.values())[:PEERS]
    propose_raters(
        actor=admin, participant=participant, raters=raters, kind=RaterKind.PEER, now=now
    )


def _answer(
    people: Sequence[Person],
    cycle: AssessmentCycle,
    now: datetime,
    day: int,
    share: float,
    besides: Sequence[tuple[str, int]] = (),
) -> None:
    by_number = {person.number: person for person in people}
    participants = {
        row.employee_id: row for row in cycle.participants.select_related("cycle", "employee")
    }
    asked = {key: skills_asked(row) for key, row in participants.items()}
    truth, dice = Truth(), Random(f"{SEED}/feedback/{cycle.name}")  # noqa: S311 (not a secret)
    remarks = _Remarks(dice)
    invitations = FeedbackInvitation.objects.filter(cycle=cycle).select_related("rater__user")
    for invitation in invitations.order_by("ratee__number", "rater__number"):
        participant, skills = participants[invitation.ratee_id], asked[invitation.ratee_id]
        rater = by_number[invitation.rater.number]
        if not skills or rater.key in besides or dice.random() > share:
            continue
        ratee = by_number[participant.employee.number]
        answer(
            author=user_of(invitation.rater),
            participant=participant,
            said=[_say(truth, remarks, ratee, rater, skill, day) for skill in skills],
            comment=remarks.draw(ratee.number),
            readers=readers_of(participant),
            now=now,
        )


class _Remarks:
    """What can be said about a skill; nobody hears the same twice."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.left: dict[str, dict[str, list[str]]] = defaultdict(self._shuffled)
        self.all: dict[str, list[str]] = defaultdict(list)
        with REMARKS.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                self.all[row["skill_code"]].append(row["remark"])

    def _shuffled(self) -> dict[str, list[str]]:
        return {skill: self.dice.sample(texts, len(texts)) for skill, texts in self.all.items()}

    def draw(self, ratee: str, skill: str = "") -> str:
        """The next remark about this person, in general or on a skill; empty when all are used."""
        left = self.left[ratee].get(skill)
        return left.pop() if left else ""


def _say(
    truth: Truth, remarks: _Remarks, ratee: Person, rater: Person, skill: Skill, day: int
) -> Said:
    dice = remarks.dice
    if dice.random() < CANNOT_JUDGE:
        return Said(skill, None)
    seen = truth.level(ratee, skill.code, day) + truth.rater(rater).severity + dice.gauss(0, 0.5)
    level = min(max(round(seen * 2) / 2, 0.5), 5.0)
    text = remarks.draw(ratee.number, skill.code) if dice.random() < 0.6 else ""
    return Said(skill, Decimal(str(level)), text)
