"""What Entra ID and Okta send that the RFC does not foresee, or leaves open."""

import pytest

from employees.enums import EmployeeStatus
from tests.scim.conftest import ENTERPRISE, PATCH_OP, V2

MANAGER = f"{ENTERPRISE}:manager"


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "Replace", "path": "active", "value": "False"},
        {"op": "replace", "path": "active", "value": False},
        {"op": "REPLACE", "value": {"active": "false"}},
        {"op": "Add", "path": "Active", "value": "FALSE"},
    ],
)
def test_words_for_false_end_the_log_in(cast, provider, operation):
    assert provider.patch(cast.dave, operation).status_code == 204
    cast.dave.user.refresh_from_db()
    assert not cast.dave.user.is_active


@pytest.mark.parametrize(
    "value",
    [
        {"name.givenName": "Dov", f"{ENTERPRISE}:department": "Engineering", "active": "True"},
        {"name": {"givenName": "Dov"}, ENTERPRISE: {"department": "Engineering"}},
        {"Name.GivenName": "Dov", f"{ENTERPRISE.upper()}:Department": "Engineering"},
    ],
)
def test_attributes_come_as_dotted_and_as_urn_keys(cast, provider, value):
    answer = provider.patch(cast.dave, {"op": "Replace", "value": value})
    assert answer.status_code == 204, answer.content
    cast.dave.refresh_from_db()
    assert (cast.dave.first_name, cast.dave.status) == ("Dov", EmployeeStatus.ACTIVE)
    assert cast.dave.assignments.current().get().unit.path == "Acme/Engineering"


@pytest.mark.parametrize(
    "make",
    [
        lambda key: {"op": "Add", "path": MANAGER, "value": key},
        lambda key: {"op": "Replace", "path": MANAGER, "value": {"value": key}},
        lambda key: {"op": "Add", "path": f"{MANAGER}.value", "value": key},
        lambda key: {"op": "replace", "value": {MANAGER: key}},
        lambda key: {"op": "replace", "value": {ENTERPRISE: {"manager": {"value": key}}}},
        lambda key: {
            "op": "add",
            "path": MANAGER,
            "value": {"value": key, "$ref": f"{V2}/Users/{key}", "displayName": "Somebody"},
        },
    ],
)
def test_a_manager_comes_in_many_ways(cast, provider, make):
    answer = provider.patch(cast.dave, make(str(cast.bob.public_id)))
    assert answer.status_code == 204, answer.content
    assert cast.dave.assignments.current().get().manager == cast.bob


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "Remove", "path": MANAGER},
        {"op": "replace", "path": MANAGER, "value": None},
        {"op": "replace", "path": MANAGER, "value": ""},
        {"op": "replace", "path": f"{MANAGER}.value", "value": ""},
    ],
)
def test_a_manager_goes_in_many_ways(cast, provider, operation):
    answer = provider.patch(cast.dave, operation)
    assert answer.status_code == 204, answer.content
    assert cast.dave.assignments.current().get().manager is None


@pytest.mark.parametrize(
    ("operation", "email"),
    [
        ({"op": "Replace", "path": 'emails[type eq "work"].value', "value": "N@x.org"}, "n@x.org"),
        ({"op": "Add", "path": 'emails[type eq "home"].value', "value": "n@x.org"}, "same"),
        (
            {"op": "Replace", "path": "emails", "value": [{"value": "n@x.org", "primary": True}]},
            "n@x.org",
        ),
        ({"op": "Remove", "path": 'emails[type eq "work"]'}, ""),
        ({"op": "Remove", "path": "emails", "value": [{"type": "work"}]}, ""),
    ],
)
def test_one_address_is_kept(cast, provider, operation, email):
    before = cast.dave.email
    answer = provider.patch(cast.dave, operation)
    assert answer.status_code == 204, answer.content
    cast.dave.refresh_from_db()
    assert cast.dave.email == (before if email == "same" else email)


def test_an_address_is_added_where_there_is_none(cast, provider):
    provider.patch(cast.dave, {"op": "remove", "path": "emails"})
    provider.patch(
        cast.dave, {"op": "Add", "path": 'emails[type eq "work"].value', "value": "a@x.org"}
    )
    cast.dave.refresh_from_db()
    assert cast.dave.email == "a@x.org"


def test_unknown_attributes_and_parameters_are_left_alone(cast, provider):
    answer = provider.patch(
        cast.dave,
        {"op": "Add", "path": "nickName", "value": "Dave"},
        {"op": "Replace", "path": 'addresses[type eq "work"].country', "value": "ES"},
        {"op": "Replace", "value": {"urn:x:custom:User:shoe": 44, "displayName": "Other, Name"}},
    )
    assert answer.status_code == 204, answer.content
    shown = provider.get(f"/Users/{cast.dave.public_id}", {"aadOptscim062020": ""}).json()
    assert shown["displayName"] == str(cast.dave)
    made = provider.add(phoneNumbers=[{"value": "1"}], **{"urn:x:custom:User": {"shoe": 44}})
    assert made.status_code == 201
    assert "phoneNumbers" not in made.json()


def test_a_failing_operation_undoes_the_ones_before_it(cast, provider):
    answer = provider.patch(
        cast.dave,
        {"op": "replace", "path": "title", "value": "Guide"},
        {"op": "replace", "path": MANAGER, "value": "nobody"},
    )
    assert answer.status_code == 400
    assert cast.dave.assignments.get().job_title == ""


def test_a_patch_answers_with_the_user_where_attributes_are_asked_for(cast, provider):
    body = {"schemas": [PATCH_OP], "Operations": [{"op": "add", "path": "title", "value": "Guide"}]}
    answer = provider.send("PATCH", f"/Users/{cast.dave.public_id}?attributes=title", body)
    assert answer.status_code == 200
    assert answer.json()["title"] == "Guide"
    assert "emails" not in answer.json()
