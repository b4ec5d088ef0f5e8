"""Reading many rows into arrays: whole columns as binary arrays, decoded at once.

A COPY sends one message per row, and handling these costs more than the rows; so the server
gathers each column into one array and sends a single row of arrays. Formats: PostgreSQL
documentation, COPY, "Binary Format", and `array_send`.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection

_HEADER = 19 + 2  # signature, flags, length of the (empty) extension; number of fields
_ARRAY_HEAD = 20  # dimensions, whether there are nulls, element type, length, lower bound
Columns = dict[str, npt.NDArray[Any]]


def copy_out(query: str, values: Mapping[str, Any], columns: Mapping[str, str]) -> Columns:
    """Run `query` (a SELECT) and return its columns as int8 or float8 arrays, rows in its order.

    `columns` names the selected columns in order with their types as sent, big-endian (">i8",
    ">f8" ...; a uuid is "(2,)>i8", shape (n, 2)). Raises ValueError when a column holds a null or
    is of another width. Placeholders as in psycopg: %(name)s. At most 2**27 rows.
    """
    names = ", ".join(columns)
    gathered = ", ".join(f"array_agg({name})" for name in columns)
    statement = f"SELECT {gathered} FROM ({query}) AS rows({names})"  # noqa: S608
    with (
        connection.cursor() as cursor,
        cursor.cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT binary)", values) as copy,
    ):
        return _decode(memoryview(b"".join(copy)), columns)


def _decode(data: memoryview, columns: Mapping[str, str]) -> Columns:
    found, place = {}, _HEADER
    for name, code in columns.items():
        length = max(int.from_bytes(data[place : place + 4], "big", signed=True), 0)
        place += 4
        found[name] = _elements(name, data[place : place + length], np.dtype(code))
        place += length
    return found


def _elements(name: str, array: memoryview, code: np.dtype[Any]) -> npt.NDArray[Any]:
    """Return the elements of a binary array; nothing at all is what no rows are gathered to."""
    item = np.dtype([("length", ">i4"), ("value", code)])
    kind = np.float64 if code.base.kind == "f" else np.int64
    if not array:
        return np.zeros((0, *code.shape), kind)
    if (len(array) - _ARRAY_HEAD) % item.itemsize:
        raise ValueError(f"{name} is null or not of the declared width")
    items = np.frombuffer(array, item, offset=_ARRAY_HEAD)
    if (items["length"] != code.itemsize).any():
        raise ValueError(f"{name} is null or not of the declared width")
    return items["value"].astype(kind)
