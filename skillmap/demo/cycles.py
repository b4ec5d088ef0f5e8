"""Assessment cycles in customer success: one is over, one under way, one being prepared."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from assessments.enums import CyclePurpose, RaterKind
from assessments.models import AssessmentCycle, CycleParticipant, CycleSkill, RatingRequest
from assessments.queries.cycles import colleagues_to_propose
from assessments.services.ad_hoc import ask_for_rating
from assessments.services.cycles import KindTerms, Terms, add_people, create_cycle
from assessments.services.cycles_opening import open_cycle
from assessments.services.cycles_raters import propose_raters
from assessments.services.cycles_release import close_cycle, release_cycle
from assessments.services.external import propose_external
from assessments.services.ratings import Answer, save_rating_drafts, submit_ratings
from employees.models import Employee
from employees.queries import find_people
from skillmap.core.models import User
from skillmap.demo.organisation import at, user_of
from skillmap.demo.people import SEED, Person
from skillmap.demo.personas import EMPLOYEE, MANAGER
from skillmap.demo.structure import COMPANY
from skillmap.demo.truth import Truth
from skills.models import Skill

UNIT = f"{COMPANY}/Markets/Customer Success"
OVER = {"opens": -70, "closes": -56, "released": -52}  # days from the first Monday
UNDER_WAY = {"opens": -4, "closes": 10}
ANSWERED = 0.5  # share of those asked who have answered in the one under way
PEERS = 5
NOISE = 0.5  # levels
NAMED = (
    KindTerms(RaterKind.SELF, anonymous=False, wanted=1, by_rule=True),
    KindTerms(RaterKind.MANAGER, anonymous=False, wanted=1, by_rule=True),
)
OUTSIDE = KindTerms(RaterKind.EXTERNAL, anonymous=False, wanted=2, by_rule=False)
CUSTOMERS = (
    ("Vera Brandt", "vera.brandt@meridian.example"),
    ("Tomás Ruiz", "tomas.ruiz@northwind.example"),
)
COLLEAGUES = KindTerms(RaterKind.PEER, anonymous=True, wanted=PEERS, by_rule=False)


def hold_past_cycle(people: Sequence[Person], monday: date, admin: User) -> None:
    """Everybody in customer success was assessed by name; the results are evidence."""
    terms = Terms(
        name="Customer success, last half-year",
        purpose=CyclePurpose.EVALUATIVE,
        opens_on=_day(monday, OVER["opens"]),
        closes_on=_day(monday, OVER["closes"]),
        kinds=NAMED,
    )
    cycle = _open(terms, admin, at(monday, OVER["opens"]))
    answering = _Answering(people, cycle, monday, OVER["closes"] - 2)
    for request in _named(cycle):
        answering.answer(request)
    AssessmentCycle.objects.filter(pk=cycle.pk).update(
        first_answer_on=_day(monday, OVER["closes"] - 2)
    )
    close_cycle(actor=None, cycle=cycle, now=at(monday, OVER["closes"] + 1))
    release_cycle(actor=admin, cycle=cycle, now=at(monday, OVER["released"]))


def begin_cycle(people: Sequence[Person], monday: date, now: datetime, admin: User) -> None:
    """The cycle under way: half have answered by name, colleagues are asked anonymously."""
    terms = Terms(
        name="Customer success, this half-year",
        opens_on=_day(monday, UNDER_WAY["opens"]),
        closes_on=_day(monday, UNDER_WAY["closes"]),
        kinds=(*NAMED, COLLEAGUES, OUTSIDE),
    )
    cycle = _open(terms, admin, min(at(monday, UNDER_WAY["opens"]), now))
    _ask_customers(people, cycle, admin, min(at(monday, -3), now))
    asked: Counter[int] = Counter()
    for participant in cycle.participants.select_related("employee", "cycle"):
        _ask_colleagues(participant, admin, min(at(monday, -3), now), asked)
    waiting = {one.number for one in people if one.key in {EMPLOYEE, MANAGER}}
    answering = _Answering(people, cycle, monday, -1)
    dice = Random(f"{SEED}/cycle")  # noqa: S311 (not a secret)
    for request in _named(cycle):
        himself = request.rater.number in waiting and request.rater_id == request.ratee_id
        if not himself and dice.random() < ANSWERED:
            answering.answer(request)


def _ask_customers(
    people: Sequence[Person], cycle: AssessmentCycle, admin: User, now: datetime
) -> None:
    """HR has one customer asked about the employee, who proposes another."""
    number = next(one.number for one in people if one.key == EMPLOYEE)
    participant = cycle.participants.select_related("employee", "cycle").get(
        employee__number=number
    )
    for actor, (name, email) in zip((admin, user_of(participant.employee)), CUSTOMERS, strict=True):
        propose_external(actor=actor, participant=participant, name=name, email=email, now=now)


def prepare_next_cycle(monday: date, admin: User) -> None:
    """A draft that waits for HR: people are in, and nobody was asked yet."""
    terms = Terms(
        name="Customer success, next half-year",
        opens_on=_day(monday, 180),
        closes_on=_day(monday, 194),
        kinds=(*NAMED, COLLEAGUES),
    )
    cycle = create_cycle(actor=admin, terms=terms)
    add_people(actor=admin, cycle=cycle, people=find_people(admin, unit_path=UNIT))


def ask_for_ratings(people: Sequence[Person], monday: date, now: datetime) -> None:
    """One person asks the manager about a meeting of last week."""
    number = {person.key: person.number for person in people}
    asking = Employee.objects.select_related("user").get(number=number[EMPLOYEE])
    ask_for_rating(
        actor=user_of(asking),
        ratee=asking,
        rater=Employee.objects.select_related("user").get(number=number[MANAGER]),
        skill=Skill.objects.get(code="CONFLICT_RESOLUTION"),
        note="How I led the review with the customer last Thursday",
        due_on=_day(monday, 11),
        now=min(at(monday, -1), now),
    )


def _open(terms: Terms, admin: User, now: datetime) -> AssessmentCycle:
    cycle = create_cycle(actor=admin, terms=terms)
    add_people(actor=admin, cycle=cycle, people=find_people(admin, unit_path=UNIT))
    open_cycle(actor=admin, cycle=cycle, now=now)
    cycle.refresh_from_db()
    return cycle


def _named(cycle: AssessmentCycle) -> list[RatingRequest]:
    rows = RatingRequest.objects.named(cycle).order_by("ratee__number", "rater_kind")
    return list(rows.select_related("rater__user", "ratee"))


def _ask_colleagues(
    participant: CycleParticipant, admin: User, now: datetime, load: Counter[int]
) -> None:
    """Five colleagues, those who were asked least; `load` counts by employee."""
    across, own = colleagues_to_propose(participant.employee)
    found = {one.pk: one for one in sorted([*across, *own], key=lambda one: load[one.pk])}
    raters = list(found.values())[:PEERS]
    propose_raters(
        actor=admin, participant=participant, raters=raters, kind=RaterKind.PEER, now=now
    )
    load.update(one.pk for one in raters)


class _Answering:
    """Gives the answers of a cycle, from what people can really do and how their raters rate."""

    def __init__(
        self, people: Sequence[Person], cycle: AssessmentCycle, monday: date, day: int
    ) -> None:
        self.cycle, self.day, self.sent_at = cycle, day, at(monday, day)
        self.truth = Truth()
        self.people = {person.number: person for person in people}
        self.skills: dict[int, list[CycleSkill]] = {}
        for row in CycleSkill.objects.filter(
            participant__cycle=cycle, is_asked=True
        ).select_related("skill__scale", "participant"):
            self.skills.setdefault(row.participant.employee_id, []).append(row)

    def answer(self, request: RatingRequest) -> None:
        """One rater about one person, everything that is asked."""
        rater, ratee = request.rater, request.ratee
        answers = [
            Answer(skill=row.skill, level=self._level(rater, ratee, row.skill.code))
            for row in self.skills.get(ratee.pk, [])
        ]
        if answers:
            about: dict[str, Any] = {"actor": user_of(rater), "ratee": ratee, "cycle": self.cycle}
            save_rating_drafts(answers=answers, **about)
            submit_ratings(now=self.sent_at, **about)

    def _level(self, rater: Employee, ratee: Employee, skill: str) -> Decimal:
        manner = self.truth.rater(self.people[rater.number])
        if manner.flat:
            return Decimal(3)
        true = self.truth.level(self.people[ratee.number], skill, self.day)
        severity = 0.3 if rater == ratee else manner.severity
        dice = Random(f"{SEED}/cycle/{rater.number}/{ratee.number}/{skill}")  # noqa: S311
        seen = round((true + severity + dice.gauss(0, NOISE)) * 2) / 2
        return Decimal(str(min(max(seen, 0.5), 5.0)))


def _day(monday: date, day: int) -> date:
    return monday + timedelta(days=day)
