"""Servers of their own for the tests of the dev stack: the suite's own pair stays untouched."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from skillmap.devstack.state import ThrowAwayState


@pytest.fixture
def state() -> Iterator[ThrowAwayState]:
    with ThrowAwayState() as throw_away:
        yield throw_away


@pytest.fixture
def private_home(tmp_path: Path) -> Path:
    """A folder like a private home: nobody but its owner may walk in."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    return home


def eventually(condition: Callable[[], bool], patience_seconds: float = 30) -> bool:
    """Whether `condition` comes true in time; used only for what another process does."""
    give_up_at = time.monotonic() + patience_seconds
    while not condition():
        if time.monotonic() > give_up_at:
            return False
        time.sleep(0.05)
    return True


def alive(pid: int) -> bool:
    """Whether the process runs (a zombie that nobody has waited for does not)."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root must change the account")
