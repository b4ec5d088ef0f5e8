"""What mentor and mentee write for themselves, and what each says at the end."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments.enums import Source
from assessments.services import NewEvidence, record_evidence
from employees.models import Employee, Mentorship
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skills.models import Skill
from training.enums import MENTORING_TEXT, NoteKind, Practised
from training.models import MentoringNote

REFERENCE = "mentoring"  # of the evidence of an end: followed by the mentorship and the side


@transaction.atomic
def write_note(
    *,
    actor: User,
    mentorship: Mentorship,
    kind: NoteKind,
    text: str,
    skill: Skill | None = None,
    practised: str = "",
    now: dt.datetime,
) -> MentoringNote:
    """Put a point on the agenda, say what a meeting brought, or how it went.

    Points and meetings are for one that runs, an end is said once by each side after it. With a
    skill the end is an observation that the mentoring took place: never a level. Raises
    `NotAllowedError`, `ConflictError`, `DomainError` naming the field.
    """
    author = _author(actor, mentorship)
    kind, text = NoteKind(kind), text.strip()
    if not text:
        raise DomainError(_("Write a few words."), code="missing", field="text")
    if len(text) > MENTORING_TEXT:
        limit = _("At most %(most)d characters.") % {"most": MENTORING_TEXT}
        raise DomainError(limit, code="too_long", field="text")
    ends = kind == NoteKind.END
    if ends != (mentorship.ended_at is not None) or mentorship.accepted_at is None:
        raise ConflictError(_("This is for a mentoring that runs; an end is said after it."))
    if ends:
        if practised not in Practised.values:
            raise DomainError(_("Say how much of it is seen."), code="missing", field="practised")
        skill = mentorship.skill
    note = MentoringNote(
        mentorship=mentorship,
        author=author,
        kind=kind,
        skill=skill,
        text=text,
        practised=practised if ends else "",
        written_at=now,
    )
    try:
        with transaction.atomic():
            note.save()
    except IntegrityError as error:
        raise ConflictError(_("You said how it went already.")) from error
    if ends and skill is not None:
        _record_end(actor, mentorship, author, skill, now)
    return note


def _record_end(
    actor: User, mentorship: Mentorship, author: Employee, skill: Skill, now: dt.datetime
) -> None:
    """One observation without a level, from each side; what was written stays with the pair."""
    side = "mentee" if author.pk == mentorship.mentee_id else "mentor"
    row = NewEvidence(
        employee=mentorship.mentee,
        skill=skill,
        source=Source.COMPLETION,
        level=None,
        observed_on=now.date(),
        reference=f"{REFERENCE}/{mentorship.public_id}/{side}",
    )
    record_evidence(rows=[row], actor=actor, now=now)


def _author(actor: User, mentorship: Mentorship) -> Employee:
    for person in (mentorship.mentee, mentorship.mentor):
        if person.user_id == actor.pk:
            return person
    raise NotAllowedError(_("Only the two of them write here."))
