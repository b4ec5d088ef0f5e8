"""Kinds of certificate, and which roles ask for them."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from employees import rules
from employees.models import CertificateRequirement, RoleProfile
from employees.services.roles import Asked, publish_version
from skillmap.core.errors import ManyErrors, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned
from skills.models import CertificateType, Skill

LONGEST_VALIDITY = 600  # months


@transaction.atomic
def save_certificate_type(
    *,
    actor: User | None,
    kind: CertificateType,
    name: str,
    code: str,
    issuer: str = "",
    skill: Skill | None = None,
    attained_level: Decimal | None = None,
    valid_months: int | None = None,
    version: int | None = None,
) -> CertificateType:
    """Write a kind of certificate, new or known; its code stays what it was first.

    Raises `NotAllowedError`, `ManyErrors` by field, `ConflictError` on a stale version.
    """
    _check_hr(actor)
    kind.name, kind.issuer = " ".join(name.split()), " ".join(issuer.split())
    kind.skill, kind.attained_level, kind.valid_months = skill, attained_level, valid_months
    is_new = not kind.pk
    if is_new:
        kind.code = " ".join(code.split())
    if faults := _faults(kind):
        raise ManyErrors(_("The kind of certificate was not saved."), faults)
    if is_new:
        kind.save()
    else:
        fields = ["name", "issuer", "skill", "attained_level", "valid_months"]
        save_versioned(kind, fields, expected=version)
    return kind


@transaction.atomic
def require_certificate(
    *, actor: User | None, kind: CertificateType, roles: Collection[RoleProfile], on: date
) -> int:
    """Let exactly these roles ask for a certificate from the day `on`; returns how many changed.

    Each of them gets a new version with the same skills. Raises as `publish_version`.
    """
    _check_hr(actor)
    wanted = {role.pk for role in roles}
    now = {role.pk for role in roles_asking_for(kind, on)}
    changing = RoleProfile.objects.active().filter(pk__in=wanted ^ now)
    for role in changing:
        version = publish_version(actor=actor, role=role, asked=_asked(role, on), on=on)
        asks = CertificateRequirement.objects.filter(role_version=version, certificate_type=kind)
        if role.pk in now:
            asks.delete()
        else:
            asks.get_or_create(role_version=version, certificate_type=kind)
    return len(changing)


def roles_asking_for(kind: CertificateType, on: date) -> QuerySet[RoleProfile]:
    """Roles whose version of that day asks for the certificate, by name."""
    asking = CertificateRequirement.objects.filter(
        certificate_type=kind, role_version__valid__contains=on
    )
    return RoleProfile.objects.active().filter(pk__in=asking.values("role_version__role"))


def _check_hr(actor: User | None) -> None:
    if actor is not None and not rules.can_edit_taxonomy(actor):
        raise NotAllowedError(_("Only HR changes kinds of certificate."))


def _faults(kind: CertificateType) -> dict[str, str]:
    faults = {}
    if not kind.name:
        faults["name"] = _("Say what it is called.")
    if not kind.code:
        faults["code"] = _("Give it a code.")
    elif CertificateType.objects.filter(code=kind.code).exclude(pk=kind.pk).exists():
        faults["code"] = _("There is a kind with this code already.")
    if kind.valid_months is not None and not 1 <= kind.valid_months <= LONGEST_VALIDITY:
        faults["valid_months"] = _("It is valid for 1 to %(most)d months, or without an end.") % {
            "most": LONGEST_VALIDITY
        }
    return faults | _level_faults(kind.skill, kind.attained_level)


def _level_faults(skill: Skill | None, level: Decimal | None) -> dict[str, str]:
    if (skill is None) != (level is None):
        return {"attained_level": _("Give both the skill and its level, or neither.")}
    if skill is None or level is None:
        return {}
    if not level.is_finite() or not skill.scale.zero_rank < level <= skill.scale.top_rank:
        text = _("The level must be above %(low)s and at most %(high)s.")
        words = {"low": skill.scale.zero_rank, "high": skill.scale.top_rank}
        return {"attained_level": text % words}
    return {}


def _asked(role: RoleProfile, on: date) -> list[Asked]:
    """What the role asks for on that day."""
    version = role.versions.filter(valid__contains=on).first()
    if version is None:
        return []
    return [
        Asked(row.skill, row.required_level, row.importance, row.essential, row.assumed)
        for row in version.requirements.select_related("skill__scale")
    ]
