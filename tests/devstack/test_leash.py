"""Nothing that a supervisor started outlives it."""

import signal
import subprocess
import sys
import threading

import pytest

from skillmap.devstack.processes import end, spawn
from tests.devstack.conftest import alive, eventually

SUPERVISOR = """
import sys, time
from skillmap.devstack.postgres import Postgres
from skillmap.devstack.state import ThrowAwayState
from skillmap.devstack.valkey import Valkey
with ThrowAwayState() as state:
    servers = [Valkey(state, durable=False), Postgres(state, durable=False)]
    for server in servers:
        server.start()
    print(*(server._process.pid for server in servers), flush=True)
    time.sleep(600)
"""
DEAF = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's leash is Linux' own")
def test_servers_supervisor_killed_minus_nine_all_end():
    supervisor = subprocess.Popen([sys.executable, "-c", SUPERVISOR], stdout=subprocess.PIPE)
    with supervisor:
        pids = [int(word) for word in supervisor.stdout.readline().split()]
        assert len(pids) == 2
        assert all(alive(pid) for pid in pids)
        supervisor.send_signal(signal.SIGKILL)
        supervisor.wait()
    assert eventually(lambda: not any(alive(pid) for pid in pids))


def test_end_deaf_child_is_killed():
    child = spawn([sys.executable, "-c", DEAF], env={}, output=subprocess.PIPE)
    assert child.stdout.readline() == b"deaf\n"
    end(child, patience_seconds=0.2)
    assert child.returncode == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's leash is Linux' own")
def test_spawn_from_short_lived_thread_is_refused():
    caught: list[BaseException] = []

    def start() -> None:
        try:
            spawn(["true"], env={})
        except RuntimeError as error:
            caught.append(error)

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    assert [str(error) for error in caught] == ["Start servers from the main thread."]
