"""The tree of organisational units. Paths have one writer, this module."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from employees.models import OrgUnit, OrgUnitPlacement, Site
from skillmap.core.bulk import insert_rows, reserve_ids


@transaction.atomic
def ensure_units(*, paths: Iterable[str]) -> dict[str, int]:
    """Return the keys of the units at these paths ("Acme/Sales"), creating what is missing.

    New units stand where their path says for as long as we know; a retired one is in use again.
    """
    wanted = with_ancestors(paths)
    stored = dict(OrgUnit.objects.filter(path__in=wanted).values_list("path", "id"))
    OrgUnit.objects.filter(path__in=wanted, retired_on__isnull=False).update(retired_on=None)
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
