"""How much a file may ask of us before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one file. Sizes are bytes, lengths are characters."""

    size: int
    rows: int
    columns: int = 200
    cell: int = 32_767  # what a spreadsheet cell can hold
    unpacked: int = 200 * MEGABYTE
    characters: int = 100_000_000


UPLOAD = Limits(size=20 * MEGABYTE, rows=200_000)
"""A file that somebody sends us."""

LIBRARY = Limits(size=200 * MEGABYTE, rows=2_000_000)
"""A file of a published taxonomy that the operator put on the machine."""
