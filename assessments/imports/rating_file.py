"""A plain rating file of any layout as arrays: who gave whom which score on what.

One row per rating; or one row per person and rater with a column per item; or one row per person
with a column per rater. CSV, XLSX, tab-separated text, or what R writes (`write.table`: spaces,
quotes, row names without a heading).
"""

import csv
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from django.utils.translation import gettext as _

from assessments.analysis.rating_table import RatingTable
from skillmap.core.errors import DomainError
from skillmap.core.tabular.faults import Fault, refuse
from skillmap.core.tabular.limits import UPLOAD
from skillmap.core.tabular.reading import read_bytes, read_sheet
from skillmap.core.tabular.sheet import Sheet, assemble

MISSING = frozenset({"", "NA", "NaN", "nan", "NULL", "."})
ROW_NAMES = "row"
_JOINT = "/"
_SPACED = (".tab", ".tsv", ".txt", ".dat")


@dataclass(frozen=True)
class Columns:
    """Which columns hold what. Several columns of `person` name a person together.

    Either `score` and what it belongs to, or `wide` with a column per item, or `wide_raters` with
    a column per rater. Without `person` every row is a person, without `rater` or `item` there is
    one.
    """

    person: tuple[str, ...] = ()
    rater: str = ""
    item: str = ""
    score: str = ""
    wide: tuple[str, ...] = ()
    wide_raters: tuple[str, ...] = ()

    def check(self) -> None:
        """Raise `DomainError` when these do not describe one layout."""
        if sum(map(bool, (self.score, self.wide, self.wide_raters))) != 1:
            raise DomainError(_("Say where the scores are: --score, --wide or --wide-raters."))
        if self.score and not (self.person and self.rater):
            raise DomainError(_("With one score per row, name --person and --rater."))
        if self.item and not self.score and not self.wide_raters:
            raise DomainError(_("With --wide the columns are the items: leave out --item."))
        if self.wide_raters and self.rater:
            raise DomainError(_("With --wide-raters the columns are the raters."))

    @property
    def named(self) -> tuple[str, ...]:
        """All columns that must be there."""
        single = (self.rater, self.item, self.score)
        return (*self.person, *filter(None, single), *self.wide, *self.wide_raters)


@dataclass(frozen=True)
class RatingFile:
    """The ratings of a file; names stand at the numbers that `table` uses.

    `faults` are rejected rows or cells, `n_missing` counts scores left empty, `n_self` rows in
    which person and rater have the same name.
    """

    table: RatingTable
    persons: Sequence[str]
    raters: Sequence[str]
    items: Sequence[str]
    faults: Sequence[Fault]
    n_missing: int
    n_self: int


def read_rating_file(path: Path, columns: Columns, *, without_self: bool = False) -> RatingFile:
    """Read a file; raises `DomainError` when it, or every row of it, cannot be used."""
    columns.check()
    sheet = _open(path)
    _check_columns(sheet, columns)
    reading = _Reading(sheet, without_self)
    for row in _rows(sheet, columns):
        reading.add(row)
    return reading.result()


@dataclass(frozen=True, slots=True)
class _Row:
    """One cell with a score and what it belongs to."""

    number: int
    person: str
    rater: str
    item: str
    column: str
    score: str


@dataclass
class _Reading:
    """What has been read so far."""

    sheet: Sheet
    without_self: bool
    numbers: dict[str, dict[str, int]] = field(
        default_factory=lambda: {"person": {}, "rater": {}, "item": {}}
    )
    seen: dict[tuple[int, int, int], float] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    n_missing: int = 0
    n_self: int = 0

    def add(self, row: _Row) -> None:
        """Take one score, or note why not."""
        if row.score in MISSING:
            self.n_missing += 1
            return
        is_self = row.person == row.rater
        self.n_self += is_self
        if is_self and self.without_self:
            return
        score = _number(row.score)
        if row.person in MISSING or row.rater in MISSING or row.item in MISSING:
            sentence = _("This row does not say who was rated by whom on what.")
            self._reject(row, "missing_value", sentence)
        elif score is None:
            self._reject(row, "bad_number", _("This is not a number. Write it as 12.5."))
        else:
            self._keep(row, score)

    def _keep(self, row: _Row, score: float) -> None:
        found = [
            self.numbers[name].setdefault(key, len(self.numbers[name]))
            for name, key in (("person", row.person), ("rater", row.rater), ("item", row.item))
        ]
        key = (found[0], found[1], found[2])
        if key in self.seen:
            sentence = _("This rater has rated this person on this already.")
            self._reject(row, "duplicate_rating", sentence)
            return
        self.seen[key] = score

    def _reject(self, row: _Row, code: str, sentence: str) -> None:
        self.faults.append(self.sheet.fault(row.number, row.column, row.score, code, sentence))

    def result(self) -> RatingFile:
        """Return the arrays."""
        faults = [*self.sheet.faults, *self.faults]
        if not self.seen:
            if faults:
                raise DomainError(faults[0].sentence, code=faults[0].code)
            raise DomainError(_("There is no score in these columns."), code="no_scores")
        person, rater, item = np.array(list(self.seen), dtype=np.int64).T
        return RatingFile(
            table=RatingTable(person, rater, item, np.array(list(self.seen.values()))),
            persons=list(self.numbers["person"]),
            raters=list(self.numbers["rater"]),
            items=list(self.numbers["item"]),
            faults=faults,
            n_missing=self.n_missing,
            n_self=self.n_self,
        )


def _rows(sheet: Sheet, columns: Columns) -> Iterator[_Row]:
    place = {name: index for index, name in enumerate(sheet.header)}
    scores = (columns.score,) if columns.score else columns.wide or columns.wide_raters
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        cells = [cell.strip() for cell in row]
        person = _JOINT.join(cells[place[name]] for name in columns.person) or str(number - 1)
        rater = cells[place[columns.rater]] if columns.rater else "1"
        item = cells[place[columns.item]] if columns.item else "1"
        for name in scores:
            yield _Row(
                number=number,
                person=person,
                rater=name if columns.wide_raters else rater,
                item=name if columns.wide else item,
                column=name,
                score=cells[place[name]],
            )


def _number(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in cell else None


def _check_columns(sheet: Sheet, columns: Columns) -> None:
    for name in columns.named:
        if name not in sheet.header:
            sentence = _("There is no column “%(name)s”; there are: %(columns)s.") % {
                "name": name,
                "columns": ", ".join(sheet.header),
            }
            raise refuse(sheet.file, "missing_column", sentence, value=name)


def _open(path: Path) -> Sheet:
    """Read the file as a sheet, whichever of the layouts it has."""
    if path.suffix.lower() not in _SPACED:
        return read_sheet(path)
    data = read_bytes(path, path.name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse(path.name, "encoding", _("The file is not in UTF-8.")) from error
    tabbed = "\t" in text.partition("\n")[0]
    source = io.StringIO(text, newline="")
    reader = csv.reader(source, delimiter="\t" if tabbed else " ", skipinitialspace=not tabbed)
    try:
        lines = [line for line in reader if line]
    except csv.Error as error:
        sentence = _("A quotation mark is missing or misplaced here, or the cell is far too long.")
        raise refuse(path.name, "quotes", sentence, row=reader.line_num) from error
    if len(lines) > 1 and len(lines[1]) == len(lines[0]) + 1:
        lines[0].insert(0, ROW_NAMES)
    return assemble(path.name, path.stem, lines, UPLOAD)
