"""How items did, for those who write them and may not see the people behind the figures."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from assessments.analysis.evidence import FloatArray
from assessments.analysis.testscore import point_biserial
from assessments.enums import AttemptState
from assessments.models import AttemptItem, Item

FLOOR = 5  # people, and the step in which figures move (access.md: aggregates)
DISCRIMINATION_FLOOR = 20  # people; below it the correlation is mostly chance
WEAK_DISCRIMINATION = 0.15
EASY, HARD = 0.95, 0.15  # shares of right answers that tell people apart badly


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """`shown`: people, in steps of `FLOOR`; the rest is None below its floor.

    `hint` is a word for what may be wrong: easy, hard, weak, or nothing.
    """

    shown: int = 0
    difficulty: float | None = None
    discrimination: float | None = None

    @property
    def hint(self) -> str:
        if self.discrimination is not None and self.discrimination < WEAK_DISCRIMINATION:
            return "weak"
        if self.difficulty is None:
            return ""
        if self.difficulty > EASY:
            return "easy"
        return "hard" if self.difficulty < HARD else ""


def item_figures(items: Iterable[Item]) -> dict[int, ItemFigures]:
    """By item id, over the newest version of each; one query for any number.

    Each person counts once, with the first answer. People count in whole steps of `FLOOR`, in the
    order in which they handed in, so that no figure ever moves by one person's answer.
    """
    versions = {item.current_id: item.pk for item in items if item.current_id}
    matrix, columns = _matrix(_answers_beside(list(versions)))
    return {
        item: _figures(matrix, columns[version])
        for version, item in versions.items()
        if version in columns
    }


def _answers_beside(versions: list[int]) -> list[tuple[int, int, bool]]:
    """(person, version, right) of all scored attempts with one of these items, oldest first."""
    scored = AttemptItem.objects.filter(attempt__state=AttemptState.SCORED)
    touched = scored.filter(item_version__in=versions).values("attempt")
    rows = scored.filter(attempt__in=touched).order_by("attempt__submitted_at", "attempt", "pk")
    values = rows.values_list("attempt__employee", "item_version", "is_right")
    return [(person, version, bool(right)) for person, version, right in values.iterator()]


def _matrix(rows: list[tuple[int, int, bool]]) -> tuple[FloatArray, dict[int, int]]:
    """Answers as (person, item), people in the order of their first attempt, NaN not shown."""
    people = {person: place for place, person in enumerate(dict.fromkeys(row[0] for row in rows))}
    columns = {item: place for place, item in enumerate(dict.fromkeys(row[1] for row in rows))}
    matrix = np.full((len(people), len(columns)), np.nan)
    for person, version, right in rows:
        place = people[person], columns[version]
        if np.isnan(matrix[place]):
            matrix[place] = float(right)
    return matrix, columns


def _figures(matrix: FloatArray, column: int) -> ItemFigures:
    shown = np.flatnonzero(~np.isnan(matrix[:, column]))
    counted = shown[: len(shown) - len(shown) % FLOOR]
    if not len(counted):
        return ItemFigures()
    item = matrix[counted, column]
    others = np.delete(matrix[counted], column, axis=1)
    n_others = (~np.isnan(others)).sum(axis=1)
    rest = np.where(n_others > 0, np.nansum(others, axis=1) / np.maximum(n_others, 1), np.nan)
    discrimination = point_biserial(item, rest)
    known = len(counted) >= DISCRIMINATION_FLOOR and not np.isnan(discrimination)
    return ItemFigures(
        shown=len(counted),
        difficulty=float(item.mean()),
        discrimination=discrimination if known else None,
    )
