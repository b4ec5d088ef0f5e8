"""Role profiles from the occupations and ratings of O*NET."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from employees.imports.rows import RequirementRow, RoleFile, requirement_key
from skillmap.core.tabular import cells
from skillmap.core.tabular.faults import Fault
from skillmap.core.tabular.folder import Folder
from skillmap.core.tabular.layout import Field, Layout, Parsed, keep_first, parse_sheet

RATED_FILES = ("Skills.txt", "Knowledge.txt", "Work Styles.txt")
OWN_LEVELS = Decimal(5) / Decimal(7)  # O*NET levels run from 0 to 7
ASSUMED_LEVELS = {5: Decimal(3), 4: Decimal(3), 3: Decimal(2)}
"""The level we ask for where an element has none, by its whole importance; lower: not loaded."""

_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Rating:
    """One cell of O*NET: an occupation, an element, and its importance (IM) or level (LV)."""

    number: int
    occupation: str
    element: str
    scale: str
    value: Decimal
    irrelevant: bool


def read_roles(folder: Folder) -> RoleFile:
    """Read a folder of O*NET text files. Raises `FileRefused`.

    Importance is rounded to whole numbers; a level is mapped linearly to 0..5 and to half steps.
    """
    files = [name for name in RATED_FILES if folder.has(name)]
    if not files:
        raise folder.lacks(*RATED_FILES)
    occupations = parse_sheet(folder.sheet("Occupation Data.txt", delimiter="\t"), _OCCUPATIONS)
    known = {code: (title, text) for code, title, text in occupations.rows}
    rows: list[RequirementRow] = []
    faults: list[Fault] = list(occupations.faults)
    for name in files:
        ratings = parse_sheet(folder.sheet(name, delimiter="\t"), _RATINGS)
        rows += _requirements(ratings, known)
        faults += ratings.faults
    parsed = Parsed(files[0], "", rows, faults, frozenset())
    return RoleFile(keep_first(parsed, requirement_key), "onet")


def _requirements(
    ratings: Parsed[Rating], known: dict[str, tuple[str, str]]
) -> Iterator[RequirementRow]:
    levels = {
        (rating.occupation, rating.element): rating
        for rating in ratings.rows
        if rating.scale == "LV"
    }
    for rating in ratings.rows:
        if rating.scale != "IM":
            continue
        if rating.occupation not in known:
            ratings.faults.append(_unknown_occupation(ratings, rating))
            continue
        importance = int(rating.value.to_integral_value(ROUND_HALF_UP))
        level_rating = levels.get((rating.occupation, rating.element))
        level = _level(importance, level_rating)
        if level is not None:
            title, text = known[rating.occupation]
            yield RequirementRow(
                number=rating.number,
                role_code=rating.occupation,
                role=title,
                family="",
                skill_code=rating.element,
                required_level=level,
                importance=max(1, importance),
                assumed=level_rating is None,
                description=text,
            )


def _level(importance: int, rating: Rating | None) -> Decimal | None:
    """Return the level to ask for on 0..5, None when the element should not be asked for."""
    if rating is None:
        return ASSUMED_LEVELS.get(importance)
    if rating.irrelevant:
        return None
    steps = (rating.value * OWN_LEVELS / _HALF).to_integral_value(ROUND_HALF_UP)
    return steps * _HALF or None


def _unknown_occupation(ratings: Parsed[Rating], rating: Rating) -> Fault:
    sentence = _("“Occupation Data.txt” does not have this occupation.")
    column, value = "O*NET-SOC Code", rating.occupation
    return ratings.fault(rating.number, column, value, "unknown_role", sentence)


_CODE = Field("O*NET-SOC Code", cells.code(200), needed=True)
_OCCUPATIONS: Layout[tuple[str, str, str]] = Layout(
    fields=(
        _CODE,
        Field("Title", cells.text(300), needed=True),
        Field("Description", cells.text(10_000)),
    ),
    build=lambda _number, *row: row,
    published=True,
)
_RATINGS = Layout(
    fields=(
        _CODE,
        Field("Element ID", cells.code(120), needed=True),
        Field("Scale ID", cells.text(10), needed=True),
        Field("Data Value", cells.decimal("0", "100"), needed=True),
        Field("Not Relevant", lambda cell: cell == "Y", empty=False),
    ),
    build=Rating,
    published=True,
)
