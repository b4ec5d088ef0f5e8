"""Skills, knowledge and work styles of O*NET, from its tab-delimited text files."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from skillmap.core.tabular import cells
from skillmap.core.tabular.folder import Folder
from skillmap.core.tabular.layout import Field, Layout, Parsed, parse_sheet
from skills.enums import TOP_LEVEL, SkillKind
from skills.imports.rows import Taxonomy
from skills.services.content import FrameworkInfo, KindGuess, SkillRow

FRAMEWORK = FrameworkInfo(
    code="onet",
    name="O*NET",
    source_url="https://www.onetcenter.org/database.html",
    licence="CC BY 4.0, U.S. Department of Labor, Employment and Training Administration",
)
RELEASE = re.compile(r"O\*NET (\d+(?:\.\d+)+) Database")
RATED_FILES = ("Skills.txt", "Knowledge.txt", "Work Styles.txt")
TOP_ONET_LEVEL = 7

# The kind we would guess for a branch of the content model; the longest branch that fits decides.
_BRANCHES = {
    "1.C": SkillKind.SOFT,
    "2.A.1": SkillKind.HARD,
    "2.A.1.b": SkillKind.SOFT,
    "2.A.2": SkillKind.SOFT,
    "2.B.1": SkillKind.SOFT,
    "2.B.2": SkillKind.SOFT,
    "2.B.3": SkillKind.HARD,
    "2.B.4": SkillKind.HARD,
    "2.B.5": SkillKind.HARD,
    "2.B.5.a": SkillKind.SOFT,
    "2.B.5.d": SkillKind.SOFT,
    "2.C": SkillKind.HARD,
}


def read_skills(folder: Folder) -> Taxonomy:
    """Read the elements that the folder's rating files use, with names and level examples.

    Raises `FileRefused` when the content model or every rating file is missing.
    """
    elements = parse_sheet(folder.sheet("Content Model Reference.txt", delimiter="\t"), _ELEMENTS)
    names = {element: name for _number, element, name, _text in elements.rows}
    anchors = _level_texts(folder)
    used = _used_elements(folder)
    rows = [
        _skill(number, element, name, text, names, anchors)
        for number, element, name, text in elements.rows
        if element in used
    ]
    part = Parsed(elements.file, elements.sheet, rows, elements.faults, elements.columns)
    return Taxonomy([part], framework=replace(FRAMEWORK, release=_release(folder)))


def _release(folder: Folder) -> str:
    """Return the number in the first line of the read-me, or nothing where there is none."""
    if not folder.has("Read Me.txt"):
        return ""
    found = RELEASE.search(" ".join(folder.sheet("Read Me.txt", delimiter="\t").header))
    return found[1] if found else ""


def rated_files(folder: Folder) -> list[str]:
    """Return the rating files that are there; raises `FileRefused` when none is."""
    found = [name for name in RATED_FILES if folder.has(name)]
    if not found:
        raise folder.lacks(*RATED_FILES)
    return found


def _used_elements(folder: Folder) -> set[str]:
    used: set[str] = set()
    for name in rated_files(folder):
        parsed = parse_sheet(folder.sheet(name, delimiter="\t"), _IDS)
        used.update(parsed.rows)
    return used


def _skill(
    number: int, element: str, name: str, text: str,
    names: Mapping[str, str], anchors: Mapping[str, Mapping[int, str]],
) -> SkillRow:  # fmt: skip
    branch = next((part for part in _ancestors(element) if part in _BRANCHES), element)
    group = names.get(element.rpartition(".")[0], "")
    sentence = _("O*NET puts it under “%(group)s”.") % {"group": names.get(branch, branch)}
    return SkillRow(
        number=number,
        code=element,
        name=name,
        guess=KindGuess(_BRANCHES.get(branch, SkillKind.HARD), sentence),
        category=group[:120],
        description=text,
        level_texts=anchors.get(element, {}),
    )


def _ancestors(element: str) -> Iterable[str]:
    parts = element.split(".")
    return (".".join(parts[:length]) for length in range(len(parts), 0, -1))


def _level_texts(folder: Folder) -> dict[str, dict[int, str]]:
    """Return, per element, examples by rank of the standard scale (0-7 mapped to 0-5)."""
    texts: dict[str, dict[int, str]] = defaultdict(dict)
    if not folder.has("Level Scale Anchors.txt"):
        return texts
    sheet = folder.sheet("Level Scale Anchors.txt", delimiter="\t")
    for element, value, text in parse_sheet(sheet, _ANCHORS).rows:
        rank = max(1, round(value * TOP_LEVEL / TOP_ONET_LEVEL))
        texts[element][rank] = "; ".join(filter(None, [texts[element].get(rank), text]))
    return texts


_ELEMENT = Field("Element ID", cells.code(120), needed=True)
_ELEMENTS: Layout[tuple[int, str, str, str]] = Layout(
    fields=(
        _ELEMENT,
        Field("Element Name", cells.text(300), needed=True),
        Field("Description", cells.text(4000)),
    ),
    build=lambda *row: row,
    published=True,
)
_IDS: Layout[str] = Layout(
    fields=(_ELEMENT,), build=lambda _number, element: element, published=True
)
_ANCHORS: Layout[tuple[str, int, str]] = Layout(
    fields=(
        _ELEMENT,
        Field("Anchor Value", cells.whole(0, TOP_ONET_LEVEL), needed=True),
        Field("Anchor Description", cells.text(4000), needed=True),
    ),
    build=lambda _number, *row: row,
    published=True,
)
