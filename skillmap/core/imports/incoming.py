"""A file or folder on its way in, and what its sender said about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from skillmap.core.tabular.folder import Folder
from skillmap.core.tabular.reading import read_sheet
from skillmap.core.tabular.sandbox import FolderApart, read_sheet_apart
from skillmap.core.tabular.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Incoming:
    """`name` is what its owner calls the file; `apart` reads it in a limited process.

    `mapping` is the content of a mapping file. `full` means that people of `source` who are not in
    the file have left. `confirmed` answers yes to what a person should look at; `strict` applies
    nothing when any row is rejected. `now` is when the file takes effect. `extra` holds what only
    one kind of file knows.
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
    extra: dict[str, Any] = field(default_factory=dict)
    now: datetime = field(default_factory=timezone.now)

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
        """Read the table of this file; raises `FileRefused`."""
        if self.apart:
            return read_sheet_apart(self.path, name=self.file_name)
        return read_sheet(self.path, name=self.file_name)

    def folder(self) -> Folder:
        """Return the published data set this is, a folder or a ZIP of one; not read yet."""
        return (FolderApart if self.apart else Folder)(self.path, self.file_name)
