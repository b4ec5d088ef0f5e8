"""Our own skills layout."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmap.core.tabular import cells
from skillmap.core.tabular.codes import code_from_name
from skillmap.core.tabular.faults import CellError
from skillmap.core.tabular.layout import Field, Layout, Parsed, keep_first, parse_sheet
from skillmap.core.tabular.mapping import ColumnMap
from skillmap.core.tabular.sheet import Sheet
from skills.enums import SkillKind
from skills.imports.guesses import guess_kind
from skills.imports.rows import Taxonomy
from skills.services.content import ScaleInfo, SkillRow

CODE_LENGTH = 120
HIGHEST_RANK = 20
USUAL_RANKS = 5  # of the standard scale
KINDS = (SkillKind.HARD.value, SkillKind.SOFT.value)

_LEVELS = tuple(f"level_{rank}" for rank in range(1, HIGHEST_RANK + 1))
_SCALE = re.compile(r"([^:]{1,60}):(\d{1,2})", re.ASCII)


def read_skills(sheet: Sheet, mapping: ColumnMap | None = None) -> Taxonomy:
    """Read a sheet of skills; raises `FileRefused` when columns are missing."""
    mapping = mapping or ColumnMap()
    parsed = parse_sheet(sheet, _layout(mapping.available(sheet.header)), mapping)
    parsed = keep_first(parsed, lambda row: (row.number, "skill_code", row.code))
    return Taxonomy([_with_texts_on_scale(parsed)])


def read_kinds(sheet: Sheet) -> Parsed[tuple[int, str, str]]:
    """Read a list of confirmed kinds: rows of (row number, skill code, kind)."""
    layout: Layout[tuple[int, str, str]] = Layout(
        fields=(
            Field("skill_code", cells.code(CODE_LENGTH), needed=True),
            Field("kind", cells.choice(KINDS), needed=True),
        ),
        build=lambda *row: row,
    )
    return keep_first(parse_sheet(sheet, layout), lambda row: (row[0], "skill_code", row[1]))


def _layout(columns: Collection[str]) -> Layout[SkillRow]:
    ranks = [rank for rank, name in enumerate(_LEVELS, start=1) if name in columns]

    def build(
        number: int, code: str, name: str, kind: str, category: str, scale: ScaleInfo | None,
        description: str, alt_labels: tuple[str, ...], *level_texts: str,
    ) -> SkillRow:  # fmt: skip
        given = {rank: text for rank, text in zip(ranks, level_texts, strict=True) if text}
        guess = None if kind else guess_kind(name, groups=[category])
        return SkillRow(
            number, code, name, kind, guess, category, scale, description, alt_labels, given
        )

    texts = [field for field in FIELDS if field.name in columns and field.name in _LEVELS]
    return Layout((*_PLAIN, *texts), build, keeps_faulty=True)


def _scale(cell: str) -> ScaleInfo:
    match = _SCALE.fullmatch(cell)
    if match is None or not 1 <= int(match[2]) <= HIGHEST_RANK:
        raise CellError(
            "bad_scale", _("Write a scale as NAME:N with its highest rank, like GDAD:4.")
        )
    name = match[1].strip()
    return ScaleInfo(code_from_name(name, longest=60).lower(), name, int(match[2]))


_KINDS = {
    **dict.fromkeys(("technical", "hard skill", "fachlich", "fachkompetenz"), "hard"),
    **dict.fromkeys(("behavioural", "soft skill", "überfachlich", "sozialkompetenz"), "soft"),
}
_PLAIN = (
    Field(
        "skill_code", cells.code(CODE_LENGTH), needed=True, label=gettext_lazy("Code of the skill"),
        also="code, skill id, id, kürzel",
    ),
    Field(
        "name", cells.text(300), needed=True, label=gettext_lazy("Name"),
        also="skill, skill name, competency, title, kompetenz, bezeichnung, compétence",
    ),
    Field(
        "kind", cells.choice(KINDS), label=gettext_lazy("Hard or soft"),
        also="type, hard/soft, art", words=_KINDS,
    ),
    Field(
        "category", cells.text(120), label=gettext_lazy("Category"),
        also="group, area, cluster, kategorie, bereich, catégorie",
    ),
    Field("scale", _scale, empty=None, label=gettext_lazy("Scale"), also="skala"),
    Field(
        "description", cells.text(4000), label=gettext_lazy("Description"),
        also="definition, beschreibung",
    ),
    Field(
        "alt_labels", cells.listing(cells.text(300)), empty=(), label=gettext_lazy("Other names"),
        also="synonyms, aliases, synonyme",
    ),
)  # fmt: skip
FIELDS = (
    *_PLAIN,
    *(
        Field(
            name, cells.text(4000), also=f"level {rank}, stufe {rank}, niveau {rank}",
            label=format_lazy(gettext_lazy("Behaviour at level {rank}"), rank=rank),
            rare=rank > USUAL_RANKS,
        )
        for rank, name in enumerate(_LEVELS, start=1)
    ),
)  # fmt: skip
COLUMNS = tuple(field.name for field in FIELDS)


def _with_texts_on_scale(parsed: Parsed[SkillRow]) -> Parsed[SkillRow]:
    """Reject rows that describe a rank their scale does not have."""
    lost = set()
    for row in (*parsed.rows, *parsed.faulty):
        top = row.scale.top if row.scale else 5
        sentence = _("The scale of this skill ends at %(top)d.") % {"top": top}
        for rank, text in row.level_texts.items():
            if rank > top:
                place = (row.number, f"level_{rank}", text)
                parsed.faults.append(parsed.fault(*place, "off_scale", sentence))
                lost.add(row.number)
    parsed.rows[:] = [row for row in parsed.rows if row.number not in lost]
    return parsed
