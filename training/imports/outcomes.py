"""The skills an activity teaches: our way of writing them, and catalogues that only name them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from skillmap.core.tabular import cells
from skillmap.core.tabular.faults import CellError
from skillmap.core.tabular.mapping import Parse, word_table
from skillmap.core.tabular.sheet import Sheet
from training.imports.rows import OutcomeCell

LONGEST_LIST = 100
_level = cells.decimal("0", "20")
_gain = cells.decimal("0", "5")
_BETWEEN = "\x1f"  # cannot stand in a cell we accept


def parse_outcomes(cell: str) -> tuple[OutcomeCell, ...]:
    """Accept `skill_code:entry_level:exit_level[:gain]`, joined by bars."""
    outcomes = [_outcome(item.strip()) for item in cell.split("|") if item.strip()]
    return _checked(outcomes)


def split_names(cell: str, separator: str) -> list[str]:
    """Split a list of names; a separator inside brackets belongs to the name."""
    names, depth, start, position = [], 0, 0, 0
    while position < len(cell):
        if cell[position] in "([":
            depth += 1
        elif cell[position] in ")]":
            depth = max(0, depth - 1)
        elif depth == 0 and cell.startswith(separator, position):
            names.append(cell[start:position])
            position = start = position + len(separator)
            continue
        position += 1
    names.append(cell[start:])
    return [name for name in (part.strip() for part in names) if name]


@dataclass(frozen=True, slots=True)
class NamedOutcomes:
    """A mapping rule: skills by name in one column, their common levels by a word in another."""

    skills: str
    separator: str
    level_column: str
    levels: Mapping[str, str]

    @classmethod
    def from_entry(cls, entry: Mapping[str, Any]) -> NamedOutcomes | None:
        """Return the rule a mapping file spells out; None when it is not of this shape."""
        levels = entry.get("levels")
        if set(entry) != {"skills", "separator", "levels"} or not isinstance(levels, dict):
            return None
        texts = (entry["skills"], entry["separator"], levels.get("column"))
        values = word_table(levels.get("values"))
        if values is None or not all(isinstance(text, str) and text for text in texts):
            return None
        return cls(*texts, values)  # type: ignore[arg-type]

    @property
    def columns(self) -> tuple[str, ...]:
        """Name the columns of theirs that the rule reads."""
        return (self.skills, self.level_column)

    def source(self, sheet: Sheet, _parse: Parse) -> tuple[Sequence[str], Parse]:
        """Return both cells of each row as one text, and the parser of that text."""
        pairs = zip(sheet.column(self.skills), sheet.column(self.level_column), strict=True)
        return [f"{skills}{_BETWEEN}{word}" for skills, word in pairs], self._parse_pair

    def _parse_pair(self, text: str) -> tuple[OutcomeCell, ...]:
        skills, _between, word = text.partition(_BETWEEN)
        if word.strip() not in self.levels:
            raise CellError("unmapped_value", _("Nobody has said what this value means."))
        entry, exit_ = _levels(self.levels[word.strip()].split(":"))
        parse_name = cells.text(300)
        # A catalogue that names a skill twice, in whatever case, means it once.
        names: dict[str, str] = {}
        for skill in split_names(skills, self.separator):
            names.setdefault(skill.lower(), parse_name(skill))
        return _checked([OutcomeCell(name, entry, exit_, by_name=True) for name in names.values()])


def _outcome(item: str) -> OutcomeCell:
    skill, *numbers = [part.strip() for part in item.split(":")]
    if not skill or len(numbers) not in (2, 3):
        sentence = _("Write what is taught as skill_code:entry:exit, like EXCEL:0:2.")
        raise CellError("bad_outcome", sentence)
    entry, exit_ = _levels(numbers[:2])
    gain = _gain(numbers[2]) if len(numbers) == 3 and numbers[2] else None
    return OutcomeCell(cells.text(300)(skill), entry, exit_, gain)


def _levels(numbers: Sequence[str]) -> tuple[Decimal, Decimal]:
    if len(numbers) != 2:
        raise CellError("bad_outcome", _("Write the levels as entry:exit, like 0:2."))
    entry, exit_ = (_level(number.strip()) for number in numbers)
    if exit_ <= entry:
        raise CellError("bad_outcome", _("The level after must be above the level before."))
    return entry, exit_


def _checked(outcomes: Sequence[OutcomeCell]) -> tuple[OutcomeCell, ...]:
    if len({outcome.skill.lower() for outcome in outcomes}) != len(outcomes):
        raise CellError("repeated_value", _("The same skill is listed twice."))
    if len(outcomes) > LONGEST_LIST:
        sentence = _("At most %(limit)d skills may be listed.") % {"limit": LONGEST_LIST}
        raise CellError("too_long", sentence)
    return tuple(outcomes)
