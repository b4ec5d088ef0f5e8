"""The servers of one installation and the processes that use them, as one context manager."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from skillmap.devstack.postgres import Postgres
from skillmap.devstack.processes import end, spawn
from skillmap.devstack.sockets import free_port
from skillmap.devstack.state import PROJECT, State, ThrowAwayState
from skillmap.devstack.template import keep_template, kept_template, template_folder
from skillmap.devstack.valkey import Valkey

Say = Callable[[str, str], None]  # (who, line)
MANAGE = (sys.executable, str(PROJECT / "manage.py"))
_CELERY = ("celery", "--quiet", "-A", "skillmap")
_QUIETLY = ("--loglevel", "WARNING")


class ChildEndedError(RuntimeError):
    """A process that should run as long as the stack ended by itself."""


def external_servers() -> dict[str, str]:
    """Servers the caller named in the environment: for these no embedded one is started."""
    names = ("DATABASE_URL", "REDIS_URL")
    return {name: os.environ[name] for name in names if os.environ.get(name)}


@dataclass
class Stack:
    """Postgres, Valkey and whatever was started on top of them.

    `external` names servers that run already (as `external_servers` does); with a throw-away
    `state` our own are not durable. `env` is the environment for every process that belongs to
    this installation.
    """

    state: State
    say: Say
    external: dict[str, str] = field(default_factory=dict)
    port: int = 0
    env: dict[str, str] = field(default_factory=dict)
    _servers: dict[str, Postgres | Valkey] = field(default_factory=dict)
    _children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _commands: set[str] = field(default_factory=set)  # the children that end by themselves
    _migrated: bool = False

    @property
    def fresh(self) -> bool:
        """Whether everything here vanishes at the end."""
        return isinstance(self.state, ThrowAwayState)

    @property
    def base_url(self) -> str:
        """Where the web server answers once `start_web` has returned."""
        return f"http://localhost:{self.port}"

    def __enter__(self) -> Stack:
        self.state.__enter__()
        try:
            self._start_servers()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for process in self._children.values():
            if process.poll() is None:
                process.terminate()  # all at once: Celery alone needs five seconds
        for process in self._children.values():
            end(process, patience_seconds=20)
        for server in self._servers.values():
            server.stop()
            if self.fresh:
                server.destroy()
        self.state.__exit__(kind, error, traceback)

    def migrate(self) -> None:
        """Bring the database up to date; a fresh one is copied where that was done before."""
        postgres = self._servers.get("postgres")
        if not (self.fresh and isinstance(postgres, Postgres)):
            self.manage("migrate", "--verbosity", "0")
        elif not self._migrated:
            folder = template_folder()
            self.manage("migrate", "--verbosity", "0")
            postgres.stop()
            keep_template(postgres, folder)
            postgres.start()

    def manage(self, *arguments: str) -> None:
        """Run one management command and wait for it; its failure is raised."""
        self.finish(self.begin(*MANAGE, *arguments))

    def begin(self, *command: str) -> str:
        """Run a command beside everything else; return its name for `finish`."""
        name = f"`{shlex.join(command)}`"
        self._children[name] = spawn(command, env=self.env, cwd=PROJECT)
        self._commands.add(name)
        return name

    def finish(self, command: str) -> None:
        """Wait until a command has ended. Its failure, or that of anything else, is raised."""
        while command in self._commands:
            self.check_children()
            time.sleep(0.02)

    def start_web(self) -> None:
        """Start the web server on `port`; `await_healthy` says when it answers."""
        address = ("--host", "127.0.0.1", "--port", str(self.port))
        size = ("--workers", "1", "--blocking-threads", "4", "--no-ws")
        self._start_child(
            "web", "granian", "--interface", "wsgi", *address, *size, "skillmap.wsgi:application"
        )

    def start_worker(self) -> None:
        """Start a Celery worker with two processes."""
        alone = ("--without-mingle", "--without-gossip")  # no other worker to greet
        self._start_child("worker", *_CELERY, "worker", "--concurrency", "2", *_QUIETLY, *alone)

    def start_scheduler(self) -> None:
        """Start what queues the regular jobs: not inside the worker, where it could end unseen."""
        kept = ("--schedule", str(self.state.folder / "celerybeat-schedule"), "--pidfile", "")
        self._start_child("scheduler", *_CELERY, "beat", *kept, *_QUIETLY)

    def await_healthy(self, patience_seconds: float = 120) -> None:
        """Wait until the web server says that it and everything behind it is well."""
        give_up_at = time.monotonic() + patience_seconds
        while not _answers(f"{self.base_url}/api/v1/health"):
            self.check_children()
            if time.monotonic() > give_up_at:
                raise ChildEndedError(f"{self.base_url} did not become healthy.")
            time.sleep(0.1)

    def check_children(self) -> None:
        """Raise ChildEndedError when a command failed, or anything else has ended by itself."""
        codes = {name: server.returncode() for name, server in self._servers.items()}
        codes |= {name: process.poll() for name, process in self._children.items()}
        for name, code in codes.items():
            if code == 0 and name in self._commands:
                self._commands.remove(name)
                del self._children[name]
            elif code is not None:
                raise ChildEndedError(f"{name} ended with {code}.")

    def _start_servers(self) -> None:
        addresses = dict(self.external)
        if "REDIS_URL" not in addresses:
            valkey = self._servers["valkey"] = Valkey(self.state, durable=not self.fresh)
            valkey.start()
            addresses["REDIS_URL"] = valkey.url
        if "DATABASE_URL" not in addresses:
            # Stopped last, after everything that may still write to it: insertion order.
            postgres = self._servers["postgres"] = Postgres(self.state, durable=not self.fresh)
            if self.fresh and (template := kept_template()):
                postgres.load(template)
                self._migrated = True
            postgres.start()
            addresses["DATABASE_URL"] = postgres.url
        self.port = self.port or free_port()
        self.env = {**os.environ, **self._settings(), **addresses}
        # So that `python` and the tools mean this virtual environment's for every child.
        self.env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

    def _settings(self) -> dict[str, str]:
        return {
            "DJANGO_SETTINGS_MODULE": "skillmap.settings",
            "SECRET_KEY": self.state.secret_key(),
            "BASE_URL": self.base_url,
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "MEDIA_ROOT": str(self.state.folder / "media"),
            "EMAIL_URL": f"filemail://{self.state.folder / 'mail'}",
            "SKILLMAP_DEMO": "1",
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": "ignore:::celery.platforms",  # it minds that a container is root
        }

    def _start_child(self, name: str, *module_and_options: str) -> None:
        process = spawn(
            [sys.executable, "-m", *module_and_options],
            env=self.env,
            cwd=PROJECT,
            output=subprocess.PIPE,
            keep_open=(self.state.lock,),
        )
        self._children[name] = process
        threading.Thread(target=self._relay, args=(name, process), daemon=True).start()

    def _relay(self, name: str, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None  # noqa: S101 spawned with a pipe
        for line in process.stdout:
            self.say(name, line.decode(errors="replace").rstrip())


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 our own address
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
