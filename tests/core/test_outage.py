"""Without the database there is an honest 503; without the broker pages just work."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from skillmap.core.outage import server_error
from tests.factories import make_user

Away = Callable[[], None]


@pytest.fixture
def quiet_client(client: Client) -> Client:
    """Shows what a browser would see instead of raising."""
    client.raise_request_exception = False
    return client


def test_page_while_the_database_is_away_is_503_and_says_when_to_come_back(
    quiet_client: Client, database_away: Away
):
    quiet_client.force_login(make_user("Alice"))
    assert quiet_client.get("/inbox/").status_code == 200
    database_away()
    answer = quiet_client.get("/inbox/", headers={"x-request-id": "mine"})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert answer["X-Request-ID"] == "mine"
    assert b"back in a moment" in answer.content


@pytest.mark.parametrize("path", ["/api/v1/health", "/api/v1/skills"])
def test_api_while_the_database_is_away_is_a_503_problem(
    quiet_client: Client, database_away: Away, path: str
):
    quiet_client.force_login(make_user("Alice"))
    database_away()
    answer = quiet_client.get(path)
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Retry-After"] == "5"
    assert answer.json()["code"] == "database_away"


def test_page_works_again_when_the_database_is_back(quiet_client: Client, database_away: Away):
    quiet_client.force_login(make_user("Alice"))
    with pytest.MonkeyPatch.context() as patch:
        connection.close()
        patch.setitem(connection.settings_dict, "HOST", "/nowhere")
        assert quiet_client.get("/inbox/").status_code == 503
    assert quiet_client.get("/inbox/").status_code == 200


def test_other_failure_is_500_and_says_nothing_about_itself(rf):
    try:
        1 / len("")
    except ZeroDivisionError:
        page, problem = server_error(rf.get("/inbox/")), server_error(rf.get("/api/v1/skills"))
    assert (page.status_code, problem.status_code) == (500, 500)
    assert b"went wrong" in page.content
    assert b"ivision" not in page.content + problem.content
    assert problem["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_logging_in_works_while_the_broker_is_away(client: Client, broker_away: None):
    make_user("Alice", email="alice@example.org", password="corvus-37-lamp")
    answer = client.post(
        "/account/login/", {"login": "alice@example.org", "password": "corvus-37-lamp"}
    )
    assert answer.status_code == 302
    assert "_auth_user_id" in client.session


@pytest.mark.django_db
def test_health_tells_that_the_broker_is_away(client: Client, broker_away: None):
    answer = client.get("/api/v1/health")
    assert answer.status_code == 200
    assert answer.json() == {"status": "degraded", "database": "ok", "broker": "away"}
