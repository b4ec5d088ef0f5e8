"""Migrations say what they do, and the models say nothing that no migration does."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from tests.guards.tree import tracked, tracked_paths

UNNAMED = re.compile(r"/migrations/\d+_(auto_|alter_|.*_and_more)")


@pytest.mark.django_db
def test_no_migration_is_missing():
    out = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1, stdout=out)
    except SystemExit:
        pytest.fail(out.getvalue())


def test_migrations_change_triggers_with_our_quick_operations():
    slow = [
        path
        for path, text in tracked(".py")
        if "/migrations/" in path and "pgtrigger.migrations." in text
    ]
    assert slow == [], "write those of skillmap.core.schema: a first start is seconds faster"


def test_migrations_are_named_by_a_person():
    assert [path for path in tracked_paths() if UNNAMED.search(path)] == []
    assert UNNAMED.search("skills/migrations/0002_auto_20261122_1200.py")
    assert UNNAMED.search("skills/migrations/0002_skill_slot_and_more.py")
