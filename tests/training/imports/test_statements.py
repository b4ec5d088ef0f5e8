"""Reading xAPI statements: the specification's own examples, and what goes wrong."""

import datetime as dt
import json
from decimal import Decimal
from uuid import UUID

import pytest

from skillmap.core.errors import DomainError
from tests.data_folder import real_data
from training.imports.statements import digest_of, read_statement
from training.queries.statements import Learner

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
ADL = "http://adlnet.gov/expapi/verbs/"
ID = "12345678-1234-5678-1234-567812345678"


def said(verb="completed", **changes):
    return {
        "id": ID,
        "actor": {"mbox": "mailto:dave@example.org"},
        "verb": {"id": f"{ADL}{verb}"},
        "object": {"id": "https://lms.example/course/7"},
        **changes,
    }


def test_samples_of_the_specification_are_read():
    """Their verbs finish nothing here, so all of them are only acknowledged."""
    paths = sorted(real_data("xapi_samples").glob("*_statement.json"))
    bodies = {path.name[:2]: json.loads(path.read_text()) for path in paths}
    assert bodies.pop("13")["objectType"] == "SubStatement"  # a part, which nobody sends alone
    found = {name: read_statement(body, NOW) for name, body in bodies.items()}
    assert len(found) == 8
    assert not any(statement.matters for statement in found.values())
    assert found["08"].learner == Learner(email="example.learner@adlnet.gov")
    assert found["08"].score == Decimal("0.9500")
    assert found["08"].told_at == dt.datetime(2015, 12, 18, 12, 17, tzinfo=dt.UTC)
    assert found["09"].learner is None  # a group
    assert (found["05"].activity, found["06"].activity) == ("", "")  # no activities


def test_sample_with_a_verb_that_counts_finishes_its_activity():
    body = json.loads((real_data("xapi_samples") / "08_statement.json").read_text())
    body["verb"]["id"] = f"{ADL}passed"
    statement = read_statement(body, NOW)
    assert statement.matters
    assert statement.is_finished
    assert statement.activity == "http://example.adlnet.gov/xapi/example/simpleCBT"


@pytest.mark.parametrize(
    ("verb", "result", "finished", "matters"),
    [
        ("completed", {}, True, True),
        ("completed", {"completion": False}, False, False),
        ("passed", {}, True, True),
        ("failed", {"completion": True}, False, False),
        ("failed", {"score": {"scaled": 0.2}}, False, True),
        ("scored", {"score": {"scaled": 0.9}}, False, True),
        ("scored", {"score": {"scaled": 0.9}, "completion": True}, True, True),
        ("scored", {}, False, False),
        ("attempted", {"score": {"scaled": 0.9}}, False, False),
    ],
)
def test_what_finishes_an_activity(verb, result, finished, matters):
    statement = read_statement(said(verb, result=result), NOW)
    assert (statement.is_finished, statement.matters) == (finished, matters)


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        ({"scaled": 0.955555}, "0.9556"),
        ({"scaled": -0.5}, "0"),
        ({"scaled": 1}, "1"),
        ({"raw": 30, "min": 10, "max": 50}, "0.5"),
        ({"raw": 30}, None),
        ({"raw": 30, "min": 50, "max": 50}, None),
    ],
)
def test_score_is_between_0_and_1(score, expected):
    found = read_statement(said("scored", result={"score": score}), NOW).score
    assert found == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        ({"mbox": "MAILTO:Dave@example.org"}, Learner(email="Dave@example.org")),
        ({"mbox_sha1sum": "A" * 40}, Learner(email_sha1="a" * 40)),
        (
            {"account": {"homePage": "https://hr.example", "name": "00017"}},
            Learner(account="00017", home_page="https://hr.example"),
        ),
        ({"openid": "https://id.example/dave"}, Learner(account="https://id.example/dave")),
    ],
)
def test_people_are_named_in_four_ways(actor, expected):
    assert read_statement(said(actor=actor), NOW).learner == expected


def test_statement_without_id_or_time_gets_both():
    body = said()
    del body["id"]
    statement = read_statement(body, NOW)
    assert isinstance(statement.id, UUID)
    assert statement.told_at == NOW


def test_order_of_parts_and_what_the_receiver_sets_do_not_change_the_content():
    body = said(result={"success": True, "completion": True})
    again = {"stored": "2026-01-01T00:00:00Z", "version": "1.0.0", **dict(reversed(body.items()))}
    assert digest_of(again) == digest_of(body)
    assert digest_of(said("passed")) != digest_of(body)


BAD = {
    "no object": (7, ""),
    "a list": ([], ""),
    "unknown property": (said(extra=1), "extra"),
    "id": (said(id="7"), "id"),
    "id is a number": (said(id=7), "id"),
    "no actor": (said(actor=None), "actor"),
    "actor is text": (said(actor="dave"), "actor"),
    "actor of another type": (said(actor={"objectType": "Activity"}), "actor/objectType"),
    "actor without identifier": (said(actor={"name": "Dave"}), "actor"),
    "actor with two": (
        said(actor={"mbox": "mailto:a@b.c", "openid": "https://x.example"}),
        "actor",
    ),
    "mbox": (said(actor={"mbox": "dave@example.org"}), "actor/mbox"),
    "sha1": (said(actor={"mbox_sha1sum": "xyz"}), "actor/mbox_sha1sum"),
    "account": (said(actor={"account": {"name": "7"}}), "actor/account/homePage"),
    "account is a list": (said(actor={"account": []}), "actor/account"),
    "verb": ({**said(), "verb": {"id": "completed"}}, "verb/id"),
    "verb is missing": ({k: v for k, v in said().items() if k != "verb"}, "verb"),
    "object": (said(object={"id": "course 7"}), "object/id"),
    "object is too long": (said(object={"id": "https://x/" + "a" * 600}), "object/id"),
    "time": (said(timestamp="yesterday"), "timestamp"),
    "time of no day": (said(timestamp="2026-13-40T00:00:00Z"), "timestamp"),
    "completion": (said(result={"completion": "yes"}), "result/completion"),
    "unknown in result": (said(result={"grade": 1}), "result/grade"),
    "scaled above 1": (said(result={"score": {"scaled": 95}}), "result/score/scaled"),
    "scaled is true": (said(result={"score": {"scaled": True}}), "result/score/scaled"),
    "scaled is text": (said(result={"score": {"scaled": "0.9"}}), "result/score/scaled"),
    "scaled is huge": (said(result={"score": {"raw": 1e300}}), "result/score/raw"),
    "NUL": (said(object={"id": "https://x.example/\0"}), ""),
}


@pytest.mark.parametrize(("body", "field"), BAD.values(), ids=BAD)
def test_bad_statement_is_refused_naming_the_part(body, field):
    with pytest.raises(DomainError) as error:
        read_statement(body, NOW)
    assert (error.value.code, error.value.field) == ("bad_statement", field)
