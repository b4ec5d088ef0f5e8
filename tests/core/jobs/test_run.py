"""Work and its end commit together, under the lease; everything else leaves no trace."""

import threading
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from skillmap.core import jobs
from skillmap.core.enums import JOB_LEASE_SECONDS, JOB_MAX_CRASHES, JobState
from skillmap.core.models import Job, Notification, User
from tests.core.jobs import tasks
from tests.core.jobs.conftest import Hints
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def user() -> User:
    return make_user("Alice")


def notes() -> list[str]:
    return list(Notification.objects.order_by("id").values_list("title", flat=True))


def let_the_lease_lapse(job: Job) -> None:
    """What time does when a worker died."""
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_job_is_done_with_its_effect(user: User):
    job = jobs.enqueue("tests.write_note", user=user.pk, text="hello")
    tasks.write(job.pk)
    job.refresh_from_db()
    assert notes() == ["hello"]
    assert job.state == JobState.DONE
    assert job.finished_at is not None
    assert job.lease_token is None


def test_job_that_finishes_itself_leaves_link_and_message(user: User):
    job = jobs.enqueue("tests.write_and_finish", user=user.pk, text="hello")
    tasks.write_and_finish(job.pk)
    job.refresh_from_db()
    assert (job.state, job.link, job.message) == ("done", "/inbox/", "one note")


def test_finished_job_is_not_run_again(user: User):
    job = jobs.enqueue("tests.write_note", user=user.pk, text="hello")
    tasks.write(job.pk)
    tasks.write(job.pk)
    assert notes() == ["hello"]


def test_unknown_job_is_passed_over():
    tasks.write(4_000_000)
    assert notes() == []


def test_claim_of_a_running_job_is_refused(user: User):
    job = jobs.enqueue("tests.write_note", user=user.pk, text="hello")
    with jobs.Lease(job.pk) as first, jobs.Lease(job.pk) as second:
        assert first.arguments == {"user": user.pk, "text": "hello"}
        assert second.arguments is None


def test_claim_while_the_same_key_runs_waits_for_its_end(user: User, hints: Hints):
    first = jobs.enqueue("tests.write_note", key="person", user=user.pk, text="first")
    with jobs.Lease(first.pk):
        second = jobs.enqueue("tests.write_note", key="person", user=user.pk, text="second")
        with jobs.Lease(second.pk) as early:
            assert early.arguments is None
    let_the_lease_lapse(first)
    hints()
    tasks.write(first.pk)
    assert hints() == [("tests.write_note", [second.pk])]
    tasks.write(second.pk)
    assert notes() == ["first", "second"]


