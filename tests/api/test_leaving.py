"""DELETE over REST: people leave and units are retired, and what was stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from employees.enums import EmployeeStatus
from employees.imports import people_guard
from employees.models import Assignment, Employee
from employees.services.clients import register_client
from skillmap.core.enums import ImportState, Scope
from skillmap.core.models import ImportBatch, Notification
from tests.api.conftest import V1, Api
from tests.api.test_library_rows import delete
from tests.api.test_rows import patch, person
from tests.cast import make_cast
from tests.factories import day

SCOPES = [Scope.PEOPLE_WRITE, Scope.DIRECTORY_READ]


@pytest.fixture
def hr(cast, api_of):
    return api_of(cast.alice)


@pytest.fixture
def program():
    def make(cast, unit=None):
        client, _secret = register_client(
            actor=cast.alice.user, name=f"HRIS {unit or ''}", scopes=SCOPES, unit=unit
        )
        return Api(client.user, SCOPES)

    return make


def gone(people):
    return {one.number for one in people if one.status == EmployeeStatus.LEFT}


def test_a_deleted_person_has_left_and_keeps_what_was(cast, hr):
    here = f"/people/{cast.dave.public_id}"
    answer = delete(hr, here, 1)
    assert (answer.status_code, answer.content) == (204, b"")
    cast.dave.refresh_from_db()
    assert (cast.dave.status, cast.dave.left_on) == (EmployeeStatus.LEFT, day(0))
    assert cast.dave.user.is_active is False
    assert cast.dave.assignments.get().valid.upper == day(0)
    batch = ImportBatch.objects.get()
    assert (batch.actor, batch.updated) == (cast.alice.user, 1)
    assert delete(hr, here, 2).status_code == 204  # has left already
    assert Employee.objects.get(pk=cast.dave.pk).version == 2


@pytest.mark.django_db(transaction=True)
def test_readers_are_told_and_one_of_the_unit_that_the_person_is_gone(transactional_db, program):
    cast = make_cast()
    whole, unit = program(cast), program(cast, cast.sales)
    cursors = [one.get("/events", {"start": "now"}).json()["page"]["next_cursor"]
               for one in (whole, unit)]  # fmt: skip
    here = f"/people/{cast.dave.public_id}"
    assert delete(unit, here, 1).status_code == 204
    told = [
        [(row["id"], row["action"]) for row in one.get(
            "/events", {"cursor": cursor, "kind": "person"}).json()["data"]]
        for one, cursor in zip((whole, unit), cursors, strict=True)
    ]  # fmt: skip
    dave = str(cast.dave.public_id)
    assert told == [[(dave, "changed")], [(dave, "deleted")]]
    assert whole.get(here).json()["status"] == "left"
    assert unit.get(here).status_code == 404
    assert delete(unit, here, 2).status_code == 404


@pytest.mark.parametrize(("version", "status"), [(None, 428), (7, 412), ("x", 400)])
def test_nobody_leaves_without_the_version_that_stands(cast, hr, version, status):
    assert delete(hr, f"/people/{cast.dave.public_id}", version).status_code == status
    cast.dave.refresh_from_db()
    assert cast.dave.status == EmployeeStatus.ACTIVE


def test_only_who_writes_people_lets_them_leave(cast, api_of, program):
    here = f"/people/{cast.frank.public_id}"
    for name in ("bob", "erin", "grace", "heidi", "frank"):
        assert delete(api_of(cast.people[name]), here, 1).status_code == 403, name
    assert delete(api_of(cast.alice, [Scope.DIRECTORY_READ]), here, 1).status_code == 403
    sales = program(cast, cast.sales)
    assert delete(sales, here, 1).status_code == 404  # works elsewhere
    assert delete(sales, f"/people/{cast.dave.public_id}", 1).status_code == 204
    assert gone(Employee.objects.all()) == {cast.dave.number}


# --- too many one after the other ----------------------------------------------------------------


@pytest.fixture
def crew(hr):
    """Thirty people, sent by somebody else."""
    numbers = [f"N{place}" for place in range(30)]
    hr.post("/people/bulk", {"people": [person(number) for number in numbers]})
    return list(Employee.objects.filter(number__in=numbers).order_by("pk"))


def test_one_by_one_no_more_leave_in_a_day_than_at_once(cast, hr, crew, program):
    hris = program(cast)
    limit = people_guard.GUARD_LEAVERS
    for one in crew[:limit]:
        assert delete(hris, f"/people/{one.public_id}", 1).status_code == 204
    note = Notification.objects.get(kind="leavers_used_up")
    assert (note.user, "HRIS" in note.title) == (cast.alice.user, True)
    late = crew[limit]
    for refused in (
        delete(hris, f"/people/{late.public_id}", 1),
        patch(hris, f"/people/{late.public_id}", {"status": "left"}, 1),
        patch(hris, f"/people/{late.public_id}", {"status": "left", "dry_run": True}, 1),
    ):
        assert (refused.status_code, refused.json()["code"]) == (409, "held")
        assert "they are 21" in refused.json()["detail"]
    assert patch(hris, f"/people/{late.public_id}", {"last_name": "Here"}, 1).status_code == 200
    assert Employee.objects.filter(status=EmployeeStatus.LEFT).count() == limit
    assert delete(hr, f"/people/{late.public_id}", 2).status_code == 204  # somebody else's day


def test_leavers_with_something_to_confirm_count_too(cast, crew, program, monkeypatch):
    monkeypatch.setattr(people_guard, "GUARD_LEAVERS", 2)
    hris = program(cast)
    body = {"status": "left", "learning_hours_per_week": "30"}
    told = [patch(hris, f"/people/{one.public_id}", body, 1).status_code for one in crew[:3]]
    assert told == [200, 200, 409]


def test_programs_share_one_day_and_people_have_their_own(cast, hr, crew, program, monkeypatch):
    monkeypatch.setattr(people_guard, "GUARD_LEAVERS", 2)
    one, other = program(cast), program(cast, cast.sales)
    told = [
        delete(api, f"/people/{who.public_id}", 1).status_code
        for api, who in zip((one, other, one, other, hr), crew, strict=False)
    ]
    assert told == [204, 204, 409, 409, 204]


def test_parts_of_a_list_count_together_and_only_for_a_day(cast, hr, crew, program):
    hris = program(cast)

    def leave(people):
        rows = [person(one.number, status="left") for one in people]
        return hris.post("/people/bulk", {"people": rows}).json()

    assert leave(crew[:15])["state"] == "applied"
    held = leave(crew[15:])
    assert (held["state"], held["applied"]) == ("held", False)
    assert "15 of" in held["note"]
    assert "they are 30" in held["note"]
    ImportBatch.objects.filter(public_id=held["import"]).update(state=ImportState.DISCARDED)
    yesterday = timezone.now() - timedelta(hours=25)
    ImportBatch.objects.update(applied_at=yesterday)
    assert leave(crew[15:])["state"] == "applied"


# --- units ---------------------------------------------------------------------------------------


def unit_of(hr, path):
    return hr.get("/org-units", {"path": path}).json()["data"][0]


def test_a_unit_is_renamed_with_all_below_it_from_today(cast, hr):
    sales = unit_of(hr, "Acme/Sales")
    changed = patch(hr, f"/org-units/{sales['id']}", {"path": "Acme/Market"}, 1)
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    assert (changed.json()["name"], changed.json()["path"]) == ("Market", "Acme/Market")
    assert unit_of(hr, "Acme/Market/North")
    assert not hr.get("/org-units", {"path": "Acme/Sales/North"}).json()["data"]
    place = hr.get(f"/people/{cast.dave.public_id}").json()["assignment"]
    assert place["unit"]["path"] == "Acme/Market/North"
    past, present = cast.sales.placements.order_by("valid")
    assert (past.name, past.valid.upper) == ("Sales", day(0))
    assert (present.name, present.valid.lower, present.valid.upper) == ("Market", day(0), None)
    again = patch(hr, f"/org-units/{sales['id']}", {"path": "Acme/Trade"}, 2)
    assert again.status_code == 200
    assert [one.name for one in cast.sales.placements.order_by("valid")] == ["Sales", "Trade"]


def test_a_unit_moves_to_where_nothing_was(cast, hr):
    north = unit_of(hr, "Acme/Sales/North")
    moved = patch(hr, f"/org-units/{north['id']}", {"path": "Acme/World/Europe/North"}, 1)
    assert moved.status_code == 200
    parent = unit_of(hr, "Acme/World/Europe")
    placement = cast.dave.assignments.get().unit.placements.get(valid__upper_inf=True)
    assert str(placement.parent.public_id) == parent["id"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("Acme/Sales/North/Sales", 422, "unit_loop"),
        ("Acme/Engineering", 409, "exists"),
        ("Acme//Sales", 400, "invalid"),
        ("x/" * 295 + "Sales", 422, "too_long"),
        (None, 400, "invalid"),
    ],
)
def test_a_unit_does_not_go_where_it_cannot_stand(cast, hr, path, status, code):
    here = f"/org-units/{cast.sales.public_id}"
    refused = patch(hr, here, {"path": path}, 1)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert (hr.get(here).json()["path"], hr.get(here)["ETag"]) == ("Acme/Sales", '"1"')


def test_a_unit_needs_the_version_that_stands(cast, hr):
    here = f"/org-units/{cast.sales.public_id}"
    for method in (lambda version: patch(hr, here, {"path": "A"}, version),
                   lambda version: delete(hr, here, version)):  # fmt: skip
        assert [method(version).status_code for version in (None, 7)] == [428, 412]
    assert patch(hr, here, {"path": "A", "name": "B"}, 1).json()["errors"][0]["pointer"] == "/name"


def test_only_an_empty_unit_is_retired(cast, hr):
    sales, north = (unit_of(hr, path) for path in ("Acme/Sales", "Acme/Sales/North"))
    refused = delete(hr, f"/org-units/{sales['id']}", 1)
    assert (refused.status_code, refused.json()["code"]) == (409, "in_use")
    assert "units below" in refused.json()["detail"]
    refused = delete(hr, f"/org-units/{north['id']}", 1)
    assert "People work" in refused.json()["detail"]
    Assignment.objects.filter(unit__path="Acme/Sales/North").update(
        unit=cast.frank.assignments.get().unit
    )
    assert delete(hr, f"/org-units/{north['id']}", 1).status_code == 204
    assert hr.get(f"/org-units/{north['id']}").json()["retired_on"] == str(day(0))
    again = delete(hr, f"/org-units/{north['id']}", 2)
    assert (again.status_code, again.json()["code"]) == (409, "retired")
    assert hr.post("/org-units", {"path": "Acme/Sales/North"}).json()["retired_on"] is None


def test_a_unit_that_somebody_is_to_join_is_not_retired(cast, hr):
    unit = hr.post("/org-units", {"path": "Acme/New"}).json()
    hr.post("/people/bulk", {"people": [person("N1", unit="Acme/New", valid_from=str(day(30)))]})
    assert delete(hr, f"/org-units/{unit['id']}", 1).status_code == 409
    assert hr.get(f"/org-units/{unit['id']}").json()["retired_on"] is None


def test_units_are_rearranged_by_hr_admins_and_programs_of_everybody(cast, api_of):
    here = f"/org-units/{cast.sales.public_id}"
    scopes = [Scope.ORG_READ, Scope.ORG_WRITE]
    client, _secret = register_client(
        actor=cast.alice.user, name="Sales", scopes=scopes, unit=cast.sales
    )
    others = [Api(client.user, scopes), *(api_of(cast.people[one]) for one in ("bob", "erin"))]
    for api in [*others, api_of(cast.alice, [Scope.ORG_READ])]:
        assert patch(api, here, {"path": "Mine"}, 1).status_code == 403
        assert delete(api, here, 1).status_code == 403
    assert api_of(cast.alice).client.get(f"{V1}{here}").json()["path"] == "Acme/Sales"
