"""Background work goes through the job table, under names that workers know."""

import ast
import re

import pytest
from celery import current_app

from tests.guards.tree import source_modules

QUEUE_ROOM = "skillmap/core/jobs/"
SIDE_DOOR = re.compile(r"\.(delay|delay_on_commit|apply_async|apply_async_on_commit|send_task)\(")


def side_doors(path, text):
    if path.startswith(QUEUE_ROOM):
        return []
    return [f"{path}: {match[0]}" for match in SIDE_DOOR.finditer(text)]


def enqueued_names(text):
    """The first argument of every `enqueue(...)` call; None where it is not a literal."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and "enqueue" in (
            getattr(node.func, "id", ""),
            getattr(node.func, "attr", ""),
        ):
            first = node.args[0] if node.args else None
            yield first.value if isinstance(first, ast.Constant) else None


@pytest.fixture(scope="module")
def registered():
    current_app.loader.import_default_modules()
    others = ("celery.", "tests.")  # Celery's own, and those that tests of the job table register
    return {name for name in current_app.tasks if not name.startswith(others)}


def test_celery_is_not_called_around_the_job_table():
    assert [found for file in source_modules() for found in side_doors(*file)] == []


def test_every_enqueued_name_is_a_registered_task(registered):
    enqueued = {
        (path, name)
        for path, text in source_modules()
        if not path.startswith(QUEUE_ROOM)
        for name in enqueued_names(text)
    }
    assert enqueued, "nothing is enqueued: does this guard still look in the right place?"
    assert {(path, name) for path, name in enqueued if name not in registered} == set()


def test_every_task_is_named_app_verb_noun(registered):
    assert [n for n in registered if not re.fullmatch(r"[a-z]+\.[a-z]+(_[a-z]+)+", n)] == []


def test_every_scheduled_task_is_registered(registered):
    scheduled = {entry["task"] for entry in current_app.conf.beat_schedule.values()}
    assert scheduled
    assert scheduled - registered == set()


def test_guards_find_side_doors_and_computed_names():
    assert side_doors("skills/services.py", "task.delay(1)") == ["skills/services.py: .delay("]
    assert side_doors(f"{QUEUE_ROOM}queue.py", "app.send_task(name)") == []
    assert list(enqueued_names("jobs.enqueue('a.b_c', id=1)\nenqueue(name)")) == ["a.b_c", None]
