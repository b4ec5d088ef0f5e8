"""The skill map as a file: exactly what the page shows, each figure beside what its mark says."""

from collections.abc import Iterator
from io import BytesIO

from django.http import HttpResponse
from django.utils.translation import gettext as _

from skillmap.core.tabular.writing import csv_line, write_xlsx
from skillmap.pages.skill_map_table import ShownRow, Table

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(table: Table, form: str) -> HttpResponse:
    """As CSV or XLSX."""
    labels = [*(head.label for head in table.heads), _("All")]
    header = [_("Row")]
    for label in labels:
        header += [label, _("%(column)s: trust") % {"column": label}]
    rows = [_line(row) for row in _rows(table)]
    if form == "xlsx":
        target = BytesIO()
        write_xlsx(target, _("Skill map"), header, rows)
        response = HttpResponse(target.getvalue(), content_type=_XLSX)
    else:
        lines = [csv_line(header), *(csv_line(row) for row in rows)]
        response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="skill-map.{form}"'
    return response


def _rows(table: Table) -> Iterator[ShownRow]:
    yield from table.rows
    if table.has_foot:
        yield table.foot


def _line(row: ShownRow) -> list[str | float | None]:
    line: list[str | float | None] = [row.label]
    for cell in row.cells:
        line += [cell.value, cell.words]
    return line
