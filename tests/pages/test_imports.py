"""Files through the browser: send, compare, apply, undo."""

import re
import zipfile
from pathlib import Path

import pytest
from celery import current_app
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from employees.enums import Grant
from skillmap.core.models import ImportBatch, Job
from skillmap.pages import tasks  # noqa: F401 - registers them
from skills.models import Skill
from tests.factories import day, grant, make_organisation, make_skill, make_user
from tests.skills.imports import twins
from training.models import ParkedCompletion

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = "skill_code,name,kind,category,scale,description,alt_labels,level_1"


@pytest.fixture
def alice(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_organisation()
    user = make_user("Alice Admin")
    grant(user, Grant.HR_ADMIN)
    client.force_login(user)
    return user


def send(client, text: str, **fields):
    file = SimpleUploadedFile("skills.csv", text.encode())
    return client.post(reverse("pages:import_new"), {"kind": "skills", "file": file, **fields})


def work() -> None:
    """Do what waits, as a worker would."""
    for job in Job.objects.filter(state="queued").order_by("pk"):
        current_app.tasks[job.name](job.pk)


def test_list_says_why_an_applied_file_counts_nothing(client, alice):
    for _time in range(2):
        send(client, f"{HEAD}\nSQL,SQL,hard,Data,,,,Reads a query\n")
        work()
        client.post(reverse("pages:import_apply", args=[ImportBatch.objects.first().public_id]))
        work()
    counts = [(one.state, one.created, one.unchanged) for one in ImportBatch.objects.all()]
    assert counts == [("applied", 0, 1), ("applied", 1, 0)]

    assert client.get(reverse("pages:import_list")).text.count("nothing in it was new") == 1


def test_list_says_that_completions_of_a_file_wait(client, alice):
    batch = ImportBatch.objects.create(kind="evidence", state="applied", file_name="results.csv")
    ParkedCompletion.objects.create(
        batch=batch, employee_number="17", completed_on=day(-3), skill=make_skill()
    )
    assert "1 completion waits to be matched" in client.get(reverse("pages:import_list")).text


def page_of(client, batch, **query) -> str:
    url = reverse("pages:import_detail", args=[batch.public_id])
    return client.get(url, query).content.decode()


def test_file_is_compared_applied_and_taken_back(client, alice):
    answer = send(client, f"{HEAD}\nSQL,SQL,hard,Data,,,,Reads a query\nBAD,Bad,maybe,,,,,x\n")
    batch = ImportBatch.objects.get()
    assert answer.url == reverse("pages:import_detail", args=[batch.public_id])

    work()
    compared = page_of(client, batch)
    assert not Skill.objects.exists()
    assert "New (1)" in compared
    assert "Rejected (1)" in compared
    assert "Hard or soft" in page_of(client, batch, tab="reject")

    client.post(reverse("pages:import_apply", args=[batch.public_id]))
    work()
    batch.refresh_from_db()
    assert (batch.state, batch.created, batch.rejected) == ("applied", 1, 1)
    assert [skill.name for skill in Skill.objects.all()] == ["SQL"]

    client.post(reverse("pages:import_undo", args=[batch.public_id]))
    work()
    batch.refresh_from_db()
    assert batch.state == "undone"
    assert not Skill.objects.exists()


def test_waiting_file_is_discarded_with_all_it_said(client, alice, settings):
    send(client, f"{HEAD}\nSQL,SQL,hard,Data,,,,Reads a query\nBAD,Bad,maybe,,,,,x\n")
    batch = ImportBatch.objects.get()
    discard = reverse("pages:import_discard", args=[batch.public_id])
    client.post(discard)
    batch.refresh_from_db()
    assert batch.state == "checking"  # while it is being read it is not waiting

    work()
    kept = Path(settings.MEDIA_ROOT, batch.file.name)
    assert kept.exists()
    assert "Discard" in page_of(client, batch)
    assert client.post(discard)["Location"] == reverse("pages:import_list")
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count(), bool(batch.file)) == ("discarded", 0, False)
    assert not kept.exists()
    assert "is deleted" in page_of(client, batch)

    client.post(reverse("pages:import_apply", args=[batch.public_id]))
    work()
    assert not Skill.objects.exists()


