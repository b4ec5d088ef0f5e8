"""What is stored of the roles and skills a file names, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from employees.models import Requirement, RoleProfile, RoleSituation, RoleVersion
from employees.services.role_content import (
    RequirementWrite,
    StoredRole,
    StoredVersion,
)
from skills.enums import TOP_LEVEL
from skills.queries import skills_by_code


@dataclass(frozen=True, slots=True)
class SkillPlace:
    """The key and code of a skill, and the ranks of its scale that mean none and most."""

    id: int
    code: str
    zero: int
    top: int

    def holds(self, level: Decimal) -> bool:
        """Can somebody be asked for this level?"""
        return self.zero < level <= self.top

    def to_common(self, level: Decimal) -> int:
        """Return a level of the scale in milli-levels of the common metric."""
        return round(1000 * (float(level) - self.zero) * TOP_LEVEL / (self.top - self.zero))


@dataclass(frozen=True, slots=True)
class RequirementValues:
    """What the last version of a role asks of one skill."""

    skill_id: int
    required_level: Decimal
    required_common: int
    importance: int
    essential: bool
    assumed: bool

    def shown(self) -> dict[str, Any]:
        """Return the columns that a file may change."""
        return {
            "required_level": self.required_level,
            "importance": self.importance,
            "essential": self.essential,
        }

    def as_write(self) -> RequirementWrite:
        """Return the same requirement as one to write."""
        return RequirementWrite(
            self.skill_id, self.required_level, self.required_common, self.importance,
            self.essential, self.assumed,
        )  # fmt: skip


def skill_places(codes: Collection[str], framework: str = "") -> dict[str, SkillPlace]:
    """Return the skills that these codes mean with their scales; of a merged one the survivor."""
    return {
        code: SkillPlace(skill.pk, skill.code, skill.scale.zero_rank, skill.scale.top_rank)
        for code, skill in skills_by_code(codes, framework).items()
    }


def stored_roles(
    codes: Collection[str],
) -> tuple[dict[str, StoredRole], dict[str, dict[str, RequirementValues]]]:
    """Return the roles of these codes, and what each one's last version asks for, by skill code."""
    found = RoleProfile.objects.filter(code__in=set(codes))
    asked = _requirements(found)
    versions = _last_versions(found, asked)
    situations: dict[int, dict[str, int]] = defaultdict(dict)
    links = RoleSituation.objects.filter(roleprofile__in=found)
    for link, role, name in links.values_list("id", "roleprofile_id", "situation__name"):
        situations[role][name] = link
    columns = ("id", "version", "code", "name", "family", "description", "framework_id")
    roles = {
        row["code"]: StoredRole(
            row["id"], row["version"], row, situations[row["id"]], versions.get(row["id"])
        )
        for row in found.values(*columns)
    }
    lines: dict[str, dict[str, RequirementValues]] = defaultdict(dict)
    for code, stored in roles.items():
        for skill_code, _key, values in asked.get(stored.last.id, ()) if stored.last else ():
            lines[code][skill_code] = values
    return roles, lines


_Asked = dict[int, list[tuple[str, int, RequirementValues]]]
"""Per version: skill code, key of the requirement, and what it says."""


def _requirements(roles: Any) -> _Asked:
    asked: _Asked = defaultdict(list)
    rows = Requirement.objects.filter(role_version__role__in=roles).select_related("skill")
    for row in rows:
        values = RequirementValues(
            row.skill_id, row.required_level, row.required_common, row.importance, row.essential,
            row.assumed,
        )  # fmt: skip
        asked[row.role_version_id].append((row.skill.code, row.pk, values))
    return asked


def _last_versions(roles: Any, asked: _Asked) -> dict[int, StoredVersion]:
    rows = RoleVersion.objects.filter(role__in=roles).order_by("number")
    return {
        row.role_id: StoredVersion(
            row.pk, row.version, row.number, row.valid,
            tuple(key for _code, key, _values in asked.get(row.pk, ())),
        )
        for row in rows
    }  # fmt: skip
