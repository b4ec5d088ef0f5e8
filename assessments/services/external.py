"""Asking people outside the organisation: proposed, approved, and asked by mail with a code.

The code is in the mail alone: its SHA-256 is kept, and the link carries it behind a #, where no
server sees it.
"""

import datetime as dt
import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.enums import CycleState, RaterKind, RequestState
from assessments.models import AssessmentCycle, CycleParticipant, ExternalRater
from assessments.models.external import ExternalRaterQuerySet
from assessments.queries.external import digest_of_code
from assessments.services.cycles_notes import mail_later
from assessments.services.cycles_raters import (
    decided,
    deciding,
    known_already,
    locked_in,
    proposing,
    tell_approver,
)
from employees.enums import EmployeeStatus
from employees.models import Employee
from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.models import Organisation, User

LINK_DAYS = 30  # that a code lives after it was mailed
LONGEST_NAME = 120  # characters, as in the model
LONGEST_ADDRESS = 254  # likewise
MOST_CODES = 12  # of one person that work at the same time
MOST_ASKED = 20  # people from outside about one person


@transaction.atomic
def propose_external(
    *, actor: User, participant: CycleParticipant, name: str, email: str, now: dt.datetime
) -> ExternalRater:
    """Propose somebody without a log-in; a proposal by manager or HR is approved at once.

    Raises `NotAllowedError`, `ConflictError`, or `DomainError` naming the field.
    """
    cycle, approves = proposing(actor, participant)
    if not cycle.kinds.filter(rater_kind=RaterKind.EXTERNAL).exists():
        raise DomainError(_("In this cycle nobody from outside is asked."), field="email")
    name, email = _clean_name(name), _clean_email(email)
    known = ExternalRater.objects.filter(cycle=cycle, ratee=participant.employee)
    if found := known.filter(email=email).first():
        raise known_already(found, email, approves=approves)
    _check_room(known, approves=approves)
    rater = ExternalRater.objects.create(
        cycle=cycle, ratee=participant.employee, name=name, email=email, proposed_by=actor
    )
    if approves:
        _approve(rater, actor, now)
    else:
        tell_approver(participant)
    return rater


@transaction.atomic
def decide_external(
    *,
    actor: User,
    participant: CycleParticipant,
    rater: ExternalRater,
    approve: bool,
    now: dt.datetime,
) -> None:
    """Approve or decline a proposal. Raises `NotAllowedError` or `ConflictError`."""
    deciding(actor, participant)
    rater = locked_in(RequestState.PROPOSED, rater, participant)
    if approve:
        _approve(rater, actor, now)
    else:
        decided(rater, RequestState.DECLINED, actor, now)


@transaction.atomic
def ask_external_after_all(
    *, actor: User, participant: CycleParticipant, rater: ExternalRater, now: dt.datetime
) -> None:
    """Approve what was declined. Raises `NotAllowedError` or `ConflictError`."""
    deciding(actor, participant)
    _approve(locked_in(RequestState.DECLINED, rater, participant), actor, now)


@transaction.atomic
def take_back_external(*, actor: User, rater: ExternalRater) -> None:
    """Remove a proposal of one's own that nobody has decided on. Raises `ConflictError`."""
    own = ExternalRater.objects.filter(pk=rater.pk, proposed_by=actor)
    gone, _by_model = own.filter(state=RequestState.PROPOSED).delete()
    if not gone:
        raise ConflictError(_("This was decided already."), code="decided_already")


@transaction.atomic
def mail_again(
    *, actor: User, participant: CycleParticipant, rater: ExternalRater, today: dt.date
) -> None:
    """Mail somebody who has not answered a new code. Raises `NotAllowedError`, `ConflictError`."""
    cycle = deciding(actor, participant)
    if cycle.state != CycleState.OPEN or rater.state != RequestState.APPROVED:
        raise ConflictError(_("This request is not open any more."), code="not_open")
    _mail(_waiting(cycle).filter(ratee=participant.employee_id, pk=rater.pk), today)


def invite_external(cycle: AssessmentCycle, today: dt.date) -> int:
    """Mail those who are approved and were not asked yet; return how many.

    Call it in the transaction of opening.
    """
    return _mail(_waiting(cycle).filter(link_ends_on=None), today)


