"""Contesting an observation: the person objects, somebody replies, somebody else decides."""

import datetime as dt
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments import rules
from assessments.enums import ContestOutcome
from assessments.models import Contest, Evidence
from assessments.queries.contests import hr_partners_of, managers_of
from assessments.services.ad_hoc import ask_for_rating
from assessments.services.cycles_notes import Note, hr_admins, tell
from assessments.services.evidence import retract_evidence
from employees.enums import EmployeeStatus
from employees.models import Employee
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.services import Sentence, settle
from skillmap.core.versions import save_versioned

ASKS, LATE = "rating_contested", "contest_late"  # kinds of notes to those who decide
DAYS_TO_DECIDE = 14
DAYS_BETWEEN_ESCALATIONS = 7
LONGEST_TEXT = 2_000  # characters


@transaction.atomic
def contest_evidence(*, actor: User, evidence: Evidence, reason: str, now: dt.datetime) -> Contest:
    """Object to an observation about oneself; it is marked contested until somebody decides.

    Raises `NotAllowedError`, `DomainError` without a reason, and `ConflictError` when it is being
    looked at already or no longer counts.
    """
    if evidence.employee.user_id != actor.pk:
        raise NotAllowedError(_("Only the person it is about can contest a rating."))
    reason = _text(reason, "reason", _("Say what is not right about it."))
    if not Evidence.objects.standing().filter(pk=evidence.pk).exists():
        raise ConflictError(_("This no longer counts, so there is nothing to contest."))
    locked = Employee.objects.select_for_update().get(pk=evidence.employee_id)
    if Contest.objects.open().filter(evidence=evidence).exists():
        raise ConflictError(_("You contested this already; somebody is looking at it."))
    contest = Contest.objects.create(
        evidence=evidence, reason=reason, due_on=now.date() + dt.timedelta(days=DAYS_TO_DECIDE)
    )
    _tell_deciders(contest, locked)
    return contest


@transaction.atomic
def reply_to_contest(*, actor: User, contest: Contest, reply: str, now: dt.datetime) -> None:
    """Answer the objection, once. Raises `NotAllowedError`, `DomainError`, `ConflictError`."""
    contest = _open(contest)
    if not rules.can_reply_to_contest(actor, contest):
        raise NotAllowedError(_("The rater, the manager or HR replies."))
    if contest.replied_at is not None:
        raise ConflictError(_("Somebody replied already."), code="replied_already")
    contest.reply = _text(reply, "reply", _("Write a reply."))
    contest.replied_by, contest.replied_at = actor, now
    save_versioned(contest, ["reply", "replied_by", "replied_at"])
    _tell_person(contest, lambda: _("There is a reply to what you contested"))


@transaction.atomic
def ask_second_rater(*, actor: User, contest: Contest, rater: Employee, now: dt.datetime) -> None:
    """Have somebody else rate the same skill until the deadline; the answer is evidence of its own.

    Raises `NotAllowedError`, `DomainError` or `ConflictError`.
    """
    contest = _open(contest)
    if not rules.can_resolve_contest(actor, contest):
        raise NotAllowedError(_("Whoever decides asks a second person."))
    if contest.second_rater is not None:
        raise ConflictError(_("A second person was asked already."), code="asked_already")
    evidence = contest.evidence
    if rater.pk == evidence.rater_id:
        raise DomainError(_("Ask somebody who has not rated this yet."), field="rater")
    ask_for_rating(
        actor=actor,
        ratee=evidence.employee,
        rater=rater,
        skill=evidence.skill,
        note=_("A second look at a rating"),
        due_on=contest.due_on,
        now=now,
    )
    contest.second_rater = rater
    save_versioned(contest, ["second_rater"])


@transaction.atomic
def resolve_contest(
    *, actor: User, contest: Contest, stands: bool, resolution: str, now: dt.datetime
) -> None:
    """Decide whether the observation stands or no longer counts, with a reason.

    Raises `NotAllowedError` (nobody decides about their own rating), `DomainError`,
    `ConflictError`.
    """
    contest = _open(contest)
    if not rules.can_resolve_contest(actor, contest):
        raise NotAllowedError(
            _("The manager or HR decides, and nobody about a rating of their own.")
        )
    contest.resolution = _text(resolution, "resolution", _("Say why you decide so."))
    contest.outcome = ContestOutcome.STANDS if stands else ContestOutcome.WITHDRAWN
    contest.resolved_by, contest.resolved_at = actor, now
    save_versioned(contest, ["resolution", "outcome", "resolved_by", "resolved_at"])
    if not stands:
        reason = _("Contested, and withdrawn")
        retract_evidence(evidence=[contest.evidence], reason=reason, actor=actor, now=now)
    settle([ASKS, LATE], contest_link(contest.evidence))
    _tell_person(contest, lambda: _("There is a decision about what you contested"))


