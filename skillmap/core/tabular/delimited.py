"""Reading CSV and tab-delimited text, whatever separates its columns."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePath
from typing import Literal

from django.utils.translation import gettext as _

from skillmap.core.tabular.faults import Fault, refuse
from skillmap.core.tabular.limits import UPLOAD, Limits
from skillmap.core.tabular.sheet import Sheet, assemble
from skillmap.core.tabular.writing import unguarded

SEPARATORS = (",", ";", "\t", "|")
"""What may stand between columns; of equally good ones the first."""

_LINES, _CHARACTERS = 50, 500_000  # from how much the separator is found

_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF_8_LETTER = re.compile(rb"[\xc3-\xf4][\x80-\xbf]")
_SAID_BY_EXCEL = re.compile(r"sep=(.)\r?\n")


def read_delimited(
    data: bytes, file: str, *, delimiter: str = "", limits: Limits = UPLOAD
) -> Sheet:
    """Read the text of one CSV or tab-delimited file.

    The separator is found in the text unless one is given; with a tab given (O*NET) quotes are
    text. UTF-8 and UTF-16 are told by their bytes, anything else is read as Windows-1252 and says
    so in a warning. Raises `FileRefused` when it holds NUL bytes or half-broken UTF-8, has broken
    quotes, or is too large.
    """
    text, warnings = _decode(data, file)
    quoted = delimiter != "\t"
    if not delimiter:
        text, delimiter = _separator(text)
    name = PurePath(file).name.split(".")[0]  # the name a spreadsheet gives the sheet of a CSV
    sheet = assemble(file, name, _lines(text, file, delimiter, limits, quoted=quoted), limits)
    sheet.faults.extend(warnings)
    return sheet


def _decode(data: bytes, file: str) -> tuple[str, list[Fault]]:
    try:
        if data.startswith(_UTF_16_MARKS):
            data = data.decode("utf-16").encode()
        _check_zeros(data, file)
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        text = _western(data)
        if text is None:
            sentence = _("The file is not in UTF-8. Save it as “CSV UTF-8” and load it again.")
            row, begin = _line_of(data, error.start), data.rfind(b"\n", 0, error.start) + 1
            shown = data[begin:].partition(b"\n")[0].decode("utf-8", "replace").strip()
            raise refuse(file, "encoding", sentence, row=row, value=shown) from error
    sentence = _(
        "The file is not in UTF-8; it was read as Windows-1252. Check letters like ä and é."
    )
    return text, [Fault(file, "", 1, "", "", "western_encoding", sentence, warning=True)]


def _western(data: bytes) -> str | None:
    """The text of a file in Windows-1252; None for broken UTF-8, whose letters would turn odd."""
    if data.startswith(_UTF_16_MARKS) or _UTF_8_LETTER.search(data):
        return None
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return None


def _check_zeros(data: bytes, file: str) -> None:
    zero = data.find(b"\0")
    if zero >= 0:
        sentence = _("The file holds NUL bytes, so it is not a text file. Save it as “CSV UTF-8”.")
        raise refuse(file, "nul_byte", sentence, row=_line_of(data, zero))


def _line_of(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1


def _separator(text: str) -> tuple[str, str]:
    """Return the text without a first line that only names the separator, and the separator."""
    said = _SAID_BY_EXCEL.match(text)
    if said:
        return text[said.end() :], said[1]
    return text, max(SEPARATORS, key=lambda sign: _evenness(text, sign))


def _evenness(text: str, sign: str) -> tuple[float, int]:
    """How good a separator is: the share of the first lines as wide as the header, its width."""
    widths = []
    try:
        start = io.StringIO(text[:_CHARACTERS], newline="")
        for line in islice(csv.reader(start, delimiter=sign), _LINES):
            widths += [len(line)] if any(line) else []
    except csv.Error:
        return 0, 0
    if not widths or widths[0] == 1:
        return 0, 0
    return widths.count(widths[0]) / len(widths), widths[0]


def _lines(
    text: str, file: str, delimiter: str, limits: Limits, *, quoted: bool
) -> Iterator[list[str]]:
    csv.field_size_limit(max(limits.cell, 131_072))
    # O*NET's text has no quoting: a quote there is an inch sign or part of a name.
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    source = io.StringIO(text, newline="")
    reader = csv.reader(source, delimiter=delimiter, quoting=quoting, strict=True)
    number, guarded = 0, "'" in text
    try:
        for number, line in enumerate(reader, start=1):  # noqa: B007 the number outlives the loop
            yield [unguarded(cell) for cell in line] if guarded else line
    except csv.Error as error:
        sentence = _("A quotation mark is missing or misplaced here, or the cell is far too long.")
        raise refuse(file, "quotes", sentence, row=number + 1) from error
