"""Endpoints are told every change once at least, whatever dies, and only what they may know."""

import json
import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.utils import timezone
from standardwebhooks import Webhook

from employees.services.clients import revoke_client
from skillmap.changes import following
from skillmap.changes.endpoints import rotate_secret
from skillmap.changes.following import DISABLED_AFTER, RETRY_AFTER, call_endpoint, wake_endpoints
from skillmap.core.enums import DeliveryState, Scope
from skillmap.core.errors import ConflictError
from skillmap.core.jobs import LeaseLostError
from skillmap.core.models import (
    FeedEvent,
    Job,
    Notification,
    WebhookDelivery,
    WebhookEndpoint,
)
from skillmap.core.models.webhooks import CALL_JOB
from tests.changes.conftest import run
from tests.factories import assign, make_employee, make_rating, make_skill, make_unit, since

pytestmark = pytest.mark.django_db(transaction=True)


def told(target):
    """Type and id of what arrived."""
    bodies = [json.loads(request.body) for request in target.requests]
    return [(body["type"], body["data"]["id"]) for body in bodies]


def make_due(endpoint):
    WebhookDelivery.objects.filter(endpoint=endpoint).update(due_at=timezone.now())


def move_away(place):
    """End a place today and begin another one elsewhere."""
    place.valid = type(place.valid)(place.valid.lower, timezone.localdate())
    place.save()
    assign(place.employee, "Acme/Elsewhere", valid=since(0))


def test_an_endpoint_is_told_what_changed_in_its_order_and_once(endpoint, people, target):
    skill = make_skill("Knots")
    people.dave.save()
    run(endpoint)
    expected = [
        ("skill.changed", str(skill.public_id)),
        ("person.changed", str(people.dave.public_id)),
    ]
    assert told(target) == expected
    run(endpoint)
    assert told(target) == expected
    skill.delete()
    run(endpoint)
    assert told(target)[2:] == [("skill.deleted", str(skill.public_id))]


def test_a_message_is_thin_and_its_signature_holds(make_endpoint, people, target):
    endpoint, secret = make_endpoint()
    people.dave.save()
    run(endpoint)
    (request,) = target.requests
    message = Webhook(secret).verify(request.body, request.headers)
    delivery = WebhookDelivery.objects.get()
    assert message == {
        "id": f"msg_{delivery.public_id.hex}",
        "type": "person.changed",
        "timestamp": delivery.at.isoformat().replace("+00:00", "Z"),
        "data": {"kind": "person", "id": str(people.dave.public_id)},
    }
    assert request.headers["webhook-id"] == message["id"]
    for personal in (people.dave.first_name, people.dave.number, people.dave.email or "@"):
        assert personal.encode() not in request.body


def test_after_a_rotation_both_secrets_verify_for_a_day(make_endpoint, people, target):
    endpoint, old = make_endpoint()
    new = rotate_secret(actor=people.alice.user, endpoint=endpoint)
    with pytest.raises(ConflictError, match="works until"):
        rotate_secret(actor=people.alice.user, endpoint=endpoint)
    make_skill("Knots")
    run(endpoint)
    yesterday = timezone.now() - timedelta(minutes=1)
    WebhookEndpoint.objects.update(former_until=yesterday)
    make_skill("Ropes")
    run(endpoint)
    both, later = target.requests
    for secret in (old, new):
        assert Webhook(secret).verify(both.body, both.headers)
    assert Webhook(new).verify(later.body, later.headers)
    assert len(later.headers["webhook-signature"].split()) == 1


def test_secrets_are_not_readable_in_the_database(make_endpoint):
    endpoint, secret = make_endpoint()
    with connection.cursor() as cursor:
        cursor.execute("SELECT e::text FROM core_webhookendpoint e")
        assert secret.removeprefix("whsec_") not in cursor.fetchone()[0]
        cursor.execute("SELECT column_name FROM information_schema.columns"
                       " WHERE table_name = 'core_webhookendpointevent'")  # fmt: skip
        assert not [name for (name,) in cursor.fetchall() if "secret" in name]
    assert endpoint.secret


def test_another_secret_key_is_told_in_the_log(endpoint, target, settings):
    settings.SECRET_KEY = "another one"
    make_skill("Knots")
    run(endpoint)
    assert target.requests == []
    delivery = WebhookDelivery.objects.get()
    assert delivery.fault.startswith("The secret cannot be read")
    assert delivery.state == DeliveryState.WAITING


