"""What the background work of imports does beside the file: levels, notes, lost races."""

import io

import openpyxl
import pytest
from celery import current_app
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.models import SkillProfile
from employees.enums import Grant
from employees.models import Assignment, Employee
from skillmap.core.enums import ImportKind, ImportState
from skillmap.core.imports.uploads import queue_apply, queue_undo, receive_upload
from skillmap.core.models import ImportBatch, Job
from skillmap.pages import tasks
from tests.factories import grant, make_organisation, make_profile, make_skill, make_user

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = "employee_number,first_name,last_name,email,unit,manager_number"
PEOPLE = f"{HEAD}\n007,Ana,Ruiz,ana@example.org,Acme/Sales,008\n008,Bob,Boss,,Acme,\n"


@pytest.fixture
def admin(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_organisation()
    user = make_user("Alice Admin")
    grant(user, Grant.HR_ADMIN)
    return user


def work() -> None:
    """Do what waits for imports, as a worker would."""
    for job in Job.objects.filter(state="queued", name__startswith="pages.").order_by("pk"):
        current_app.tasks[job.name](job.pk)


def send(admin, content, name="people.csv", **options) -> ImportBatch:
    upload = SimpleUploadedFile(name, content)
    batch = receive_upload(actor=admin, kind=ImportKind.PEOPLE, upload=upload, **options)
    work()
    batch.refresh_from_db()
    return batch


def apply(batch, admin) -> ImportBatch:
    queue_apply(batch=batch, actor=admin)
    work()
    batch.refresh_from_db()
    return batch


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for line in PEOPLE.splitlines():
        book.active.append(line.split(","))
    book.active["A2"].value, book.active["A2"].number_format = 7, "000"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_workbook_keeps_leading_zeros_and_finds_the_manager_below(admin):
    batch = apply(send(admin, workbook(), "people.xlsx"), admin)

    assert (batch.state, batch.created) == (ImportState.APPLIED, 2)
    place = Assignment.objects.get(employee__number="007")
    assert place.manager.number == "008"


def test_people_bring_their_levels_up_to_date_and_take_them_along(admin):
    batch = apply(send(admin, PEOPLE.encode()), admin)
    assert Job.objects.filter(name="assessments.refresh_profiles").exists()
    make_profile(Employee.objects.get(number="007"), {make_skill(): {}})

    queue_undo(batch=batch, actor=admin)
    work()

    batch.refresh_from_db()
    assert batch.state == ImportState.UNDONE
    assert not Employee.objects.exists()
    assert not SkillProfile.objects.exists()


def test_undo_that_something_builds_on_says_so_and_leaves_the_batch_applied(admin):
    batch = apply(send(admin, PEOPLE.encode()), admin)
    Employee.objects.get(number="007").exemptions.create(
        skill=make_skill(), reason="new", granted_by=admin, valid=("2026-01-01", None)
    )

    queue_undo(batch=batch, actor=admin)
    work()

    batch.refresh_from_db()
    assert batch.state == ImportState.APPLIED
    assert "later" in batch.job.error
    assert Employee.objects.count() == 2


def test_unattended_file_that_needs_a_yes_is_held_and_told_to_hr(admin):
    text = PEOPLE.replace("manager_number", "learning_hours_per_week").replace(",008\n", ",38\n")

    batch = send(admin, text.encode(), apply_at_once=True)

    assert batch.state == ImportState.HELD
    assert not Employee.objects.exists()
    assert admin.notifications.get().link.endswith(f"{batch.public_id}/")


def test_file_that_lost_a_race_is_ready_again(admin, monkeypatch):
    apply(send(admin, PEOPLE.encode()), admin)
    batch = send(admin, PEOPLE.replace("Ana", "Anna").encode())
    importer = tasks.IMPORTERS[ImportKind.PEOPLE]
    plan = type(importer).plan

    def plan_and_be_overtaken(self, incoming):
        found = plan(self, incoming)
        Employee.objects.filter(number="007").update(version=99)
        return found

    monkeypatch.setattr(type(importer), "plan", plan_and_be_overtaken)
    batch = apply(batch, admin)

    assert batch.state == ImportState.READY
    assert "Somebody changed" in batch.note
    assert Employee.objects.get(number="007").first_name == "Ana"
