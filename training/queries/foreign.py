"""Addresses and codes of learning platforms that stand for none of our activities yet."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db.models import Count, F, Min, QuerySet
from django.db.models.fields.json import KT

from skillmap.core.alike import Suggestion, most_alike
from training.models import Activity, LearningStatement, ParkedCompletion
from training.queries.parked import activities_coded
from training.queries.statements import activities_meant

MOST_LISTED = 100


@dataclass(frozen=True)
class ForeignLine:
    """An address or code, how many results wait for it and since when, activities named alike."""

    address: str
    waiting: int
    since: dt.datetime
    suggestions: list[Suggestion]


def unknown_addresses(at_most: int = MOST_LISTED) -> tuple[list[ForeignLine], int]:
    """Addresses and codes that results wait for, most waited for first; and how many there are."""
    told = LearningStatement.objects.filter(told__isnull=False, voided_at=None)
    coded = ParkedCompletion.objects.filter(statement=None).exclude(activity_code="")
    rows = [
        *_counted(told.annotate(address=KT("told__activity")), "received_at"),
        *_counted(coded.annotate(address=F("activity_code")), "created_at"),
    ]
    rows.sort(key=lambda row: (-row["waiting"], row["address"]))
    addresses = [row["address"] for row in rows]
    known = activities_meant(addresses) | activities_coded(addresses)
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


def _counted(rows: QuerySet[Any, Any], when: str) -> QuerySet[Any, Any]:
    """How many wait for each `address`, and since when."""
    found = rows.order_by().values("address")
    counted: QuerySet[Any, Any] = found.annotate(waiting=Count("pk"), since=Min(when))
    return counted


def _name_in(address: str) -> str:
    """The words of an address that may name the activity: the end of its path."""
    parts = urlsplit(address)
    end = unquote(parts.path.rstrip("/").rpartition("/")[2]) or parts.netloc or address
    return " ".join(end.replace("-", " ").replace("_", " ").split()) or address