def test_only_people_of_the_unit_are_told_and_who_moves_away_is_gone(make_endpoint, people, target):
    unit = make_unit("Acme/Sales/Lisbon")
    inside = make_employee("Ines Inside")
    place = assign(inside, unit.path)
    endpoint, _secret = make_endpoint(unit=unit, kinds=["person", "rating"])
    people.dave.save()
    inside.save()
    make_rating(people.bob, people.dave, people.hard, submitted_at=timezone.now())
    run(endpoint)
    assert told(target) == [("person.changed", str(inside.public_id))]
    move_away(place)
    inside.save()
    run(endpoint)
    assert set(told(target)[1:]) == {("person.deleted", str(inside.public_id))}


def test_what_became_hidden_while_it_waited_is_not_told(make_endpoint, people, target):
    unit = make_unit("Acme/Sales/Lisbon")
    inside = make_employee("Ines Inside")
    place = assign(inside, unit.path)
    endpoint, _secret = make_endpoint(unit=unit, kinds=["rating"])
    target.statuses = [500]
    make_rating(people.bob, inside, people.hard, submitted_at=timezone.now())
    run(endpoint)
    assert len(target.requests) == 1
    move_away(place)
    make_due(endpoint)
    run(endpoint)
    assert len(target.requests) == 1
    assert not WebhookDelivery.objects.exists()


def test_kinds_beyond_the_scopes_and_the_choice_are_not_told(make_endpoint, people, target):
    scopes = [Scope.SKILLS_READ, Scope.DIRECTORY_READ]
    endpoint, _secret = make_endpoint(scopes=scopes, kinds=["skill", "person"])
    endpoint.client.scopes = [Scope.SKILLS_READ]
    endpoint.client.save()
    people.dave.save()
    skill = make_skill("Knots")
    make_unit("Acme/New")
    run(endpoint)
    assert told(target) == [("skill.changed", str(skill.public_id))]


def test_nobody_is_told_for_a_program_that_was_shut_out(endpoint, people, target):
    make_skill("Knots")
    target.statuses = [500]
    run(endpoint)
    revoke_client(actor=people.alice.user, client=endpoint.client)
    make_due(endpoint)
    assert wake_endpoints() == 0
    run(endpoint)
    assert len(target.requests) == 1


def test_what_commits_late_is_not_skipped(endpoint, target):
    wrote, may_commit = threading.Event(), threading.Event()
    made = []

    def write_slowly():
        with transaction.atomic():
            made.append(make_skill("Slow"))
            wrote.set()
            may_commit.wait(20)
        connection.close()

    thread = threading.Thread(target=write_slowly)
    thread.start()
    assert wrote.wait(20)
    made.append(make_skill("Quick"))
    run(endpoint)
    assert told(target) == []
    may_commit.set()
    thread.join()
    run(endpoint)
    ids = {str(skill.public_id) for skill in made}
    assert {one for _type, one in told(target)} == ids
    assert len(target.requests) == 2


class Died(Exception):
    """The worker is gone."""


@pytest.mark.parametrize("moment", [1, 2, 3, 4])
def test_whoever_dies_at_any_moment_loses_nothing(endpoint, target, moment):
    """Each transaction ends with `hold`; the third is the answer to the first call."""
    skills = [make_skill("Knots"), make_skill("Ropes")]
    held = []

    def die():
        held.append(1)
        if len(held) == moment:
            raise Died

    with pytest.raises(Died):
        call_endpoint(endpoint_id=endpoint.pk, hold=die)
    run(endpoint)
    ids = [one for _type, one in told(target)]
    assert list(dict.fromkeys(ids)) == [str(skill.public_id) for skill in skills]
    assert len(ids) == (3 if moment == 3 else 2)  # told twice, under the same name
    names = [request.headers["webhook-id"] for request in target.requests]
    assert len(set(names)) == 2
    assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {"delivered"}


def test_a_worker_that_lost_its_lease_writes_nothing(endpoint, target):
    make_skill("Knots")

    def lost():
        raise LeaseLostError

    with pytest.raises(LeaseLostError):
        call_endpoint(endpoint_id=endpoint.pk, hold=lost)
    assert not WebhookDelivery.objects.exists()
    assert target.requests == []


def test_a_failed_call_is_tried_again_later_and_the_next_is_not_held_up(endpoint, target):
    first, second = make_skill("Knots"), make_skill("Ropes")
    target.statuses = [500]
    before = timezone.now()
    run(endpoint)
    failed = WebhookDelivery.objects.get(object_id=first.public_id)
    assert (failed.state, failed.status, failed.attempts) == ("waiting", 500, 1)
    assert failed.due_at >= before + RETRY_AFTER[0]
    assert endpoint.rests_until >= before + RETRY_AFTER[0]
    assert told(target) == [("skill.changed", str(first.public_id))]
    call_endpoint(endpoint_id=endpoint.pk, hold=lambda: None)
    assert len(target.requests) == 1  # it rests
    WebhookDelivery.objects.filter(pk=failed.pk).update(due_at=timezone.now() + RETRY_AFTER[1])
    run(endpoint)
    assert told(target)[1:] == [("skill.changed", str(second.public_id))]
    assert (endpoint.failures, endpoint.failing_since) == (0, None)
    make_due(endpoint)
    run(endpoint)
    assert told(target)[2:] == [("skill.changed", str(first.public_id))]


