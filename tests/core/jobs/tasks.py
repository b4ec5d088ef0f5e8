"""Tasks that only tests know; their effect is a note in an inbox."""

import threading
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from skillmap.core import jobs
from skillmap.core.errors import DomainError
from skillmap.core.models import Job, Notification, User


def write_note(user: int, text: str) -> None:
    Notification.objects.create(user_id=user, kind="test", title=text)


@jobs.task("tests.write_note")
def write(run: jobs.Run, *, user: int, text: str) -> None:
    """Leave one note."""
    write_note(user, text)


@jobs.task("tests.write_and_finish")
def write_and_finish(run: jobs.Run, *, user: int, text: str) -> None:
    """Leave one note and a link to it."""
    write_note(user, text)
    run.finish(link="/inbox/", message="one note")


@jobs.task("tests.refuse")
def refuse(run: jobs.Run, *, user: int) -> None:
    """Write, then find out that it may not."""
    write_note(user, "refused")
    raise DomainError("The file has no rows.")


@jobs.task("tests.crash")
def crash(run: jobs.Run, *, user: int) -> None:
    """Write, then fail in a way nobody foresaw."""
    write_note(user, "crashed")
    raise ZeroDivisionError


@jobs.task("tests.write_parts", own_commits=True)
def write_parts(run: jobs.Run, *, user: int, parts: int) -> None:
    """One note and one commit per part."""
    for part in range(parts):
        with transaction.atomic():
            write_note(user, f"part {part}")
            run.hold()
        run.progress(part + 1, parts, "writing")


@jobs.task("tests.overtaken")
def overtaken(run: jobs.Run, *, user: int, finish_first: bool) -> None:
    """Write so slowly that another worker takes over, and perhaps even ends the job."""
    write_note(user, "by the slow one")
    take_over = threading.Thread(target=_take_over, args=(run.job_id, user, finish_first))
    take_over.start()
    take_over.join()


def _take_over(job_id: int, user: int, finish: bool) -> None:
    Job.objects.filter(pk=job_id).update(lease_until=timezone.now() - timedelta(seconds=1))
    with jobs.Lease(job_id) as lease, transaction.atomic():
        if finish:
            write_note(user, "by the other")
            jobs.Run(lease).finish()
    connection.close()


@jobs.task("tests.crash_after_a_twin")
def crash_after_a_twin(run: jobs.Run, *, user: int) -> None:
    """Fail while a newer job of the same key waits."""
    queue = threading.Thread(target=_queue_a_twin, args=(user,))
    queue.start()
    queue.join()
    raise ZeroDivisionError


def _queue_a_twin(user: int) -> None:
    jobs.enqueue("tests.write_note", key="person", user=user, text="twin")
    connection.close()


@jobs.task("tests.rename")
def rename(run: jobs.Run, *, user: int) -> None:
    """Change an audited row."""
    User.objects.filter(pk=user).update(name="Renamed")


@jobs.task("tests.write_slowly")
def write_slowly(run: jobs.Run, *, user: int, text: str) -> None:
    """Leave one note in a transaction that stays open for a while."""
    write_note(user, text)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.2)")
