"""Our own layout of ratings, test results, certificates, completions and agreed levels."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from assessments.enums import Source
from skillmap.core.tabular import cells
from skillmap.core.tabular.layout import Field, Layout, Parsed, parse_sheet
from skillmap.core.tabular.mapping import ColumnMap
from skillmap.core.tabular.sheet import Sheet
from training.imports.rows import EvidenceRow

_SOURCES = {
    **dict.fromkeys(("self-assessment", "selbst", "selbsteinschätzung"), "self"),
    **dict.fromkeys(("supervisor", "line manager", "vorgesetzter", "führungskraft"), "manager"),
    **dict.fromkeys(("colleague", "kollege", "kollegin"), "peer"),
    **dict.fromkeys(("exam", "quiz", "prüfung"), "test"),
    **dict.fromkeys(("certification", "zertifikat"), "certificate"),
    **dict.fromkeys(("course", "training", "kurs", "schulung", "completed"), "completion"),
}


def read_evidence(sheet: Sheet, mapping: ColumnMap | None = None) -> Parsed[EvidenceRow]:
    """Read a sheet of evidence; raises `FileRefused` when columns are missing."""
    return parse_sheet(sheet, _LAYOUT, mapping)


FIELDS = (
    Field(
        "employee_number", cells.code(60), needed=True, label=gettext_lazy("Employee number"),
        also="personnel number, personnel no, staff id, employee id, personalnummer, matricule",
    ),
    Field(
        "skill_code", cells.code(120), needed=True, label=gettext_lazy("Code of the skill"),
        also="skill, skill id, competency, kompetenz, compétence",
    ),
    Field(
        "source", cells.choice(Source.values), needed=True, label=gettext_lazy("Given by"),
        also="rater kind, type, kind, quelle, art", words=_SOURCES,
    ),
    Field(
        "rater_number", cells.code(60), label=gettext_lazy("Employee number of the rater"),
        also="rater, rated by, bewerter, bewertet von",
    ),
    Field(
        "level", cells.decimal("0", "20", places=3), empty=None, label=gettext_lazy("Level"),
        also="score, rating, result, niveau, stufe, bewertung, ergebnis",
    ),
    Field("scale", cells.text(60), label=gettext_lazy("Scale"), also="skala"),
    Field(
        "observed_on", cells.day, needed=True, label=gettext_lazy("Day"),
        also="date, rated on, completed on, datum, am",
    ),
    Field(
        "expires_on", cells.day, empty=None, label=gettext_lazy("Valid until"),
        also="expires, expiry date, gültig bis, ablauf",
    ),
    Field(
        "reference", cells.text(200), label=gettext_lazy("Reference"),
        also="ref, id, course code, certificate number, referenz, nachweis",
    ),
)  # fmt: skip
COLUMNS = tuple(field.name for field in FIELDS)
_LAYOUT = Layout(FIELDS, EvidenceRow, keeps_faulty=True)
