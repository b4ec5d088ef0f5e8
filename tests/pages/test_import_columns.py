"""Files with columns of their own: which is which, what is remembered, rows left out."""

import json
from datetime import timedelta

import pytest
from celery import current_app
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from employees.enums import Grant
from employees.models import Employee
from skillmap.core.enums import ImportState, RowAction
from skillmap.core.models import ImportBatch, Job
from skillmap.core.services import forget_old
from skillmap.pages import tasks  # noqa: F401 - registers them
from tests.factories import grant, make_organisation, make_user

pytestmark = pytest.mark.django_db(transaction=True)
THEIRS = """\
Personalnr;Vorname;Name;Abteilung;Status;Eintritt;Kostenstelle
007;Ana;Müller;Vertrieb;aktiv;01.09.2025;A1
008;Bob;Boss;Vertrieb;Teilzeit;13.02.2019;A1
"""


@pytest.fixture
def alice(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_organisation()
    user = make_user("Alice Admin")
    grant(user, Grant.HR_ADMIN)
    client.force_login(user)
    return user


def work() -> None:
    """Do what waits for imports, as a worker would."""
    for job in Job.objects.filter(state="queued", name__startswith="pages.").order_by("pk"):
        current_app.tasks[job.name](job.pk)


def send(client, text=THEIRS, kind="people", encoding="cp1252") -> ImportBatch:
    file = SimpleUploadedFile(f"{kind}.csv", text.encode(encoding))
    client.post(reverse("pages:import_new"), {"kind": kind, "file": file})
    work()
    return ImportBatch.objects.latest("pk")


def ask(client, batch):
    return client.get(reverse("pages:import_columns", args=[batch.public_id]))


def choices(answer) -> dict[str, str]:
    """What the form of the page would send as it stands."""
    form = answer.context["form"]
    values = {bound.html_name: bound.value() or "" for bound in form}
    words = {f"words-{line.field.name}": line.words_of for line in form.lines() if line.words}
    return values | words


def fit(client, batch, **changes):
    sent = choices(ask(client, batch)) | changes
    answer = client.post(reverse("pages:import_columns", args=[batch.public_id]), sent)
    work()
    batch.refresh_from_db()
    return answer


def detail(client, batch):
    return client.get(reverse("pages:import_detail", args=[batch.public_id])).content.decode()


def act(client, name, batch, **fields):
    answer = client.post(reverse(f"pages:import_{name}", args=[batch.public_id]), fields)
    work()
    batch.refresh_from_db()
    return answer


def test_file_with_its_own_columns_waits_with_our_guess(client, alice):
    batch = send(client)

    assert batch.state == ImportState.COLUMNS
    detail = client.get(reverse("pages:import_detail", args=[batch.public_id]))
    assert detail.url == reverse("pages:import_columns", args=[batch.public_id])
    page = ask(client, batch).content.decode()
    assert "Name (Müller, Boss)" in page
    assert "Not read: Kostenstelle" in page
    assert "unknown: reject these rows" in page


def test_guess_that_is_put_right_brings_people_in(client, alice):
    batch = send(client)
    fit(client, batch, **{"word-status-0": "active"})

    assert (batch.state, batch.created, batch.rejected) == (ImportState.READY, 2, 0)
    act(client, "apply", batch)
    ana = Employee.objects.get(number="007")
    assert (ana.last_name, ana.status) == ("Müller", "active")
    assert ana.assignments.get().valid.lower.isoformat() == "2025-09-01"


def test_word_that_nobody_explains_rejects_its_rows_only(client, alice):
    batch = send(client)
    fit(client, batch)

    assert (batch.created, batch.rejected) == (1, 1)
    assert batch.rows.get(action=RowAction.REJECT).key == "008"


def test_next_file_with_the_same_columns_is_read_the_same_way(client, alice):
    batch = send(client)
    fit(client, batch, **{"word-status-0": "leave"})
    act(client, "apply", batch)

    later = send(client, THEIRS.replace("008;Bob", "009;Cleo"))

    assert (later.state, later.created, later.unchanged) == (ImportState.READY, 1, 1)
    assert send(client, THEIRS.replace("Kostenstelle", "Büro")).state == ImportState.COLUMNS


def test_one_value_for_all_rows_is_that_of_one_file_alone(client, alice):
    first = send(client)
    fit(client, first, **{"column-unit": "=", "same-unit": "Kessel", "word-status-0": "leave"})
    act(client, "apply", first)

    later = send(client, THEIRS.replace("007;", "107;").replace("008;", "108;"))

    assert later.state == ImportState.COLUMNS
    sent = choices(ask(client, later))
    assert (sent["column-unit"], sent["same-unit"]) == ("", "")
    assert sent["word-status-0"] == "leave"  # what holds for every file is remembered
    assert fit(client, later).status_code == 422


def test_columns_can_be_changed_until_the_file_is_applied(client, alice):
    batch = send(client)
    fit(client, batch)
    sent = choices(ask(client, batch))
    assert sent["word-status-0"] == ""

    fit(client, batch, **{"column-status": "", "same-unit": "", "word-status-0": "active"})
    assert batch.created == 2
    assert json.loads(batch.options["mapping"])["valid_from"] == {
        "column": "Eintritt",
        "written": "day-first",
    }
    act(client, "apply", batch)
    assert "table" not in batch.options  # cells of people are kept no longer than needed
    assert ask(client, batch).status_code == 302


def test_needed_column_is_asked_for_and_one_value_may_stand_for_all(client, alice):
    batch = send(client, THEIRS.replace("Abteilung", "Kürzel"))

    answer = fit(client, batch)
    assert answer.status_code == 422
    assert "This is needed" in answer.content.decode()
    answer = fit(client, batch, **{"column-unit": "=", "same-unit": " "})
    assert "Write the value" in answer.content.decode()
    fit(client, batch, **{"column-unit": "=", "same-unit": "Kessel/Vertrieb"})
    act(client, "apply", batch)
    assert {str(e.assignments.get().unit) for e in Employee.objects.all()} == {"Vertrieb"}


def test_words_of_a_column_chosen_only_now_are_asked_for(client, alice):
    batch = send(client, THEIRS.replace("Status", "Zeit"))
    place = "4"

    answer = fit(client, batch, **{"column-status": place, "words-status": ""})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say what the words of this column mean" in page
    assert "Teilzeit" in page


@pytest.mark.parametrize("column", ["99", "-1", "²", "x", "0; DROP", "1" * 5_000])
def test_column_that_is_not_there_is_refused_and_nothing_is_lost(client, alice, column):
    batch = send(client)

    answer = fit(client, batch, **{"column-unit": column})

    assert answer.status_code == 422
    assert batch.state == ImportState.COLUMNS


def test_file_in_our_layout_is_not_asked_about_but_may_be(client, alice):
    text = "employee_number,first_name,last_name,unit,status\n1,Ana,Ruiz,Acme,maybe\n"
    batch = send(client, text)

    assert (batch.state, batch.rejected) == (ImportState.REFUSED, 1)
    detail = client.get(reverse("pages:import_detail", args=[batch.public_id])).content.decode()
    assert "Change the columns" in detail
    fit(client, batch, **{"word-status-0": "left"})
    assert (batch.state, batch.created) == (ImportState.READY, 1)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("skills", "Kürzel,Kompetenz,Art\nSQL,Datenbanken,fachlich\n"),
        ("roles", "Rollencode,Rolle,Kompetenz,Soll\nDEV,Developer,SQL,3\n"),
        ("activities", "Titel,Lernform,Stunden\nExcel,Seminar,2\n"),
        ("evidence", "Personalnummer,Kompetenz,Quelle,Niveau,Datum\n1,SQL,Prüfung,3,01.02.2026\n"),
    ],
)
def test_every_kind_of_file_may_have_columns_of_its_own(client, alice, kind, text):
    batch = send(client, text, kind, "utf-8")
    assert batch.state == ImportState.COLUMNS

    assert fit(client, batch).status_code == 302

    assert batch.state in {ImportState.READY, ImportState.REFUSED}
    columns = {fault["column"] for row in batch.rows.all() for fault in row.faults}
    assert columns <= {"skill_code", "employee_number"}  # only what names something not here yet


