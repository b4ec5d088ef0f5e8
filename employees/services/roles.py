"""Publishing what a role asks for. A version is never changed; a new one follows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.translation import gettext as _

from employees import rules
from employees.models import CertificateRequirement, Requirement, RoleProfile, RoleVersion
from skillmap.core.errors import ConflictError, DomainError, ManyErrors, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned
from skills.models import Skill
from skills.services.changes import keep_from_merging


@dataclass(frozen=True)
class Asked:
    """One requirement of a version to be: `required_level` on the skill's own scale, above 0."""

    skill: Skill
    required_level: Decimal
    importance: int = 3
    essential: bool = False
    assumed: bool = False

    @classmethod
    def of(cls, row: Requirement) -> "Asked":
        """A stored requirement as one to publish."""
        return cls(row.skill, row.required_level, row.importance, row.essential, row.assumed)

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
    *,
    actor: User | None,
    role: RoleProfile,
    asked: Sequence[Asked],
    on: date,
    expected: int | None = None,
) -> RoleVersion:
    """Ask for exactly `asked` from the day `on`; the version before ends then.

    Certificates asked for stay. Two publications on one day leave one version. `actor` None is the
    operator on the command line, `expected` the version of the role that the editor has seen.
    Raises `NotAllowedError`, `ConflictError`, and `ManyErrors` keyed by skill code.
    """
    if actor is not None and not rules.can_edit_taxonomy(actor):
        raise NotAllowedError(_("Only HR changes what a role asks for."))
    _check(asked)
    stored = RoleProfile.objects.select_for_update().get(pk=role.pk)  # one publication at a time
    if expected not in (None, stored.version):
        text = _("Somebody changed this role meanwhile. Nothing was saved; look at both.")
        raise ConflictError(text, code="stale_version")
    _refuse_merged(asked)
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


@transaction.atomic
def create_role(
    *, actor: User, code: str, name: str, family: str, like: RoleProfile | None, on: date
) -> RoleProfile:
    """Add a role that asks for what `like` asks for on that day, in the same situations.

    Raises `NotAllowedError`, and `DomainError` when there is a role of this code.
    """
    if not rules.can_edit_taxonomy(actor):
        raise NotAllowedError(_("Only HR adds roles."))
    role, is_new = RoleProfile.objects.get_or_create(
        code=code, defaults={"name": name, "family": family}
    )
    if not is_new:
        raise DomainError(_("There is a role with this code already."), field="code")
    rows = Requirement.objects.filter(role_version__role=like, role_version__valid__contains=on)
    asked = [Asked.of(row) for row in rows.select_related("skill__scale")]
    if like is not None:
        role.situations.set(like.situations.all())
    publish_version(actor=actor, role=role, asked=asked, on=on)
    return role


def change_role(*, role: RoleProfile, changes: Mapping[str, str]) -> None:
    """Change name, family or description. Who may do this is for the caller to know.

    Raises `ConflictError` when somebody changed the role since it was read.
    """
    for name, value in changes.items():
        setattr(role, name, value)
    save_versioned(role, list(changes))


@transaction.atomic
def retire_role(*, role: RoleProfile, on: date) -> None:
    """Offer a role no more. Who may do this is for the caller to know.

    Raises `ConflictError` while somebody holds it, and when it changed since it was read.
    """
    if role.retired_on is not None:
        raise ConflictError(_("This role is retired already."), code="retired")
    role.retired_on = on
    save_versioned(role, ["retired_on"])
    if role.assignments.filter(Q(valid__contains=on) | Q(valid__startswith__gt=on)).exists():
        text = _("Somebody holds this role. Give them another one first.")
        raise ConflictError(text, code="in_use")


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


def _refuse_merged(asked: Sequence[Asked]) -> None:
    """Somebody may have merged one of the skills since the editor was opened."""
    merged = keep_from_merging(line.skill.pk for line in asked)
    if merged:
        sentence = _("This skill is part of %s now.")
        faults = {
            line.skill.code: sentence % merged[line.skill.pk].name
            for line in asked
            if line.skill.pk in merged
        }
        raise ManyErrors(_("The requirements were not saved."), faults)


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
