"""Role profiles from the occupations of ESCO, in either of its layouts.

ESCO says which skills an occupation needs, essential or optional, but no level and no weight: both
are supplied by us and marked as assumed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from employees.imports.rows import RequirementRow, RoleFile, requirement_key
from skillmap.core.tabular import cells
from skillmap.core.tabular.codes import code_from_uri
from skillmap.core.tabular.faults import CellError
from skillmap.core.tabular.folder import Folder
from skillmap.core.tabular.layout import Field, Layout, keep_first, parse_sheet
from skillmap.core.tabular.sheet import Sheet

LEVELS = {"essential": Decimal(3), "optional": Decimal(2)}
IMPORTANCES = {"essential": 4, "optional": 2}


@dataclass(frozen=True, slots=True)
class Occupation:
    """One occupation of a file, under the key that the relations use."""

    key: str
    code: str
    name: str
    description: str


def read_roles(folder: Folder) -> RoleFile:
    """Read a folder in either layout, recognised by its file names. Raises `FileRefused`."""
    if folder.has("occupation_to_skill_relations.csv"):
        return _read_linked_by_id(folder)
    if folder.has("occupationSkillRelations_en.csv"):
        return _read_official(folder)
    raise folder.lacks("occupation_to_skill_relations.csv", "occupationSkillRelations_en.csv")


def _read_linked_by_id(folder: Folder) -> RoleFile:
    names = ("ID", "ORIGINURI", "CODE", "PREFERREDLABEL", "DESCRIPTION")
    occupations = _occupations(folder.sheet("occupations.csv"), names)
    skills = parse_sheet(folder.sheet("skills.csv"), _SKILL_IDS)
    codes = {key: code_from_uri(uri, key) for key, uri in skills.rows}

    def skill(cell: str) -> str:
        if cell not in codes:
            raise CellError("unknown_skill", _("The file of skills does not have this one."))
        return codes[cell]

    columns = ("OCCUPATIONID", "SKILLID", "RELATIONTYPE")
    sheet = folder.sheet("occupation_to_skill_relations.csv")
    return _requirements(sheet, columns, occupations, skill)


def _read_official(folder: Folder) -> RoleFile:
    names = ("conceptUri", "conceptUri", "code", "preferredLabel", "description")
    occupations = _occupations(folder.sheet("occupations_en.csv"), names)
    columns = ("occupationUri", "skillUri", "relationType")
    sheet = folder.sheet("occupationSkillRelations_en.csv")
    return _requirements(sheet, columns, occupations, code_from_uri)


def _occupations(sheet: Sheet, names: tuple[str, str, str, str, str]) -> dict[str, Occupation]:
    """Read the occupations; `names` are the columns of key, URI, code, name and description.

    One that is itself unusable stays out, and then every relation to it says so.
    """

    def build(_number: int, key: str, uri: str, code: str, name: str, text: str) -> Occupation:
        return Occupation(key, code or code_from_uri(uri, key), name, text)

    line = cells.text(300)
    parsers = (line, line, cells.code(200), line, cells.text(20_000))
    fields = tuple(Field(name, parse) for name, parse in zip(names, parsers, strict=True))
    layout = Layout(fields=fields, build=build, published=True)
    return {row.key: row for row in parse_sheet(sheet, layout).rows if row.key and row.name}


def _requirements(
    sheet: Sheet, columns: tuple[str, str, str], occupations: Mapping[str, Occupation],
    skill: Callable[[str], str],
) -> RoleFile:  # fmt: skip
    def occupation(cell: str) -> Occupation:
        if cell not in occupations:
            raise CellError("unknown_role", _("The file of occupations does not have this one."))
        return occupations[cell]

    parsers: tuple[Callable[[str], object], ...] = (occupation, skill, _relation)
    fields = tuple(
        Field(name, parse, needed=True) for name, parse in zip(columns, parsers, strict=True)
    )
    layout = Layout(fields=fields, build=_build, published=True)
    return RoleFile(keep_first(parse_sheet(sheet, layout), requirement_key), "esco")


def _build(number: int, role: Occupation, skill: str, relation: str) -> RequirementRow:
    return RequirementRow(
        number=number,
        role_code=role.code,
        role=role.name,
        family="",
        skill_code=skill,
        required_level=LEVELS[relation],
        importance=IMPORTANCES[relation],
        essential=relation == "essential",
        assumed=True,
        description=role.description,
    )


def _relation(cell: str) -> str:
    if cell not in LEVELS:
        raise CellError("bad_choice", _("This must be one of: essential, optional."))
    return cell


_SKILL_IDS: Layout[tuple[str, str]] = Layout(
    fields=(
        Field("ID", cells.code(120), needed=True),
        Field("ORIGINURI", cells.text(300)),
    ),
    build=lambda _number, *row: row,
    published=True,
)
