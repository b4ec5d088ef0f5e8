"""People over SCIM: shown, added, changed, ended, had back."""

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from employees.enums import EmployeeStatus
from employees.imports import people_guard
from employees.models import Employee
from employees.services.clients import revoke_client
from skillmap.core.models import ExternalId, FeedEvent, ImportBatch, Notification
from tests.factories import assign, day, since
from tests.scim.conftest import ENTERPRISE, USER, V2


def test_a_person_is_shown_with_place_manager_and_version(cast, provider):
    dave = provider.show(cast.dave)
    carol = cast.carol
    assert dave["userName"] == cast.dave.email
    assert dave["name"]["familyName"] == cast.dave.last_name
    assert dave["emails"] == [{"value": cast.dave.email, "type": "work", "primary": True}]
    assert dave["active"] is True
    work = dave[ENTERPRISE]
    assert work["employeeNumber"] == cast.dave.number
    assert (work["organization"], work["division"], work["department"]) == (
        "Acme",
        "Sales",
        "North",
    )
    assert work["manager"] == {
        "value": str(carol.public_id),
        "$ref": f"http://testserver{V2}/Users/{carol.public_id}",
        "displayName": str(carol),
    }
    assert [one["display"] for one in dave["groups"]] == ["Acme/Sales/North"]
    assert dave["meta"]["version"] == 'W/"1"'
    assert dave["meta"]["location"] == f"http://testserver{V2}/Users/{cast.dave.public_id}"


def test_somebody_new_is_placed_and_may_log_in(cast, provider):
    manager = {"value": str(cast.carol.public_id)}
    answer = provider.add(
        externalId="ext-1",
        emails=[{"value": "Babs@Example.com", "type": "work", "primary": True}],
        title="Guide",
        timezone="Europe/Madrid",
        **{ENTERPRISE: {"employeeNumber": "B1", "department": "north", "manager": manager}},
    )
    assert answer.status_code == 201, answer.content
    assert answer["Content-Type"] == "application/scim+json"
    person = Employee.objects.get(number="B1")
    assert answer["Location"].endswith(f"{V2}/Users/{person.public_id}")
    assert answer["ETag"] == 'W/"1"'
    assert answer.json() == provider.show(person)
    assert (person.first_name, person.email, person.source) == (
        "Barbara",
        "babs@example.com",
        "Entra ID",
    )
    assert person.user.is_active
    place = person.assignments.get()
    assert (place.unit.path, place.manager, place.job_title) == (
        "Acme/Sales/North",
        cast.carol,
        "Guide",
    )
    batch = ImportBatch.objects.get()
    assert (batch.actor, batch.created, batch.source) == (provider.user, 1, "Entra ID")
    assert FeedEvent.objects.filter(kind="person", object_id=person.public_id).exists()


def test_names_alone_make_a_person_at_the_top(cast, provider):
    answer = provider.add(emails=None)
    assert answer.status_code == 201, answer.content
    person = Employee.objects.get(number="bjensen")
    assert (person.email, person.user) == ("", None)
    assert person.assignments.get().unit.path == "Acme"
    assert answer.json()["userName"] == "bjensen"


def test_a_user_name_that_is_an_address_is_the_log_in(cast, provider):
    assert provider.add(userName="B.Jensen@example.com").status_code == 201
    person = Employee.objects.get(number="B.Jensen@example.com")
    assert person.user.email == "b.jensen@example.com"
    shown = provider.show(person)
    assert shown["userName"] == "B.Jensen@example.com"
    provider.patch(person, {"op": "replace", "path": "userName", "value": "b2@example.com"})
    person.refresh_from_db()
    assert person.email == "b2@example.com"


@pytest.mark.parametrize(
    "name",
    [None, {}, {"givenName": "Barbara"}, {"formatted": "Barbara"}, {"familyName": "  "}],
)
def test_nobody_is_added_without_two_names(cast, provider, name):
    answer = provider.add(name=name)
    assert (answer.status_code, answer.json()["scimType"]) == (400, "invalidValue")
    assert not Employee.objects.filter(number="bjensen").exists()


