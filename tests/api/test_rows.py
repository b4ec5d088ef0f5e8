"""Rows over REST: one or many, in the columns of our files, each with its result."""

import json

import pytest

from employees.enums import EmployeeStatus
from employees.models import Employee, RoleProfile
from skillmap.core.api.scopes import Scope
from skillmap.core.models import ExternalId, ImportBatch
from skills.models import Skill
from tests.api.conftest import V1
from training.models import Activity


def person(number, **more):
    return {
        "employee_number": number,
        "first_name": "Ann",
        "last_name": "Other",
        "unit": "Acme/Sales",
    } | more


def patch(api, path, body, version=None):
    headers = {} if version is None else {"if-match": f'"{version}"'}
    return api.client.patch(f"{V1}{path}", body, content_type="application/json", headers=headers)


@pytest.fixture
def hr(cast, api_of):
    return api_of(cast.alice)


# --- many at once --------------------------------------------------------------------------------


def test_each_row_has_a_result_and_good_ones_are_written(cast, hr):
    rows = [
        person("N1", languages=["de", "pt-BR"], learning_hours_per_week=3),
        person("N2", languages=None, learning_hours_per_week="many"),
        person(cast.dave.number, languages=[], learning_hours_per_week=None)
        | {"first_name": "Dave", "last_name": "Indirect", "unit": "Acme/Sales/North"},
    ]
    answer = hr.post("/people/bulk", {"people": rows, "source": "hris"}).json()

    assert (answer["state"], answer["applied"]) == ("applied", True)
    assert [one["result"] for one in answer["results"]] == ["created", "rejected", "updated"]
    assert answer["results"][0]["changes"]["languages"] == [None, ["de", "pt-BR"]]
    assert answer["results"][1]["errors"] == [
        {
            "pointer": "/people/1/learning_hours_per_week",
            "code": "bad_number",
            "detail": "This is not a number. Write it as 12.5.",
        }
    ]
    assert answer["results"][2]["changes"] == {"source": ["", "hris"]}
    new = Employee.objects.get(number="N1")
    assert (new.languages, new.source, new.learning_hours_per_week) == (["de", "pt-BR"], "hris", 3)
    assert not Employee.objects.filter(number="N2").exists()
    batch = ImportBatch.objects.get(public_id=answer["import"])
    assert (batch.created, batch.updated, batch.rejected) == (1, 1, 1)
    assert batch.actor == cast.alice.user


def test_the_same_rows_again_change_nothing(hr):
    body = {"people": [person("N1"), person("N2", last_name="Two")]}
    hr.post("/people/bulk", body)
    again = hr.post("/people/bulk", body).json()
    assert [one["result"] for one in again["results"]] == ["unchanged", "unchanged"]


def test_dry_run_says_the_same_and_writes_nothing(hr):
    body = {"people": [person("N1"), person("", first_name="")]}
    dry = hr.post("/people/bulk", body | {"dry_run": True}).json()
    assert (dry["state"], dry["applied"], dry["import"]) == ("checked", False, None)
    assert not Employee.objects.filter(number="N1").exists()
    assert not ImportBatch.objects.exists()
    wet = hr.post("/people/bulk", body).json()
    assert wet["results"] == dry["results"]


def test_atomic_rows_are_all_or_nothing(hr):
    body = {"people": [person("N1"), person("N2", unit="/")], "atomic": True}
    answer = hr.post("/people/bulk", body).json()
    assert (answer["state"], answer["applied"]) == ("refused", False)
    assert not Employee.objects.filter(number="N1").exists()


def test_too_many_leavers_are_held_for_a_person_as_with_a_file(cast, hr):
    everybody = Employee.objects.order_by("number").values_list("number", flat=True)
    numbers = [*everybody, *(f"N{place}" for place in range(30))]
    hr.post("/people/bulk", {"people": [person(number) for number in numbers[8:]]})
    leaving = [person(number, status="left") for number in numbers[8:]]
    answer = hr.post("/people/bulk", {"people": leaving, "source": "hris"}).json()
    assert (answer["state"], answer["applied"]) == ("held", False)
    assert "would be marked as left" in answer["note"]
    assert not Employee.objects.filter(status=EmployeeStatus.LEFT).exists()
    assert hr.get(f"/imports/{answer['import']}").json()["state"] == "held"
    assert hr.post(f"/imports/{answer['import']}/apply", {}).status_code == 202


