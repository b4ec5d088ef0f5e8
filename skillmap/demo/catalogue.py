"""Norvane's training catalogue: the starter's activities and its own, dated from today."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from skillmap.demo.structure import FOLDER
from skillmap.starter.library import FOLDER as STARTER
from skillmap.starter.library import rows

# `+3w2d` is the Wednesday three weeks on; `T14:00@Europe/London` adds a time in its own zone.
_OFFSET = re.compile(
    r"\+(?P<weeks>\d+)w(?P<days>[0-6])d(?:T(?P<hour>\d\d):(?P<minute>\d\d)@(?P<zone>\S+))?"
)


def catalogue(monday: date) -> list[dict[str, str]]:
    """Rows of our activities layout, the starter's first; `starts_on` holds real dates.

    Costs are in the installation's currency, whichever it is.
    """
    found = [*rows(STARTER / "activities.csv"), *rows(FOLDER / "activities.csv")]
    for row in found:
        starts = row["starts_on"].split("|") if row["starts_on"] else []
        row["currency"] = ""
        row["starts_on"] = "|".join(resolve(start, monday) for start in starts)
    return found


def resolve(start: str, monday: date) -> str:
    """An ISO date, or date-time with its offset, for a start such as `+3w2dT14:00@Europe/London`.

    Raises `ValueError` for anything else.
    """
    found = _OFFSET.fullmatch(start)
    if found is None:
        raise ValueError(f"not an offset from the first Monday: {start}")
    day = monday + timedelta(weeks=int(found["weeks"]), days=int(found["days"]))
    if not found["zone"]:
        return day.isoformat()
    at = time(int(found["hour"]), int(found["minute"]))
    return datetime.combine(day, at, ZoneInfo(found["zone"])).isoformat()
