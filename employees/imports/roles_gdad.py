"""Role profiles of the UK Government Digital and Data framework."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from employees.imports.rows import RequirementRow, RoleFile, requirement_key
from skillmap.core.tabular import cells
from skillmap.core.tabular.codes import code_from_name
from skillmap.core.tabular.faults import CellError
from skillmap.core.tabular.folder import Folder
from skillmap.core.tabular.layout import Field, Layout, keep_first, parse_sheet

RANKS = {"Awareness": 1, "Working": 2, "Practitioner": 3, "Expert": 4}
IMPORTANCE = 3
NOT_IN_USE = "NOT IN USE"


def read_roles(folder: Folder) -> RoleFile:
    """Read `role_skill_levels.csv`, or the folder that holds it. Raises `FileRefused`."""
    sheet = folder.table("role_skill_levels.csv")
    return RoleFile(keep_first(parse_sheet(sheet, _LAYOUT), requirement_key), "gdad")


def _rank(cell: str) -> Decimal:
    if cell == NOT_IN_USE:
        raise CellError("not_in_use", _("The framework marks this row as not in use."))
    if cell not in RANKS:
        words = ", ".join(RANKS)
        raise CellError("bad_choice", _("This must be one of: %(values)s.") % {"values": words})
    return Decimal(RANKS[cell])


def _build(
    number: int, family: str, role: str, role_text: str, role_level: str, level_text: str,
    skill: str, rank: Decimal,
) -> RequirementRow:  # fmt: skip
    return RequirementRow(
        number=number,
        role_code=code_from_name(role, role_level, longest=200),
        role=role_level,
        family=family,
        skill_code=code_from_name(skill, longest=120),
        required_level=rank,
        importance=IMPORTANCE,
        assumed=True,  # the framework has levels, but no weights
        description=level_text or role_text,
    )


_LAYOUT = Layout(
    fields=(
        Field("Role Family", cells.text(200)),
        Field("Role", cells.text(150), needed=True),
        Field("Role Description", cells.text(20_000)),
        Field("Role Level", cells.text(300), needed=True),
        Field("Role Level Description", cells.text(20_000)),
        Field("Skill Name", cells.text(300), needed=True),
        Field("Skill Level", _rank, needed=True),
    ),
    build=_build,
    published=True,
)
