"""Asking for one rating outside cycles, such as about yesterday's workshop."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import rules
from assessments.enums import RaterKind, RequestState
from assessments.models import RatingRequest
from assessments.services.cycles_notes import Note, tell
from assessments.services.cycles_raters import check_can_rate
from employees.models import Assignment, Employee
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skills.models import Skill

MOST_OPEN = 20  # requests about one person that nobody has answered yet
LONGEST_NOTE = 300  # characters, as in the model


@transaction.atomic
def ask_for_rating(
    *,
    actor: User,
    ratee: Employee,
    rater: Employee,
    skill: Skill,
    note: str,
    due_on: dt.date | None,
    now: dt.datetime,
) -> RatingRequest:
    """Ask somebody by name to rate one skill of a person; the answer counts at once.

    The person asks for themself; manager and HR may ask too. Raises `NotAllowedError`,
    `ConflictError` when that person is asked already, or `DomainError` naming the field.
    """
    if not rules.can_propose_raters(actor, ratee):
        raise NotAllowedError(_("You can ask for ratings of yourself and of your reports."))
    _check(ratee, rater, note, due_on, now)
    Employee.objects.select_for_update().get(pk=ratee.pk)  # two requests at once ask once
    waiting = RatingRequest.objects.wanted().filter(cycle=None, ratee=ratee).exclude(rater=ratee)
    if waiting.filter(rater=rater, skill=skill).exists():
        raise ConflictError(
            _("%(name)s is asked about this already.") % {"name": rater}, code="asked_already"
        )
    if waiting.count() >= MOST_OPEN:
        raise ConflictError(_("Too many requests wait for an answer."), code="too_many")
    request = RatingRequest.objects.create(
        rater=rater,
        ratee=ratee,
        rater_kind=_kind(ratee, rater),
        state=RequestState.APPROVED,
        skill=skill,
        note=" ".join(note.split()),
        due_on=due_on,
        proposed_by=actor,
        decided_at=now,
    )
    names = {"name": ratee, "skill": skill}
    link = reverse("pages:request_answer", args=[request.public_id])
    tell(
        [
            Note(
                rater.user,
                "rating_asked",
                lambda: _("Please rate %(name)s: %(skill)s") % names,
                link,
            )
        ]
    )
    return request


def _kind(ratee: Employee, rater: Employee) -> RaterKind:
    """As what this person rates: by today's line."""
    places = Assignment.objects.current().primary()
    if places.filter(employee=ratee, manager=rater).exists():
        return RaterKind.MANAGER
    reports = places.filter(employee=rater, manager=ratee).exists()
    return RaterKind.REPORT if reports else RaterKind.PEER


def _check(
    ratee: Employee, rater: Employee, note: str, due_on: dt.date | None, now: dt.datetime
) -> None:
    check_can_rate(rater, ratee)
    if len(note) > LONGEST_NOTE:
        raise DomainError(_("Say it in fewer words."), code="too_long", field="note")
    if due_on is not None and due_on < now.date():
        raise DomainError(_("This day is over."), field="due_on")
