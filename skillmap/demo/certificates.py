"""Certificates at Norvane: those that roles need, and a few documents on somebody's desk."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from assessments.enums import Source
from assessments.models import Certificate
from assessments.services import NewEvidence, record_evidence
from assessments.services.certificates import (
    CertificateContent,
    add_certificate,
    adopt_certificates,
    read_document,
    reject_certificate,
)
from assessments.services.certificates.sending import manager_of
from employees.models import Employee
from skillmap.core.history import acting
from skillmap.core.models import User
from skillmap.demo.goals import build_goals
from skillmap.demo.history import by_month
from skillmap.demo.instruments import CERTIFICATES, NEEDED_CERTIFICATES
from skillmap.demo.organisation import user_of
from skillmap.demo.people import SEED, Person
from skillmap.demo.personas import EMPLOYEE, EXPIRED_CERTIFICATE, MANAGER
from skills.models import CertificateType, Skill

HELD = 0.9  # share of those who hold what their role needs
MONTH = timedelta(days=30)
TEAM = MANAGER[0]
OPERATORS = "Operations/Production/Chicago final test"
BADGE = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {
        "id": "https://academy.norvane.example/issuer",
        "type": ["Profile"],
        "name": "Norvane Partner Academy",
    },
    "name": "Facilitation badge",
}
ALIGNMENT = {
    "type": ["Alignment"],
    "targetName": "Facilitation",
    "targetCode": "FACILITATION",
    "targetUrl": "https://academy.norvane.example/skills/facilitation",
    "targetFramework": "Norvane Partner Academy",
}


def certify(people: Sequence[Person], monday: date, now: datetime, actor: User) -> None:
    """Most people hold what their role needs, some not for long any more, a few not at all; and
    everybody what they reached as a goal."""
    numbers = [one.number for one in people]
    employees = Employee.objects.in_bulk(numbers, field_name="number")
    shown = Skill.objects.filter(code__in=CERTIFICATES).select_related("scale")
    skills = {skill.code: skill for skill in shown}
    goals = [goal for goal in build_goals(people) if goal.reached]
    earned = {(goal.employee, goal.skill) for goal in goals}
    held = set(Certificate.objects.filter(type__isnull=False).values_list("employee", "type__code"))
    rows = [
        row
        for person in people
        if person.status == "active" and person.key != EXPIRED_CERTIFICATE
        for row in _needed(person, monday, employees[person.number], skills, held)
        if (person.number, row.skill.code) not in earned
    ]
    rows += [
        _row(employees[goal.employee], skills[goal.skill], monday + timedelta(days=goal.due - 3))
        for goal in goals
    ]
    with acting(actor):
        for known_at, month in by_month(rows, lambda one: one.observed_on, now):
            record_evidence(rows=month, actor=actor, now=known_at)
            adopt_certificates(rows=month, actor=actor, now=known_at)


def _needed(
    person: Person,
    monday: date,
    employee: Employee,
    skills: dict[str, Skill],
    held: set[tuple[int, str]],
) -> Iterator[NewEvidence]:
    rng = Random(f"{SEED}/certificates/{person.number}")  # noqa: S311 (not a secret)
    for code, roles in NEEDED_CERTIFICATES.items():
        months = CERTIFICATES[code][2]
        ago = rng.randint(5, min(30 * months - 5, max(6, -person.joined)))
        if person.role in roles and (employee.pk, code) not in held and rng.random() < HELD:
            yield _row(employee, skills[code], monday - timedelta(days=ago))


def _row(employee: Employee, skill: Skill, issued: date) -> NewEvidence:
    title, level, months = CERTIFICATES[skill.code]
    return NewEvidence(
        employee=employee,
        skill=skill,
        source=Source.CERTIFICATE,
        level=Decimal(str(level)),
        observed_on=issued,
        expires_on=issued + months * MONTH if months else None,
        reference=f"{title} {employee.number}-{issued.year}",
    )


def send_certificates(people: Sequence[Person], monday: date, now: datetime) -> None:
    """Documents that wait for a manager, one that was not accepted, and a badge."""
    numbers = {one.key: one.number for one in people if one.status != "left"}
    known = {kind.code: kind for kind in CertificateType.objects.all()}

    def holder(seat: tuple[str, int]) -> Employee:
        return Employee.objects.select_related("user").get(number=numbers[seat])

    for seat, code, ago in (
        ((TEAM, 3), "CRM", 12),
        ((TEAM, 6), "ENGLISH", 200),
        ((OPERATORS, 3), "SAFETY", 4),
    ):
        _send(holder(seat), monday - timedelta(days=ago), known[code], now)
    _send_badge(holder((TEAM, 4)), monday, now)
    refused = _send(holder(EMPLOYEE), monday - timedelta(days=90), known["PROJECT_MGMT"], now)
    boss = manager_of(refused.employee)
    if boss is not None:
        reason = "The second page with the signature is missing."
        reject_certificate(actor=boss, certificate=refused, reason=reason, now=now)


def _send(employee: Employee, issued: date, kind: CertificateType, now: datetime) -> Certificate:
    lines = [kind.name, str(employee), f"Issued {issued:%d.%m.%Y}", "A made-up document."]
    content = CertificateContent(type=kind, issuer="Norvane Partner Academy", issued_on=issued)
    return _add(employee, content, _pdf(lines), "certificate.pdf", now)


def _send_badge(employee: Employee, monday: date, now: datetime) -> None:
    issued = timezone.make_aware(datetime.combine(monday - timedelta(days=20), datetime.min.time()))
    achievement = {
        "id": "https://academy.norvane.example/achievements/facilitation",
        "type": ["Achievement"],
        "name": "Facilitator of workshops",
        "alignment": [ALIGNMENT],
    }
    identity = {"identityType": "emailAddress", "identityHash": employee.email, "hashed": False}
    badge = BADGE | {
        "id": "https://academy.norvane.example/credentials/117",
        "validFrom": issued.isoformat(),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [identity],
            "achievement": achievement,
        },
    }
    file = json.dumps(badge, indent=2).encode()
    _add(employee, CertificateContent(), file, "facilitation.json", now)


def _add(
    employee: Employee, content: CertificateContent, file: bytes, name: str, now: datetime
) -> Certificate:
    document = read_document(SimpleUploadedFile(name, file))
    user = user_of(employee)
    with acting(user):
        return add_certificate(
            actor=user, employee=employee, content=content, document=document, now=now
        )


def _pdf(lines: Sequence[str]) -> bytes:
    """A page with these lines, as small as a PDF can be."""
    shown = " ".join(f"({line}) Tj T*" for line in (_latin(line) for line in lines))
    stream = f"BT /F1 18 Tf 60 760 Td 28 TL {shown} ET".encode("latin-1")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 6 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Font<</F1 5 0 R>>>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return body + head + table + tail % (len(objects) + 1, len(body))


def _latin(line: str) -> str:
    """Without what the page's font or the format cannot take."""
    plain = line.encode("latin-1", "replace").decode("latin-1")
    return plain.replace("\\", "").replace("(", "").replace(")", "")
