"""Writing many role profiles at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from employees.models import (
    CertificateRequirement,
    Requirement,
    RoleProfile,
    RoleSituation,
    RoleVersion,
    Situation,
)
from skillmap.core.bulk import delete_rows, insert_rows, reserve_ids, update_rows

_ROLE = ("name", "family", "description", "framework_id")
_REQUIREMENT = (
    "role_version_id", "skill_id", "required_level", "required_common", "importance", "essential",
    "assumed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """The last version of a role, and the keys of its requirements."""

    id: int
    version: int
    number: int
    valid: DateRange
    requirement_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StoredRole:
    """A role as it is. `situations` maps a name to the key of the link to it."""

    id: int
    version: int
    values: Mapping[str, Any]
    situations: Mapping[str, int]
    last: StoredVersion | None


@dataclass(frozen=True, slots=True)
class RequirementWrite:
    """What a role asks of one skill; `required_common` in milli-levels of the common metric."""

    skill_id: int
    required_level: Decimal
    required_common: int
    importance: int
    essential: bool
    assumed: bool


@dataclass(frozen=True, slots=True)
class RoleWrite:
    """What to make of one role: `stored` None for a new one.

    `requirements` is everything it asks for from now on; None leaves the last version alone.
    """

    code: str
    stored: StoredRole | None
    values: Mapping[str, Any]
    situations: frozenset[str]
    requirements: Sequence[RequirementWrite] | None


@transaction.atomic
def write_roles(*, writes: Sequence[RoleWrite], on: date) -> None:
    """Create and change role profiles in a constant number of statements.

    Changed requirements become a new version from `on`, or replace those of a version that starts
    on that very day. Raises `ConflictError` when somebody changed a role since it was read.
    """
    ids = _write_profiles(writes)
    _write_situations(writes, ids)
    _write_versions([write for write in writes if write.requirements is not None], ids, on)


def _write_profiles(writes: Sequence[RoleWrite]) -> dict[str, int]:
    new = [write for write in writes if write.stored is None]
    old = [(write, write.stored) for write in writes if write.stored is not None]
    ids = dict(zip((write.code for write in new), reserve_ids(RoleProfile, len(new)), strict=True))
    insert_rows(
        RoleProfile,
        ("id", "code", *_ROLE),
        [(ids[write.code], write.code, *_columns(write)) for write in new],
    )
    changed = [
        (write, stored)
        for write, stored in old
        if write.requirements is not None or _columns(write) != _values(stored.values)
    ]
    update_rows(
        RoleProfile,
        _ROLE,
        [(stored.id, stored.version, *_columns(write)) for write, stored in changed],
    )
    return ids | {write.code: stored.id for write, stored in old}


def _columns(write: RoleWrite) -> tuple[Any, ...]:
    return _values(write.values)


def _values(values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(values[name] for name in _ROLE)


def _write_situations(writes: Sequence[RoleWrite], ids: Mapping[str, int]) -> None:
    keys = ensure_situations(name for write in writes for name in write.situations)
    gone, new = [], []
    for write in writes:
        stored = write.stored.situations if write.stored else {}
        gone += [link for name, link in stored.items() if name not in write.situations]
        added = sorted(write.situations - stored.keys())
        new += [(ids[write.code], keys[name]) for name in added]
    delete_rows(RoleSituation, gone)
    insert_rows(RoleSituation, ("roleprofile_id", "situation_id"), new)


def ensure_situations(names: Iterable[str]) -> dict[str, int]:
    """Return the keys of the situations of these names, creating those that are missing."""
    wanted = set(names)
    found = dict(Situation.objects.filter(name__in=wanted).values_list("name", "id"))
    missing = sorted(wanted - found.keys())
    ids = reserve_ids(Situation, len(missing))
    insert_rows(Situation, ("id", "name"), list(zip(ids, missing, strict=True)))
    return found | dict(zip(missing, ids, strict=True))


def _write_versions(writes: Sequence[RoleWrite], ids: Mapping[str, int], on: date) -> None:
    in_place, following, first = [], [], []
    for write in writes:
        last = write.stored.last if write.stored else None
        if last is None:
            first.append(write)
        elif last.valid.lower == on:
            in_place.append((write, last))
        else:
            following.append((write, last))
    delete_rows(Requirement, (key for _write, last in in_place for key in last.requirement_ids))
    update_rows(RoleVersion, (), [(last.id, last.version) for _write, last in in_place])
    update_rows(
        RoleVersion,
        ("valid",),
        [(last.id, last.version, DateRange(last.valid.lower, on)) for _write, last in following],
    )
    numbered = [(write, 1) for write in first]
    numbered += [(write, last.number + 1) for write, last in following]
    keys = reserve_ids(RoleVersion, len(numbered))
    rows = [
        (key, ids[write.code], number, DateRange(on, None))
        for key, (write, number) in zip(keys, numbered, strict=True)
    ]
    insert_rows(RoleVersion, ("id", "role_id", "number", "valid"), rows)
    versions = {write.code: key for key, (write, _number) in zip(keys, numbered, strict=True)}
    _keep_certificates({last.id: versions[write.code] for write, last in following})
    versions |= {write.code: last.id for write, last in in_place}
    _write_requirements(writes, versions)


def _keep_certificates(versions: Mapping[int, int]) -> None:
    """Ask for the same certificates in a following version; `versions` maps old to new key."""
    asked = CertificateRequirement.objects.filter(role_version__in=versions)
    pairs = asked.values_list("role_version_id", "certificate_type_id")
    rows = [(versions[old], certificate) for old, certificate in pairs]
    insert_rows(CertificateRequirement, ("role_version_id", "certificate_type_id"), rows)


def _write_requirements(writes: Sequence[RoleWrite], versions: Mapping[str, int]) -> None:
    rows = [
        (versions[write.code], line.skill_id, line.required_level, line.required_common,
         line.importance, line.essential, line.assumed)
        for write in writes
        for line in write.requirements or ()
    ]  # fmt: skip
    insert_rows(Requirement, _REQUIREMENT, rows)
