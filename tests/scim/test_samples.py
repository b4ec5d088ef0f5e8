"""The examples of RFC 7643 and 7644, read where they lie."""

import json

import pytest

from employees.models import Employee
from tests.data_folder import real_data
from tests.scim.conftest import ENTERPRISE, V2


def sample(name):
    return json.loads((real_data("scim_rfc_samples") / f"rfc{name}.json").read_text())


@pytest.fixture
def barbara(cast, provider):
    """The user of the RFC, added by its own request."""
    answer = provider.send("POST", "/Users", sample("7644-3.3-user-post_request"))
    assert answer.status_code == 201, answer.content
    return Employee.objects.get(number="bjensen")


@pytest.mark.parametrize("name", ["7644-3.3-user-post", "7644-3.14-user-post"])
def test_a_user_is_added_as_the_rfc_answers(cast, provider, name):
    answer = provider.send("POST", "/Users", sample(f"{name}_request"))
    told, expected = answer.json(), sample(f"{name}_response")
    assert answer.status_code == 201
    assert told["externalId"] == "bjensen"
    assert told["userName"] == expected["userName"]
    assert told["name"]["familyName"] == expected["name"]["familyName"]
    assert set(expected["meta"]) <= set(told["meta"])
    assert answer["Location"] == told["meta"]["location"]
    again = provider.send("POST", "/Users", sample(f"{name}_request"))
    assert (again.status_code, again.json()["scimType"]) == (409, "uniqueness")


@pytest.mark.parametrize("name", ["7643-8.2-user-full", "7643-8.3-enterprise_user"])
def test_whole_users_are_taken_with_what_is_kept_of_them(cast, provider, name):
    body = sample(name)
    if ENTERPRISE in body:
        body[ENTERPRISE]["manager"] = {"value": str(cast.bob.public_id)}
    answer = provider.send("POST", "/Users", body)
    assert answer.status_code == 201, answer.content
    told = answer.json()
    for attribute in ("userName", "title", "timezone", "active"):
        assert told[attribute] == body[attribute]
    primary = next(one["value"] for one in body["emails"] if one.get("primary"))
    assert [one["value"] for one in told["emails"]] == [primary]
    assert "password" not in told
    if ENTERPRISE in body:
        work = body[ENTERPRISE]
        names = ("employeeNumber", "organization", "division", "department")
        assert {name: told[ENTERPRISE][name] for name in names} == {
            name: work[name] for name in names
        }
        assert told[ENTERPRISE]["manager"]["displayName"] == str(cast.bob)
        assert Employee.objects.get(number=work["employeeNumber"]).user.email == primary


def test_a_user_is_replaced_as_the_rfc_asks(provider, barbara):
    body = sample("7644-3.5.1-user-put_request")
    answer = provider.send("PUT", f"/Users/{barbara.public_id}", body)
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert (told["userName"], told["externalId"]) == (body["userName"], body["externalId"])
    assert told["emails"][0]["value"] == body["emails"][0]["value"]
    assert answer["ETag"] == told["meta"]["version"]


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("3.5.2.1-patch_op-add_emails", "babs@jensen.org"),
        ("3.5.2.2-patch_op-remove_multi_complex_value", ""),
        ("3.5.2.3-patch_op-replace_all_email_values", "bjensen@example.com"),
        ("3.5.2.3-patch_op-replace_street_address", ""),
        ("3.5.2.3-patch_op-replace_user_work_address", ""),
    ],
)
def test_every_patch_of_users_is_answered(provider, barbara, name, email):
    answer = provider.send("PATCH", f"/Users/{barbara.public_id}", sample(f"7644-{name}"))
    assert answer.status_code == 204, answer.content
    barbara.refresh_from_db()
    assert barbara.email == email


@pytest.mark.parametrize(
    "name",
    [
        "3.5.2.1-patch_op-add_members",
        "3.5.2.2-patch_op-remove_all_members",
        "3.5.2.2-patch_op-remove_and_add_one_member",
        "3.5.2.2-patch_op-remove_one_member",
        "3.5.2.3-patch_op-replace_all_members",
    ],
)
def test_every_patch_of_groups_is_answered_with_the_reason_why_not(cast, provider, name):
    group = f"/Groups/{cast.sales.public_id}"
    before = provider.get(group).json()
    answer = provider.send("PATCH", group, sample(f"7644-{name}"))
    assert (answer.status_code, answer.json()["scimType"]) == (400, "mutability")
    assert provider.get(group).json() == before


def test_the_search_is_answered(cast, provider, barbara):
    Employee.objects.filter(pk=barbara.pk).update(first_name="Smith")
    body = sample("7644-3.4.3-search_request")
    for path in ("/.search", "/Users/.search"):
        answer = provider.send("POST", path, body)
        assert answer.status_code == 200, answer.content
        told = answer.json()
        assert told["schemas"] == sample("7644-3.4.3-list_response-post_query")["schemas"]
        assert [one["userName"] for one in told["Resources"]] == ["bjensen"]
        assert set(told["Resources"][0]) == {"schemas", "id", "userName", "displayName"}


@pytest.mark.parametrize("path", ["ResourceTypes", "Schemas", "ServiceProviderConfig"])
def test_discovery_has_the_form_of_the_rfc(client, db, path):
    expected = {
        "ResourceTypes": sample("7644-4-list_response-resource_types")["Resources"][0],
        "Schemas": sample("7643-8.7.1-schema-user"),
        "ServiceProviderConfig": sample("7643-8.5-service_provider_configuration"),
    }[path]
    told = client.get(f"{V2}/{path}").json()
    one = told["Resources"][0] if "Resources" in told else told
    optional = {"documentationUri", "schemaExtensions", "meta", "schemas"}
    assert set(expected) - optional <= set(one)


def test_bulk_is_answered_by_saying_that_there_is_none(provider):
    body = sample("7644-3.7.3-bulk_request-multiple_operations")
    answer = provider.send("POST", "/Bulk", body)
    assert (answer.status_code, answer.json()["status"]) == (501, "501")
