"""Reading CSV and tab-delimited text."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import PurePath
from typing import Literal

from django.utils.translation import gettext as _

from skillmap.core.tabular.faults import refuse
from skillmap.core.tabular.limits import UPLOAD, Limits
from skillmap.core.tabular.sheet import Sheet, assemble

_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_delimited(
    data: bytes, file: str, *, delimiter: str = ",", limits: Limits = UPLOAD
) -> Sheet:
    """Read the text of one CSV (or, with a tab as delimiter, O*NET text) file.

    Raises `FileRefused` when it is not UTF-8, holds NUL bytes, has broken quotes, or is too large.
    """
    text = _decode(data, file)
    if delimiter == ",":
        _check_separator(text, file)
    name = PurePath(file).name.split(".")[0]  # the name a spreadsheet gives the sheet of a CSV
    return assemble(file, name, _lines(text, file, delimiter, limits), limits)


def _decode(data: bytes, file: str) -> str:
    if data.startswith(_UTF_16_MARKS):
        sentence = _("The file is in UTF-16. Save it as “CSV UTF-8” and load it again.")
        raise refuse(file, "encoding", sentence)
    zero = data.find(b"\0")
    if zero >= 0:
        sentence = _("The file holds NUL bytes, so it is not a text file. Save it as “CSV UTF-8”.")
        raise refuse(file, "nul_byte", sentence, row=_line_of(data, zero))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        sentence = _("The file is not in UTF-8. Save it as “CSV UTF-8” and load it again.")
        row, begin = _line_of(data, error.start), data.rfind(b"\n", 0, error.start) + 1
        shown = data[begin:].partition(b"\n")[0].decode("utf-8", "replace").strip()
        raise refuse(file, "encoding", sentence, row=row, value=shown) from error


def _line_of(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1


def _check_separator(text: str, file: str) -> None:
    first = text.partition("\n")[0]
    for separator, word in ((";", _("semicolons")), ("\t", _("tabs"))):
        if separator in first and "," not in first:
            sentence = _("The columns are separated by %(word)s; commas are needed.")
            raise refuse(file, "separator", sentence % {"word": word}, value=first)


def _lines(text: str, file: str, delimiter: str, limits: Limits) -> Iterator[list[str]]:
    csv.field_size_limit(max(limits.cell, 131_072))
    # Tab-delimited text has no quoting: a quote there is an inch sign or part of a name.
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if delimiter == "," else csv.QUOTE_NONE
    source = io.StringIO(text, newline="")
    reader = csv.reader(source, delimiter=delimiter, quoting=quoting, strict=True)
    number = 0
    try:
        for number, line in enumerate(reader, start=1):  # noqa: B007 the number outlives the loop
            yield line
    except csv.Error as error:
        sentence = _("A quotation mark is missing or misplaced here, or the cell is far too long.")
        raise refuse(file, "quotes", sentence, row=number + 1) from error
