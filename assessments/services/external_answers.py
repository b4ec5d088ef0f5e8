"""Answering from outside: once, by name, by the code of a mail."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.enums import CycleState, FeedbackReaders, RequestState
from assessments.models import CycleParticipant, ExternalAnswer, ExternalRater
from assessments.queries.external import participant_of, rater_by_code
from assessments.services.feedback import Said, accepting, check_said
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
    rater = rater_by_code(code).first()
    if rater is None:
        raise DomainError(
            _("This code leads nowhere. Open the link in the newest mail, or copy all of it."),
            code="unknown_code",
            field="code",
        )
    asked = Asked(rater, participant_of(rater))
    _check(asked, timezone.localdate(now))
    return asked


@transaction.atomic
def answer_from_outside(
    *, code: str, said: Sequence[Said], readers: FeedbackReaders, now: dt.datetime
) -> None:
    """Keep the answer of whoever holds this code, and spend it with all others of that person.

    Raises as `asked_by` does, and as anonymous feedback for what cannot be kept.
    """
    asked = asked_by(code, now)
    participant = accepting(asked.participant, readers, now)
    rater = ExternalRater.objects.select_for_update().get(pk=asked.rater.pk)
    _check(Asked(rater, participant), timezone.localdate(now))
    check_said(participant, said)
    ExternalAnswer.objects.bulk_create(
        ExternalAnswer(
            rater=rater, skill=one.skill, level=one.level, comment=one.comment, answered_at=now
        )
        for one in said
    )
    rater.state, rater.answered_at = RequestState.ANSWERED, now
    save_versioned(rater, ["state", "answered_at"])


def _check(asked: Asked, today: dt.date) -> None:
    rater, participant, cycle = asked.rater, asked.participant, asked.participant.cycle
    if rater.state == RequestState.ANSWERED:
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
    if rater.link_ends_on is not None and rater.link_ends_on < today:
        raise ConflictError(
            _("This link worked until %(day)s. Ask %(name)s to have a new one mailed to you.")
            % {"day": date_format(rater.link_ends_on, "j M Y"), "name": person},
            code="code_expired",
        )
