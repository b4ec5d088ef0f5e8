"""`python -m skillmap.devstack up`: the whole demo until Ctrl-C. `make demo` calls it."""

from __future__ import annotations

import json
import shutil
import signal
import threading
import time
from argparse import Namespace
from pathlib import Path

from skillmap.devstack.postgres import Postgres
from skillmap.devstack.stack import MANAGE, ChildEndedError, Stack, external_servers
from skillmap.devstack.state import DEMO_STATE, State
from skillmap.devstack.valkey import Valkey

_COLLECT = [*MANAGE, "collectstatic", "--no-input", "--verbosity", "0"]
_BESIDE = (["sh", "scripts/assets.sh"], _COLLECT, [*MANAGE, "compile_search"])
_DEMO_FILES = ("media", "mail", "demo.json", "celerybeat-schedule")


class StopRequested(Exception):
    """Ctrl-C, or a polite kill, while the demo was starting or running."""


def main(options: Namespace) -> int:
    """Start everything, print READY, keep watch; 0 when asked to stop, 1 when a child died."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _request_stop)
    speaker = Speaker()
    try:
        if options.from_scratch:
            forget_demo()
        state, external = State(DEMO_STATE), external_servers()
        with Stack(state, speaker.say, external, port=options.port) as stack:
            _serve(stack, speaker, check_only=options.check)
    except StopRequested:
        speaker.say("demo", "Stopped.")
    except (ChildEndedError, RuntimeError) as error:
        speaker.say("demo", f"{error} Everything is stopped.")
        return 1
    return 0


class Speaker:
    """Prints lines of several processes with the seconds since the start and their origin."""

    def __init__(self) -> None:
        self._started_at = time.monotonic()
        self._turn = threading.Lock()

    def say(self, who: str, line: str) -> None:
        """Print one line."""
        with self._turn:
            print(f"{time.monotonic() - self._started_at:6.1f}s {who:8}| {line}", flush=True)


def _request_stop(_number: int, _frame: object) -> None:
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)  # an impatient second Ctrl-C
    raise StopRequested


def forget_demo() -> None:
    """Delete the demo's database, queue, uploads and mail; assets and the signing key stay."""
    if external_servers():
        raise RuntimeError("DATABASE_URL or REDIS_URL is set: only embedded servers start over.")
    with State(DEMO_STATE) as state:
        Postgres(state, durable=True).destroy()
        Valkey(state, durable=True).destroy()
        for name in _DEMO_FILES:
            path = DEMO_STATE / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _serve(stack: Stack, speaker: Speaker, *, check_only: bool) -> None:
    speaker.say("demo", "Postgres and Valkey run. Preparing the database and the demo data ...")
    demo = stack.begin(*MANAGE, "prepare_demo")
    for words in _BESIDE:  # one after the other: two cores
        stack.finish(stack.begin(*words))
    stack.start_web()  # both read their code while the demo is still being made
    stack.start_worker()
    stack.await_healthy()
    stack.finish(demo)
    stack.start_scheduler()
    for line in _ready_lines(stack.base_url, DEMO_STATE / "demo.json"):
        speaker.say("demo", line)
    while not check_only:
        stack.check_children()
        time.sleep(0.2)


def _ready_lines(base_url: str, log_ins: Path) -> list[str]:
    """The address and, per demo user, the log-in, clicks worth doing and a token."""
    lines = ["", f"READY  {base_url}/   (Ctrl-C stops; the data stays in var/)"]
    people = json.loads(log_ins.read_text()) if log_ins.exists() else []
    for person in people:
        lines += ["", f"{person['who']}:  {person['email']}  /  {person['password']}"]
        lines += [f"   {number}. {click}" for number, click in enumerate(person["clicks"], 1)]
        if person.get("token"):
            lines.append(f"   API token: {person['token']}")
    return [*lines, ""]
