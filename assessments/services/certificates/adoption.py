"""Certificates that come as imported evidence: a row each, so that there is one list of them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from assessments.enums import CertificateState, Source
from assessments.models import Certificate
from assessments.models.certificates import CertificateQuerySet
from assessments.services.evidence import NewEvidence
from skillmap.core.models import ImportBatch, User
from skillmap.core.versions import save_versioned
from skills.models import CertificateType

Key = tuple[int, str]  # employee, reference
_CHUNK = 1_000
_DATES = ["issued_on", "expires_on"]


def adopt_certificates(
    *,
    rows: Sequence[NewEvidence],
    actor: User | None,
    now: dt.datetime,
    batch: ImportBatch | None = None,
) -> int:
    """Keep a verified certificate for each person and reference of recorded evidence.

    Whoever imports vouches for it. An observation is of the kind whose code or name is its
    reference, else of the only kind for its skill whose level it reaches; else it keeps its
    reference as title. Runs in the transaction of the import, so that undoing that takes it back.
    Returns how many certificates are new.
    """
    certified = [row for row in rows if row.source == Source.CERTIFICATE]
    if not certified:
        return 0
    known = {(one.employee_id, one.reference): one for one in _stored(certified)}
    kinds = _Kinds()
    new: dict[Key, Certificate] = {}
    for row in certified:
        key = (row.employee.pk, row.key[1])
        if key in known:
            _follow(known[key], row)
        elif key not in new:
            new[key] = _certificate(row, kinds, actor, now, batch)
    Certificate.objects.bulk_create(new.values(), batch_size=_CHUNK)
    return len(new)


def forget_certificates(*, batch: ImportBatch) -> None:
    """Delete those of a file that was imported before imports made certificates themselves.

    What an import made itself goes with its history.
    """
    Certificate.objects.filter(batch=batch, decided_at=None).delete()


def revoked_keys(rows: Sequence[NewEvidence]) -> set[tuple[str, int, str]]:
    """Source, employee and reference of rows about certificates that somebody revoked."""
    certified = [row for row in rows if row.source == Source.CERTIFICATE]
    if not certified:
        return set()
    revoked = _stored(certified).filter(state=CertificateState.REVOKED)
    keys = revoked.values_list("employee", "reference")
    return {(str(Source.CERTIFICATE), employee, reference) for employee, reference in keys}


class _Kinds:
    """Kinds of certificate by code, name and skill."""

    def __init__(self) -> None:
        kinds = list(CertificateType.objects.filter(retired_on=None).select_related("skill__scale"))
        self.by_word: Mapping[str, CertificateType] = {
            word.lower(): kind for kind in kinds for word in (kind.name, kind.code)
        }
        self.by_skill: dict[int, list[CertificateType]] = {}
        for kind in kinds:
            if kind.skill_id:
                self.by_skill.setdefault(kind.skill_id, []).append(kind)

    def of(self, row: NewEvidence) -> CertificateType | None:
        """The kind an observation is of, if that is certain."""
        if named := self.by_word.get(row.reference.strip().lower()):
            return named
        of_skill = self.by_skill.get(row.skill.pk, [])
        return of_skill[0] if len(of_skill) == 1 and _reaches(row, of_skill[0]) else None


def _reaches(row: NewEvidence, kind: CertificateType) -> bool:
    """Does the observation show at least the level of the kind?"""
    if row.level is None or kind.attained_level is None or kind.skill is None:
        return False
    given = (row.scale or row.skill.scale).to_common(float(row.level))
    return given >= kind.skill.scale.to_common(float(kind.attained_level))


def _stored(rows: Iterable[NewEvidence]) -> CertificateQuerySet:
    references = {row.key[1] for row in rows}
    people = {row.employee.pk for row in rows}
    return Certificate.objects.filter(employee__in=people, reference__in=references)


def _certificate(
    row: NewEvidence,
    kinds: _Kinds,
    actor: User | None,
    now: dt.datetime,
    batch: ImportBatch | None,
) -> Certificate:
    kind = kinds.of(row)
    title = "" if kind else row.reference or str(row.skill)
    said = row.reference.lower()
    repeats = kind is None or said == kind.code.lower() or said.startswith(kind.name.lower())
    identifier = "" if repeats else row.reference
    return Certificate(
        employee=row.employee,
        type=kind,
        title=title[:200],
        identifier=identifier[:200],
        issued_on=row.observed_on,
        expires_on=row.expires_on,
        state=CertificateState.VERIFIED,
        decided_by=actor,
        decided_at=now,
        reference=row.key[1],
        batch=batch,
    )


def _follow(certificate: Certificate, row: NewEvidence) -> None:
    """A later row of the same certificate: its dates are the ones that count."""
    if (certificate.issued_on, certificate.expires_on) == (row.observed_on, row.expires_on):
        return
    certificate.issued_on, certificate.expires_on = row.observed_on, row.expires_on
    save_versioned(certificate, _DATES)
