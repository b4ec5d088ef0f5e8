"""What a file of role profiles or people says, whatever its layout."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from skillmap.core.tabular.layout import Parsed


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """A role asks for a level of a skill, on the skill's own scale.

    `assumed`: level or weight were supplied by us because the source has none.
    """

    number: int
    role_code: str
    role: str
    family: str
    skill_code: str
    required_level: Decimal
    importance: int
    essential: bool = False
    situations: tuple[str, ...] = ()
    assumed: bool = False
    description: str = ""

    def joined(self, other: RequirementRow) -> RequirementRow:
        """What both ask of one and the same skill: of each the stricter."""
        strict = max(self, other, key=lambda row: row.required_level)
        return replace(
            strict,
            importance=max(self.importance, other.importance),
            essential=self.essential or other.essential,
            assumed=self.assumed and other.assumed,
        )


@dataclass(frozen=True, slots=True)
class RoleFile:
    """Everything read from one source of role profiles.

    `framework` is the code of the framework whose skills it speaks of; empty: any.
    """

    parsed: Parsed[RequirementRow]
    framework: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of a file. `valid_from` None: from the day of the import."""

    number: int
    employee_number: str
    first_name: str
    last_name: str
    email: str
    unit: str
    role_code: str
    job_title: str
    manager_number: str
    valid_from: date | None
    learning_hours_per_week: Decimal
    location: str
    time_zone: str
    work_mode: str
    languages: tuple[str, ...]
    status: str


def requirement_key(row: RequirementRow) -> tuple[int, str, tuple[str, str]]:
    """Return where a requirement stands and what makes it one of its kind."""
    return row.number, "skill_code", (row.role_code, row.skill_code)
