"""Our own layout of role profiles: one row per requirement."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy

from employees.imports.rows import RequirementRow, RoleFile, requirement_key
from skillmap.core.tabular import cells
from skillmap.core.tabular.layout import Field, Layout, keep_first, parse_sheet
from skillmap.core.tabular.mapping import ColumnMap
from skillmap.core.tabular.sheet import Sheet

DEFAULT_IMPORTANCE = 3


def read_roles(sheet: Sheet, mapping: ColumnMap | None = None) -> RoleFile:
    """Read a sheet of role profiles; raises `FileRefused` when columns are missing."""
    return RoleFile(keep_first(parse_sheet(sheet, _LAYOUT, mapping), requirement_key))


def _build(
    number: int, role_code: str, role: str, family: str, skill_code: str, level: Decimal,
    importance: int | None, essential: bool, situations: tuple[str, ...],
) -> RequirementRow:  # fmt: skip
    return RequirementRow(
        number, role_code, role, family, skill_code, level, importance or DEFAULT_IMPORTANCE,
        essential, situations, assumed=importance is None,
    )  # fmt: skip


FIELDS = (
    Field(
        "role_code", cells.code(200), needed=True, label=gettext_lazy("Code of the role"),
        also="role id, job code, rollencode, stellencode",
    ),
    Field(
        "role", cells.text(300), needed=True, label=gettext_lazy("Role"),
        also="role name, job, job title, position, rolle, stelle, poste",
    ),
    Field(
        "family", cells.text(200), label=gettext_lazy("Family"),
        also="job family, role family, group, berufsfamilie, gruppe",
    ),
    Field(
        "skill_code", cells.code(120), needed=True, label=gettext_lazy("Code of the skill"),
        also="skill, skill id, competency, competence, kompetenz, compétence",
    ),
    Field(
        "required_level", cells.decimal("0", "20"), needed=True, empty=None,
        label=gettext_lazy("Required level"),
        also="level, target level, target, niveau, soll, zielniveau, soll-niveau",
    ),
    Field(
        "importance", cells.whole(1, 5), empty=None, label=gettext_lazy("Importance, 1 to 5"),
        also="weight, priority, gewicht, wichtigkeit, priorität",
    ),
    Field(
        "essential", cells.flag, empty=False, label=gettext_lazy("Essential, yes or no"),
        also="critical, mandatory, must have, pflicht",
    ),
    Field(
        "situations", cells.listing(cells.text(200)), empty=(), label=gettext_lazy("Situations"),
        also="situation",
    ),
)  # fmt: skip
COLUMNS = tuple(field.name for field in FIELDS)
_LAYOUT = Layout(FIELDS, _build, keeps_faulty=True)
