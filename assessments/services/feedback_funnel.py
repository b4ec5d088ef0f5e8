"""Counting who has answered, once a day and by unit. For workers."""

import datetime as dt
from collections import defaultdict
from typing import NamedTuple

from django.db import transaction

from assessments.analysis import suppression
from assessments.enums import CycleState
from assessments.models import AssessmentCycle, ExternalTicket, FeedbackFunnel, FeedbackInvitation
from employees.models import Assignment


class _Asked(NamedTuple):
    """One anonymous answer that is asked for; `unit` is the id of its rater's, None outside."""

    unit: int | None
    rater: str
    has_answered: bool


def count_answers(today: dt.date) -> int:
    """Count the anonymous answers of each round under way, once a day; return how many rounds.

    By the raters' units of today; raters without one are left out. A unit needs as many raters as
    the round's floor; the others stand together, or are left out, and so do people from outside.
    """
    counted = FeedbackFunnel.objects.filter(day=today).values("cycle")
    under_way = AssessmentCycle.objects.filter(state__in=[CycleState.OPEN, CycleState.CLOSED])
    cycles = list(under_way.exclude(pk__in=counted))
    for cycle in cycles:
        with transaction.atomic():
            FeedbackFunnel.objects.bulk_create(_lines(cycle, today), ignore_conflicts=True)
    return len(cycles)


def _lines(cycle: AssessmentCycle, today: dt.date) -> list[FeedbackFunnel]:
    asked = _colleagues(cycle)
    raters = defaultdict(set)
    for one in asked:
        raters[one.unit].add(one.rater)
    people = {str(unit): len(them) for unit, them in raters.items()}
    units = suppression.groups(people, cycle.score_floor)
    parts = [[one for one in asked if str(one.unit) in group] for group in units]
    lines = [_line(cycle, today, part) for part in parts]
    outside = _outsiders(cycle)
    enough = suppression.groups({"": len({one.rater for one in outside})}, cycle.score_floor)
    return [*lines, _line(cycle, today, outside, outside=True)] if enough else lines


def _line(
    cycle: AssessmentCycle, today: dt.date, part: list[_Asked], *, outside: bool = False
) -> FeedbackFunnel:
    units = {one.unit for one in part}
    return FeedbackFunnel(
        cycle=cycle,
        unit_id=units.pop() if len(units) == 1 else None,
        outside=outside,
        day=today,
        people=len({one.rater for one in part}),
        invited=len(part),
        answered=sum(one.has_answered for one in part),
    )


def _colleagues(cycle: AssessmentCycle) -> list[_Asked]:
    rows = FeedbackInvitation.objects.filter(cycle=cycle).values_list("rater_id", "answered_on")
    invited = list(rows)
    raters = {rater for rater, _day in invited}
    places = Assignment.objects.current().primary().filter(employee__in=raters)
    unit_of = dict(places.values_list("employee_id", "unit_id"))
    return [
        _Asked(unit_of[rater], str(rater), day is not None)
        for rater, day in invited
        if rater in unit_of
    ]


def _outsiders(cycle: AssessmentCycle) -> list[_Asked]:
    """Told apart by name, which stays when the address is forgotten: two of one name count as
    one person, never one as two."""
    tickets = ExternalTicket.objects.filter(rater__cycle=cycle, rater__anonymous=True)
    rows = tickets.values_list("rater__name", "used_on")
    return [_Asked(None, name.casefold(), day is not None) for name, day in rows]