def remind_external(cycle: AssessmentCycle, today: dt.date) -> int:
    """Mail those who have not answered a new code; the ones before still work."""
    return _mail(_waiting(cycle).exclude(link_ends_on=None), today, is_reminder=True)


def uninvite_external(cycle: AssessmentCycle) -> None:
    """Make all codes worthless, when an opening is taken back before anybody answered."""
    ExternalRater.objects.filter(cycle=cycle).update(digests=[], link_ends_on=None)


def forget_addresses(cycle: AssessmentCycle) -> None:
    """What is needed for mail only goes with the last answer."""
    ExternalRater.objects.filter(cycle=cycle).update(email="")


def _approve(rater: ExternalRater, actor: User, now: dt.datetime) -> None:
    decided(rater, RequestState.APPROVED, actor, now)
    if rater.cycle.state == CycleState.OPEN:
        _mail(_waiting(rater.cycle).filter(pk=rater.pk), now.date())


def _waiting(cycle: AssessmentCycle) -> ExternalRaterQuerySet:
    """Approved, not answered, about people who are here and in it."""
    gone = cycle.participants.exclude(withdrawn_at=None).values("employee")
    rows = cycle.external_raters.filter(state=RequestState.APPROVED).exclude(ratee__in=gone)
    return rows.exclude(ratee__status=EmployeeStatus.LEFT).select_related("ratee", "cycle")


# --- codes and mail -----------------------------------------------------------------------------


def _mail(raters: ExternalRaterQuerySet, today: dt.date, *, is_reminder: bool = False) -> int:
    """Three queries for any number of raters, since a cycle is locked meanwhile.

    The new code works beside those mailed before; only its digest is kept.
    """
    codes = {rater: secrets.token_urlsafe(32) for rater in raters}
    for rater, code in codes.items():
        rater.digests = [*rater.digests, digest_of_code(code)][-MOST_CODES:]
        rater.link_ends_on = today + dt.timedelta(days=LINK_DAYS)
    ExternalRater.objects.bulk_update(codes, ["digests", "link_ends_on"], batch_size=1_000)
    name = Organisation.objects.values_list("name", flat=True).first() or ""
    mails = [_letter(rater, code, name, is_reminder) for rater, code in codes.items()]
    mail_later(mails)
    return len(mails)


def _letter(rater: ExternalRater, code: str, organisation: str, is_reminder: bool) -> EmailMessage:
    """In the language of the installation; nobody knows theirs."""
    cycle = rater.cycle
    until = min(cycle.closes_on, rater.link_ends_on or cycle.closes_on)
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "rater": rater,
            "ratee": rater.ratee,
            "organisation": organisation,
            "day": date_format(until, "j M Y"),
            "page": settings.BASE_URL + reverse("pages:external_form"),
            "code": code,
            "is_reminder": is_reminder,
        }
        subject = _("Please rate %(name)s") % {"name": rater.ratee}
        body = render_to_string("assessments/external_invitation.txt", context)
    return EmailMessage(subject, body, None, [rater.email])


def _check_room(known: ExternalRaterQuerySet, *, approves: bool) -> None:
    """Whom the person proposed counts even when declined. Raises `ConflictError`."""
    if known.exclude(state=RequestState.DECLINED).count() >= MOST_ASKED:
        raise ConflictError(_("So many people from outside are enough."), code="too_many")
    if not approves and known.count() >= MOST_ASKED:
        raise ConflictError(
            _("So many people from outside were proposed already. The manager or HR can add more."),
            code="too_many",
        )


# --- what was typed -----------------------------------------------------------------------------


def _clean_name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise DomainError(_("Give the person's name."), code="required", field="name")
    if len(name) > LONGEST_NAME:
        raise DomainError(_("The name is too long."), code="too_long", field="name")
    return name


def _clean_email(text: str) -> str:
    """The address in lower case, of somebody who does not work here."""
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise DomainError(_("Give an e-mail address."), code="bad_email", field="email") from None
    if len(email) > LONGEST_ADDRESS:
        raise DomainError(_("The address is too long."), code="too_long", field="email")
    own = Q(email__iexact=email) | Q(user__email=email)
    if Employee.objects.working().filter(own).exists():
        raise DomainError(
            _("%(email)s works here: propose them as a colleague.") % {"email": email},
            code="works_here",
            field="email",
        )
    return email
