"""Completions that another system tells by number and code, one or many at a time."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from employees.models import Employee
from employees.queries import people_meant
from employees.rules import is_client_of_a_unit
from skillmap.core.enums import RowAction
from skillmap.core.errors import DomainError, NotAllowedError
from skillmap.core.models import User
from training.models import Completion, ParkedCompletion
from training.queries.parked import activities_coded
from training.rules import can_record_completions
from training.services.completions import Finished, check_finished, complete_activities
from training.services.parking import park


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a learning platform says: this person finished this activity on that day."""

    employee_number: str
    activity_code: str
    completed_on: dt.date
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Reported:
    """What became of one report: recorded, parked, or refused for an error."""

    action: RowAction
    completion: Completion | None = None
    error: DomainError | None = None

    @property
    def is_parked(self) -> bool:
        return self.completion is None and self.error is None


@transaction.atomic
def report_completions(
    *, actor: User, reports: Sequence[Report], now: dt.datetime
) -> list[Reported]:
    """Record what people finished, one result per report in order.

    Somebody or something that is unknown is parked and tried again later. Good reports stand
    beside refused ones. Raises `NotAllowedError`.
    """
    if not can_record_completions(actor):
        raise NotAllowedError(_("Only HR and the learning manager record completions."))
    found = _find(actor, reports)
    results: dict[int, Reported] = {}
    finished: dict[int, Finished] = {}
    for place, one in enumerate(found):
        if one is None:
            continue
        try:
            check_finished(one, now)
        except DomainError as error:
            results[place] = Reported(RowAction.REJECT, error=error)
        else:
            finished[place] = one
    done = complete_activities(actor=actor, finished=list(finished.values()), now=now)
    for place, (completion, action) in zip(finished, done, strict=True):
        results[place] = Reported(action, completion)
    waiting = [place for place, one in enumerate(found) if one is None]
    teller = actor if is_client_of_a_unit(actor) else None
    parked = park(rows=[_parked(reports[place], actor, teller) for place in waiting])
    results |= {place: Reported(act) for place, act in zip(waiting, parked, strict=True)}
    return [results[place] for place in range(len(reports))]


def _find(actor: User, reports: Sequence[Report]) -> list[Finished | None]:
    """The person and activity of each report, as far as the actor may know of them."""
    numbers = {report.employee_number for report in reports}
    codes = {report.activity_code for report in reports}
    people = people_meant(numbers, Employee.objects.visible_to(actor))
    activities = activities_coded(codes)
    return [
        Finished(
            employee=people[report.employee_number],
            activity=activities[report.activity_code],
            completed_on=report.completed_on,
            reference=report.reference,
        )
        if report.employee_number in people and report.activity_code in activities
        else None
        for report in reports
    ]


def _parked(report: Report, actor: User, teller: User | None) -> ParkedCompletion:
    return ParkedCompletion(
        employee_number=report.employee_number,
        activity_code=report.activity_code,
        reference=report.reference,
        completed_on=report.completed_on,
        actor=actor,
        teller=teller,
    )
