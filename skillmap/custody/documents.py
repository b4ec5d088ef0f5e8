"""Rows as JSON, named by codes and public ids instead of our keys, written one by one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TextIO

from django.core.serializers.json import DjangoJSONEncoder
from django.db.backends.postgresql.psycopg_any import Range
from django.db.models import F, QuerySet

_CHUNK = 2_000


@dataclass(frozen=True)
class Document:
    """One JSON file: an array of rows. `plain` are fields as they are, `named` say a path each."""

    name: str
    rows: Callable[[], QuerySet[Any]]
    plain: tuple[str, ...] = ()
    named: dict[str, str] = field(default_factory=dict)

    def values(self, rows: QuerySet[Any] | None = None) -> Iterable[dict[str, Any]]:
        """The rows as plain values, in the order of their keys."""
        found = self.rows() if rows is None else rows
        paths = {f"{name}_": F(path) for name, path in self.named.items()}
        for row in found.order_by("pk").values(*self.plain, **paths).iterator(_CHUNK):
            yield {name.removesuffix("_"): value for name, value in row.items()}


class _Encoder(DjangoJSONEncoder):
    """Periods as their first day and the day after their last."""

    def default(self, o: Any) -> Any:
        return {"from": o.lower, "before": o.upper} if isinstance(o, Range) else super().default(o)


def write_json(target: TextIO, rows: Iterable[Any]) -> int:
    """Write an array, a row a line; returns how many."""
    count = 0
    target.write("[")
    for count, row in enumerate(rows, start=1):
        target.write(",\n" if count > 1 else "\n")
        target.write(json.dumps(row, cls=_Encoder, ensure_ascii=False))
    target.write("\n]\n")
    return count
