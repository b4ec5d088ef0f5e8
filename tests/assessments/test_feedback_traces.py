"""A superuser with SQL tries to join answers with who was asked.

Over every column and system column of both tables, by equality and by order. While the round is
open that succeeds, by the transaction that wrote both, as docs/security.md says; after close it
finds nothing.
"""

from itertools import product
from random import Random
from uuid import uuid4

import pytest
from django.db import connection

from assessments.enums import CycleState, RaterKind
from assessments.models import FeedbackAnswer, FeedbackInvitation
from assessments.services.feedback_closing import mix_answers
from tests import factories as make
from tests.assessments.feedback_rounds import (
    ask_about,
    give,
    make_raters,
    make_round,
)

pytestmark = pytest.mark.django_db(transaction=True)

RATERS = 30
CHANCE = 10  # of random orders one in a million has so many in their places
SYSTEM = ["ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"]
ANSWERS = "(SELECT ctid, xmin, xmax, cmin, cmax, tableoid, * FROM assessments_feedbackanswer)"
ASKED = "(SELECT ctid, xmin, xmax, cmin, cmax, tableoid, * FROM assessments_feedbackinvitation)"
BY_VALUE = """
    SELECT i.rater_id, min(a.payload ->> 'comment') FROM {asked} i JOIN {answers} a
        ON i.{left}::text = a.{right}::text AND i.cycle_id = a.cycle_id AND i.ratee_id = a.ratee_id
    GROUP BY i.rater_id HAVING count(*) = 1
"""
BY_ORDER = """
    SELECT i.rater_id, a.comment FROM
        (SELECT rater_id, row_number() OVER (ORDER BY {left}) AS place FROM {asked} i) i
        JOIN (SELECT payload ->> 'comment' AS comment, row_number() OVER (ORDER BY {right}) AS place
            FROM {answers} a) a USING (place)
"""
WRITTEN_IN = "SELECT count(*) FROM {table} WHERE xmin::text = ANY(%s)"


def columns(model):
    return [*SYSTEM, *(field.column for field in model._meta.concrete_fields)]


def sortable(column):
    """The order of a column; transaction and object numbers count as numbers."""
    counts = column in {"xmin", "xmax", "cmin", "cmax", "tableoid"}
    return f"{column}::text::bigint" if counts else column


def ask(sql, **names):
    with connection.cursor() as cursor:
        cursor.execute(sql.format(answers=ANSWERS, asked=ASKED, **names))
        return cursor.fetchall()


def found_by_joins(said):
    """By the join, how many raters it puts to their own words."""
    found = {}
    for left, right in product(columns(FeedbackInvitation), columns(FeedbackAnswer)):
        claims = [("=", ask(BY_VALUE, left=left, right=right))]
        for way in ("", " DESC"):
            orders = {"left": sortable(left), "right": sortable(right) + way}
            claims.append((f"order{way}", ask(BY_ORDER, **orders)))
        for how, pairs in claims:
            found[left, how, right] = sum(said[rater] == words for rater, words in pairs)
    return found


@pytest.fixture
def round_with_answers():
    """An open round with an answer of everybody, in another order than they were asked."""
    skill = make.make_skill()
    cycle, ratee = make_round(), make.make_employee()
    raters = make_raters(RATERS)
    person = ask_about(cycle, ratee, [skill], {RaterKind.PEER: raters})
    said = {rater.pk: uuid4().hex for rater in raters}
    for rater in Random(7).sample(raters, RATERS):  # noqa: S311 - an order, not a secret
        give(rater, person, {skill: None}, comment=said[rater.pk])
    return person, said


def close(person):
    person.cycle.state = CycleState.CLOSED
    person.cycle.save()
    mix_answers(person.cycle, lambda _done, _total: None)


def test_join_finds_everybody_while_the_round_is_open_and_nobody_after(round_with_answers):
    person, said = round_with_answers
    before = found_by_joins(said)
    assert before["xmin", "=", "xmin"] == RATERS, "void: the superuser should have found them"
    assert before["xmin", "order", "xmin"] == RATERS
    close(person)
    after = found_by_joins(said)
    assert {join: count for join, count in after.items() if count >= CHANCE} == {}
    assert after["xmin", "=", "xmin"] == 0


def test_all_answers_of_a_round_come_out_of_one_transaction_and_statement(round_with_answers):
    person, _said = round_with_answers
    close(person)
    stamps = "SELECT DISTINCT xmin::text, cmin::text, xmax::text FROM {answers} a"
    assert len(ask(stamps)) == 1


@pytest.mark.usefixtures("round_with_answers")
def test_nothing_else_is_written_with_an_answer():
    """Rows of other tables with the same transaction would tell who answered even without keys."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(DISTINCT xmin::text) FROM assessments_feedbackanswer")
        ((written,),) = cursor.fetchall()
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(WRITTEN_IN.format(table=table), [written])
            ((found[table],),) = cursor.fetchall()
    assert {table: count for table, count in found.items() if count} == {
        "assessments_feedbackanswer": RATERS,
        "assessments_feedbackinvitation": RATERS,
        "assessments_assessmentcycle": 1,  # the day of the first answer
    }


def test_nothing_of_the_open_answers_is_left_on_the_disk(round_with_answers):
    person, _said = round_with_answers
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM assessments_feedbackanswer LIMIT 1")
        ((digest,),) = cursor.fetchall()
        assert _is_in_table(cursor, digest), "void: it should have been there"
        close(person)
        assert not _is_in_table(cursor, digest)


def _is_in_table(cursor, text):
    """Look into the pages of the table's file, dead rows included."""
    cursor.execute("CREATE EXTENSION IF NOT EXISTS pageinspect")
    cursor.execute(
        "SELECT count(*) FROM generate_series(0, pg_relation_size(%(table)s) / 8192 - 1) AS page,"
        " heap_page_items(get_raw_page(%(table)s, page::int)) AS item"
        " WHERE position(%(text)s::bytea IN item.t_data) > 0",
        {"table": "assessments_feedbackanswer", "text": text.encode()},
    )
    ((count,),) = cursor.fetchall()
    return count > 0
