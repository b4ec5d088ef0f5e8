"""What every test may ask for."""

from collections.abc import Iterator

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations

from tests.cast import Cast, make_cast


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
