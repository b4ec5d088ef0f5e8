"""The skills of the UK Government Digital and Data framework, with the text of each level."""

from __future__ import annotations

from skillmap.core.tabular import cells
from skillmap.core.tabular.codes import code_from_name
from skillmap.core.tabular.folder import Folder
from skillmap.core.tabular.layout import Field, Layout, keep_first, parse_sheet
from skills.imports.guesses import guess_kind
from skills.imports.rows import Taxonomy
from skills.services.content import FrameworkInfo, ScaleInfo, SkillRow

LEVELS = ("Awareness", "Working", "Practitioner", "Expert")
SCALE = ScaleInfo("gdad", "Government Digital and Data", len(LEVELS), ("None", *LEVELS))
FRAMEWORK = FrameworkInfo(
    code="gdad",
    name="Government Digital and Data Profession Capability Framework",
    source_url="https://ddat-capability-framework.service.gov.uk/",
    licence="Crown copyright, Open Government Licence v3.0",
)


def read_skills(folder: Folder) -> Taxonomy:
    """Read `skills.csv`, or the folder that holds it. Raises `FileRefused`."""
    sheet = folder.table("skills.csv")
    parsed = keep_first(parse_sheet(sheet, _LAYOUT), lambda row: (row.number, "name", row.code))
    return Taxonomy([parsed], framework=FRAMEWORK)


def _build(number: int, name: str, description: str, *texts: str) -> SkillRow:
    return SkillRow(
        number=number,
        code=code_from_name(name, longest=120),
        name=name,
        guess=guess_kind(name),
        scale=SCALE,
        description=description,
        level_texts={rank: text for rank, text in enumerate(texts, start=1) if text},
    )


_LAYOUT = Layout(
    fields=(
        Field("Skill Name", cells.text(300), needed=True),
        Field("Skill Description", cells.text(10_000)),
        *(Field(level, cells.text(10_000)) for level in LEVELS),
    ),
    build=_build,
    published=True,
)
