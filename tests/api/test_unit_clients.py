"""Programs of one unit write people there, and can neither reach out of it nor bring people in."""

import pytest

from employees.enums import EXTERNAL_PERSON, EmployeeStatus, Grant
from employees.models import Employee
from employees.services.clients import register_client
from skillmap.core.enums import Scope
from skillmap.core.imports.uploads import incoming_of
from skillmap.core.models import ExternalId, ImportBatch, User
from skillmap.pages.importers import IMPORTERS
from tests.api.conftest import V1, Api
from tests.factories import assign, day, grant, make_employee, make_unit, make_user, since

SCOPES = [Scope.PEOPLE_WRITE, Scope.DIRECTORY_READ]


@pytest.fixture
def sales(cast):
    """A program of Acme/Sales, where Bob, Carol and Dave work."""
    client, _secret = register_client(
        actor=cast.alice.user, name="HRIS", scopes=SCOPES, unit=cast.sales
    )
    return Api(client.user, SCOPES)


def row(number, **more):
    return {
        "employee_number": number,
        "first_name": "A",
        "last_name": "B",
        "unit": "Acme/Sales/North",
        **more,
    }


def send(api, *rows, **options):
    return api.post("/people/bulk", {"people": list(rows), **options}).json()


def change(api, method, path, body):
    """A request that takes whatever version is stored."""
    send = getattr(api.client, method)
    return send(f"{V1}{path}", body, content_type="application/json", headers={"if-match": "*"})


def outcome(answer):
    """(result, columns at fault with their codes) of each row."""
    return [
        (one["result"], [(e["pointer"].rpartition("/")[2], e["code"]) for e in one["errors"]])
        for one in answer["results"]
    ]


def test_people_of_the_unit_are_added_and_changed(cast, sales):
    dave = row(cast.dave.number, manager_number=cast.carol.number)
    answer = send(sales, row("N1", manager_number=cast.bob.number), dave)
    assert outcome(answer) == [("created", []), ("updated", [])]
    new = Employee.objects.get(number="N1").assignments.get()
    assert (new.unit.path, new.manager) == ("Acme/Sales/North", cast.bob)


def test_people_of_other_units_stay_as_they_are(cast, sales):
    before = Employee.objects.filter(pk=cast.frank.pk).values().get()
    for change in ({}, {"status": "left"}, {"unit": "Acme/Engineering"}):
        [(result, faults)] = outcome(send(sales, row(cast.frank.number, **change)))
        assert (result, faults[0]) == ("rejected", ("employee_number", "out_of_scope"))
    assert Employee.objects.filter(pk=cast.frank.pk).values().get() == before
    assert cast.frank.assignments.get().unit.path == "Acme/Engineering"


@pytest.mark.parametrize("unit", ["Acme", "Acme/Salesroom", "Acme/Engineering", "Other"])
def test_nobody_is_put_outside(cast, sales, unit):
    rows = [row(number, unit=unit) for number in ("N1", cast.dave.number)]
    assert outcome(send(sales, *rows)) == [("rejected", [("unit", "out_of_scope")])] * 2
    assert not Employee.objects.filter(number="N1").exists()


def test_somebody_who_moves_away_or_has_moved_is_out_of_reach(cast, sales):
    away = make_unit("Acme/Engineering")
    cast.dave.assignments.update(valid=since(-100, until=5))
    assign(cast.dave, away, valid=since(5))
    gone = make_employee("Once Here", number="G1", status=EmployeeStatus.LEFT)
    assign(gone, cast.sales, valid=since(-300, until=-200))
    assign(gone, away, valid=since(-200, until=-100))
    found = outcome(send(sales, row(cast.dave.number), row("G1")))
    assert found == [("rejected", [("employee_number", "out_of_scope")])] * 2


def test_somebody_who_left_the_unit_comes_back_as_the_same_person(cast, sales):
    assert outcome(send(sales, row(cast.dave.number, status="left"))) == [("updated", [])]
    assert outcome(send(sales, row(cast.dave.number, status="active"))) == [("updated", [])]
    cast.dave.refresh_from_db()
    assert (cast.dave.status, cast.dave.first_name) == ("active", "A")


def test_manager_outside_is_not_named_but_stays(cast, sales):
    cast.bob.assignments.update(manager=cast.alice)
    new, stays = send(
        sales,
        row("N1", manager_number=cast.alice.number),
        row(cast.bob.number, unit="Acme/Sales", manager_number=cast.alice.number),
    )["results"]
    assert (new["result"], new["errors"][0]["code"]) == ("rejected", "out_of_scope")
    assert stays["result"] == "updated"
    assert cast.bob.assignments.get(valid__upper_inf=True).manager == cast.alice


def test_manager_outside_is_neither_read_nor_searched_for(cast, sales):
    cast.bob.assignments.update(manager=cast.alice)
    bob = sales.get(f"/people/{cast.bob.public_id}").json()
    carol = sales.get(f"/people/{cast.carol.public_id}").json()
    assert bob["assignment"]["manager"] is None
    assert carol["assignment"]["manager"]["name"] == "Bob Boss"
    assert sales.get("/people", {"manager": cast.alice.public_id}).json()["data"] == []


