"""What the guide says of writing is what the description offers, and every write keeps to it.

The resources are those of the router: a new one that can be written is asked all of this, and one
that leaves a convention out has to say so here.
"""

import pytest
from drf_spectacular.generators import EndpointEnumerator

from skillmap.core.api.schema import openapi_document
from skillmap.core.api.scopes import Scope
from tests.api.conftest import V1
from tests.guards.tree import ROOT

BULK = "/bulk"
COLUMNS = {
    "list": ("get", ""),
    "one": ("get", "/{id}"),
    "`POST`": ("post", ""),
    "`PATCH`": ("patch", "/{id}"),
    "`DELETE`": ("delete", "/{id}"),
    "`bulk`": ("post", BULK),
}
FEED = {"org-units": "org_unit", "people": "person"}  # the others drop their s
# Written by people about one thing at a time, by decisions of their own, or not about anybody.
NOT_IN_BULK = {
    *("plans", "plan-options", "mandatory-activities", "refused-activities", "path-templates"),
    *(
        "programmes",
        "budgets",
        "check-ins",
        "review-cycles",
        "analysis-runs",
        "webhooks",
        "imports",
    ),
}


def paths():
    return openapi_document()["paths"]


def operation(resource, method, rest):
    return paths().get(f"{V1}/{resource}{rest}", {}).get(method)


def written():
    """The resources that some request writes: the first parts of their addresses."""
    found = {
        path.removeprefix(f"{V1}/").split("/")[0]
        for path, methods in paths().items()
        if path.startswith(f"{V1}/") and methods.keys() & {"post", "patch", "put", "delete"}
    }
    return sorted(found)


RESOURCES = [name for name in written() if name not in NOT_IN_BULK]
WRITES = [
    pytest.param(resource, rest, id=f"{method} {resource}{rest}")
    for resource in RESOURCES
    for method, rest in (("post", ""), ("patch", "/{id}"), ("post", BULK))
    if operation(resource, method, rest)
]


def body_of(found):
    """The description of what an operation takes."""
    (content,) = list(found["requestBody"]["content"].values())[:1]
    return resolved(content["schema"])


def resolved(schema):
    if "$ref" not in schema:
        return schema
    return openapi_document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]


def takes(found, name):
    return name in body_of(found)["properties"]


def row_of(resource):
    cells = [bool(operation(resource, *where)) for where in COLUMNS.values()]
    posts = [operation(resource, "post", rest) for rest in ("", BULK)]
    cells.append(any(takes(found, "dry_run") for found in posts if found))
    cells.append(f"{V1}/{resource}/by-external-id/{{source}}/{{value}}" in paths())
    return f"| `/{resource}` | " + " | ".join("x" if cell else "–" for cell in cells) + " |"


def test_the_table_of_the_guide_is_what_there_is():
    head = [*COLUMNS, "`dry_run`", "`PUT` by external id"]
    table = [
        f"| | {' | '.join(head)} |",
        f"|---|{'---|' * len(head)}",
        *(row_of(resource) for resource in RESOURCES),
    ]
    assert "\n".join(table) in (ROOT / "docs/api.md").read_text(), "\n".join(table)


def test_what_is_left_out_is_there():
    assert set(written()) >= NOT_IN_BULK
    assert len(RESOURCES) == 9


def operations(*methods):
    for path, methods_of in paths().items():
        for method, found in methods_of.items():
            if method in methods:
                yield pytest.param(found, id=f"{method} {path}")


def header(found, name):
    parameters = [one for one in found.get("parameters", ()) if one["in"] == "header"]
    return next((one for one in parameters if one["name"] == name), None)


@pytest.mark.parametrize("found", list(operations("patch", "delete")))
def test_every_change_says_which_version_it_is_about(found):
    assert header(found, "If-Match")["required"] is True


def handlers(method):
    """(path, view class, name of its action) of every operation of a method."""
    for path, _regex, this, view in EndpointEnumerator().get_api_endpoints():
        if this == method and path.startswith(V1):
            default = method.lower()
            yield path, view.cls, getattr(view, "actions", {}).get(default, default)


def test_every_post_may_be_repeated():
    without = [
        path for path, view, name in handlers("POST")
        if not hasattr(getattr(view, name), "__wrapped__")
    ]  # fmt: skip
    assert without == []


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])
def test_every_write_needs_one_scope_that_reads_nothing(method):
    """By whatever a view declares: reading is never enough, and nothing is open to every token."""
    wrong = []
    for path, view, name in handlers(method):
        needed = view.scopes.get(name)
        scopes = needed if isinstance(needed, tuple) else (needed,)
        if not all(isinstance(one, Scope) and not one.endswith(":read") for one in scopes):
            wrong.append((path, name))
    assert wrong == []


@pytest.mark.parametrize("resource", RESOURCES)
def test_many_are_written_with_a_result_each(resource):
    found = operation(resource, "post", BULK)
    (many,) = (
        name for name, one in body_of(found)["properties"].items() if one.get("type") == "array"
    )
    assert body_of(found)["properties"][many]["maxItems"] == 500
    assert {"atomic", "dry_run"} <= body_of(found)["properties"].keys()
    (answer,) = found["responses"]["200"]["content"].values()
    told = resolved(answer["schema"])["properties"]
    assert {"applied", "results"} <= told.keys()
    assert {"result", "errors"} <= resolved(told["results"]["items"])["properties"].keys()


@pytest.mark.parametrize(("resource", "rest"), WRITES)
def test_every_write_can_be_tried_out(resource, rest):
    method = "patch" if rest == "/{id}" else "post"
    assert takes(operation(resource, method, rest), "dry_run")


@pytest.mark.parametrize("resource", RESOURCES)
def test_what_is_written_is_told_in_the_feed(resource):
    kinds = openapi_document()["components"]["schemas"]["ChangeKind"]["enum"]
    names = {"activities": "activity"} | FEED
    assert names.get(resource, resource.removesuffix("s")) in kinds


@pytest.mark.parametrize("resource", RESOURCES)
def test_an_unknown_field_is_named(cast, api_of, resource):
    for rest in ("", BULK):
        if not operation(resource, "post", rest):
            continue
        refused = api_of(cast.alice).post(f"/{resource}{rest}", {"nonsense": 1})
        assert refused.status_code == 400, rest
        faults = [(one["pointer"], one["code"]) for one in refused.json()["errors"]]
        assert ("/nonsense", "unknown_field") in faults, rest