def test_claim_by_many_at_once_has_one_winner(user: User):
    job = jobs.enqueue("tests.write_note", user=user.pk, text="hello")
    start = threading.Barrier(6)

    def run() -> None:
        start.wait()
        tasks.write(job.pk)
        connection.close()

    workers = [threading.Thread(target=run) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert notes() == ["hello"]


def test_dead_workers_job_is_taken_over_and_counts_as_a_crash(user: User):
    job = jobs.enqueue("tests.write_note", user=user.pk, text="hello")
    with jobs.Lease(job.pk):
        pass  # a worker that dies leaves the row as it is here
    let_the_lease_lapse(job)
    tasks.write(job.pk)
    job.refresh_from_db()
    assert (job.state, job.crashes) == ("done", 1)


def test_renewed_lease_is_not_taken_over(user: User):
    job = jobs.enqueue("tests.write_note", user=user.pk, text="hello")
    with jobs.Lease(job.pk) as lease:
        let_the_lease_lapse(job)
        lease.renew()
        job.refresh_from_db()
        assert job.lease_until is not None
        assert job.lease_until > timezone.now() + timedelta(seconds=JOB_LEASE_SECONDS / 2)
        tasks.write(job.pk)
    assert notes() == []


def test_worker_that_lost_its_lease_writes_nothing(user: User):
    job = jobs.enqueue("tests.overtaken", user=user.pk, finish_first=False)
    tasks.overtaken(job.pk)
    job.refresh_from_db()
    assert notes() == []
    assert job.state == JobState.RUNNING


def test_worker_whose_job_another_one_finished_writes_nothing(user: User):
    job = jobs.enqueue("tests.overtaken", user=user.pk, finish_first=True)
    tasks.overtaken(job.pk)
    job.refresh_from_db()
    assert notes() == ["by the other"]
    assert job.state == JobState.DONE


def test_worker_that_lost_its_lease_can_neither_hold_nor_show_progress(user: User):
    job = jobs.enqueue("tests.write_parts", user=user.pk, parts=1)
    with jobs.Lease(job.pk) as lease:
        let_the_lease_lapse(job)
        with jobs.Lease(job.pk):
            with transaction.atomic(), pytest.raises(jobs.LeaseLostError):
                jobs.Run(lease).hold()
            lease.progress(7, 9, "late")
    job.refresh_from_db()
    assert job.done == 0


def test_expected_failure_keeps_the_sentence_and_no_effect(user: User):
    job = jobs.enqueue("tests.refuse", user=user.pk)
    tasks.refuse(job.pk)
    job.refresh_from_db()
    assert notes() == []
    assert (job.state, job.error, job.crashes) == ("failed", "The file has no rows.", 0)


def test_unexpected_failure_waits_and_is_parked_at_the_third(user: User):
    job = jobs.enqueue("tests.crash", user=user.pk)
    seen = []
    for _ in range(JOB_MAX_CRASHES + 1):
        tasks.crash(job.pk)
        job.refresh_from_db()
        seen.append((job.state, job.crashes))
    assert seen == [("queued", 1), ("queued", 2), ("parked", 3), ("parked", 3)]
    assert notes() == []
    assert "ZeroDivision" not in job.error


def test_crashed_job_with_a_key_waits_instead_of_being_told_at_once(user: User, hints: Hints):
    job = jobs.enqueue("tests.crash", key="person", user=user.pk)
    hints()
    tasks.crash(job.pk)
    job.refresh_from_db()
    assert (job.state, hints(), jobs.send_due()) == ("queued", [], 0)


def test_job_whose_workers_died_three_times_is_parked(user: User):
    job = jobs.enqueue("tests.write_note", user=user.pk, text="hello")
    for _ in range(JOB_MAX_CRASHES):
        with jobs.Lease(job.pk) as lease:
            assert lease.arguments is not None
        let_the_lease_lapse(job)
    tasks.write(job.pk)
    job.refresh_from_db()
    assert (job.state, job.crashes) == ("parked", 3)
    assert notes() == []


def test_replayed_job_runs_to_its_end(user: User):
    job = jobs.enqueue("tests.write_note", user=user.pk, text="hello")
    Job.objects.filter(pk=job.pk).update(state=JobState.PARKED, crashes=3)
    jobs.replay(job)
    tasks.write(job.pk)
    job.refresh_from_db()
    assert (job.state, notes()) == ("done", ["hello"])


def test_crash_while_the_same_work_waits_leaves_it_to_that_job(user: User):
    job = jobs.enqueue("tests.crash_after_a_twin", key="person", user=user.pk)
    tasks.crash_after_a_twin(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert Job.objects.filter(key="person", state=JobState.QUEUED).count() == 1


def test_job_in_parts_commits_each_and_shows_progress(user: User):
    job = jobs.enqueue("tests.write_parts", user=user.pk, parts=3)
    tasks.write_parts(job.pk)
    job.refresh_from_db()
    assert notes() == ["part 0", "part 1", "part 2"]
    assert (job.state, job.done, job.total, job.percent) == ("done", 3, 3, 100)


def test_progress_is_seen_while_the_work_is_uncommitted(user: User):
    job = jobs.enqueue("tests.write_note", user=user.pk, text="hello")
    with jobs.Lease(job.pk) as lease, transaction.atomic():
        tasks.write_note(user.pk, "hello")
        lease.progress(2, 5, "reading")
        job.refresh_from_db()
    assert (job.done, job.total, job.message, job.percent) == (2, 5, "reading", 40)


def test_progress_without_the_connection_does_not_stop_the_work(user: User):
    job = jobs.enqueue("tests.write_note", user=user.pk, text="hello")
    with jobs.Lease(job.pk) as lease:
        lease._side.close()
        lease.progress(1, 5)
        lease.progress(2, 5)
    job.refresh_from_db()
    assert job.done == 2


def test_work_is_audited_in_the_name_of_the_jobs_actor(user: User):
    job = jobs.enqueue("tests.rename", actor=user, user=user.pk)
    tasks.rename(job.pk)
    event = apps.get_model("core.UserEvent").objects.get(pgh_obj=user, name="Renamed")
    assert event.pgh_context.metadata == {"actor": user.pk, "request_id": f"job-{job.pk}"}


def moved(job: Job) -> bool:
    before = job.updated_at
    job.refresh_from_db()
    return job.updated_at > before


def test_each_move_of_a_job_shows_in_when_it_was_updated(user: User):
    job = jobs.enqueue("tests.write_note", user=user.pk, text="hello")
    with jobs.Lease(job.pk) as lease:
        assert moved(job)
        lease.renew()
        assert not moved(job)
        lease.progress(1, 5)
        assert moved(job)
        jobs.Run(lease).finish()
        assert moved(job)


def test_stopped_and_replayed_job_shows_in_when_it_was_updated(user: User):
    refused = jobs.enqueue("tests.refuse", user=user.pk)
    tasks.refuse(refused.pk)
    assert moved(refused)
    jobs.replay(refused)
    assert moved(refused)
    crashing = jobs.enqueue("tests.crash", user=user.pk)
    tasks.crash(crashing.pk)
    assert moved(crashing)
