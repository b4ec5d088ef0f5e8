"""Every refusal is one problem document, whoever refuses: router, parser, rule or crash."""

import json
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.test import Client
from psycopg.errors import LockNotAvailable

from skillmap.core.errors import ConflictError, DomainError, ManyErrors, NotAllowedError
from skillmap.core.models import User
from skills.api import SkillViewSet
from tests.api.conftest import V1, Api

MEMBERS = {"type", "title", "status", "code", "detail", "errors", "request_id"}
LISTS = [
    *("people", "org-units", "roles", "skills", "skill-frameworks", "proficiency-scales"),
    *("activities", "plans", "imports", "analysis-runs", "jobs"),
]


def assert_problem(response, status, code=None):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert set(problem) == MEMBERS
    assert problem["status"] == status
    assert problem["request_id"] == response["X-Request-ID"]
    assert problem["detail"]
    if code:
        assert problem["code"] == code
    return problem


@pytest.mark.parametrize("path", ["/nothing", "", "/people/", "/people/x.y", "/skills/%00", "//"])
def test_address_that_does_not_exist_is_a_problem(api, path):
    assert_problem(api.get(path), 404)


@pytest.mark.parametrize("resource", LISTS)
@pytest.mark.parametrize(
    "wrong", ["1", "a.b", "..", "%00", str(2**64), str(2**70), "-1", "e" * 5000, "%F0%9F%92%A9"]
)
def test_hostile_id_is_not_found(api, resource, wrong):
    assert_problem(api.get(f"/{resource}/{wrong}"), 404)


@pytest.mark.parametrize("resource", LISTS)
def test_unknown_id_is_not_found(api, resource):
    assert_problem(api.get(f"/{resource}/{uuid4()}"), 404, "not_found")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "post", "options", "trace"])
def test_method_that_is_not_offered_is_405(api, method):
    response = getattr(api.client, method)(
        f"{V1}/skill-frameworks", content_type="application/json"
    )
    assert_problem(response, 405, "method_not_allowed")


def test_post_to_an_unknown_address_is_404_and_not_405(api):
    assert_problem(api.post("/nothing", {}), 404)


@pytest.mark.parametrize("accept", ["text/html", "application/xml"])
def test_answer_that_cannot_be_given_is_406(api, accept):
    assert_problem(api.get("/skills", headers={"accept": accept}), 406)


@pytest.mark.parametrize(
    ("error", "status", "code", "pointer"),
    [
        (DomainError("Too high.", code="too_high", field="level"), 422, "too_high", "/level"),
        (NotAllowedError("Not you."), 403, "not_allowed", ""),
        (ConflictError("Somebody was faster."), 409, "conflict", ""),
        (ManyErrors("Two faults.", {"a": "wrong"}), 422, "invalid", "/a"),
    ],
)
def test_failure_of_a_service_names_its_field(api, monkeypatch, error, status, code, pointer):
    monkeypatch.setattr(SkillViewSet, "list", _raising(error))
    problem = assert_problem(api.get("/skills"), status, code)
    assert [fault["pointer"] for fault in problem["errors"]] == [pointer]


def test_unexpected_failure_says_nothing_about_itself(api, monkeypatch, caplog):
    monkeypatch.setattr(SkillViewSet, "list", _raising(KeyError("secret-detail")))
    response = api.get("/skills")
    assert_problem(response, 500, "unexpected")
    assert b"secret-detail" not in response.content
    assert "unexpected failure" in caplog.text


def test_database_away_is_503_with_a_hint_when_to_come_back(api, monkeypatch):
    monkeypatch.setattr(SkillViewSet, "list", _raising(OperationalError("gone")))
    response = api.get("/skills")
    assert_problem(response, 503, "database_away")
    assert int(response["Retry-After"]) > 0


def test_row_that_somebody_else_holds_is_503_and_says_so(api, monkeypatch):
    error = OperationalError("lock")
    error.__cause__ = LockNotAvailable("lock")
    monkeypatch.setattr(SkillViewSet, "list", _raising(error))
    response = api.get("/skills")
    assert_problem(response, 503, "busy")
    assert int(response["Retry-After"]) > 0


def test_request_refused_before_any_view_is_a_problem_too(api):
    assert_problem(api.get("/skills", headers={"host": "evil.example"}), 400, "malformed")


def test_own_request_id_comes_back(api):
    response = api.get("/skills", headers={"x-request-id": "mine-42"})
    assert response["X-Request-ID"] == "mine-42"


@pytest.mark.django_db
def test_problem_is_sent_to_people_without_log_in_too():
    assert_problem(Client().get(f"{V1}/skills"), 401)
    assert_problem(Client().get(f"{V1}/nothing"), 404)


@pytest.mark.parametrize(
    ("resource", "parameters"),
    [
        ("skills", {"kind": ""}),
        ("skills", {"kind": "Hard"}),
        ("skills", {"q": "a\x00b"}),
        ("skills", {"q": ""}),
        ("skills", {"updated_since": "yesterday"}),
        ("skills", {"updated_since": "0001-01-01T00:00:00+14:00"}),
        ("skills", {"updated_since": "9999-12-31T23:59:59-14:00"}),
        ("people", {"org_unit": "1"}),
        ("people", {"role": str(2**80)}),
        ("people", {"employee_number": ""}),
        ("people", {"nonsense": "1"}),
        ("people", {"limit": "0"}),
        ("people", {"limit": "201"}),
        ("people", {"limit": "9" * 2000}),
        ("people", {"limit": "1.5"}),
        ("people", {"limit": ""}),
        ("activities", {"mode": "webinar"}),
        ("activities", {"skill": ""}),
        ("jobs", {"state": "sleeping"}),
    ],
)
def test_parameter_that_makes_no_sense_is_named(api, resource, parameters):
    problem = assert_problem(api.get(f"/{resource}", parameters), 400, "invalid")
    assert [fault["parameter"] for fault in problem["errors"]] == list(parameters)


def test_parameter_given_twice_is_refused(api):
    problem = assert_problem(api.get("/skills?kind=hard&kind=soft"), 400)
    assert problem["errors"][0]["code"] == "repeated"


def test_detail_takes_no_parameters_of_the_list(api, cast):
    problem = assert_problem(api.get(f"/people/{cast.bob.public_id}", {"limit": 5}), 400)
    assert problem["errors"][0]["parameter"] == "limit"


def test_unknown_filter_value_finds_nothing_and_does_not_tell_why(api):
    response = api.get("/people", {"org_unit": str(uuid4())})
    assert response.json()["data"] == []


def _raising(error):
    def fail(*_args, **_kwargs):
        raise error

    return fail


def test_user_of_the_fixture_is_nobody_special(api):
    assert isinstance(api, Api)
    assert isinstance(api.user, User)
    assert json.loads(api.get("/me").content)["grants"] == []
