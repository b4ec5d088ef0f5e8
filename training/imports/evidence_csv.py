"""Our own layout of ratings, test results, certificates, completions and agreed levels."""

from __future__ import annotations

from assessments.enums import Source
from skillmap.core.tabular import cells
from skillmap.core.tabular.layout import Field, Layout, Parsed, parse_sheet
from skillmap.core.tabular.mapping import ColumnMap
from skillmap.core.tabular.sheet import Sheet
from training.imports.rows import EvidenceRow


def read_evidence(sheet: Sheet, mapping: ColumnMap | None = None) -> Parsed[EvidenceRow]:
    """Read a sheet of evidence; raises `FileRefused` when columns are missing."""
    return parse_sheet(sheet, _LAYOUT, mapping)


_LAYOUT = Layout(
    fields=(
        Field("employee_number", cells.code(60), needed=True),
        Field("skill_code", cells.code(120), needed=True),
        Field("source", cells.choice(Source.values), needed=True),
        Field("rater_number", cells.code(60)),
        Field("level", cells.decimal("0", "20", places=3), empty=None),
        Field("scale", cells.text(60)),
        Field("observed_on", cells.day, needed=True),
        Field("expires_on", cells.day, empty=None),
        Field("reference", cells.text(200)),
    ),
    build=EvidenceRow,
)
COLUMNS = tuple(field.name for field in _LAYOUT.fields)
