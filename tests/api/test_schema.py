"""The OpenAPI document: valid, complete, and true of what is answered."""

import io

import jsonschema
import pytest
from django.core.management import call_command
from django.test import Client

from skillmap.core.api.schema import openapi_document
from tests.api.conftest import V1
from tests.api.test_lists import fill_activities, fill_people


@pytest.fixture(scope="module")
def document():
    return openapi_document()


def operations(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


@pytest.mark.django_db
def test_document_is_valid_and_made_without_a_warning():
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=io.StringIO())


@pytest.mark.django_db
def test_document_is_open_and_of_version_3_1():
    document = Client().get(f"{V1}/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert "/api/v1/people" in document["paths"]


def test_every_operation_describes_itself_and_its_problems(document):
    for path, method, operation in operations(document):
        assert operation.get("description"), (path, method)
        for codes in ("4XX", "5XX"):
            content = operation["responses"][codes]["content"]
            reference = content["application/problem+json"]["schema"]["$ref"]
            assert reference == "#/components/schemas/Problem", (path, method)


def test_operations_have_one_name_each(document):
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(names) == len(set(names))


def test_lists_take_limit_and_cursor(document):
    parameters = document["paths"]["/api/v1/people"]["get"]["parameters"]
    limit = next(p for p in parameters if p["name"] == "limit")
    assert (limit["schema"]["minimum"], limit["schema"]["maximum"]) == (1, 200)
    assert {"cursor", "updated_since", "org_unit"} <= {p["name"] for p in parameters}


def test_answers_are_what_the_document_says(document, cast, api_of):
    fill_people()
    fill_activities()
    api = api_of(cast.alice)
    for path, method, operation in operations(document):
        if method != "get" or "{" in path:
            continue
        response = api.client.get(path)
        assert response.status_code == 200, path
        check(document, operation, response)
        for row in response.json().get("data", [])[:1]:
            detail = path + "/{id}"
            if detail in document["paths"]:
                one = api.client.get(f"{path}/{row['id']}")
                check(document, document["paths"][detail]["get"], one)


def test_problems_are_what_the_document_says(document, api):
    operation = document["paths"]["/api/v1/skills"]["get"]
    refused = api.get("/skills", {"kind": "none"})
    schema = operation["responses"]["4XX"]["content"]["application/problem+json"]["schema"]
    jsonschema.validate(refused.json(), {**schema, "components": document["components"]})


def check(document, operation, response):
    """The answer obeys the schema the operation promises for it."""
    promised = operation["responses"][str(response.status_code)]["content"]["application/json"]
    whole = {**promised["schema"], "components": document["components"]}
    jsonschema.validate(response.json(), whole, format_checker=jsonschema.FormatChecker())


@pytest.mark.django_db
def test_docs_page_comes_from_here_and_obeys_the_policy():
    page = Client().get("/api/docs")
    html = page.content.decode()
    assert page.status_code == 200
    assert "<style" not in html
    assert "style=" not in html
    assert html.count("<script") == html.count("<script src=")
    assert "://" not in html.replace("http://www.w3.org", "")
    assert "script-src 'self'" in page["Content-Security-Policy"]
    script = Client().get("/api/docs?script=")
    assert script["Content-Type"].startswith("application/javascript")
    assert "/api/v1/openapi.json" in script.content.decode()
