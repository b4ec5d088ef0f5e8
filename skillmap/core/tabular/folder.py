"""A published data set as a folder of files, each as it is or gzipped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from skillmap.core.tabular.faults import FileRefused, refuse
from skillmap.core.tabular.limits import LIBRARY
from skillmap.core.tabular.reading import read_sheet
from skillmap.core.tabular.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that somebody unpacked a download into."""

    path: Path

    def find(self, *names: str) -> Path | None:
        """Return the first of these files that is there, packed or not."""
        for name in names:
            for path in (self.path / name, self.path / f"{name}.gz"):
                if path.is_file():
                    return path
        return None

    def sheet(self, *names: str, delimiter: str = ",") -> Sheet:
        """Read the first of these files that is there; raises `FileRefused` when none is."""
        path = self.find(*names)
        if path is None:
            raise self.lacks(*names)
        return read_sheet(path, delimiter=delimiter, limits=LIBRARY)

    def lacks(self, *names: str) -> FileRefused:
        """Return the refusal of a folder without any of these files."""
        wanted = " / ".join(names)
        sentence = _("The folder has no file %(names)s.") % {"names": wanted}
        return refuse(self.path.name, "missing_file", sentence)
