"""Our own layout of a training catalogue, also fitted to other files by a mapping."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmap.core.tabular import cells
from skillmap.core.tabular.codes import code_from_name
from skillmap.core.tabular.faults import CellError
from skillmap.core.tabular.layout import Field, Layout, Parsed, keep_first, parse_sheet
from skillmap.core.tabular.mapping import ColumnMap, SpecialRule
from skillmap.core.tabular.sheet import Sheet
from training.enums import Mode, Venue
from training.imports.outcomes import NamedOutcomes, parse_outcomes
from training.imports.rows import ActivityRow

CODE_LENGTH = 120
_MODES = {
    **dict.fromkeys(("video", "micro learning", "nugget", "lernvideo"), "microlearning"),
    **dict.fromkeys(("e-learning", "elearning", "online course", "kurs", "schulung"), "course"),
    **dict.fromkeys(("seminar", "classroom", "training", "präsenzseminar"), "workshop"),
    **dict.fromkeys(("role play", "role-play", "rollenspiel"), "role_play"),
    **dict.fromkeys(("case", "case study", "fallstudie"), "scenario"),
    **dict.fromkeys(("coaching", "peer coaching", "kollegiale beratung"), "peer_coaching"),
    **dict.fromkeys(("guided project", "projekt"), "project"),
}
_VENUES = {
    **dict.fromkeys(("online", "on demand", "self-paced", "selbstlernend"), "self_paced"),
    **dict.fromkeys(("live", "virtual", "webinar", "virtuell", "live online"), "live_online"),
    **dict.fromkeys(("classroom", "in person", "on site", "on-site", "präsenz"), "onsite"),
}


def read_activities(sheet: Sheet, mapping: ColumnMap | None = None) -> Parsed[ActivityRow]:
    """Read a sheet of activities; raises `FileRefused` when columns are missing.

    A mapped catalogue without codes gets one from provider and title, the same at every import.
    """
    parsed = parse_sheet(sheet, _LAYOUT, mapping)
    return keep_first(parsed, lambda row: (row.number, "activity_code", row.activity_code))


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


FIELDS = (
    Field(
        "activity_code", cells.code(CODE_LENGTH), label=gettext_lazy("Code of the activity"),
        also="code, course code, course id, id, kursnummer",
    ),
    Field(
        "title", cells.text(300), needed=True, label=gettext_lazy("Title"),
        also="name, course, course title, course name, titel, kurs, bezeichnung, intitulé",
    ),
    Field(
        "provider", cells.text(200), label=gettext_lazy("Provider"),
        also="school, vendor, institution, anbieter, fournisseur",
    ),
    Field(
        "mode", cells.choice(Mode.values), needed=True, label=gettext_lazy("Way of learning"),
        also="type, format, delivery mode, method, art, lernform", words=_MODES,
    ),
    Field(
        "sessions", cells.whole(1, 500), empty=1, label=gettext_lazy("Number of sessions"),
        also="termine, séances",
    ),
    Field(
        "hours_per_session", cells.decimal("0.01", "1000"), needed=True,
        label=gettext_lazy("Hours a session"),
        also="hours, duration, duration hours, stunden, dauer, durée",
    ),
    Field(
        "period_weeks", cells.whole(1, 104), empty=1,
        label=gettext_lazy("Weeks from one session to the next"),
    ),
    Field(
        "cost", cells.decimal("0", "10000000"), empty=None, label=gettext_lazy("Cost"),
        also="price, fee, kosten, preis, prix",
    ),
    Field("currency", _currency, label=gettext_lazy("Currency"), also="währung, devise"),
    Field("language", cells.text(20), label=gettext_lazy("Language"), also="sprache, langue"),
    Field(
        "venue", cells.choice(Venue.values), empty=Venue.SELF_PACED.value,
        label=gettext_lazy("Where it takes place"), also="delivery, durchführung", words=_VENUES,
    ),
    Field("site", cells.text(100), label=gettext_lazy("Site"), also="location, ort, standort"),
    Field("url", _address, label=gettext_lazy("Address"), also="link, website, web"),
    Field(
        "released_time", cells.flag, empty=False, label=gettext_lazy("In working hours, yes or no"),
    ),
    Field(
        "capstone", cells.flag, empty=False, label=gettext_lazy("Closing exercise, yes or no"),
    ),
    Field(
        "prerequisites", cells.listing(cells.code(CODE_LENGTH)), empty=(),
        label=gettext_lazy("Codes of what comes first"), also="requires, voraussetzungen",
    ),
    Field(
        "seats", cells.whole(1, 1_000_000), empty=None, label=gettext_lazy("Seats"),
        also="capacity, places, plätze",
    ),
    Field(
        "starts_on", cells.listing(moment), empty=(), label=gettext_lazy("First sessions"),
        also="start, start date, dates, beginn, termin",
    ),
    Field(
        "situations", cells.listing(cells.text(200)), empty=(), label=gettext_lazy("Situations"),
    ),
    Field(
        "outcomes", parse_outcomes, empty=(), label=gettext_lazy("What it teaches"),
        also="skills, lernziele, kompetenzen",
    ),
)  # fmt: skip
SPECIAL: Mapping[str, SpecialRule] = {"outcomes": NamedOutcomes.from_entry}
COLUMNS = tuple(field.name for field in FIELDS)
_LAYOUT = Layout(FIELDS, _build, keeps_faulty=True)
