"""Completions that wait: the numbers and codes nobody knows, and what they may mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    CharField,
    Count,
    F,
    Func,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Concat, Lower

from employees.enums import EXTERNAL_PERSON, TOLD_NUMBER
from employees.models import Employee
from employees.models.people import EmployeeQuerySet
from skillmap.core.alike import Suggestion, most_alike
from skillmap.core.models import ExternalId
from training.models import Activity, ForeignActivity, ParkedCompletion

MOST_TOLD = 200  # shown; the others count too
_NAME = Concat("first_name", Value(" "), "last_name", Value(" ("), "number", Value(")"))


@dataclass(frozen=True)
class UnmatchedNumber:
    """A number nobody has, how many completions wait for it and since when, and people who have
    one alike, or are called alike."""

    number: str
    waiting: int
    since: dt.datetime
    suggestions: list[Suggestion]


def unmatched_numbers(search: str = "") -> QuerySet[Any, Any]:
    """`number`, `waiting` and `since` of numbers that nobody has, most waited for first."""
    links = ExternalId.objects.values("value")
    people = Employee.objects.values("number")
    known = Q(lower__in=Employee.objects.values(address=Lower("email")))  # their activity is not
    known |= Q(employee_number__in=links.filter(kind=EXTERNAL_PERSON))
    rows = ParkedCompletion.objects.annotate(lower=Lower("employee_number"))
    rows = rows.exclude(employee_number__in=people).exclude(known, statement__isnull=False)
    rows = rows.exclude(employee_number__in=links.filter(kind=TOLD_NUMBER))
    found = rows.filter(employee_number__icontains=search)
    counted = found.order_by().values(number=F("employee_number"))
    return counted.annotate(waiting=Count("pk"), since=Min("created_at")).order_by(
        "-waiting", "number"
    )


def with_people_alike(
    rows: Iterable[Mapping[str, Any]], people: EmployeeQuerySet
) -> list[UnmatchedNumber]:
    """Rows of `unmatched_numbers` with those of `people` whom they may mean; one query."""
    rows = list(rows)
    alike = most_alike([row["number"] for row in rows], _people_names(people))
    return [UnmatchedNumber(**row, suggestions=alike.get(row["number"], [])) for row in rows]


def numbers_told() -> list[tuple[str, Employee]]:
    """Numbers that somebody said the meaning of, with the person, by number; two queries."""
    links = ExternalId.objects.filter(kind=TOLD_NUMBER).order_by("value")
    told = list(links.values_list("value", "object_id")[:MOST_TOLD])
    people = Employee.objects.in_bulk([pk for _number, pk in told])
    return [(number, people[pk]) for number, pk in told if pk in people]


def activities_coded(codes: Collection[str]) -> dict[str, Activity]:
    """Which activity results mean by each code: that of the code, else what somebody said the
    code stands for; two queries."""
    mapped = ForeignActivity.objects.filter(address__in=codes).select_related("activity")
    own = Activity.objects.filter(code__in=codes)
    return {row.address: row.activity for row in mapped} | {one.code: one for one in own}


def _people_names(people: EmployeeQuerySet) -> QuerySet[Any, Any]:
    """Number, with its zeros and without, name and what systems call somebody; for `most_alike`."""
    called = ExternalId.objects.filter(kind=EXTERNAL_PERSON, object_id=OuterRef("pk"))
    full_name = Concat("first_name", Value(" "), "last_name")
    bare = Func("number", Value("0"), function="ltrim", output_field=CharField())
    first, *others = (
        people.order_by()
        .annotate(called=_NAME, label=label)
        .filter(label__isnull=False)
        .values_list("number", "called", "label")
        for label in (
            F("number"),
            bare,
            full_name,
            F("email"),
            Subquery(called.values("value")[:1]),
        )
    )
    return first.union(*others, all=True)
