"""Gives a test run a throw-away Postgres and Valkey, and the settings tests need.

`DATABASE_URL` and `REDIS_URL` are honoured when set. With xdist only the controller starts
servers: its workers inherit the environment.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import ExitStack

import pytest

from skillmap.devstack.postgres import Postgres
from skillmap.devstack.state import ThrowAwayState
from skillmap.devstack.valkey import Valkey

_until_the_end = ExitStack()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, object, object]:
    """Boot before pytest-django reads the settings, which it does in this same hook."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _boot()
    return (yield)


def pytest_unconfigure() -> None:
    """Stop the servers and remove their data."""
    _until_the_end.close()


def _boot() -> None:
    state = _until_the_end.enter_context(ThrowAwayState())
    os.environ |= {
        "SECRET_KEY": "only-for-tests-and-long-enough-to-please-the-deployment-check-0123456789",
        "BASE_URL": "http://testserver",
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "MEDIA_ROOT": str(state.folder / "media"),
        "EMAIL_URL": "memorymail://",
        "SKILLMAP_DEMO": "0",
        "DEBUG": "0",
    }
    if not os.environ.get("REDIS_URL"):
        valkey = Valkey(state, durable=False)
        _until_the_end.callback(valkey.stop)
        valkey.start()
        os.environ["REDIS_URL"] = valkey.url
    if not os.environ.get("DATABASE_URL"):
        postgres = Postgres(state, durable=False)
        _until_the_end.callback(postgres.destroy)
        _until_the_end.callback(postgres.stop)
        postgres.start()
        os.environ["DATABASE_URL"] = postgres.url
