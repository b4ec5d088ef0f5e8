"""What other systems send: when each was last heard of, what it brought and what it writes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

from django.db import connection
from django.db.models import Count, F, Max, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.functional import Promise

from employees.models import Employee
from skillmap.core.enums import ImportState
from skillmap.core.models import ImportBatch
from skillmap.core.models.imports import ImportBatchQuerySet
from skillmap.pages.importers import IMPORTERS
from training.models import ParkedCompletion

LOOKED_BACK = timedelta(days=400)
DAYS_OF_A_RHYTHM = 5  # the last days on which something came
LEAST_DAYS = 3  # fewer are no rhythm
PATIENCE = timedelta(hours=12)  # beyond the rhythm: a nightly run is missed after 36 hours


@dataclass(frozen=True)
class Connection:
    """One source of rows; the counts are those of its last day.

    `expected_at` is when it should come next, None while it has no rhythm.
    """

    source: str
    last_at: datetime
    last: ImportBatch
    runs: int
    changed: int
    rejected: int
    people: int
    parked: int
    fields: Sequence[str | Promise]
    expected_at: datetime | None

    @property
    def is_overdue(self) -> bool:
        return self.expected_at is not None and self.expected_at + PATIENCE < timezone.now()


def held_runs() -> ImportBatchQuerySet:
    """Files and rows that wait for a person, with the reason in `note`."""
    return ImportBatch.objects.filter(state=ImportState.HELD).select_related("actor")


def connections() -> list[Connection]:
    """Every system that sent something in the last year, by name; the same few queries for all."""
    days = _days()
    newest = {row["source"]: row["newest"] for rows in days.values() for row in rows[:1]}
    batches = ImportBatch.objects.in_bulk(newest.values())
    people, parked, fields = _people(newest), _parked(newest), _fields()
    found = []
    for source, rows in sorted(days.items()):
        last = rows[0]
        found.append(
            Connection(
                source=source,
                last_at=last["at"],
                last=batches[newest[source]],
                runs=last["runs"],
                changed=last["n_changed"],
                rejected=last["n_rejected"],
                people=people.get(source, 0),
                parked=parked.get(source, 0),
                fields=fields[source],
                expected_at=_expected(last["at"], [row["day"] for row in rows]),
            )
        )
    return found


def _days() -> dict[str, list[Any]]:
    """What each source sent by day, the newest first."""
    sent = ImportBatch.objects.exclude(source="").order_by()
    sent = sent.filter(created_at__gte=timezone.now() - LOOKED_BACK)
    rows = (
        sent.annotate(day=TruncDate("created_at"))
        .values("source", "day")
        .annotate(
            runs=Count("pk"),
            at=Max("created_at"),
            newest=Max("pk"),
            n_changed=Sum(F("created") + F("updated")),
            n_rejected=Sum("rejected"),
        )
        .order_by("-day")
    )
    days: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        days[row["source"]].append(row)
    return days


def _expected(last_at: datetime, days: Sequence[date]) -> datetime | None:
    """When something should come again, by the usual distance of the last days."""
    if len(days) < LEAST_DAYS:
        return None
    apart = [(later - earlier).days for later, earlier in pairwise(days[:DAYS_OF_A_RHYTHM])]
    return last_at + timedelta(days=median(apart))


def _people(sources: Mapping[str, int]) -> dict[str, int]:
    """How many people each source wrote last."""
    people = Employee.objects.working().filter(source__in=list(sources)).order_by()
    return dict(people.values_list("source").annotate(Count("pk")))


def _parked(sources: Mapping[str, int]) -> dict[str, int]:
    waiting = ParkedCompletion.objects.filter(batch__source__in=list(sources)).order_by()
    return dict(waiting.values_list("batch__source").annotate(Count("pk")))


# Rows of one run have the same columns, and the largest runs have them all.
_FIELDS = """
    SELECT b.source, b.kind, array_agg(DISTINCT name)
    FROM (
        SELECT id, source, kind, row_number() OVER (
            PARTITION BY source, kind ORDER BY created + updated DESC, id DESC) AS place
        FROM core_importbatch WHERE source <> '' AND state = %s
    ) b
    CROSS JOIN LATERAL (
        SELECT changes FROM core_importrow WHERE batch_id = b.id ORDER BY number LIMIT 200
    ) r
    CROSS JOIN LATERAL jsonb_object_keys(r.changes) name
    WHERE b.place <= 5
    GROUP BY b.source, b.kind ORDER BY b.source, b.kind
"""


def _fields() -> Mapping[str, list[str | Promise]]:
    """What each source writes, in our words and in the order of our files."""
    found: dict[str, list[str | Promise]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_FIELDS, [ImportState.APPLIED])
        for source, kind, names in cursor.fetchall():
            known = IMPORTERS[kind].fields
            found[source] += [field.label for field in known if field.name in names]
    return found