@pytest.mark.parametrize("dry_run", [True, False])
def test_manager_outside_is_not_told_by_what_changes(cast, sales, dry_run):
    cast.bob.assignments.update(manager=cast.alice)
    body = {"manager_number": "", "dry_run": dry_run}
    for person, before in ((cast.bob, None), (cast.carol, cast.bob.number)):
        answer = change(sales, "patch", f"/people/{person.public_id}", body).json()
        assert answer["changes"] == {"manager_number": [before, ""]}


def test_rights_and_log_ins_of_others_are_not_taken_over(cast, sales):
    """Whoever writes an e-mail could ask for a new password."""
    grant(cast.dave.user, Grant.HR_ADMIN)
    lone = make_user("Root Admin", email="root@example.org")
    rows = [row(cast.dave.number, email="mine@example.org"), row("N1", email=lone.email)]
    assert outcome(send(sales, *rows)) == [
        ("rejected", [("employee_number", "out_of_scope")]),
        ("rejected", [("email", "out_of_scope")]),
    ]
    assert User.objects.get(pk=cast.dave.user_id).email == cast.dave.email


def test_one_person_is_added_changed_and_let_go(cast, sales):
    answer = sales.post("/people", row("N1", valid_from=str(day(30))))
    assert (answer.status_code, answer.json()["person"]) == (201, None)  # comes later
    left = {"status": "left"}
    answer = change(sales, "patch", f"/people/{cast.dave.public_id}", left)
    assert (answer.status_code, answer.json()["person"]) == (200, None)
    assert change(sales, "patch", f"/people/{cast.frank.public_id}", left).status_code == 404


def test_id_of_another_system_opens_nobody_outside(cast, sales):
    ExternalId.objects.create(
        kind=EXTERNAL_PERSON, source="hris", value="4711", object_id=cast.frank.pk
    )
    body = {"first_name": "A", "last_name": "B", "unit": "Acme/Sales"}
    answer = change(sales, "put", "/people/by-external-id/hris/4711", body)
    assert answer.status_code == 400
    assert cast.frank.number not in answer.content.decode()
    body["employee_number"] = "N1"
    answer = change(sales, "put", "/people/by-external-id/hris/1", body)
    assert answer.status_code == 201
    assert ExternalId.objects.filter(value="1").exists()


def test_what_was_held_is_no_wider_when_hr_says_yes(cast, sales):
    for n in range(25):
        assign(make_employee(number=f"S{n}"), cast.sales)
    leaving = [row(f"S{n}", unit="Acme/Sales", status="left") for n in range(25)]
    answer = send(sales, *leaving, row(cast.frank.number, status="left"))
    assert answer["state"] == "held"
    batch = ImportBatch.objects.get(public_id=answer["import"])
    plan = IMPORTERS[batch.kind].plan(incoming_of(batch, confirmed=True))
    assert [fault.code for fault in plan.faults if not fault.warning] == ["out_of_scope"]


@pytest.mark.parametrize(
    "path", ["/skills/bulk", "/roles/bulk", "/ratings/bulk", "/org-units", "/org-units/bulk"]
)
def test_it_writes_nothing_that_is_everybodys(cast, path):
    scopes = Scope.values
    client, _secret = register_client(
        actor=cast.alice.user, name="All", scopes=scopes, unit=cast.sales
    )
    assert Api(client.user, scopes).post(path, {}).status_code == 403


def test_a_repeated_request_tells_nothing_of_who_moved_away(cast, sales):
    first = sales.post("/people", row("N1"), Idempotency_Key="k")
    again = sales.post("/people", row("N1"), Idempotency_Key="k")
    assert (first.status_code, again.json()) == (201, first.json())
    new = Employee.objects.get(number="N1")
    new.assignments.all().delete()
    assign(new, make_unit("Acme/Engineering"), valid=since(-10))
    hidden = sales.post("/people", row("N1"), Idempotency_Key="k")
    assert (hidden.status_code, b"Sales" in hidden.content) == (404, False)


def test_a_repeated_request_is_refused_to_who_may_not_write_any_more(cast, api_of):
    hr, rows = api_of(cast.alice), {"people": [row(cast.dave.number)]}
    done = [hr.post("/people/bulk", rows, Idempotency_Key="k") for _ in range(2)]
    assert (done[0].status_code, done[0].json()) == (200, done[1].json())
    level = {"employee_number": cast.dave.number, "skill_code": cast.soft.code, "level": 2}
    levels = {"ratings": [level | {"observed_on": "2026-01-05", "source": "self"}]}
    assert hr.post("/ratings/bulk", levels, Idempotency_Key="l").status_code == 200
    cast.alice.user.grants.all().delete()
    assert hr.post("/people/bulk", rows, Idempotency_Key="k").status_code == 403
    assert hr.post("/ratings/bulk", levels, Idempotency_Key="l").status_code == 404
