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

from assessments import rules
from assessments.enums import CycleState, RaterKind, RequestState
from assessments.models import AssessmentCycle, CycleParticipant, ExternalRater, ExternalTicket
from assessments.models.external import ExternalRaterQuerySet
from assessments.queries.external import digest_of_code
from assessments.services.cycles_notes import mail_later
from assessments.services.cycles_raters import taking_raters, tell_approver
from employees.enums import EmployeeStatus
from employees.models import Employee
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import Organisation, User
from skillmap.core.versions import save_versioned

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
    cycle = taking_raters(participant)
    if not rules.can_propose_raters(actor, participant.employee):
        raise NotAllowedError(_("Raters are proposed by the person, the manager or HR."))
    terms = cycle.kinds.filter(rater_kind=RaterKind.EXTERNAL).first()
    if terms is None:
        raise DomainError(_("In this cycle nobody from outside is asked."), field="email")
    name, email = _clean_name(name), _clean_email(email)
    known = ExternalRater.objects.filter(cycle=cycle, ratee=participant.employee)
    if known.filter(email=email).exists():
        raise ConflictError(
            _("%(name)s was proposed already.") % {"name": email}, code="proposed_already"
        )
    if known.count() >= MOST_ASKED:
        raise ConflictError(_("So many people from outside are enough."), code="too_many")
    rater = ExternalRater.objects.create(
        cycle=cycle,
        ratee=participant.employee,
        name=name,
        email=email,
        anonymous=terms.anonymous,
        proposed_by=actor,
    )
    if rules.can_approve_raters(actor, participant.employee):
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
    taking_raters(participant)
    if not rules.can_approve_raters(actor, participant.employee):
        raise NotAllowedError(_("The manager or HR decides who rates."))
    rater = ExternalRater.objects.select_for_update().get(pk=rater.pk)
    if rater.state != RequestState.PROPOSED:
        raise ConflictError(_("This was decided already."), code="decided_already")
    if approve:
        _approve(rater, actor, now)
        return
    rater.state, rater.decided_by, rater.decided_at = RequestState.DECLINED, actor, now
    save_versioned(rater, ["state", "decided_by", "decided_at"])


@transaction.atomic
def take_back_external(*, actor: User, rater: ExternalRater) -> None:
    """Remove a proposal of one's own that nobody has decided on. Raises `ConflictError`."""
    gone, _by_model = ExternalRater.objects.filter(
        pk=rater.pk, proposed_by=actor, state=RequestState.PROPOSED
    ).delete()
    if not gone:
        raise ConflictError(_("This was decided already."), code="decided_already")


@transaction.atomic
def mail_again(
    *, actor: User, participant: CycleParticipant, rater: ExternalRater, today: dt.date
) -> None:
    """Mail somebody a new code, unless they have answered, which nobody is told.

    Raises `NotAllowedError` or `ConflictError`.
    """
    cycle = taking_raters(participant)
    if not rules.can_approve_raters(actor, participant.employee):
        raise NotAllowedError(_("The manager or HR decides who rates."))
    if cycle.state != CycleState.OPEN or rater.state != RequestState.APPROVED:
        raise ConflictError(_("This request is not open any more."), code="not_open")
    _mail(_waiting(cycle).filter(pk=rater.pk), today)


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
    rater.state, rater.decided_by, rater.decided_at = RequestState.APPROVED, actor, now
    save_versioned(rater, ["state", "decided_by", "decided_at"])
    if rater.cycle.state == CycleState.OPEN:
        invite_external(rater.cycle, now.date())


def _waiting(cycle: AssessmentCycle) -> ExternalRaterQuerySet:
    """Approved, not answered, about people who are here and in it."""
    gone = cycle.participants.exclude(withdrawn_at=None).values("employee")
    unused = Q(ticket=None) | Q(ticket__used_on=None)
    rows = cycle.external_raters.filter(unused, state=RequestState.APPROVED)
    rows = rows.exclude(email="").exclude(ratee__in=gone)
    return rows.exclude(ratee__status=EmployeeStatus.LEFT).select_related("ratee", "cycle")


# --- codes and mail -----------------------------------------------------------------------------


def _mail(raters: ExternalRaterQuerySet, today: dt.date, *, is_reminder: bool = False) -> int:
    mails = [_letter(rater, _new_code(rater, today), is_reminder) for rater in raters]
    mail_later(mails)
    return len(mails)


def _new_code(rater: ExternalRater, today: dt.date) -> str:
    """A code for this rater, beside those mailed before; only its digest is kept."""
    code = secrets.token_urlsafe(32)
    ticket = ExternalTicket.objects.filter(rater=rater).first() or ExternalTicket(rater=rater)
    ticket.digests = [*ticket.digests, digest_of_code(code)][-MOST_CODES:]
    ticket.expires_on = today + dt.timedelta(days=LINK_DAYS)
    fields = ["digests", "expires_on"] if ticket.pk else None  # never when it was used
    ticket.save(update_fields=fields)
    return code


def _letter(rater: ExternalRater, code: str, is_reminder: bool) -> EmailMessage:
    """In the language of the installation; nobody knows theirs."""
    cycle = rater.cycle
    until = min(cycle.closes_on, rater.ticket.expires_on)
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "rater": rater,
            "ratee": rater.ratee,
            "organisation": Organisation.objects.values_list("name", flat=True).first() or "",
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
