"""Background work: the row in Postgres is the record, the broker's message a hint."""

from skillmap.core.jobs.queue import enqueue, replay, send_due
from skillmap.core.jobs.run import Run, task

__all__ = ["Run", "enqueue", "replay", "send_due", "task"]
