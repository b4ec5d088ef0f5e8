"""Reminders of a cycle: on the days that were chosen, or when HR says so; and who is late."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.services.cycles_notes import (
    Note,
    hr_admins,
    late_words,
    missing_words,
    tell,
)
from employees.models import Employee
from employees.queries import users_taking_part
from reviews import rules
from reviews.enums import ReminderKind, ReviewCycleState, ReviewState
from reviews.models import ReviewCycle, ReviewReminder
from reviews.queries.owed import Owed, leaders_today, owed_to
from reviews.services.cycles import held
from skillmap.core.models import User

Addressed = tuple[User, ReminderKind, Note]


def keep_review_cycles(today: dt.date) -> None:
    """Remind and escalate on the days that each running cycle chose.

    Safe to call any number of times a day: nobody is reminded of the same twice.
    """
    for cycle in ReviewCycle.objects.filter(state=ReviewCycleState.RUNNING).order_by("pk"):
        with transaction.atomic():
            _keep_dates_of(ReviewCycle.objects.select_for_update().get(pk=cycle.pk), today)


def _keep_dates_of(cycle: ReviewCycle, today: dt.date) -> None:
    days_left = {(day - today).days for day in (cycle.prepare_by, cycle.sign_by)}
    reminds = not days_left.isdisjoint(cycle.remind_days)
    escalates = cycle.escalate_days in days_left
    if cycle.state != ReviewCycleState.RUNNING or not (reminds or escalates):
        return
    owed = _due(cycle, owed_to(cycle), today)
    if reminds:
        _send(cycle, _reminders(cycle, owed), today)
    if escalates:
        _send(cycle, _escalations(cycle, owed), today)


def _due(cycle: ReviewCycle, owed: Sequence[Owed], today: dt.date) -> list[Owed]:
    """Until parts have to be there only they are missed."""
    return [one for one in owed if one.is_preparing or today > cycle.prepare_by]


@transaction.atomic
def remind_now(*, actor: User, cycle: ReviewCycle, today: dt.date) -> int:
    """Remind everybody whom the cycle waits for; returns how many had not been yet today.

    Raises `NotAllowedError`, `ConflictError` where it does not run.
    """
    locked = held(actor, cycle, ReviewCycleState.RUNNING)
    return _send(locked, _reminders(locked, owed_to(locked)), today, actor)


def _send(
    cycle: ReviewCycle, wanted: Iterator[Addressed], today: dt.date, actor: User | None = None
) -> int:
    """Tell those who were not told today and can open it, and write it down."""
    done = set(cycle.reminders.filter(sent_on=today).values_list("user", "kind"))
    fresh = [(user, kind, note) for user, kind, note in wanted if (user.pk, kind) not in done]
    reached = users_taking_part({user.pk for user, _kind, _note in fresh})
    fresh = [one for one in fresh if one[0].pk in reached]
    ReviewReminder.objects.bulk_create(
        ReviewReminder(cycle=cycle, user=user, kind=kind, sent_on=today, sent_by=actor)
        for user, kind, _note in fresh
    )
    return tell(note for _user, _kind, note in fresh)


def _reminders(cycle: ReviewCycle, owed: Sequence[Owed]) -> Iterator[Addressed]:
    for one in owed:
        user = one.person.user
        if user is None or not user.is_active:
            continue
        is_own = one.kind == ReminderKind.OWN
        words = partial(_own_words if is_own else _team_words, cycle, one)
        args = [one.reviews[0].public_id]
        link = reverse("pages:review_detail", args=args) if is_own else _board()
        yield user, one.kind, Note(user, "review_reminder", words, link, by_mail=True)


def _own_words(cycle: ReviewCycle, owed: Owed) -> str:
    if owed.reviews[0].state == ReviewState.SIGNED:
        return _("%(cycle)s: your review is signed and waits for your answer") % {"cycle": cycle}
    text = _("%(cycle)s: prepare your part of the review until %(day)s")
    return text % {"cycle": cycle, "day": _day(cycle.prepare_by)}


def _team_words(cycle: ReviewCycle, owed: Owed) -> str:
    text = ngettext(
        "%(cycle)s: %(n)d review of your team waits for you until %(day)s",
        "%(cycle)s: %(n)d reviews of your team wait for you until %(day)s",
        len(owed.reviews),
    )
    until = cycle.prepare_by if owed.is_preparing else cycle.sign_by
    return text % {"cycle": cycle, "n": len(owed.reviews), "day": _day(until)}


def _escalations(cycle: ReviewCycle, owed: Sequence[Owed]) -> Iterator[Addressed]:
    """Who leads the late ones learns their names; HR how many they are."""
    late = {one.person for one in owed}
    leaders = leaders_today(person.pk for person in late)
    by_leader: dict[Employee, set[Employee]] = defaultdict(set)
    for person in late:
        if person.pk in leaders:
            by_leader[leaders[person.pk]].add(person)
    for leader, people in by_leader.items():
        if leader.user is not None and leader.user.is_active:
            words = partial(late_words, cycle, people)
            note = Note(leader.user, "review_late", words, _board(), by_mail=True)
            yield leader.user, ReminderKind.LATE, note
    told = {leader.user_id for leader in by_leader}
    for user in _owners_of(cycle) if late else []:
        if user.pk not in told:
            link = reverse("pages:review_cycle_detail", args=[cycle.public_id])
            words = partial(missing_words, cycle, len(late))
            yield user, ReminderKind.LATE, Note(user, "review_late", words, link, by_mail=True)


def _owners_of(cycle: ReviewCycle) -> list[User]:
    """Who made the cycle, if they still run it and can log in; else all HR admins."""
    maker = cycle.created_by
    if maker is not None and maker.is_active and rules.can_run_review_cycle(maker, cycle):
        return [maker]
    return hr_admins()


def _board() -> str:
    """Where those who lead reviews find them."""
    return reverse("pages:review_list")


def _day(day: dt.date) -> str:
    return date_format(day, "j M Y")
