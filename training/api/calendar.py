"""Calendar entries as an iCalendar file (RFC 5545)."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from training.queries.calendar import Entry

if TYPE_CHECKING:
    from icalendar import Calendar, Event

CONTENT_TYPE = "text/calendar; charset=utf-8"
AGAIN_AFTER = dt.timedelta(hours=6)  # how often calendars are asked to look again


def calendar_file(entries: Sequence[Entry], link: str) -> bytes:
    """The file; `link` leads to the plan. The same entries give the same bytes."""
    from icalendar import Calendar  # takes a third of a second; only this address needs it

    calendar = Calendar()
    calendar.add("prodid", "-//Skillmap//Development plan//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Development plan"))
    calendar.add("refresh-interval", AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", AGAIN_AFTER)
    for entry in entries:
        calendar.add_component(_event(entry, link))
    _add_zones(calendar, entries)
    return bytes(calendar.to_ical())


def _event(entry: Entry, link: str) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"{entry.uid}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("summary", entry.title)
    event.add("dtstart", entry.begins)
    event.add("dtend", entry.begins + entry.length)
    event.add("dtstamp", entry.changed_at.astimezone(dt.UTC))
    event.add("last-modified", entry.changed_at.astimezone(dt.UTC))
    event.add("sequence", entry.revision)
    event.add("status", "TENTATIVE" if entry.is_open else "CONFIRMED")
    event.add("transp", "OPAQUE" if entry.is_timed else "TRANSPARENT")
    event.add("class", "PRIVATE")
    event.add("url", f"{link}#step-{entry.position}")
    if entry.note:
        event.add("description", entry.note)
    if entry.place:
        event.add("location", entry.place)
    return event


def _add_zones(calendar: "Calendar", entries: Sequence[Entry]) -> None:
    """Define every zone in use for the years in use, so that no program has to guess."""
    timed = [entry.begins for entry in entries if isinstance(entry.begins, dt.datetime)]
    if timed:
        first, last = min(timed).date(), max(timed).date()
        year = dt.timedelta(days=366)
        calendar.add_missing_timezones(first_date=first - year, last_date=last + year)
