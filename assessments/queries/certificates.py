"""Reads of certificates: what people hold, what their roles ask for, what ends soon."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Lower

from assessments.enums import EXPIRES_SOON_DAYS, CertificateState, Compliance, Source
from assessments.models import Certificate, Evidence
from assessments.models.certificates import CertificateQuerySet
from employees.models import Assignment, Employee, Exemption
from employees.models.people import EmployeeQuerySet
from employees.models.units import Today
from skillmap.core.models import User, Viewer
from skills.models import Skill, SkillLabel

_NEEDED = "role__versions__certificate_requirements__certificate_type"
_ATTENTION = ("expired", "expiring", CertificateState.REJECTED, CertificateState.SUBMITTED)
_FAR_AWAY = dt.date(9999, 12, 31)


def validity(certificate: Certificate, today: dt.date) -> str:
    """How it stands today: its state until it is verified, then `valid`, `expiring`, `expired`."""
    if certificate.state != CertificateState.VERIFIED:
        return str(certificate.state)
    if certificate.ended_before(today):
        return "expired"
    soon = certificate.ended_before(today + dt.timedelta(days=EXPIRES_SOON_DAYS))
    return "expiring" if soon else "valid"


def certificates_of(user: Viewer, person: Employee, today: dt.date) -> list[Certificate]:
    """What this user may see of a person's certificates, those that need attention first."""
    found = Certificate.objects.visible_to(user).filter(employee=person).select_related("type")
    ranks = {state: rank for rank, state in enumerate(_ATTENTION)}
    return sorted(found, key=lambda one: ranks.get(validity(one, today), len(ranks)))


def shown_levels(certificates: Collection[Certificate]) -> dict[int, list[Evidence]]:
    """By certificate: the observations that count because of it; one query."""
    keys = {(one.employee_id, one.reference): one.pk for one in certificates}
    rows = (
        Evidence.objects.standing()
        .filter(
            source=Source.CERTIFICATE,
            employee__in={employee for employee, _reference in keys},
            reference__in={reference for _employee, reference in keys},
        )
        .select_related("skill", "scale")
        .order_by("skill__name", "pk")
    )
    found: dict[int, list[Evidence]] = {}
    for row in rows:
        if certificate := keys.get((row.employee_id, row.reference)):
            found.setdefault(certificate, []).append(row)
    return found


def aligned_skills(
    alignment: Iterable[Mapping[str, Any]],
) -> list[tuple[Mapping[str, Any], Skill | None]]:
    """What a badge is about, each with our skill: by address, else code, else name; one query."""
    targets = list(alignment)
    if not targets:
        return []
    names = {one["name"].lower() for one in targets}
    labels = SkillLabel.objects.annotate(lower=Lower("label")).filter(
        skill=OuterRef("pk"), lower__in=names
    )
    asked = (
        Q(uri__in={one["url"] for one in targets} - {""})
        | Q(code__in={one["code"] for one in targets} - {""})
        | Q(lower_name__in=names)
        | Q(Exists(labels))
    )
    skills: QuerySet[Any] = Skill.objects.active().annotate(
        lower_name=Lower("name"), lower_labels=ArraySubquery(labels.values("lower"))
    )
    known: dict[tuple[str, str], Skill] = {}
    for skill in skills.filter(asked).select_related("scale").order_by("-pk"):
        known |= {("label", label): skill for label in skill.lower_labels}
        known |= {("url", skill.uri): skill, ("code", skill.code): skill}
        known[("name", skill.name.lower())] = skill  # of several the oldest, as it comes last
    return [(one, _match(one, known)) for one in targets]


def _match(one: Mapping[str, Any], known: Mapping[tuple[str, str], Skill]) -> Skill | None:
    name = one["name"].lower()
    ways = [(way, one[way]) for way in ("url", "code") if one[way]]
    ways += [("name", name), ("label", name)]
    return next((known[way] for way in ways if way in known), None)


