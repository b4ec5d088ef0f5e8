"""Our own layout of role profiles: one row per requirement."""

from __future__ import annotations

from decimal import Decimal

from employees.imports.rows import RequirementRow, RoleFile, requirement_key
from skillmap.core.tabular import cells
from skillmap.core.tabular.layout import Field, Layout, keep_first, parse_sheet
from skillmap.core.tabular.sheet import Sheet

DEFAULT_IMPORTANCE = 3


def read_roles(sheet: Sheet) -> RoleFile:
    """Read a sheet in our layout; raises `FileRefused` when columns are missing."""
    return RoleFile(keep_first(parse_sheet(sheet, _LAYOUT), requirement_key))


def _build(
    number: int, role_code: str, role: str, family: str, skill_code: str, level: Decimal,
    importance: int | None, essential: bool, situations: tuple[str, ...],
) -> RequirementRow:  # fmt: skip
    return RequirementRow(
        number, role_code, role, family, skill_code, level, importance or DEFAULT_IMPORTANCE,
        essential, situations, assumed=importance is None,
    )  # fmt: skip


_LAYOUT = Layout(
    fields=(
        Field("role_code", cells.code(200), needed=True),
        Field("role", cells.text(300), needed=True),
        Field("family", cells.text(200)),
        Field("skill_code", cells.code(120), needed=True),
        Field("required_level", cells.decimal("0", "20"), needed=True),
        Field("importance", cells.whole(1, 5), empty=None),
        Field("essential", cells.flag, empty=False),
        Field("situations", cells.listing(cells.text(200)), empty=()),
    ),
    build=_build,
)
