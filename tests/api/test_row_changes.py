"""What a row written over REST leaves alone, whom it answers, and what it tells them."""

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from employees.enums import EmployeeStatus
from employees.models import Employee
from skillmap.core.api import writing
from tests.api.conftest import V1
from tests.api.test_rows import patch, person
from tests.factories import assign, day, since


@pytest.fixture
def hr(cast, api_of):
    return api_of(cast.alice)


def test_a_change_leaves_a_planned_move_alone(cast, hr):
    place, split = cast.dave.assignments.get(), day(30)
    place.valid = since(until=30)
    place.save()
    assign(cast.dave, "Acme/Engineering", manager=place.manager, valid=DateRange(split, None))
    changed = patch(hr, f"/people/{cast.dave.public_id}", {"work_mode": "remote"}, 1)
    assert changed.json()["changes"] == {"work_mode": ["onsite", "remote"]}
    places = cast.dave.assignments.order_by("valid").values_list("unit__path", "valid")
    assert [(unit, days.lower == split) for unit, days in places] == [
        ("Acme/Sales/North", False),
        ("Acme/Engineering", True),
    ]


def test_somebody_who_left_is_put_right_and_stays_gone(cast, hr):
    cast.dave.assignments.update(valid=since(until=-10))
    cast.dave.status, cast.dave.left_on = EmployeeStatus.LEFT, day(-10)
    cast.dave.save()
    answer = patch(hr, f"/people/{cast.dave.public_id}", {"last_name": "Correct"}, 1)
    assert (answer.status_code, answer.json()["result"]) == (200, "updated")
    cast.dave.refresh_from_db()
    gone = (cast.dave.last_name, cast.dave.status, cast.dave.left_on)
    assert gone == ("Correct", EmployeeStatus.LEFT, day(-10))
    assert cast.dave.assignments.get().valid.upper == day(-10)


@pytest.mark.parametrize(
    ("scope", "path", "row"),
    [
        ("people:write", "/people", {"one": "person", **person("N1")}),
        ("skills:write", "/skills", {"one": "skill", "skill_code": "S9", "name": "Knots"}),
        (
            "activities:write",
            "/activities",
            {"one": "activity", "activity_code": "A9", "title": "Knots", "mode": "course"}
            | {"hours_per_session": 1},
        ),
    ],
)
def test_writing_is_not_reading(cast, api_of, hr, scope, path, row):
    one = row.pop("one")
    writer = api_of(cast.alice, [scope])
    assert writer.get(path).status_code == 403
    made = writer.post(path, row)
    assert (made.status_code, made.json()["result"], made.json()[one]) == (201, "created", None)
    here = made["Location"].removeprefix(V1)
    assert hr.get(here)["ETag"] == made["ETag"]
    assert patch(writer, here, {}, 1).json()[one] is None
    assert patch(hr, here, {}, 1).json()[one]["id"] in here


def test_any_version_writes_over_what_is_stored_when_its_turn_has_come(cast, hr, monkeypatch):
    """An import that was written while the request waited is not undone by it."""
    turn = writing.wait_for_turn

    def wait():
        turn()
        Employee.objects.filter(pk=cast.dave.pk).update(first_name="Renamed")

    monkeypatch.setattr(writing, "wait_for_turn", wait)
    here = f"{V1}/people/{cast.dave.public_id}"
    headers = {"if-match": "*"}
    body = {"work_mode": "remote"}
    hr.client.patch(here, body, content_type="application/json", headers=headers)
    cast.dave.refresh_from_db()
    assert (cast.dave.first_name, cast.dave.work_mode) == ("Renamed", "remote")


def test_the_learning_manager_writes_the_catalogue_and_nothing_else(cast, api_of):
    row = {"activity_code": "A9", "title": "Knots", "mode": "course", "hours_per_session": 1}
    grace = api_of(cast.grace)
    made = grace.post("/activities", row)
    assert made.status_code == 201
    assert grace.post("/activities/bulk", {"activities": [row]}).status_code == 200
    assert grace.post("/skills", {"skill_code": "S9", "name": "Knots"}).status_code == 403
    assert api_of(cast.bob).post("/activities/bulk", {"activities": [row]}).status_code == 403
