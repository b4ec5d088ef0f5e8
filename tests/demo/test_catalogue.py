from collections import Counter
from datetime import date, datetime

import pytest

from skillmap.demo.catalogue import catalogue, resolve
from skillmap.demo.structure import ZONES

MONDAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("start", "resolved"),
    [
        ("+4w1d", "2026-12-15"),
        ("+3w2dT14:00@Europe/London", "2026-12-09T14:00:00+00:00"),
        ("+20w0dT09:00@Europe/Berlin", "2027-04-05T09:00:00+02:00"),
        ("+4w0dT10:00@Asia/Kolkata", "2026-12-14T10:00:00+05:30"),
    ],
)
def test_resolve_offset_gives_the_date_in_its_own_zone(start, resolved):
    assert resolve(start, MONDAY) == resolved


@pytest.mark.parametrize("start", ["", "2026-12-01", "+3w7d", "+3w", "3w2dT14:00@Europe/London"])
def test_resolve_something_else_is_refused(start):
    with pytest.raises(ValueError, match="not an offset"):
        resolve(start, MONDAY)


def test_catalogue_has_over_a_hundred_activities_in_nine_modes():
    activities = catalogue(MONDAY)

    assert len(activities) > 100
    assert max(Counter(row["activity_code"] for row in activities).values()) == 1
    assert len({row["mode"] for row in activities}) == 9
    assert {row["site"] for row in activities} <= {"", *ZONES}
    assert {row["currency"] for row in activities} == {""}


def test_catalogue_dates_lie_ahead_within_twenty_weeks():
    starts = [
        datetime.fromisoformat(start).date()
        for row in catalogue(MONDAY)
        for start in row["starts_on"].split("|")
        if start
    ]

    assert len(starts) > 40
    assert min(starts) >= MONDAY
    assert (max(starts) - MONDAY).days < 20 * 7
