"""Profiles as binary COPY rows, encoded a group of people at a time.

People with the same number of cells and raters and the same missing values share one fixed row
layout, so a group is one numpy record array. Format: PostgreSQL documentation, COPY, "Binary
Format"; arrays as in `array_send`.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from assessments.analysis.evidence import BoolArray, FloatArray, IntArray
from assessments.analysis.fit import Fit
from assessments.analysis.profiles import Profiles
from assessments.enums import PACKED

FITS = (
    *("fit_hard", "fit_soft", "fit", "balanced", "coverage"),
    *("fit_hard_se", "fit_soft_se", "fit_se", "balanced_se"),
)
STAMPED = ("method", "method_version", "parameters_hash", "inputs_hash")
RATERS = ("raters", "shifts", "doubts", "flat")
COLUMNS = (
    *("employee_id", *PACKED, "prior", *RATERS, "calibration", *FITS, *STAMPED),
    *("run_id", "stale", "computed_at"),
)

_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER = b"\xff\xff"
_INT2, _INT8 = 21, 20  # pg_type oids
_EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_BYTES = {_INT2: 2, _INT8: 8}


@dataclass(frozen=True, slots=True)
class Stamp:
    """By what, with what and when profiles were computed."""

    run_id: int
    method: str
    method_version: str
    parameters_hash: str
    computed_at: dt.datetime


def encode(employees: IntArray, found: Profiles, stamp: Stamp, stale: BoolArray) -> bytes:
    """Return the rows of `COLUMNS` for these people, ready for COPY FROM (FORMAT binary).

    `employees` and `stale`, shape (n_people,), are in the order of the people of `found`.
    """
    n_cells = np.bincount(found.person, minlength=found.n_people)
    n_raters = np.bincount(found.raters.person, minlength=found.n_people)
    fits = _thousandths(found.fit)
    missing = (fits < 0) @ (1 << np.arange(len(FITS)))
    group = (n_raters * (1 << len(FITS)) + missing) * (n_cells.max(initial=0) + 1) + n_cells
    people = [np.flatnonzero(group == value) for value in np.unique(group)]
    rows = [_encode_group(p, employees, found, fits, stamp, stale) for p in people]
    return b"".join([_HEADER, *rows, _TRAILER])


def _thousandths(fit: Fit) -> IntArray:
    """Return the columns of `FITS`, shape (n_people, 9), -1 where missing."""
    columns: list[FloatArray] = [fit.hard, fit.soft, fit.overall, fit.balanced, fit.coverage]
    columns += [fit.hard_se, fit.soft_se, fit.overall_se, fit.balanced_se]
    return np.rint(np.nan_to_num(np.stack(columns, axis=1) * 1000, nan=-1)).astype(np.int64)


def _encode_group(
    people: IntArray,
    employees: IntArray,
    found: Profiles,
    fits: IntArray,
    stamp: Stamp,
    stale: BoolArray,
) -> bytes:
    """Encode people who have equally many cells and raters and the same fits missing."""
    cells, pairs = _places(found.person, people), _places(found.raters.person, people)
    known = fits[people[0]] >= 0
    rows = np.zeros(len(people), _row_type(cells.shape[1], pairs.shape[1], known, stamp))
    rows["fields"] = len(COLUMNS)
    _put(rows, "employee_id", employees[people])
    for name, values in zip((*PACKED, "prior"), _packed(found), strict=True):
        _put_array(rows, name, values[cells], _INT2)
    raters = found.raters
    _put_array(rows, "raters", raters.rater[pairs], _INT8)
    told = (raters.shift, raters.doubt, raters.flat)
    for name, shown in zip(RATERS[1:], told, strict=True):
        _put_array(rows, name, shown[pairs], _INT2)
    _put(rows, "calibration", round(found.calibration * 1000))
    for k, name in enumerate(FITS):
        _put(rows, name, fits[people, k]) if known[k] else _put_null(rows, name)
    for name in STAMPED[:-1]:
        _put(rows, name, getattr(stamp, name).encode())
    _put(rows, "inputs_hash", [found.inputs[p].encode() for p in people])
    _put(rows, "run_id", stamp.run_id)
    _put(rows, "stale", stale[people])
    _put(rows, "computed_at", (stamp.computed_at - _EPOCH) // dt.timedelta(microseconds=1))
    return rows.tobytes()


def _packed(found: Profiles) -> tuple[npt.NDArray[np.int16], ...]:
    levels, gaps = found.levels, found.gaps
    counted = (found.slot, levels.mean, levels.sd, found.n_ratings)
    return (*counted, found.required, found.importance, gaps.p_gap, gaps.status, found.prior)


def _places(person: IntArray, people: IntArray) -> IntArray:
    """Return where the entries of these people stand, who have equally many, a row for each."""
    start, end = np.searchsorted(person, [people[0], people[0] + 1])
    return np.searchsorted(person, people)[:, None] + np.arange(end - start)


def _row_type(n_cells: int, n_raters: int, known: BoolArray, stamp: Stamp) -> np.dtype[Any]:
    types: dict[str, Any] = {"employee_id": ">i8", "calibration": ">i2"}
    types |= dict.fromkeys((*PACKED, "prior"), _array_type(n_cells, _INT2))
    types |= dict.fromkeys(RATERS, _array_type(n_raters, _INT2))
    types["raters"] = _array_type(n_raters, _INT8)
    types |= {name: ">i2" if known[k] else "V0" for k, name in enumerate(FITS)}
    types |= {name: f"S{len(getattr(stamp, name))}" for name in STAMPED[:-1]}
    types |= {"inputs_hash": "S64", "run_id": ">i8", "stale": "?", "computed_at": ">i8"}
    fields: list[tuple[str, Any]] = [("fields", ">i2")]
    for name in COLUMNS:
        fields += [(f"length of {name}", ">i4"), (name, types[name])]
    return np.dtype(fields)


def _array_type(n: int, kind: int) -> np.dtype[Any]:
    head = [("dimensions", ">i4"), ("nulls", ">i4"), ("type", ">i4")]
    item = np.dtype([("length", ">i4"), ("value", f">i{_BYTES[kind]}")])
    bounds = [("n", ">i4"), ("lower", ">i4"), ("items", item, (n,))]
    return np.dtype([*head, *bounds] if n else head)


def _put(rows: npt.NDArray[Any], name: str, values: Any) -> None:
    rows[f"length of {name}"] = rows.dtype[name].itemsize
    rows[name] = values


def _put_null(rows: npt.NDArray[Any], name: str) -> None:
    rows[f"length of {name}"] = -1


def _put_array(
    rows: npt.NDArray[Any], name: str, values: npt.NDArray[np.integer], kind: int
) -> None:
    rows[f"length of {name}"] = rows.dtype[name].itemsize
    column = rows[name]
    column["type"] = kind
    if values.shape[1]:
        column["dimensions"], column["n"], column["lower"] = 1, values.shape[1], 1
        column["items"]["length"] = _BYTES[kind]
        column["items"]["value"] = values
