"""Check-ins over REST: days and actions, written by the services of the browser."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reviews.models import CheckIn, CheckInAction
from reviews.services.check_ins import add_point, keep_notes, keep_private_note, plan_check_in
from skillmap.core.enums import ReadKind
from skillmap.core.errors import ConflictError
from skillmap.core.models import ReadLog
from tests.api.conftest import V1
from tests.factories import assign, day, make_employee

MOST_QUERIES = 5


@pytest.fixture
def talk(cast) -> CheckIn:
    return plan_check_in(
        actor=cast.bob.user, employee=cast.carol, planned_on=day(1), now=timezone.now()
    )


def patch(api, path, values, tag='"1"'):
    headers = {"If-Match": tag} if tag else {}
    address = f"{V1}{path}"
    return api.client.patch(address, values, content_type="application/json", headers=headers)


def agreed(person, **more):
    return {"text": "Call", "owner": str(person.public_id), "due_on": day(7).isoformat()} | more


def test_talk_is_planned_moved_and_held(cast, api_of):
    api = api_of(cast.bob)
    sent = {"person": str(cast.carol.public_id), "planned_on": day(1).isoformat()}
    made = api.post("/check-ins", sent)
    assert (made.status_code, made["ETag"]) == (201, '"1"')
    talk = CheckIn.objects.get()
    assert made["Location"].endswith(f"/check-ins/{talk.public_id}")
    path = f"/check-ins/{talk.public_id}"
    moved = patch(api, path, {"planned_on": day(3).isoformat()})
    assert (moved.json()["planned_on"], moved["ETag"]) == (day(3).isoformat(), '"2"')
    held = patch(api, path, {"state": "held"}, '"2"').json()
    assert (held["state"], held["held_on"]) == ("held", day(0).isoformat())
    assert held["led_by"]["id"] == str(cast.bob.public_id)


def test_stale_or_missing_version_changes_nothing(cast, api_of, talk):
    api, path = api_of(cast.carol), f"/check-ins/{talk.public_id}"
    later = {"planned_on": day(5).isoformat()}
    assert patch(api, path, later, tag=None).status_code == 428
    assert patch(api, path, later, '"7"').status_code == 412
    assert patch(api, path, {"state": "held"}, '"7"').status_code == 412
    talk.refresh_from_db()
    assert (talk.planned_on, talk.held_on, talk.version) == (day(1), None, 1)


def test_talk_is_not_moved_where_it_cannot_be_held_too(cast, api_of, talk, monkeypatch):
    def refuse(**_values):
        raise ConflictError("over", code="wrong_state")

    monkeypatch.setattr("reviews.services.check_ins.hold_check_in", refuse)
    both = {"planned_on": day(3).isoformat(), "state": "held"}
    answer = patch(api_of(cast.bob), f"/check-ins/{talk.public_id}", both)
    assert answer.status_code in {409, 412}
    talk.refresh_from_db()
    assert (talk.planned_on, talk.version) == (day(1), 1)


def test_action_is_agreed_and_ticked(cast, api_of, talk):
    api = api_of(cast.bob)
    made = api.post(f"/check-ins/{talk.public_id}/actions", agreed(cast.carol))
    assert (made.status_code, made["ETag"]) == (201, '"1"')
    path = f"/check-ins/{talk.public_id}/actions/{made.json()['id']}"
    assert patch(api, path, {"done": True}, tag=None).status_code == 428
    done = patch(api, path, {"done": True})
    assert (done.json()["done_on"], done["ETag"]) == (day(0).isoformat(), '"2"')
    assert patch(api, path, {"done": False}).status_code == 412
    shown = api.get(f"/check-ins/{talk.public_id}").json()["actions"]
    assert [one["text"] for one in shown] == ["Call"]


def test_same_key_twice_adds_one_action(cast, api_of, talk):
    api = api_of(cast.bob)
    for _again in range(2):
        answer = api.post(
            f"/check-ins/{talk.public_id}/actions", agreed(cast.carol), Idempotency_Key="once"
        )
        assert answer.status_code == 201
    assert CheckInAction.objects.count() == 1


def test_notes_and_agenda_are_not_to_be_had(cast, api_of, talk):
    keep_notes(actor=cast.bob.user, check_in=talk, text="between us", expected=1)
    keep_private_note(actor=cast.bob.user, check_in=talk, text="my thought", expected=0)
    add_point(actor=cast.bob.user, employee=cast.carol, text="pricing")
    api = api_of(cast.bob)
    for path in ("/check-ins", f"/check-ins/{talk.public_id}"):
        text = api.get(path).content.decode()
        for secret in ("between us", "my thought", "pricing"):
            assert secret not in text
    refused = patch(api, f"/check-ins/{talk.public_id}", {"notes": "x"}, '"2"')
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"] == "/notes"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"owner": "00000000-0000-4000-8000-000000000000"}, "/owner"),
        ({"due_on": "2020-01-01"}, "/due_on"),
        ({"text": "a" * 100_000}, "/text"),
        ({"text": "   "}, "/text"),
        ({"text": "nul\x00"}, "/text"),
        ({"done": True}, "/done"),
    ],
)
def test_action_that_cannot_be_is_refused_by_field(cast, api_of, talk, change, pointer):
    answer = api_of(cast.bob).post(
        f"/check-ins/{talk.public_id}/actions", agreed(cast.carol, **change)
    )
    assert answer.status_code in {400, 422}
    assert answer["Content-Type"].startswith("application/problem+json")
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert not CheckInAction.objects.exists()


def test_second_planned_talk_is_a_conflict(cast, api_of, talk):
    sent = {"person": str(cast.carol.public_id), "planned_on": day(9).isoformat()}
    answer = api_of(cast.carol).post("/check-ins", sent)
    assert (answer.status_code, answer.json()["code"]) == (409, "planned_already")


def test_stranger_finds_no_talk_and_no_person(cast, api_of, talk):
    stranger = make_employee("Stranger", user=True)
    assign(stranger)
    api = api_of(stranger)
    assert api.get("/check-ins").json()["data"] == []
    assert api.get(f"/check-ins/{talk.public_id}").status_code == 404
    sent = {"person": str(cast.carol.public_id), "planned_on": day(9).isoformat()}
    refused = api.post("/check-ins", sent)
    assert refused.json()["errors"][0]["pointer"] == "/person"


def test_who_may_read_but_does_not_meet_is_refused(cast, api_of, talk):
    above = make_employee("Above", user=True)
    assign(above)
    cast.bob.assignments.update(manager=above)
    api, path = api_of(above), f"/check-ins/{talk.public_id}"
    assert api.get(path).status_code == 200
    assert patch(api, path, {"state": "held"}).status_code == 403
    assert api.post(f"{path}/actions", agreed(cast.carol)).status_code == 403


def test_hr_admin_finds_talks_after_a_reason_given_today(cast, api_of, talk):
    api = api_of(cast.alice)
    assert api.get("/check-ins").json()["data"] == []
    ReadLog.objects.create(
        viewer=cast.alice.user,
        subject_id=cast.carol.pk,
        kind=ReadKind.REVIEW,
        reason="a complaint",
        read_on=timezone.localdate(),
    )
    assert [one["id"] for one in api.get("/check-ins").json()["data"]] == [str(talk.public_id)]


def test_list_is_filtered_and_costs_few_queries(cast, api_of, talk):
    api = api_of(cast.bob)
    for _each in range(3):
        api.post(f"/check-ins/{talk.public_id}/actions", agreed(cast.carol))
    for query, found in (
        ("?state=planned", 1),
        ("?state=held", 0),
        (f"?person={talk.public_id}", 0),
    ):
        assert len(api.get(f"/check-ins{query}").json()["data"]) == found
    with CaptureQueriesContext(connection) as captured:
        api.get("/check-ins")
    assert len(captured) <= MOST_QUERIES
    assert api.get("/check-ins?state=x").status_code == 400


def test_browser_and_rest_write_the_same_and_refuse_the_same(cast, api_of, talk):
    api, browser = api_of(cast.bob), Client()
    browser.force_login(cast.bob.user)
    act, path = f"/check-ins/{talk.public_id}/act/", f"/check-ins/{talk.public_id}/actions"
    for change, is_kept in (
        ({}, True),
        ({"text": " two\n lines "}, True),
        ({"due_on": day(-1).isoformat()}, False),
        ({"due_on": day(400).isoformat()}, False),
        ({"text": ""}, False),
        ({"owner": str(cast.alice.public_id)}, False),
    ):
        kept = []
        for send in (
            lambda sent: browser.post(act, {"act": "action", **sent}),
            lambda sent: api.post(path, sent),
        ):
            CheckInAction.objects.all().delete()
            send(agreed(cast.carol, **change))
            kept.append(list(CheckInAction.objects.values("text", "owner", "due_on", "done_on")))
        assert kept[0] == kept[1]
        assert bool(kept[0]) == is_kept, change
