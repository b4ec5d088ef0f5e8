"""Which column of somebody else's file is which of ours, by its name and by what is in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from skillmap.core.tabular import cells
from skillmap.core.tabular.faults import CellError
from skillmap.core.tabular.layout import Field
from skillmap.core.tabular.sheet import Sheet

MOST_WORDS = 30
"""A column of more different texts than these holds no choice of words."""

_LOOKED_AT = 500  # cells of a column
_MOSTLY = 0.8  # share of cells that must fit before a column is guessed by what is in it
_LEAST, _TYPO = 0.5, 0.85  # likeness of names: to be a guess at all, to be a slip of the pen
_SHORTEST = 4  # letters of a name that counts as part of another
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)  # or three decimals: nobody knows
_DAYS = re.compile(r"(\d{1,2})([./-])(\d{1,2})[./-]\d{4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Guess:
    """The entry of a mapping for each of our columns that was found, and why: `name` or `content`.

    The shape of an entry is that of a mapping file.
    """

    entries: dict[str, Any] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)


def guess_columns(sheet: Sheet, fields: Sequence[Field]) -> Guess:
    """Guess where our columns are; each of theirs at most once. O(columns x fields)."""
    guess = Guess()
    for one, column in _by_name(sheet, fields):
        _note(guess, sheet, one, column, "name")
    for one in fields:
        if one.name not in guess.entries:
            taken = {column_of(entry) for entry in guess.entries.values()}
            free = [name for name in sheet.header if name not in taken]
            found = [name for name in free if _tells(sheet, one, name, guess)]
            if len(found) == 1:
                _note(guess, sheet, one, found[0], "content")
    return guess


def column_of(entry: Any) -> str:
    """Return the column of theirs that the entry of a mapping reads; empty for none."""
    if isinstance(entry, dict):
        return str(entry.get("column") or entry.get("skills") or "")
    return entry if isinstance(entry, str) else ""


def words_of(sheet: Sheet, column: str) -> list[str]:
    """Return the different texts of a column, the frequent first; none when they are too many."""
    counts: dict[str, int] = {}
    for cell in sheet.column(column):
        if word := cell.strip():
            counts[word] = counts.get(word, 0) + 1
            if len(counts) > MOST_WORDS:
                return []
    return sorted(counts, key=lambda word: (-counts[word], word))


def entry_for(one: Field, column: str, texts: Sequence[str], words: Sequence[str]) -> Any:
    """Return the entry of a mapping that reads a column: its name, its words or its writing."""
    if isinstance(one.parse, cells.Choice):
        known = {word: ours for word in words if (ours := meaning_of(one, word))}
        if any(ours != word.lower() for word, ours in known.items()):
            return {"column": column, "values": known}
    writing = _writing(one, texts)
    return {"column": column, "written": writing} if writing else column


def meaning_of(one: Field, word: str) -> str:
    """Return our word for one of theirs, as far as we know it."""
    if isinstance(one.parse, cells.Choice) and word.lower() in one.parse.words:
        return word.lower()
    return one.words.get(word.casefold(), "")


def writings_for(one: Field) -> tuple[str, ...]:
    """Return the ways in which others may write what stands in our column."""
    if one.parse is cells.day:
        return ("day-first", "month-first")
    return ("decimal-comma",) if isinstance(one.parse, cells.Number) else ()


def _note(guess: Guess, sheet: Sheet, one: Field, column: str, reason: str) -> None:
    texts = _texts(sheet, column)
    guess.entries[one.name] = entry_for(one, column, texts, words_of(sheet, column))
    guess.reasons[one.name] = reason


def _by_name(sheet: Sheet, fields: Sequence[Field]) -> list[tuple[Field, str]]:
    """Pair our columns with theirs, the most alike first."""
    scored = [
        (score, place, one, column)
        for place, one in enumerate(fields)
        for column in sheet.header
        if (score := _likeness(one, column)) >= _LEAST
    ]
    pairs: dict[str, tuple[Field, str]] = {}
    taken: set[str] = set()
    for score, _place, one, column in sorted(scored, key=lambda row: (-row[0], row[1])):
        if one.name in pairs or column in taken or (score < 1 and not _fits(sheet, one, column)):
            continue
        if one.refers_to and not _refers(sheet, column, pairs.get(one.refers_to)):
            continue
        pairs[one.name] = one, column
        taken.add(column)
    return list(pairs.values())


def _likeness(one: Field, column: str) -> float:
    theirs = plain_name(column)
    names = [plain_name(name) for name in (one.name, str(one.label), *one.also.split(", "))]
    return max(_alike(name, theirs) for name in names if name) if theirs else 0


def _alike(name: str, theirs: str) -> float:
    """1 for the same name, less for one that is part of the other or nearly the same."""
    if name == theirs:
        return 1
    short, long = sorted((name, theirs), key=len)
    if len(short) >= _SHORTEST and short in long:
        return 0.9 * len(short) / len(long)
    ratio = SequenceMatcher(None, name, theirs).ratio()
    return 0.9 * ratio if ratio >= _TYPO else 0


def plain_name(text: str) -> str:
    """Return a name without case, accents and signs: `E-Mail Adresse` is `emailadresse`."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def _texts(sheet: Sheet, column: str) -> list[str]:
    return [text for cell in sheet.column(column)[:_LOOKED_AT] if (text := cell.strip())]


