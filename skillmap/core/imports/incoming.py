"""A file or folder on its way in, and what its sender said about it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from skillmap.core.models import User
from skillmap.core.tabular.folder import Folder
from skillmap.core.tabular.mapping import ColumnMap, SpecialRule, read_mapping
from skillmap.core.tabular.reading import read_sheet
from skillmap.core.tabular.sandbox import FolderApart, read_sheet_apart
from skillmap.core.tabular.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Incoming:
    """`name` is what its owner calls the file; `apart` reads it in a limited process.

    `mapping` is the content of a mapping file. `full` means that people of `source` who are not in
    the file have left. `confirmed` answers yes to what a person should look at; `strict` applies
    nothing when any row is rejected. `left_out` are rows that somebody does not want. `read` is the
    table, where somebody has read it already. `sender` bounds what rows may be about where it is a
    program of one unit. `now` is when the file takes effect. `extra` holds what only one kind of
    file knows.
    """

    path: Path
    name: str = ""
    format: str = "csv"
    apart: bool = False
    mapping: bytes | None = None
    full: bool = False
    source: str = ""
    strict: bool = False
    confirmed: bool = False
    left_out: Collection[int] = ()
    read: Sheet | None = None
    sender: User | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    now: datetime = field(default_factory=timezone.now)

    def column_map(
        self, columns: Sequence[str], special: Mapping[str, SpecialRule] | None = None
    ) -> ColumnMap | None:
        """Read the mapping file that came along, for these columns. Raises `FileRefused`."""
        if self.mapping is None:
            return None
        return read_mapping(self.mapping, "map.json", columns, special)

    @property
    def file_name(self) -> str:
        """The name its owner knows."""
        return self.name or self.path.name

    def options(self) -> dict[str, Any]:
        """Return what the batch keeps of this, as JSON can hold it."""
        kept: dict[str, Any] = {
            name: True for name in ("full", "strict", "confirmed") if getattr(self, name)
        }
        if self.mapping is not None:
            kept["mapping"] = self.mapping.decode(errors="replace").replace("\0", "")
        return kept

    def sheet(self) -> Sheet:
        """Read the table of this file, without the rows left out; raises `FileRefused`."""
        if self.read is not None:
            return self.read.without(self.left_out)
        read = read_sheet_apart if self.apart else read_sheet
        return read(self.path, name=self.file_name).without(self.left_out)

    def folder(self) -> Folder:
        """Return the published data set this is, a folder or a ZIP of one; not read yet."""
        return (FolderApart if self.apart else Folder)(self.path, self.file_name)
