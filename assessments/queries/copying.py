"""Reading many rows into arrays: binary COPY of columns of fixed width, decoded at once.

Format: PostgreSQL documentation, COPY, "Binary Format". Postgres' per-row cost dominates every
large read, so nothing here touches a row in Python.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection

_HEADER = 19  # signature, flags, length of the (empty) extension
_TRAILER = 2
Columns = dict[str, npt.NDArray[Any]]


def copy_out(query: str, values: Mapping[str, Any], columns: Mapping[str, str]) -> Columns:
    """Run `query` (a SELECT) and return its columns as arrays in native byte order.

    `columns` names the selected columns in order with their numpy types, big-endian as sent
    (">i8", ">f8" ...; a uuid is "(2,)>i8"). Raises ValueError when a column was null or of
    another width. Placeholders as in psycopg: %(name)s.
    """
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT binary)", values) as copy,
    ):
        data = b"".join(copy)
    return _decode(data, columns)


def _decode(data: bytes, columns: Mapping[str, str]) -> Columns:
    row = _row_type(columns)
    body = len(data) - _HEADER - _TRAILER
    if body % row.itemsize:
        raise ValueError("a column is null or not of the declared width")
    rows = np.frombuffer(data, row, count=body // row.itemsize, offset=_HEADER)
    for name in columns:
        if (rows[f"length of {name}"] != row[name].itemsize).any():
            raise ValueError(f"{name} is null or not of the declared width")
    return {name: _native(rows[name]) for name in columns}


def _row_type(columns: Mapping[str, str]) -> np.dtype[Any]:
    fields: list[tuple[str, str]] = [("number of fields", ">i2")]
    for name, code in columns.items():
        fields += [(f"length of {name}", ">i4"), (name, code)]
    return np.dtype(fields)


def _native(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    kind = np.float64 if values.dtype.kind == "f" else np.int64
    return values.astype(kind)
