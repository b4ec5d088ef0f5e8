"""Canaries in every text of the database that belongs to a person, found by its foreign keys."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, transaction

from skillmap.custody.sweeping import Column, text_columns

ABOUT = {"employee_id", "ratee_id", "receiver_id", "asker_id", "mentee_id", "user_id"}
"""Columns that say whose a row is; others say who wrote, led or decided it."""

OTHERS = {("reviews_goal", "parent_id"), ("employees_rolegrant", "user_id")}
"""Keys that lead from somebody to what is other people's, or holds no words."""

PROGRAMS_WORDS = {
    "answer", "currency", "file", "fill", "frozen", "inputs_hash", "language", "media_type",
    "memory", "method", "method_version", "page", "parameters_hash", "password", "report",
    "reasons", "result", "sha256", "steps", "wish", "hours_by_week", "ticked_on",
    "changes", "refused", "languages", "scopes", "prefix", "digest", "key", "shown",
    "why_skills",
}  # fmt: skip
"""Columns that hold what the program computed, chose or hashed: here only names are looked for."""

_KEYS = """
    SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text
    FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND array_length(c.conkey, 1) = 1
"""


def run(statement: str, values: Any = ()) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


def rows_about(employee_id: int, user_id: int) -> dict[str, set[Any]]:
    """Keys by table of the rows that belong to somebody, however far away they hang."""
    keys = [key for key in run(_KEYS) if key[:2] not in OTHERS]
    found: dict[str, set[Any]] = {"employees_employee": {employee_id}, "core_user": {user_id}}
    people = set(found)
    fresh = dict(found)
    while fresh:
        reached: dict[str, set[Any]] = {}
        for table, column, target in keys:
            if target in fresh and (target not in people or column in ABOUT):
                named = [str(one) for one in fresh[target]]
                sql = f'SELECT id FROM {table} WHERE "{column}"::text = ANY(%s)'  # noqa: S608
                rows = {row[0] for row in run(sql, [named])} if _has_id(table) else set()
                reached[table] = reached.get(table, set()) | rows
        fresh = {table: ids - found.get(table, set()) for table, ids in reached.items()}
        fresh = {table: ids for table, ids in fresh.items() if ids and table not in people}
        for table, ids in fresh.items():
            found[table] = found.get(table, set()) | ids
    return found


def plant(columns: list[Column], where: str, ids: dict[str, set[Any]], word: str) -> Iterator[str]:
    """Put a word into each of these columns that takes it; names the places that have one now.

    `where` is the column that `ids` are values of.
    """
    for number, column in enumerate(columns):
        keys = [str(one) for one in ids[column.table]]
        text = word.replace("#", str(number))
        if column.longest and column.longest < len(text):
            continue
        sql = (
            f'UPDATE {column.table} SET "{column.name}" = {_literal(column)} '  # noqa: S608
            f'WHERE "{where}"::text = ANY(%s) RETURNING 1'
        )
        try:
            with transaction.atomic():
                written = run(sql, [text, keys])
        except DatabaseError:
            continue  # a column of another shape: one row only, or a code the database checks
        if written:
            yield f"{column.table}.{column.name}"


def texts_of(tables: Any) -> list[Column]:
    """Columns of these tables in which people's words can stand, not one of a few codes."""
    chosen = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.choices
    }
    return [
        column
        for column in text_columns()
        if column.table in tables and (column.table, column.name) not in chosen
    ]


def places_with(pattern: str) -> list[str]:
    """Every column of the database in which the expression is found."""
    found = []
    for column in text_columns():
        sql = f'SELECT 1 FROM {column.table} WHERE "{column.name}"::text ~* %s LIMIT 1'  # noqa: S608
        if run(sql, [pattern]):
            found.append(f"{column.table}.{column.name}")
    return found


def _literal(column: Column) -> str:
    return {"jsonb": "jsonb_build_object('x', %s::text)", "ARRAY": "ARRAY[%s]"}.get(
        column.kind, "%s"
    )


def _has_id(table: str) -> bool:
    return any(model._meta.db_table == table and model._meta.pk.name == "id" for model in _models())


def _models() -> Iterator[Any]:
    yield from apps.get_models(include_auto_created=True)