@pytest.mark.parametrize(
    ("rows", "pointer", "code"),
    [
        ([], "/people", "empty"),
        ([person("N")] * 501, "/people", "max_length"),
        ([person("N", shoe_size=43)], "/people/0/shoe_size", "unknown_field"),
        ([person("N"), person("M", email="m@example.org")], "/people/1/", "uneven_rows"),
        ([{"employee_number": "", "unit": None}], "/people/0/", "empty_row"),
        ([person({"a": 1})], "/people/0/employee_number", "invalid"),
        ([person("a\0b")], "/people/0/employee_number", "null_characters_not_allowed"),
        ([person("N", languages=["a|b"])], "/people/0/languages", "invalid"),
        ([person("N", languages=[["de"]])], "/people/0/languages", "invalid"),
        (["N1"], "/people/0", "invalid"),
    ],
)
def test_a_body_of_another_shape_is_refused_whole(hr, rows, pointer, code):
    response = hr.post("/people/bulk", {"people": rows})
    assert response.status_code == 400
    (fault,) = response.json()["errors"]
    assert (fault["pointer"], fault["code"]) == (pointer, code)


def test_half_a_character_is_refused(hr):
    body = json.dumps({"people": [person("N1", last_name="x\ud800")]})
    assert hr.post("/people/bulk", body).status_code == 400


def test_columns_that_every_row_needs_are_named(hr):
    response = hr.post("/people/bulk", {"people": [{"employee_number": "N1"}]})
    assert response.status_code == 400
    assert [fault["pointer"] for fault in response.json()["errors"]] == [
        "/first_name",
        "/last_name",
        "/unit",
    ]


def test_text_is_taken_as_it_is(hr):
    odd = '; "quoted"; a,b\n=1+1\tend; ' + "ü" * 50
    hr.post("/skills/bulk", {"skills": [{"skill_code": "S", "name": "S", "description": odd}]})
    assert Skill.objects.get(code="S").description == odd.strip()


def test_roles_skills_activities_and_ratings_come_the_same_way(cast, hr):
    made = [
        hr.post(
            "/skills/bulk", {"skills": [{"skill_code": "S9", "name": "Knots", "kind": "hard"}]}
        ),
        hr.post(
            "/roles/bulk",
            {
                "requirements": [
                    {"role_code": "R9", "role": "Sailor", "skill_code": "S9", "required_level": 2}
                ]
            },
        ),
        hr.post(
            "/activities/bulk",
            {
                "activities": [
                    {
                        "activity_code": "A9",
                        "title": "Knots",
                        "mode": "course",
                        "hours_per_session": 1.5,
                        "outcomes": ["S9:0:2"],
                    }
                ]
            },
        ),
        hr.post(
            "/ratings/bulk",
            {
                "ratings": [
                    {
                        "employee_number": cast.dave.number,
                        "skill_code": "S9",
                        "source": "test",
                        "level": 2,
                        "observed_on": "2026-11-01",
                    }
                ]
            },
        ),
    ]
    results = [one.json()["results"][0] for one in made]
    assert [one["result"] for one in results] == ["created"] * 4
    assert RoleProfile.objects.get(code="R9").name == "Sailor"
    assert Activity.objects.get(code="A9").outcomes.get().skill.code == "S9"
    assert cast.dave.evidence.get().source == "test"


# --- one at a time -------------------------------------------------------------------------------


def test_one_person_is_added_read_and_changed_by_version(hr):
    made = hr.post("/people", person("N1", job_title="Clerk"))
    assert made.status_code == 201
    assert made.json()["person"]["assignment"]["unit"]["path"] == "Acme/Sales"
    here = made["Location"].removeprefix(V1)
    read = hr.get(here)
    assert read["ETag"] == made["ETag"] == '"1"'

    moved = patch(hr, here, {"unit": "Acme/People"}, 1)
    assert (moved.status_code, moved["ETag"]) == (200, '"2"')
    assert moved.json()["changes"] == {"unit": ["Acme/Sales", "Acme/People"]}
    assert moved.json()["person"]["assignment"]["job_title"] == "Clerk"


