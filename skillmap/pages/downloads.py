"""A table as a file: CSV, streamed row by row, or XLSX. No text in it is run as a formula."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import chain

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from skillmap.core.tabular.writing import Cell, csv_line, write_xlsx

FORMATS = ("csv", "xlsx")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(
    name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], form: str = "csv"
) -> HttpResponseBase:
    """The rows as `name.csv` or `name.xlsx`, whichever `form` says."""
    response: HttpResponseBase
    if form == "xlsx":
        target = BytesIO()
        write_xlsx(target, name, header, rows)
        response = HttpResponse(target.getvalue(), content_type=_XLSX)
    else:
        lines = (csv_line(row) for row in chain([header], rows))
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
