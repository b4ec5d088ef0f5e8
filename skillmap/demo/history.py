"""Norvane's past: evidence and finished activities, recorded month by month as they came."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import groupby
from typing import TypeVar
from uuid import NAMESPACE_URL, uuid5

from assessments.enums import Source
from assessments.services import NewEvidence, record_evidence
from assessments.services.certificates import adopt_certificates
from employees.models import Employee
from skillmap.core.history import acting
from skillmap.core.models import User
from skillmap.demo.catalogue import catalogue
from skillmap.demo.evidence import Observation, build_evidence
from skillmap.demo.learning import Learned, build_learning
from skillmap.demo.people import Person
from skills.models import Skill
from training.models import Activity
from training.services import record_completions

Dated = TypeVar("Dated", Observation, Learned, NewEvidence)


def record_history(people: Sequence[Person], monday: date, now: datetime, actor: User) -> int:
    """Record three years of evidence and two of learning; returns how many things happened."""
    book = _Book()
    observed = build_evidence(people, monday)
    learned = build_learning(people, catalogue(monday), monday)
    with acting(actor):
        for known_at, month in by_month(observed, lambda one: one.observed_on, now):
            rows = [book.row(one) for one in month]
            record_evidence(rows=rows, actor=actor, now=known_at)
            adopt_certificates(rows=rows, actor=actor, now=known_at)
        for known_at, finished in by_month(learned, lambda one: one.completed_on, now):
            rows = [row for one in finished for row in book.completion(one)]
            record_completions(actor=actor, rows=rows, now=known_at)
    return len(observed) + len(learned)


def by_month(
    happened: Sequence[Dated], day_of: Callable[[Dated], date], now: datetime
) -> Iterator[tuple[datetime, list[Dated]]]:
    """What happened in each month, with the moment at which it was recorded: the next month's
    first morning, or `now` where that is still to come."""

    def next_month(one: Dated) -> date:
        day = day_of(one)
        return date(day.year + day.month // 12, day.month % 12 + 1, 1)

    for first, month in groupby(sorted(happened, key=next_month), key=next_month):
        yield min(datetime(first.year, first.month, 1, 6, tzinfo=UTC), now), list(month)


class _Book:
    """The rows that observations speak of by number and code."""

    def __init__(self) -> None:
        self.people = {person.number: person for person in Employee.objects.all()}
        self.skills = {skill.code: skill for skill in Skill.objects.select_related("scale")}
        activities = Activity.objects.prefetch_related("outcomes__skill__scale")
        self.taught = {
            activity.code: [outcome.skill for outcome in activity.outcomes.all()]
            for activity in activities
        }

    def row(self, one: Observation) -> NewEvidence:
        return NewEvidence(
            employee=self.people[one.employee],
            skill=self.skills[one.skill],
            source=Source(one.source),
            level=Decimal(str(one.level)),
            observed_on=one.observed_on,
            expires_on=one.expires_on,
            rater=self.people[one.rater] if one.rater else None,
            reference=one.reference,
            review=uuid5(NAMESPACE_URL, one.review) if one.review else None,
        )

    def completion(self, one: Learned) -> list[NewEvidence]:
        """An observation per skill taught, without a level: finishing alone shows none."""
        return [
            NewEvidence(
                employee=self.people[one.employee],
                skill=skill,
                source=Source.COMPLETION,
                level=None,
                observed_on=one.completed_on,
                reference=one.activity,
            )
            for skill in self.taught[one.activity]
        ]
