"""A budget of requests a minute, told in headers, refused with 429."""

import pytest

from skillmap.core.api import throttling
from tests.api.conftest import Api
from tests.factories import make_user


@pytest.fixture
def small_budget(monkeypatch):
    """Three requests in a window that does not end during the test."""
    monkeypatch.setattr(throttling, "REQUESTS_PER_WINDOW", 3)
    monkeypatch.setattr(throttling.time, "time", lambda: 1_800_000_010)


def test_answer_tells_what_is_left(api, small_budget):
    left = [api.get("/skills")["RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    last = api.get("/skills")
    assert last["RateLimit-Limit"] == "3"
    assert last["RateLimit-Reset"] == "50"


def test_request_beyond_the_budget_is_a_problem_with_a_time_to_come_back(api, small_budget):
    answers = [api.get("/skills") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3]["Retry-After"] == "50"
    assert answers[3]["Content-Type"] == "application/problem+json"
    assert answers[3].json()["code"] == "throttled"


def test_budgets_are_of_one_person_each(api, small_budget):
    for _ in range(4):
        api.get("/skills")
    assert Api(make_user()).get("/skills").status_code == 200


def test_cache_away_lets_everybody_pass(api, small_budget, broker_away):
    assert [api.get("/skills").status_code for _ in range(5)] == [200] * 5
