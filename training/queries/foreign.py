"""Addresses of learning platforms that stand for none of our activities yet."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.db.models import Count, F, Min
from django.db.models.fields.json import KT

from skillmap.core.alike import Suggestion, most_alike
from training.models import Activity, LearningStatement
from training.queries.statements import activities_meant

MOST_LISTED = 100


@dataclass(frozen=True)
class ForeignLine:
    """An address, how many statements wait for it and since when, and activities named alike."""

    address: str
    waiting: int
    since: dt.datetime
    suggestions: list[Suggestion]


def unknown_addresses(at_most: int = MOST_LISTED) -> tuple[list[ForeignLine], int]:
    """Addresses that statements wait for, most waited for first, and how many there are."""
    told = LearningStatement.objects.filter(told__isnull=False, voided_at=None)
    rows = list(
        told.annotate(address=KT("told__activity"))
        .values("address")
        .annotate(waiting=Count("pk"), since=Min("received_at"))
        .order_by("-waiting", "address")
    )
    known = activities_meant([row["address"] for row in rows])
    rows = [row for row in rows if row["address"] not in known]
    shown = rows[:at_most]
    names = {row["address"]: _name_in(row["address"]) for row in shown}
    titles = (
        Activity.objects.active().annotate(label=F("title")).values_list("code", "title", "label")
    )
    alike = most_alike(sorted(set(names.values())), titles)
    return [
        ForeignLine(
            row["address"], row["waiting"], row["since"], alike.get(names[row["address"]], [])
        )
        for row in shown
    ], len(rows)


def _name_in(address: str) -> str:
    """The words of an address that may name the activity: the end of its path."""
    parts = urlsplit(address)
    end = unquote(parts.path.rstrip("/").rpartition("/")[2]) or parts.netloc or address
    return " ".join(end.replace("-", " ").replace("_", " ").split()) or address
