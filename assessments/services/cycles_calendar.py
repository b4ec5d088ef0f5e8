"""What the scheduler does about cycles each day: opening, reminders, escalation, closing."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import ngettext

from assessments.enums import CycleState
from assessments.models import AssessmentCycle, RatingRequest
from assessments.queries.cycles import lacks_of
from assessments.services import feedback
from assessments.services.cycles import managed
from assessments.services.cycles_life import start_closing, start_opening_on_date
from assessments.services.cycles_notes import (
    Note,
    board_link,
    late_words,
    missing_words,
    owners_of,
    tell,
    waiting_link,
)
from assessments.services.external import remind_external
from employees.models import Assignment, Employee
from skillmap.core.errors import ConflictError
from skillmap.core.models import User


def keep_dates(today: dt.date) -> None:
    """Open what is due, close what is over, remind on the days that were chosen, escalate before
    the end.

    Safe to call any number of times a day. A cycle that somebody else moved on meanwhile is left.
    """
    states = [CycleState.DRAFT, CycleState.OPEN]
    for cycle in AssessmentCycle.objects.filter(state__in=states).order_by("pk"):
        with suppress(ConflictError):
            _keep_dates_of(cycle, today)


def _keep_dates_of(cycle: AssessmentCycle, today: dt.date) -> None:
    if cycle.state == CycleState.DRAFT:
        if cycle.opens_by_itself and cycle.opens_on <= today:
            start_opening_on_date(cycle=cycle)
        elif cycle.opens_by_itself and cycle.opens_on == today + dt.timedelta(days=1):
            _announce_opening(cycle, today)
    elif cycle.closes_on < today:
        start_closing(actor=None, cycle=cycle)
    elif _is_due(cycle, today):
        _remind_today(cycle, today)


def remind_raters(*, actor: User, cycle: AssessmentCycle) -> int:
    """Remind everybody who has answers open, now. Returns how many are asked by name.

    How many anonymous answers are open is told once a day only, so it is not counted here.
    Raises `NotAllowedError` or `ConflictError`.
    """
    with transaction.atomic():
        managed(actor, cycle, CycleState.OPEN)
        tell(feedback.reminders(cycle))
        return tell(_reminders(cycle)) + remind_external(cycle, timezone.localdate())


def _announce_opening(cycle: AssessmentCycle, today: dt.date) -> None:
    """Tell those who run a cycle, on the day before, whom it lacks."""
    with transaction.atomic():
        if _is_first_call(cycle, today):
            words = partial(
                _tomorrow_words, cycle, cycle.participants.count(), len(lacks_of(cycle))
            )
            link = board_link(cycle)
            tell(Note(user, "cycle_opens", words, link) for user in owners_of(cycle))


def _tomorrow_words(cycle: AssessmentCycle, people: int, lacking: int) -> str:
    text = ngettext(
        "%(cycle)s opens tomorrow for %(n)d person; with too few raters: %(lacking)d",
        "%(cycle)s opens tomorrow for %(n)d people; with too few raters: %(lacking)d",
        people,
    )
    return text % {"cycle": cycle, "n": people, "lacking": lacking}


def _is_first_call(cycle: AssessmentCycle, today: dt.date) -> bool:
    """Once a day, whoever calls first."""
    fresh = AssessmentCycle.objects.filter(pk=cycle.pk).exclude(reminded_on=today)
    return bool(fresh.update(reminded_on=today))


def _is_due(cycle: AssessmentCycle, today: dt.date) -> bool:
    days_left = (cycle.closes_on - today).days
    return days_left in cycle.remind_days or days_left == cycle.escalate_days


def _remind_today(cycle: AssessmentCycle, today: dt.date) -> None:
    with transaction.atomic():
        if not _is_first_call(cycle, today):
            return
        days_left = (cycle.closes_on - today).days
        if days_left in cycle.remind_days:
            tell(_reminders(cycle))
            tell(feedback.reminders(cycle))
            remind_external(cycle, today)
        if days_left == cycle.escalate_days:
            tell(_escalations(cycle))


def _open_requests(cycle: AssessmentCycle) -> list[RatingRequest]:
    requests = RatingRequest.objects.wanted().filter(cycle=cycle)
    requests = requests.exclude(ratee__in=_withdrawn(cycle))
    requests = requests.filter(rater__in=Employee.objects.taking_part())  # others cannot open them
    return list(requests.select_related("rater__user", "ratee"))


def _withdrawn(cycle: AssessmentCycle) -> list[int]:
    gone = cycle.participants.exclude(withdrawn_at=None)
    return list(gone.values_list("employee", flat=True))


def _reminders(cycle: AssessmentCycle) -> Iterator[Note]:
    requests = _open_requests(cycle)
    people = {request.rater_id: request.rater for request in requests}
    for rater, count in Counter(request.rater_id for request in requests).items():
        words = partial(_reminder_words, cycle, count)
        yield Note(people[rater].user, "cycle_reminder", words, waiting_link(), by_mail=True)


def _reminder_words(cycle: AssessmentCycle, count: int) -> str:
    text = ngettext(
        "%(cycle)s: one person waits for your rating until %(day)s",
        "%(cycle)s: %(n)d people wait for your rating until %(day)s",
        count,
    )
    return text % {"cycle": cycle, "n": count, "day": date_format(cycle.closes_on, "j M Y")}


def _escalations(cycle: AssessmentCycle) -> Iterator[Note]:
    """Managers learn who of their reports has named ratings open; HR how many are missing."""
    late: dict[int, set[Employee]] = defaultdict(set)
    raters = {request.rater for request in _open_requests(cycle)}
    places = Assignment.objects.current().primary().filter(employee__in=raters)
    above = dict(places.values_list("employee_id", "manager_id"))
    managers = Employee.objects.select_related("user").in_bulk(
        [manager for manager in above.values() if manager]
    )
    for rater in raters:
        manager = above.get(rater.pk)
        if manager:
            late[manager].add(rater)
    for manager, missing in late.items():
        words = partial(late_words, cycle, missing)
        yield Note(managers[manager].user, "cycle_late", words, waiting_link(), by_mail=True)
    if raters:
        words = partial(missing_words, cycle, len(raters))
        for user in owners_of(cycle):
            yield Note(user, "cycle_late", words, board_link(cycle), by_mail=True)
