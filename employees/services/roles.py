"""Publishing what a role asks for. A version is never changed; a new one follows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from employees import rules
from employees.models import CertificateRequirement, Requirement, RoleProfile, RoleVersion
from skillmap.core.errors import DomainError, ManyErrors, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned
from skills.models import Skill


@dataclass(frozen=True)
class Asked:
    """One requirement of a version to be: `required_level` on the skill's own scale, above 0."""

    skill: Skill
    required_level: Decimal
    importance: int = 3
    essential: bool = False
    assumed: bool = False

    def row(self, version: RoleVersion) -> Requirement:
        """The unsaved row, with the level on the common metric beside it."""
        common = self.skill.scale.to_common(float(self.required_level))
        return Requirement(
            role_version=version,
            skill=self.skill,
            required_level=self.required_level,
            required_common=round(common * 1000),
            importance=self.importance,
            essential=self.essential,
            assumed=self.assumed,
        )


@transaction.atomic
def publish_version(
    *, actor: User | None, role: RoleProfile, asked: Sequence[Asked], on: date
) -> RoleVersion:
    """Ask for exactly `asked` from the day `on`; the version before ends then.

    Certificates asked for stay. Two publications on one day leave one version. `actor` None is the
    operator on the command line. Raises `NotAllowedError`, and `ManyErrors` keyed by skill code.
    """
    if actor is not None and not rules.can_edit_taxonomy(actor):
        raise NotAllowedError(_("Only HR changes what a role asks for."))
    _check(asked)
    stored = RoleProfile.objects.select_for_update().get(pk=role.pk)  # one publication at a time
    before = role.versions.order_by("-number").first()
    version = _next_version(role, before, on)
    Requirement.objects.bulk_create([line.row(version) for line in asked])
    if before is not None and before.pk != version.pk:
        CertificateRequirement.objects.bulk_create(
            CertificateRequirement(role_version=version, certificate_type_id=type_id)
            for type_id in before.certificate_requirements.values_list(
                "certificate_type_id", flat=True
            )
        )
    save_versioned(stored, [])  # programs that follow roles learn of it
    return version


def _next_version(role: RoleProfile, before: RoleVersion | None, on: date) -> RoleVersion:
    """The version to fill: today's own one emptied, else a new one after closing the last."""
    if before is None:
        return RoleVersion.objects.create(role=role, number=1, valid=DateRange(on, None))
    if before.valid.lower is not None and before.valid.lower > on:
        raise DomainError(_("A version of this role starts later already."), field="on")
    if before.valid.lower == on:
        before.requirements.all().delete()
        return before
    before.valid = DateRange(before.valid.lower, on)
    before.save(update_fields=["valid", "updated_at"])
    return RoleVersion.objects.create(
        role=role, number=before.number + 1, valid=DateRange(on, None)
    )


def _check(asked: Sequence[Asked]) -> None:
    faults: dict[str, str] = {}
    seen: set[int] = set()
    for line in asked:
        scale, code = line.skill.scale, line.skill.code
        if line.skill.pk in seen:
            faults[code] = _("This skill is listed twice.")
        elif not scale.zero_rank < line.required_level <= scale.top_rank:
            faults[code] = _("The level must be above %(low)s and at most %(high)s.") % {
                "low": scale.zero_rank,
                "high": scale.top_rank,
            }
        elif not 1 <= line.importance <= 5:
            faults[code] = _("Importance runs from 1 to 5.")
        seen.add(line.skill.pk)
    if faults:
        raise ManyErrors(_("The requirements were not saved."), faults)
