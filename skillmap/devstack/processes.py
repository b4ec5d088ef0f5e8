"""Child processes on a leash: none outlives its supervisor, not even when that is killed -9."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from skillmap.devstack.accounts import Account

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def spawn(
    args: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    cwd: Path | None = None,
    output: int | IO[bytes] | None = None,
    account: Account | None = None,
    on_orphaned: signal.Signals = signal.SIGTERM,
    keep_open: tuple[int, ...] = (),
    new_session: bool = True,
) -> subprocess.Popen[bytes]:
    """Start a child that receives `on_orphaned` when this process ends, however it ends.

    A new session keeps the terminal's Ctrl-C away from servers: the supervisor decides the order.
    """
    return subprocess.Popen(
        [str(arg) for arg in args],
        env=dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL if new_session else None,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        start_new_session=new_session,
        pass_fds=keep_open,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        preexec_fn=_leash(on_orphaned),
    )


def end(
    process: subprocess.Popen[bytes],
    *,
    by: signal.Signals = signal.SIGTERM,
    patience_seconds: float = 15,
) -> None:
    """Ask a child started in a session of its own to stop; after `patience_seconds` make it."""
    if process.poll() is None:
        process.send_signal(by)
    try:
        process.wait(patience_seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def tail(log: Path, lines: int = 30) -> str:
    """The end of a log file, for an error message."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def _leash(on_orphaned: signal.Signals) -> Callable[[], None] | None:
    """What the child runs before its program: ask the kernel for a signal when we are gone."""
    if sys.platform != "linux":
        return None
    if threading.current_thread() is not threading.main_thread():
        # The kernel watches the starting thread, so a short-lived one would end its servers.
        raise RuntimeError("Start servers from the main thread.")
    libc = ctypes.CDLL(None, use_errno=True)  # loaded before the fork, where loading is unsafe
    supervisor = os.getpid()

    def attach() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(on_orphaned))
        if os.getppid() != supervisor:  # it died between the fork and this line
            os._exit(1)

    return attach
