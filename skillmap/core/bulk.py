"""Many rows in few statements: COPY in, and one UPDATE from a copied list.

Triggers fire once per statement, so audited tables take part at full speed. Rows go in as values
of columns, in the order named; foreign keys are named by their column (`unit_id`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg import sql
from psycopg.types.json import Jsonb

from skillmap.core.errors import ConflictError
from skillmap.core.models import Record

_NAME_ACTOR = "WITH acting AS (SELECT 1) SELECT * FROM acting"
"""A statement that changes nothing, so that the audit context reaches the COPY after it.

The context travels in front of Django's own statements, but not of a bare SELECT or a COPY.
"""


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Take `count` unused primary keys from the model's sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows by COPY. Public id, version and times of a `Record` are added."""
    if not rows:
        return
    extra: tuple[Any, ...] = ()
    columns = list(columns)
    is_record = issubclass(model, Record)
    if is_record:
        now = timezone.now()
        columns += ["version", "created_at", "updated_at", "public_id"]
        extra = (1, now, now)
    with connection.cursor() as cursor:
        cursor.execute(_NAME_ACTOR)
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        table = sql.Identifier(model._meta.db_table)
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(table, names)
        with cursor.cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row((*row, *extra, uuid4()) if is_record else row)


def update_rows(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Write the named columns of existing rows; each row is its id, then the values.

    Rows of a `Record` give the version they were read with after their id, and get a new one.
    Raises `ConflictError` when another writer was faster with any of them.
    """
    if not rows:
        return
    is_record = issubclass(model, Record)
    given = sql.SQL(", ").join(
        map(sql.Identifier, ["id", *(["version"] if is_record else []), *columns])
    )
    table = sql.Identifier(model._meta.db_table)
    execute(
        "CREATE TEMP TABLE given ON COMMIT DROP AS SELECT {given} FROM {table} WITH NO DATA",
        table=table, given=given,
    )  # fmt: skip
    statement = sql.SQL("COPY given ({}) FROM STDIN").format(given)
    with connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
    changed = execute(
        "UPDATE {table} AS stored SET {sets} FROM given WHERE stored.id = given.id {same}",
        table=table,
        sets=assignments(columns, "given", is_record=is_record),
        same=sql.SQL("AND stored.version = given.version" if is_record else ""),
    )
    execute("DROP TABLE given")
    if changed != len(rows):
        sentence = _("Somebody changed these rows in the meantime. Nothing was written; try again.")
        raise ConflictError(sentence, code="stale_version")


def assignments(columns: Iterable[str], source: str, *, is_record: bool) -> sql.Composed:
    """Return the SET list that takes columns from `source`, with a new version for a record."""
    pairs = [
        sql.SQL("{0} = {1}.{0}").format(sql.Identifier(name), sql.Identifier(source))
        for name in columns
    ]
    if is_record:
        pairs.append(sql.SQL("version = stored.version + 1, updated_at = now()").format())
    return sql.SQL(", ").join(pairs)


def delete_rows(model: type[models.Model], ids: Iterable[int]) -> None:
    """Delete rows by id in one statement; what the database forbids raises its own error."""
    table = sql.Identifier(model._meta.db_table)
    execute("DELETE FROM {table} WHERE id = ANY(%s)", [list(ids)], table=table)


def execute(statement: str, values: Sequence[Any] = (), **parts: sql.Composable) -> int:
    """Run one statement, its identifiers filled in, and return how many rows it touched.

    It is handed on as text: the audit context is put in front of it there.
    """
    with connection.cursor() as cursor:
        composed = sql.SQL(statement).format(**parts)
        cursor.execute(composed.as_string(cursor.connection), values or None)
        return int(cursor.rowcount)


def json_value(value: Any) -> Jsonb:
    """Wrap a value for a JSON column."""
    return Jsonb(value)
