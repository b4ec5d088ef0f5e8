"""Giving anonymous feedback: who is asked, one answer each, changed only while the round is open.

Nothing here writes an audited row, a job or a note together with an answer: whatever shares its
transaction, its time or its token could tell who wrote it.
"""

import datetime as dt
import secrets
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.enums import FeedbackReaders, RequestState
from assessments.models import (
    AssessmentCycle,
    CycleParticipant,
    CycleSkill,
    FeedbackAnswer,
    FeedbackInvitation,
    RatingRequest,
)
from assessments.queries.feedback import digest_of, own_answer, readers_of
from assessments.services.cycles import accept_answer
from assessments.services.cycles_notes import Note, board_link, tell
from assessments.services.ratings import check_answer
from employees.enums import EmployeeStatus
from skillmap.core import jobs
from skillmap.core.errors import ConflictError, DomainError, ManyErrors, NotAllowedError
from skillmap.core.history import act_unnamed
from skillmap.core.models import Job, User
from skillmap.core.models.jobs import JobQuerySet
from skills.models import Skill

LONGEST_COMMENT = 2_000  # characters


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says about one skill; a level of None is "cannot judge"."""

    skill: Skill
    level: Decimal | None
    comment: str = ""


# --- asking -------------------------------------------------------------------------------------


@transaction.atomic
def invite(cycle: AssessmentCycle) -> int:
    """Ask the approved raters of anonymous kinds of an open cycle; return how many are new.

    Call it when the cycle opens and whenever a rater is approved after that.
    """
    known = FeedbackInvitation.objects.filter(cycle=cycle).values_list("rater", "ratee")
    asked = set(known)
    approved = RatingRequest.objects.filter(
        cycle=cycle, anonymous=True, state=RequestState.APPROVED
    ).select_related("rater__user")
    new = [request for request in approved if (request.rater_id, request.ratee_id) not in asked]
    FeedbackInvitation.objects.bulk_create(
        [
            FeedbackInvitation(
                cycle=cycle,
                rater_id=request.rater_id,
                ratee_id=request.ratee_id,
                rater_kind=request.rater_kind,
            )
            for request in new
        ],
        batch_size=5_000,
        ignore_conflicts=True,
    )
    users = {request.rater_id: request.rater.user for request in new}
    counts = Counter(request.rater_id for request in new)
    tell(_notes(cycle, users, counts, kind="feedback_asked", by_mail=False))
    return len(new)


def uninvite(cycle: AssessmentCycle) -> None:
    """Forget who was asked, when an opening is taken back before anybody answered."""
    FeedbackInvitation.objects.filter(cycle=cycle, answered_on=None).delete()


def reminders(cycle: AssessmentCycle) -> Iterator[Note]:
    """One note to each rater with anonymous answers open. Nobody else learns who they are."""
    gone = cycle.participants.exclude(withdrawn_at=None).values("employee")
    waiting = FeedbackInvitation.objects.filter(cycle=cycle, answered_on=None)
    left = Q(rater__status=EmployeeStatus.LEFT) | Q(ratee__status=EmployeeStatus.LEFT)
    rows = list(waiting.exclude(left).exclude(ratee__in=gone).select_related("rater__user"))
    users = {row.rater_id: row.rater.user for row in rows}
    counts = Counter(row.rater_id for row in rows)
    return _notes(cycle, users, counts, kind="feedback_reminder", by_mail=True)


def _notes(
    cycle: AssessmentCycle,
    users: dict[int, User | None],
    counts: Counter[int],
    *,
    kind: str,
    by_mail: bool,
) -> Iterator[Note]:
    for rater, count in counts.items():
        words = partial(_asked_words, cycle, count)
        yield Note(users[rater], kind, words, reverse("pages:feedback_list"), by_mail=by_mail)


def _asked_words(cycle: AssessmentCycle, count: int) -> str:
    text = ngettext(
        "%(cycle)s: please give anonymous feedback on %(n)d person by %(day)s",
        "%(cycle)s: please give anonymous feedback on %(n)d people by %(day)s",
        count,
    )
    return text % {"cycle": cycle, "n": count, "day": date_format(cycle.closes_on, "j M Y")}


# --- answering ----------------------------------------------------------------------------------


@transaction.atomic
def answer(
    *,
    author: User,
    participant: CycleParticipant,
    said: Sequence[Said],
    comment: str = "",
    readers: FeedbackReaders,
    now: dt.datetime,
) -> str:
    """Keep an anonymous answer and that it was given; return the token that only its author holds.

    `readers` is what the author was told about who reads it. Raises `ConflictError` when the round
    is closed, when this was answered already, or when the readers changed meanwhile;
    `NotAllowedError` for who is not asked; `ManyErrors` by the skill's public id.
    """
    participant = accepting(participant, readers, now)
    invitation = _invitation(author, participant)
    if invitation.answered_on is not None:
        raise ConflictError(
            _("You have answered already, and your answer is kept. Its code opens it again."),
            code="answered_already",
        )
    token = secrets.token_urlsafe(32)
    FeedbackAnswer.objects.create(
        cycle_id=participant.cycle_id,
        ratee_id=participant.employee_id,
        rater_kind=invitation.rater_kind,
        payload=payload_of(participant, said, comment),
        digest=digest_of(token, author),
    )
    invitation.answered_on = timezone.localdate(now)
    invitation.save(update_fields=["answered_on"])
    return token


@transaction.atomic
def change_answer(
    *,
    author: User,
    tokens: Sequence[str],
    participant: CycleParticipant,
    said: Sequence[Said],
    comment: str = "",
    readers: FeedbackReaders,
    now: dt.datetime,
) -> None:
    """Replace the answer that one of these tokens opens. Raises as `answer` does."""
    participant = accepting(participant, readers, now)
    kept = own_answer(author, tokens, participant)
    if kept is None:
        raise ConflictError(_("This code opens no answer of yours."), code="unknown_code")
    kept.payload = payload_of(participant, said, comment)
    kept.save(update_fields=["payload"])


def accepting(
    participant: CycleParticipant, readers: FeedbackReaders, now: dt.datetime
) -> CycleParticipant:
    """The person as of now, in a round held open; what the author was told still holds.

    Call it first in the transaction of an answer. Raises `ConflictError`.
    """
    act_unnamed()
    accept_answer(participant.cycle, timezone.localdate(now))
    fresh = CycleParticipant.objects.select_related("cycle", "employee").get(pk=participant.pk)
    if fresh.is_gone:
        raise ConflictError(
            _("Feedback on %(name)s is not wanted any more in this round.")
            % {"name": fresh.employee},
            code="withdrawn",
        )
    if readers_of(fresh) != readers:
        raise ConflictError(
            _("Who will read this has changed. Nothing was sent; read it again, then send."),
            code="readers_changed",
        )
    return fresh


def _invitation(author: User, participant: CycleParticipant) -> FeedbackInvitation:
    asked = FeedbackInvitation.objects.visible_to(author).select_for_update(of=("self",))
    invitation = (
        asked.filter(cycle=participant.cycle_id, ratee=participant.employee_id)
        .exclude(rater__status=EmployeeStatus.LEFT)
        .first()
    )
    if invitation is None:
        raise NotAllowedError(_("You were not asked for feedback on this person."))
    return invitation


def payload_of(participant: CycleParticipant, said: Sequence[Said], comment: str) -> dict[str, Any]:
    """What is kept of an answer. Raises as `check_said` does."""
    check_said(participant, said, comment)
    return {"skills": [_item(one) for one in said], "comment": comment}


def check_said(participant: CycleParticipant, said: Sequence[Said], comment: str = "") -> None:
    """Raise `ManyErrors` or `DomainError` unless this can be kept about the person."""
    if not said:
        raise DomainError(
            _("There is nothing to send yet: choose a level or “cannot judge” first."),
            code="nothing_to_submit",
        )
    asked = CycleSkill.objects.filter(participant=participant).values_list("skill", flat=True)
    _check(said, set(asked))
    if len(comment) > LONGEST_COMMENT:
        raise DomainError(_("The comment is too long."), code="too_long", field="comment")


def _check(said: Sequence[Said], asked: Collection[int]) -> None:
    if len({one.skill.pk for one in said}) < len(said):
        raise DomainError(_("The same skill was answered twice."), code="twice")
    faults = {str(one.skill.public_id): _fault(one, asked) for one in said}
    if found := {skill: fault for skill, fault in faults.items() if fault}:
        raise ManyErrors(_("Some answers cannot be kept. Nothing was sent yet."), found)


def _fault(one: Said, asked: Collection[int]) -> str:
    if one.skill.pk not in asked:
        return _("Nobody asked about this skill.")
    if len(one.comment) > LONGEST_COMMENT:
        return _("The comment is too long.")
    try:
        check_answer(one.level, cannot_judge=False, scale=one.skill.scale)
    except DomainError as error:
        return error.message
    return ""


def _item(one: Said) -> dict[str, Any]:
    level = None if one.level is None else float(one.level)
    return {"skill": one.skill.pk, "level": level, "comment": one.comment}


# --- closing ------------------------------------------------------------------------------------


def close(cycle: AssessmentCycle, *, actor: User | None = None) -> Job:
    """Let a worker make the answers of a closed cycle untraceable; call it in the closing's
    transaction. The work is `services.feedback_closing.mix_answers`."""
    return jobs.enqueue(
        "assessments.mix_answers",
        actor=actor,
        key=_mixing(cycle),
        title=_("Mixing of anonymous answers"),
        link=board_link(cycle),
        cycle_id=cycle.pk,
    )


def mixing_of(cycle: AssessmentCycle) -> JobQuerySet:
    """The jobs that make the answers of this cycle untraceable."""
    return Job.objects.filter(key=_mixing(cycle))


def _mixing(cycle: AssessmentCycle) -> str:
    return f"mix_answers {cycle.pk}"