def test_rejected_row_says_what_it_is_about(client, alice):
    send(client, f"{HEAD}\nSQL,SQL,hard,Data,,,,Reads a query\nBAD,Bad,maybe,,,,,x\n")
    work()
    page = page_of(client, ImportBatch.objects.get(), tab="reject")
    assert 'data-label="Row">3</td>\n        <td class="list-main">BAD</td>' in page


def test_lists_stand_in_the_comparison_as_they_do_in_the_file(client, alice):
    for names in ("tables|sheets", "tables"):
        send(client, f"{HEAD}\nSQL,SQL,hard,Data,,,{names},Reads a query\n")
        work()
        batch = ImportBatch.objects.latest("pk")
        if names == "tables|sheets":
            client.post(reverse("pages:import_apply", args=[batch.public_id]))
            work()
    assert "sheets | tables → tables" in page_of(client, batch, tab="update")


def test_yes_and_no_stand_in_the_comparison_as_words(client, alice):
    make_skill("SQL", code="SQL")
    head = "activity_code,title,mode,hours_per_session,capstone,released_time,outcomes"
    send(client, f"{head}\nS1,Queries,course,2,1,0,SQL:0:2\n", kind="activities")
    work()
    page = page_of(client, ImportBatch.objects.get(), tab="create")
    words = " ".join(re.sub("<[^>]+>", "", page).split())
    assert "Closing exercise, yes or no: yes" in words
    assert "In working hours, yes or no: no" in words


def test_rejected_rows_download_names_file_row_and_column(client, alice):
    send(client, f"{HEAD}\nBAD,=cmd(),maybe,,,,,x\n")
    work()
    batch = ImportBatch.objects.get()
    answer = client.get(reverse("pages:import_report", args=[batch.public_id]))
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[0] == "file,sheet,row,column,value,code,sentence"
    assert lines[1].startswith("skills.csv,skills,2,kind,maybe,")


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04broken", b"\xff\xfe\x00"])
def test_wrong_file_is_explained_and_changes_nothing(client, alice, content):
    file = SimpleUploadedFile("skills.xlsx", content)
    answer = client.post(reverse("pages:import_new"), {"kind": "skills", "file": file})
    work()
    assert answer.status_code in {302, 422}
    assert not Skill.objects.exists()
    for batch in ImportBatch.objects.all():
        assert batch.state == "refused"
        assert "Rejected" in page_of(client, batch)
        assert reverse("pages:import_new") in page_of(client, batch)


def test_applying_twice_applies_once(client, alice):
    send(client, f"{HEAD}\nSQL,SQL,hard,Data,,,,Reads a query\n")
    work()
    batch = ImportBatch.objects.get()
    for _ in range(2):
        client.post(reverse("pages:import_apply", args=[batch.public_id]))
    work()
    assert Job.objects.filter(name="pages.apply_import").count() == 1
    assert Skill.objects.count() == 1


def test_imports_are_for_hr_only(client, alice):
    send(client, f"{HEAD}\nSQL,SQL,hard,Data,,,,Reads a query\n")
    batch = ImportBatch.objects.get()
    client.force_login(make_user("Mallory"))
    assert client.get(reverse("pages:import_list")).status_code == 403
    assert send(client, HEAD).status_code == 403
    detail = reverse("pages:import_detail", args=[batch.public_id])
    apply = reverse("pages:import_apply", args=[batch.public_id])
    assert client.get(detail).status_code == 404
    assert client.post(apply).status_code == 404


def test_published_framework_comes_in_as_a_zip(client, alice, tmp_path):
    archive = tmp_path / "gdad.zip"
    twins.gdad(tmp_path / "gdad")
    with zipfile.ZipFile(archive, "w") as target:
        target.write(tmp_path / "gdad" / "skills.csv", "download/skills.csv")
    file = SimpleUploadedFile("gdad.zip", archive.read_bytes())

    client.post(reverse("pages:import_new"), {"kind": "skills", "format": "gdad", "file": file})
    work()

    page = page_of(client, ImportBatch.objects.get())
    assert "New (2)" in page
    assert "TIDE_TABLES" in page


def test_people_do_not_come_in_as_a_framework(client, alice):
    file = SimpleUploadedFile("people.csv", b"employee_number\n1\n")
    answer = client.post(
        reverse("pages:import_new"), {"kind": "people", "format": "esco", "file": file}
    )
    assert answer.status_code == 422
    assert "our own layout only" in answer.content.decode()
