"""Jobs with live progress, and the audit trail."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from employees.enums import Grant
from skillmap.core.enums import JobState
from skillmap.core.history import acting
from skillmap.core.models import Job, Notification
from tests.factories import grant, make_employee, make_user

pytestmark = pytest.mark.django_db


def make_job(actor, **fields) -> Job:
    return Job.objects.create(name="core.sweep_jobs", actor=actor, due_at=timezone.now(), **fields)


@pytest.fixture
def alice():
    user = make_user("Alice Admin")
    grant(user, Grant.HR_ADMIN)
    return user


def test_job_progress_keeps_polling_until_the_job_ends(client, alice):
    client.force_login(alice)
    job = make_job(alice, state=JobState.RUNNING, done=3, total=10)
    url = reverse("pages:job_progress", args=[job.public_id])

    running = client.get(url)
    Job.objects.update(state=JobState.DONE, done=10)
    ended = client.get(url)

    assert (running.status_code, ended.status_code) == (200, 286)
    assert "3 / 10" in running.content.decode()
    assert "every 1s" in running.content.decode()
    assert "every 1s" not in ended.content.decode()


def test_job_of_somebody_else_is_hidden(client, alice):
    job = make_job(alice)
    client.force_login(make_user("Frank"))

    assert client.get(reverse("pages:job_detail", args=[job.public_id])).status_code == 404
    assert job.title not in client.get(reverse("pages:job_list")).content.decode() or not job.title


def test_job_parked_can_be_started_again_by_hr_only(client, alice):
    frank = make_user("Frank")
    job = make_job(frank, state=JobState.PARKED, crashes=3)
    url = reverse("pages:job_replay", args=[job.public_id])

    client.force_login(frank)
    assert client.post(url).status_code == 403
    client.force_login(alice)
    client.post(url)

    job.refresh_from_db()
    assert (job.state, job.crashes) == (JobState.QUEUED, 0)


def test_audit_shows_who_changed_what_and_masks_values_for_the_auditor(client, alice):
    with acting(alice):
        employee = make_employee("Carol Report")
        employee.last_name = "Married"
        employee.save(update_fields=["last_name"])
    client.force_login(alice)
    seen = client.get(reverse("pages:audit_list")).content.decode()
    auditor = make_user("Heidi")
    grant(auditor, Grant.AUDITOR)
    client.force_login(auditor)
    masked = client.get(reverse("pages:audit_list")).content.decode()

    assert "Report → Married" in seen
    assert f"changed {employee.number}" in seen
    assert "object (" not in seen
    assert "Alice Admin" in seen
    assert "last_name" in masked
    assert employee.number not in masked
    assert "→" not in masked


def test_audit_of_an_unknown_model_is_not_found(client, alice):
    client.force_login(alice)
    assert client.get(reverse("pages:audit_list"), {"model": "core.job"}).status_code == 404


def test_inbox_shows_only_own_notes_and_marks_them_read(client, alice):
    bob = make_user("Bob")
    for user, title in ((alice, "For Alice"), (bob, "For Bob")):
        Notification.objects.create(user=user, kind="test", title=title)
    client.force_login(alice)

    text = client.get(reverse("pages:inbox_list")).content.decode()
    client.post(reverse("pages:inbox_read"))

    assert "For Alice" in text
    assert "For Bob" not in text
    assert Notification.objects.get(user=alice).read_at - timezone.now() < timedelta(0)
    assert Notification.objects.get(user=bob).read_at is None