def test_a_change_needs_the_version_that_is_stored(cast, hr):
    here = f"/people/{cast.dave.public_id}"
    assert patch(hr, here, {"work_mode": "remote"}).status_code == 428
    assert patch(hr, here, {"work_mode": "remote"}, 7).status_code == 412
    assert patch(hr, here, {"work_mode": "remote"}, 1).status_code == 200
    late = patch(hr, here, {"work_mode": "hybrid"}, 1)
    assert (late.status_code, late.json()["code"]) == (412, "stale_version")
    cast.dave.refresh_from_db()
    assert cast.dave.work_mode == "remote"


def test_null_empties_and_what_is_left_out_stays(cast, hr):
    here = hr.post("/people", person("N1", job_title="Clerk", location="Graz"))["Location"]
    changed = patch(hr, here.removeprefix(V1), {"location": None}, 1).json()
    assert changed["person"]["site"] is None
    assert changed["person"]["assignment"]["job_title"] == "Clerk"


def test_a_manager_who_is_not_named_stays(cast, hr):
    here = f"/people/{cast.dave.public_id}"
    changed = patch(hr, here, {"job_title": "Clerk"}, 1)
    assert changed.status_code == 200
    place = changed.json()["person"]["assignment"]
    assert (place["job_title"], place["manager"]["employee_number"]) == (
        "Clerk",
        cast.carol.number,
    )


def test_the_same_key_twice_is_a_conflict_and_a_dry_run_writes_nothing(hr):
    dry = hr.post("/people", person("N1", dry_run=True))
    assert (dry.status_code, dry.json()["result"]) == (200, "created")
    assert dry.json()["person"] is None
    assert hr.post("/people", person("N1")).status_code == 201
    again = hr.post("/people", person("N1"))
    assert (again.status_code, again.json()["code"]) == (409, "exists")
    assert hr.post("/people", person("  ")).status_code == 400


def test_every_fault_of_one_row_is_named_at_its_field(hr):
    wrong = person("N1", email="nobody", work_mode="moon", manager_number="X", salary=1)
    refused = hr.post("/people", wrong)
    assert [fault["pointer"] for fault in refused.json()["errors"]] == ["/salary"]
    del wrong["salary"]
    refused = hr.post("/people", wrong)
    assert refused.status_code == 400
    faults = {(fault["pointer"], fault["code"]) for fault in refused.json()["errors"]}
    assert faults == {
        ("/email", "bad_email"),
        ("/work_mode", "bad_choice"),
        ("/manager_number", "unknown_manager"),
    }
    assert not Employee.objects.filter(number="N1").exists()


def test_a_skill_and_an_activity_are_changed_by_version(cast, hr):
    here = f"/skills/{cast.hard.public_id}"
    skill = patch(hr, here, {"category": "Office", "level_2": "Sums up"}, cast.hard.version)
    assert skill.json()["skill"]["category"] == "Office"
    assert {"rank": 2, "text": "Sums up"} in skill.json()["skill"]["level_texts"]
    made = hr.post(
        "/activities",
        {"activity_code": "A9", "title": "Knots", "mode": "course", "hours_per_session": 1},
    )
    there = made["Location"].removeprefix(V1)
    activity = patch(hr, there, {"outcomes": [f"{cast.hard.code}:0:2"]}, 1)
    assert activity["ETag"] == '"2"'
    assert [one["skill"]["code"] for one in activity.json()["activity"]["outcomes"]] == [
        cast.hard.code
    ]
    assert activity.json()["activity"]["hours_per_session"] == 1


def test_key_cannot_be_changed(cast, hr):
    refused = patch(hr, f"/people/{cast.dave.public_id}", {"employee_number": "N9"}, 1)
    assert refused.json()["errors"][0]["code"] == "unknown_field"


def test_only_hr_with_the_scope_writes(cast, api_of):
    body = {"people": [person("N1")]}
    for name in ("bob", "erin", "grace", "heidi"):
        api = api_of(cast.people[name])
        assert api.post("/people/bulk", body).status_code == 403, name
        assert api.post("/people", person("N1")).status_code == 403, name
        assert patch(api, f"/people/{cast.dave.public_id}", {}, 1).status_code == 403, name
    reader = api_of(cast.alice, [Scope.DIRECTORY_READ, Scope.SKILLS_WRITE])
    assert reader.post("/people/bulk", body).status_code == 403
    assert not Employee.objects.filter(number="N1").exists()


