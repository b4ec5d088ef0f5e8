"""In which weeks of the horizon an activity can start, for people of one time zone and site."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np

from training.analysis.catalogue import Activity, Catalogue, Session
from training.analysis.gain import Bools
from training.analysis.learner import Rules

DAY_STARTS, DAY_ENDS = 8, 18  # hours of the person's zone in which live sessions are offered


def monday_of(day: date) -> date:
    """The Monday of the week that contains `day`: week 0 of a plan that starts then."""
    return day - timedelta(days=day.weekday())


def week_of(day: date, start: date) -> int:
    """Number of the week of `day` in a plan starting at `start`; negative before week 0."""
    return (day - monday_of(start)).days // 7


@dataclass(frozen=True, eq=False)
class Offers:
    """Possible starts of every activity; arrays of shape (n_activities,).

    Bit t of `starts[j]` is set when j may start in week t and ends within the horizon. The tests
    are made one after the other on the dates still left: an array tells whether a start is left.
    """

    starts: tuple[int, ...]
    weeks: int
    seats: Bools
    dates: Bools
    time_zone: Bools
    travel: Bools

    @cached_property
    def calendar(self) -> Bools:
        """The same as `starts`, of shape (n_activities, weeks)."""
        width = -(-self.weeks // 8)
        raw = b"".join(mask.to_bytes(width, "little") for mask in self.starts)
        table = np.frombuffer(raw, np.uint8).reshape(len(self.starts), width)
        return np.unpackbits(table, axis=1, count=self.weeks, bitorder="little").astype(bool)


class Season:
    """A catalogue and rules from `start` on; remembers its offers per zone and site."""

    def __init__(self, catalogue: Catalogue, start: date, rules: Rules) -> None:
        self.catalogue, self.start, self.rules = catalogue, start, rules
        self.weeks = rules.weeks
        self._offers: dict[tuple[str, str], Offers] = {}

    def offers(self, zone: str, site: str) -> Offers:
        """Offers for people of `zone` at `site` (empty: no fixed site)."""
        key = (zone, site)
        if key not in self._offers:
            self._offers[key] = self._find(ZoneInfo(zone), site)
        return self._offers[key]

    def _find(self, zone: ZoneInfo, site: str) -> Offers:
        rows = [self._test(activity, zone, site) for activity in self.catalogue.activities]
        left = np.array([row[1] for row in rows], bool).reshape(len(rows), 4)
        return Offers(tuple(row[0] for row in rows), self.weeks, *left.T)

    def _test(
        self, activity: Activity, zone: ZoneInfo, site: str
    ) -> tuple[int, tuple[bool, bool, bool, bool]]:
        """Mask of starts, and whether a start is left after seats, dates, time zone, travel."""
        near = self.rules.travel or not needs_travel(activity, site)
        if not activity.dates:
            mask = (1 << max(0, self.weeks - activity.length + 1)) - 1
            free = activity.seats_left is None or activity.seats_left > 0
            return (mask if free and near else 0), (free, free and mask > 0, True, near)
        free_dates = [s for s in activity.dates if s.seats_left is None or s.seats_left > 0]
        timely = [s for s in free_dates if self._in_time(s, activity.length)]
        awake = [s for s in timely if self._by_day(activity, s, zone)]
        mask = sum({1 << week_of(s.day, self.start) for s in awake}) if near else 0
        return mask, (bool(free_dates), bool(timely), bool(awake), near)

    def session_in(self, activity: Activity, week: int, zone: str) -> Session | None:
        """The earliest session that somebody of `zone` can join in `week`."""
        return next(iter(self.sessions_in(activity, week, zone)), None)

    def sessions_in(self, activity: Activity, week: int, zone: str) -> list[Session]:
        """All sessions that somebody of `zone` can join in `week`, the earliest first."""
        possible = [
            session
            for session in activity.dates
            if week_of(session.day, self.start) == week
            and session.day >= self.start
            and (session.seats_left is None or session.seats_left > 0)
            and self._by_day(activity, session, ZoneInfo(zone))
        ]
        return sorted(possible, key=lambda session: session.day)

    def _by_day(self, activity: Activity, session: Session, zone: ZoneInfo) -> bool:
        return self.rules.live_at_night or in_waking_hours(activity, session, zone)

    def _in_time(self, session: Session, length: int) -> bool:
        last = week_of(session.day, self.start) + length
        return session.day >= self.start and last <= self.weeks


def needs_travel(activity: Activity, site: str) -> bool:
    """Whether the activity takes place at another site."""
    return activity.venue == "onsite" and bool(activity.site) and activity.site != site


def in_waking_hours(activity: Activity, session: Session, zone: ZoneInfo) -> bool:
    """Whether a live session lies between 08:00 and 18:00 of `zone`; a day without time does."""
    if session.starts_at is None or activity.venue == "self_paced":
        return True
    begins = session.starts_at.astimezone(zone)
    ends = begins + timedelta(hours=activity.session_hours)
    opens, closes = _at(begins, DAY_STARTS), _at(begins, DAY_ENDS)
    return opens <= begins and ends <= closes


def _at(moment: datetime, hour: int) -> datetime:
    return moment.replace(hour=hour, minute=0, second=0, microsecond=0)
