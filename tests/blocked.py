"""Two transactions at once, in a known order."""

from django.db import connection

_BLOCKED = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


def wait_until_blocked() -> None:
    """Until another transaction waits for a lock."""
    with connection.cursor() as cursor:
        for _try in range(10_000):
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(_BLOCKED)
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waits")
