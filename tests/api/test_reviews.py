"""Reviews and their cycles over REST: how far each is, what was signed, and HR's writes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from employees.enums import EmployeeStatus
from reviews.enums import ReviewCycleState, ReviewState, Side
from reviews.models import Review, ReviewCycle
from skillmap.core.api.scopes import Scope
from tests.api.conftest import V1
from tests.factories import day
from tests.reviews.season import make_review, make_review_cycle, make_template, say

MOST_QUERIES = 5


def terms(**more):
    return {
        "name": "Spring",
        "template": str(make_template().public_id),
        "period_start": day(-180).isoformat(),
        "period_end": day(0).isoformat(),
        "prepare_by": day(7).isoformat(),
        "sign_by": day(21).isoformat(),
    } | more


def act(api, cycle, what, values=None, tag='"1"'):
    headers = {"If_Match": tag} if tag else {}
    return api.post(f"/review-cycles/{cycle['id']}/{what}", values or {}, **headers)


def test_signed_content_is_given_and_drafts_are_not(cast, api_of):
    open_ = make_review(cast.carol, [cast.hard], ReviewState.MEETING, manager=cast.bob.user)
    say(open_, Side.SHARED, None, text="Not signed yet")
    signed = make_review(cast.carol, [], ReviewState.ACKNOWLEDGED, manager=cast.bob.user)
    for person in (cast.carol, cast.bob, cast.erin):
        rows = api_of(person).walk("/reviews", limit=1)
        assert [row["state"] for row in rows] == ["meeting", "acknowledged"]
        assert "Not signed yet" not in str(rows)
        assert rows[0]["signed"] is None
        told = rows[1]["signed"]
        assert told["digest"] == signed.signed.digest
        assert told["content"] == signed.signed.content
        assert told["acknowledgement"]["agrees"] is True
    one = api_of(cast.carol).get(f"/reviews/{signed.public_id}")
    assert one["ETag"] == '"1"'
    own = api_of(cast.carol).get(f"/people/{cast.carol.public_id}/reviews").json()
    assert len(own["data"]) == 2


def test_reviews_of_others_are_hidden(cast, api_of):
    review = make_review(cast.carol, [], ReviewState.SIGNED, manager=cast.bob.user)
    for person in (cast.frank, cast.grace, cast.heidi, cast.alice):  # alice has not said why
        api = api_of(person)
        assert api.get("/reviews").json()["data"] == []
        assert api.get(f"/reviews/{review.public_id}").status_code == 404
    people = f"/people/{cast.carol.public_id}/reviews"
    assert api_of(cast.frank).get(people).status_code == 404
    assert api_of(cast.alice).get(people).json()["data"] == []


def test_list_is_narrowed_and_costs_few_queries(cast, api_of):
    cycle = make_review_cycle()
    for person in (cast.carol, cast.dave):
        make_review(person, [], ReviewState.ACKNOWLEDGED, manager=cast.bob.user, cycle=cycle)
    make_review(cast.carol, [])
    api = api_of(cast.bob)
    assert len(api.walk("/reviews", cycle=str(cycle.public_id))) == 2
    assert len(api.walk("/reviews", person=str(cast.carol.public_id), state="preparing")) == 1
    assert api.get("/reviews", {"state": "lost"}).status_code == 400
    with CaptureQueriesContext(connection) as asked:
        assert len(api.get("/reviews").json()["data"]) == 3
    assert len(asked) <= MOST_QUERIES


def test_hr_writes_starts_and_closes_a_cycle(cast, api_of):
    api = api_of(cast.alice)
    made = api.post("/review-cycles", terms(), Idempotency_Key="spring")
    assert made.status_code == 201
    cycle = made.json()
    assert (cycle["state"], cycle["people"], cycle["gate"]) == ("draft", 0, "both")
    empty = act(api, cycle, "start")
    assert (empty.status_code, "Nobody takes part" in empty.json()["detail"]) == (422, True)
    filled = act(api, cycle, "people", {"people": [str(cast.carol.public_id)]})
    assert filled.json()["people"] == 1
    started = act(api, cycle, "start")
    assert started.json()["state"] == "running"
    assert Review.objects.get().employee == cast.carol
    early = act(api, cycle, "close", tag=started["ETag"])
    assert (early.status_code, "not finished" in early.json()["detail"]) == (422, True)
    Review.objects.update(state=ReviewState.ARCHIVED)
    assert act(api, cycle, "close", tag=started["ETag"]).json()["state"] == "closed"


def test_terms_change_while_it_is_a_draft(cast, api_of):
    api = api_of(cast.alice)
    cycle = api.post("/review-cycles", terms()).json()

    def patch(values, tag):
        headers = {"If-Match": tag} if tag else {}
        address = f"{V1}/review-cycles/{cycle['id']}"
        return api.client.patch(address, values, content_type="application/json", headers=headers)

    assert patch({"name": "Summer"}, "").status_code == 428
    changed = patch({"name": "Summer"}, '"1"')
    assert (changed.json()["name"], changed["ETag"]) == ("Summer", '"2"')
    assert patch({"name": "Autumn"}, '"1"').status_code == 412
    wrong = patch({"period_end": day(-999).isoformat()}, '"2"')
    assert wrong.json()["errors"][0]["pointer"] == "/period_end"
    ReviewCycle.objects.update(state=ReviewCycleState.RUNNING)
    assert patch({"name": "Late"}, '"2"').status_code == 409
    assert ReviewCycle.objects.get().name == "Summer"


@pytest.mark.parametrize("what", ["start", "close", "people"])
def test_action_needs_the_version_that_was_seen(cast, api_of, what):
    api = api_of(cast.alice)
    cycle = api.post("/review-cycles", terms()).json()
    values = {"people": [str(cast.carol.public_id)]} if what == "people" else {}
    assert act(api, cycle, what, values, "").status_code == 428
    assert act(api, cycle, what, values, '"9"').status_code == 412
    kept = ReviewCycle.objects.get()
    assert (kept.state, kept.people.count()) == (ReviewCycleState.DRAFT, 0)


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"name": " "}, "/name"),
        ({"template": "x"}, "/template"),
        ({"template": "00000000-0000-4000-8000-000000000000"}, "/template"),
        ({"period_end": "2020-01-01"}, "/period_end"),
        ({"sign_by": "2020-01-01"}, "/sign_by"),
        ({"gate": "open"}, "/gate"),
        ({"state": "running"}, "/state"),
    ],
)
def test_fault_is_named_and_nothing_is_written(cast, api_of, wrong, pointer):
    answer = api_of(cast.alice).post("/review-cycles", terms(**wrong))
    assert answer.status_code in {400, 422}
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert not ReviewCycle.objects.exists()


def test_cycles_are_for_hr(cast, api_of):
    cycle = make_review_cycle(state=ReviewCycleState.DRAFT)
    shown = {"id": str(cycle.public_id)}
    for person in (cast.bob, cast.carol, cast.grace, cast.heidi):
        api = api_of(person)
        assert api.get("/review-cycles").json()["data"] == []
        assert api.get(f"/review-cycles/{cycle.public_id}").status_code == 404
        assert act(api, shown, "start").status_code == 404
        assert api.post("/review-cycles", terms()).status_code == 403


def test_partner_adds_people_of_their_units_who_work_here(cast, api_of):
    api = api_of(cast.erin)
    cycle = api.post("/review-cycles", terms()).json()
    cast.dave.status = EmployeeStatus.LEFT
    cast.dave.save()
    wanted = [str(person.public_id) for person in (cast.carol, cast.frank)]
    assert act(api, cycle, "people", {"people": wanted}).json()["people"] == 1
    gone = act(api, cycle, "people", {"people": ["00000000-0000-4000-8000-000000000000"]})
    assert gone.json()["errors"][0]["pointer"] == "/people"
    assert act(api, cycle, "people", {"people": []}).status_code == 400


def test_scopes_keep_goals_and_reviews_apart(cast, api_of):
    api = api_of(cast.carol, [Scope.GOALS_READ])
    assert api.get("/goals").status_code == 200
    assert api.get("/reviews").status_code == 403
    writes_only = api_of(cast.alice, [Scope.REVIEWS_WRITE])
    assert writes_only.get("/review-cycles").status_code == 403


@pytest.mark.parametrize(
    "values",
    [
        {"name": "Spring"},
        {"name": "Frühling 👏 \u202eabc", "gate": "calibrated"},
        {"name": " "},
        {"period_end": "2020-01-01"},
        {"sign_by": "2020-01-01"},
        {"gate": "open"},
        {"remind_days": [3, 5, 3], "escalate_days": None},
        {"remind_days": [], "escalate_days": 0},
        {"remind_days": [1, 2, 3, 4, 5, 6]},
        {"remind_days": [100]},
        {"remind_days": [-1]},
        {"escalate_days": 61},
        {"escalate_days": -1},
    ],
)
def test_browser_and_program_prepare_the_same_cycle_and_refuse_alike(client, cast, api_of, values):
    sent = terms(gate="both") | values
    client.force_login(cast.alice.user)
    days = {"remind_days": [7, 2], "escalate_days": 1} | values
    posted = sent | {
        "remind_days": ", ".join(map(str, days["remind_days"])),
        "escalate_days": "" if days["escalate_days"] is None else days["escalate_days"],
    }
    page = client.post(reverse("pages:review_cycle_new"), posted)
    answer = api_of(cast.alice).post("/review-cycles", sent)
    assert (page.status_code, answer.status_code) in {(302, 201), (422, 422), (422, 400)}
    if page.status_code == 302:
        columns = {*sent, *days, "state", "created_by"}
        one, other = ReviewCycle.objects.values(*columns)
        assert one == other
    else:
        named = {fault["pointer"].split("/")[1] for fault in answer.json()["errors"]}
        assert named == set(page.context["form"].errors)
        assert not ReviewCycle.objects.exists()


def test_browser_and_program_start_a_cycle_with_the_same_reviews(client, cast, api_of):
    api, cycles = api_of(cast.erin), []
    for start in (True, False):
        cycle = api.post("/review-cycles", terms()).json()
        wanted = [str(person.public_id) for person in (cast.carol, cast.dave, cast.frank)]
        act(api, cycle, "people", {"people": wanted})
        if start:
            act(api, cycle, "start")
        else:
            client.force_login(cast.erin.user)
            client.post(reverse("pages:review_cycle_act", args=[cycle["id"]]), {"act": "start"})
        cycles.append(ReviewCycle.objects.get(public_id=cycle["id"]))
    found = [
        {(row.employee, row.state, row.skills.count()) for row in cycle.reviews.all()}
        for cycle in cycles
    ]
    assert found[0] == found[1]
    assert {row[0] for row in found[0]} == {cast.carol, cast.dave}
    assert {cycle.state for cycle in cycles} == {ReviewCycleState.RUNNING}
