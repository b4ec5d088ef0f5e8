"""Addresses over REST: a program manages its own, HR all, nobody else any."""

from ipaddress import ip_network

import pytest
from django.utils import timezone
from standardwebhooks import Webhook

from employees.services.clients import register_client, revoke_client
from skillmap.core.enums import Scope
from skillmap.core.models import IdempotencyRecord, WebhookDelivery, WebhookEndpoint
from tests.api.conftest import Api
from tests.cast import make_cast
from tests.changes.conftest import run
from tests.factories import make_skill, make_unit
from tests.receiver import receiver

pytestmark = pytest.mark.django_db(transaction=True)
URL = "https://lms.example/hook"


@pytest.fixture(autouse=True)
def _networks(settings):
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.0/8")]


@pytest.fixture
def people(transactional_db):
    return make_cast()


@pytest.fixture
def make_program(people):
    def make(name="LMS", scopes=Scope.values, unit=None):
        client, _secret = register_client(
            actor=people.alice.user, name=name, scopes=scopes, unit=unit
        )
        return Api(client.user, scopes)

    return make


@pytest.fixture
def lms(make_program):
    return make_program()


def add(api, url=URL, kinds=("skill",), **more):
    return api.post("/webhooks", {"url": url, "kinds": list(kinds), **more})


def change(api, path, body, tag):
    headers = {"If-Match": tag} if tag else {}
    return api.client.patch(f"/api/v1{path}", body, "application/json", headers=headers)


def remove(api, path, tag):
    return api.client.delete(f"/api/v1{path}", headers={"If-Match": tag})


def test_a_program_adds_an_address_and_is_called_there(lms):
    with receiver() as target:
        answer = add(lms, target.url)
        assert answer.status_code == 201, answer.content
        secret = answer.json()["secret"]
        here = answer["Location"].removeprefix("/api/v1")
        make_skill("Knots")
        run(WebhookEndpoint.objects.get())
        (request,) = target.requests
    assert Webhook(secret).verify(request.body, request.headers)["type"] == "skill.changed"
    shown = lms.get(here).json()
    assert "secret" not in shown
    assert (shown["url"], shown["kinds"], shown["enabled"]) == (target.url, ["skill"], True)
    (delivery,) = lms.walk(f"{here}/deliveries")
    assert (delivery["state"], delivery["status"], delivery["attempts"]) == ("delivered", 200, 1)
    assert lms.walk(f"{here}/deliveries", state="failed") == []


def test_a_program_knows_of_no_other_programs_addresses(lms, make_program, people):
    other = make_program("Payroll", unit=make_unit("Acme/Sales"))
    here = add(lms)["Location"].removeprefix("/api/v1")
    tag = lms.get(here)["ETag"]
    assert other.walk("/webhooks") == []
    for answer in (
        other.get(here),
        change(other, here, {"enabled": False}, tag),
        remove(other, here, tag),
        other.get(f"{here}/deliveries"),
        *(other.post(f"{here}/{act}", {}) for act in ("rotate", "test", "replay")),
    ):
        assert answer.status_code == 404, answer.content
    named = add(other, client=lms.get(here).json()["client"])
    assert (named.status_code, named.json()["errors"][0]["pointer"]) == (400, "/client")
    assert WebhookEndpoint.objects.count() == 1
    hr = Api(people.alice.user)
    assert [row["url"] for row in hr.walk("/webhooks")] == [URL]


def test_hr_names_the_program_and_others_add_none(lms, people):
    hr, bob = Api(people.alice.user), Api(people.bob.user)
    program = str(lms.user.client.public_id)
    assert add(hr).status_code == 400
    assert add(hr, client=program).status_code == 201
    assert add(bob, client=program).status_code == 403
    assert bob.walk("/webhooks") == []
    assert Api(people.erin.user).walk("/webhooks") == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"kinds": ["skill"]}, "required"),
        ({"url": URL, "kinds": []}, "empty"),
        ({"url": URL, "kinds": ["salary"]}, "invalid_choice"),
        ({"url": URL, "kinds": ["skill"], "secret": "whsec_mine"}, "unknown_field"),
        ({"url": URL + "\0", "kinds": ["skill"]}, "null_characters_not_allowed"),
        ({"url": URL, "kinds": ["rating"]}, "closed_kind"),
        ({"url": "file:///etc/passwd", "kinds": ["skill"]}, "invalid"),
        ({"url": "https://me:word@lms.example/", "kinds": ["skill"]}, "invalid"),
        ({"url": "https://lms.example/" + "x" * 500, "kinds": ["skill"]}, "max_length"),
    ],
)
def test_what_is_no_endpoint_is_refused_with_its_field(make_program, body, code):
    api = make_program(scopes=[Scope.WEBHOOKS_MANAGE, Scope.SKILLS_READ])
    answer = api.post("/webhooks", body)
    assert answer.status_code in (400, 422)
    assert answer.json()["errors"][0]["code"] == code, answer.content
    assert not WebhookEndpoint.objects.exists()


