"""Reviews: in customer success a cycle that is over and one under way, in product and design one
that HR is about to calibrate."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from employees.models import Assignment, Employee
from employees.queries import find_people
from reviews.enums import Gate, ReviewState, Side, Topic
from reviews.models import Question, Review, ReviewCycle, ReviewEntry, ReviewTemplate
from reviews.services.calibration import calibrate, lock_calibration
from reviews.services.cycles import (
    CycleTerms,
    add_people,
    close_cycle,
    create_review_cycle,
    start_cycle,
)
from reviews.services.fairness import compute_report, replace_groups, start_report
from reviews.services.life import acknowledge_review, sign_review
from reviews.services.templates import TemplateTerms, create_template
from skillmap.core.models import Notification, User
from skillmap.demo.organisation import at, user_of
from skillmap.demo.people import SEED, Person
from skillmap.demo.personas import EMPLOYEE, MANAGER
from skillmap.demo.structure import COMPANY
from skillmap.demo.truth import Truth

UNIT = f"{COMPANY}/{MANAGER[0]}"
UNIT_TO_COMPARE = f"{COMPANY}/Technology/Product and Design"
QUESTIONS = ("NEW_SKILL", "TEAM_GROWTH", "M_STRENGTH", "M_NEXT_STEP")
OVER = {"starts": -250, "ends": -70, "prepare": -63, "meet": -59, "sign": -56}  # days
TO_COMPARE = {"starts": -190, "ends": -10, "begins": -14, "prepare": -3, "sign": 18}
UNDER_WAY = {"starts": -69, "ends": 60, "begins": -5, "prepare": 9, "sign": 23}
NOISE = 0.5  # levels
SAID = {
    (Side.SELF, "NEW_SKILL"): "I learned to read usage figures myself, first for the renewal in "
    "June. The customer saw their own numbers and stayed.",
    (Side.SELF, "TEAM_GROWTH"): "Two colleagues sat in on my difficult calls; one of them now "
    "leads such calls alone.",
    (Side.MANAGER, "M_STRENGTH"): "Customers trust the word that was given. Promises are kept or "
    "renegotiated in time.",
    (Side.MANAGER, "M_NEXT_STEP"): "Lead the next escalation from the first call to the last.",
}
NOTES = "We go through the next escalation together before the first call.\nHalf a day a month "
NOTES += "stays free for the colleague who learns from these calls."
CALIBRATED = "The same work was half a level lower in the other teams that serve key accounts."
GROUPS = {"age": ("under 40", "40 and older"), "hours": ("full time", "full time", "part time")}
OBJECTION = "The level in negotiation leaves out the contract with the port, which I closed alone."


def hold_past_reviews(people: Sequence[Person], monday: date, admin: User) -> None:
    """Everybody in the team was reviewed; the agreed levels are evidence."""
    cycle = _begin(_template(admin), monday, admin)
    reviews = _reviews(cycle)
    entries = _prepare(people, reviews, monday, OVER["prepare"] - 2, {Side.SELF, Side.MANAGER})
    _compare_teams(cycle, entries, at(monday, OVER["prepare"] + 1), admin)
    ReviewEntry.objects.bulk_create(e for review in reviews for e in _agreed(review, entries))
    met = at(monday, OVER["meet"])
    Review.objects.filter(pk__in=[review.pk for review in reviews]).update(
        state=ReviewState.MEETING, opened_at=met
    )
    for place, review in enumerate(reviews):
        if review.manager_author is None:
            continue
        sign_review(actor=review.manager_author, review=review, now=met)
        agrees = place != 4
        acknowledge_review(
            actor=user_of(review.employee),
            review=review,
            agrees=agrees,
            comment="" if agrees else OBJECTION,
            now=met + timedelta(days=1),
        )


def begin_reviews(people: Sequence[Person], monday: date, now: datetime, admin: User) -> None:
    """The cycle under way: some have sent their part, one review is in the meeting."""
    terms = CycleTerms(
        name="Key accounts, this half-year",
        template=ReviewTemplate.objects.get(),
        period_start=_day(monday, UNDER_WAY["starts"]),
        period_end=_day(monday, UNDER_WAY["ends"]),
        prepare_by=_day(monday, UNDER_WAY["prepare"]),
        sign_by=_day(monday, UNDER_WAY["sign"]),
    )
    cycle = _start(terms, admin, UNIT, min(at(monday, UNDER_WAY["begins"]), now))
    waiting = {one.number for one in people if one.key in {EMPLOYEE, MANAGER}}
    reviews = [one for one in _reviews(cycle) if one.employee.number not in waiting]
    sent = min(at(monday, -1), now)
    _prepare(people, reviews[:4], monday, -1, {Side.SELF, Side.MANAGER})
    _prepare(people, reviews[4:6], monday, -1, {Side.SELF})
    for review, state in zip(
        reviews[:4], (ReviewState.MEETING, *[ReviewState.READY] * 3), strict=False
    ):
        Review.objects.filter(pk=review.pk).update(state=state, opened_at=sent)


def send_parts_to_compare(people: Sequence[Person], monday: date, admin: User) -> None:
    """Both sides have sent what they prepared; it opens when HR has compared and locked it."""
    terms = CycleTerms(
        name="Product and design, half-year",
        template=ReviewTemplate.objects.get(),
        period_start=_day(monday, TO_COMPARE["starts"]),
        period_end=_day(monday, TO_COMPARE["ends"]),
        prepare_by=_day(monday, TO_COMPARE["prepare"]),
        sign_by=_day(monday, TO_COMPARE["sign"]),
        gate=Gate.CALIBRATED,
    )
    cycle = _start(terms, admin, UNIT_TO_COMPARE, at(monday, TO_COMPARE["begins"]))
    _prepare(people, _reviews(cycle), monday, TO_COMPARE["prepare"], {Side.SELF, Side.MANAGER})


def _compare_teams(
    cycle: ReviewCycle, entries: list[ReviewEntry], now: datetime, admin: User
) -> None:
    """HR takes half a level off the highest that a manager gave, and locks."""
    given = [entry for entry in entries if entry.side == Side.MANAGER and entry.level is not None]
    highest = max(given, key=lambda entry: (entry.level, entry.review.employee.number))
    assert highest.level is not None  # noqa: S101 - narrows for mypy
    highest.level -= Decimal("0.5")
    calibrate(
        actor=admin,
        review=highest.review,
        skill=highest.skill,
        level=highest.level,
        reason=CALIBRATED,
        expected=1,
        now=now,
    )
    lock_calibration(actor=admin, cycle=cycle, now=now)
    Notification.objects.filter(kind="calibrated").update(read_at=now, created_at=now)


def compare_groups(people: Sequence[Person], now: datetime, admin: User) -> None:
    """HR closes the cycle that is over once its plans are there; made-up groups of everybody, and
    what they tell of it. The history says of these plans that they were written just now.
    """
    cycle = ReviewCycle.objects.get(calibrated_at__isnull=False)
    close_cycle(actor=None, cycle=cycle, now=timezone.now())
    by_number = dict(Employee.objects.values_list("number", "pk"))
    for attribute, labels in GROUPS.items():
        groups = {
            by_number[person.number]: labels[place % len(labels)]
            for place, person in enumerate(people)
        }
        replace_groups(actor=admin, attribute=attribute, groups=groups, now=now)
    for attribute in GROUPS:
        report = start_report(actor=admin, cycle=cycle, attribute=attribute, now=now)
        compute_report(report=report, now=now)


def _template(admin: User) -> ReviewTemplate:
    by_code = {one.code: one for one in Question.objects.filter(code__in=QUESTIONS)}
    terms = TemplateTerms(
        name="Half-yearly review", questions=[by_code[code] for code in QUESTIONS]
    )
    return create_template(actor=admin, terms=terms)


def _begin(template: ReviewTemplate, monday: date, admin: User) -> ReviewCycle:
    terms = CycleTerms(
        name="Key accounts, last half-year",
        template=template,
        period_start=_day(monday, OVER["starts"]),
        period_end=_day(monday, OVER["ends"]),
        prepare_by=_day(monday, OVER["prepare"]),
        sign_by=_day(monday, OVER["sign"]),
        gate=Gate.CALIBRATED,
    )
    return _start(terms, admin, UNIT, at(monday, OVER["ends"]))


def _start(terms: CycleTerms, admin: User, unit: str, now: datetime) -> ReviewCycle:
    cycle = create_review_cycle(actor=admin, terms=terms)
    add_people(actor=admin, cycle=cycle, people=find_people(admin, unit_path=unit))
    start_cycle(actor=admin, cycle=cycle, now=now)
    cycle.refresh_from_db()
    return cycle


def _reviews(cycle: ReviewCycle) -> list[Review]:
    rows = cycle.reviews.select_related("cycle__template", "employee__user", "manager_author")
    return list(rows.order_by("employee__number"))


def _prepare(
    people: Sequence[Person], reviews: list[Review], monday: date, day: int, sides: set[Side]
) -> list[ReviewEntry]:
    """Levels and words of these sides, and that they were sent."""
    facts = {person.number: person for person in people}
    leaders = _leaders(reviews)
    truth = Truth()
    entries: list[ReviewEntry] = []
    for review in reviews:
        leader = leaders.get(review.employee_id)
        for side in sorted(sides):
            writer = review.employee if side == Side.SELF else leader
            if writer is not None:
                entries += _part(review, side, writer, facts, truth, day)
        if Side.MANAGER in sides and leader is not None:
            review.manager_author = user_of(leader)
            review.manager_submitted_at = at(monday, day)
        review.self_submitted_at = at(monday, day)
    ReviewEntry.objects.bulk_create(entries)
    Review.objects.bulk_update(
        reviews, ["self_submitted_at", "manager_submitted_at", "manager_author"]
    )
    return entries


def _leaders(reviews: list[Review]) -> dict[int, Employee]:
    places = Assignment.objects.current().primary().filter(manager__isnull=False)
    rows = places.filter(employee__in=[review.employee_id for review in reviews])
    found = rows.select_related("manager__user")
    return {row.employee_id: row.manager for row in found if row.manager}


def _part(
    review: Review,
    side: Side,
    writer: Employee,
    facts: dict[str, Person],
    truth: Truth,
    day: int,
) -> list[ReviewEntry]:
    """One side's levels of every skill and answers to its questions."""
    about = facts[review.employee.number]
    severity = 0.3 if side == Side.SELF else truth.rater(facts[writer.number]).severity
    key = {"review": review, "side": side, "writer": user_of(writer)}
    entries = []
    for line in review.skills.select_related("skill"):
        dice = Random(f"{SEED}/review/{day}/{side}/{about.number}/{line.skill.code}")  # noqa: S311
        seen = truth.level(about, line.skill.code, day) + severity + dice.gauss(0, NOISE)
        level = Decimal(str(min(max(round(seen * 2) / 2, 0.5), 5.0)))
        entries.append(ReviewEntry(**key, topic=Topic.SKILL, skill=line.skill, level=level))
    for row in review.cycle.template.questions.select_related("question"):
        if text := SAID.get((side, row.question.code)):
            said = {"topic": Topic.QUESTION, "question": row.question, "text": text}
            entries.append(ReviewEntry(**key, **said))
    return entries


def _agreed(review: Review, entries: list[ReviewEntry]) -> list[ReviewEntry]:
    """What they agreed on: half way between the two, on a half step, and notes."""
    levels: dict[int, list[ReviewEntry]] = {}
    for entry in entries:
        if entry.review_id == review.pk and entry.topic == Topic.SKILL and entry.skill_id:
            levels.setdefault(entry.skill_id, []).append(entry)
    shared = {"review": review, "side": Side.SHARED}
    return [
        ReviewEntry(**shared, topic=Topic.NOTES, text=NOTES),
        *(
            ReviewEntry(**shared, topic=Topic.SKILL, skill=both[0].skill, level=_middle(both))
            for both in levels.values()
        ),
    ]


def _middle(both: list[ReviewEntry]) -> Decimal:
    levels = [entry.level for entry in both if entry.level is not None]
    return Decimal(round(sum(levels) / len(levels) * 2)) / 2


def _day(monday: date, day: int) -> date:
    return monday + timedelta(days=day)
