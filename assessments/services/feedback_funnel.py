"""Counting who has answered, once a day and by unit. For workers."""

import datetime as dt
from collections import Counter

from django.db import transaction

from assessments.analysis import suppression
from assessments.enums import CycleState
from assessments.models import AssessmentCycle, FeedbackFunnel, FeedbackInvitation
from employees.models import Assignment


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
    invitations = FeedbackInvitation.objects.filter(cycle=cycle)
    rows = list(invitations.values_list("rater_id", "answered_on"))
    raters = {rater for rater, _day in rows}
    places = Assignment.objects.current().primary().filter(employee__in=raters)
    unit_of = dict(places.values_list("employee_id", "unit_id"))
    placed = [(unit_of[rater], day) for rater, day in rows if rater in unit_of]
    people = Counter(unit_of.values())
    invited = Counter(unit for unit, _day in placed)
    answered = Counter(unit for unit, day in placed if day is not None)
    groups = suppression.groups({str(unit): n for unit, n in people.items()}, cycle.score_floor)
    return [
        FeedbackFunnel(
            cycle=cycle,
            unit_id=units[0] if len(units) == 1 else None,
            day=today,
            people=sum(people[unit] for unit in units),
            invited=sum(invited[unit] for unit in units),
            answered=sum(answered[unit] for unit in units),
        )
        for units in ([int(unit) for unit in group] for group in groups)
    ]
