"""Certificates that other systems know of: they wait for a person to verify them."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import rules
from assessments.enums import CertificateState
from assessments.models import Certificate
from assessments.services.certificates.sending import (
    CONTENT,
    DECISION,
    CertificateContent,
    ask_to_verify,
    checked,
    fill,
    send_again,
)
from employees.models import Employee
from skillmap.core.errors import ConflictError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned

Said = Mapping[str, Any]
"""Values of `CertificateContent` by their names."""


@transaction.atomic
def report_certificate(
    *, actor: User, employee: Employee, reference: str, said: Said, now: dt.datetime
) -> tuple[Certificate, Said | None]:
    """Keep a certificate without its document, known by `reference`, and ask for verification; what
    is not said stays. Returns it with what it said before, None of a new one.

    It counts for nothing until somebody verifies it, whoever tells of it. Raises
    `NotAllowedError`, `ManyErrors`, and `ConflictError` once it was decided on, or when the person
    has sent a document.
    """
    if not rules.can_report_certificates(actor):
        raise NotAllowedError(_("Only HR and its programs report certificates of others."))
    Employee.objects.select_for_update().get(pk=employee.pk)  # the same one twice at once
    known = Certificate.objects.filter(employee=employee, reference=reference)
    certificate = known.select_related("type", "employee__user").first()
    before = None if certificate is None else said_by(certificate)
    values = checked(CertificateContent(**{**(before or {}), **said}), None, now)
    if certificate is None:
        certificate = Certificate(employee=employee, reference=reference)
        fill(certificate, values, None)
        certificate.save()
        ask_to_verify(certificate)
    elif values != before:
        _change(certificate, values)
    return certificate, before


def said_by(certificate: Certificate) -> dict[str, Any]:
    """What it says now, by the names of `CertificateContent`."""
    return {name: getattr(certificate, name) for name in CONTENT}


def _change(certificate: Certificate, values: dict[str, Any]) -> None:
    if certificate.file or certificate.state in {
        CertificateState.VERIFIED,
        CertificateState.REVOKED,
    }:
        text = _("The person has sent it, or it was decided on, so it stays as it is.")
        raise ConflictError(text, code="not_open")
    was_rejected = send_again(certificate)
    fill(certificate, values, None)
    save_versioned(certificate, [*CONTENT, *DECISION])
    if was_rejected:
        ask_to_verify(certificate)
