"""The skill map as a file: exactly what the page shows, each figure beside what its mark says."""

from collections.abc import Iterator

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from skillmap.core.tabular.writing import Cell
from skillmap.pages.downloads import download
from skillmap.pages.skill_map_table import ShownRow, Table


def map_file(table: Table, form: str) -> HttpResponseBase:
    """As CSV or XLSX."""
    labels = [*(head.label for head in table.heads), _("All")]
    header = [_("Row")]
    for label in labels:
        header += [label, _("%(column)s: trust") % {"column": label}]
    return download("skill-map", header, map(_line, _rows(table)), form)


def _rows(table: Table) -> Iterator[ShownRow]:
    yield from table.rows
    if table.has_foot:
        yield table.foot


def _line(row: ShownRow) -> list[Cell]:
    line: list[Cell] = [row.label]
    for cell in row.cells:
        line += [cell.value, cell.words]
    return line
