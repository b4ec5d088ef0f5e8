"""Addresses that are told what changes, in the browser of an HR admin."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from employees.services.clients import register_client
from skillmap.changes.endpoints import add_endpoint
from skillmap.core.models import WebhookEndpoint
from tests.cast import make_cast

pytestmark = pytest.mark.django_db
URL = "https://lms.example/hook"
LIST = "/systems/webhooks/"
DOWNLOAD = re.compile(r'href="([^"]*format=[^"]*)"')


@pytest.fixture
def people():
    return make_cast()


@pytest.fixture
def program(people):
    scopes = ["skills:read", "directory:read"]
    client, _secret = register_client(actor=people.alice.user, name="LMS", scopes=scopes, unit=None)
    return client


@pytest.fixture
def hr(client, people):
    client.force_login(people.alice.user)
    return client


@pytest.fixture
def endpoint(people, program):
    found, _secret = add_endpoint(actor=people.alice.user, client=program, url=URL, kinds=["skill"])
    return found


def test_hr_adds_an_address_and_sees_its_secret_once(hr, program):
    body = {"client": program.public_id, "url": URL, "kinds": ["skill", "person"]}
    answer = hr.post(LIST, body)
    endpoint = WebhookEndpoint.objects.get()
    assert answer.status_code == 200
    assert answer.content.count(b"whsec_") == 1
    assert (endpoint.url, endpoint.kinds) == (URL, ["skill", "person"])
    for path in (LIST, f"{LIST}{endpoint.public_id}/"):
        page = hr.get(path).content
        assert URL.encode() in page
        assert b"whsec_" not in page


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"url": "http://lms.example/"}, "url"),
        ({"url": ""}, "url"),
        ({"url": "https://lms.example/<script>\0"}, "url"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["rating"]}, "kinds"),
        ({"client": uuid4()}, "client"),
    ],
)
def test_what_cannot_be_called_is_said_at_its_field(hr, program, change, field):
    body = {"client": program.public_id, "url": URL, "kinds": ["skill"], **change}
    answer = hr.post(LIST, body)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not WebhookEndpoint.objects.exists()


def test_an_address_is_changed_and_turned_off_and_two_windows_do_not_overwrite(hr, endpoint):
    here = f"{LIST}{endpoint.public_id}/"
    body = {"url": f"{URL}/2", "kinds": ["person"], "version": endpoint.version}
    assert hr.post(here, body).status_code == 302
    endpoint.refresh_from_db()
    assert (endpoint.url, endpoint.kinds, endpoint.is_enabled) == (f"{URL}/2", ["person"], False)
    assert b"turned off" in hr.get(LIST).content
    stale = hr.post(here, {**body, "url": URL})
    assert stale.status_code == 422
    assert "meanwhile" in stale.content.decode()
    assert hr.post(f"{here}test/", follow=True).content.count(b"turned off. Turn it on first") == 1
    assert not endpoint.deliveries.exists()


def test_the_log_tells_what_came_of_calls_and_tells_again(hr, endpoint):
    here = f"{LIST}{endpoint.public_id}/"
    now = timezone.now()
    common = {"kind": "skill", "due_at": now, "called_at": now, "milliseconds": 12, "attempts": 2}
    old = endpoint.deliveries.create(
        object_id=uuid4(), state="failed", fault="No <b>answer</b>", at=now - timedelta(days=3),
        **common,
    )  # fmt: skip
    new = endpoint.deliveries.create(
        object_id=uuid4(), state="delivered", status=204, at=now, **common
    )
    page = hr.get(here).content.decode()
    assert "No &lt;b&gt;answer&lt;/b&gt;" in page
    for words in (str(old.object_id), "a skill<br>", "given up", "(2 calls)", "204 · 12 ms"):
        assert words in page, words
    hr.post(f"{here}replay/{old.public_id}/")
    old.refresh_from_db()
    assert (old.state, old.attempts) == ("waiting", 0)
    answer = hr.post(f"{here}replay/", {"since": timezone.localdate()}, follow=True)
    assert "1 message is told again." in answer.content.decode()
    new.refresh_from_db()
    assert new.state == "waiting"
    for since in ("", "yesterday", "2026-13-01"):
        answer = hr.post(f"{here}replay/", {"since": since}, follow=True)
        assert "Give a day." in answer.content.decode()


def test_a_message_of_another_address_is_not_told_again_here(hr, endpoint, people, program):
    other, _secret = add_endpoint(
        actor=people.alice.user, client=program, url=f"{URL}/other", kinds=["skill"]
    )
    delivery = other.deliveries.create(
        kind="skill", object_id=uuid4(), state="delivered", due_at=timezone.now()
    )
    here = f"{LIST}{endpoint.public_id}/replay/{delivery.public_id}/"
    assert hr.post(here).status_code == 404
    delivery.refresh_from_db()
    assert delivery.state == "delivered"


def test_a_test_waits_to_be_sent_and_removing_takes_all_away(hr, endpoint):
    here = f"{LIST}{endpoint.public_id}/"
    assert hr.post(f"{here}test/").status_code == 302
    assert "a test" in hr.get(here).content.decode()
    rotated = hr.post(f"{here}rotate/").content
    assert rotated.count(b"whsec_") == 1
    hr.post(f"{here}remove/")
    assert not WebhookEndpoint.objects.exists()
    assert hr.get(here).status_code == 404


def test_page_of_a_new_secret_leads_on_from_the_address_of_the_list(hr, endpoint):
    """It stands at an address that only takes a post, and would make yet another secret."""
    here = f"{LIST}{endpoint.public_id}/"
    programs = reverse("pages:client_list")
    turn = reverse("pages:client_rotate", args=[endpoint.client.public_id])
    rotated, turned = (hr.post(one).content.decode() for one in (f"{here}rotate/", turn))
    for page, at in ((rotated, here), (turned, programs)):
        assert [link.split("?")[0] for link in DOWNLOAD.findall(page)] == [at, at]
    assert f'<form method="post" action="{here}"' in rotated


def test_without_a_program_the_page_says_what_comes_first(hr):
    page = hr.get(LIST).content.decode()
    assert "No program is let in yet" in page
    assert "Add and make a secret" not in page
