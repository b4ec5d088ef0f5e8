"""CPU seconds of this process together with its database backend: steadier than the clock."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return what `work` cost here and in the backend of Django's connection (Linux)."""
    connection.ensure_connection()
    before = time.process_time() + _backend_seconds()
    work()
    return time.process_time() + _backend_seconds() - before


def _backend_seconds() -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    exact = Path(f"/proc/{pid}/schedstat")  # in nanoseconds, where the kernel keeps it
    if exact.exists():
        return int(exact.read_text().split()[0]) / 1e9
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")