@pytest.mark.parametrize(
    "sent", [{"displayName": "Ms. Babs Jensen"}, {"name": {"formatted": "Ms. Babs Jensen"}}]
)
def test_a_full_name_is_split_where_there_is_no_other(cast, provider, sent):
    assert provider.add(**{"name": None, **sent}).status_code == 201
    person = Employee.objects.get(number="bjensen")
    assert (person.first_name, person.last_name) == ("Ms. Babs", "Jensen")


def test_a_unit_is_found_by_name_by_path_or_made(cast, provider):
    cases = {
        "1": ({"department": "Engineering"}, "Acme/Engineering"),
        "2": ({"department": "Acme/Sales"}, "Acme/Sales"),
        "3": (
            {"organization": "Acme", "division": "Sales", "department": "North"},
            "Acme/Sales/North",
        ),
        "4": ({"organization": "Acme", "department": "North"}, "Acme/North"),
        "5": ({"department": "Nowhere"}, "Nowhere"),
    }
    for number, (sent, path) in cases.items():
        work = {"employeeNumber": number, **sent}
        assert provider.add(userName=f"u{number}", **{ENTERPRISE: work}).status_code == 201
        assert Employee.objects.get(number=number).assignments.get().unit.path == path
    answer = provider.add(userName="u6", **{ENTERPRISE: {"department": "north"}})
    assert answer.status_code == 400
    assert "Several units" in answer.json()["detail"]


def test_a_change_of_department_moves_from_today(cast, provider):
    answer = provider.patch(
        cast.dave, {"op": "replace", "path": f"{ENTERPRISE}:department", "value": "Engineering"}
    )
    assert answer.status_code == 204, answer.content
    old, new = cast.dave.assignments.order_by("valid")
    assert (old.unit.path, old.valid.upper) == ("Acme/Sales/North", day(0))
    assert (new.unit.path, new.valid.lower, new.manager) == ("Acme/Engineering", day(0), cast.carol)
    assert answer["ETag"] == provider.show(cast.dave)["meta"]["version"] != 'W/"1"'


def test_inactive_ends_employment_and_log_in_and_active_brings_back(cast, provider):
    assert (
        provider.patch(cast.dave, {"op": "replace", "path": "active", "value": False}).status_code
        == 204
    )
    cast.dave.refresh_from_db()
    assert (cast.dave.status, cast.dave.left_on) == (EmployeeStatus.LEFT, day(0))
    assert not cast.dave.user.is_active
    assert cast.dave.assignments.get().valid.upper == day(0)
    assert provider.show(cast.dave)["active"] is False
    assert provider.find(f'userName eq "{cast.dave.email}"') == [str(cast.dave)]
    provider.patch(cast.dave, {"op": "replace", "value": {"active": True}})
    cast.dave.refresh_from_db()
    cast.dave.user.refresh_from_db()
    assert (cast.dave.status, cast.dave.user.is_active) == (EmployeeStatus.ACTIVE, True)
    assert cast.dave.assignments.current().get().unit.path == "Acme/Sales/North"


def test_somebody_on_leave_is_active_and_stays_on_leave(cast, provider):
    Employee.objects.filter(pk=cast.dave.pk).update(status=EmployeeStatus.LEAVE)
    assert provider.show(cast.dave)["active"] is True
    provider.patch(
        cast.dave,
        {"op": "replace", "path": "active", "value": True},
        {"op": "replace", "path": "title", "value": "Guide"},
    )
    cast.dave.refresh_from_db()
    assert cast.dave.status == EmployeeStatus.LEAVE


def test_deleted_is_gone_for_the_provider_and_has_left_for_others(cast, provider, provider_of):
    here = f"/Users/{cast.dave.public_id}"
    provider.patch(cast.dave, {"op": "add", "path": "externalId", "value": "x1"})
    assert provider.send("DELETE", here).status_code == 204
    cast.dave.refresh_from_db()
    assert cast.dave.status == EmployeeStatus.LEFT
    assert not cast.dave.user.is_active
    for method in ("GET", "PATCH", "PUT", "DELETE"):
        assert provider.send(method, here, {}).status_code == 404
    assert provider.find(f'userName eq "{cast.dave.email}"') == []
    assert provider.find('externalId eq "x1"') == []
    assert provider_of(name="Okta").show(cast.dave)["active"] is False


