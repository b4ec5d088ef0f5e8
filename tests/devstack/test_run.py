"""`run` and the stack under it: environment, exit codes, children that die."""

import json
import signal
import subprocess
import sys

import pytest

from skillmap.devstack import up
from skillmap.devstack.run import silently
from skillmap.devstack.stack import ChildEndedError, Stack
from skillmap.devstack.state import PROJECT, ThrowAwayState
from tests.devstack.conftest import eventually

LOOK_AROUND = """
import json, os, shutil, sys
import psycopg
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    (migrations,) = connection.execute("SELECT count(*) FROM django_migrations").fetchone()
print(json.dumps({"migrations": migrations, "python": shutil.which("python"), **os.environ}))
sys.exit(7)
"""


def devstack(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "skillmap.devstack", *arguments],
        cwd=PROJECT,
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_run_fresh_command_meets_a_migrated_database_and_its_exit_code_is_passed_on():
    done = devstack(
        "run", "--fresh", "--", "python", "-c", LOOK_AROUND, DATABASE_URL="postgresql:///not-ours"
    )
    assert done.returncode == 7, done.stderr
    seen = json.loads(done.stdout)
    assert seen["migrations"] > 0
    assert "skillmap-fresh-" in seen["DATABASE_URL"]
    assert seen["REDIS_URL"].startswith("unix:///")
    assert seen["python"] == sys.executable


@pytest.mark.parametrize("arguments", [[], ["run"], ["run", "--web", "http", "true"], ["down"]])
def test_command_line_wrong_words_show_the_usage(arguments):
    done = devstack(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("usage: python -m skillmap.devstack")


@pytest.fixture
def stack():
    said = []
    with Stack(ThrowAwayState(), lambda who, line: said.append((who, line))) as running:
        running.said = said
        yield running


def test_stack_child_that_ends_is_noticed_and_heard(stack):
    stack._start_child("worker", "no_such_module")
    with pytest.raises(ChildEndedError, match=r"worker ended with 1\."):
        stack.await_healthy()
    assert eventually(
        lambda: (
            ("worker", "No module named no_such_module")
            in [(who, line.rpartition(": ")[2]) for who, line in stack.said]
        )
    )


def test_stack_server_that_is_killed_is_noticed(stack):
    stack.check_children()
    stack._servers["valkey"]._process.send_signal(signal.SIGKILL)
    stack._servers["valkey"]._process.wait()
    with pytest.raises(ChildEndedError, match=r"valkey ended with -9\."):
        stack.check_children()


def test_stack_scheduler_that_alone_is_killed_is_noticed(stack):
    stack.start_scheduler()
    stack.check_children()
    scheduler = stack._children["scheduler"]
    scheduler.kill()
    scheduler.wait()
    with pytest.raises(ChildEndedError, match=r"scheduler ended with -9\."):
        stack.check_children()


def test_stack_failing_command_is_raised_with_its_words(stack):
    with pytest.raises(ChildEndedError, match=r"manage\.py no_such_command` ended with 1"):
        stack.manage("no_such_command")


def test_stack_command_goes_on_beside_another(stack):
    slow = stack.begin(sys.executable, "-c", "import time; time.sleep(600)")
    stack.finish(stack.begin(sys.executable, "-c", ""))
    stack.check_children()
    assert stack._children[slow].poll() is None


def test_stack_failure_beside_ends_the_wait_for_a_command(stack):
    stack.begin(sys.executable, "-c", "raise SystemExit(3)")
    with pytest.raises(ChildEndedError, match=r"SystemExit\(3\).*ended with 3\."):
        stack.finish(stack.begin(sys.executable, "-c", "import time; time.sleep(600)"))


def test_stack_interrupted_in_a_command_ends_it_before_its_database():
    def interrupt(number, frame):
        raise up.StopRequested

    def command_on(stack):
        with stack:
            signal.setitimer(signal.ITIMER_REAL, 0.2)
            stack.manage("shell", "--command", "import time; time.sleep(600)")

    before = signal.signal(signal.SIGALRM, interrupt)
    stack = Stack(ThrowAwayState(), silently)
    with pytest.raises(up.StopRequested):
        command_on(stack)
    signal.signal(signal.SIGALRM, before)
    (command,) = stack._children.values()
    assert command.returncode == -signal.SIGTERM


def test_from_scratch_with_a_database_of_the_caller_is_refused():
    done = devstack("up", "--from-scratch", DATABASE_URL="postgresql:///precious")
    assert done.returncode == 1
    assert "only embedded servers start over" in done.stdout


def test_ready_lines_name_address_log_ins_clicks_and_token(tmp_path):
    log_ins = tmp_path / "demo.json"
    log_ins.write_text(
        json.dumps(
            [
                {
                    "who": "HR admin",
                    "email": "a@b.example",
                    "password": "pw",
                    "clicks": ["One", "Two"],
                    "token": "t0k",
                }
            ]
        )
    )
    assert [line for line in up._ready_lines("http://localhost:1", log_ins) if line] == [
        "READY  http://localhost:1/   (Ctrl-C stops; the data stays in var/)",
        "HR admin:  a@b.example  /  pw",
        "   1. One",
        "   2. Two",
        "   API token: t0k",
    ]
