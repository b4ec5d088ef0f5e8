"""A client that speaks like a program: a bearer token, JSON in and out."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from employees.models import Employee
from skillmap.core.api.scopes import Scope
from skillmap.core.models import User
from skillmap.core.tokens import issue_token
from skillmap.devstack.processes import end, spawn
from skillmap.devstack.state import PROJECT
from tests.factories import make_user

V1 = "/api/v1"


class Api:
    """Requests below /api/v1 with the token of one user."""

    def __init__(self, user: User, scopes: Sequence[str] = Scope.values) -> None:
        self.user = user
        self.token, self.secret = issue_token(user, name="test", scopes=scopes)
        self.client = Client(headers={"authorization": f"Bearer {self.secret}"})

    def get(self, path: str, parameters: dict[str, Any] | None = None, **extra: Any) -> Any:
        return self.client.get(f"{V1}{path}", parameters, **extra)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(f"{V1}{path}", body, content_type="application/json", headers=names)

    def walk(self, path: str, **parameters: Any) -> list[dict[str, Any]]:
        """Every row of a list, page by page."""
        rows, cursor = [], None
        while True:
            page = self.get(path, parameters | ({"cursor": cursor} if cursor else {})).json()
            rows += page["data"]
            cursor = page["page"]["next_cursor"]
            if not page["page"]["has_more"]:
                return rows


@pytest.fixture(autouse=True)
def fresh_budget() -> None:
    """Each test starts with the whole budget of requests."""
    cache.clear()


@pytest.fixture
def api(db: None) -> Api:
    """Somebody with a log-in, no rights and every scope."""
    return Api(make_user("Ordinary Person"))


@pytest.fixture
def api_of(db: None) -> Callable[..., Api]:
    """The client of a person of the cast."""

    def make(person: Employee, scopes: Sequence[str] = Scope.values) -> Api:
        assert person.user is not None
        return Api(person.user, scopes)

    return make


@pytest.fixture
def worker(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A real one with its scheduler, on the database and the files of this test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    database = os.environ["DATABASE_URL"].replace("/app?", f"/{connection.settings_dict['NAME']}?")
    env = {**os.environ, "DATABASE_URL": database, "MEDIA_ROOT": str(settings.MEDIA_ROOT)}
    log = tmp_path / "worker.log"
    files = ("--schedule", tmp_path / "schedule", "--pidfile", tmp_path / "pid")
    options = ("--concurrency", "1", "--without-mingle", "--without-gossip", "-l", "INFO")
    program = (sys.executable, "-m", "celery", "-A", "skillmap", "worker", "--beat")
    with log.open("ab") as output:
        process = spawn([*program, *files, *options], env=env, cwd=PROJECT, output=output)
    yield log
    end(process, patience_seconds=10)
