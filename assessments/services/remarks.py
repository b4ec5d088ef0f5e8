"""Informal feedback: giving a remark, asking for one, reporting and removing it."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import rules
from assessments.enums import (
    REMARK_LENGTH,
    REMARK_REQUESTS_OPEN,
    REMARKS_A_DAY,
    RemarkReaders,
    RemarkTone,
)
from assessments.models import Remark, RemarkRequest
from assessments.models.remarks import RemarkRequestQuerySet
from employees.enums import EmployeeStatus
from employees.models import Employee
from employees.services.notices import tell_hr_admins
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.services import notify, settle
from skills.models import Skill

DAY = dt.timedelta(days=1)
ASKED = "remark_asked"  # kind of the note in the colleague's inbox
REPORTED = "remark_reported"  # and in HR's


def remarks_link(person: Employee) -> str:
    """Where the remarks about somebody stand."""
    return reverse("pages:person_remarks", args=[person.public_id])


@transaction.atomic
def give_remark(
    *,
    actor: User,
    receiver: Employee,
    skill: Skill,
    tone: RemarkTone,
    text: str,
    readers: RemarkReaders,
    now: dt.datetime,
) -> Remark:
    """Say something about a skill of a colleague; it is never evidence.

    What the colleague had asked of this person about that skill is answered by it. Raises
    `NotAllowedError`, or `DomainError` naming the field.
    """
    giver = _me(actor)
    if receiver.pk == giver.pk:
        raise DomainError(_("Somebody else has to say it."), code="about_oneself")
    _check_works_here(receiver)
    text = text.strip()
    if not text:
        raise DomainError(_("Write a few words."), code="empty", field="text")
    if len(text) > REMARK_LENGTH:
        raise DomainError(_("Say it in fewer words."), code="too_long", field="text")
    Employee.objects.select_for_update().get(pk=giver.pk)  # counts stay true for two at once
    if giver.remarks_given.filter(created_at__gt=now - DAY).count() >= REMARKS_A_DAY:
        raise ConflictError(_("That is enough for one day."), code="too_many")
    remark = Remark.objects.create(
        giver=giver, receiver=receiver, skill=skill, tone=tone, text=text, readers=readers
    )
    asked = RemarkRequest.objects.open().filter(asker=receiver, colleague=giver, skill=skill)
    _close(asked, giver, now)
    notify(
        receiver.user,
        kind="remark",
        title=lambda: _("%(name)s wrote to you about %(skill)s") % {"name": giver, "skill": skill},
        link=remarks_link(receiver),
    )
    return remark


@transaction.atomic
def remove_remark(*, actor: User, remark: Remark) -> None:
    """Take back or remove a remark for good. Raises `NotAllowedError`.

    While HR looks at a reported one its writer cannot make it disappear.
    """
    kept = Remark.objects.select_for_update().filter(pk=remark.pk).first()
    if kept is None:
        return  # two at once: it is gone
    if not rules.can_remove_remark(actor, kept):
        if kept.reported_at and kept.giver.user_id == actor.pk:
            raise NotAllowedError(_("HR was asked to look at this note, and decides about it."))
        raise NotAllowedError(_("Who wrote it and whom it is about can remove this."))
    giver, receiver = remark.giver, remark.receiver
    by_hr = actor.pk not in {giver.user_id, receiver.user_id}
    skill = remark.skill
    Remark.objects.filter(pk=remark.pk).delete()
    _settle_reports(receiver)
    if by_hr:
        for person in (giver, receiver):
            notify(
                person.user,
                kind="remark_removed",
                title=lambda: _("HR removed a remark about %(skill)s") % {"skill": skill},
            )


@transaction.atomic
def report_remark(*, actor: User, remark: Remark, reason: str, now: dt.datetime) -> None:
    """Have HR look at a remark about oneself. Raises `NotAllowedError`, `DomainError`."""
    if remark.receiver.user_id != actor.pk:
        raise NotAllowedError(_("The person it is about can report it."))
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise DomainError(_("Say what is wrong with it."), code="reason_required", field="reason")
    Remark.objects.filter(pk=remark.pk).update(reported_at=now, report=reason, updated_at=now)
    tell_hr_admins(
        kind=REPORTED,
        title=lambda: _("Somebody reported a note"),
        link=remarks_link(remark.receiver),
    )


@transaction.atomic
def keep_remark(*, actor: User, remark: Remark, now: dt.datetime) -> None:
    """Let a reported remark stand; HR cannot read it any more. Raises `NotAllowedError`."""
    if not rules.can_decide_remark(actor, remark):
        raise NotAllowedError(_("HR decides about a reported remark, and nobody about their own."))
    Remark.objects.filter(pk=remark.pk).update(reported_at=None, report="", updated_at=now)
    _settle_reports(remark.receiver)
    notify(
        remark.receiver.user,
        kind="remark_kept",
        title=lambda: _("HR looked at a remark you reported; it stays"),
        link=remarks_link(remark.receiver),
    )


@transaction.atomic
def ask_for_remarks(
    *, actor: User, colleagues: Sequence[Employee], skill: Skill, question: str
) -> int:
    """Ask colleagues by name for a few words on a skill of one's own; return how many are asked.

    Whoever is asked about it already is not asked again. Raises `NotAllowedError`, `DomainError`,
    or `ConflictError` when too many requests wait.
    """
    asker = _me(actor)
    if not colleagues:
        raise DomainError(_("Choose whom to ask."), code="nobody", field="others")
    for colleague in colleagues:
        if colleague.pk == asker.pk:
            raise DomainError(_("Ask somebody else."), code="about_oneself", field="others")
        _check_works_here(colleague)
    Employee.objects.select_for_update().get(pk=asker.pk)  # two requests at once ask once
    waiting = RemarkRequest.objects.open().filter(asker=asker)
    known = set(waiting.filter(skill=skill).values_list("colleague", flat=True))
    fresh = [one for one in dict.fromkeys(colleagues) if one.pk not in known]
    if waiting.count() + len(fresh) > REMARK_REQUESTS_OPEN:
        raise ConflictError(_("Too many requests wait for an answer."), code="too_many")
    question = " ".join(question.split())[:300]
    names = {"name": asker, "skill": skill}
    for colleague in fresh:
        RemarkRequest.objects.create(
            asker=asker, colleague=colleague, skill=skill, question=question
        )
        notify(
            colleague.user,
            kind=ASKED,
            title=lambda: _("%(name)s asks for a few words on %(skill)s") % names,
            link=_request_link(asker, skill),
        )
    return len(fresh)


@transaction.atomic
def decline_remark_request(*, actor: User, request: RemarkRequest, now: dt.datetime) -> None:
    """Do not answer, or do not want an answer any more. Raises `NotAllowedError`."""
    if actor.pk not in {request.colleague.user_id, request.asker.user_id}:
        raise NotAllowedError(_("Somebody else was asked."))
    found = RemarkRequest.objects.open().filter(pk=request.pk).select_related("skill", "asker")
    _close(found, request.colleague, now)


def _me(actor: User) -> Employee:
    """The working person behind a log-in. Raises `NotAllowedError`."""
    person = Employee.objects.working().filter(user=actor).select_related("user").first()
    if person is None:
        raise NotAllowedError(_("Your log-in is not linked to a person who works here."))
    return person


def _check_works_here(person: Employee) -> None:
    if person.status == EmployeeStatus.LEFT:
        sentence = _("%(name)s does not work here any more.")
        raise DomainError(sentence % {"name": person}, code="left", field="others")


def _request_link(asker: Employee, skill: Skill) -> str:
    return f"{remarks_link(asker)}?skill={skill.public_id}"


def _settle_reports(receiver: Employee) -> None:
    """HR's notes lead to the person, so they stay open while another report of theirs waits."""
    if not receiver.remarks.exclude(reported_at=None).exists():
        settle([REPORTED], remarks_link(receiver))


def _close(requests: RemarkRequestQuerySet, colleague: Employee, now: dt.datetime) -> None:
    """End these requests and what they put into the colleague's inbox."""
    users = [colleague.user] if colleague.user else []
    for request in requests.select_related("skill", "asker"):
        settle([ASKED], _request_link(request.asker, request.skill), users)
    requests.update(closed_at=now, updated_at=now)
