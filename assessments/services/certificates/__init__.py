"""Certificates: sending, checking, deciding, reminding, and those that imports bring."""

from assessments.services.certificates.adoption import (
    adopt_certificates,
    forget_certificates,
    revoked_keys,
)
from assessments.services.certificates.badges import Alignment, Badge, read_badge
from assessments.services.certificates.decisions import (
    reject_certificate,
    revoke_certificate,
    verify_certificate,
)
from assessments.services.certificates.documents import Document, read_document
from assessments.services.certificates.reminders import remind_of_certificates
from assessments.services.certificates.reports import report_certificate, said_by
from assessments.services.certificates.sending import (
    CertificateContent,
    add_certificate,
    change_certificate,
    withdraw_certificate,
)

__all__ = [
    "Alignment",
    "Badge",
    "CertificateContent",
    "Document",
    "add_certificate",
    "adopt_certificates",
    "change_certificate",
    "forget_certificates",
    "read_badge",
    "read_document",
    "reject_certificate",
    "remind_of_certificates",
    "report_certificate",
    "revoke_certificate",
    "revoked_keys",
    "said_by",
    "verify_certificate",
    "withdraw_certificate",
]
