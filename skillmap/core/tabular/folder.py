"""A published data set: a folder of files, or the same as a ZIP, each file plain or gzipped."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from skillmap.core.tabular.delimited import read_delimited
from skillmap.core.tabular.faults import FileRefused, refuse
from skillmap.core.tabular.limits import LIBRARY, MEGABYTE, UPLOAD, Limits
from skillmap.core.tabular.reading import read_sheet, unpacked
from skillmap.core.tabular.sheet import Sheet

IN_ARCHIVE = Limits(size=60 * MEGABYTE, rows=UPLOAD.rows)
"""A file inside a ZIP that somebody sends us."""

MOST_MEMBERS = 5_000
"""Files in such a ZIP; published data sets have a few dozen."""

_ENCRYPTED = 0x1


@dataclass(frozen=True)
class Folder:
    """What somebody unpacked a download into, or the download itself."""

    path: Path
    name: str = ""

    @property
    def shown(self) -> str:
        """What its owner calls it."""
        return self.name or self.path.name

    def table(self, *names: str) -> Sheet:
        """Read the file itself when it is no folder, else the first of these that is in it."""
        if is_folder(self.path):
            return self.sheet(*names)
        return read_sheet(self.path, name=self.shown)

    def has(self, *names: str) -> bool:
        """Is any of these files there?"""
        return self._find(names) is not None

    def sheet(self, *names: str, delimiter: str = ",") -> Sheet:
        """Read the first of these files that is there; raises `FileRefused` when none is."""
        name = self._find(names)
        if name is None:
            raise self.lacks(*names)
        if self.path.is_dir():
            return read_sheet(self.path / name, delimiter=delimiter, limits=LIBRARY)
        data = unpacked(self._read_member(name), name, IN_ARCHIVE)
        return read_delimited(data, name, delimiter=delimiter, limits=IN_ARCHIVE)

    def lacks(self, *names: str) -> FileRefused:
        """Return the refusal of a folder without any of these files."""
        wanted = " / ".join(names)
        sentence = _("There is no file %(names)s in it.") % {"names": wanted}
        return refuse(self.shown, "missing_file", sentence)

    def _find(self, names: tuple[str, ...]) -> str | None:
        for found in (form for name in names for form in (name, f"{name}.gz")):
            if (self.path / found).is_file() if self.path.is_dir() else found in self.members:
                return found
        return None

    @property
    def members(self) -> Collection[str]:
        """The names of the files of the ZIP; raises `FileRefused` when it is none."""
        return self._members.keys()

    @cached_property
    def _members(self) -> Mapping[str, zipfile.ZipInfo]:
        """The files of the ZIP by their last name; what folders they are in does not matter."""
        try:
            with zipfile.ZipFile(self.path) as archive:
                members = archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            sentence = _("This is neither a folder nor a ZIP file.")
            raise refuse(self.shown, "not_a_folder", sentence) from error
        if len(members) > MOST_MEMBERS:
            sentence = _("The ZIP holds more than %(limit)d files.") % {"limit": MOST_MEMBERS}
            raise refuse(self.shown, "too_many_files", sentence)
        total = sum(member.file_size for member in members)
        if total > UPLOAD.unpacked or any(member.flag_bits & _ENCRYPTED for member in members):
            sentence = _("The ZIP file is locked, or would take more than %(limit)d MB unpacked.")
            limit = {"limit": UPLOAD.unpacked // MEGABYTE}
            raise refuse(self.shown, "too_large", sentence % limit)
        return {PurePosixPath(member.filename).name: member for member in members}

    def _read_member(self, name: str) -> bytes:
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(self._members[name]) as file:
                return file.read(IN_ARCHIVE.size + 1)
        except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, RuntimeError,
                NotImplementedError, EOFError) as error:  # fmt: skip
            sentence = _("This file of the ZIP cannot be read.")
            raise refuse(name, "unreadable_file", sentence) from error


def is_folder(path: Path) -> bool:
    """Is this a folder or a ZIP of one, rather than a single file?"""
    return path.is_dir() or zipfile.is_zipfile(path)
