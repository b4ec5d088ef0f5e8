"""Our own layout of a training catalogue, also fitted to other files by a mapping."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from skillmap.core.tabular import cells
from skillmap.core.tabular.codes import code_from_name
from skillmap.core.tabular.faults import CellError
from skillmap.core.tabular.layout import Field, Layout, Parsed, keep_first, parse_sheet
from skillmap.core.tabular.mapping import ColumnMap, read_mapping
from skillmap.core.tabular.sheet import Sheet
from training.enums import Mode, Venue
from training.imports.outcomes import NamedOutcomes, parse_outcomes
from training.imports.rows import ActivityRow

CODE_LENGTH = 120


def read_activities(sheet: Sheet, mapping: ColumnMap | None = None) -> Parsed[ActivityRow]:
    """Read a sheet of activities; raises `FileRefused` when columns are missing.

    A mapped catalogue without codes gets one from provider and title, the same at every import.
    """
    parsed = parse_sheet(sheet, _LAYOUT, mapping)
    return keep_first(parsed, lambda row: (row.number, "activity_code", row.activity_code))


def read_activity_mapping(data: bytes, file: str) -> ColumnMap:
    """Read a mapping file for catalogues; raises `FileRefused`."""
    columns = [field.name for field in _LAYOUT.fields]
    return read_mapping(data, file, columns, {"outcomes": NamedOutcomes.from_entry})


def moment(cell: str) -> date | datetime:
    """Accept a day, or a time with its zone: `2027-03-12` or `2027-03-12T09:00+01:00`."""
    if len(cell) == len("2027-03-12"):
        return cells.day(cell)
    try:
        value = datetime.fromisoformat(cell)
    except ValueError:
        value = None
    if value is None or value.utcoffset() is None:
        sentence = _("Write a date as 2027-03-12, or a time with its zone: 2027-03-12T09:00+01:00.")
        raise CellError("bad_date", sentence)
    cells.day(value.date().isoformat())
    return value


def _currency(cell: str) -> str:
    if len(cell) != 3 or not (cell.isascii() and cell.isalpha()):
        raise CellError("bad_currency", _("Write a currency by its three letters, like EUR."))
    return cell.upper()


def _address(cell: str) -> str:
    if not cell.startswith(("https://", "http://")):
        raise CellError("bad_address", _("An address must start with https:// or http://."))
    return cells.text(500)(cell)


def _build(number: int, code: str, title: str, provider: str, *others: Any) -> ActivityRow:
    code = code or code_from_name(title, provider, longest=CODE_LENGTH)
    return ActivityRow(number, code, title, provider, *others)


_LAYOUT = Layout(
    fields=(
        Field("activity_code", cells.code(CODE_LENGTH)),
        Field("title", cells.text(300), needed=True),
        Field("provider", cells.text(200)),
        Field("mode", cells.choice(Mode.values), needed=True),
        Field("sessions", cells.whole(1, 500), empty=1),
        Field("hours_per_session", cells.decimal("0.01", "1000"), needed=True),
        Field("period_weeks", cells.whole(1, 104), empty=1),
        Field("cost", cells.decimal("0", "10000000"), empty=None),
        Field("currency", _currency),
        Field("language", cells.text(20)),
        Field("venue", cells.choice(Venue.values), empty=Venue.SELF_PACED.value),
        Field("site", cells.text(100)),
        Field("url", _address),
        Field("released_time", cells.flag, empty=False),
        Field("capstone", cells.flag, empty=False),
        Field("prerequisites", cells.listing(cells.code(CODE_LENGTH)), empty=()),
        Field("seats", cells.whole(1, 1_000_000), empty=None),
        Field("starts_on", cells.listing(moment), empty=()),
        Field("situations", cells.listing(cells.text(200)), empty=()),
        Field("outcomes", parse_outcomes, empty=()),
    ),
    build=_build,
)
