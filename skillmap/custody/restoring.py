"""Putting a copy back: into an empty database of the same schema, all or nothing, compared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _
from psycopg import DataError, IntegrityError, sql

from skillmap.core.errors import DomainError
from skillmap.core.models import User
from skillmap.custody.backups import (
    FORMAT,
    MANIFEST,
    Part,
    Progress,
    Table,
    copy_stream,
    migrations,
    name_of,
    read_table,
    tables,
)
from skillmap.custody.whole_files import written_whole

FEED = "core_feedevent"
"""Its numbers belong to the former database: programs are told to read the lists anew."""


def restore_backup(source: Path, *, replace: bool, progress: Progress) -> dict[str, Any]:
    """Put everything back and compare counts and digests; returns the manifest.

    Raises `DomainError`, with nothing written to the database, when the file is no copy of ours or
    damaged, when the schema is another, and unless `replace` when somebody is here already.
    """
    with _opened(source, replace=replace) as (archive, manifest), transaction.atomic():
        _fill(archive, manifest, progress)
        _write_files(archive, manifest)
    return manifest


def check_backup(source: Path, *, replace: bool) -> None:
    """Raise `DomainError` where restoring would, as far as the file alone tells."""
    with _opened(source, replace=replace) as (archive, _manifest):
        if damaged := archive.testzip():
            raise _damaged(damaged)


@contextmanager
def _opened(source: Path, *, replace: bool) -> Iterator[tuple[ZipFile, dict[str, Any]]]:
    try:
        with ZipFile(source) as archive:
            manifest = _manifest(archive)
            _check(manifest, replace=replace)
            yield archive, manifest
    except (BadZipFile, KeyError, ValueError, DataError, IntegrityError) as error:
        raise _damaged(str(error)) from error


def _manifest(archive: ZipFile) -> dict[str, Any]:
    manifest = json.loads(archive.read(MANIFEST))
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise _damaged(MANIFEST)
    return manifest


def _check(manifest: dict[str, Any], *, replace: bool) -> None:
    other = sorted(set(migrations()) ^ set(manifest["migrations"]))
    if other:
        text = _(
            "This copy is of another version: %(names)s. Restore it with the version it is of."
        )
        raise DomainError(text % {"names": ", ".join(other[:5])}, code="other_version")
    if not replace and User.objects.exists():
        text = _("There is somebody in this database. Restore into an empty one, or use --replace.")
        raise DomainError(text, code="not_empty")


def _fill(archive: ZipFile, manifest: dict[str, Any], progress: Progress) -> None:
    every = tables()
    if {t.name: t.columns for t in every} != {
        name: part["columns"] for name, part in manifest["tables"].items()
    }:
        raise _damaged(MANIFEST)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        _each(every, "ALTER TABLE {} DISABLE TRIGGER USER")
        names = sql.SQL(", ").join(sql.Identifier(table.name) for table in every)
        cursor.execute(sql.SQL("TRUNCATE {}").format(names))
        for done, table in enumerate(every, start=1):
            _fill_table(archive, table)
            _compare(table, manifest["tables"][table.name])
            progress(done, len(every))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(sql.SQL("TRUNCATE {}").format(sql.Identifier(FEED)))
        _each(every, "ALTER TABLE {} ENABLE TRIGGER USER")
        for name, last in manifest["sequences"].items():
            known = last is not None
            values = [
                sql.Identifier(name).as_string(cursor.connection),
                last if known else 1,
                known,
            ]
            cursor.execute("SELECT setval(%s::regclass, %s, %s)", values)


def _each(every: list[Table], statement: str) -> None:
    with connection.cursor() as cursor:
        for table in every:
            cursor.execute(sql.SQL(statement).format(sql.Identifier(table.name)))


def _fill_table(archive: ZipFile, table: Table) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, table.columns))
    )
    with (
        archive.open(name_of(table.name)) as source,
        connection.cursor() as cursor,
        cursor.cursor.copy(statement) as copy,
    ):
        copy_stream(source, copy)


def _compare(table: Table, expected: dict[str, Any]) -> None:
    found = read_table(table)
    if found != Part(expected["size"], expected["sha256"]):
        raise _damaged(table.name)


def _write_files(archive: ZipFile, manifest: dict[str, Any]) -> None:
    root = Path(settings.MEDIA_ROOT)
    for name, expected in manifest["files"].items():
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise _damaged(name)
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(f"files/{name}") as source, written_whole(target, mode=0o644) as file:
            if copy_stream(source, file) != Part(expected["size"], expected["sha256"]):
                raise _damaged(name)


def _damaged(what: str) -> DomainError:
    text = _("This file is no copy of ours, or it is damaged (%(what)s). Nothing was restored.")
    return DomainError(text % {"what": what}, code="damaged")
