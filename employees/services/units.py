"""The tree of organisational units. Paths have one writer, this module."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Max, Q, Value
from django.db.models.functions import Concat, Length, Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from employees.models import Assignment, OrgUnit, OrgUnitPlacement, Site
from skillmap.core.bulk import insert_rows, reserve_ids
from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.versions import save_versioned

LONGEST_PATH = OrgUnit._meta.get_field("path").max_length or 0


@transaction.atomic
def ensure_units(*, paths: Iterable[str]) -> dict[str, int]:
    """Return the keys of the units at these paths ("Acme/Sales"), creating what is missing.

    New units stand where their path says for as long as we know; a retired one is in use again.
    """
    wanted = with_ancestors(paths)
    stored = dict(OrgUnit.objects.filter(path__in=wanted).values_list("path", "id"))
    OrgUnit.objects.filter(path__in=wanted, retired_on__isnull=False).update(
        retired_on=None, version=F("version") + 1, updated_at=timezone.now()
    )
    missing = [path for path in wanted if path not in stored]
    ids = stored | dict(zip(missing, reserve_ids(OrgUnit, len(missing)), strict=True))
    insert_rows(
        OrgUnit, ("id", "name", "path"), [(ids[path], name_of(path), path) for path in missing]
    )
    always = DateRange(None, None)
    insert_rows(
        OrgUnitPlacement,
        ("unit_id", "parent_id", "name", "valid"),
        [(ids[path], ids.get(_above(path)), name_of(path), always) for path in missing],
    )
    return ids


@transaction.atomic
def place_unit(*, unit: OrgUnit, path: str, on: date) -> None:
    """Rename a unit, or put it elsewhere in the tree with all below it; `on` is today.

    Units above the new place are made where they are missing. Who may do this is for the caller
    to know. Raises `DomainError` for a place where it cannot stand, and `ConflictError` for one
    that is taken and when the unit changed since it was read.
    """
    former = unit.path
    if path == former:
        return
    _check_place(former, path)
    above = _above(path)
    parent = ensure_units(paths=[above]).get(above)
    unit.path, unit.name = path, name_of(path)
    save_versioned(unit, ["path", "name"])
    rest = Substr("path", len(former) + 1)
    OrgUnit.objects.filter(path__startswith=f"{former}/").update(
        path=Concat(Value(path), rest), version=F("version") + 1, updated_at=timezone.now()
    )
    _open_placement(unit, parent, on)


@transaction.atomic
def retire_unit(*, unit: OrgUnit, on: date) -> None:
    """Offer a unit no more. Who may do this is for the caller to know.

    Raises `ConflictError` while it has people, planned ones included, or units below it that are
    in use, and when it changed since it was read.
    """
    if unit.retired_on is not None:
        raise ConflictError(_("This unit is retired already."), code="retired")
    unit.retired_on = on
    save_versioned(unit, ["retired_on"])
    inside = OrgUnit.objects.subtree(unit)
    if inside.filter(retired_on=None).exists():
        raise ConflictError(_("There are units below this one. Retire them first."), code="in_use")
    here = Assignment.objects.filter(unit__in=inside)
    if here.filter(Q(valid__contains=on) | Q(valid__startswith__gt=on)).exists():
        text = _("People work in this unit, or will. Give them another one first.")
        raise ConflictError(text, code="in_use")


@transaction.atomic
def ensure_sites(*, names: Collection[str]) -> dict[str, int]:
    """Return the keys of the sites of these names, creating those that are missing."""
    stored = dict(Site.objects.filter(name__in=names).values_list("name", "id"))
    missing = sorted(set(names) - stored.keys())
    ids = dict(zip(missing, reserve_ids(Site, len(missing)), strict=True))
    insert_rows(Site, ("id", "name", "time_zone"), [(ids[name], name, "") for name in missing])
    return stored | ids


def with_ancestors(paths: Iterable[str]) -> list[str]:
    """Return the paths and all above them, parents first."""
    found: set[str] = set()
    for path in paths:
        while path and path not in found:
            found.add(path)
            path = _above(path)
    return sorted(found, key=lambda path: (path.count("/"), path))


def name_of(path: str) -> str:
    """Return the last part of a path."""
    return path.rpartition("/")[2]


def _above(path: str) -> str:
    return path.rpartition("/")[0]


def _check_place(former: str, path: str) -> None:
    if f"{path}/".startswith(f"{former}/"):
        raise DomainError(_("A unit cannot stand below itself."), code="unit_loop", field="path")
    if OrgUnit.objects.filter(path=path).exists():
        raise ConflictError(_("There is a unit at this path already."), code="exists")
    below = OrgUnit.objects.filter(path__startswith=f"{former}/")
    longest = below.aggregate(longest=Max(Length("path")))["longest"] or len(former)
    if longest - len(former) + len(path) > LONGEST_PATH:
        text = _("The paths of the units below it would become too long.")
        raise DomainError(text, code="too_long", field="path")


def _open_placement(unit: OrgUnit, parent: int | None, on: date) -> None:
    """Let a unit stand below `parent` from a day on; what was said today before is put right."""
    placements = OrgUnitPlacement.objects.filter(unit=unit, valid__upper_inf=True)
    if placements.filter(valid__startswith=on).update(parent=parent, name=unit.name):
        return
    for placement in placements:
        placement.valid = DateRange(placement.valid.lower, on)
        placement.save(update_fields=["valid"])
    OrgUnitPlacement.objects.create(
        unit=unit, parent_id=parent, name=unit.name, valid=DateRange(on, None)
    )
