"""Parsers of one cell: text in, value out, `CellError` with a sentence when it does not fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from skillmap.core.tabular.faults import CellError

T = TypeVar("T")

_TRUE = frozenset({"1", "true", "yes", "y", "x", "ja", "oui", "sí", "si"})
_FALSE = frozenset({"0", "false", "no", "n", "nein", "non"})
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_PLAIN_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_PLAIN_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 12, 31)


def text(longest: int) -> Callable[[str], str]:
    """Accept any text of at most `longest` characters without control characters."""

    def parse(cell: str) -> str:
        if len(cell) > longest:
            sentence = _("This is longer than %(limit)d characters.") % {"limit": longest}
            raise CellError("too_long", sentence)
        if _CONTROL.search(cell):
            raise CellError("control_character", _("This holds characters that do not print."))
        return cell

    return parse


def code(longest: int) -> Callable[[str], str]:
    """Accept a key: one line without the signs that join keys in a list."""
    plain = text(longest)

    def parse(cell: str) -> str:
        if any(sign in cell for sign in "|:\n\r\t"):
            raise CellError("bad_code", _("A code must not hold |, : or a line break."))
        return plain(cell)

    return parse


def email(cell: str) -> str:
    """Accept an e-mail address, lower-cased."""
    if len(cell) > 254 or not _EMAIL.fullmatch(cell):
        raise CellError("bad_email", _("This is not an e-mail address."))
    return cell.lower()


def day(cell: str) -> date:
    """Accept a date written as 2027-03-12."""
    try:
        value = date.fromisoformat(cell) if _PLAIN_DATE.fullmatch(cell) else None
    except ValueError:
        value = None
    if value is None or not _EARLIEST <= value <= _LATEST:
        raise CellError("bad_date", _("This is not a date. Write it as 2027-03-12."))
    return value


@dataclass(frozen=True, slots=True)
class Number:
    """The parser of a number between two bounds, both included, with so many decimals."""

    lowest: str
    highest: str
    places: int

    def __call__(self, cell: str) -> Decimal:
        try:
            value = Decimal(cell) if _PLAIN_NUMBER.fullmatch(cell) else None
        except InvalidOperation:
            value = None
        if value is None:
            raise CellError("bad_number", _("This is not a number. Write it as 12.5."))
        if not Decimal(self.lowest) <= value <= Decimal(self.highest):
            raise _out_of_range(self.lowest, self.highest)
        if value != round(value, self.places):
            sentence = _("At most %(places)d decimals are kept.") % {"places": self.places}
            raise CellError("too_precise", sentence)
        return value


def decimal(lowest: str, highest: str, *, places: int = 2) -> Number:
    """Accept a number between two bounds, both included, with at most `places` decimals."""
    return Number(lowest, highest, places)


def whole(lowest: int, highest: int) -> Callable[[str], int]:
    """Accept a whole number between two bounds, both included."""
    number = decimal(str(lowest), str(highest), places=0)

    def parse(cell: str) -> int:
        return int(number(cell))

    return parse


@dataclass(frozen=True, slots=True)
class Choice:
    """The parser of one of some words, in whatever case."""

    words: tuple[str, ...]

    def __call__(self, cell: str) -> str:
        word = cell.lower()
        if word not in self.words:
            sentence = _("This must be one of: %(values)s.") % {"values": ", ".join(self.words)}
            raise CellError("bad_choice", sentence)
        return word


def choice(values: Iterable[str]) -> Choice:
    """Accept one of some words, in whatever case."""
    return Choice(tuple(values))


def flag(cell: str) -> bool:
    """Accept 1 or 0 (also true or false, yes or no, and yes or no in some languages)."""
    word = cell.lower()
    if word not in _TRUE | _FALSE:
        raise CellError("bad_flag", _("This must be 1 or 0."))
    return word in _TRUE


def listing(
    parse_item: Callable[[str], T], *, separator: str = "|"
) -> Callable[[str], tuple[T, ...]]:
    """Accept several values joined by a separator; blanks between separators do not count."""

    def parse(cell: str) -> tuple[T, ...]:
        items = [item.strip() for item in cell.split(separator)]
        values = tuple(parse_item(item) for item in items if item)
        if len(set(values)) != len(values):
            raise CellError("repeated_value", _("The same value is listed twice."))
        return values

    return parse


def translated(parse: Callable[[str], T], words: Mapping[str, str]) -> Callable[[str], Any]:
    """Accept the words of another system, each with our word for it."""

    def parse_theirs(cell: str) -> Any:
        if cell not in words:
            raise CellError("unmapped_value", _("Nobody has said what this value means."))
        return parse(words[cell]) if words[cell] else None

    return parse_theirs


_THEIR_DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", re.ASCII)
WRITINGS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "day-first": (_THEIR_DATE, "{2}-{1:0>2}-{0:0>2}"),
    "month-first": (_THEIR_DATE, "{2}-{0:0>2}-{1:0>2}"),
    "decimal-comma": (re.compile(r"([+-]?\d+),(\d+)", re.ASCII), "{0}.{1}"),
}
"""Ways of writing dates and numbers that a mapping may name: what it looks like, and ours."""


def rewritten(parse: Callable[[str], T], writing: str) -> Callable[[str], T]:
    """Accept what is written in one of `WRITINGS`, and our own way."""
    pattern, ours = WRITINGS[writing]

    def parse_theirs(cell: str) -> T:
        match = pattern.fullmatch(cell)
        return parse(ours.format(*match.groups()) if match else cell)

    return parse_theirs


def _out_of_range(lowest: object, highest: object) -> CellError:
    bounds = {"low": lowest, "high": highest}
    return CellError("out_of_range", _("This must be from %(low)s to %(high)s.") % bounds)