def test_rows_that_are_not_ticked_are_left_out_and_can_be_taken_again(client, alice):
    batch = send(client)
    fit(client, batch, **{"word-status-0": "active"})

    act(client, "rows", batch, shown=["2", "3"], row=["2"])
    assert (batch.state, batch.created, batch.rejected) == (ImportState.READY, 1, 1)
    page = client.get(reverse("pages:import_detail", args=[batch.public_id]), {"tab": "reject"})
    assert "Somebody left this row out" in page.content.decode()
    act(client, "apply", batch)
    assert [e.number for e in Employee.objects.all()] == ["007"]
    act(client, "undo", batch)
    assert not Employee.objects.exists()


def test_leaving_out_everything_can_be_thought_over(client, alice):
    batch = send(client)
    fit(client, batch, **{"word-status-0": "active"})

    act(client, "rows", batch, all="create")
    assert (batch.state, batch.rejected) == (ImportState.REFUSED, 2)
    act(client, "rows", batch, shown=["2", "3"], row=["2", "3"])
    assert (batch.state, batch.created) == (ImportState.READY, 2)


def test_row_left_out_makes_nobody_leave(client, alice):
    first = send(client)
    fit(client, first, **{"word-status-0": "active"})
    ImportBatch.objects.filter(pk=first.pk).update(source="HRIS")
    act(client, "apply", first)
    again = send(client, THEIRS.replace("Ana", "Anna"))
    ImportBatch.objects.filter(pk=again.pk).update(
        source="HRIS", options=again.options | {"full": True}
    )

    act(client, "rows", again, shown=["2", "3"], row=["2"])
    act(client, "apply", again)

    assert set(Employee.objects.values_list("status", flat=True)) == {"active"}


