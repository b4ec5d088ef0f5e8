"""Real workers, a real broker, and what happens to jobs when they are killed."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from redis import Redis

from skillmap.core import jobs
from skillmap.core.enums import JobState
from skillmap.core.models import Job, Notification, User
from skillmap.devstack.processes import end, spawn, tail
from skillmap.devstack.state import PROJECT, ThrowAwayState
from skillmap.devstack.valkey import Valkey
from tests.factories import make_user

pytestmark = [
    pytest.mark.worker,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc to find worker processes"),
]
KILLS = 15
PATIENCE_SECONDS = 120


class Worker:
    """A Celery worker with two processes and the scheduler, on the test database."""

    def __init__(self, folder: Path, redis_url: str) -> None:
        self.folder = folder
        name = connection.settings_dict["NAME"]
        database = os.environ["DATABASE_URL"].replace("/app?", f"/{name}?")
        assert name in database
        self.env = {**os.environ, "REDIS_URL": redis_url, "DATABASE_URL": database}
        self.log = folder / "worker.log"
        self.start()

    def start(self) -> None:
        program = ("-m", "celery", "-A", "tests.core.jobs.worker", "worker", "--beat")
        files = ("--schedule", self.folder / "schedule", "--pidfile", self.folder / "pid")
        options = ("--concurrency", "2", "--without-mingle", "--without-gossip", "-l", "INFO")
        (self.folder / "pid").unlink(missing_ok=True)
        with self.log.open("ab") as log:
            self.process = spawn(
                [sys.executable, *program, *files, *options],
                env=self.env,
                cwd=PROJECT,
                output=log,
            )

    def kill_a_child(self) -> None:
        """Kill -9 one of the processes that do the work."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        if found := children.read_text().split():
            os.kill(int(random.choice(found)), signal.SIGKILL)  # noqa: S311 - not a secret

    def kill_all_and_start_again(self) -> None:
        """Kill -9 the worker with all its processes, then start another."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.start()

    def stop(self) -> None:
        end(self.process, patience_seconds=10)


@pytest.fixture
def user() -> User:
    return make_user("Alice")


@pytest.fixture
def state() -> Iterator[ThrowAwayState]:
    with ThrowAwayState() as state:
        yield state


@pytest.fixture
def workers(state: ThrowAwayState) -> Iterator[Callable[[str], Worker]]:
    """Starts workers; they are gone before their broker and the database."""
    started: list[Worker] = []

    def start(redis_url: str) -> Worker:
        started.append(Worker(state.folder, redis_url))
        return started[-1]

    yield start
    for worker in started:
        worker.stop()


def wait_until(worker: Worker, condition: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        left = Counter(Job.objects.values_list("state", flat=True))
        gone = worker.process.poll() is not None or time.monotonic() > give_up_at
        assert not gone, f"{left}\n{tail(worker.log)}"
        time.sleep(0.05)


def all_done() -> bool:
    return not Job.objects.exclude(state=JobState.DONE).exists()


def some_run() -> bool:
    return Job.objects.filter(state=JobState.RUNNING).exists()


def effects() -> Counter[str]:
    return Counter(Notification.objects.values_list("title", flat=True))


def test_killing_workers_loses_and_doubles_no_job(user: User, workers: Callable[[str], Worker]):
    random.seed(20261122)
    worker = workers(settings.REDIS_URL)
    queued = 0
    for kill in range(KILLS):
        for _ in range(4):
            jobs.enqueue("tests.write_slowly", user=user.pk, text=f"job {queued}")
            queued += 1
        wait_until(worker, some_run)
        if kill % 5 == 4:
            worker.kill_all_and_start_again()
        else:
            worker.kill_a_child()
    wait_until(worker, all_done)
    assert effects() == Counter(f"job {number}" for number in range(queued))
    assert Job.objects.filter(crashes__gt=0).exists(), "no kill hit a running job: void"


def test_killed_and_emptied_broker_loses_no_job(
    user: User, state: ThrowAwayState, workers: Callable[[str], Worker]
):
    broker = Valkey(state, durable=False)
    broker.start()
    try:
        worker = workers(broker.url)
        with transaction.atomic():
            User.objects.select_for_update().get(pk=user.pk)  # the note waits for this row
            queue_elsewhere(worker, user, 1)
            wait_until(worker, some_run)
            assert broker._process is not None
            broker._process.kill()
            broker._process.wait()
        queue_elsewhere(worker, user, 3)
        assert Job.objects.filter(state=JobState.QUEUED).count() == 3
        broker.start()
        wait_until(worker, all_done)

        queue_elsewhere(worker, user, 4)
        with Redis.from_url(broker.url) as client:
            client.flushall()
        wait_until(worker, all_done)
        worker.stop()
    finally:
        broker.stop()
    assert sum(effects().values()) == 1 + 3 + 4
    assert worker.process.returncode == 0


def queue_elsewhere(worker: Worker, user: User, count: int) -> None:
    """Queue jobs from another process, whose broker is the worker's."""
    program = [sys.executable, "-m", "tests.core.jobs.worker", str(user.pk), str(count)]
    subprocess.run(program, env=worker.env, cwd=PROJECT, check=True, timeout=60)
