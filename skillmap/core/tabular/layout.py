"""Turning the text of a sheet into typed rows, column by column."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from skillmap.core.tabular.faults import CellError, Fault, FileRefused, rejected_rows
from skillmap.core.tabular.mapping import ColumnMap
from skillmap.core.tabular.sheet import Sheet

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Field:
    """One of our columns: how its cells are read, and what an empty cell means.

    A needed field must have a column, and a value in every row. The rest helps to find it in the
    files of others: what it is called on screen, its other names (comma-separated), the column
    whose keys it holds, and our word for theirs (in lower case). A rare one is not asked for.
    """

    name: str
    parse: Callable[[str], Any]
    needed: bool = False
    empty: Any = ""
    label: str | Promise = ""
    also: str = ""
    refers_to: str = ""
    words: Mapping[str, str] = dataclasses.field(default_factory=dict)
    rare: bool = False


@dataclass(frozen=True, slots=True)
class Layout(Generic[Row]):
    """A file layout: `build` takes the row number and one value per field.

    Columns of our own layouts that nobody knows are reported; those of a published data set
    (`published`) are known to be more than we read. With `keeps_faulty`, `build` takes `empty` for
    any field and rows with a cell that cannot be read are kept apart.
    """

    fields: tuple[Field, ...]
    build: Callable[..., Row]
    published: bool = False
    keeps_faulty: bool = False


@dataclass(frozen=True, slots=True)
class Parsed(Generic[Row]):
    """The rows that can be used, the faults of the others, and which of our columns were there.

    `faulty` are rows with a cell that cannot be read, empty in its place: what else is wrong with
    them can be told at once. `keys` is the text of the first field by row number.
    """

    file: str
    sheet: str
    rows: list[Row]
    faults: list[Fault]
    columns: frozenset[str]
    faulty: Sequence[Row] = ()
    keys: Mapping[int, str] = dataclasses.field(default_factory=dict)

    def fault(
        self,
        row: int,
        column: str,
        value: object,
        code: str,
        sentence: str,
        *,
        warning: bool = False,
    ) -> Fault:
        """Return a fault placed in the file these rows came from."""
        shown = "" if value is None else str(value)
        key = self.keys.get(row, "")
        return Fault(self.file, self.sheet, row, column, shown, code, sentence, warning, key)

    @property
    def rejected(self) -> int:
        """How many rows of the file are left out because of a fault."""
        return len(rejected_rows(self.faults))


def parse_sheet(sheet: Sheet, layout: Layout[Row], mapping: ColumnMap | None = None) -> Parsed[Row]:
    """Parse every row of a sheet; a row with a faulty cell is left out, all its faults are named.

    Raises `FileRefused` when a needed column is missing. Columns nobody asked for are a warning.
    """
    mapping = mapping or ColumnMap()
    names = [field.name for field in layout.fields]
    present = mapping.available(sheet.header)
    _check_columns(sheet, layout, mapping, present)
    faults = list(sheet.faults)
    if not layout.published:
        faults += _unknown_columns(sheet, mapping, names)
    values: list[list[Any]] = []
    bad: set[int] = set()
    for field in layout.fields:
        if field.name in present:
            values.append(_parse_column(sheet, field, mapping, faults, bad))
        else:
            values.append([field.empty] * len(sheet.rows))
    rows, faulty = [], []
    for index, (number, *row) in enumerate(zip(sheet.numbers, *values, strict=True)):
        if index in bad and layout.keeps_faulty:
            faulty.append(layout.build(number, *_without_errors(row, layout)))
        elif index not in bad:
            rows.append(layout.build(number, *row))
    columns = present & frozenset(names)
    keys = _keys(sheet, layout.fields[0], mapping, columns)
    faults = [replace(fault, key=keys.get(fault.row, "")) for fault in faults]
    return Parsed(sheet.file, sheet.name, rows, faults, columns, faulty, keys)


def _without_errors(row: Sequence[Any], layout: Layout[Any]) -> list[Any]:
    return [
        field.empty if isinstance(value, CellError) else value
        for field, value in zip(layout.fields, row, strict=True)
    ]


def _keys(
    sheet: Sheet, first: Field, mapping: ColumnMap, columns: frozenset[str]
) -> dict[int, str]:
    """What each row says it is about: the text of its first field."""
    if first.name not in columns:
        return {}
    texts, _parse = mapping.source(sheet, first.name, first.parse)
    return {number: text.strip() for number, text in zip(sheet.numbers, texts, strict=True)}


def keep_first(
    parsed: Parsed[Row], place: Callable[[Row], tuple[int, str, Hashable]]
) -> Parsed[Row]:
    """Return the rows without those whose key an earlier row has; the later ones become faults.

    `place` tells a row's number, the column to blame and the key.
    """
    first: dict[Hashable, int] = {}
    rows, faults = [], list(parsed.faults)
    for row in parsed.rows:
        number, column, key = place(row)
        if first.setdefault(key, number) == number:
            rows.append(row)
            continue
        sentence = _("Row %(first)d already says this.") % {"first": first[key]}
        shown = key if isinstance(key, str) else " / ".join(map(str, key))  # type: ignore[call-overload]
        faults.append(parsed.fault(number, column, shown, "duplicate_row", sentence))
    return replace(parsed, rows=rows, faults=faults)


def _parse_column(
    sheet: Sheet, field: Field, mapping: ColumnMap, faults: list[Fault], bad: set[int]
) -> list[Any]:
    """Parse one column; each different text only once, files repeat themselves a lot."""
    texts, parse = mapping.source(sheet, field.name, field.parse)
    known: dict[str, Any] = {}
    values = []
    for index, text in enumerate(texts):
        if text not in known:
            known[text] = _parse_text(text.strip(), field, parse)
        value = known[text]
        if isinstance(value, CellError):
            bad.add(index)
            number = sheet.numbers[index]
            faults.append(sheet.fault(number, field.name, text, value.code, value.sentence))
        values.append(value)
    return values


def _parse_text(text: str, field: Field, parse: Callable[[str], Any]) -> Any:
    """Return the value of a cell, or the error itself in its place."""
    try:
        value = parse(text) if text else None
    except CellError as error:
        return error
    if value is None and field.needed:
        return CellError("missing_value", _("This must not be empty."))
    return field.empty if value is None else value


def _check_columns(
    sheet: Sheet, layout: Layout[Any], mapping: ColumnMap, present: frozenset[str]
) -> None:
    faults = []
    for name in mapping.missing(sheet.header):
        sentence = _("The mapping names a column “%(name)s” that the file does not have.")
        faults.append(sheet.fault(1, name, "", "missing_column", sentence % {"name": name}))
    for field in layout.fields:
        if field.needed and field.name not in present:
            sentence = _("The column “%(name)s” is missing.") % {"name": field.name}
            faults.append(sheet.fault(1, field.name, "", "missing_column", sentence))
    if faults:
        raise FileRefused(faults)


def _unknown_columns(sheet: Sheet, mapping: ColumnMap, names: Sequence[str]) -> list[Fault]:
    used = mapping.used() | set(names)
    sentence = _("We do not know this column; it was not read.")
    return [
        Fault(sheet.file, sheet.name, 1, name, name, "unknown_column", sentence, warning=True)
        for name in sheet.header
        if name not in used
    ]
