"""`python -m skillmap.devstack run`: the servers for the length of one command."""

from __future__ import annotations

import collections
import signal
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager

from skillmap.devstack.processes import spawn
from skillmap.devstack.stack import Say, Stack, external_servers
from skillmap.devstack.state import DEMO_STATE, State, ThrowAwayState

_KEPT_LINES = 60


@contextmanager
def running(
    *, fresh: bool, web_port: int | None = None, worker: bool = False, say: Say | None = None
) -> Iterator[Stack]:
    """A migrated stack for the length of a `with` block.

    `web_port` adds a healthy web server (0: any free port), `worker` a Celery worker and the
    scheduler. What these print goes to `say(who, line)`, by default nowhere.
    """
    state = ThrowAwayState() if fresh else State(DEMO_STATE)
    external = {} if fresh else external_servers()
    with Stack(state, say or silently, external, port=web_port or 0) as stack:
        stack.migrate()
        if worker:
            stack.start_worker()
            stack.start_scheduler()
        if web_port is not None:
            stack.manage("collectstatic", "--no-input", "--verbosity", "0")
            stack.start_web()
            stack.await_healthy()
        yield stack


def main(options: Namespace) -> int:
    """Run `options.command` on a stack; its exit code is ours."""
    last_lines: collections.deque[str] = collections.deque(maxlen=_KEPT_LINES)

    def keep(who: str, line: str) -> None:
        last_lines.append(f"{who:8}| {line}")

    with running(
        fresh=options.fresh, web_port=options.web, worker=options.worker, say=keep
    ) as stack:
        code = _foreground(options.command, stack)
    if code and last_lines:
        sys.stderr.write("\n".join(["", *last_lines, ""]))
    return code


def _foreground(command: list[str], stack: Stack) -> int:
    """Run the command in our own terminal session, where Ctrl-C is its business, not ours."""
    before = signal.signal(signal.SIGINT, _leave_to_the_command)
    try:
        process = spawn(command, env=stack.env, new_session=False)
        signal.signal(signal.SIGTERM, lambda number, _: process.send_signal(number))
        code = process.wait()
    finally:
        signal.signal(signal.SIGINT, before)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    return code if code >= 0 else 128 - code  # killed by a signal: what a shell would say


def _leave_to_the_command(_number: int, _frame: object) -> None:
    """A handler, unlike SIG_IGN, is not inherited by the command."""


def silently(_who: str, _line: str) -> None:
    """Drop what a child printed."""
