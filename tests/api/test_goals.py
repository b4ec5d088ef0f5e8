"""Goals over REST: read where the browser reads, written by the same services."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reviews.enums import GoalState
from reviews.models import Goal
from skillmap.core.enums import ReadKind
from skillmap.core.models import ReadLog
from tests.api.conftest import V1
from tests.factories import (
    day,
    make_certificate,
    make_certificate_type,
    make_profile,
    make_skill,
    make_soft_skill,
    make_unit,
)
from tests.reviews.season import make_goal, make_unit_goal

MOST_QUERIES = 5


def body(person, skill, **more):
    return {
        "person": str(person.public_id),
        "kind": "skill",
        "title": "Improve cross-functional collaboration",
        "skill": str(skill.public_id),
        "target_level": "3.5",
    } | more


def patch(api, goal, values, tag='"1"'):
    headers = {"If-Match": tag} if tag else {}
    address = f"{V1}/goals/{goal.public_id}"
    return api.client.patch(address, values, content_type="application/json", headers=headers)


def act(api, goal, what, values, tag='"1"'):
    headers = {"If_Match": tag} if tag else {}
    return api.post(f"/goals/{goal.public_id}/{what}", values, **headers)


def test_soft_goal_is_set_read_changed_and_closed(cast, api_of):
    api = api_of(cast.bob)
    made = api.post("/goals", body(cast.carol, cast.soft, due_on=day(90).isoformat()))
    assert made.status_code == 201
    assert made["ETag"] == '"1"'
    goal = Goal.objects.get()
    assert made["Location"].endswith(f"/goals/{goal.public_id}")
    shown = made.json()
    assert (shown["skill"]["kind"], shown["target_level"], shown["state"]) == ("soft", 3.5, "open")
    changed = patch(api, goal, {"weight": 3, "due_on": None})
    assert (changed.json()["weight"], changed.json()["due_on"]) == (3, None)
    assert changed.json()["title"] == shown["title"]
    closed = act(api, goal, "close", {"state": "dropped", "reason": "New role"}, changed["ETag"])
    assert (closed.json()["state"], closed.json()["reason"]) == ("dropped", "New role")
    assert act(api, goal, "reopen", {}, closed["ETag"]).json()["state"] == "open"


def test_same_key_sets_one_goal(cast, api_of):
    api, sent = api_of(cast.carol), body(cast.carol, cast.soft)
    first = api.post("/goals", sent, Idempotency_Key="k")
    again = api.post("/goals", sent, Idempotency_Key="k")
    assert (again.json(), again["Idempotent"]) == (first.json(), "replay")
    assert api.post("/goals", sent | {"title": "x"}, Idempotency_Key="k").status_code == 422
    assert Goal.objects.count() == 1


@pytest.mark.parametrize(
    ("tag", "status"), [("", 428), ('"7"', 412), ("nonsense", 400), ("*", 200), ('"1"', 200)]
)
def test_write_needs_the_version_that_was_seen(cast, api_of, tag, status):
    api, goal = api_of(cast.carol), make_goal(cast.carol, cast.soft)
    assert patch(api, goal, {"title": "Listen twice"}, tag).status_code == status
    assert (Goal.objects.get().title == "Listen twice") is (status == 200)


@pytest.mark.parametrize("what", ["close", "reopen", "figures"])
def test_action_needs_the_version_that_was_seen(cast, api_of, what):
    api, goal = api_of(cast.carol), make_goal(cast.carol, cast.soft)
    values = {"close": {"state": "reached"}, "figures": {"value": 3}}.get(what, {})
    assert act(api, goal, what, values, "").status_code == 428
    assert Goal.objects.get().version == 1


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"target_level": "9"}, "/target_level"),
        ({"target_level": None}, "/target_level"),
        ({"target_level": "NaN"}, "/target_level"),
        ({"title": ""}, "/title"),
        ({"title": "x" * 201}, "/title"),
        ({"title": "a\0b"}, "/title"),
        ({"weight": 6}, "/weight"),
        ({"kind": "wish"}, "/kind"),
        ({"skill": str(uuid4())}, "/skill"),
        ({"parent": str(uuid4())}, "/parent"),
        ({"aligned_to": str(uuid4())}, "/aligned_to"),
        ({"person": str(uuid4())}, "/person"),
        ({"state": "reached"}, "/state"),
        ({"kpi_current": 3}, "/kpi_current"),
        ({"due_on": "2026-02-30"}, "/due_on"),
        ({"kind": "certification"}, "/skill"),
        ({"certificate_type": "NONE"}, "/certificate_type"),
        ({"kpi_target": "10"}, "/kpi_target"),
        ({"kpi_unit": "%"}, "/kpi_unit"),
    ],
)
def test_fault_is_named_and_nothing_is_written(cast, api_of, wrong, pointer):
    response = api_of(cast.carol).post("/goals", body(cast.carol, cast.soft) | wrong)
    assert response.status_code in {400, 422}
    assert pointer in [fault["pointer"] for fault in response.json()["errors"]]
    assert not Goal.objects.exists()


def test_goals_of_others_are_hidden_and_not_written(cast, api_of):
    goal = make_goal(cast.carol, cast.soft)
    frank = api_of(cast.frank)
    assert frank.get("/goals").json()["data"] == []
    assert frank.get(f"/goals/{goal.public_id}").status_code == 404
    assert patch(frank, goal, {"title": "x"}).status_code == 404
    refused = frank.post("/goals", body(cast.carol, cast.soft))
    assert refused.json()["errors"][0]["pointer"] == "/person"
    erin = api_of(cast.erin)  # HR of the unit reads and does not write
    assert erin.get(f"/goals/{goal.public_id}").status_code == 200
    assert patch(erin, goal, {"title": "x"}).status_code == 403
    assert Goal.objects.get().title == "Goal"


def test_hr_admin_reads_goals_after_saying_why(cast, api_of):
    goal = make_goal(cast.carol, cast.soft)
    alice = api_of(cast.alice)
    assert alice.get("/goals").json()["data"] == []
    assert alice.get(f"/goals/{goal.public_id}").status_code == 404
    ReadLog.objects.create(
        viewer=cast.alice.user, subject_id=cast.carol.pk, kind=ReadKind.REVIEW, reason="complaint"
    )
    assert [row["id"] for row in alice.get("/goals").json()["data"]] == [str(goal.public_id)]


def test_goal_comes_with_the_level_its_interval_and_where_it_is_from(cast, api_of):
    make_profile(cast.carol, {cast.soft: {}})
    goal = make_goal(cast.carol, cast.soft)
    level = api_of(cast.carol).get(f"/goals/{goal.public_id}").json()["level"]
    assert level["interval_low"] < level["level"] < level["interval_high"]
    assert {"n_ratings", "rater_kinds", "method_version", "computed_at"} <= set(level)
    unmeasured = make_goal(cast.carol, make_soft_skill())
    shown = api_of(cast.carol).get(f"/goals/{unmeasured.public_id}").json()
    assert shown["level"] is None


def test_certificate_is_told_to_those_who_may_see_it(cast, api_of):
    kind = make_certificate_type()
    goal = make_goal(cast.dave, certificate_type=kind)
    path = f"/goals/{goal.public_id}"
    assert api_of(cast.dave).get(path).json()["is_certified"] is False
    make_certificate(cast.dave, type=kind)
    assert api_of(cast.carol).get(path).json()["is_certified"] is True
    assert api_of(cast.bob).get(path).json()["is_certified"] is None  # above, not direct


def test_figures_by_day(cast, api_of):
    api = api_of(cast.carol)
    made = api.post(
        "/goals",
        {
            "person": str(cast.carol.public_id),
            "kind": "kpi",
            "title": "Renewals",
            "kpi_unit": "%",
            "kpi_start": 80,
            "kpi_target": 90,
        },
    )
    goal = Goal.objects.get()
    past = {"value": 70, "measured_on": day(-9).isoformat()}
    tag = act(api, goal, "figures", past, made["ETag"])["ETag"]
    shown = act(api, goal, "figures", {"value": 85}, tag).json()
    assert (shown["kpi_current"], shown["share"]) == (85.0, 0.5)
    assert [figure["value"] for figure in shown["figures"]] == [85.0, 70.0]
    ahead = {"value": 99, "measured_on": day(1).isoformat()}
    assert act(api, goal, "figures", ahead, "*").status_code == 422
    soft = make_goal(cast.carol, cast.soft)
    assert "evidence" in act(api, soft, "figures", {"value": 5}).json()["detail"]


def test_list_is_narrowed(cast, api_of):
    north = make_unit("Acme/Sales/North")
    soft = make_goal(cast.carol, cast.soft, title="Soft")
    make_goal(cast.bob, cast.hard, title="Hard", state=GoalState.REACHED)
    api = api_of(cast.bob)

    def titles(**parameters):
        return [row["title"] for row in api.walk("/goals", limit=1, **parameters)]

    assert titles() == ["Soft", "Hard"]
    assert titles(skill_kind="soft") == ["Soft"]
    assert titles(state="reached") == ["Hard"]
    assert titles(org_unit=str(north.public_id)) == ["Soft"]
    assert titles(person=str(cast.carol.public_id)) == [soft.title]
    assert api.get("/goals", {"kind": "wish"}).status_code == 400
    assert api.get("/goals", {"sort": "x"}).status_code == 400


def test_list_costs_few_queries(cast, api_of):
    for n in range(3):
        goal = make_goal(cast.carol, make_skill(), title=f"Goal {n}")
        make_goal(cast.dave, certificate_type=make_certificate_type(), parent=None)
        Goal.objects.filter(pk=goal.pk).update(aligned_to=make_unit_goal(cast.bob))
    api = api_of(cast.bob)
    api.get("/goals")
    with CaptureQueriesContext(connection) as asked:
        assert len(api.get("/goals").json()["data"]) == 6
    assert len(asked) <= MOST_QUERIES, [one["sql"][:90] for one in asked]


@pytest.mark.parametrize(
    "values",
    [
        {"title": "Listen", "target_level": "3.5"},
        {"title": "Listen", "target_level": "7"},
        {"title": " ", "target_level": "3"},
        {"title": "Listen 👏 \u202eabc", "target_level": "2.5", "weight": "4"},
    ],
)
def test_browser_and_program_write_and_refuse_alike(client, cast, api_of, values):
    sent = {"kind": "skill", "skill": str(cast.soft.public_id)} | values
    client.force_login(cast.carol.user)
    page = client.post(reverse("reviews:goal_list", args=[cast.carol.public_id]), sent)
    answer = api_of(cast.dave).post("/goals", sent | {"person": str(cast.dave.public_id)})
    assert (page.status_code, answer.status_code) in {(302, 201), (422, 422), (422, 400)}
    if page.status_code == 302:
        columns = ("kind", "title", "skill", "target_level", "weight", "state", "visibility")
        assert len(set(Goal.objects.values_list(*columns))) == 1
        assert Goal.objects.count() == 2
    else:
        named = {fault["pointer"].strip("/") for fault in answer.json()["errors"]}
        assert named == set(page.context["form"].errors)
        assert not Goal.objects.exists()


def test_browser_and_program_refuse_the_same_writers(client, cast, api_of):
    goal = make_goal(cast.dave, cast.soft)
    for person, status in ((cast.frank, 404), (cast.bob, 403), (cast.erin, 403)):
        client.force_login(person.user)
        page = client.post(reverse("reviews:goal_state", args=[goal.public_id]), {})
        answer = act(api_of(person), goal, "close", {"state": "reached"})
        assert (page.status_code, answer.status_code) == (status, status)
    assert Goal.objects.get().state == GoalState.OPEN
    assert Goal.objects.get().target_level == Decimal(3)


def test_certification_without_a_valid_certificate_is_not_closed_as_reached(cast, api_of):
    goal = make_goal(cast.carol, certificate_type=make_certificate_type())
    refused = act(api_of(cast.bob), goal, "close", {"state": "reached"})
    assert (refused.status_code, "no valid certificate" in refused.json()["detail"]) == (422, True)
    make_certificate(cast.carol, type=goal.certificate_type)
    assert act(api_of(cast.bob), goal, "close", {"state": "reached"}).json()["state"] == "reached"
