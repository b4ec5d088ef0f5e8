"""Who gets in and what they see, groups, discovery, and what hurts elsewhere."""

import json

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from employees.models import Employee
from skillmap.core.enums import Scope
from tests.factories import assign, make_employee, make_unit
from tests.scim.conftest import ENTERPRISE, PATCH_OP, USER, V2, Provider

ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"


def test_refusals_speak_scim(cast, provider, client):
    for answer, status in (
        (client.get(f"{V2}/Users"), 401),
        (Provider(provider.user, (Scope.DIRECTORY_READ,)).get("/Users"), 403),
        (provider.get("/Users/nobody"), 404),
        (provider.get("/Nothing"), 404),
        (provider.get("/Me"), 501),
        (provider.send("POST", "/Bulk", {}), 501),
    ):
        assert answer.status_code == status
        assert answer["Content-Type"] == "application/scim+json"
        told = answer.json()
        assert (told["schemas"], told["status"]) == ([ERROR], str(status))
        assert told["detail"]
    assert client.get(f"{V2}/Users")["WWW-Authenticate"].startswith("Bearer")


def test_a_program_of_a_unit_reads_and_writes_that_unit(cast, provider_of):
    provider = provider_of(cast.sales)
    seen = {one["displayName"] for one in provider.get("/Users").json()["Resources"]}
    assert seen == {str(cast.bob), str(cast.carol), str(cast.dave)}
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        assert provider.send(method, f"/Users/{cast.frank.public_id}", {}).status_code == 404
    assert provider.find(f'userName eq "{cast.frank.email}"') == []
    assert (
        provider.patch(cast.dave, {"op": "add", "path": "title", "value": "Guide"}).status_code
        == 204
    )
    inside = {"employeeNumber": "B1", "department": "North"}
    assert provider.add(**{ENTERPRISE: inside}).status_code == 201
    assert provider.add(userName="b2").status_code == 201
    assert Employee.objects.get(number="b2").assignments.get().unit == cast.sales


@pytest.mark.parametrize(
    "work",
    [
        {"department": "Engineering", "organization": "Acme"},
        {"department": "Elsewhere"},
        {"employeeNumber": "FRANK-NUMBER"},
        {"manager": {"value": "FRANK-ID"}},
    ],
)
def test_a_program_of_a_unit_writes_nothing_outside(cast, provider_of, work):
    provider = provider_of(cast.sales)
    text = json.dumps(work).replace("FRANK-NUMBER", cast.frank.number)
    work = json.loads(text.replace("FRANK-ID", str(cast.frank.public_id)))
    before = list(Employee.objects.values_list("number", "version"))
    answer = provider.add(**{ENTERPRISE: work})
    assert answer.status_code in {400, 403}, answer.content
    assert cast.frank.last_name not in answer.content.decode()
    assert list(Employee.objects.values_list("number", "version")) == before


def test_a_manager_outside_is_not_shown_to_a_program_of_a_unit(cast, provider, provider_of):
    place = cast.dave.assignments.get()
    place.manager = cast.frank
    place.save()
    assert "manager" in provider.show(cast.dave)[ENTERPRISE]
    narrow = provider_of(cast.sales, name="Sales")
    assert "manager" not in narrow.show(cast.dave)[ENTERPRISE]
    assert narrow.find(f'{ENTERPRISE}:manager.value eq "{cast.frank.public_id}"') == []


def test_whom_a_program_of_a_unit_ends_is_gone_for_it(cast, provider_of):
    provider = provider_of(cast.sales)
    assert (
        provider.patch(cast.dave, {"op": "replace", "path": "active", "value": False}).status_code
        == 204
    )
    assert provider.get(f"/Users/{cast.dave.public_id}").status_code == 404


def test_people_read_the_directory_and_only_hr_admins_write(cast):
    bob, alice = (Provider(person.user) for person in (cast.bob, cast.alice))
    change = {"op": "add", "path": "title", "value": "Guide"}
    assert bob.show(cast.frank)["displayName"] == str(cast.frank)
    for answer in (bob.patch(cast.dave, change), bob.patch(cast.bob, change), bob.add()):
        assert answer.status_code == 403
    assert alice.patch(cast.dave, change).status_code == 204
    assert cast.dave.assignments.current().get().job_title == "Guide"


def test_groups_are_units_with_whom_works_there(cast, provider, provider_of):
    north = make_unit("Acme/Sales/North")
    group = provider.get(f"/Groups/{north.public_id}").json()
    assert group["displayName"] == "Acme/Sales/North"
    assert {one["display"] for one in group["members"]} == {str(cast.carol), str(cast.dave)}
    assert group["members"][0]["$ref"].startswith(f"http://testserver{V2}/Users/")
    assert provider.find('displayName eq "acme/sales/north"', "/Groups") == [north.path]
    text = f'id eq "{north.public_id}" and members eq "{cast.dave.public_id}"'
    assert provider.find(text, "/Groups") == [north.path]
    assert provider.find(f'members.value eq "{cast.frank.public_id}"', "/Groups") == [
        "Acme/Engineering"
    ]
    assert (
        provider_of(cast.sales, name="Sales").find(
            f'members eq "{cast.frank.public_id}"', "/Groups"
        )
        == []
    )
    without = provider.get("/Groups", {"excludedAttributes": "members"}).json()["Resources"]
    assert not any("members" in one for one in without)


