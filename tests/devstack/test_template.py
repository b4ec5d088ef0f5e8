"""The kept, migrated cluster: used while the migrations are the same, and only then."""

import psycopg
import pytest

from skillmap.devstack import template
from skillmap.devstack.postgres import Postgres
from skillmap.devstack.state import ThrowAwayState


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A tiny project with one migration and a cache of its own."""
    for name in ("app/migrations/0001_a.py", "skillmap/settings.py", "requirements.lock"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("first")
    monkeypatch.setattr(template, "PROJECT", tmp_path)
    monkeypatch.setattr(template, "_CACHE", tmp_path / "var" / "cache")
    return tmp_path


def keep_one_with_a_table(state):
    postgres = Postgres(state, durable=False)
    postgres.start()
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    postgres.stop()
    template.keep_template(postgres, template.template_folder())


def test_template_kept_once_is_copied_to_the_next(project, state):
    assert template.kept_template() is None
    keep_one_with_a_table(state)
    with ThrowAwayState() as other:
        copy = Postgres(other, durable=False)
        copy.load(template.kept_template())
        copy.start()
        with psycopg.connect(copy.url) as connection:
            assert connection.execute("SELECT one FROM kept").fetchone() == (1,)
        copy.stop()
        copy.destroy()


@pytest.mark.parametrize(
    "changed", ["app/migrations/0001_a.py", "app/migrations/0002_b.py", "requirements.lock"]
)
def test_template_of_other_migrations_is_not_used_and_then_replaced(project, state, changed):
    keep_one_with_a_table(state)
    first = template.kept_template()
    (project / changed).write_text("second")
    assert template.kept_template() is None
    template.keep_template(Postgres(state, durable=False), template.template_folder())
    assert [path.name for path in first.parent.iterdir()] == [template.kept_template().name]
    assert template.kept_template() != first
