"""Counting who has answered, once a day and by unit. For workers."""

import datetime as dt
from collections import defaultdict
from typing import NamedTuple

from django.db import transaction

from assessments.analysis import suppression
from assessments.enums import CycleState
from assessments.models import AssessmentCycle, FeedbackFunnel, FeedbackInvitation
from employees.models import Assignment


class _Asked(NamedTuple):
    """One anonymous answer that is asked for; `unit` is the id of its rater's."""

    unit: str
    rater: int
    has_answered: bool


def count_answers(today: dt.date) -> int:
    """Count the anonymous answers of each round under way, once a day; return how many rounds.

    By the raters' units of today; raters without one are left out. A unit needs as many raters as
    the round's floor; the others stand together, or are left out.
    """
    counted = FeedbackFunnel.objects.filter(day=today).values("cycle")
    under_way = AssessmentCycle.objects.filter(state__in=[CycleState.OPEN, CycleState.CLOSED])
    cycles = list(under_way.exclude(pk__in=counted))
    for cycle in cycles:
        with transaction.atomic():
            FeedbackFunnel.objects.bulk_create(_lines(cycle, today), ignore_conflicts=True)
    return len(cycles)


def _lines(cycle: AssessmentCycle, today: dt.date) -> list[FeedbackFunnel]:
    asked = _asked(cycle)
    raters = defaultdict(set)
    for one in asked:
        raters[one.unit].add(one.rater)
    people = {unit: len(them) for unit, them in raters.items()}
    return [
        FeedbackFunnel(
            cycle=cycle,
            unit_id=int(units[0]) if len(units) == 1 else None,
            day=today,
            people=sum(people[unit] for unit in units),
            invited=sum(one.unit in units for one in asked),
            answered=sum(one.unit in units and one.has_answered for one in asked),
        )
        for units in suppression.groups(people, cycle.score_floor)
    ]


def _asked(cycle: AssessmentCycle) -> list[_Asked]:
    rows = FeedbackInvitation.objects.filter(cycle=cycle).values_list("rater_id", "answered_on")
    invited = list(rows)
    raters = {rater for rater, _day in invited}
    places = Assignment.objects.current().primary().filter(employee__in=raters)
    unit_of = dict(places.values_list("employee_id", "unit_id"))
    return [
        _Asked(str(unit_of[rater]), rater, day is not None)
        for rater, day in invited
        if rater in unit_of
    ]
