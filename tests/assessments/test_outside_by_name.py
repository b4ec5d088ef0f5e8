"""What becomes of raters from outside who were asked before names stood beside answers."""

import datetime as dt
from importlib import import_module

import pytest
from django.db import connection

migration = import_module("assessments.migrations.0002_outside_by_name")
pytestmark = pytest.mark.django_db

# The tables as they were then, in front of ours, as far as the statements touch them.
THEN = """
    CREATE TEMP TABLE assessments_externalrater (
        id int, name text, email text, state text, anonymous bool,
        digests text[] NOT NULL DEFAULT '{}', link_ends_on date);
    CREATE TEMP TABLE assessments_externalticket (rater_id int, digests text[], expires_on date);
    CREATE TEMP TABLE assessments_feedbackanswer (rater_kind text);
    CREATE TEMP TABLE assessments_feedbackfunnel (outside bool);
    CREATE TEMP TABLE assessments_cycleraterkind (rater_kind text, anonymous bool);
    INSERT INTO assessments_externalrater (id, name, email, state, anonymous) VALUES
        (1, 'Vera', 'vera@customer.example', 'answered', false),
        (2, 'Willy', 'willy@supplier.example', 'approved', false),
        (3, 'Xenia', 'xenia@customer.example', 'approved', true),
        (4, 'Yuri', 'yuri@customer.example', 'proposed', false);
    INSERT INTO assessments_externalticket VALUES
        (1, '{v}', '2026-12-01'), (2, '{w,ww}', '2026-12-02'), (3, '{x}', '2026-12-03');
    INSERT INTO assessments_feedbackanswer VALUES ('external'), ('peer');
    INSERT INTO assessments_feedbackfunnel VALUES (true), (false);
    INSERT INTO assessments_cycleraterkind VALUES ('external', true), ('peer', true);
"""


def rows(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@pytest.fixture
def migrated():
    with connection.cursor() as cursor:
        cursor.execute(THEN)
        cursor.execute(migration.BY_NAME)


def test_who_was_told_that_no_name_is_shown_has_none(migrated):
    found = rows("SELECT id, name FROM assessments_externalrater ORDER BY id")

    assert found == [(1, ""), (2, "Willy"), (3, "Xenia"), (4, "Yuri")]


def test_links_with_the_promise_of_anonymity_end_and_others_work_on(migrated):
    found = rows("SELECT id, digests, link_ends_on FROM assessments_externalrater ORDER BY id")

    assert found[1:] == [(2, ["w", "ww"], dt.date(2026, 12, 2)), (3, [], None), (4, [], None)]


def test_answers_and_terms_without_a_name_are_no_more(migrated):
    assert rows("SELECT rater_kind FROM assessments_feedbackanswer") == [("peer",)]
    assert rows("SELECT outside FROM assessments_feedbackfunnel") == [(False,)]
    assert set(rows("SELECT * FROM assessments_cycleraterkind")) == {
        ("external", False),
        ("peer", True),
    }
