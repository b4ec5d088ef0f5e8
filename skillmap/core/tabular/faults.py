"""What can be wrong with a file, said so that the person who made it can put it right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from skillmap.core.errors import DomainError

SHOWN_CHARACTERS = 200
"""Longest offending value that is kept for a report."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one place of a file.

    `row` counts as a spreadsheet does (the header is 1), `column` is our name for it and empty
    when the whole row or file is meant. A warning does not reject its row. `key` is what the row
    says it is about, where that is known.
    """

    file: str
    sheet: str
    row: int
    column: str
    value: str
    code: str
    sentence: str
    warning: bool = False
    key: str = ""

    def __post_init__(self) -> None:
        if len(self.value) > SHOWN_CHARACTERS:
            object.__setattr__(self, "value", self.value[: SHOWN_CHARACTERS - 1] + "…")

    def in_file(self, file: str) -> Fault:
        """Return the same fault under another file name: uploads are stored under random ones."""
        return replace(self, file=file)


class FileRefused(DomainError):
    """The file cannot be used at all; its faults say why. No row of it was read."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        sentences = " ".join(fault.sentence for fault in self.faults)
        super().__init__(sentences, code=self.faults[0].code, field="file")


class CellError(ValueError):
    """A cell's text does not fit its column; the caller knows the place and makes the fault."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        self.sentence = sentence
        super().__init__(sentence)


def refuse(file: str, code: str, sentence: str, *, row: int = 1, value: str = "") -> FileRefused:
    """Return the refusal of a whole file for one reason found at `row`."""
    return FileRefused([Fault(file, "", row, "", value, code, sentence)])


def rejected_rows(faults: Iterable[Fault]) -> set[tuple[str, str, int]]:
    """Return the places (file, sheet, row) of the rows that a fault keeps out."""
    return {(fault.file, fault.sheet, fault.row) for fault in faults if not fault.warning}
