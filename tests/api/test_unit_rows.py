"""Many units over REST: added, moved and tried out, each row with its result."""

from uuid import uuid4

import pytest

from employees.models import OrgUnit, OrgUnitPlacement
from skillmap.core.api.scopes import Scope
from skillmap.core.models import FeedEvent, IdempotencyRecord
from tests.api.conftest import V1
from tests.api.test_leaving import unit_of
from tests.api.test_rows import patch
from tests.factories import day


@pytest.fixture
def hr(cast, api_of):
    return api_of(cast.alice)


def send(api, *rows, **options):
    answer = api.post("/org-units/bulk", {"org_units": list(rows), **options})
    assert answer.status_code == 200, answer.content
    return answer.json()


def outcome(answer):
    """(result, code of the first fault) of each row."""
    return [(one["result"], *(e["code"] for e in one["errors"][:1])) for one in answer["results"]]


def paths():
    return set(OrgUnit.objects.values_list("path", flat=True))


def test_each_row_has_a_result_and_good_ones_are_written(cast, hr):
    OrgUnit.objects.filter(path="Acme/Engineering").update(retired_on=day(-3))
    answer = send(
        hr,
        {"path": "Acme/Ops/Night"},
        {"path": "Acme//Night"},
        {"path": "Acme/Sales"},
        {"path": "Acme/Engineering"},
        {"path": "Acme/Market", "id": str(cast.sales.public_id), "version": 1},
    )
    assert (answer["state"], answer["applied"]) == ("applied", True)
    assert outcome(answer) == [
        ("created",),
        ("rejected", "bad_unit"),
        ("unchanged",),
        ("updated",),
        ("updated",),
    ]
    made, wrong, _same, again, moved = answer["results"]
    assert made["id"] == unit_of(hr, "Acme/Ops/Night")["id"]
    assert wrong["errors"][0]["pointer"] == "/org_units/1/path"
    assert again["changes"] == {"retired_on": [str(day(-3)), None]}
    assert moved["changes"] == {"path": ["Acme/Sales", "Acme/Market"]}
    assert {"Acme/Ops", "Acme/Market/North"} <= paths()


def test_the_same_rows_again_change_nothing(hr):
    rows = [{"path": "Acme/Ops/Night"}, {"path": "Acme/Ops"}]
    assert outcome(send(hr, *rows)) == [("created",), ("unchanged",)]  # the first made it
    before = list(OrgUnit.objects.order_by("pk").values())
    assert outcome(send(hr, *rows)) == [("unchanged",), ("unchanged",)]
    assert list(OrgUnit.objects.order_by("pk").values()) == before


def state():
    """All that a dry run must not touch."""
    return (
        list(OrgUnit.objects.order_by("pk").values()),
        OrgUnitPlacement.objects.count(),
        OrgUnit.pgh_event_model.objects.count(),
        FeedEvent.objects.count(),
    )


def test_dry_run_says_the_same_and_leaves_nothing(cast, hr):
    rows = [{"path": "Acme/Ops"}, {"path": "A", "id": str(cast.sales.public_id), "version": 1}]
    before = state()
    dry = send(hr, *rows, dry_run=True)
    assert state() == before
    assert (dry["state"], dry["applied"]) == ("checked", False)
    wet = send(hr, *rows)
    assert [one | {"id": None} for one in wet["results"]] == [
        one | {"id": None} for one in dry["results"]
    ]
    assert [one["id"] for one in dry["results"]] == [None, str(cast.sales.public_id)]


def test_the_answer_of_a_dry_run_is_never_that_of_the_real_request(hr):
    body = {"org_units": [{"path": "Acme/Ops"}]}
    dry = hr.post("/org-units/bulk", body | {"dry_run": True}, Idempotency_Key="k")
    real = hr.post("/org-units/bulk", body, Idempotency_Key="k")
    assert (dry.json()["applied"], real.status_code) == (False, 422)
    assert real.json()["code"] == "key_reused"
    assert IdempotencyRecord.objects.count() == 1
    assert "Acme/Ops" not in paths()


def test_atomic_rows_are_all_or_nothing(hr):
    before = state()
    answer = send(hr, {"path": "Acme/Ops"}, {"path": "/"}, {"path": "Acme/Day"}, atomic=True)
    assert (answer["state"], answer["applied"]) == ("refused", False)
    assert [one["result"] for one in answer["results"]] == ["created", "rejected", "created"]
    assert [one["id"] for one in answer["results"]] == [None] * 3
    assert state() == before


def test_units_do_not_get_below_each_other(cast, hr):
    """Whichever path the second row names: the one of before is left, the new one is a loop."""
    eng = unit_of(hr, "Acme/Engineering")
    sales = {"id": str(cast.sales.public_id), "version": 1}
    down = {**sales, "path": "Acme/Engineering/Sales"}
    for path, code in (
        ("Acme/Sales/Engineering", "moved_away"),
        ("Acme/Engineering/Sales/Engineering", "unit_loop"),
    ):
        up = {"id": eng["id"], "version": 1, "path": path}
        answer = send(hr, down, up, dry_run=True)
        assert outcome(answer) == [("updated",), ("rejected", code)]
    assert outcome(send(hr, down, {"path": "Acme/Sales/New"})) == [
        ("updated",),
        ("rejected", "moved_away"),
    ]
    assert "Acme/Sales" not in paths()


