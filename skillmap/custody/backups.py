"""A copy of everything in one file: each table as PostgreSQL writes it, and all stored files.

Made from one moment of the database, with counts and SHA-256 of every part, so that restoring can
compare. Nothing but this program and a database of the same version is needed to restore it.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple, Protocol
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from psycopg import sql

from skillmap.core.services import EXPORTS
from skillmap.custody.whole_files import written_whole

FORMAT = 1
MANIFEST = "manifest.json"
_BLOCK = 1 << 20
_TABLES = """
    SELECT c.relname, array_agg(a.attname ORDER BY a.attnum),
        (SELECT array_agg(k.attname ORDER BY array_position(i.indkey::int[], k.attnum::int))
         FROM pg_index i JOIN pg_attribute k ON k.attrelid = c.oid
            AND k.attnum = ANY(i.indkey::int[])
         WHERE i.indrelid = c.oid AND i.indisprimary)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
        AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        AND c.relname <> 'django_migrations'
    GROUP BY c.oid, c.relname ORDER BY c.relname
"""
_SEQUENCES = """
    SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()
"""
Progress = Callable[[int, int], None]


class Writer(Protocol):
    """A file, or a COPY."""

    def write(self, block: bytes, /) -> object: ...


class Table(NamedTuple):
    """A table, its columns that are written, and those of its primary key."""

    name: str
    columns: list[str]
    key: list[str]


class Part(NamedTuple):
    """What one part of a copy holds: how much, and the SHA-256 of it."""

    size: int  # rows of a table, bytes of a file
    sha256: str


def make_backup(target: Path, *, progress: Progress) -> dict[str, Any]:
    """Write everything into a new ZIP file that only its owner reads; returns its manifest.

    Raises `FileExistsError`, and `DomainError` where the disk is full. Files that are stored or
    deleted while it runs may be missing.
    """
    if target.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    with written_whole(target) as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
        manifest: dict[str, Any] = {
            "format": FORMAT,
            "made_at": timezone.now().isoformat(),
            "migrations": migrations(),
        }
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")
            manifest["tables"] = dict(_write_tables(archive, progress))
            cursor.execute(_SEQUENCES)
            manifest["sequences"] = dict(cursor.fetchall())
        manifest["files"] = dict(_write_files(archive))
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
    return manifest


def migrations() -> list[str]:
    """The schema of this database, as the migrations that made it."""
    return sorted(
        f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()
    )


def tables() -> list[Table]:
    """Every table of ours, by name."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        return [Table(name, columns, key or columns) for name, columns, key in cursor.fetchall()]


def read_table(table: Table, keep: Callable[[bytes], Any] = len) -> Part:
    """Hand a table's rows on, in the order of its key; returns their count and digest."""
    digest, rows = hashlib.sha256(), 0
    columns, key = (
        sql.SQL(", ").join(map(sql.Identifier, names)) for names in (table.columns, table.key)
    )
    statement = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        columns, sql.Identifier(table.name), key
    )
    with connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        for data in copy:
            block = bytes(data)
            digest.update(block)
            rows += block.count(b"\n")  # within a row they are written as two signs
            keep(block)
    return Part(rows, digest.hexdigest())


def name_of(table: str) -> str:
    """Where a table stands in the archive."""
    return f"tables/{table}.copy"


def stored_files() -> Iterator[Path]:
    """Everything below `MEDIA_ROOT` that stays there, as paths relative to it."""
    root = Path(settings.MEDIA_ROOT)
    files = (path.relative_to(root) for path in sorted(root.rglob("*")) if path.is_file())
    return (path for path in files if path.parts[0] != EXPORTS)


def copy_stream(source: IO[bytes], target: Writer) -> Part:
    """Copy block by block; returns size and digest."""
    digest, size = hashlib.sha256(), 0
    while block := source.read(_BLOCK):
        digest.update(block)
        size += len(block)
        target.write(block)
    return Part(size, digest.hexdigest())


def _write_tables(archive: ZipFile, progress: Progress) -> Iterator[tuple[str, dict[str, Any]]]:
    every = tables()
    for done, table in enumerate(every, start=1):
        with archive.open(name_of(table.name), "w", force_zip64=True) as target:
            part = read_table(table, target.write)
        yield table.name, {"columns": table.columns, **part._asdict()}
        progress(done, len(every))


def _write_files(archive: ZipFile) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in stored_files():
        try:
            source = (Path(settings.MEDIA_ROOT) / path).open("rb")
        except FileNotFoundError:
            continue  # its row went meanwhile
        name = f"files/{path.as_posix()}"
        with source, archive.open(name, "w", force_zip64=True) as target:
            yield path.as_posix(), copy_stream(source, target)._asdict()
