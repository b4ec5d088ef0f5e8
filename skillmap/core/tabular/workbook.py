"""Reading the first sheet of an Excel workbook (.xlsx)."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from skillmap.core.tabular.faults import Fault, FileRefused, refuse
from skillmap.core.tabular.limits import MEGABYTE, UPLOAD, Limits
from skillmap.core.tabular.sheet import Sheet, assemble

OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
"""First bytes of .xls files and of workbooks locked with a password."""

_LAST_ROW = 1_048_576
_ENCRYPTED = 0x1
_ONLY_ZEROS = re.compile(r"0{2,}")


def read_workbook(data: bytes, file: str, *, limits: Limits = UPLOAD) -> Sheet:
    """Read the first sheet of a workbook; formulas and error values make their row a fault.

    Raises `FileRefused` for anything that is not a sound, unlocked workbook within its limits.
    """
    _check_archive(data, file, limits)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about drawings and styles, which we never look at
            return _read_first_sheet(data, file, limits)
    except FileRefused:
        raise
    except Exception as error:
        sentence = _("The workbook is damaged. Open it in a spreadsheet and save it again.")
        raise refuse(file, "damaged_workbook", sentence, value=type(error).__name__) from error


def _check_archive(data: bytes, file: str, limits: Limits) -> None:
    if data.startswith(OLD_OFFICE):
        sentence = _("The workbook is locked with a password or in the old .xls form.")
        raise refuse(file, "locked_workbook", sentence + " " + _("Save it as .xlsx without one."))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        sentence = _("This is not an Excel workbook (.xlsx), whatever its name says.")
        raise refuse(file, "not_a_workbook", sentence) from error
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise refuse(file, "locked_workbook", _("The workbook is locked with a password."))
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.unpacked:
        sentence = _("Unpacked, the workbook would take more than %(limit)d MB.")
        raise refuse(file, "too_large", sentence % {"limit": limits.unpacked // MEGABYTE})


def _read_first_sheet(data: bytes, file: str, limits: Limits) -> Sheet:
    import openpyxl  # slow to import, and only uploads in this form need it

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    try:
        if not book.worksheets:
            raise refuse(file, "no_sheet", _("The workbook has no sheet with cells."))
        worksheet = book.worksheets[0]
        worksheet.reset_dimensions()  # what it declares about itself may be wrong
        lines = _lines(worksheet, file, limits)
        return assemble(PurePath(file).name, worksheet.title, lines, limits)
    finally:
        book.close()


def _lines(worksheet: Any, file: str, limits: Limits) -> Iterator[list[str] | Fault]:
    width = 0
    for number, cells in enumerate(worksheet.iter_rows(), start=1):
        if number > _LAST_ROW:
            raise refuse(file, "too_many_rows", _("The sheet has too many rows."), row=number)
        line = _line(cells, file, worksheet.title, number)
        if isinstance(line, list):
            width = width or len(line)
            if len(line) > limits.columns and any(line[limits.columns :]):
                sentence = _("This row has more than %(limit)d cells.") % {"limit": limits.columns}
                raise refuse(file, "too_many_columns", sentence, row=number)
            line += [""] * (width - len(line))  # a spreadsheet does not store trailing blanks
        yield line


def _line(cells: tuple[Any, ...], file: str, sheet: str, number: int) -> list[str] | Fault:
    line = []
    for cell in cells:
        if cell.data_type in ("f", "e"):
            return _cell_fault(cell, file, sheet, number)
        line.append(_text(cell))
    return line


def _cell_fault(cell: Any, file: str, sheet: str, number: int) -> Fault:
    column = str(cell.column_letter)
    value = str(cell.value)
    if cell.data_type == "f":
        sentence = _("Cell %(place)s holds a formula. Paste it as a value.")
        code = "formula"
    else:
        sentence = _("Cell %(place)s holds an error instead of a value.")
        code = "error_value"
    return Fault(
        file, sheet, number, column, value, code, sentence % {"place": f"{column}{number}"}
    )


def _text(cell: Any) -> str:
    """Return what the cell shows, so that a code of digits keeps its leading zeros."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        return _number_text(value, cell.number_format)
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def _number_text(value: float, number_format: str) -> str:
    if value != int(value):
        return repr(value)
    digits = str(int(value))
    return digits.zfill(len(number_format)) if _ONLY_ZEROS.fullmatch(number_format) else digits
