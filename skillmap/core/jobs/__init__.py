"""Background work: the row in Postgres is the record, the broker's message a hint."""

from skillmap.core.jobs.lease import Lease
from skillmap.core.jobs.queue import enqueue, replay, send_due
from skillmap.core.jobs.run import LeaseLostError, Run, task

__all__ = ["Lease", "LeaseLostError", "Run", "enqueue", "replay", "send_due", "task"]
