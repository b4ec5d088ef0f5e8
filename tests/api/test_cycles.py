"""`/assessment-cycles` over REST."""

import pytest

from tests import factories as make
from tests.assessments.cycles import ANONYMOUS_PEERS, MANAGER, SELF, make_cycle, make_open_cycle

pytestmark = pytest.mark.django_db


def test_cycles_come_with_their_terms(cast, api_of):
    cycle = make_open_cycle(cast, kinds=(SELF, MANAGER, ANONYMOUS_PEERS))

    (row,) = api_of(cast.carol).get("/assessment-cycles").json()["data"]

    assert row["id"] == str(cycle.public_id)
    assert (row["state"], row["purpose"], row["round"]) == ("open", "evaluative", 1)
    assert row["closes_on"] == make.day(14).isoformat()
    assert row["rater_kinds"][2] == {
        "rater_kind": "peer",
        "anonymous": True,
        "wanted": 5,
        "by_rule": False,
    }


def test_nothing_tells_when_somebody_answered(cast, api_of):
    make_open_cycle(cast)

    (row,) = api_of(cast.alice).get("/assessment-cycles").json()["data"]

    assert not [name for name in row if "answer" in name]


def test_drafts_are_for_those_who_prepare_them(cast, api_of):
    cycle = make_cycle(cast)

    assert api_of(cast.carol).get("/assessment-cycles").json()["data"] == []
    path = f"/assessment-cycles/{cycle.public_id}"
    assert api_of(cast.carol).get(path).status_code == 404
    assert api_of(cast.alice).get(path).headers["ETag"] == f'"{cycle.version}"'


@pytest.mark.parametrize("query", ["state=asleep", "purpose=", "colour=red", "limit=0"])
def test_wrong_parameters_are_named(cast, api_of, query):
    answer = api_of(cast.alice).get(f"/assessment-cycles?{query}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == query.partition("=")[0]


def test_cycles_are_found_by_state(cast, api_of):
    make_open_cycle(cast)
    draft = make_cycle(cast, name="Winter")

    rows = api_of(cast.alice).get("/assessment-cycles?state=draft").json()["data"]

    assert [row["id"] for row in rows] == [str(draft.public_id)]
