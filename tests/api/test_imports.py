"""Files over REST: sent, followed by their job, applied or held, read row by row, taken back."""

import pytest
from celery import current_app
from django.core.files.uploadedfile import SimpleUploadedFile

from employees.enums import Grant
from employees.models import Employee
from employees.services.clients import register_client
from skillmap.core.api.scopes import Scope
from skillmap.core.models import ImportBatch, ImportRow, Job
from skillmap.pages import tasks  # noqa: F401 - registers them
from skills.models import Skill
from tests.api.conftest import V1, Api
from tests.factories import (
    assign,
    grant,
    make_employee,
    make_organisation,
    make_skill,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = "skill_code,name,kind,category,scale,description,alt_labels,level_1"
GOOD_AND_BAD = f"{HEAD}\nSQL,SQL,hard,Data,,,,Reads a query\nBAD,Bad,maybe,,,,,x\n"


@pytest.fixture
def hr(settings, tmp_path):
    """The client of an HR admin."""
    settings.MEDIA_ROOT = tmp_path
    make_organisation()
    user = make_user("Alice Admin")
    grant(user, Grant.HR_ADMIN)
    return Api(user)


def send(api, text, kind="skills", headers=None, name="skills.csv", **fields):
    file = SimpleUploadedFile(name, text.encode())
    body = {"kind": kind, "file": file, **fields}
    return api.client.post(f"{V1}/imports", body, headers=headers or {})


def work():
    """Do what waits of imports, as a worker would."""
    for job in Job.objects.filter(state="queued", name__startswith="pages.").order_by("pk"):
        current_app.tasks[job.name](job.pk)


def test_file_is_applied_at_once_and_its_rows_tell_what_happened(hr):
    sent = send(hr, GOOD_AND_BAD)
    assert sent.status_code == 202
    waiting = hr.client.get(sent["Location"])
    assert waiting.json()["state"] == "queued"
    assert not any("ETag" in response for response in (sent, waiting))
    work()
    assert hr.client.get(sent["Location"]).json()["state"] == "done"
    batch = hr.get(f"/imports/{sent.json()['id']}").json()
    assert batch["state"] == "applied"
    assert [batch[n] for n in ("created", "updated", "unchanged", "rejected")] == [1, 0, 0, 1]
    assert Skill.objects.get().name == "SQL"
    rows = hr.walk(f"/imports/{batch['id']}/rows", limit=1)
    assert [(row["number"], row["action"]) for row in rows] == [(2, "create"), (3, "reject")]
    (fault,) = rows[1]["faults"]
    assert (fault["column"], fault["value"], fault["row"]) == ("kind", "maybe", 3)
    assert rows[0]["changes"]["name"] == [None, "SQL"]


def test_pages_of_rows_lose_none_when_earlier_rows_go_meanwhile(hr):
    """What was a change when the file was compared may be none when it is applied."""
    batch = send(hr, GOOD_AND_BAD + "knots,Knots,hard\n", dry_run="true").json()
    work()
    rows = ImportRow.objects.filter(batch__public_id=batch["id"])
    numbers = list(rows.order_by("number").values_list("number", flat=True))
    assert len(numbers) == 3
    first = hr.get(f"/imports/{batch['id']}/rows", {"limit": 2}).json()
    assert [row["number"] for row in first["data"]] == numbers[:2]
    rows.get(number=numbers[0]).delete()
    cursor = first["page"]["next_cursor"]
    last = hr.get(f"/imports/{batch['id']}/rows", {"limit": 2, "cursor": cursor}).json()
    assert [row["number"] for row in last["data"]] == numbers[2:]
    assert last["page"] == {"next_cursor": None, "has_more": False}


def test_dry_run_answers_the_difference_and_writes_nothing_until_applied(hr):
    batch = send(hr, GOOD_AND_BAD, dry_run="true").json()
    work()
    assert hr.get(f"/imports/{batch['id']}").json()["state"] == "ready"
    assert len(hr.walk(f"/imports/{batch['id']}/rows", action="create")) == 1
    assert not Skill.objects.exists()
    assert hr.post(f"/imports/{batch['id']}/apply", {}).status_code == 202
    assert hr.post(f"/imports/{batch['id']}/apply", {}).status_code == 409
    work()
    assert Skill.objects.count() == 1
    assert hr.post(f"/imports/{batch['id']}/undo", {}).status_code == 202
    work()
    assert not Skill.objects.exists()


def test_atomic_applies_nothing_when_a_row_is_rejected(hr):
    batch = send(hr, GOOD_AND_BAD, atomic="true").json()
    work()
    assert hr.get(f"/imports/{batch['id']}").json()["state"] == "refused"
    assert not Skill.objects.exists()


def test_mass_change_is_held_until_a_person_says_yes(hr):
    people = [make_employee(source="hris") for _ in range(30)]
    for person in people:
        assign(person, "Acme")
    row = f"{people[0].number},Ann,One,,Acme,,,,,,,,,,active"
    head = "employee_number,first_name,last_name,email,unit,role_code,job_title,manager_number,"
    head += "valid_from,learning_hours_per_week,location,time_zone,work_mode,languages,status"
    batch = send(hr, f"{head}\n{row}\n", "people", full="true", source="hris").json()
    work()
    held = hr.get(f"/imports/{batch['id']}").json()
    assert held["state"] == "held"
    assert held["note"]
    assert Employee.objects.working().count() == 30
    hr.post(f"/imports/{batch['id']}/apply", {})
    work()
    assert hr.get(f"/imports/{batch['id']}").json()["state"] == "applied"
    assert Employee.objects.working().count() == 1


@pytest.mark.parametrize("wanted", ["false", "true"])
def test_a_program_is_no_person_who_says_yes(hr, wanted):
    scopes = [Scope.PEOPLE_WRITE, Scope.JOBS_READ]
    program, _secret = register_client(actor=hr.user, name="HRIS", scopes=scopes, unit=None)
    hris, people = Api(program.user, scopes), [make_employee() for _ in range(30)]
    head = "employee_number,first_name,last_name,unit,status"
    for one in people:
        assign(one, "Acme")
    rows = [f"{one.number},Ann,One,Acme,left" for one in people]
    sent = [
        send(hris, "\n".join([head, *part]), "people", dry_run=wanted, source=f"part {place}")
        for place, part in enumerate((rows[:15], rows[15:]))
    ]
    work()
    for one in sent:
        hris.post(f"/imports/{one.json()['id']}/apply", {})
        work()
    states = [hris.get(f"/imports/{one.json()['id']}").json()["state"] for one in sent]
    assert states == ["applied", "held"]
    assert Employee.objects.working().count() == 15


def test_same_file_with_the_same_key_is_one_import(hr):
    headers = {"idempotency-key": "nightly"}
    first, second = (send(hr, GOOD_AND_BAD, headers=headers) for _ in range(2))
    assert first.json() == second.json()
    assert first["Location"] == second["Location"]
    assert ImportBatch.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"kind": "planets"}, "/kind"),
        ({"full": "maybe"}, "/full"),
        ({"source": "x" * 61}, "/source"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_wrong_field_is_named_and_nothing_is_kept(hr, fields, pointer):
    response = send(hr, GOOD_AND_BAD, **fields)
    assert response.status_code == 400, response.content
    assert [fault["pointer"] for fault in response.json()["errors"]] == [pointer]
    assert not ImportBatch.objects.exists()


def test_full_list_needs_its_source(hr):
    response = send(hr, GOOD_AND_BAD, full="true")
    assert (response.status_code, response.json()["code"]) == (422, "source_required")


def test_empty_and_missing_and_huge_files_are_refused(hr, settings):
    assert send(hr, "").status_code == 400
    assert hr.client.post(f"{V1}/imports", {"kind": "skills"}).status_code == 400
    settings.IMPORT_MAX_BYTES = 10
    response = send(hr, GOOD_AND_BAD)
    assert (response.status_code, response.json()["code"]) == (413, "file_too_large")
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("body", ["", "x", "--b\r\n", "--b\r\nContent-Disposition: form-data\r\n"])
def test_broken_multipart_is_a_problem(hr, body):
    kind = "multipart/form-data; boundary=b"
    response = hr.client.generic("POST", f"{V1}/imports", body, content_type=kind)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


def test_nobody_but_hr_brings_files_in_or_sees_those_of_others(hr):
    batch = send(hr, GOOD_AND_BAD).json()
    other = Api(make_user())
    assert send(other, GOOD_AND_BAD).status_code == 403
    for path in (f"/imports/{batch['id']}", f"/imports/{batch['id']}/rows"):
        assert other.get(path).status_code == 404
    assert other.walk("/imports") == []
    assert ImportBatch.objects.count() == 1


def test_scope_must_fit_the_kind_of_file(hr):
    api = Api(hr.user, [Scope.PEOPLE_WRITE, Scope.JOBS_READ])
    refused = send(api, GOOD_AND_BAD)
    assert (refused.status_code, refused.json()["code"]) == (403, "insufficient_scope")
    assert not ImportBatch.objects.exists()
    batch = send(hr, GOOD_AND_BAD, dry_run="true").json()
    work()
    assert api.post(f"/imports/{batch['id']}/apply", {}).status_code == 403
    assert Api(hr.user, [Scope.JOBS_READ]).get("/imports").status_code == 200


def test_who_may_not_read_skills_is_not_told_what_they_were(hr):
    make_skill("Old name", code="SQL")
    batch = send(hr, GOOD_AND_BAD).json()
    work()
    for scopes, before in (([Scope.SKILLS_READ], "Old name"), ([Scope.DIRECTORY_READ], None)):
        api = Api(hr.user, [Scope.JOBS_READ, *scopes])
        rows = api.walk(f"/imports/{batch['id']}/rows", action="update")
        assert [row["changes"]["name"] for row in rows] == [[before, "SQL"]]
