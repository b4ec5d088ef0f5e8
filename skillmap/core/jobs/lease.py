"""A worker's lease on a job, and progress that others see at once."""

import threading
from types import TracebackType
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.db import connection

from skillmap.core.enums import JOB_LEASE_SECONDS, JOB_MAX_CRASHES, JOB_RENEW_SECONDS

# A job whose row is locked belongs to somebody who has not committed: the sweeper sends it again.
_CLAIM = """
    UPDATE core_job SET state = 'running', lease_token = %(token)s,
        lease_until = now() + %(lease)s * interval '1 second',
        crashes = crashes + (state = 'running')::int,
        started_at = coalesce(started_at, now()), updated_at = now()
    WHERE id = (
        SELECT id FROM core_job j WHERE id = %(id)s
            AND crashes + (state = 'running')::int < %(most)s
            AND (state = 'queued' OR (state = 'running' AND lease_until < now()))
            AND NOT EXISTS (SELECT FROM core_job other WHERE j.key <> '' AND other.key = j.key
                AND other.state = 'running' AND other.id <> j.id)
        FOR UPDATE SKIP LOCKED
    )
    RETURNING arguments
"""
_PARK = """
    UPDATE core_job SET state = 'parked', crashes = crashes + 1, lease_token = NULL,
        finished_at = now(), updated_at = now()
    WHERE id = %(id)s AND crashes + 1 >= %(most)s AND state = 'running'
        AND lease_until < now()
"""


class Lease:
    """Holds a job for this worker over a second, autocommitting connection.

    Enter it to claim; `arguments` is None when another worker has the job, when one of the same
    key runs, or when it is finished. Progress written here is seen by others while the job's own
    transaction is open.
    """

    def __init__(self, job_id: int) -> None:
        self.job_id = job_id
        self.token: UUID = uuid4()
        self.arguments: dict[str, Any] | None = None
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._renewer = threading.Thread(target=self._renew, daemon=True)

    def __enter__(self) -> "Lease":
        self._side = _side_connection()
        values = {
            "id": self.job_id,
            "token": self.token,
            "lease": JOB_LEASE_SECONDS,
            "most": JOB_MAX_CRASHES,
        }
        row = self._side.execute(_CLAIM, values).fetchone()
        if row is None:
            self._side.execute(_PARK, values)
        else:
            self.arguments = row[0]
            self._renewer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        if self._renewer.is_alive():
            self._renewer.join()
        self._side.close()

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Show `done` of `total`; `message` holds no personal data."""
        self._write(
            "UPDATE core_job SET done = %s, total = %s, message = %s, updated_at = now()"
            " WHERE id = %s AND lease_token = %s",
            [done, total, message[:300], self.job_id, self.token],
        )

    def renew(self) -> None:
        """Hold the job for another lease."""
        self._write(
            "UPDATE core_job SET lease_until = now() + %s * interval '1 second'"
            " WHERE id = %s AND lease_token = %s",
            [JOB_LEASE_SECONDS, self.job_id, self.token],
        )

    def _renew(self) -> None:
        while not self._stop.wait(JOB_RENEW_SECONDS):
            self.renew()

    def _write(self, sql: str, values: list[Any]) -> None:
        """Progress and renewal are best effort: without the database the lease simply runs out."""
        with self._lock:
            try:
                self._side.execute(sql, values)
            except psycopg.OperationalError:
                self._side.close()
                try:
                    self._side = _side_connection()
                except psycopg.OperationalError:
                    return


def _side_connection() -> "psycopg.Connection[Any]":
    """A connection outside Django's transaction, to the same database with the same options."""
    parameters = connection.get_connection_params()
    for django_only in ("pool", "context", "cursor_factory"):
        parameters.pop(django_only, None)
    return psycopg.connect(**parameters, autocommit=True)