def test_the_same_address_twice_and_too_many_are_refused(lms):
    assert add(lms).status_code == 201
    assert add(lms).json()["code"] == "exists"
    for place in range(9):
        assert add(lms, f"{URL}/{place}").status_code == 201
    assert add(lms, f"{URL}/more").json()["code"] == "too_many"


def test_changes_need_the_version_that_was_seen(lms):
    here = add(lms)["Location"].removeprefix("/api/v1")
    tag = lms.get(here)["ETag"]
    assert change(lms, here, {"enabled": False}, None).status_code == 428
    answer = change(lms, here, {"enabled": False, "kinds": ["person"]}, tag)
    assert answer.status_code == 200
    assert (answer.json()["enabled"], answer.json()["kinds"]) == (False, ["person"])
    assert change(lms, here, {"enabled": True}, tag).status_code == 412
    assert change(lms, here, {"url": "ftp://x/"}, answer["ETag"]).status_code == 422
    assert lms.post(f"{here}/test", {}).json()["code"] == "disabled"
    assert remove(lms, here, tag).status_code == 412
    assert remove(lms, here, answer["ETag"]).status_code == 204
    assert lms.get(here).status_code == 404


def test_a_repeated_request_adds_one_and_does_not_tell_the_secret_again(lms):
    first, again = (
        lms.post("/webhooks", {"url": URL, "kinds": ["skill"]}, Idempotency_Key="one")
        for _time in range(2)
    )
    assert first.json()["secret"].startswith("whsec_")
    assert again.json() == {**first.json(), "secret": None}
    assert WebhookEndpoint.objects.count() == 1
    secret = first.json()["secret"]
    assert not IdempotencyRecord.objects.filter(body__contains=secret).exists()


def test_test_and_replay(lms):
    with receiver() as target:
        target.statuses = [500]
        here = add(lms, target.url)["Location"].removeprefix("/api/v1")
        endpoint = WebhookEndpoint.objects.get()
        assert lms.post(f"{here}/test", {}).status_code == 202
        run(endpoint)
        assert WebhookDelivery.objects.get().state == "failed"  # a test is not tried again
        before = timezone.now()
        make_skill("Knots")
        run(endpoint)
        (told,) = lms.walk(f"{here}/deliveries", state="delivered")
        assert lms.post(f"{here}/replay", {"delivery": told["id"]}).json() == {"count": 1}
        assert lms.post(f"{here}/replay", {"delivery": told["id"]}).status_code == 409
        run(endpoint)
        answer = lms.post(f"{here}/replay", {"since": before.isoformat()})
        assert answer.json() == {"count": 1}
        run(endpoint)
        later = timezone.now().isoformat()
        assert lms.post(f"{here}/replay", {"since": later}).json() == {"count": 0}
        both = {"since": later, "delivery": told["id"]}
        for body in ({}, both):
            assert lms.post(f"{here}/replay", body).status_code == 400
        names = [request.headers["webhook-id"] for request in target.requests]
    assert len(set(names)) == 2  # the test, and three times the same message
    assert len(names) == 4


def test_a_program_that_was_shut_out_has_no_say(lms, people):
    add(lms)
    endpoint = WebhookEndpoint.objects.get()
    revoke_client(actor=people.alice.user, client=endpoint.client)
    assert lms.get("/webhooks").status_code == 401
    hr = Api(people.alice.user)
    here = f"/webhooks/{endpoint.public_id}"
    assert hr.post(f"{here}/test", {}).json()["code"] == "revoked"
    assert add(hr, client=str(endpoint.client.public_id)).status_code == 400
