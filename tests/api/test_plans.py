"""Plans over REST: who sees them, who decides, and what happens to a decision on an old version."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from skillmap.core.api.scopes import Scope
from tests.api.test_lists import MOST_QUERIES
from tests.factories import day, make_activity, make_plan
from training.enums import PlanState
from training.models import Completion, DevelopmentPlan


@pytest.fixture
def free(cast):
    """Carol's recommendation without cost."""
    activities = [make_activity("Sheets", {cast.hard: (1, 3)}), make_activity("Listening")]
    return make_plan(cast.carol, activities)


@pytest.fixture
def costly(cast):
    """Carol's recommendation that costs 300."""
    return make_plan(cast.carol, [make_activity("Course", {cast.hard: (1, 3)}, cost_cents=30_000)])


def state(plan):
    return DevelopmentPlan.objects.get(pk=plan.pk).state


def test_plan_shows_its_numbers_in_units_that_people_use(cast, api_of, costly):
    response = api_of(cast.carol).get(f"/plans/{costly.public_id}")
    plan = response.json()
    assert (plan["cost"], plan["currency"], plan["cost_unknown"]) == (300, "EUR", False)
    assert (plan["state"], plan["status"]) == ("draft", "partial")
    assert plan["gap_to_bound"] == pytest.approx(1 / 6)
    assert plan["person"]["employee_number"] == cast.carol.number
    assert response["ETag"] == '"1"'


def test_steps_come_in_their_order_page_by_page(cast, api_of):
    activities = [make_activity(f"Activity {n}", cost_cents=None if n else 100) for n in range(5)]
    plan = make_plan(cast.carol, activities)
    steps = api_of(cast.bob).walk(f"/plans/{plan.public_id}/steps", limit=2)
    assert [step["activity"]["title"] for step in steps] == [a.title for a in activities]
    assert [step["cost"] for step in steps] == [1, None, None, None, None]
    assert steps[3]["hours_by_week"] == {"3": 2}


READERS = {"alice", "bob", "carol", "erin"}


@pytest.mark.parametrize(
    "viewer", ["alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi"]
)
def test_plan_exists_for_those_who_may_read_it(cast, api_of, free, viewer):
    api = api_of(cast.people[viewer])
    reads = viewer in READERS
    assert [row["id"] for row in api.walk("/plans")] == [str(free.public_id)] * reads
    assert api.get(f"/plans/{free.public_id}").status_code == (200 if reads else 404)
    assert api.get(f"/plans/{free.public_id}/steps").status_code == (200 if reads else 404)
    person = f"/people/{cast.carol.public_id}"
    assert api.get(f"{person}/plan").status_code == (200 if reads else 404)
    assert api.get(f"{person}/completions").status_code == (200 if reads else 404)
    if not reads:
        for decision in ("propose", "accept", "approve", "dismiss"):
            assert api.post(f"/plans/{free.public_id}/{decision}", {}).status_code == 404
        assert state(free) == PlanState.DRAFT


def test_person_without_a_plan_has_none(cast, api_of):
    assert api_of(cast.carol).get(f"/people/{cast.carol.public_id}/plan").status_code == 404


def test_current_plan_is_the_open_one(cast, api_of, free):
    active = make_plan(cast.carol, [make_activity()], state=PlanState.ACTIVE)
    plan = api_of(cast.carol).get(f"/people/{cast.carol.public_id}/plan").json()
    assert plan["id"] == str(active.public_id)


def test_person_accepts_and_the_plan_starts(cast, api_of, free):
    response = api_of(cast.carol).post(f"/plans/{free.public_id}/accept", {})
    assert response.status_code == 200
    assert response.json()["state"] == state(free) == PlanState.ACTIVE
    assert response["ETag"] != '"1"'


def test_plan_that_costs_is_proposed_accepted_and_approved(cast, api_of, costly):
    path = f"/plans/{costly.public_id}"
    assert api_of(cast.bob).post(f"{path}/propose", {}).json()["state"] == "proposed"
    assert api_of(cast.carol).post(f"{path}/accept", {}).json()["state"] == "proposed"
    own = api_of(cast.carol).post(f"{path}/approve", {})
    assert (own.status_code, own.json()["code"]) == (403, "not_allowed")
    approved = api_of(cast.bob).post(f"{path}/approve", {"reason": "worth it"})
    assert approved.json()["state"] == "active"


