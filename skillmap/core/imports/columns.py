"""Fitting the columns of somebody's file to ours: guessed, looked at by a person, remembered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from skillmap.core.enums import ImportState
from skillmap.core.models import ImportBatch
from skillmap.core.models.imports import ImportBatchQuerySet
from skillmap.core.tabular.guessing import Guess, guess_columns, words_of
from skillmap.core.tabular.layout import Field
from skillmap.core.tabular.sheet import Sheet

TABLE = "table"  # option of a batch: what its file looks like, kept until it is applied
GUESS = "guess"  # option: the entries of a mapping that we would choose, and why
HEADER = "header"  # option: the columns of the file, in the order of the alphabet

_EXAMPLES, _LONGEST = 3, 60  # of each column; characters


def find_columns(batch: ImportBatch, sheet: Sheet, fields: Sequence[Field]) -> bool:
    """Find our columns in a file, and keep that in the options of its batch; False when a person
    has to look first.

    The last file with the same columns was read in a way that somebody said yes to; but a value
    for all rows was that of its rows alone, so it is asked for anew.
    """
    header = sorted(sheet.header)
    batch.options |= {HEADER: header, TABLE: _table(sheet)}
    guess = guess_columns(sheet, fields)
    if guess.entries == {name: name for name in sheet.header}:
        return True
    mapping = _as_last_time(batch, header)
    if mapping is not None:
        entries: dict[str, Any] = json.loads(mapping)
        lasting = {name: entry for name, entry in entries.items() if not _is_constant(entry)}
        if lasting == entries:
            batch.options |= {"mapping": mapping}
            return True
        guess = Guess(entries=lasting)
    batch.options |= {GUESS: {"entries": guess.entries, "reasons": guess.reasons}}
    return False


def entries_of(batch: ImportBatch) -> dict[str, Any]:
    """Return the entries of the mapping of a batch: chosen, guessed, or its own column names."""
    if "mapping" in batch.options:
        chosen: dict[str, Any] = json.loads(batch.options["mapping"])
        return {**_own_names(batch), **chosen}
    guessed: dict[str, Any] = batch.options.get(GUESS, {}).get("entries", {})
    return guessed or _own_names(batch)


def reasons_of(batch: ImportBatch) -> dict[str, str]:
    """Return why we think so, by our column: `name` or `content`."""
    reasons: dict[str, str] = batch.options.get(GUESS, {}).get("reasons", {})
    return reasons


def _own_names(batch: ImportBatch) -> dict[str, Any]:
    """A column with one of our names is ours, unless a mapping says otherwise."""
    return {name: name for name in batch.options[TABLE]["columns"]}


def forget_table(options: dict[str, Any]) -> None:
    """Drop what was kept of a file only to fit its columns: it holds cells of people."""
    options.pop(TABLE, None)
    options.pop(GUESS, None)


def forget_tables(batches: ImportBatchQuerySet) -> None:
    """As `forget_table`, of several batches whose columns nobody fits any more."""
    found = list(batches.filter(options__has_key=TABLE))
    for batch in found:
        forget_table(batch.options)
    ImportBatch.objects.bulk_update(found, ["options"])


def _is_constant(entry: Any) -> bool:
    return isinstance(entry, dict) and "const" in entry


def _as_last_time(batch: ImportBatch, header: list[str]) -> str | None:
    """Return the mapping of the last applied file of this kind with the same columns."""
    earlier = ImportBatch.objects.filter(
        kind=batch.kind, options__header=header, options__has_key="mapping",
        state__in=[ImportState.APPLIED, ImportState.UNDONE],
    )  # fmt: skip
    found = earlier.order_by("-pk").values_list("options__mapping", flat=True).first()
    return found if isinstance(found, str) else None


def _table(sheet: Sheet) -> dict[str, Any]:
    """Return the columns of a file with a few of their texts, and all where they are few."""
    return {
        "columns": list(sheet.header),
        "rows": len(sheet.rows),
        "examples": {name: _examples(sheet, name) for name in sheet.header},
        "words": {name: words for name in sheet.header if (words := words_of(sheet, name))},
    }


def _examples(sheet: Sheet, name: str) -> list[str]:
    texts = dict.fromkeys(text for cell in sheet.column(name) if (text := cell.strip()))
    return [text[:_LONGEST] for text in list(texts)[:_EXAMPLES]]
