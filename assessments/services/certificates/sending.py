"""A person sends a certificate, mends it or takes it back, until somebody has verified it."""

import calendar
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import uuid4

from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import rules
from assessments.enums import CertificateState
from assessments.models import Certificate
from assessments.services.certificates.documents import Document
from employees.models import Assignment, Employee
from employees.services.notices import tell_hr_admins
from skillmap.core.errors import ConflictError, DomainError, ManyErrors, NotAllowedError
from skillmap.core.models import User
from skillmap.core.services import notify
from skillmap.core.versions import save_versioned
from skills.models import CertificateType

EAST_OF_UTC = dt.timedelta(hours=14)  # where the day begins first
_FILE = ["file", "file_name", "media_type", "sha256", "badge_id", "badge_recipient", "alignment"]
CONTENT = ["type", "title", "issuer", "identifier", "issued_on", "expires_on"]
DECISION = ["state", "reason", "decided_by", "decided_at", "reminded_days"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateContent:
    """What a person says about a certificate. `type` or `title` names it.

    Where the document is a badge, title, issuer and dates are the badge's. Without `expires_on` a
    kind that ends after some months ends so many months after `issued_on`.
    """

    type: CertificateType | None = None
    title: str = ""
    issuer: str = ""
    identifier: str = ""
    issued_on: dt.date | None = None
    expires_on: dt.date | None = None


def add_certificate(
    *,
    actor: User,
    employee: Employee,
    content: CertificateContent,
    document: Document,
    now: dt.datetime,
) -> Certificate:
    """Keep a certificate of one's own and ask for its verification.

    Raises `NotAllowedError`, `ManyErrors` by field, or `ConflictError` for the same one again.
    """
    if not rules.can_add_certificate(actor, employee):
        raise NotAllowedError(_("Everybody adds their own certificates."))
    values = checked(content, document, now)
    certificate = Certificate(employee=employee, public_id=uuid4())
    certificate.reference = f"certificate {certificate.public_id}"
    with _no_file_left_behind(certificate), transaction.atomic():
        Employee.objects.select_for_update().get(pk=employee.pk)  # the same one twice at once
        fill(certificate, values, document)
        _refuse_twin(certificate)
        certificate.file.save(document.name, document.upload, save=False)
        certificate.save()
        ask_to_verify(certificate)
    return certificate


def change_certificate(
    *,
    actor: User,
    certificate: Certificate,
    content: CertificateContent,
    now: dt.datetime,
    document: Document | None = None,
    expected: int | None = None,
) -> Certificate:
    """Mend a certificate that is not verified; a rejected one waits for verification again.

    Raises as `add_certificate`, and `ConflictError` on a stale version.
    """
    _check_open(actor, certificate)
    if document is None and certificate.is_badge:
        content = replace(
            content,
            title=certificate.title,
            issuer=certificate.issuer,
            issued_on=certificate.issued_on,
            expires_on=certificate.expires_on,
        )
    values = checked(content, document, now)
    before = certificate.file.name
    with _no_file_left_behind(certificate), transaction.atomic():
        fill(certificate, values, document)
        _refuse_twin(certificate)
        was_rejected = send_again(certificate)
        if document:
            certificate.file.save(document.name, document.upload, save=False)
        save_versioned(certificate, [*CONTENT, *_FILE, *DECISION], expected=expected)
        if document and before:
            transaction.on_commit(lambda: default_storage.delete(before))
        if was_rejected:
            ask_to_verify(certificate)
    return certificate


@transaction.atomic
def withdraw_certificate(
    *, actor: User, certificate: Certificate, expected: int | None = None
) -> None:
    """Take back a certificate that nobody has verified: row and file go, the trail remembers.

    Raises `NotAllowedError`, `ConflictError`.
    """
    _check_open(actor, certificate)
    version = certificate.version if expected is None else expected
    name = certificate.file.name
    stored = Certificate.objects.filter(pk=certificate.pk, version=version)
    if not stored.delete()[0]:
        raise ConflictError(_("Somebody changed this meanwhile."), code="stale_version")
    if name:
        transaction.on_commit(lambda: default_storage.delete(name))


def send_again(certificate: Certificate) -> bool:
    """Let it wait for verification anew, not saved yet. Was it rejected before?"""
    was_rejected = certificate.state == CertificateState.REJECTED
    certificate.state, certificate.reason = CertificateState.SUBMITTED, ""
    certificate.decided_by = certificate.decided_at = None
    return was_rejected


def manager_of(employee: Employee) -> User | None:
    """The log-in of the line manager of today, if there is one."""
    places = Assignment.objects.current().primary().filter(employee=employee)
    place = places.select_related("manager__user").first()
    return place.manager.user if place and place.manager else None


def certificate_link(certificate: Certificate) -> str:
    """The path of the page of a certificate."""
    return reverse("pages:certificate_detail", args=[certificate.public_id])


def _check_open(actor: User, certificate: Certificate) -> None:
    if not rules.can_change_certificate(actor, certificate):
        raise NotAllowedError(_("Everybody changes their own certificates."))
    if certificate.state in {CertificateState.VERIFIED, CertificateState.REVOKED}:
        raise ConflictError(
            _("This certificate was decided on, so it stays as it is."), code="not_open"
        )


def checked(
    content: CertificateContent, document: Document | None, now: dt.datetime
) -> dict[str, Any]:
    """The values to keep: the badge's own where there is one, texts trimmed, the end filled in."""
    if document and (badge := document.badge):
        content = replace(
            content,
            title=badge.title,
            issuer=badge.issuer,
            identifier=content.identifier or badge.identifier,
            issued_on=badge.issued_on,
            expires_on=badge.expires_on,
        )
    values = {name: getattr(content, name) for name in CONTENT}
    for name in ("title", "issuer", "identifier"):
        values[name] = " ".join(values[name].split())
    faults = _faults(content, values, now)
    if faults:
        raise ManyErrors(_("The certificate is not complete."), faults)
    if content.type and content.type.valid_months and content.issued_on and not content.expires_on:
        values["expires_on"] = _months_later(content.issued_on, content.type.valid_months)
    return values


def _faults(
    content: CertificateContent, values: dict[str, Any], now: dt.datetime
) -> dict[str, str]:
    faults = {}
    if content.type is None and not values["title"]:
        faults["title"] = _("Choose a kind of certificate, or write what it is called.")
    if content.type is not None and content.type.retired_on is not None:
        faults["type"] = _("This kind of certificate is no longer used.")
    if content.issued_on is None:
        faults["issued_on"] = _("Say when it was issued.")
    elif content.issued_on > (now + EAST_OF_UTC).date():
        faults["issued_on"] = _("The date lies in the future.")
    elif content.expires_on is not None and content.expires_on < content.issued_on:
        faults["expires_on"] = _("It ends before it was issued.")
    return faults


def fill(certificate: Certificate, values: dict[str, Any], document: Document | None) -> None:
    """Let it say what was checked, and belong to a document if there is one; not saved yet."""
    for name, value in values.items():
        setattr(certificate, name, value)
    certificate.reminded_days = None
    if document is None:
        return
    badge = document.badge
    certificate.file_name = document.name
    certificate.media_type, certificate.sha256 = document.media_type, document.sha256
    certificate.badge_id = badge.id if badge else ""
    certificate.badge_recipient = badge.recipient(certificate.employee.email) if badge else ""
    certificate.alignment = [asdict(one) for one in badge.alignment] if badge else []


def _refuse_twin(certificate: Certificate) -> None:
    """The same document under the same name was sent before."""
    twins = Certificate.objects.filter(
        employee=certificate.employee,
        sha256=certificate.sha256,
        type=certificate.type,
        title=certificate.title,
        state__in=[CertificateState.SUBMITTED, CertificateState.VERIFIED],
    )
    if certificate.sha256 and twins.exclude(pk=certificate.pk).exists():
        raise DomainError(
            _("You have sent this document already."), code="sent_already", field="file"
        )


def ask_to_verify(certificate: Certificate) -> None:
    """A note to the line manager, else to HR."""
    person, kind, link = certificate.employee, "certificate_sent", certificate_link(certificate)

    def title() -> str:
        return _("%(name)s sent a certificate to verify") % {"name": person}

    if notify(manager_of(person), kind=kind, title=title, link=link) is None:
        tell_hr_admins(kind=kind, title=title, link=link)


@contextmanager
def _no_file_left_behind(certificate: Certificate) -> Iterator[None]:
    """Delete a file that was stored for a row that then could not be written."""
    before = certificate.file.name
    try:
        yield
    except BaseException:
        if certificate.file.name and certificate.file.name != before:
            default_storage.delete(certificate.file.name)
        raise


def _months_later(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))