def test_a_place_that_is_taken_again_has_parts_again(cast, hr):
    eng = unit_of(hr, "Acme/Engineering")
    rows = [
        {"id": str(cast.sales.public_id), "version": 1, "path": "Acme/Market"},
        {"id": eng["id"], "version": 1, "path": "Acme/Sales"},
        {"path": "Acme/Sales/New"},
        {"path": "Acme/Engineering"},
        {"path": "Acme/Engineering/New"},
    ]
    assert [one[0] for one in outcome(send(hr, *rows))] == ["updated"] * 2 + ["created"] * 3
    assert {"Acme/Market/North", "Acme/Sales/New", "Acme/Engineering/New"} <= paths()


def test_a_parent_and_its_part_move_by_the_versions_that_were_read(cast, hr):
    north = unit_of(hr, "Acme/Sales/North")
    rows = [
        {"id": str(cast.sales.public_id), "version": 1, "path": "Acme/Market"},
        {"id": north["id"], "version": 1, "path": "Acme/North"},
        {"id": north["id"], "version": 1, "path": "Acme/South"},
    ]
    assert outcome(send(hr, *rows)) == [("updated",), ("updated",), ("rejected", "unknown")]
    assert {"Acme/Market", "Acme/North"} <= paths()
    late = send(hr, {"id": north["id"], "version": 1, "path": "Acme/East"})
    assert (outcome(late), late["state"]) == ([("rejected", "stale_version")], "refused")


@pytest.mark.parametrize(
    ("row", "pointer", "code"),
    [
        ({"path": "A", "id": str(uuid4()), "version": 1}, "id", "unknown"),
        ({"path": "A", "id": str(uuid4())}, "version", "required"),
        ({"path": "A", "version": 1}, "id", "required"),
        ({"path": "A", "id": "1", "version": 1}, "id", "invalid"),
        ({"path": "x/" * 400 + "x"}, "path", "max_length"),
        ({"path": "a\0b"}, "path", "null_characters_not_allowed"),
        ({"path": None}, "path", "null"),
        ({}, "path", "required"),
    ],
)
def test_a_row_that_cannot_be_is_rejected_alone(hr, row, pointer, code):
    answer = send(hr, row, {"path": "Acme/Ops"})
    assert outcome(answer) == [("rejected", code), ("created",)]
    assert answer["results"][0]["errors"][0]["pointer"] == f"/org_units/0/{pointer}"


@pytest.mark.parametrize(
    ("rows", "pointer", "code"),
    [
        ([], "/org_units", "empty"),
        ([{"path": "A"}] * 501, "/org_units", "max_length"),
        ([{"path": "A", "head": "B"}], "/org_units/0/head", "unknown_field"),
        (["A"], "/org_units/0", "invalid"),
        ("A", "/org_units", "not_a_list"),
    ],
)
def test_a_body_of_another_shape_is_refused_whole(hr, rows, pointer, code):
    response = hr.post("/org-units/bulk", {"org_units": rows})
    assert response.status_code == 400
    (fault,) = response.json()["errors"]
    assert (fault["pointer"], fault["code"]) == (pointer, code)


def test_one_unit_is_tried_out_before_it_is_added_or_moved(cast, hr):
    before = state()
    dry = hr.post("/org-units", {"path": "Acme/Ops", "dry_run": True})
    assert (dry.status_code, dry.json()["result"], dry.json()["id"]) == (200, "created", None)
    here = f"/org-units/{cast.sales.public_id}"
    dry = patch(hr, here, {"path": "Acme/Market", "dry_run": True}, 1)
    assert dry.json()["changes"] == {"path": ["Acme/Sales", "Acme/Market"]}
    assert patch(hr, here, {"path": "Acme/Market", "dry_run": True}, 2).status_code == 412
    assert state() == before


def test_who_may_not_read_units_is_not_told_what_they_were(cast, api_of):
    writer = api_of(cast.alice, [Scope.ORG_WRITE])
    here = f"/org-units/{cast.sales.public_id}"
    told = patch(writer, here, {"path": "Acme/Market"}, 1)
    assert told.json()["changes"] == {"path": [None, "Acme/Market"]}
    assert (told["ETag"], "name" in told.json()) == ('"2"', False)
    assert writer.client.get(f"{V1}{here}").status_code == 403


def test_only_those_who_write_units_write_many(cast, api_of):
    body = {"org_units": [{"path": "Mine"}]}
    for name in ("bob", "erin", "grace", "heidi"):
        assert api_of(cast.people[name]).post("/org-units/bulk", body).status_code == 403, name
    reader = api_of(cast.alice, [Scope.ORG_READ])
    assert reader.post("/org-units/bulk", body).status_code == 403
    assert "Mine" not in paths()
