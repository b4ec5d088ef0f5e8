"""A job's row is the record: it comes and goes with the caller's transaction."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from skillmap.core import jobs
from skillmap.core.enums import JOB_LEASE_SECONDS, JobState
from skillmap.core.errors import ConflictError
from skillmap.core.models import Job
from tests.core.jobs.conftest import Hints

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "tests.write_note"


def stop(job: Job, state: JobState, **fields: object) -> None:
    Job.objects.filter(pk=job.pk).update(state=state, **fields)


def test_enqueue_writes_the_row_and_tells_the_broker_after_commit(hints: Hints):
    with transaction.atomic():
        job = jobs.enqueue(NAME, title="Notes", user=7)
        assert hints() == []
    assert hints() == [(NAME, [job.pk])]
    job.refresh_from_db()
    assert (job.state, job.arguments, job.title) == ("queued", {"user": 7}, "Notes")


def test_enqueue_in_a_transaction_that_rolls_back_leaves_nothing(hints: Hints):
    with transaction.atomic():
        jobs.enqueue(NAME, user=7)
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert hints() == []


def test_enqueue_with_the_key_of_a_waiting_job_gives_that_job():
    first = jobs.enqueue(NAME, key="person-1", user=7)
    again = jobs.enqueue(NAME, key="person-1", user=7)
    other = jobs.enqueue(NAME, key="person-2", user=7)
    assert again == first
    assert other != first


def test_job_for_later_is_started_by_the_sweeper_and_not_before(hints: Hints):
    later = timezone.now() + timedelta(hours=1)
    job = jobs.enqueue(NAME, not_before=later, user=7)
    assert (job.due_at, hints(), jobs.send_due()) == (later, [], 0)
    Job.objects.filter(pk=job.pk).update(due_at=timezone.now())
    assert jobs.send_due() == 1
    assert hints() == [(NAME, [job.pk])]


def test_job_shared_with_an_earlier_one_is_due_at_the_earlier_time(hints: Hints):
    later = timezone.now() + timedelta(days=10)
    job = jobs.enqueue(NAME, key="person-1", not_before=later, user=7)
    assert jobs.enqueue(NAME, key="person-1", user=7) == job
    jobs.enqueue(NAME, key="person-1", not_before=later, user=7)
    job.refresh_from_db()
    assert job.due_at <= timezone.now()


def test_enqueue_without_key_always_gives_a_new_job():
    assert jobs.enqueue(NAME, user=7) != jobs.enqueue(NAME, user=7)


@pytest.mark.parametrize("state", [state for state in JobState if state != JobState.QUEUED])
def test_enqueue_with_the_key_of_a_started_job_gives_a_new_one(state: JobState):
    """A running job may have read its input before this caller wrote."""
    first = jobs.enqueue(NAME, key="person-1", user=7)
    stop(first, state, lease_until=timezone.now() + timedelta(minutes=1))
    assert jobs.enqueue(NAME, key="person-1", user=7) != first


def test_enqueue_of_one_key_by_two_at_once_gives_one_job():
    found: list[int] = []

    def queue() -> None:
        found.append(jobs.enqueue(NAME, key="person-1", user=7).pk)
        connection.close()

    with transaction.atomic():
        mine = jobs.enqueue(NAME, key="person-1", user=7)
        other = threading.Thread(target=queue)
        other.start()  # waits at the constraint until we commit
    other.join()
    assert found == [mine.pk]
    assert Job.objects.count() == 1


def test_shared_job_does_not_start_before_the_second_caller_commits():
    """Else it could read its input before the second caller's write is there."""
    job = jobs.enqueue(NAME, key="person-1", user=7)
    with transaction.atomic():
        assert jobs.enqueue(NAME, key="person-1", user=7) == job
        with jobs.Lease(job.pk) as lease:
            assert lease.arguments is None
    with jobs.Lease(job.pk) as lease:
        assert lease.arguments == {"user": 7}


def test_sweeper_sends_waiting_jobs_that_are_due_and_not_twice_within_a_lease(hints: Hints):
    due, later = jobs.enqueue(NAME, user=1), jobs.enqueue(NAME, user=2)
    Job.objects.filter(pk=later.pk).update(due_at=timezone.now() + timedelta(minutes=5))
    hints()
    assert jobs.send_due() == 1
    assert jobs.send_due() == 0
    assert hints() == [(NAME, [due.pk])]


def test_sweeper_sends_jobs_whose_worker_died_and_leaves_living_ones(hints: Hints):
    dead, alive = jobs.enqueue(NAME, user=1), jobs.enqueue(NAME, user=2)
    now = timezone.now()
    stop(dead, JobState.RUNNING, lease_until=now - timedelta(seconds=1))
    stop(alive, JobState.RUNNING, lease_until=now + timedelta(seconds=JOB_LEASE_SECONDS))
    hints()
    jobs.send_due()
    assert hints() == [(NAME, [dead.pk])]


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED, JobState.PARKED])
def test_sweeper_leaves_finished_jobs_alone(hints: Hints, state: JobState):
    stop(jobs.enqueue(NAME, user=1), state)
    hints()
    assert jobs.send_due() == 0
    assert hints() == []


def test_sweeper_passes_rows_that_somebody_else_holds():
    jobs.enqueue(NAME, user=1)
    sent: list[int] = []

    def sweep() -> None:
        sent.append(jobs.send_due())
        connection.close()

    with transaction.atomic():
        list(Job.objects.select_for_update())
        other = threading.Thread(target=sweep)
        other.start()
        other.join()
    assert sent == [0]


@pytest.mark.parametrize("state", [JobState.FAILED, JobState.PARKED])
def test_replay_of_a_stopped_job_starts_it_afresh(hints: Hints, state: JobState):
    job = jobs.enqueue(NAME, user=1)
    stop(job, state, crashes=3, error="It broke.", done=4, finished_at=timezone.now())
    hints()
    jobs.replay(job)
    job.refresh_from_db()
    assert (job.state, job.crashes, job.error, job.done) == ("queued", 0, "", 0)
    assert job.finished_at is None
    assert hints() == [(NAME, [job.pk])]


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING, JobState.DONE])
def test_replay_of_a_job_that_is_not_stopped_is_a_conflict(state: JobState):
    job = jobs.enqueue(NAME, user=1)
    stop(job, state)
    with pytest.raises(ConflictError):
        jobs.replay(job)
    job.refresh_from_db()
    assert job.state == state


def test_replay_while_the_same_work_waits_is_a_conflict():
    job = jobs.enqueue(NAME, key="person-1", user=1)
    stop(job, JobState.PARKED)
    jobs.enqueue(NAME, key="person-1", user=1)
    with pytest.raises(ConflictError, match="waiting already"):
        jobs.replay(job)
    job.refresh_from_db()
    assert job.state == JobState.PARKED