def test_whoever_was_deleted_or_left_comes_back_as_the_same_person(cast, provider):
    provider.send("DELETE", f"/Users/{cast.dave.public_id}")
    work = {"employeeNumber": cast.dave.number, "department": "Engineering"}
    answer = provider.add(userName=cast.dave.email, **{ENTERPRISE: work})
    assert answer.status_code == 201, answer.content
    assert answer.json()["id"] == str(cast.dave.public_id)
    cast.dave.refresh_from_db()
    assert (cast.dave.first_name, cast.dave.status) == ("Barbara", EmployeeStatus.ACTIVE)
    assert cast.dave.assignments.count() == 2
    again = provider.add(userName=cast.dave.email, **{ENTERPRISE: work})
    assert (again.status_code, again.json()["scimType"]) == (409, "uniqueness")


def test_what_a_put_leaves_out_stays_and_null_empties(cast, provider):
    provider.patch(cast.dave, {"op": "add", "path": "title", "value": "Guide"})
    here = f"/Users/{cast.dave.public_id}"
    body = {"schemas": [USER], "userName": "dave", "name": {"familyName": "Renamed"}}
    answer = provider.send("PUT", here, body)
    assert answer.status_code == 200, answer.content
    shown = answer.json()
    assert (shown["userName"], shown["title"], shown["active"]) == ("dave", "Guide", True)
    assert shown["name"]["givenName"] == cast.dave.first_name
    assert shown["name"]["familyName"] == "Renamed"
    assert shown[ENTERPRISE]["department"] == "North"
    emptied = provider.send("PUT", here, {**body, "title": None, ENTERPRISE: {"manager": None}})
    assert emptied.status_code == 200
    assert "title" not in emptied.json()
    assert "manager" not in emptied.json()[ENTERPRISE]
    assert cast.dave.assignments.current().get().manager is None


def test_the_same_again_changes_nothing(cast, provider):
    shown = provider.show(cast.dave)
    provider.send("PUT", f"/Users/{cast.dave.public_id}", shown)
    batches, version = ImportBatch.objects.count(), provider.show(cast.dave)["meta"]["version"]
    assert provider.send("PUT", f"/Users/{cast.dave.public_id}", shown).status_code == 200
    assert provider.show(cast.dave)["meta"]["version"] == version
    assert ImportBatch.objects.count() == batches


def test_a_version_decides_who_may_write(cast, provider):
    change = {"op": "replace", "path": "title", "value": "Guide"}
    here = f"/Users/{cast.dave.public_id}"
    assert provider.get(here, if_none_match='W/"1"').status_code == 304
    assert provider.patch(cast.dave, change, if_match='W/"2"').status_code == 412
    assert provider.patch(cast.dave, change, if_match='W/"1"').status_code == 204
    assert provider.patch(cast.dave, change, if_match='W/"1"').status_code == 412
    assert provider.send("DELETE", here, if_match='W/"1"').status_code == 412
    assert provider.get(here, if_none_match='W/"1"').status_code == 200


def test_a_new_name_in_the_provider_is_a_new_version(cast, provider):
    provider.patch(cast.dave, {"op": "add", "path": "externalId", "value": "x1"})
    first = provider.show(cast.dave)
    assert (first["externalId"], first["meta"]["version"]) == ("x1", 'W/"2"')
    provider.patch(cast.dave, {"op": "remove", "path": "externalId"})
    assert "externalId" not in provider.show(cast.dave)


def test_each_provider_has_names_of_its_own(cast, provider, provider_of):
    other = provider_of(name="Okta")
    provider.patch(cast.dave, {"op": "replace", "value": {"userName": "d1", "externalId": "x"}})
    assert other.show(cast.dave)["userName"] == cast.dave.email
    other.patch(cast.carol, {"op": "replace", "value": {"userName": "d1", "externalId": "x"}})
    assert provider.find('userName eq "D1"') == [str(cast.dave)]
    assert other.find('userName eq "D1"') == [str(cast.carol)]


