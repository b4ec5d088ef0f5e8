"""Writing tables for people: CSV and XLSX that no spreadsheet runs as formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO, TextIO

Cell = str | int | float | Decimal | date | datetime | bool | None

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def neutral(value: str) -> str:
    """Return text that a spreadsheet shows instead of running it."""
    return "'" + value if value.startswith(_FORMULA_STARTS) else value


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
        worksheet = book.add_worksheet(sheet[:31])
        worksheet.freeze_panes(1, 0)
        worksheet.write_row(0, 0, [neutral(name) for name in header])
        for number, values in enumerate(rows, start=1):
            worksheet.write_row(number, 0, [_xlsx_cell(value) for value in values])


def _csv_cell(value: Cell) -> str | int | float | Decimal:
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    return neutral(value) if isinstance(value, str) else value


def _xlsx_cell(value: Cell) -> str | int | float | None:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return neutral(value)
    return float(value) if isinstance(value, Decimal) else value
