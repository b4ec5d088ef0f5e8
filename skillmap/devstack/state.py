"""The folder that holds the servers' data: var/ for the demo, a throw-away one for tests."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

PROJECT = Path(__file__).resolve().parents[2]
DEMO_STATE = PROJECT / "var"
_THROW_AWAY_PREFIX = "skillmap-fresh-"


class StateInUseError(RuntimeError):
    """Another supervisor, or a server it left while shutting down, still holds the folder."""


class State:
    """A folder locked by one supervisor at a time.

    The lock's file descriptor is handed on to the servers, so it stays taken until the last of
    them has gone: a new start can never meet an old server on the same data.
    """

    def __init__(self, folder: Path, *, patience_seconds: float = 15) -> None:
        """`patience_seconds`: servers of a killed supervisor need a moment to shut down."""
        self.folder = folder
        self._patience_seconds = patience_seconds
        folder.mkdir(parents=True, exist_ok=True)
        self.lock = os.open(folder / "devstack.lock", os.O_RDWR | os.O_CREAT, 0o600)

    def __enter__(self) -> Self:
        give_up_at = time.monotonic() + self._patience_seconds
        while not _taken(self.lock):
            if time.monotonic() > give_up_at:
                os.close(self.lock)
                raise StateInUseError(
                    f"Another Skillmap uses {self.folder}: stop it first, or use --fresh."
                )
            time.sleep(0.1)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        os.close(self.lock)

    def secret_key(self) -> str:
        """This installation's own signing key, made once and kept."""
        file = self.folder / "secret_key"
        if not file.exists():
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
            with os.fdopen(descriptor, "w") as stream:
                stream.write(secrets.token_urlsafe(50))
        return file.read_text()


class ThrowAwayState(State):
    """A folder that vanishes with its supervisor, or at the next start if that was killed."""

    def __init__(self) -> None:
        _sweep_abandoned()
        folder = Path(tempfile.mkdtemp(prefix=_THROW_AWAY_PREFIX))
        folder.chmod(0o755)  # Postgres may run as another account; its own folder is private
        super().__init__(folder)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        super().__exit__(kind, error, traceback)
        shutil.rmtree(self.folder, ignore_errors=True)


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sweep_abandoned() -> None:
    """Remove throw-away folders of ours whose lock nobody holds any more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_THROW_AWAY_PREFIX}*"):
        file = folder / "devstack.lock"
        if folder.is_symlink() or not file.exists() or file.stat().st_uid != os.geteuid():
            continue
        lock = os.open(file, os.O_RDWR)
        if _taken(lock):
            shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)
