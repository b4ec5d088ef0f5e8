"""Writing tables for people: CSV and XLSX that no spreadsheet runs as formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO, TextIO

from django.utils import timezone

Cell = str | int | float | Decimal | date | datetime | bool | None

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_DAY, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"  # in a workbook, which begins to count in:
_FIRST_YEAR = 1900
_DIGITS = 6  # after the point: what follows is noise of the arithmetic


def neutral(value: str) -> str:
    """Return text that a spreadsheet shows instead of running it."""
    return "'" + value if value.startswith(_FORMULA_STARTS) else value


def unguarded(value: str) -> str:
    """Return the text that `neutral` was given: a file of ours says the same when it comes back."""
    guarded = value.startswith("'") and value.startswith(_FORMULA_STARTS, 1)
    return value[1:] if guarded else value


def write_csv(target: TextIO, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a table as CSV, row by row; texts that look like formulas get a leading apostrophe."""
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([neutral(name) for name in header])
    writer.writerows([_csv_cell(value) for value in row] for row in rows)


def csv_line(values: Sequence[Cell]) -> str:
    """Return one line of CSV, for answers that are streamed."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([_csv_cell(value) for value in values])
    return line.getvalue()


def write_xlsx(
    target: BinaryIO, sheet: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> None:
    """Write a table as one sheet of a workbook, its header fixed in place."""
    import xlsxwriter  # slow to import, only downloads in this form need it

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        day, moment = (book.add_format({"num_format": text}) for text in (_DAY, _MOMENT))
        worksheet = book.add_worksheet(sheet[:31])
        worksheet.freeze_panes(1, 0)
        worksheet.write_row(0, 0, [neutral(name) for name in header])
        for number, values in enumerate(rows, start=1):
            for column, value in enumerate(map(_xlsx_cell, values)):
                form = moment if isinstance(value, datetime) else day
                worksheet.write(number, column, value, form if isinstance(value, date) else None)


def _csv_cell(value: Cell) -> str | int | float | Decimal:
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    return neutral(value) if isinstance(value, str) else value


def _xlsx_cell(value: Cell) -> str | int | float | date | None:
    """Times as the viewer's clock shows them: a workbook knows no zones, nor days before 1900."""
    if isinstance(value, date) and value.year < _FIRST_YEAR:
        return value.isoformat()
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.make_naive(value)
    if isinstance(value, str):
        return neutral(value)
    return round(float(value), _DIGITS) if isinstance(value, float | Decimal) else value
