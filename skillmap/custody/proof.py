"""Proving that the audit trail is whole: guards in place, history and rows agree, digests fit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import pgtrigger
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection
from django.utils.translation import gettext as _
from psycopg import sql

from assessments.models import Certificate
from reviews.models import SignedReview
from skillmap.core.models import Erasure

_IN_PLACE = "INSTALLED"
# Rows whose newest event says something else, or that have none; and rows that went without one.
_UNLIKE = """
    WITH newest AS (SELECT DISTINCT ON ({of}) * FROM {events} ORDER BY {of}, pgh_id DESC)
    SELECT count(*) FILTER (WHERE t.{key} IS NOT NULL),
        count(*) FILTER (WHERE t.{key} IS NULL)
    FROM {table} t FULL JOIN newest n ON n.{of} = t.{key}
    WHERE CASE WHEN t.{key} IS NULL THEN n.pgh_label <> 'delete'
        ELSE n.pgh_label IS NULL OR n.pgh_label = 'delete'
            OR ({of_row}) IS DISTINCT FROM ({of_event}) END
"""


def faults_of_trail() -> Iterator[str]:
    """What is wrong with the trail, one sentence each; nothing when it is whole.

    Proves that no row was written past the triggers and left so, that no trigger is missing or
    off, and that signed words and documents are those of their digests, erased ones excepted.
    """
    yield from _faults_of_triggers()
    for model in apps.get_models():
        if hasattr(model, "pgh_event_model"):
            yield from _faults_of_rows(model)
    yield from _faults_of_signed_reviews()
    yield from _faults_of_documents()


def _faults_of_triggers() -> Iterator[str]:
    for model, trigger in pgtrigger.registered():
        status, is_on = trigger.get_installation_status(model)
        if status != _IN_PLACE or not is_on:
            names = {"trigger": trigger.name, "table": model._meta.db_table}
            yield _("The trigger %(trigger)s of %(table)s is missing, changed or off.") % names


def _faults_of_rows(model: Any) -> Iterator[str]:
    events = model.pgh_event_model._meta
    known = {field.column for field in events.concrete_fields}
    columns = [f.column for f in model._meta.concrete_fields if f.column in known]
    statement = sql.SQL(_UNLIKE).format(
        of=sql.Identifier("pgh_obj_id" if "pgh_obj_id" in known else model._meta.pk.column),
        table=sql.Identifier(model._meta.db_table),
        events=sql.Identifier(events.db_table),
        key=sql.Identifier(model._meta.pk.column),
        of_row=_columns("t", columns),
        of_event=_columns("n", columns),
    )
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(statement)
        unlike, vanished = cursor.fetchone()
        cursor.execute("RESET statement_timeout")
    for count, sentence in (
        (unlike, _("%(n)d rows of %(table)s are not as their history says.")),
        (vanished, _("%(n)d rows of %(table)s went without a trace.")),
    ):
        if count:
            yield sentence % {"n": count, "table": model._meta.db_table}


def _columns(alias: str, columns: list[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(alias, column) for column in columns)


def _faults_of_signed_reviews() -> Iterator[str]:
    erased = set().union(*Erasure.objects.values_list("signed", flat=True))
    for signed in SignedReview.objects.iterator():
        if not signed.is_intact and signed.pk not in erased:
            yield _("The signed review %(digest)s does not fit its digest.") % {"digest": signed}


def _faults_of_documents() -> Iterator[str]:
    kept = Certificate.objects.exclude(file="").exclude(sha256="")
    for public_id, name, digest in kept.values_list("public_id", "file", "sha256").iterator():
        if not default_storage.exists(name):
            yield _("The document of the certificate %(id)s is missing.") % {"id": public_id}
        elif digest_of_file(name) != digest:
            yield _("The document of the certificate %(id)s was changed.") % {"id": public_id}


def digest_of_file(name: str) -> str:
    """SHA-256 of a stored file."""
    with default_storage.open(name) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
