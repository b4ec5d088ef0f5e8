"""Opening one file from the disk as a sheet, whichever form it has."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path

from django.utils.translation import gettext as _

from skillmap.core.tabular.delimited import read_delimited
from skillmap.core.tabular.faults import FileRefused, refuse
from skillmap.core.tabular.limits import MEGABYTE, UPLOAD, Limits
from skillmap.core.tabular.sheet import Sheet
from skillmap.core.tabular.workbook import OLD_OFFICE, read_workbook

_WORKBOOK_NAMES = (".xlsx", ".xlsm", ".xls")
_WORKBOOK_MARKS = (b"PK\x03\x04", OLD_OFFICE)


def read_sheet(
    path: Path, *, name: str | None = None, delimiter: str = "", limits: Limits = UPLOAD
) -> Sheet:
    """Read a CSV (also `.gz`), a tab-delimited text or the first sheet of a workbook.

    `name` is what faults call the file, when its name on disk is not what its owner called it.
    Raises `FileRefused`.
    """
    name = name or path.name
    data = read_bytes(path, name, limits)
    if name.lower().endswith(_WORKBOOK_NAMES) or data.startswith(_WORKBOOK_MARKS):
        return read_workbook(data, name, limits=limits)
    return read_delimited(data, name, delimiter=delimiter, limits=limits)


def read_bytes(path: Path, name: str, limits: Limits = UPLOAD) -> bytes:
    """Return the content of a file, unpacked when it is gzipped, never more than its limit.

    Raises `FileRefused` when it is missing, empty, too large or badly packed.
    """
    try:
        with path.open("rb") as source:
            data = source.read(limits.size + 1)
    except OSError as error:
        raise _unreadable(name) from error
    return unpacked(data, name, limits)


def unpacked(data: bytes, name: str, limits: Limits) -> bytes:
    """Return the content of what was read of a file, unpacked when its name says it is gzipped.

    Raises `FileRefused` when it is empty, beyond its limit or badly packed.
    """
    if name.endswith(".gz") and len(data) <= limits.size:
        try:
            with gzip.open(io.BytesIO(data)) as source:
                data = source.read(limits.size + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise _unreadable(name) from error
    if len(data) > limits.size:
        sentence = _("The file is larger than %(limit)d MB.") % {"limit": limits.size // MEGABYTE}
        raise refuse(name, "too_large", sentence)
    if not data.strip():
        raise refuse(name, "empty_file", _("The file is empty."))
    return data


def _unreadable(name: str) -> FileRefused:
    return refuse(name, "unreadable_file", _("The file cannot be opened."))
