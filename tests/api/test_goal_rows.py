"""Many goals over REST: each with its result, by the rules of one."""

from contextlib import closing
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from employees.enums import EmployeeStatus
from employees.services.clients import register_client
from reviews.enums import GoalState
from reviews.models import Goal, GoalFigure
from skillmap.core.api.scopes import Scope
from skillmap.core.imports.apply import ONE_AT_A_TIME
from skillmap.core.models import FeedEvent, Notification
from tests.api.conftest import Api
from tests.api.test_goals import body, patch
from tests.api.test_unit_rows import outcome
from tests.factories import make_skill
from tests.reviews.season import make_goal


def send(api, *rows, **options):
    answer = api.post("/goals/bulk", {"goals": list(rows), **options})
    assert answer.status_code == 200, answer.content
    return answer.json()


def about(goal, **more):
    return {"id": str(goal.public_id), "version": goal.version} | more


def state():
    """All that a dry run must not touch."""
    return (
        list(Goal.objects.order_by("pk").values()),
        Goal.pgh_event_model.objects.count(),
        GoalFigure.objects.count(),
        FeedEvent.objects.count(),
        Notification.objects.count(),
    )


def test_goals_of_reports_are_set_and_changed_together(cast, api_of):
    api, old = api_of(cast.bob), make_goal(cast.carol, cast.soft, title="Listen")
    answer = send(
        api,
        body(cast.carol, cast.hard, title="Sheets"),
        about(old, weight=3),
        body(cast.carol, cast.hard, title="More", target_level="9"),
        body(cast.bob, cast.soft, title="Mine"),
    )
    assert outcome(answer) == [
        ("created",),
        ("updated",),
        ("rejected", "invalid"),
        ("created",),
    ]
    assert answer["results"][2]["errors"][0]["pointer"] == "/goals/2/target_level"
    assert answer["results"][1]["changes"] == {"weight": [1, 3]}
    made = Goal.objects.get(public_id=answer["results"][0]["id"])
    assert (made.employee, made.created_by) == (cast.carol, cast.bob.user)
    assert Goal.objects.count() == 3


def test_the_same_goals_again_change_nothing_and_overwrite_nobody(cast, api_of):
    api, row = api_of(cast.bob), body(cast.carol, cast.soft)
    assert outcome(send(api, row, row)) == [("created",), ("unchanged",)]
    assert outcome(send(api, row)) == [("unchanged",)]
    goal = Goal.objects.get()
    patch(api_of(cast.carol), goal, {"weight": 5})
    assert outcome(send(api, row)) == [("rejected", "exists")]
    goal.refresh_from_db()
    assert goal.weight == 5
    Goal.objects.update(state=GoalState.DROPPED, reason="Another role")
    assert outcome(send(api, row)) == [("created",)]  # a closed one is another goal


def test_dry_run_says_the_same_and_leaves_nothing(cast, api_of):
    old = make_goal(cast.carol, cast.soft)
    kpi = {"person": str(cast.carol.public_id), "kind": "kpi", "title": "Calls"}
    rows = [kpi | {"kpi_start": 1, "kpi_target": 9}, about(old, title="Other")]
    api, before = api_of(cast.bob), state()
    dry = send(api, *rows, dry_run=True)
    assert (state(), dry["applied"]) == (before, False)
    wet = send(api, *rows)
    assert [one | {"id": None} for one in wet["results"]] == [
        one | {"id": None} for one in dry["results"]
    ]


def test_one_goal_is_tried_out_before_it_is_set_or_changed(cast, api_of):
    api, old = api_of(cast.carol), make_goal(cast.carol, cast.soft)
    before = state()
    dry = api.post("/goals", body(cast.carol, cast.hard, dry_run=True))
    assert (dry.status_code, dry.json()["result"], dry.json()["id"]) == (200, "created", None)
    assert "Location" not in dry
    dry = patch(api, old, {"title": "Other", "dry_run": True})
    assert dry.json()["changes"] == {"title": ["Goal", "Other"]}
    assert patch(api, old, {"title": "Other", "dry_run": True}, '"2"').status_code == 412
    assert state() == before


def test_atomic_goals_are_all_or_nothing(cast, api_of):
    before = state()
    rows = [body(cast.carol, cast.soft), body(cast.frank, cast.soft), body(cast.bob, cast.soft)]
    answer = send(api_of(cast.bob), *rows, atomic=True)
    assert (answer["state"], answer["applied"]) == ("refused", False)
    assert outcome(answer) == [("created",), ("rejected", "unknown"), ("created",)]
    assert state() == before


def test_goals_of_others_are_neither_written_nor_told(cast, api_of):
    hidden = make_goal(cast.carol, cast.soft, title="Between us")
    frank = api_of(cast.frank)
    answer = send(
        frank,
        about(hidden, title="x"),
        {"id": str(uuid4()), "version": 1, "title": "x"},
        body(cast.carol, cast.soft, title="Between us"),
        body(cast.frank, cast.soft, parent=str(hidden.public_id)),
    )
    assert outcome(answer)[:2] == [("rejected", "not_found")] * 2
    assert outcome(answer)[2:] == [("rejected", "unknown")] * 2
    assert "Between us" not in str(answer)
    erin = api_of(cast.erin)  # HR of the unit reads and does not write
    assert outcome(send(erin, about(hidden, title="x"))) == [("rejected", "not_allowed")]
    assert outcome(send(erin, body(cast.carol, cast.soft))) == [("rejected", "not_allowed")]
    admin = api_of(cast.alice)  # said no reason
    assert outcome(send(admin, about(hidden, title="x"))) == [("rejected", "not_found")]
    assert Goal.objects.get().title == "Between us"