def escalate_contests(today: dt.date) -> int:
    """Pass on contests that nobody decided in time; return how many.

    First to the next manager who can decide, then each week to HR as well, until somebody does.
    """
    again = today - dt.timedelta(days=DAYS_BETWEEN_ESCALATIONS)
    waiting = Q(escalated_on=None) | Q(escalated_on__lte=again)
    late = Contest.objects.open().filter(waiting, due_on__lt=today)
    rows = late.select_related("evidence__employee__user", "evidence__rater", "evidence__skill")
    return sum(_escalate(contest, today) for contest in rows)


@transaction.atomic
def _escalate(contest: Contest, today: dt.date) -> bool:
    """Tell who can decide now; False when somebody else has told them meanwhile."""
    same = Contest.objects.open().filter(pk=contest.pk, escalated_on=contest.escalated_on)
    if not same.update(escalated_on=today):
        return False
    person = contest.evidence.employee
    above = [one.user for one in managers_of(person)[1:] if one.user and one.user.is_active]
    told = [user for user in above if rules.can_resolve_contest(user, contest)][:1]
    if not told or contest.escalated_on is not None:
        told += [
            user
            for user in [*hr_partners_of(person), *hr_admins()]
            if rules.can_resolve_contest(user, contest)
        ]
    link = contest_link(contest.evidence)
    words = partial(_late_words, person, contest)
    tell(Note(user, LATE, words, link, by_mail=True) for user in dict.fromkeys(told))
    if contest.escalated_on is None:
        _tell_person(
            contest, lambda: _("What you contested was not decided in time and was passed on")
        )
    return True


def _late_words(person: Employee, contest: Contest) -> str:
    return _("%(name)s contested a rating; it should have been decided by %(day)s") % {
        "name": person,
        "day": date_format(contest.due_on, "j M Y"),
    }


def contest_link(evidence: Evidence) -> str:
    """The page of an observation and of what was said about it."""
    args = [evidence.employee.public_id, evidence.public_id]
    return reverse("pages:evidence_contest", args=args)


def _open(contest: Contest) -> Contest:
    rows = Contest.objects.select_for_update(of=("self",))
    rows = rows.select_related("evidence__employee__user", "evidence__rater", "evidence__skill")
    locked = rows.get(pk=contest.pk)
    if locked.outcome != ContestOutcome.OPEN:
        raise ConflictError(_("This was decided already."), code="decided_already")
    return locked


def _text(text: str, field: str, message: str) -> str:
    text = text.strip()
    if not text:
        raise DomainError(message, code="required", field=field)
    if len(text) > LONGEST_TEXT:
        raise DomainError(_("This is too long."), code="too_long", field=field)
    return text


def _tell_deciders(contest: Contest, person: Employee) -> None:
    """The line manager, and HR admins where that manager cannot decide: nobody there, away, or
    the own rating is contested."""
    link = contest_link(contest.evidence)
    manager = managers_of(person)[:1]
    told = [one.user for one in manager if one.user is not None and one.user.is_active]
    if not any(_decides_soon(one, contest) for one in manager):
        told += hr_admins()
    words = partial(_asking_words, person, contest)
    tell(Note(user, ASKS, words, link) for user in dict.fromkeys(told))


def _decides_soon(manager: Employee, contest: Contest) -> bool:
    here = manager.status == EmployeeStatus.ACTIVE and manager.user is not None
    return here and manager.pk != contest.evidence.rater_id


def _asking_words(person: Employee, contest: Contest) -> str:
    return _("%(name)s contests a rating; please decide by %(day)s") % {
        "name": person,
        "day": date_format(contest.due_on, "j M Y"),
    }


def _tell_person(contest: Contest, title: Sentence) -> None:
    link = contest_link(contest.evidence)
    tell([Note(contest.evidence.employee.user, "contest_news", title, link)])
