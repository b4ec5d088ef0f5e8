"""What a file would do, row by row, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from skillmap.core.enums import ImportKind, RowAction
from skillmap.core.imports.incoming import Incoming
from skillmap.core.models import ImportBatch, User
from skillmap.core.tabular.faults import Fault, rejected_rows
from skillmap.core.tabular.layout import Field
from skillmap.core.tabular.mapping import SpecialRule

Progress = Callable[[int, int, str], None]
"""Called with steps done, steps in all, and words without personal data."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one row of a file would do. `changes` maps a column to its old and new value, as shown;
    a row that is new maps each column to nothing and its value."""

    number: int
    action: RowAction
    key: str
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """Everything a file would do. Unchanged rows are only counted.

    `held` is the sentence that a person has to answer before it is applied; `questions` are
    warnings that need a yes.
    """

    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unchanged: int = 0
    held: str = ""
    questions: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many rows are created, updated, unchanged and rejected."""
        actions = Counter(change.action for change in self.changes)
        return {
            "created": actions[RowAction.CREATE],
            "updated": actions[RowAction.UPDATE],
            "unchanged": self.unchanged,
            "rejected": len(rejected_rows(self.faults)),
        }

    def add(
        self, number: int, key: str, stored: Mapping[str, Any] | None, wanted: Mapping[str, Any]
    ) -> dict[str, tuple[Any, Any]] | None:
        """Note what one row does: `stored` None is a new row. Returns what changes, if anything."""
        if stored is None:
            changes = {name: (None, value) for name, value in wanted.items() if value not in EMPTY}
            self.changes.append(Change(number, RowAction.CREATE, key, changes))
            return changes
        changes = difference(stored, wanted)
        if not changes:
            self.unchanged += 1
            return None
        self.changes.append(Change(number, RowAction.UPDATE, key, changes))
        return changes


EMPTY: tuple[Any, ...] = (None, "", (), [], {})

P = TypeVar("P", bound=Plan)


@dataclass(frozen=True, slots=True)
class Turn:
    """One import while it writes: its batch, who acts (None: the system), when, and who watches."""

    batch: ImportBatch
    actor: User | None
    now: datetime
    progress: Progress


class Importer(Protocol[P]):
    """What one kind of file means: how it is compared, and how the outcome is written."""

    kind: ImportKind

    @property
    def fields(self) -> tuple[Field, ...]:
        """What a file of our own layout may say."""

    @property
    def special(self) -> Mapping[str, SpecialRule]:
        """Rules of a mapping that only this kind of file knows."""

    def plan(self, incoming: Incoming) -> P:
        """Read the file and compare it with what is stored; writes nothing. May refuse the file."""

    def apply(self, plan: P, turn: Turn) -> None:
        """Write what the plan says, inside the caller's transaction."""

    def undo(self, turn: Turn) -> None:
        """Take back what history does not know, inside the caller's transaction."""


def difference(stored: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return old and new value of each wanted column that differs."""
    return {
        name: (stored.get(name), value)
        for name, value in wanted.items()
        if stored.get(name) != value
    }


def shown(value: Any) -> Any:
    """Return a value as JSON can hold it and a page can show it."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): shown(item) for key, item in value.items()}
    return [shown(item) for item in value]
