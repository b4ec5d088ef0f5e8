"""Many units written one after the other in one transaction: added, renamed and moved."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from employees.models import OrgUnit
from employees.services.units import ensure_units, place_unit
from skillmap.core.errors import ConflictError, DomainError

Seen = dict[str, Any]
"""Where a unit stands, and since when it is not offered any more."""


@dataclass(slots=True)
class UnitRows:
    """What was stored before the first row; versions are compared with that, since a row that
    moves a unit moves those below it.

    `left` are the paths that earlier rows moved away from. Who may write is for the caller to know,
    who also keeps others from writing units meanwhile.
    """

    versions: dict[UUID, int] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, ids: Collection[UUID]) -> UnitRows:
        """Note the versions of these units."""
        stored = OrgUnit.objects.filter(public_id__in=ids)
        return cls(dict(stored.values_list("public_id", "version")))

    def add(self, path: str) -> tuple[OrgUnit, Seen | None]:
        """The unit at a path, added where it is missing, and as it was; a retired one is in use
        again. Raises `DomainError` where an earlier row moved away what stood above."""
        self._refuse_left(path)
        known = OrgUnit.objects.filter(path=path).first()
        before = None if known is None else seen(known)
        key = ensure_units(paths=[path])[path]
        self.left.discard(path)
        return OrgUnit.objects.get(pk=key), before

    def place(self, *, id: UUID, version: int, path: str, on: date) -> tuple[OrgUnit, Seen]:  # noqa: A002
        """Let the unit of this id stand at a path, and as it was. Raises as `place_unit`, and
        `DomainError` for a unit that is not there or that an earlier row was about."""
        stored = self.versions.pop(id, None)
        if stored is None:
            text = _("There is no such unit, or an earlier row is about it.")
            raise DomainError(text, code="unknown", field="id")
        if stored != version:
            text = _("Somebody changed this meanwhile. Read it again.")
            raise ConflictError(text, code="stale_version")
        unit = OrgUnit.objects.select_for_update().get(public_id=id)
        before = seen(unit)
        if path != unit.path:
            self._refuse_left(path)
            place_unit(unit=unit, path=path, on=on)
            self.left = self.left - {path} | {before["path"]}
        return unit, before

    def _refuse_left(self, path: str) -> None:
        """A place below where something stood would make that unit a second time, empty."""
        if any(path.startswith(f"{former}/") for former in self.left):
            text = _("An earlier row moves what stood above this place. Name its new place.")
            raise DomainError(text, code="moved_away", field="path")


def seen(unit: OrgUnit) -> Seen:
    """What a difference of units compares."""
    return {"path": unit.path, "retired_on": unit.retired_on}