@pytest.mark.parametrize("rows", [["x"], ["-1"], ["1" * 5000], ["²"], [""]])
def test_row_numbers_that_are_none_change_nothing(client, alice, rows):
    batch = send(client)
    fit(client, batch)

    assert act(client, "rows", batch, shown=rows).status_code == 302
    assert "left_out" not in batch.options


@pytest.mark.parametrize("tab", ["\0", "reject", "unchanged", "x", ""])
def test_only_all_new_or_all_changed_rows_are_left_out_at_once(client, alice, tab):
    batch = send(client)
    fit(client, batch)
    assert batch.rejected == 1

    assert act(client, "rows", batch, all=tab).status_code == 302

    assert "left_out" not in batch.options


def test_cells_of_a_file_that_a_newer_one_replaces_are_forgotten(client, alice):
    first = send(client)
    ImportBatch.objects.filter(pk=first.pk).update(source="HRIS")

    newer = send(client)
    ImportBatch.objects.filter(pk=newer.pk).update(source="HRIS")
    fit(client, newer)

    first.refresh_from_db()
    assert first.state == ImportState.REPLACED
    assert "Müller" not in json.dumps(first.options, ensure_ascii=False)
    newer.refresh_from_db()
    assert "Müller" in json.dumps(newer.options, ensure_ascii=False)


def test_refused_file_can_be_discarded_and_its_cells_go_after_a_month(client, alice):
    text = "employee_number,first_name,last_name,unit,status\n1,Ana,Ruiz,Acme,maybe\n"
    forgotten, discarded = send(client, text), send(client, text)
    forget_old(now=timezone.now())
    forgotten.refresh_from_db()
    assert "Ruiz" in json.dumps(forgotten.options)  # its columns may still be put right

    forget_old(now=timezone.now() + timedelta(days=31))
    assert "Discard" in detail(client, discarded)
    act(client, "discard", discarded)

    forgotten.refresh_from_db()
    assert (forgotten.state, discarded.state) == (ImportState.REFUSED, ImportState.DISCARDED)
    for batch in (forgotten, discarded):
        assert "Ruiz" not in json.dumps(batch.options)
    assert "Change the columns" not in detail(client, forgotten)


def test_applied_file_takes_no_other_columns_and_rows(client, alice):
    batch = send(client)
    fit(client, batch)
    act(client, "apply", batch)

    act(client, "rows", batch, shown=["2"])
    assert (batch.state, batch.options.get("left_out")) == (ImportState.APPLIED, None)


def test_search_narrows_the_rows_of_a_file(client, alice):
    batch = send(client)
    fit(client, batch, **{"word-status-0": "active"})
    url = reverse("pages:import_detail", args=[batch.public_id])

    page = client.get(url, {"q": "007"}).content.decode()
    assert ("Müller" in page, "Boss" in page) == (True, False)
    assert "No row is about this" in client.get(url, {"q": "a\0b"}).content.decode()
