"""The last look for somebody's names: in every text of every table, wherever they were put."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection
from psycopg import sql

from skillmap.core.bulk import execute

_TEXTS = """
    SELECT c.table_name, c.column_name, c.data_type, c.character_maximum_length,
        EXISTS (SELECT FROM pg_index i
            WHERE i.indrelid = quote_ident(c.table_name)::regclass AND i.indisunique
                AND pg_get_indexdef(i.indexrelid) ~ ('\\m' || c.column_name || '\\M'))
    FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
        AND c.is_generated = 'NEVER' AND (c.data_type IN ('text', 'character varying', 'jsonb')
            OR c.udt_name IN ('_text', '_varchar'))
    ORDER BY c.table_name, c.ordinal_position
"""


class Column(NamedTuple):
    """One column that can hold words, alone or with others different in each row (`is_unique`)."""

    table: str
    name: str
    kind: str
    longest: int | None
    is_unique: bool


def text_columns() -> list[Column]:
    """Every column of the database that can hold words."""
    with connection.cursor() as cursor:
        cursor.execute(_TEXTS)
        return [Column(*row) for row in cursor.fetchall()]


def pattern_of(words: Iterable[str]) -> str:
    """A regular expression of the database for any of these words, whole and in any case.

    As they stand in a text, and as JSON writes them. Of no words it finds nothing.
    """
    written = {word for word in words if word.strip()}
    if not written:
        return "(?!)"
    written |= {json.dumps(word, ensure_ascii=False)[1:-1] for word in written}
    return "(?i)" + "|".join(_bounded(word) for word in sorted(written, key=len, reverse=True))


def number_pattern(numbers: Iterable[str]) -> str:
    """Employee numbers where files and JSON have them: first in a line, or first in quotes."""
    return rf'(?<![^\n"])(?:{"|".join(map(_escaped, numbers))})(?=[",/ ])'


def replace_in(columns: Iterable[Column], pattern: str, by: str) -> None:
    """Put `by` in the place of what the pattern finds in these columns.

    Where rows have to differ it is followed by a random word, so that no two become the same.
    """
    tables: dict[str, list[Column]] = {}
    for column in columns:
        tables.setdefault(column.table, []).append(column)
    for table, found in tables.items():
        _replace(table, found, pattern, by)


def _replace(table: str, columns: Sequence[Column], pattern: str, by: str) -> None:
    sets = sql.SQL(", ").join(map(_replaced, columns))
    found = sql.SQL(" OR ").join(
        sql.SQL("{}::text ~ %s").format(sql.Identifier(column.name)) for column in columns
    )
    values = [*[pattern, by] * len(columns), *[pattern] * len(columns)]
    execute(
        "UPDATE {table} SET {sets} WHERE {found}",
        values,
        table=sql.Identifier(table),
        sets=sets,
        found=found,
    )


def _replaced(column: Column) -> sql.Composed:
    name = sql.Identifier(column.name)
    by = "%s || ' ' || left(md5(random()::text), 6)" if column.is_unique else "%s"
    value = sql.SQL(f"regexp_replace({{}}::text, %s, {by}, 'g')").format(name)
    if column.longest:
        value = sql.SQL("left({}, {})").format(value, sql.Literal(column.longest))
    kind = {"jsonb": "jsonb", "ARRAY": "text[]"}.get(column.kind)
    if kind:
        value = sql.SQL("{}::{}").format(value, sql.SQL(kind))
    return sql.SQL("{} = {}").format(name, value)


def _bounded(word: str) -> str:
    start = r"\m" if word[0].isalnum() else ""
    end = r"\M" if word[-1].isalnum() else ""
    return start + r"\s+".join(map(_escaped, word.split())) + end


def _escaped(word: str) -> str:
    return re.sub(r"(\W)", r"\\\1", word)
