"""Goals of many people in one list: narrowed, sorted, with the unit of each."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from employees.models import Assignment
from reviews.enums import GoalState
from reviews.models import Goal
from reviews.queries.goals import on_kind
from skillmap.core.models import User

_NAMES = ("employee__last_name", "employee__first_name", "id")
SORTS = {
    "name": _NAMES,
    "due": (F("due_on").asc(nulls_last=True), *_NAMES),
    "weight": ("-weight", *_NAMES),
    "-name": ("-employee__last_name", "-employee__first_name", "id"),
    "-due": (F("due_on").desc(nulls_last=True), *_NAMES),
    "-weight": ("weight", *_NAMES),
}
OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list of goals is narrowed to; empty values narrow nothing."""

    unit_path: str = ""
    search: str = ""
    kind: str = ""
    skill_kind: str = ""
    state: str = ""


def goals_in_list(user: User, wanted: Wanted, *, today: dt.date, sort: str = "") -> QuerySet[Goal]:
    """Goals this user reads today without being asked why, each with its unit's name and path."""
    place = Assignment.objects.current().primary().filter(employee=OuterRef("employee"))
    placed = Goal.objects.open_today_to(user).annotate(
        unit_name=Subquery(place.values("unit__name")[:1]),
        unit_path=Subquery(place.values("unit__path")[:1]),
    )
    rows = _narrowed(placed, wanted, today).select_related(
        "employee", "skill__scale", "certificate_type__skill", "parent", "aligned_to__unit"
    )
    return rows.order_by(*SORTS.get(sort, SORTS["due"]))


def _narrowed(rows: QuerySet[Goal], wanted: Wanted, today: dt.date) -> QuerySet[Goal]:
    if path := wanted.unit_path:
        rows = rows.filter(Q(unit_path=path) | Q(unit_path__startswith=f"{path}/"))
    for word in wanted.search.split():
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(employee__first_name__plain__contains=word)
            | Q(employee__last_name__plain__contains=word)
        )
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if kind := wanted.skill_kind:
        rows = rows.filter(on_kind(kind))
    if wanted.state == OVERDUE:
        return rows.filter(state=GoalState.OPEN, due_on__lt=today)
    return rows.filter(state=wanted.state) if wanted.state else rows
