"""What the slices of a budget's computation hand to its next round, as arrays in one file."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.analysis.allocation import Demand
from training.analysis.allocation_members import Member
from training.analysis.allocation_serving import Counter, Served, Stock
from training.analysis.gain import Ints

Arrays = dict[str, NDArray[Any]]
PLENTY = 2**31


def to_bytes(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Arrays as one file; the same arrays, the same bytes."""
    file = BytesIO()
    np.savez_compressed(file, **dict(sorted(arrays.items())))  # type: ignore[arg-type]
    return file.getvalue()


def from_bytes(content: bytes | memoryview) -> Arrays:
    """The reverse of `to_bytes`."""
    with np.load(BytesIO(bytes(content)), allow_pickle=False) as file:
        return {name: file[name] for name in file.files}


def demand_arrays(demand: Demand) -> Arrays:
    """What a slice asks for."""
    return {
        "use": demand.use,
        "value": np.array(demand.value),
        "by_group": demand.by_group,
        "heads": demand.heads,
    }


def demand_of(arrays: Arrays) -> Demand:
    """The reverse of `demand_arrays`."""
    return Demand(
        use=arrays["use"],
        value=float(arrays["value"]),
        by_group=arrays["by_group"],
        heads=arrays["heads"],
    )


def served_arrays(members: Sequence[Member], served: Mapping[int, Served]) -> Arrays:
    """Who takes what, in the order of the members."""
    rows = [served[member.key] for member in members]
    nothing = np.zeros(0, np.int64)
    return {
        "start": np.concatenate([nothing, *(row.start for row in rows)]).astype(np.int16),
        "date": np.concatenate([nothing, *(row.date for row in rows)]).astype(np.int32),
        "one": np.array([(row.value, row.closure, row.fits) for row in rows]).reshape(-1, 3),
    }


def served_of(members: Sequence[Member], arrays: Arrays) -> dict[int, Served]:
    """The reverse of `served_arrays`."""
    ends = np.cumsum([len(member.item) for member in members])[:-1]
    starts = np.split(arrays["start"].astype(np.int64), ends)
    dates = np.split(arrays["date"].astype(np.int64), ends)
    return {
        member.key: Served(start, float(value), float(closure), bool(fits), date)
        for member, start, date, (value, closure, fits) in zip(
            members, starts, dates, arrays["one"].tolist(), strict=False
        )
    }


def asked_dates(counters: Iterable[Counter], served: Mapping[int, Served], dates: int) -> Ints:
    """How many of a slice ask for each limited date, were there seats for all."""
    plenty = Stock(0.0, 0.0, np.full(dates, PLENTY))
    asked = np.zeros(dates, np.int64)
    for counter in counters:
        taken = counter.dates(served[counter.member.key], plenty)
        np.add.at(asked, taken[taken >= 0], 1)
    return asked