def test_nobody_sets_goals_for_who_has_left(cast, api_of):
    cast.carol.status = EmployeeStatus.LEFT
    cast.carol.save()
    cast.carol.assignments.all().delete()
    assert outcome(send(api_of(cast.bob), body(cast.carol, cast.soft))) == [("rejected", "unknown")]
    assert not Goal.objects.exists()


def test_two_rows_about_one_goal_do_not_overwrite_each_other(cast, api_of):
    goal = make_goal(cast.carol, cast.soft)
    rows = [about(goal, title="First"), about(goal, title="Second")]
    answer = send(api_of(cast.carol), *rows)
    assert outcome(answer) == [("updated",), ("rejected", "stale_version")]
    assert Goal.objects.get().title == "First"


def test_two_goals_do_not_become_parts_of_each_other(cast, api_of):
    one, two = (make_goal(cast.carol, make_skill(), title=name) for name in "AB")
    answer = send(
        api_of(cast.carol),
        about(one, parent=str(two.public_id)),
        about(two, parent=str(one.public_id)),
    )
    assert outcome(answer) == [("updated",), ("rejected", "invalid")]
    assert answer["results"][0]["changes"] == {"parent": [None, str(two.public_id)]}


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"due_on": "2026-02-30"}, "due_on", "invalid"),
        ({"title": "a\0b"}, "title", "null_characters_not_allowed"),
        ({"person": None}, "person", "null"),
        ({"version": 1}, "id", "required"),
        ({"id": str(uuid4())}, "version", "required"),
        ({"id": str(uuid4()), "version": 1}, "person", "fixed"),
        ({"skill": str(uuid4())}, "skill", "unknown"),
    ],
)
def test_a_goal_that_cannot_be_is_rejected_alone(cast, api_of, wrong, pointer, code):
    rows = [body(cast.carol, cast.soft) | wrong, body(cast.carol, cast.hard)]
    answer = send(api_of(cast.carol), *rows)
    assert outcome(answer) == [("rejected", code), ("created",)]
    assert answer["results"][0]["errors"][0]["pointer"] == f"/goals/0/{pointer}"


def test_a_goal_says_whose_it_is(cast, api_of):
    answer = send(api_of(cast.carol), {"title": "Listen"}, body(cast.carol, cast.soft))
    pointers = [fault["pointer"] for fault in answer["results"][0]["errors"]]
    assert pointers == ["/goals/0/person", "/goals/0/kind"]


def test_who_may_not_read_goals_is_not_told_what_they_said(cast, api_of):
    goal = make_goal(cast.carol, cast.soft, title="Secret")
    writer = api_of(cast.carol, [Scope.GOALS_WRITE])
    told = patch(writer, goal, {"title": "New"})
    assert (told.status_code, told["ETag"]) == (200, '"2"')
    assert told.json()["changes"] == {"title": [None, "New"]}
    told = patch(writer, goal, {"weight": 2, "dry_run": True}, '"2"')
    assert (told.json()["changes"], "New" in str(told.json())) == ({"weight": [None, 2]}, False)
    answer = send(writer, {"id": str(goal.public_id), "version": 2, "title": "Newer"})
    assert answer["results"][0]["changes"] == {"title": [None, "Newer"]}
    dropped = {"state": "dropped", "reason": "x"}
    closed = writer.post(f"/goals/{goal.public_id}/close", dropped, If_Match='"3"')
    assert (closed.status_code, "level" in closed.json()) == (200, False)
    assert "Newer" not in str(closed.json())


def test_a_repeated_request_tells_nothing_that_is_hidden_by_now(cast, api_of):
    api, sent = api_of(cast.bob), body(cast.carol, cast.soft, title="Between us")
    many = {"goals": [body(cast.carol, cast.hard, title="Between us, too")]}

    def repeat(with_api=api):
        return [
            with_api.post("/goals", sent, Idempotency_Key="one"),
            with_api.post("/goals/bulk", many, Idempotency_Key="many"),
        ]

    assert [one.status_code for one in repeat()] == [201, 200]
    assert [one["Idempotent"] for one in repeat()] == ["replay", "replay"]
    narrow = repeat(api_of(cast.bob, [Scope.GOALS_WRITE]))
    assert [one.json()["code"] for one in narrow] == ["key_reused", "key_reused"]
    cast.carol.assignments.update(manager=None)
    hidden = repeat()
    assert [one.status_code for one in hidden] == [404, 404]
    assert not any(b"Between us" in one.content for one in hidden)
    assert Goal.objects.count() == 2


def test_programs_set_no_goals(cast):
    scopes = [Scope.GOALS_WRITE]
    client, _secret = register_client(actor=cast.alice.user, name="X", scopes=scopes, unit=None)
    api = Api(client.user, scopes)
    refused = api.post("/goals/bulk", {"goals": [body(cast.carol, cast.soft)]})
    assert (refused.status_code, Goal.objects.exists()) == (403, False)


def test_goals_wait_for_no_file(cast, api_of):
    """Everybody may send 500 of them, and files would wait in turn."""
    other = connection.copy()
    with closing(other), other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        answer = api_of(cast.carol).post("/goals/bulk", {"goals": [body(cast.carol, cast.soft)]})
    assert (answer.status_code, answer.json()["applied"]) == (200, True)


def test_goals_of_the_same_people_are_locked_in_one_order(cast, api_of):
    first, last = sorted((cast.bob, cast.carol), key=lambda one: one.pk)
    goal = make_goal(first, cast.soft)
    with CaptureQueriesContext(connection) as asked:
        send(api_of(cast.bob), body(last, cast.hard), about(goal, weight=2))
    locks = [one["sql"] for one in asked if "FOR NO KEY UPDATE" in one["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(locks[0])
        assert cursor.fetchall() == [(first.pk,), (last.pk,)]
    assert "ORDER BY 1 ASC" in locks[0]