def test_after_all_tries_a_change_is_given_up(endpoint, target):
    make_skill("Knots")
    for _try in range(len(RETRY_AFTER) + 1):
        target.statuses = [500]
        run(endpoint)
        make_due(endpoint)
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.attempts) == (DeliveryState.FAILED, len(RETRY_AFTER) + 1)
    run(endpoint)
    assert len(target.requests) == delivery.attempts
    assert endpoint.failures == delivery.attempts
    assert endpoint.rests_until is None


def test_who_never_answers_well_is_turned_off_and_hr_hears_of_it(endpoint, people, target):
    make_skill("Knots")
    target.statuses = [500, 500]
    run(endpoint)
    assert endpoint.is_enabled
    long_ago = timezone.now() - DISABLED_AFTER
    WebhookEndpoint.objects.update(failing_since=long_ago)
    make_due(endpoint)
    run(endpoint)
    assert not endpoint.is_enabled
    note = Notification.objects.get(kind="webhook_disabled")
    assert note.user == people.alice.user
    assert str(endpoint.public_id) in note.link
    assert "127.0.0.1" in note.title
    make_due(endpoint)
    run(endpoint)
    assert len(target.requests) == 2
    assert wake_endpoints() == 0


def test_who_says_it_is_gone_is_turned_off_at_once(endpoint, target):
    make_skill("Knots")
    target.statuses = [410]
    run(endpoint)
    assert not endpoint.is_enabled
    assert "410" in endpoint.disabled_why
    assert endpoint.version == 2  # a form that still says it is turned on does not turn it on


def test_whose_place_is_not_kept_any_more_goes_on_from_now_and_hr_hears_of_it(endpoint, target):
    make_skill("Knots")
    WebhookEndpoint.objects.update(read_at=timezone.now() - timedelta(days=31))
    run(endpoint)
    assert target.requests == []
    assert Notification.objects.filter(kind="webhook_skipped").count() == 1
    skill = make_skill("Ropes")
    run(endpoint)
    assert told(target) == [("skill.changed", str(skill.public_id))]


def test_the_first_change_after_a_quiet_month_is_told(endpoint, target):
    for _days in range(3):
        WebhookEndpoint.objects.update(read_at=timezone.now() - timedelta(days=15))
        assert wake_endpoints() == 1
        run(endpoint)
        assert endpoint.read_at > timezone.now() - timedelta(days=1)
    assert wake_endpoints() == 0
    skill = make_skill("Ropes")
    run(endpoint)
    assert told(target) == [("skill.changed", str(skill.public_id))]
    assert not Notification.objects.filter(kind="webhook_skipped").exists()


def test_many_changes_wait_in_the_feed_and_all_are_told(endpoint, target, monkeypatch):
    monkeypatch.setattr(following, "MOST_WAITING", 3)
    made = [make_skill(f"Skill {place}") for place in range(7)]
    target.statuses = [500]
    run(endpoint)
    assert WebhookDelivery.objects.count() == 3
    for _round in range(4):
        make_due(endpoint)
        run(endpoint)
    ids = [str(skill.public_id) for skill in made]
    assert sorted({one for _type, one in told(target)}) == sorted(ids)
    assert len(target.requests) == 8


def test_changes_of_other_kinds_are_passed_by(make_endpoint, people, target, monkeypatch):
    """What nobody is told of does not wake the endpoint again and again."""
    endpoint, _secret = make_endpoint(kinds=["activity"])
    people.dave.save()
    assert wake_endpoints() == 1
    run(endpoint)
    assert FeedEvent.objects.exists()
    assert wake_endpoints() == 0
    assert target.requests == []


def test_waking_queues_one_job_and_none_while_the_endpoint_rests(endpoint):
    assert wake_endpoints() == 0
    make_skill("Knots")
    assert wake_endpoints() == 1
    assert wake_endpoints() == 1
    job = Job.objects.get(name=CALL_JOB)
    assert job.arguments == {"endpoint_id": endpoint.pk}
    WebhookEndpoint.objects.update(rests_until=timezone.now() + timedelta(minutes=1))
    assert wake_endpoints() == 0


def test_what_is_taken_away_during_a_call_is_let_go(endpoint, target):
    make_skill("Knots")
    target.before = lambda: SimpleNamespace(done=WebhookEndpoint.objects.all().delete())
    call_endpoint(endpoint_id=endpoint.pk, hold=lambda: None)
    assert len(target.requests) == 1
    assert not WebhookDelivery.objects.exists()
