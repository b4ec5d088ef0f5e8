"""Somebody else verifies, rejects or revokes; what a certificate shows becomes evidence."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import rules
from assessments.enums import CertificateState, Source
from assessments.models import Certificate, Evidence
from assessments.queries.certificates import aligned_skills
from assessments.services.certificates.sending import certificate_link
from assessments.services.evidence import NewEvidence, record_evidence, retract_evidence
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.services import Sentence, notify
from skillmap.core.versions import save_versioned
from skills.models import CertificateType, Skill

LONGEST_REASON = 300
_DECISION = ["state", "reason", "decided_by", "decided_at", "type"]


def verify_certificate(
    *,
    actor: User,
    certificate: Certificate,
    now: dt.datetime,
    as_type: CertificateType | None = None,
    levels: Mapping[Skill, Decimal] | None = None,
    expected: int | None = None,
) -> None:
    """Say that it is genuine; from now on it counts.

    `as_type` says which kind it is. The kind's level and `levels` of skills that the badge is
    aligned with become evidence. Raises `NotAllowedError`, `ConflictError`, `DomainError`.
    """
    _check(actor, certificate, CertificateState.SUBMITTED)
    shown = dict(levels or {})
    if shown:
        known = {skill for _one, skill in aligned_skills(certificate.alignment) if skill}
        if foreign := set(shown) - known:
            text = _("The badge says nothing about %(skill)s.") % {"skill": foreign.pop()}
            raise DomainError(text, field="levels")
    with transaction.atomic():
        certificate.type = as_type or certificate.type
        _decide(certificate, CertificateState.VERIFIED, "", actor, now, expected)
        kind = certificate.type
        if kind and kind.skill and kind.attained_level is not None:
            shown[kind.skill] = kind.attained_level
        rows = [_evidence(certificate, skill, level) for skill, level in shown.items()]
        record_evidence(rows=rows, actor=actor, now=now)
        _tell(certificate, "certificate_verified", lambda: _("Your certificate was verified"))


def reject_certificate(
    *,
    actor: User,
    certificate: Certificate,
    reason: str,
    now: dt.datetime,
    expected: int | None = None,
) -> None:
    """Say why it cannot be verified; the person may mend it. Raises as `verify_certificate`."""
    _check(actor, certificate, CertificateState.SUBMITTED)
    with transaction.atomic():
        _decide(certificate, CertificateState.REJECTED, _reason(reason), actor, now, expected)
        _tell(certificate, "certificate_rejected", lambda: _("Your certificate was not accepted"))


def revoke_certificate(
    *,
    actor: User,
    certificate: Certificate,
    reason: str,
    now: dt.datetime,
    expected: int | None = None,
) -> None:
    """Say that a verified one no longer counts; its evidence is retracted."""
    _check(actor, certificate, CertificateState.VERIFIED)
    reason = _reason(reason)
    with transaction.atomic():
        _decide(certificate, CertificateState.REVOKED, reason, actor, now, expected)
        standing = Evidence.objects.standing().filter(
            employee=certificate.employee_id,
            source=Source.CERTIFICATE,
            reference=certificate.reference,
        )
        retract_evidence(evidence=standing, reason=_("Certificate revoked"), actor=actor, now=now)
        _tell(certificate, "certificate_revoked", lambda: _("Your certificate was revoked"))


def _check(actor: User, certificate: Certificate, state: CertificateState) -> None:
    if not rules.can_decide_certificate(actor, certificate):
        raise NotAllowedError(
            _("The line manager or HR decides about a certificate, nobody about their own.")
        )
    if certificate.state != state:
        raise ConflictError(
            _("This certificate is “%(state)s”, so that is not possible.")
            % {"state": certificate.get_state_display()},
            code="wrong_state",
        )


def _decide(
    certificate: Certificate,
    state: CertificateState,
    reason: str,
    actor: User,
    now: dt.datetime,
    expected: int | None,
) -> None:
    certificate.state, certificate.reason = state, reason
    certificate.decided_by, certificate.decided_at = actor, now
    save_versioned(certificate, _DECISION, expected=expected)


def _reason(text: str) -> str:
    """Raises `DomainError` without one: the person reads it."""
    reason = " ".join(text.split())[:LONGEST_REASON]
    if not reason:
        raise DomainError(_("Say why. The person reads it."), code="required", field="reason")
    return reason


def _evidence(certificate: Certificate, skill: Skill, level: Decimal) -> NewEvidence:
    return NewEvidence(
        employee=certificate.employee,
        skill=skill,
        source=Source.CERTIFICATE,
        level=level,
        observed_on=certificate.issued_on,
        expires_on=certificate.expires_on,
        reference=certificate.reference,
    )


def _tell(certificate: Certificate, kind: str, sentence: Sentence) -> None:
    notify(
        certificate.employee.user,
        kind=kind,
        title=lambda: f"{sentence()}: {certificate}",
        link=certificate_link(certificate),
    )
