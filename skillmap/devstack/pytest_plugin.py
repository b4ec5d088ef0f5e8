"""Gives a test run a throw-away Postgres and Valkey, and the settings tests need.

`DATABASE_URL` and `REDIS_URL` are honoured when set. Each process of xdist gets servers of its
own, so that no test meets another's jobs in the broker.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import ExitStack

import pytest

from skillmap.devstack.run import silently
from skillmap.devstack.stack import ChildEndedError, Stack, external_servers
from skillmap.devstack.state import DEMO_STATE, ThrowAwayState

_OURS = "DEVSTACK_SERVERS"  # names the variables whose servers were started here
_until_the_end = ExitStack()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, object, object]:
    """Boot before pytest-django reads the settings, which it does in this same hook."""
    for name in os.environ.pop(_OURS, "").split():
        del os.environ[name]  # of the process that started this one
    _boot()
    return (yield)


def pytest_unconfigure() -> None:
    """Stop the servers and remove their data."""
    _until_the_end.close()


def _boot() -> None:
    (DEMO_STATE / "static").mkdir(parents=True, exist_ok=True)  # whitenoise warns without it
    external = external_servers()
    stack = _until_the_end.enter_context(Stack(ThrowAwayState(), silently, external))
    ours = {"DATABASE_URL", "REDIS_URL"} - set(external)
    os.environ |= stack.env | {
        _OURS: " ".join(ours),
        "SECRET_KEY": "only-for-tests-and-long-enough-to-please-the-deployment-check-0123456789",
        "BASE_URL": "http://testserver",
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "EMAIL_URL": "memorymail://",
        "SKILLMAP_DEMO": "0",
        "SECOND_FACTOR": "0",  # whoever tests it turns it on
        "DEBUG": "0",
    }
    if "DATABASE_URL" not in external:
        _offer_template(stack)


def _offer_template(stack: Stack) -> None:
    """Let pytest-django copy the migrated database rather than migrate an empty one."""
    try:
        stack.migrate()
    except ChildEndedError as error:  # tests without a database can still run
        sys.stderr.write(f"{error}\n")
    else:
        os.environ["DEVSTACK_TEMPLATE"] = "app"
