"""`/tests`, `/scenarios` and their attempts over REST."""

import json

import pytest

from assessments.enums import ContentState
from assessments.services.attempts import start_attempt
from assessments.services.quizzes import set_quiz_state
from tests.assessments.instruments import make_item, make_quiz, make_scenario, play, take
from tests.factories import make_skill

pytestmark = pytest.mark.django_db


def rows_of(api, path):
    answer = api.get(path)
    assert answer.status_code == 200, answer.json()
    return answer.json()["data"]


def test_tests_come_with_their_terms_and_without_questions(cast, api_of):
    item = make_item(cast.hard, stem="What is seven times six?")
    quiz = make_quiz(cast.hard, [item], minutes=12)

    answer = api_of(cast.carol).get("/tests")

    (row,) = answer.json()["data"]
    assert (row["id"], row["title"], row["state"]) == (str(quiz.public_id), quiz.title, "published")
    assert (row["questions"], row["minutes"], row["retake_days"]) == (1, 12, 90)
    assert row["skill"]["code"] == cast.hard.code
    assert "seven times six" not in json.dumps(answer.json())
    path = f"/tests/{quiz.public_id}"
    assert api_of(cast.carol).get(path).headers["ETag"] == f'"{quiz.version}"'


def test_drawn_tests_say_how_many_are_drawn(cast, api_of):
    items = [make_item(cast.hard) for _ in range(3)]
    make_quiz(cast.hard, items, assembly="random", draws=2)
    (row,) = rows_of(api_of(cast.carol), "/tests")
    assert (row["assembly"], row["questions"]) == ("random", 2)


def test_retired_tests_are_for_their_authors(cast, api_of):
    quiz = make_quiz(cast.hard, [make_item(cast.hard)])
    set_quiz_state(actor=None, quiz=quiz, state=ContentState.RETIRED)
    assert rows_of(api_of(cast.carol), "/tests") == []
    assert api_of(cast.carol).get(f"/tests/{quiz.public_id}").status_code == 404
    assert len(rows_of(api_of(cast.grace), "/tests?state=retired")) == 1


def test_results_carry_their_interval_and_go_to_those_who_read_levels(cast, api_of):
    quiz = make_quiz(cast.hard)
    attempt = take(quiz, cast.carol, wrong=1)
    for reader in (cast.carol, cast.bob, cast.erin, cast.alice):
        (row,) = rows_of(api_of(reader), f"/test-attempts?person={cast.carol.public_id}")
        assert row["id"] == str(attempt.public_id)
        assert row["interval_low"] < row["level"] < row["interval_high"]
        assert (row["state"], row["method"], row["cut_scores"]) == ("scored", "binomial", 1)
        assert row["counts"] is True
        assert row["test"] == {"id": str(quiz.public_id), "title": quiz.title}
    for reader in (cast.dave, cast.frank, cast.grace, cast.heidi):
        assert rows_of(api_of(reader), "/test-attempts") == []
        path = f"/test-attempts/{attempt.public_id}"
        assert api_of(reader).get(path).status_code == 404


def test_open_attempts_are_their_takers(cast, api_of):
    quiz = make_quiz(cast.hard, [make_item(cast.hard)])
    attempt = start_attempt(actor=cast.carol.user, quiz=quiz, now=quiz.created_at)
    (row,) = rows_of(api_of(cast.carol), "/test-attempts?state=open")
    assert (row["id"], row["level"], row["interval_low"]) == (str(attempt.public_id), None, None)
    assert row["counts"] is False
    assert rows_of(api_of(cast.bob), "/test-attempts") == []


def test_nothing_in_an_attempt_tells_answers_or_keys(cast, api_of):
    take(make_quiz(cast.hard), cast.carol, wrong=2)
    told = json.dumps(rows_of(api_of(cast.carol), "/test-attempts"))
    for secret in ("73091.25", "n_right", "theta", "Four", "response"):
        assert secret not in told


def test_scenarios_and_passages(cast, api_of):
    scenario = make_scenario(cast.soft)
    outcome = play(scenario, cast.carol, "listen", "plan")
    (row,) = rows_of(api_of(cast.dave), "/scenarios")
    assert (row["code"], row["retired_on"]) == (scenario.code, None)
    (row,) = rows_of(api_of(cast.bob), f"/scenario-attempts?scenario={scenario.public_id}")
    assert (row["id"], row["version"]) == (str(outcome.public_id), 1)
    assert row["interval_low"] < row["level"] < row["interval_high"]
    assert row["scenario"]["code"] == scenario.code
    assert "A client shouts" not in json.dumps(row)
    assert rows_of(api_of(cast.dave), "/scenario-attempts") == []


def test_lists_are_narrowed_by_skill_and_followed(cast, api_of):
    quiz, _other = make_quiz(cast.hard), make_quiz(make_skill())
    take(quiz, cast.carol)
    api = api_of(cast.alice)
    assert len(rows_of(api, "/tests")) == 2
    assert len(rows_of(api, f"/tests?skill={cast.hard.public_id}")) == 1
    assert len(rows_of(api, f"/test-attempts?skill={cast.hard.public_id}")) == 1
    assert rows_of(api, f"/test-attempts?skill={cast.soft.public_id}") == []
    assert rows_of(api, "/test-attempts?updated_since=2999-01-01T00:00:00Z") == []
    page = api.get("/tests?limit=1").json()["page"]
    assert page["has_more"]
    assert len(rows_of(api, f"/tests?limit=1&cursor={page['next_cursor']}")) == 1


@pytest.mark.parametrize("path", ["tests", "scenarios", "test-attempts", "scenario-attempts"])
@pytest.mark.parametrize("query", ["skill=x", "skill=", "colour=red", "limit=0", "cursor=x"])
def test_wrong_parameters_are_named(cast, api_of, path, query):
    answer = api_of(cast.alice).get(f"/{path}?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == query.partition("=")[0]


@pytest.mark.parametrize("path", ["tests", "scenarios", "test-attempts", "scenario-attempts"])
def test_nothing_is_written_here(cast, api_of, path):
    assert api_of(cast.alice).post(f"/{path}", {}).status_code == 405
