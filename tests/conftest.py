"""What every test may ask for."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import override_settings

from tests.cast import Cast, make_cast

SLOW = ("journey", "worker")  # marks of tests that take a minute each


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Processes beside each other begin with what takes long, so that none waits at the end.

    Long are the slow ones, then the modules with many tests.
    """
    if not hasattr(config, "workerinput"):
        return
    sizes = Counter(item.path for item in items)
    slow = {item.path for item in items if any(map(item.get_closest_marker, SLOW))}
    items.sort(key=lambda item: (item.path not in slow, -sizes[item.path]))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Copy the migrated database that the dev stack keeps, when there is one."""
    connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get("DEVSTACK_TEMPLATE")


# Empties what is not empty, past triggers and foreign keys: thirty times faster than TRUNCATE of
# everything, and rows that must not change can go.
_EMPTY_ALL = """
    SET LOCAL session_replication_role = replica;
    DO $$
    DECLARE name text;
    BEGIN
        FOREACH name IN ARRAY string_to_array('%s', ',') LOOP
            EXECUTE format('DELETE FROM %%I', name);
        END LOOP;
    END $$
"""


@pytest.fixture(scope="session", autouse=True)
def quick_flush() -> Iterator[None]:
    """What transactional tests leave behind goes quickly."""

    def sql_flush(_self: DatabaseOperations, _style: object, tables: list[str], **_: bool) -> Any:
        return [_EMPTY_ALL % ",".join(tables)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files_found_when_asked() -> Iterator[None]:
    """Each new client starts the middleware, which else lists every static file each time."""
    with override_settings(WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """The people of `tests.cast`."""
    return make_cast()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly when browser journeys were skipped: a green run without them proves less."""
    skipped = terminalreporter.stats.get("skipped", [])
    journeys = [report for report in skipped if "journey" in report.keywords]
    if journeys:
        terminalreporter.section("BROWSER JOURNEYS WERE SKIPPED", sep="!", red=True, bold=True)
        reasons = {str(report.longrepr[2]) for report in journeys}
        terminalreporter.line(f"{len(journeys)} of them: {'; '.join(sorted(reasons))}")


@pytest.fixture
def broker_away(settings: Any) -> None:
    """Nobody listens where the broker and cache should be."""
    nowhere = "unix:///nowhere/valkey.sock"
    settings.REDIS_URL = nowhere
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": nowhere}}


@pytest.fixture
def database_away(transactional_db: None) -> Iterator[Callable[[], None]]:
    """Call it, and nobody listens where the database should be until the test ends."""
    host = connection.settings_dict["HOST"]

    def leave() -> None:
        connection.close()
        connection.settings_dict["HOST"] = "/nowhere"

    yield leave
    connection.settings_dict["HOST"] = host
    connection.close()
