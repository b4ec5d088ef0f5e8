"""ESCO skills in its two layouts: the official CSV export and the one of open taxonomy tools.

The official export links by URI (`skills_en.csv`, or its thematic collections when that file is
not there); the other links by local ids (`skills.csv` beside `skill_hierarchy.csv`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from skillmap.core.tabular import cells
from skillmap.core.tabular.codes import code_from_uri
from skillmap.core.tabular.faults import refuse
from skillmap.core.tabular.folder import Folder
from skillmap.core.tabular.layout import Field, Layout, Parsed, keep_first, parse_sheet
from skillmap.core.tabular.sheet import Sheet
from skills.enums import RelationKind
from skills.imports.guesses import guess_kind
from skills.imports.rows import Taxonomy
from skills.services.content import FrameworkInfo, RelationRow, SkillRow

FRAMEWORK = FrameworkInfo(
    code="esco",
    name="ESCO",
    source_url="https://esco.ec.europa.eu/",
    licence="This service uses the ESCO classification of the European Commission.",
)
RELEASE = re.compile(r"(?<![a-z])v(\d+(?:\.\d+)+)", re.IGNORECASE)
"""As downloads are called (`ESCO dataset - v1.2.0 - ...`): the files themselves do not say it."""

COLLECTIONS = {
    "transversalSkillsCollection_en.csv": "",
    "ictSkillsCollection_en.csv": "digital skills",
    "languageSkillsCollection_en.csv": "language skills",
}
"""Thematic files of the official export, and the group that being in one puts a skill into."""

_LONGEST_WALK = 20


@dataclass(frozen=True, slots=True)
class Graph:
    """The groups and skills above each skill, by their keys in the files; several are usual."""

    names: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, list[str]] = field(default_factory=dict)

    def groups_above(self, key: str) -> list[str]:
        """Return the names above a skill along its first parents, nearest first."""
        names: list[str] = []
        while self.parents.get(key) and len(names) < _LONGEST_WALK:
            key = self.parents[key][0]
            names.append(self.names.get(key, ""))
        return [name for name in names if name]

    def pairs(self) -> Iterable[tuple[str, str]]:
        """Return each key with one key above it."""
        return ((key, above) for key, parents in self.parents.items() for above in parents)


def read_skills(folder: Folder) -> Taxonomy:
    """Read a folder in either layout, recognised by its file names. Raises `FileRefused`."""
    linked = folder.has("skill_hierarchy.csv", "skill_groups.csv")
    taxonomy = _read_linked_by_id(folder) if linked else _read_official(folder)
    found = RELEASE.search(folder.shown)
    return replace(taxonomy, framework=replace(FRAMEWORK, release=found[1] if found else ""))


def split_labels(cell: str) -> tuple[str, ...]:
    """Split other names: one per line, or joined by bars, depending on the file."""
    separator = "\n" if "\n" in cell else "|"
    labels = (label.strip() for label in cell.split(separator))
    return tuple(dict.fromkeys(label[:300] for label in labels if label))


# --- the layout linked by local ids ---------------------------------------------------------


def _read_linked_by_id(folder: Folder) -> Taxonomy:
    part, rows = _rows_by_id(folder, _graph_by_id(folder))
    codes = {key: row.code for key, row in rows.items()}
    above = _pairs(folder, "skill_hierarchy.csv", "CHILDID", "PARENTID")
    file, columns = "skill_to_skill_relations.csv", ("REQUIRINGID", "REQUIREDID", "RELATIONTYPE")
    relations = [*_broader(above, codes), *_requires(folder, file, columns, codes)]
    return Taxonomy([part], relations)


def _rows_by_id(folder: Folder, graph: Graph) -> tuple[Parsed[SkillRow], dict[str, SkillRow]]:
    found: dict[str, SkillRow] = {}

    def build(
        number: int, key: str, uri: str, name: str, skill_type: str, reuse: str,
        labels: tuple[str, ...], text: str,
    ) -> SkillRow:  # fmt: skip
        found[key] = _skill(
            number, code_from_uri(uri, key), uri, name, skill_type, reuse, labels, text,
            graph.groups_above(key),
        )  # fmt: skip
        return found[key]

    layout = Layout(
        fields=(
            Field("ID", cells.code(120), needed=True),
            Field("ORIGINURI", cells.text(300)),
            Field("PREFERREDLABEL", cells.text(300), needed=True),
            Field("SKILLTYPE", cells.text(60)),
            Field("REUSELEVEL", cells.text(60)),
            Field("ALTLABELS", split_labels, empty=()),
            Field("DESCRIPTION", cells.text(10_000)),
        ),
        build=build,
        published=True,
    )
    part = parse_sheet(folder.sheet("skills.csv"), layout)
    return keep_first(part, lambda row: (row.number, "ID", row.code)), found


def _graph_by_id(folder: Folder) -> Graph:
    names = dict(_pairs(folder, "skill_groups.csv", "ID", "PREFERREDLABEL"))
    names.update(_pairs(folder, "skills.csv", "ID", "PREFERREDLABEL"))
    parents: dict[str, list[str]] = defaultdict(list)
    for child, parent in _pairs(folder, "skill_hierarchy.csv", "CHILDID", "PARENTID"):
        parents[child].append(parent)
    return Graph(names, parents)


# --- the official layout ---------------------------------------------------------------------


def _read_official(folder: Folder) -> Taxonomy:
    names = ("skills_en.csv",) if folder.has("skills_en.csv") else tuple(COLLECTIONS)
    sheets = [folder.sheet(name) for name in names if folder.has(name)]
    if not sheets:
        raise folder.lacks("skills_en.csv", "skills.csv")
    graph = _graph_by_uri(folder)
    seen: set[str] = set()
    parts = [_official_part(sheet, graph, seen) for sheet in sheets]
    codes = {row.uri: row.code for part in parts for row in part.rows}
    columns = ("originalSkillUri", "relatedSkillUri", "relationType")
    relations = [
        *_broader([*graph.pairs(), *_named_above(sheets)], codes),
        *_requires(folder, "skillSkillRelations_en.csv", columns, codes),
    ]
    return Taxonomy(parts, relations)


def _official_part(sheet: Sheet, graph: Graph, seen: set[str]) -> Parsed[SkillRow]:
    theme = [name for name in [COLLECTIONS.get(sheet.file.removesuffix(".gz"))] if name]

    def build(
        number: int, uri: str, name: str, skill_type: str, reuse: str, labels: tuple[str, ...],
        text: str, broader: tuple[str, ...],
    ) -> SkillRow:  # fmt: skip
        groups = [*broader, *graph.groups_above(uri), *theme]
        return _skill(
            number, code_from_uri(uri), uri, name, skill_type, reuse, labels, text, groups
        )

    layout = Layout(
        fields=(
            Field("conceptUri", cells.text(300), needed=True),
            Field("preferredLabel", cells.text(300), needed=True),
            Field("skillType", cells.text(60)),
            Field("reuseLevel", cells.text(60)),
            Field("altLabels", split_labels, empty=()),
            Field("description", cells.text(10_000)),
            Field("broaderConceptPT", split_labels, empty=()),
        ),
        build=build,
        published=True,
    )
    part = keep_first(parse_sheet(sheet, layout), lambda row: (row.number, "conceptUri", row.uri))
    # The collections overlap on purpose, so a skill met again in another file is no fault.
    part.rows[:] = [row for row in part.rows if row.uri not in seen]
    seen.update(row.uri for row in part.rows)
    return part


def _graph_by_uri(folder: Folder) -> Graph:
    name = "broaderRelationsSkillPillar_en.csv"
    if not folder.has(name):
        return Graph()
    names: dict[str, str] = {}
    for file in ("skillGroups_en.csv", "skills_en.csv"):
        if folder.has(file):
            names.update(_pairs(folder, file, "conceptUri", "preferredLabel"))
    parents: dict[str, list[str]] = defaultdict(list)
    for child, parent in _pairs(folder, name, "conceptUri", "broaderUri"):
        parents[child].append(parent)
    return Graph(names, parents)


def _named_above(sheets: Iterable[Sheet]) -> Iterable[tuple[str, str]]:
    """Return what the rows of the thematic collections say themselves: a skill and one above it."""
    for sheet in sheets:
        if "broaderConceptUri" in sheet.header:
            cells_above = sheet.column("broaderConceptUri")
            for uri, cell in zip(sheet.column("conceptUri"), cells_above, strict=True):
                yield from ((uri, above) for above in split_labels(cell))


# --- both ------------------------------------------------------------------------------------


def _skill(
    number: int, code: str, uri: str, name: str, skill_type: str, reuse: str,
    labels: Iterable[str], text: str, groups: list[str],
) -> SkillRow:  # fmt: skip
    guess = guess_kind(
        name,
        groups=groups,
        is_knowledge=skill_type == "knowledge",
        any_job=reuse == "transversal",
    )
    return SkillRow(
        number=number,
        code=code,
        name=name,
        guess=guess,
        category=(groups[0] if groups else "")[:120],
        description=text,
        alt_labels=tuple(label for label in labels if label.lower() != name.lower()),
        uri=uri,
    )


def _broader(above: Iterable[tuple[str, str]], codes: Mapping[str, str]) -> list[RelationRow]:
    """Of the pairs of a key and one above it those that are both skills, by their codes."""
    return [
        RelationRow(codes[child], codes[parent], RelationKind.BROADER)
        for child, parent in dict.fromkeys(above)
        if child in codes and parent in codes and child != parent
    ]


def _requires(
    folder: Folder, file: str, columns: tuple[str, str, str], codes: Mapping[str, str]
) -> list[RelationRow]:
    """Read which skill requires which; `columns` name the two and whether it is essential."""
    if not folder.has(file):
        return []
    layout: Layout[tuple[str, str, str]] = Layout(
        fields=tuple(Field(name, cells.text(300), needed=True) for name in columns),
        build=lambda _number, *row: row,
        published=True,
    )
    return [
        RelationRow(codes[one], codes[other], RelationKind.REQUIRES, kind == "essential")
        for one, other, kind in parse_sheet(folder.sheet(file), layout).rows
        if one in codes and other in codes and one != other
    ]


def _pairs(folder: Folder, file: str, first: str, second: str) -> list[tuple[str, str]]:
    sheet = folder.sheet(file)
    missing = [name for name in (first, second) if name not in sheet.header]
    if missing:
        raise refuse(sheet.file, "missing_column", f"The column “{missing[0]}” is missing.")
    return list(zip(sheet.column(first), sheet.column(second), strict=True))