def _fits(sheet: Sheet, one: Field, column: str) -> bool:
    """Could this column be read as ours? What names only alike must not contradict."""
    texts = _texts(sheet, column)
    if isinstance(one.parse, cells.Choice):
        return bool(words_of(sheet, column))
    writing = _writing(one, texts)
    parse = cells.rewritten(one.parse, writing) if writing else one.parse
    return not texts or sum(_reads(parse, text) for text in texts) >= len(texts) / 2


def _tells(sheet: Sheet, one: Field, column: str, guess: Guess) -> bool:
    """Does what stands in this column say that it is ours?"""
    texts = _texts(sheet, column)
    if not texts:
        return False
    if one.refers_to:
        other = column_of(guess.entries.get(one.refers_to))
        return bool(other) and _share_in(sheet, column, other) >= _MOSTLY
    if one.parse is cells.email:
        read = sum(_reads(cells.email, text) for text in texts)
    elif isinstance(one.parse, cells.Choice):
        read = sum(bool(meaning_of(one, text)) for text in texts)
    else:
        return False
    return read >= _MOSTLY * len(texts)


def _refers(sheet: Sheet, column: str, other: tuple[Field, str] | None) -> bool:
    """Are these the keys of another column, such as managers by their number?"""
    return other is None or _share_in(sheet, column, other[1]) >= 0.5


def _share_in(sheet: Sheet, column: str, other: str) -> float:
    keys = {cell.strip() for cell in sheet.column(other)}
    texts = [text for cell in sheet.column(column) if (text := cell.strip())]
    return sum(text in keys for text in texts) / len(texts) if texts else 1


def _reads(parse: Any, text: str) -> bool:
    try:
        parse(text)
    except CellError:
        return False
    return True


def _writing(one: Field, texts: Sequence[str]) -> str:
    """How dates or numbers are written here, when not in our way; dates that could be both are
    day first, as most of the world writes them. A comma that may stand before thousands says
    nothing, or money would be wrong by a thousand."""
    known = writings_for(one)
    if "day-first" in known:
        days = [match.groups() for text in texts if (match := _DAYS.fullmatch(text))]
        over = [int(second) > 12 and int(first) <= 12 for first, _sign, second in days]
        return ("month-first" if any(over) else "day-first") if days else ""
    if "decimal-comma" in known:
        pattern, _ours = cells.WRITINGS["decimal-comma"]
        sure = (pattern.fullmatch(text) and not _THOUSANDS.fullmatch(text) for text in texts)
        return "decimal-comma" if any(sure) else ""
    return ""
