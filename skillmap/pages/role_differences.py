"""What a role asks for, before and after."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import QuerySet

from employees.models import Requirement, RoleProfile, RoleVersion
from employees.models.units import Today
from employees.services.roles import Asked
from skills.models import Skill


class Difference(NamedTuple):
    """One skill of which something else is asked; None where nothing was or is."""

    skill: Skill
    before: Asked | None
    after: Asked | None


def asked_today(roles: Iterable[RoleProfile]) -> QuerySet[Requirement]:
    """What these roles ask for today, most important first."""
    return (
        Requirement.objects.filter(
            role_version__role__in=roles, role_version__valid__contains=Today()
        )
        .select_related("role_version", "skill__scale")
        .order_by("-importance", "-essential", "skill__name")
    )


def differences(before: Sequence[Asked], after: Sequence[Asked]) -> list[Difference]:
    """Skills of which something else is asked, by name."""
    left = {line.skill.pk: line for line in before}
    right = {line.skill.pk: line for line in after}
    found = [
        Difference((right.get(key) or left[key]).skill, left.get(key), right.get(key))
        for key in left.keys() | right.keys()
        if _said(left.get(key)) != _said(right.get(key))
    ]
    return sorted(found, key=lambda row: row.skill.name.lower())


def version_differences(role: RoleProfile, number: str) -> list[Difference] | None:
    """What changed with the version of this number; None where there is no such version."""
    if not number.isascii() or not number.isdecimal() or len(number) > 6:
        return None
    pair = RoleVersion.objects.filter(role=role, number__in=[int(number) - 1, int(number)])
    rows = Requirement.objects.filter(role_version__in=pair).select_related(
        "role_version", "skill__scale"
    )
    if not pair.filter(number=int(number)).exists():
        return None
    now = [Asked.of(row) for row in rows if row.role_version.number == int(number)]
    before = [Asked.of(row) for row in rows if row.role_version.number < int(number)]
    return differences(before, now)


def _said(line: Asked | None) -> tuple[object, ...] | None:
    return None if line is None else (line.required_level, line.importance, line.essential)
