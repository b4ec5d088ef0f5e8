"""One sheet of text cells, checked for shape, whatever file it came from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from skillmap.core.tabular.faults import Fault, FileRefused, refuse
from skillmap.core.tabular.limits import Limits

LEFT_OUT = "left_out"
"""Code of the fault of a row that could stand, and that somebody does not want."""

_SHOWN_CELLS = 3  # of a row left out


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header and the rows below it, as text.

    `rows[i]` has as many cells as the header and stands in row `numbers[i]` of the spreadsheet.
    Blank rows are left out; rows of a wrong shape are left out and named in `faults`.
    """

    file: str
    name: str
    header: tuple[str, ...]
    numbers: list[int] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def column(self, name: str) -> list[str]:
        """Return the cells of one column, top to bottom."""
        index = self.header.index(name)
        return [row[index] for row in self.rows]

    def without(self, numbers: Collection[int]) -> Sheet:
        """Return the sheet without some rows, each of them a fault: somebody does not want them."""
        kept = [index for index, number in enumerate(self.numbers) if number not in numbers]
        if len(kept) == len(self.rows):
            return self
        sentence = _("Somebody left this row out.")
        faults = [
            self.fault(number, "", ", ".join(filter(None, row[:_SHOWN_CELLS])), LEFT_OUT, sentence)
            for number, row in zip(self.numbers, self.rows, strict=True)
            if number in numbers
        ]
        return replace(
            self,
            numbers=[self.numbers[index] for index in kept],
            rows=[self.rows[index] for index in kept],
            faults=[*self.faults, *faults],
        )

    def fault(self, row: int, column: str, value: str, code: str, sentence: str) -> Fault:
        """Return a fault placed in this sheet."""
        return Fault(self.file, self.name, row, column, value, code, sentence)


def assemble(file: str, name: str, lines: Iterable[Sequence[str] | Fault], limits: Limits) -> Sheet:
    """Build a sheet from its lines, the first one being the header; line i is spreadsheet row i.

    A line that is a `Fault` already is kept as such. Raises `FileRefused` for a header that
    cannot be used and for a sheet beyond its limits.
    """
    iterator = iter(lines)
    header, width = _read_header(file, name, iterator, limits)
    sheet = Sheet(file, name, header)
    characters = 0
    for number, line in enumerate(iterator, start=2):
        if isinstance(line, Fault):
            sheet.faults.append(line)
            continue
        if not any(line):
            continue
        characters += sum(map(len, line))
        if len(sheet.rows) >= limits.rows or characters > limits.characters:
            raise _too_large(file, number, limits)
        _add_line(sheet, number, line, width, limits)
    return sheet


def _add_line(sheet: Sheet, number: int, line: Sequence[str], width: int, limits: Limits) -> None:
    fault = _shape_fault(sheet, number, line, width, limits)
    if fault is not None:
        sheet.faults.append(fault)
        return
    sheet.numbers.append(number)
    sheet.rows.append(list(line[: len(sheet.header)]))


def _shape_fault(
    sheet: Sheet, number: int, line: Sequence[str], width: int, limits: Limits
) -> Fault | None:
    if len(line) != width and (len(line) < width or any(line[width:])):
        sentence = _("This row has %(found)d cells, the header has %(expected)d.") % {
            "found": len(line),
            "expected": width,
        }
        return sheet.fault(number, "", ",".join(line), "ragged_row", sentence)
    if max(map(len, line)) > limits.cell:
        index = max(range(len(line)), key=lambda i: len(line[i]))
        sentence = _("This cell is longer than %(limit)d characters.") % {"limit": limits.cell}
        column = sheet.header[index] if index < len(sheet.header) else ""
        return sheet.fault(number, column, line[index], "cell_too_long", sentence)
    return None


def _read_header(
    file: str, name: str, lines: Iterator[Sequence[str] | Fault], limits: Limits
) -> tuple[tuple[str, ...], int]:
    """Return the column names and how many cells each row must have."""
    line = next(lines, None)
    if isinstance(line, Fault):
        raise FileRefused([line])
    if line is None or not any(cell.strip() for cell in line):
        raise refuse(file, "no_header", _("The first row must hold the names of the columns."))
    names = [cell.strip() for cell in line]
    width = len(names)
    while not names[-1]:
        names.pop()
    if len(names) > limits.columns:
        sentence = _("The file has %(found)d columns; %(limit)d is the most.")
        counts = {"found": len(names), "limit": limits.columns}
        raise refuse(file, "too_many_columns", sentence % counts)
    _check_names(file, name, names)
    return tuple(names), max(width, len(names))


def _check_names(file: str, sheet: str, names: Sequence[str]) -> None:
    faults = []
    for index, name in enumerate(names):
        if not name:
            sentence = _("Column %(position)d has no name.") % {"position": index + 1}
            faults.append(Fault(file, sheet, 1, "", "", "unnamed_column", sentence))
        elif name in names[:index]:
            sentence = _("The column “%(name)s” is there twice.") % {"name": name}
            faults.append(Fault(file, sheet, 1, name, name, "duplicate_column", sentence))
    if faults:
        raise FileRefused(faults)


def _too_large(file: str, number: int, limits: Limits) -> FileRefused:
    sentence = _("The file holds more than %(rows)d rows or %(characters)d characters.") % {
        "rows": limits.rows,
        "characters": limits.characters,
    }
    return refuse(file, "too_many_rows", sentence, row=number)