def certificates_to_renew(
    user: Viewer, today: dt.date, *, days: int = EXPIRES_SOON_DAYS
) -> CertificateQuerySet:
    """Verified ones that ended within a year or end soon, without a later one of the kind."""
    return (
        Certificate.objects.visible_to(user)
        .verified()
        .filter(
            expires_on__gt=today - dt.timedelta(days=365),
            expires_on__lt=today + dt.timedelta(days=days),
        )
        .exclude(Exists(renewals()))
        .select_related("employee", "type")
        .order_by("expires_on", "pk")
    )


def renewals() -> CertificateQuerySet:
    """For a subquery: later verified certificates of the same kind (or title) of the person."""
    same = Q(type=OuterRef("type")) | Q(
        type=None, title=OuterRef("title"), issuer=OuterRef("issuer")
    )
    later = Q(expires_on=None) | Q(expires_on__gt=OuterRef("expires_on"))
    held = Certificate.objects.verified().filter(same, later, employee=OuterRef("employee"))
    return held.exclude(pk=OuterRef("pk"))


def waiting_certificates(user: User) -> CertificateQuerySet:
    """Those of others that this user may decide about, the oldest first."""
    waiting = Certificate.objects.visible_to(user).waiting().exclude(employee__user=user.pk)
    return waiting.select_related("employee", "type").order_by("updated_at", "pk")


def compliance_rows(people: QuerySet[Employee], today: dt.date) -> QuerySet[Any]:
    """One row per person and certificate that the role of the main assignment asks for.

    Rows are assignments with `type_id`, `type_name`, `held_until` (None where nothing is held, the
    end of time where it never ends) and `standing` of `Compliance`. `waits` says that one was sent.
    A certificate counts when it is verified and has not ended; an exemption of today counts too.
    """
    held = Certificate.objects.filter(employee=OuterRef("employee"), type=OuterRef("type_id"))
    verified = held.verified().annotate(
        until=Case(When(expires_on=None, then=Value(_FAR_AWAY)), default=F("expires_on"))
    )
    exemptions = Exemption.objects.filter(
        employee=OuterRef("employee"),
        certificate_type=OuterRef("type_id"),
        valid__contains=Today(),
    )
    soon = today + dt.timedelta(days=EXPIRES_SOON_DAYS)
    standing = Case(
        When(Exists(exemptions), then=Value(Compliance.EXEMPT)),
        When(held_until=None, then=Value(Compliance.MISSING)),
        When(held_until__lt=today, then=Value(Compliance.EXPIRED)),
        When(held_until__lt=soon, then=Value(Compliance.EXPIRING)),
        default=Value(Compliance.VALID),
        output_field=CharField(),
    )
    return (
        Assignment.objects.current()
        .primary()
        .filter(
            employee__in=people,
            role__versions__valid__contains=Today(),
            role__versions__certificate_requirements__isnull=False,
        )
        .annotate(type_id=F(_NEEDED), type_name=F(f"{_NEEDED}__name"))
        .annotate(
            held_until=Subquery(
                verified.order_by("-until").values("until")[:1], output_field=DateField()
            ),
            waits=Exists(held.waiting()),
        )
        .annotate(standing=standing)
    )


def lacking_rows(people: Collection[Employee], today: dt.date) -> QuerySet[Any]:
    """Of `compliance_rows`, those of these people that are missing, ended or end soon."""
    ids = Employee.objects.filter(pk__in=[person.pk for person in people])
    wanted = (Compliance.MISSING, Compliance.EXPIRED, Compliance.EXPIRING)
    rows = compliance_rows(ids, today).filter(standing__in=wanted)
    return rows.order_by("standing", "type_name")


def with_certificate_needs(people: EmployeeQuerySet, today: dt.date) -> EmployeeQuerySet:
    """Each with `certificate_waits` for verification, and the name of one that is lacking."""
    waiting = Certificate.objects.waiting().filter(employee=OuterRef("pk"))
    rows = compliance_rows(Employee.objects.all(), today).filter(
        employee=OuterRef("pk"), standing__in=(Compliance.MISSING, Compliance.EXPIRED)
    )
    lacking = rows.order_by("type_name").values("type_name")[:1]
    return people.annotate(certificate_waits=Exists(waiting), certificate_lacking=Subquery(lacking))
