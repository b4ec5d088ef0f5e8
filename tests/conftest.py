"""What every test may ask for."""

import os
from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

from tests.cast import Cast, make_cast


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Copy the migrated database that the dev stack keeps, when there is one."""
    connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get("DEVSTACK_TEMPLATE")


@pytest.fixture(scope="session", autouse=True)
def flush_names_a_purge() -> Iterator[None]:
    """Let transactional tests truncate the tables whose rows must not change."""
    plain = DatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: DatabaseOperations, sql_list: list[str]) -> None:
        plain(self, ["SET LOCAL skillmap.purge = 'test reset'", *sql_list])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", execute_sql_flush)
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
