"""A page costs the same few queries however long its lists are."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from skillmap.core import services
from skillmap.core.api import throttling
from skillmap.core.enums import Scope
from tests.access.asking import address
from tests.access.clients import CLIENTS
from tests.access.comparing import COMPARING
from tests.access.data import DATA
from tests.access.imports import IMPORTS
from tests.access.programs import API
from tests.access.rows import OWNER, Row
from tests.access.scim import SCIM
from tests.access.table import INSTRUMENTS, PAGES, REVIEWS
from tests.access.talks import TALKS, TALKS_API
from tests.guards.office import Office

MOST_OF_A_PAGE, MOST_OF_A_REST_LIST = 15, 5
NO_LISTS = {"feed", "invitation", "reset"}
ROWS = [
    row
    for row in [
        *PAGES,
        *INSTRUMENTS,
        *REVIEWS,
        *TALKS,
        *TALKS_API,
        *COMPARING,
        *(row for row in DATA if not row.name.endswith("_file")),  # files read as they need
        *CLIENTS,
        *(row for row in IMPORTS if row.name.endswith("_list")),
        *API,
        *SCIM,
    ]
    if row.method == "get"
    and row.about not in NO_LISTS
    and row.name != "scim:root"  # two lists in one
    and OWNER not in (row.sees, row.may)  # one's own forms
]
Queries = dict[str, list[str]]


@pytest.fixture(scope="module")
def queries(django_db_setup: None, django_db_blocker) -> Iterator[tuple[Queries, Queries]]:
    """The queries of each route with one row in every list, and with three."""
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        patch.setattr(throttling, "REQUESTS_PER_WINDOW", 10**6)
        office = Office()
        browser = Client()
        browser.force_login(office.alice)
        _token, secret = services.create_token(office.alice, "program", Scope.values, 30)
        program = Client(headers={"authorization": f"Bearer {secret}"})
        office.grow()
        one = {row.id: _queries(row, office, program if row.scopes else browser) for row in ROWS}
        office.grow()
        office.grow()
        three = {row.id: _queries(row, office, program if row.scopes else browser) for row in ROWS}
        yield one, three
        transaction.set_rollback(True)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_three_rows_cost_as_many_queries_as_one(queries: tuple[Queries, Queries], row: Row):
    one, three = (counted[row.id] for counted in queries)
    assert len(one) == len(three), _repeated(three)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_route_costs_few_queries(queries: tuple[Queries, Queries], row: Row):
    most = MOST_OF_A_REST_LIST if row.scopes else MOST_OF_A_PAGE
    found = queries[1][row.id]
    assert len(found) <= most, "\n".join(found)


def _queries(row: Row, office: Office, client: Client) -> list[str]:
    """What the second of two requests asks; the first may fill caches of the process."""
    world = SimpleNamespace(skill_id=office.anchor.public_id)
    url = address(row, office.thing(row.about), world) + row.queries[0]  # type: ignore[arg-type]
    assert client.get(url).status_code in row.ok, url
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
        b"".join(response) if response.streaming else None
    return [query["sql"][:200] for query in captured.captured_queries]


def _repeated(queries: list[str]) -> str:
    """The queries that came more than once, for the message."""
    starts = [query[:120] for query in queries]
    return "\n".join(sorted({start for start in starts if starts.count(start) > 1}))