def test_a_later_program_of_the_same_name_inherits_no_names(cast, provider, provider_of):
    provider.patch(cast.dave, {"op": "replace", "value": {"userName": "d1", "externalId": "x"}})
    provider.send("DELETE", f"/Users/{cast.carol.public_id}")
    revoke_client(actor=cast.alice.user, client=provider.user.client)
    later = provider_of()
    assert later.find('userName eq "d1" or externalId eq "x"') == []
    shown = later.show(cast.dave)
    assert (shown["userName"], "externalId" in shown) == (cast.dave.email, False)
    assert later.show(cast.carol)["active"] is False
    assert later.add().status_code == 201
    assert Employee.objects.get(number="bjensen").source == "Entra ID"


def test_no_more_people_end_in_a_day_than_by_a_file(cast, provider, monkeypatch):
    monkeypatch.setattr(people_guard, "GUARD_LEAVERS", 2)
    assert provider.send("DELETE", f"/Users/{cast.carol.public_id}").status_code == 204
    inactive = {"op": "replace", "path": "active", "value": False}
    assert provider.patch(cast.dave, inactive).status_code == 204
    assert Notification.objects.get(kind="leavers_used_up").user == cast.alice.user
    refused = [
        provider.send("DELETE", f"/Users/{cast.frank.public_id}"),
        provider.patch(cast.frank, inactive),
    ]
    for answer in refused:
        assert (answer.status_code, answer["Content-Type"]) == (409, "application/scim+json")
        assert "HR has to bring this in" in answer.json()["detail"]
    assert provider.show(cast.frank)["active"] is True
    title = {"op": "replace", "path": "title", "value": "Guide"}
    assert provider.patch(cast.frank, title).status_code == 204


def test_people_of_another_system_stay_on_its_list(cast, provider):
    Employee.objects.filter(pk=cast.dave.pk).update(source="hris")
    provider.patch(cast.dave, {"op": "replace", "path": "title", "value": "Guide"})
    cast.dave.refresh_from_db()
    assert cast.dave.source == "hris"


@pytest.mark.parametrize("what", ["userName", "employeeNumber", "emails", "externalId"])
def test_what_somebody_else_has_is_a_conflict(cast, provider, what):
    provider.patch(cast.dave, {"op": "add", "path": "externalId", "value": "x1"})
    sent = {
        "userName": {"userName": cast.dave.email.upper()},
        "employeeNumber": {ENTERPRISE: {"employeeNumber": cast.dave.number}},
        "emails": {"emails": [{"value": cast.dave.email.upper()}]},
        "externalId": {"externalId": "x1"},
    }
    answer = provider.add(**sent[what])
    assert (answer.status_code, answer.json()["scimType"]) == (409, "uniqueness"), answer.content
    assert Employee.objects.filter(first_name="Barbara").count() == 0
    assert ExternalId.objects.count() == 2


def test_managers_are_people_and_never_in_a_circle(cast, provider):
    def lead(person, manager):
        path = f"{ENTERPRISE}:manager"
        return provider.patch(person, {"op": "add", "path": path, "value": str(manager)})

    circle = lead(cast.bob, cast.dave.public_id)
    assert (circle.status_code, circle.json()["scimType"]) == (400, "invalidValue")
    assert lead(cast.bob, cast.bob.public_id).status_code == 400
    assert lead(cast.dave, "nobody").status_code == 400
    assert lead(cast.dave, cast.bob.public_id).status_code == 204
    assert cast.dave.assignments.current().get().manager == cast.bob


def test_a_place_to_come_stays(cast, provider):
    place = cast.dave.assignments.get()
    place.valid = since(until=30)
    place.save()
    assign(cast.dave, "Acme/Engineering", manager=place.manager, valid=DateRange(day(30), None))
    assert provider.show(cast.dave)[ENTERPRISE]["department"] == "North"
    provider.patch(cast.dave, {"op": "replace", "path": "timezone", "value": "Europe/Madrid"})
    units = cast.dave.assignments.order_by("valid").values_list("unit__path", flat=True)
    assert list(units) == ["Acme/Sales/North", "Acme/Engineering"]
