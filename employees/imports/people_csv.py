"""Our own layout of people, also fitted to other files by a mapping."""

from __future__ import annotations

import re
import zoneinfo
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from employees.enums import DEFAULT_LEARNING_HOURS, EmployeeStatus, WorkMode
from employees.imports.rows import PersonRow
from skillmap.core.tabular import cells
from skillmap.core.tabular.faults import CellError
from skillmap.core.tabular.layout import Field, Layout, Parsed, keep_first, parse_sheet
from skillmap.core.tabular.mapping import ColumnMap
from skillmap.core.tabular.sheet import Sheet

UNIT_NAME_LENGTH = 120
UNIT_PATH_LENGTH = 600
_WORK_MODES = {
    **dict.fromkeys(("office", "on site", "on-site", "büro", "vor ort", "sur site"), "onsite"),
    **dict.fromkeys(("homeoffice", "home office", "mobil", "télétravail"), "remote"),
    "hybride": "hybrid",
}
_STATUSES = {
    **dict.fromkeys(("aktiv", "employed", "beschäftigt", "actif", "activo"), "active"),
    **dict.fromkeys(("beurlaubt", "elternzeit", "on leave", "parental leave"), "leave"),
    **dict.fromkeys(("ausgeschieden", "ausgetreten", "terminated", "inactive", "parti"), "left"),
}
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


FIELDS = (
    Field(
        "employee_number", cells.code(60), needed=True, label=gettext_lazy("Employee number"),
        also="personnel number, personnel no, staff number, staff id, employee id, worker id,"
        " personalnummer, personal-nr, mitarbeiternummer, matricule, número de empleado",
    ),
    Field(
        "first_name", cells.text(100), needed=True, label=gettext_lazy("First name"),
        also="given name, forename, vorname, rufname, prénom, nombre",
    ),
    Field(
        "last_name", cells.text(100), needed=True, label=gettext_lazy("Last name"),
        also="surname, family name, name, nachname, familienname, nom, apellidos",
    ),
    Field(
        "email", cells.email, label=gettext_lazy("E-mail"),
        also="mail, email address, work email, e-mail-adresse, courriel, correo",
    ),
    Field(
        "unit", unit_path, needed=True, label=gettext_lazy("Unit"),
        also="department, org unit, organisation, organization, team, division, abteilung, bereich,"
        " organisationseinheit, service, département, departamento",
    ),
    Field("role_code", cells.code(200), label=gettext_lazy("Role, by its code"), also="role id"),
    Field(
        "job_title", cells.text(200), label=gettext_lazy("Job title"),
        also="title, position, job, function, stelle, stellenbezeichnung, funktion,"
        " berufsbezeichnung, tätigkeit, poste, intitulé du poste, puesto, cargo",
    ),
    Field(
        "manager_number", cells.code(60), label=gettext_lazy("Employee number of the manager"),
        also="manager, manager id, line manager, supervisor, reports to, vorgesetzter,"
        " vorgesetzte, führungskraft, responsable, jefe",
        refers_to="employee_number",
    ),
    Field(
        "valid_from", cells.day, empty=None, label=gettext_lazy("In this place since"),
        also="since, start date, hire date, entry date, seit, gültig ab, eintritt,"
        " eintrittsdatum, date d'entrée, fecha de ingreso",
    ),
    Field(
        "learning_hours_per_week", cells.decimal("0", "60"),
        empty=cells.decimal("0", "60")(str(DEFAULT_LEARNING_HOURS)),
        label=gettext_lazy("Hours a week to learn"), also="learning hours, lernstunden, lernzeit",
    ),
    Field(
        "location", cells.text(100), label=gettext_lazy("Site"),
        also="site, office, place, city, standort, ort, dienstort, lieu, sede",
    ),
    Field("time_zone", zone, label=gettext_lazy("Time zone"), also="zeitzone, fuseau horaire"),
    Field(
        "work_mode", cells.choice(WorkMode.values), empty=WorkMode.ONSITE.value,
        label=gettext_lazy("Where they work"),
        also="work model, working model, arbeitsmodell, arbeitsweise, mode de travail",
        words=_WORK_MODES,
    ),
    Field(
        "languages", cells.listing(language), empty=(), label=gettext_lazy("Languages"),
        also="language, sprachen, sprache, langues, idiomas",
    ),
    Field(
        "status", cells.choice(EmployeeStatus.values), empty=EmployeeStatus.ACTIVE.value,
        label=gettext_lazy("Status"),
        also="state, employment status, beschäftigungsstatus, statut, estado", words=_STATUSES,
    ),
)  # fmt: skip
COLUMNS = tuple(field.name for field in FIELDS)
_LAYOUT = Layout(FIELDS, PersonRow, keeps_faulty=True)
