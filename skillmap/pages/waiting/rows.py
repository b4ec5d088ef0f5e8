"""Everything that waits for one person, from all apps, in one query.

Each kind of thing is one part of a union with the same columns. A part says for whom it is meant:
those who are asked, not everybody who might. Whether they may is decided again when they act.
"""

import datetime as dt
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from assessments.enums import CertificateState, ContestOutcome, CycleState, RequestState
from employees.enums import EmployeeStatus, Grant, SuggestionState
from skillmap.core.models import User
from skillmap.pages.waiting.parts import FOR_ALL, FOR_WHO_DECIDES
from training.enums import ESCALATION_DAYS, DecisionKind, PlanState, StepState

_VALUES: dict[str, Any] = {
    "leave": EmployeeStatus.LEAVE,
    "left": EmployeeStatus.LEFT,
    "active": PlanState.ACTIVE,
    "proposed": PlanState.PROPOSED,
    "planned": StepState.PLANNED,
    "approve": DecisionKind.APPROVE,
    "patience": ESCALATION_DAYS,
    "draft": CycleState.DRAFT,
    "open": CycleState.OPEN,
    "suggested": RequestState.PROPOSED,
    "approved": RequestState.APPROVED,
    "undecided": ContestOutcome.OPEN,
    "submitted": CertificateState.SUBMITTED,
    "to_decide": SuggestionState.OPEN,
    "hr": [Grant.HR_ADMIN, Grant.HR_PARTNER],
}


class Row(NamedTuple):
    """One thing that waits. `person` and `name`: whom it is about; `about`: what.

    `thing` is the id in its address. `number` and `more` mean what the kind says.
    """

    kind: str
    thing: UUID
    person: UUID | None
    name: str
    about: str
    due_on: dt.date | None
    number: int
    more: str


def rows_for(user: User, today: dt.date, *, decides: bool = True) -> list[Row]:
    """Every row that waits for this person, in no order; one query.

    Who neither leads nor is HR (`decides`) is asked for fewer things, and the query is shorter.
    """
    zone = timezone.get_current_timezone_name()
    values = {**_VALUES, "user": user.pk, "today": today, "zone": zone}
    with connection.cursor() as cursor:
        cursor.execute(FOR_WHO_DECIDES if decides else FOR_ALL, values)
        return [Row(*row) for row in cursor.fetchall()]