def test_who_may_not_read_people_is_not_told_what_they_were(cast, api_of):
    writer = api_of(cast.alice, [Scope.PEOPLE_WRITE])
    told = patch(writer, f"/people/{cast.dave.public_id}", {"last_name": "New"}, 1).json()
    assert (told["person"], told["changes"]) == (None, {"last_name": [None, "New"]})
    rows = [person(cast.dave.number, last_name="Newer", unit="Acme/Sales/North")]
    answer = writer.post("/people/bulk", {"people": rows, "dry_run": True}).json()
    changes = answer["results"][0]["changes"]
    assert changes["last_name"] == [None, "Newer"]
    assert {old for old, _new in changes.values()} == {None}


def test_a_repeated_request_has_one_effect(hr):
    first = hr.post("/people", person("N1"), Idempotency_Key="k")
    again = hr.post("/people", person("N1"), Idempotency_Key="k")
    assert (again.status_code, again.json()) == (201, first.json())
    assert again["ETag"] == first["ETag"]


# --- by the id of another system -----------------------------------------------------------------


def put(api, value, body, source="hris"):
    return api.client.put(
        f"{V1}/people/by-external-id/{source}/{value}", body, content_type="application/json"
    )


def test_a_person_is_known_by_the_id_of_another_system(hr):
    made = put(hr, "4711", person("N1"))
    assert (made.status_code, made.json()["result"]) == (201, "created")
    here = made["Location"].removeprefix(V1)
    assert hr.get(here).json()["id"] == made.json()["person"]["id"]
    again = put(hr, "4711", person("N1"))
    assert (again.status_code, again.json()["result"]) == (200, "unchanged")
    renamed = put(hr, "4711", {"last_name": "New"})
    assert (renamed.status_code, renamed["ETag"]) == (200, '"2"')
    assert renamed.json()["person"]["id"] == made.json()["person"]["id"]
    new = Employee.objects.get(number="N1")
    assert (new.last_name, new.source) == ("New", "hris")


def test_somebody_who_is_here_is_linked_once(cast, hr):
    linked = put(hr, "1", {"employee_number": cast.dave.number})
    assert (linked.status_code, linked.json()["result"]) == (200, "updated")
    assert put(hr, "1", {"work_mode": "remote"}).json()["person"]["id"] == str(cast.dave.public_id)
    second = put(hr, "2", {"employee_number": cast.dave.number})
    assert (second.status_code, second.json()["code"]) == (409, "linked_already")
    other = put(hr, "1", {"employee_number": cast.bob.number})
    assert (other.status_code, other.json()["code"]) == (409, "another_number")
    assert put(hr, "2", {"employee_number": cast.dave.number}, "payroll").status_code == 200


def test_a_refused_upsert_links_nobody(hr):
    assert put(hr, "1", person("N1", dry_run=True)).json()["result"] == "created"
    assert put(hr, "1", person("N1", email="?")).status_code == 400
    nobody = put(hr, "1", {"first_name": "Ann"})
    assert nobody.json()["errors"][0]["pointer"] == "/employee_number"
    assert not ExternalId.objects.exists()
    assert put(hr, "x" * 201, person("N1")).status_code == 404
    assert put(hr, "%00", person("N1")).status_code == 404


# --- units ---------------------------------------------------------------------------------------


def test_a_unit_is_added_with_those_above_it(cast, hr):
    made = hr.post("/org-units", {"path": "Acme/Ops/Night"})
    assert (made.status_code, made.json()["path"]) == (201, "Acme/Ops/Night")
    assert hr.get("/org-units", {"path": "Acme/Ops"}).json()["data"]
    again = hr.post("/org-units", {"path": "Acme/Ops/Night"})
    assert (again.status_code, again.json()["id"]) == (200, made.json()["id"])
    assert hr.post("/org-units", {"path": "Acme//Night"}).status_code == 400
    assert hr.post("/org-units", {"path": "x/" * 400 + "x"}).status_code == 400
