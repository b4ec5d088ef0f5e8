"""Evidence and shared observations of a person in one order of days."""

import datetime as dt
from typing import Any

from django.core.paginator import Page

from employees.models import Employee
from reviews import rules
from reviews.models import Observation
from reviews.queries.observations import observations_about
from skillmap.core.models import User

MOST = 100  # observations between the evidence of one page; a page of their own has all


def with_observations(user: User, person: Employee, page: Page[Any]) -> list[Any]:
    """A page of evidence, newest first, with what was observed in its days.

    Each observation stands on one page: that whose last day is not later than it. HR reads
    observations only after giving a reason.
    """
    rows = list(page)
    if not rules.reads_openly(user, person):
        return rows
    return sorted([*_between(user, person, page, rows), *rows], key=_day, reverse=True)


def _between(user: User, person: Employee, page: Page[Any], rows: list[Any]) -> list[Observation]:
    found = observations_about(user, person).shared()
    if page.has_previous():
        before = page.paginator.object_list[page.start_index() - 2]
        found = found.filter(observed_on__lt=before.observed_on)
    if page.has_next():
        found = found.filter(observed_on__gte=rows[-1].observed_on)
    return list(found[:MOST])


def _day(row: Any) -> dt.date:
    day: dt.date = row.observed_on
    return day