def test_groups_are_not_written_and_say_why(cast, provider):
    north = make_unit("Acme/Sales/North")
    member = {"op": "add", "path": "members", "value": [{"value": str(cast.frank.public_id)}]}
    body = {"schemas": [PATCH_OP], "Operations": [member]}
    for method, path in (
        ("PATCH", f"/Groups/{north.public_id}"),
        ("PUT", f"/Groups/{north.public_id}"),
        ("DELETE", f"/Groups/{north.public_id}"),
        ("POST", "/Groups"),
    ):
        answer = provider.send(method, path, body)
        assert (answer.status_code, answer.json()["scimType"]) == (400, "mutability")
        assert "department" in answer.json()["detail"]
    assert cast.frank.assignments.get().unit.path == "Acme/Engineering"


def test_discovery_needs_no_log_in_and_tells_what_there_is(client, db):
    config = client.get(f"{V2}/ServiceProviderConfig").json()
    told = {name: config[name]["supported"] for name in ("patch", "bulk", "filter", "sort", "etag")}
    assert told == {"patch": True, "bulk": False, "filter": True, "sort": True, "etag": True}
    assert config["filter"]["maxResults"] == 200
    kinds = client.get(f"{V2}/ResourceTypes").json()["Resources"]
    assert [one["endpoint"] for one in kinds] == ["/Users", "/Groups"]
    schemas = {one["id"]: one for one in client.get(f"{V2}/Schemas").json()["Resources"]}
    assert {USER, ENTERPRISE} < set(schemas)
    names = {one["name"] for one in schemas[USER]["attributes"]}
    assert {"userName", "active", "emails"} <= names
    assert "phoneNumbers" not in names  # nothing that is not kept
    assert client.get(f"{V2}/Schemas/{USER}").json()["name"] == "User"
    assert client.get(f"{V2}/ResourceTypes/User").json()["schema"] == USER
    assert client.get(f"{V2}/Schemas?filter=x").status_code == 403


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"null", 400),
        (b'{"a":' * 10_000, 400),
        (b"[" * 10_000, 400),
        (b"\x00", 400),
        (b"\xff\xfe", 400),
        (b'{"schemas": ["urn:x:unknown"], "userName": "a"}', 400),
        (json.dumps({"schemas": [USER]}).encode(), 400),
        (json.dumps({"schemas": [USER], "userName": ["a"]}).encode(), 400),
        (json.dumps({"schemas": [USER], "userName": " "}).encode(), 400),
        (json.dumps({"schemas": [USER], "userName": "a" * 201}).encode(), 400),
        (json.dumps({"schemas": [USER], "userName": "a\0b"}).encode(), 400),
        (b'{"schemas": ["%s"], "userName": "\\ud800"}' % USER.encode(), 400),
        (json.dumps({"schemas": [USER], "userName": "a" * 100_000}).encode(), 413),
        (b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1), 413),
    ],
)
def test_a_body_that_hurts_is_refused(cast, provider, body, status):
    before = Employee.objects.count()
    for method, path in (
        ("POST", "/Users"),
        ("PUT", f"/Users/{cast.dave.public_id}"),
        ("PATCH", f"/Users/{cast.dave.public_id}"),
    ):
        answer = provider.send(method, path, body)
        assert answer.status_code == status, (method, answer.content[:300])
        assert answer.json()["schemas"] == [ERROR]
    assert Employee.objects.count() == before


@pytest.mark.parametrize(
    "path", ["/Users/\0", "/Users/%00", "/Users/" + "a" * 2000, "/Users/../Me", "/Users?filter=%00"]
)
def test_an_address_that_hurts_is_refused(provider, path):
    assert provider.get(path).status_code in {400, 404, 501}


@pytest.mark.parametrize(
    "operations",
    [
        [],
        [{"op": "move", "path": "title", "value": "x"}],
        [{"op": "remove"}],
        [{"op": "add", "path": "title"}],
        [{"op": "replace", "path": "title["}],
        [{"op": "replace", "path": "id", "value": "x"}],
        [{"op": "remove", "path": "userName"}],
        [{"op": "replace", "path": f"{ENTERPRISE}:employeeNumber", "value": "x"}],
        [{"op": "replace", "path": "name.givenName", "value": ""}],
        [{"op": "replace", "path": "active", "value": "perhaps"}],
        [{"op": "replace", "path": "emails", "value": [{"value": "no address"}]}],
        [{"op": "replace", "path": "timezone", "value": "Mars"}],
        [{"op": "replace", "path": f"{ENTERPRISE}:department", "value": "x" * 5000}],
    ],
)
def test_an_operation_that_means_nothing_is_refused(cast, provider, operations):
    answer = provider.patch(cast.dave, *operations)
    assert answer.status_code == 400, answer.content
    assert answer.json()["detail"]
    assert provider.show(cast.dave)["meta"]["version"] == 'W/"1"'


def test_a_form_is_no_user(provider, cast):
    answer = provider.client.post(f"{V2}/Users", {"userName": "a"})
    assert answer.status_code == 415


def test_a_long_list_costs_as_many_queries_as_a_short_one(cast, provider):
    def queries(path):
        with CaptureQueriesContext(connection) as captured:
            assert provider.get(path).status_code == 200
        return len(captured.captured_queries)

    provider.get("/Users")
    short = [queries("/Users"), queries("/Groups"), queries('/Users?filter=userName eq "a"')]
    for number in range(100):
        assign(make_employee(f"Person {number}"), f"Acme/New {number % 10}", manager=cast.bob)
    assert provider.get("/Users").json()["itemsPerPage"] > 100
    assert [
        queries("/Users"),
        queries("/Groups"),
        queries('/Users?filter=userName eq "a"'),
    ] == short
    assert max(short) <= 5
