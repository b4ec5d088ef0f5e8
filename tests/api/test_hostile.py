"""Whatever a client sends to a described operation, the answer is one the description promises."""

import pytest
import schemathesis
from django.db import connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from skillmap.core.api import throttling
from skillmap.core.api.schema import openapi_document
from skillmap.core.models import IdempotencyRecord
from tests.api.conftest import Api
from tests.api.test_schema import check
from tests.factories import make_activity, make_plan, make_profile

EXAMPLES = 15
SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much]


def reading_operations():
    schema = schemathesis.openapi.from_dict(openapi_document())
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.method.lower() == "get":
            yield pytest.param(operation, id=operation.path)


@pytest.fixture
def everything(cast, monkeypatch):
    """An HR admin with a little of everything to read, and no end of requests."""
    monkeypatch.setattr(throttling, "REQUESTS_PER_WINDOW", 10**6)
    activity = make_activity("Course", {cast.hard: (1, 3)})
    make_plan(cast.carol, [activity])
    make_profile(cast.carol, {cast.hard: {}})
    return Api(cast.alice.user)


@pytest.mark.parametrize("operation", list(reading_operations()))
def test_generated_requests_get_promised_answers(everything, operation):
    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=SLOW,
    )
    def ask(case):
        response = everything.client.get(case.formatted_path, case.query or {})
        answered_as_promised(operation, response)

    ask()


@given(
    path=st.sampled_from(["people", "skills", "gaps", "levels", "plans", "activities", "jobs"]),
    name=st.sampled_from(["cursor", "limit", "q", "skill", "org_unit", "updated_since", "x"]),
    value=st.text(max_size=60),
)
@settings(
    max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=SLOW
)
def test_any_text_in_any_parameter_is_answered(everything, path, name, value):
    response = everything.get(f"/{path}", {name: value.encode("utf-8", "replace").decode()})
    assert response.status_code in {200, 400}
    assert connections["default"].is_usable()


@pytest.mark.parametrize("depth", [300, 900, 10_000])
@pytest.mark.parametrize(
    ("path", "field"),
    [
        *(("/people", "languages"), ("/people/bulk", "people"), ("/org-units", "path")),
        *(("/goals", "title"), ("/ratings", "answers"), ("/completions/bulk", "completions")),
    ],
)
def test_json_nested_deeply_is_refused_and_does_nothing(everything, path, field, depth):
    for opening, closing in (("[", "]"), ('{"a":', "}")):
        body = f'{{"{field}": {opening * depth}1{closing * depth}}}'
        for headers in ({}, {"Idempotency_Key": "deep"}):
            refused = everything.post(path, body, **headers)
            assert refused.status_code == 400, refused.content[:300]
            assert refused["Content-Type"] == "application/problem+json"
    assert not IdempotencyRecord.objects.exists()


def answered_as_promised(operation, response):
    assert response.status_code < 500, response.content
    if response.status_code == 200:
        document = operation.schema.raw_schema
        check(document, document["paths"][operation.path]["get"], response)
    else:
        assert response["Content-Type"] == "application/problem+json"
