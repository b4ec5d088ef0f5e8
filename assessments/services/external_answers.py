"""Answering from outside: once, by the code of a mail, by name or without it.

A code leads to who was asked; an anonymous answer is kept without any key to either, as those of
colleagues are.
"""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.enums import CycleState, FeedbackReaders, RaterKind, RequestState
from assessments.models import (
    CycleParticipant,
    ExternalAnswer,
    ExternalRater,
    ExternalTicket,
    FeedbackAnswer,
)
from assessments.queries.external import digest_of_code, participant_of, tickets_by_code
from assessments.services.feedback import Said, accepting, check_said, payload_of
from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.versions import save_versioned


@dataclass(frozen=True, slots=True)
class Asked:
    """What a code leads to: who is asked, about whom."""

    rater: ExternalRater
    participant: CycleParticipant


def asked_by(code: str, now: dt.datetime) -> Asked:
    """What somebody from outside is asked. Raises `DomainError` for a code that leads nowhere and
    `ConflictError` for one that was used, is too old, or of a cycle that takes no answers."""
    ticket = tickets_by_code(code).select_related("rater").first()
    if ticket is None:
        raise DomainError(
            _("This code leads nowhere. Open the link in the newest mail, or copy all of it."),
            code="unknown_code",
            field="code",
        )
    asked = Asked(ticket.rater, participant_of(ticket.rater))
    _check(ticket, asked, timezone.localdate(now))
    return asked


@transaction.atomic
def answer_from_outside(
    *,
    code: str,
    said: Sequence[Said],
    comment: str = "",
    readers: FeedbackReaders,
    now: dt.datetime,
) -> None:
    """Keep the answer of whoever holds this code, and spend it with all others of that person.

    `comment` is about the person as a whole, and kept of anonymous answers only. Raises as
    `asked_by` does, and as anonymous feedback for what cannot be kept.
    """
    asked = asked_by(code, now)
    participant = accepting(asked.participant, readers, now)
    ticket = ExternalTicket.objects.select_for_update().get(rater=asked.rater)
    _check(ticket, asked, timezone.localdate(now))
    if asked.rater.anonymous:
        _keep_blind(participant, said, comment)
    else:
        _keep_named(asked.rater, participant, said, now)
    ticket.used_on = timezone.localdate(now)
    ticket.save(update_fields=["used_on"])


def _check(ticket: ExternalTicket, asked: Asked, today: dt.date) -> None:
    participant, cycle = asked.participant, asked.participant.cycle
    if ticket.used_on is not None:
        raise ConflictError(
            _("You have answered already, and your answer is kept. Each link works once."),
            code="code_used",
        )
    if cycle.state != CycleState.OPEN:
        raise ConflictError(
            _("“%(cycle)s” takes no answers any more.") % {"cycle": cycle}, code="cycle_closed"
        )
    person = participant.employee
    if participant.is_gone:
        raise ConflictError(
            _("Feedback on %(name)s is not wanted any more in this round.") % {"name": person},
            code="withdrawn",
        )
    if ticket.expires_on < today:
        raise ConflictError(
            _("This link worked until %(day)s. Ask %(name)s to have a new one mailed to you.")
            % {"day": date_format(ticket.expires_on, "j M Y"), "name": person},
            code="code_expired",
        )


def _keep_blind(participant: CycleParticipant, said: Sequence[Said], comment: str) -> None:
    FeedbackAnswer.objects.create(
        cycle_id=participant.cycle_id,
        ratee_id=participant.employee_id,
        rater_kind=RaterKind.EXTERNAL,
        payload=payload_of(participant, said, comment),
        digest=digest_of_code(secrets.token_urlsafe(32)),  # of a code that nobody holds
    )


def _keep_named(
    rater: ExternalRater, participant: CycleParticipant, said: Sequence[Said], now: dt.datetime
) -> None:
    check_said(participant, said)
    ExternalAnswer.objects.bulk_create(
        ExternalAnswer(
            rater=rater, skill=one.skill, level=one.level, comment=one.comment, answered_at=now
        )
        for one in said
    )
    rater.state, rater.answered_at = RequestState.ANSWERED, now
    save_versioned(rater, ["state", "answered_at"])
