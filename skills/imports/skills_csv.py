"""Our own skills layout."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from skillmap.core.tabular import cells
from skillmap.core.tabular.codes import code_from_name
from skillmap.core.tabular.faults import CellError
from skillmap.core.tabular.layout import Field, Layout, Parsed, keep_first, parse_sheet
from skillmap.core.tabular.sheet import Sheet
from skills.enums import SkillKind
from skills.imports.guesses import guess_kind
from skills.imports.rows import Taxonomy
from skills.services.content import ScaleInfo, SkillRow

CODE_LENGTH = 120
HIGHEST_RANK = 20
KINDS = (SkillKind.HARD.value, SkillKind.SOFT.value)

_LEVEL = re.compile(r"level_(\d{1,2})", re.ASCII)
_SCALE = re.compile(r"([^:]{1,60}):(\d{1,2})", re.ASCII)


def read_skills(sheet: Sheet) -> Taxonomy:
    """Read a sheet in our layout; raises `FileRefused` when columns are missing."""
    parsed = parse_sheet(sheet, _layout(sheet.header))
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


def _layout(header: Sequence[str]) -> Layout[SkillRow]:
    ranks = sorted(int(match[1]) for name in header if (match := _LEVEL.fullmatch(name)))
    ranks = [rank for rank in ranks if 1 <= rank <= HIGHEST_RANK]
    texts = tuple(Field(f"level_{rank}", cells.text(4000)) for rank in ranks)
    fields = (
        Field("skill_code", cells.code(CODE_LENGTH), needed=True),
        Field("name", cells.text(300), needed=True),
        Field("kind", cells.choice(KINDS)),
        Field("category", cells.text(120)),
        Field("scale", _scale, empty=None),
        Field("description", cells.text(4000)),
        Field("alt_labels", cells.listing(cells.text(300)), empty=()),
    )

    def build(
        number: int, code: str, name: str, kind: str, category: str, scale: ScaleInfo | None,
        description: str, alt_labels: tuple[str, ...], *level_texts: str,
    ) -> SkillRow:  # fmt: skip
        given = {rank: text for rank, text in zip(ranks, level_texts, strict=True) if text}
        guess = None if kind else guess_kind(name, groups=[category])
        return SkillRow(
            number, code, name, kind, guess, category, scale, description, alt_labels, given
        )

    return Layout((*fields, *texts), build)


def _scale(cell: str) -> ScaleInfo:
    match = _SCALE.fullmatch(cell)
    if match is None or not 1 <= int(match[2]) <= HIGHEST_RANK:
        raise CellError(
            "bad_scale", _("Write a scale as NAME:N with its highest rank, like GDAD:4.")
        )
    name = match[1].strip()
    return ScaleInfo(code_from_name(name, longest=60).lower(), name, int(match[2]))


def _with_texts_on_scale(parsed: Parsed[SkillRow]) -> Parsed[SkillRow]:
    """Reject rows that describe a rank their scale does not have."""
    kept = []
    for row in parsed.rows:
        top = row.scale.top if row.scale else 5
        beyond = [rank for rank in row.level_texts if rank > top]
        if beyond:
            sentence = _("The scale of this skill ends at %(top)d.") % {"top": top}
            column = f"level_{beyond[0]}"
            text = row.level_texts[beyond[0]]
            parsed.faults.append(parsed.fault(row.number, column, text, "off_scale", sentence))
        else:
            kept.append(row)
    parsed.rows[:] = kept
    return parsed