def test_manager_cannot_accept_for_the_person(cast, api_of, free):
    assert api_of(cast.bob).post(f"/plans/{free.public_id}/accept", {}).status_code == 403
    assert state(free) == PlanState.DRAFT


def test_dismissal_needs_a_reason(cast, api_of, free):
    api = api_of(cast.carol)
    refused = api.post(f"/plans/{free.public_id}/dismiss", {})
    assert (refused.status_code, refused.json()["code"]) == (422, "reason_required")
    assert refused.json()["errors"][0]["pointer"] == "/reason"
    dismissed = api.post(f"/plans/{free.public_id}/dismiss", {"reason": "Changing role"})
    assert dismissed.json()["state"] == "dismissed"
    again = api.post(f"/plans/{free.public_id}/dismiss", {"reason": "Changing role"})
    assert again.status_code == 409


def test_decision_about_an_old_version_is_412(cast, api_of, free):
    DevelopmentPlan.objects.filter(pk=free.pk).update(version=4)
    api, path = api_of(cast.carol), f"/plans/{free.public_id}/accept"
    stale = api.post(path, {}, if_match='"3"')
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    assert state(free) == PlanState.DRAFT
    assert api.post(path, {}, if_match="three").status_code == 400
    assert api.post(path, {}, if_match='"4"').status_code == 200


def test_repeated_decision_is_taken_once(cast, api_of, free):
    api, path = api_of(cast.carol), f"/plans/{free.public_id}/accept"
    answers = [api.post(path, {}, idempotency_key="k") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert free.decisions.filter(kind="accept").count() == 1
    assert answers[1]["ETag"] == answers[0]["ETag"]


@pytest.mark.parametrize("wrong", [{"plan": 1}, {"state": "active"}, [], "x"])
def test_decision_takes_nothing_else(cast, api_of, free, wrong):
    assert api_of(cast.carol).post(f"/plans/{free.public_id}/accept", wrong).status_code == 400
    assert state(free) == PlanState.DRAFT


def test_reading_scope_does_not_decide(cast, api_of, free):
    api = api_of(cast.carol, [Scope.PLANS_READ])
    assert api.get(f"/plans/{free.public_id}").status_code == 200
    assert api.post(f"/plans/{free.public_id}/accept", {}).status_code == 403
    writer = api_of(cast.carol, [Scope.PLANS_WRITE])
    assert writer.get(f"/plans/{free.public_id}").status_code == 403


def test_completions_are_listed(cast, api_of):
    activity = make_activity("Finished")
    Completion.objects.create(
        employee=cast.carol, activity=activity, completed_on=day(-3), reference="lms-1"
    )
    (row,) = api_of(cast.bob).walk(f"/people/{cast.carol.public_id}/completions")
    assert (row["activity"]["title"], row["completed_on"]) == ("Finished", str(day(-3)))


def test_plans_are_narrowed_by_state_unit_and_person(cast, api_of, free):
    make_plan(cast.frank, [], state=PlanState.ACTIVE)
    api = api_of(cast.alice)
    assert [row["state"] for row in api.walk("/plans", state="active")] == ["active"]
    for filters in (
        {"org_unit": str(cast.sales.public_id)},
        {"person": str(cast.carol.public_id)},
    ):
        assert [row["id"] for row in api.walk("/plans", **filters)] == [str(free.public_id)]
    assert api.walk("/plans", person=str(uuid4())) == []


def test_pages_cost_few_queries_whatever_their_length(cast, api_of, free):
    for name in ("dave", "frank"):
        make_plan(cast.people[name], [])
    for activity in (make_activity(), make_activity(), make_activity()):
        Completion.objects.create(
            employee=cast.carol, activity=activity, completed_on=day(-1), reference="x"
        )
    three = make_plan(cast.bob, [make_activity() for _ in range(3)])
    api = api_of(cast.alice)
    api.get("/me")
    for path in (
        "/plans",
        f"/plans/{three.public_id}/steps",
        f"/people/{cast.carol.public_id}/completions",
    ):
        costs = []
        for limit in (1, 3):
            with CaptureQueriesContext(connection) as captured:
                response = api.get(path, {"limit": limit})
            assert len(response.json()["data"]) == limit
            costs.append(len(captured))
        assert costs[0] == costs[1] <= MOST_QUERIES, path
