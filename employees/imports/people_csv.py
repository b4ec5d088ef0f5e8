"""Our own layout of people, also fitted to other files by a mapping."""

from __future__ import annotations

import re
import zoneinfo
from functools import cache

from django.utils.translation import gettext as _

from employees.enums import DEFAULT_LEARNING_HOURS, EmployeeStatus, WorkMode
from employees.imports.rows import PersonRow
from skillmap.core.tabular import cells
from skillmap.core.tabular.faults import CellError
from skillmap.core.tabular.layout import Field, Layout, Parsed, keep_first, parse_sheet
from skillmap.core.tabular.mapping import ColumnMap
from skillmap.core.tabular.sheet import Sheet

UNIT_NAME_LENGTH = 120
UNIT_PATH_LENGTH = 600
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)


def read_people(sheet: Sheet, mapping: ColumnMap | None = None) -> Parsed[PersonRow]:
    """Read a sheet of people; raises `FileRefused` when columns are missing."""
    parsed = parse_sheet(sheet, _LAYOUT, mapping)
    return keep_first(parsed, lambda row: (row.number, "employee_number", row.employee_number))


def unit_path(cell: str) -> str:
    """Accept a path such as `Acme/Sales/North`, without blanks around its parts."""
    parts = [part.strip() for part in cell.split("/")]
    cells.text(UNIT_PATH_LENGTH)(cell)
    if not all(parts) or any(len(part) > UNIT_NAME_LENGTH for part in parts):
        raise CellError("bad_unit", _("Write a unit as a path of names, like Acme/Sales/North."))
    return "/".join(parts)


def zone(cell: str) -> str:
    """Accept the name of a time zone, such as `Europe/Madrid`."""
    if cell not in _zones():
        raise CellError("bad_time_zone", _("Write a time zone by its name, like Europe/Madrid."))
    return cell


def language(cell: str) -> str:
    """Accept a language tag such as `de` or `pt-BR`."""
    if len(cell) > 20 or not _LANGUAGE.fullmatch(cell):
        raise CellError("bad_language", _("Write a language by its code, like de or pt-BR."))
    return cell


@cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


_LAYOUT = Layout(
    keeps_faulty=True,
    fields=(
        Field("employee_number", cells.code(60), needed=True),
        Field("first_name", cells.text(100), needed=True),
        Field("last_name", cells.text(100), needed=True),
        Field("email", cells.email),
        Field("unit", unit_path, needed=True),
        Field("role_code", cells.code(200)),
        Field("job_title", cells.text(200)),
        Field("manager_number", cells.code(60)),
        Field("valid_from", cells.day, empty=None),
        Field(
            "learning_hours_per_week",
            cells.decimal("0", "60"),
            empty=cells.decimal("0", "60")(str(DEFAULT_LEARNING_HOURS)),
        ),
        Field("location", cells.text(100)),
        Field("time_zone", zone),
        Field("work_mode", cells.choice(WorkMode.values), empty=WorkMode.ONSITE.value),
        Field("languages", cells.listing(language), empty=()),
        Field("status", cells.choice(EmployeeStatus.values), empty=EmployeeStatus.ACTIVE.value),
    ),
    build=PersonRow,
)
COLUMNS = tuple(field.name for field in _LAYOUT.fields)
