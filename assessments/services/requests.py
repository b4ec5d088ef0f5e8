"""Asking people for what has not been measured yet, and taking that back."""

import datetime as dt
from collections.abc import Iterator
from functools import partial

from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.enums import RaterKind, RequestState
from assessments.models import RatingRequest, SkillProfile
from assessments.queries.missing import Asking, asking_of, self_requests
from assessments.services.cycles_notes import Note, tell
from employees.models import Employee
from skillmap.core.errors import ConflictError
from skillmap.core.models import Notification, User

KIND = "rate_yourself"
_CHUNK = 1_000


@transaction.atomic
def ask_for_missing(
    *, actor: User, profiles: QuerySet[SkillProfile], slots: list[int], now: dt.datetime
) -> Asking:
    """Ask the people of these profiles to rate themselves in what is not measured, each once.

    `profiles` are those of others whose levels the actor may read. Returns who was asked for what.
    """
    people = Employee.objects.filter(pk__in=profiles.order_by().values("employee"))
    list(people.select_for_update().order_by("pk").values_list("pk"))  # two who ask at once: once
    asking = asking_of(profiles, slots)
    RatingRequest.objects.bulk_create(_requests(asking, actor, now), batch_size=_CHUNK)
    tell(_notes(asking))
    return asking


@transaction.atomic
def withdraw_asking(*, actor: User, asked_at: dt.datetime, now: dt.datetime) -> int:
    """Take back what this actor asked for at that moment and nobody has answered yet.

    Returns how many people were freed of it. Raises `ConflictError` when nothing is open.
    """
    waiting = self_requests().filter(
        proposed_by=actor, decided_at=asked_at, state=RequestState.APPROVED
    )
    people = set(waiting.select_for_update().values_list("ratee", flat=True))
    if not people:
        raise ConflictError(_("Nothing of this is open any more."), code="nothing_open")
    waiting.update(
        state=RequestState.DECLINED, decided_by=actor, version=F("version") + 1, updated_at=now
    )
    still = self_requests().filter(ratee__in=people, state=RequestState.APPROVED)
    free = Employee.objects.filter(pk__in=people).exclude(pk__in=still.values("ratee"))
    Notification.objects.filter(
        kind=KIND, read_at=None, user__in=free.exclude(user=None).values("user")
    ).update(read_at=now, updated_at=now)
    return len(people)


def _requests(asking: Asking, actor: User, now: dt.datetime) -> Iterator[RatingRequest]:
    for person, skills in asking.people:
        for skill in skills:
            yield RatingRequest(
                rater=person,
                ratee=person,
                rater_kind=RaterKind.SELF,
                state=RequestState.APPROVED,
                skill=skill,
                proposed_by=actor,
                decided_at=now,
            )


def _notes(asking: Asking) -> Iterator[Note]:
    for person, skills in asking.people:
        link = reverse("pages:rating_form", args=[person.public_id])
        yield Note(person.user, KIND, partial(_words, len(skills)), link)


def _words(n: int) -> str:
    text = ngettext(
        "Please rate yourself in %(n)d skill", "Please rate yourself in %(n)d skills", n
    )
    return text % {"n": n}
