"""What roles ask for when two skills become one."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from employees.models import Requirement, RoleProfile, RoleVersion
from skillmap.core.errors import ConflictError
from skillmap.core.versions import save_versioned
from skills.models import Skill


def hold_roles(skill: Skill) -> list[RoleProfile]:
    """The roles that ask or asked for a skill; nobody publishes them until the transaction ends.

    Take it before locks on skills, as publishing does.
    """
    asking = Requirement.objects.filter(skill=skill).values("role_version__role")
    return list(RoleProfile.objects.select_for_update().filter(pk__in=asking).order_by("pk"))


def merge_requirements(*, roles: list[RoleProfile], skill: Skill, into: Skill) -> None:
    """Let every version of these roles ask for the survivor; of two lines the stricter holds.

    Past versions too: what counted for the merged skill counts for the survivor from now on.
    Raises `ConflictError` when another role began to ask for it before the skill was locked.
    """
    lines = list(Requirement.objects.filter(skill=skill).select_related("role_version"))
    if {line.role_version.role_id for line in lines} - {role.pk for role in roles}:
        text = _("A role that asks for %s was published just now. Look again, then merge.")
        raise ConflictError(text % skill.name, code="changed_since")
    rows = Requirement.objects.filter(role_version__role__in=roles)
    known = {row.role_version_id: row for row in rows.filter(skill=into)}
    for line in lines:
        stays = known.get(line.role_version_id)
        if stays is None:
            line.skill = into
            line.save(update_fields=["skill"])
        else:
            _make_stricter(stays, line)
            line.delete()
    for role in roles:
        save_versioned(role, [])  # programs that follow roles learn of it


def refuse_published_since(*, skill: Skill, into: Skill, merged_at: datetime) -> None:
    """Raise `ConflictError` when a role that asked for the merged skill has a newer version.

    It may ask for the survivor because of the merge. Call it after history went back.
    """
    newer = RoleVersion.objects.filter(requirements__skill=into, created_at__gt=merged_at)
    asking = Requirement.objects.filter(skill=skill).values("role_version__role")
    version = newer.filter(role__in=asking).select_related("role").first()
    if version is not None:
        text = _("%s was published since, and asks for the skill that stayed.") % version.role
        raise ConflictError(text, code="changed_since")


def _make_stricter(line: Requirement, other: Requirement) -> None:
    strict = max(line, other, key=lambda one: one.required_common)
    line.required_level, line.required_common = strict.required_level, strict.required_common
    line.importance = max(line.importance, other.importance)
    line.essential = line.essential or other.essential
    line.assumed = line.assumed and other.assumed
    line.save()
