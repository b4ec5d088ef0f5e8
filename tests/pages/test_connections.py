"""The page of other systems: what they sent, what is held, what is missing."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from employees.services.clients import register_client
from skillmap.core.enums import ImportKind, ImportState, RowAction
from skillmap.core.models import ImportBatch, ImportRow, Notification
from skillmap.core.services import forget_old
from tests.api.conftest import Api
from tests.cast import make_cast
from training.models import ParkedCompletion

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return make_cast()


@pytest.fixture
def hr(client, people):
    client.force_login(people.alice.user)
    return client


def send(source="hris", days_ago=0.0, **fields):
    values = {"kind": ImportKind.PEOPLE, "state": ImportState.APPLIED, "file_name": "people"}
    batch = ImportBatch.objects.create(source=source, sha256="0" * 64, **{**values, **fields})
    sent = timezone.now() - timedelta(days=days_ago)
    ImportBatch.objects.filter(pk=batch.pk).update(created_at=sent)
    return batch


def page(hr):
    answer = hr.get("/systems/")
    assert answer.status_code == 200
    return answer.context, " ".join(answer.content.decode().split())


def test_each_source_shows_its_last_day_its_people_and_its_fields(hr, people):
    people.dave.source = "hris"
    people.dave.save()
    send(days_ago=3, updated=70, rejected=9)
    first = send(days_ago=0, created=2, updated=1, rejected=1)
    changes = {"first_name": [None, "Ada"], "unit": [None, "Acme"]}
    ImportRow.objects.create(batch=first, number=2, action=RowAction.CREATE, changes=changes)
    last = send(days_ago=0, updated=4)
    send("lms", days_ago=1, kind=ImportKind.EVIDENCE)
    (hris, lms), text = page(hr)[0]["connections"], page(hr)[1]
    assert (hris.source, hris.runs, hris.changed, hris.rejected) == ("hris", 2, 7, 1)
    assert (hris.people, hris.last) == (1, last)
    assert [str(field) for field in hris.fields] == ["First name", "Unit"]
    assert (lms.source, lms.changed, lms.fields) == ("lms", 0, [])
    for words in ("2 runs", "7 rows changed", "1 rejected", "1 person: First name · Unit"):
        assert words in text, words


def test_a_source_with_a_rhythm_is_missed_after_it(hr):
    for night in (2, 3, 4):
        send("nightly", days_ago=night)
        send("on time", days_ago=night - 1.1)
        send("weekly", days_ago=night * 7 - 10)
    send("once", days_ago=300)
    found, text = page(hr)
    overdue = {one.source: one.is_overdue for one in found["connections"]}
    assert overdue == {"nightly": True, "on time": False, "weekly": False, "once": False}
    assert text.count("overdue since") == 1
    assert text.count("no rhythm yet") == 1


def test_what_is_held_is_applied_or_discarded_from_here(hr, people):
    held = send(state=ImportState.HELD, note="40 of 120 people would be marked as left.")
    _context, text = page(hr)
    assert "40 of 120 people would be marked as left." in text
    for act in ("apply", "discard"):
        assert f'action="/imports/{held.public_id}/{act}/"' in text
    hr.post(f"/imports/{held.public_id}/discard/")
    assert "would be marked as left" not in page(hr)[1]


def test_completions_that_wait_are_counted_by_source(hr, people):
    batch = send("lms", kind=ImportKind.EVIDENCE)
    for number, told_by in (("A", batch), ("B", batch), ("C", None)):
        ParkedCompletion.objects.create(
            employee_number=number, completed_on=timezone.localdate(), skill=people.hard,
            batch=told_by,
        )  # fmt: skip
    context, text = page(hr)
    assert context["connections"][0].parked == 2
    assert context["parked"] == 3
    assert "3 unmatched completions" in text


def leavers(people):
    """Rows that would change the place of everybody."""
    return [
        {"employee_number": one.number, "first_name": "A", "last_name": "B", "unit": "Elsewhere"}
        for one in (people.alice, people.bob, people.carol, people.dave, people.erin)
    ]


def test_held_rows_over_rest_are_in_hrs_inbox_until_they_are_decided(people, hr):
    api = Api(people.alice.user)
    body = {"source": "hris", "people": leavers(people)}
    held = api.post("/people/bulk", body).json()
    assert held["state"] == "held", held
    note = Notification.objects.get(kind="import_held", read_at=None)
    assert (note.user, held["import"] in note.link) == (people.alice.user, True)
    assert api.post("/people/bulk", {**body, "dry_run": True}).json()["state"] == "held"
    assert Notification.objects.filter(kind="import_held").count() == 1
    again = api.post("/people/bulk", body).json()
    note = Notification.objects.get(kind="import_held", read_at=None)  # the earlier one is settled
    assert again["import"] in note.link


def test_refused_and_replaced_files_go_after_a_month(people, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    states = (ImportState.REFUSED, ImportState.REPLACED, ImportState.HELD, ImportState.APPLIED)
    files = {}
    for state in states:
        batch = send(state=state, note="Why")
        batch.file.save("people.csv", ContentFile(b"x"))
        files[state] = batch.file.path
    forget_old(now=timezone.now() + timedelta(days=29))
    assert len(list(tmp_path.rglob("*.csv"))) == 4
    forget_old(now=timezone.now() + timedelta(days=31))
    left = {str(path) for path in tmp_path.rglob("*.csv")}
    assert left == {files[ImportState.HELD], files[ImportState.APPLIED]}
    for batch in ImportBatch.objects.filter(state__in=states[:2]):
        assert (batch.file.name, batch.note) == ("", "Why")


def test_programs_say_in_words_what_they_may(hr, people):
    scopes = ["directory:read", "completions:write"]
    register_client(actor=people.alice.user, name="LMS", scopes=scopes, unit=None)
    _context, text = page(hr)
    assert "read directory cards · tell what people have finished" in text


def test_only_hr_admins_see_what_systems_send(client, people):
    held = send("hris", state=ImportState.HELD, note="Somebody would leave")
    for person in (people.bob, people.erin, people.heidi, people.dave):
        client.force_login(person.user)
        answer = client.get("/systems/")
        assert answer.status_code == 403
        assert b"hris" not in answer.content
        assert client.post(f"/imports/{held.public_id}/apply/").status_code in (403, 404)
    held.refresh_from_db()
    assert held.state == ImportState.HELD
