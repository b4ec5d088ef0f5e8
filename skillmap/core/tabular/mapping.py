"""Fitting the columns of somebody else's file to ours (the `--map` file)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.translation import gettext as _

from skillmap.core.tabular.cells import WRITINGS, rewritten, translated
from skillmap.core.tabular.faults import Fault, FileRefused, refuse
from skillmap.core.tabular.sheet import Sheet

Parse = Callable[[str], Any]


class Rule(Protocol):
    """Where the values of one of our columns come from."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Name the columns of theirs that the rule reads."""

    def source(self, sheet: Sheet, parse: Parse) -> tuple[Sequence[str], Parse]:
        """Return a text for every row of the sheet, and the parser of these texts."""


@dataclass(frozen=True, slots=True)
class Column:
    """Our column is one of theirs; `values`, when given, has our word for each of their words.

    `writing` is how its dates or numbers are written, when not in our way.
    """

    name: str
    values: Mapping[str, str] | None = None
    writing: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.name,)

    def source(self, sheet: Sheet, parse: Parse) -> tuple[Sequence[str], Parse]:
        if self.values is not None:
            parse = translated(parse, self.values)
        if self.writing:
            parse = rewritten(parse, self.writing)
        return sheet.column(self.name), parse


@dataclass(frozen=True, slots=True)
class Constant:
    """Our column has the same value in every row."""

    value: str

    @property
    def columns(self) -> tuple[str, ...]:
        return ()

    def source(self, sheet: Sheet, parse: Parse) -> tuple[Sequence[str], Parse]:
        return [self.value] * len(sheet.rows), parse


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """A rule for some of our columns; every other one is found by its own name in the header.

    Those in `left_out` are not read, even where the header has their name.
    """

    rules: Mapping[str, Rule] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()

    def available(self, header: Sequence[str]) -> frozenset[str]:
        """Return our columns that can be read from a file with this header."""
        return frozenset(self.rules) | (frozenset(header) - self.left_out)

    def missing(self, header: Sequence[str]) -> list[str]:
        """Return the columns of theirs that the rules name and the header has not."""
        return sorted(self.used() - set(header))

    def used(self) -> set[str]:
        """Return the columns of theirs that some rule reads."""
        return {name for rule in self.rules.values() for name in rule.columns}

    def source(self, sheet: Sheet, name: str, parse: Parse) -> tuple[Sequence[str], Parse]:
        """Return the texts of one of our columns and the parser to read them with."""
        return self.rules.get(name, Column(name)).source(sheet, parse)


SpecialRule = Callable[[Mapping[str, Any]], Rule | None]
"""Makes a rule of one column's own shape; None when the object is not of that shape."""

NO_SPECIAL_RULES: Mapping[str, SpecialRule] = {}


def read_mapping(
    data: bytes, file: str, columns: Sequence[str], special: Mapping[str, SpecialRule] | None = None
) -> ColumnMap:
    """Read a mapping file: a JSON object from our column to theirs, a constant or a value table;
    null leaves our column out.

    `special` has, for single columns, a maker of rules with a shape of their own.
    Raises `FileRefused` naming every entry that is not understood.
    """
    try:
        entries = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        sentence = _("The mapping is not a JSON file in UTF-8.")
        raise refuse(file, "bad_mapping", sentence, row=getattr(error, "lineno", 1)) from error
    if not isinstance(entries, dict):
        raise refuse(file, "bad_mapping", _("The mapping must be one JSON object."))
    left_out = frozenset(name for name, entry in entries.items() if entry is None)
    rules = {
        name: _rule(entry, (special or {}).get(name))
        for name, entry in entries.items()
        if name not in left_out
    }
    faults = [
        _entry_fault(file, name, entries[name], columns)
        for name in entries
        if name not in columns or (name not in left_out and rules[name] is None)
    ]
    if faults:
        raise FileRefused(faults)
    return ColumnMap({name: rule for name, rule in rules.items() if rule is not None}, left_out)


def _rule(entry: object, special: SpecialRule | None) -> Rule | None:
    if isinstance(entry, str):
        return Column(entry) if entry else None
    if not isinstance(entry, dict):
        return None
    if set(entry) == {"const"}:
        return Constant(_word(entry["const"])) if _is_word(entry["const"]) else None
    if set(entry) == {"column", "values"} and isinstance(entry["column"], str):
        values = word_table(entry["values"])
        return None if values is None else Column(entry["column"], values)
    if set(entry) == {"column", "written"} and isinstance(entry["column"], str):
        known = entry["written"] in (*WRITINGS,)
        return Column(entry["column"], writing=entry["written"]) if known else None
    return special(entry) if special else None


def word_table(entry: object) -> dict[str, str] | None:
    """Return a JSON object of words or numbers as texts; None when it is anything else."""
    if not isinstance(entry, dict) or not all(map(_is_word, entry.values())):
        return None
    return {theirs.strip(): _word(ours) for theirs, ours in entry.items()}


def _is_word(value: object) -> bool:
    return isinstance(value, str | int | float)


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)


def _entry_fault(file: str, name: str, entry: object, columns: Sequence[str]) -> Fault:
    if name not in columns:
        sentence = _("“%(name)s” is none of our columns.") % {"name": name}
        return Fault(file, "", 1, name, "", "unknown_column", sentence)
    sentence = _(
        "The entry must be a column name, a constant, or a column with a value table or a writing."
    )
    return Fault(file, "", 1, name, str(entry), "bad_mapping", sentence)
