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
from assessments.models import AssessmentCycle, CycleParticipant, ExternalRater, ExternalTicket
from assessments.models.external import ExternalRaterQuerySet
from assessments.queries.external import digest_of_code
from assessments.services.cycles_notes import mail_later
from assessments.services.cycles_raters import (
    check_proposed_anew,
    decided,
    deciding,
    proposing,
    tell_approver,
    undecided,
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

    A declined proposal can be made again by those who approve. Raises `NotAllowedError`,
    `ConflictError`, or `DomainError` naming the field.
    """
    cycle, approves = proposing(actor, participant)
    terms = cycle.kinds.filter(rater_kind=RaterKind.EXTERNAL).first()
    if terms is None:
        raise DomainError(_("In this cycle nobody from outside is asked."), field="email")
    name, email = _clean_name(name), _clean_email(email)
    known = ExternalRater.objects.filter(cycle=cycle, ratee=participant.employee)
    rater = known.filter(email=email).select_for_update().first()
    check_proposed_anew(rater, email, approves=approves)
    if known.exclude(state=RequestState.DECLINED).count() >= MOST_ASKED:
        raise ConflictError(_("So many people from outside are enough."), code="too_many")
    rater = rater or ExternalRater(
        cycle=cycle, ratee=participant.employee, email=email, proposed_by=actor
    )
    rater.name, rater.anonymous, rater.state = name, terms.anonymous, RequestState.PROPOSED
    rater.save()
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
    rater = undecided(rater, participant)
    if approve:
        _approve(rater, actor, now)
    else:
        decided(rater, RequestState.DECLINED, actor, now)


@transaction.atomic
def mail_again(
    *, actor: User, participant: CycleParticipant, rater: ExternalRater, today: dt.date
) -> None:
    """Mail somebody a new code, unless they have answered, which nobody is told.

    Raises `NotAllowedError` or `ConflictError`.
    """
    cycle = deciding(actor, participant)
    if cycle.state != CycleState.OPEN or rater.state != RequestState.APPROVED:
        raise ConflictError(_("This request is not open any more."), code="not_open")
    _mail(_waiting(cycle).filter(ratee=participant.employee_id, pk=rater.pk), today)


def invite_external(cycle: AssessmentCycle, today: dt.date) -> int:
    """Mail those who are approved and were not asked yet, of an open cycle; return how many.

    Call it in the transaction of opening or of approval.
    """
    return _mail(_waiting(cycle).filter(ticket=None), today)


def remind_external(cycle: AssessmentCycle, today: dt.date) -> int:
    """Mail those who have not answered a new code; the ones before still work."""
    return _mail(_waiting(cycle).filter(ticket__isnull=False), today, is_reminder=True)


def uninvite_external(cycle: AssessmentCycle) -> None:
    """Make all codes worthless, when an opening is taken back before anybody answered."""
    ExternalTicket.objects.filter(rater__cycle=cycle).delete()


def forget_addresses(cycle: AssessmentCycle) -> None:
    """What is needed for mail only goes with the last answer."""
    ExternalRater.objects.filter(cycle=cycle).update(email="")


def _approve(rater: ExternalRater, actor: User, now: dt.datetime) -> None:
    decided(rater, RequestState.APPROVED, actor, now)
    if rater.cycle.state == CycleState.OPEN:
        invite_external(rater.cycle, now.date())


def _waiting(cycle: AssessmentCycle) -> ExternalRaterQuerySet:
    """Approved, not answered, about people who are here and in it."""
    gone = cycle.participants.exclude(withdrawn_at=None).values("employee")
    unused = Q(ticket=None) | Q(ticket__used_on=None)
    rows = cycle.external_raters.filter(unused, state=RequestState.APPROVED)
    rows = rows.exclude(email="").exclude(ratee__in=gone)
    rows = rows.exclude(ratee__status=EmployeeStatus.LEFT)
    return rows.select_related("ratee", "cycle", "ticket")


# --- codes and mail -----------------------------------------------------------------------------


def _mail(raters: ExternalRaterQuerySet, today: dt.date, *, is_reminder: bool = False) -> int:
    """Three queries for any number of raters, since a cycle is locked meanwhile."""
    codes = {rater: secrets.token_urlsafe(32) for rater in raters}
    expires_on = today + dt.timedelta(days=LINK_DAYS)
    ExternalTicket.objects.bulk_create(
        [_ticket(rater, code, expires_on) for rater, code in codes.items()],
        update_conflicts=True,
        unique_fields=["rater"],
        update_fields=["digests", "expires_on"],  # never when it was used
    )
    name = Organisation.objects.values_list("name", flat=True).first() or ""
    mails = [_letter(rater, code, name, is_reminder) for rater, code in codes.items()]
    mail_later(mails)
    return len(mails)


def _ticket(rater: ExternalRater, code: str, expires_on: dt.date) -> ExternalTicket:
    """For this code beside those mailed before; only its digest is kept."""
    known = rater.ticket.digests if hasattr(rater, "ticket") else []
    digests = [*known, digest_of_code(code)][-MOST_CODES:]
    return ExternalTicket(rater=rater, digests=digests, expires_on=expires_on)


def _letter(rater: ExternalRater, code: str, organisation: str, is_reminder: bool) -> EmailMessage:
    """In the language of the installation; nobody knows theirs."""
    cycle = rater.cycle
    until = min(cycle.closes_on, rater.ticket.expires_on)
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
