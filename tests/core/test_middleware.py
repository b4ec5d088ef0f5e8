"""What every answer carries."""

import re
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from skillmap.core.middleware import ViewerMiddleware
from skillmap.core.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db
SENT_BY_US = re.compile(r"[0-9a-f]{32}")


@pytest.mark.parametrize("wanted", ["abc-123", "A.b_c-9", "x" * 64])
def test_plain_request_id_comes_back(client: Client, wanted: str):
    answer = client.get("/account/login/", headers={"x-request-id": wanted})
    assert answer["X-Request-ID"] == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "x" * 65,
        "a b",
        "<script>",
        "a\u00e9",
        "a;b",
        "../../etc",
        "a\nb",
        "a\r\nSet-Cookie: x=1",
    ],
)
def test_request_id_that_could_do_harm_is_replaced(client: Client, wanted: str):
    answer = client.get("/account/login/", headers={"x-request-id": wanted})
    assert SENT_BY_US.fullmatch(answer["X-Request-ID"])


def test_every_request_has_its_own_id(client: Client):
    first, second = (client.get("/account/login/")["X-Request-ID"] for _ in range(2))
    assert first != second


def test_personal_page_is_never_stored(client: Client):
    client.force_login(make_user("Alice"))
    assert "no-store" in client.get("/settings/")["Cache-Control"]


def test_log_in_page_is_not_stored_either(client: Client):
    assert "no-store" in client.get("/account/login/")["Cache-Control"]


def test_strict_headers_on_every_page(client: Client):
    client.force_login(make_user("Alice"))
    answer = client.get("/settings/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


def test_times_are_in_the_viewers_zone(rf):
    seen = []

    def view(request):
        seen.append(timezone.localtime(datetime(2026, 7, 1, 12, tzinfo=UTC)).hour)
        return HttpResponse()

    for zone in ("Asia/Tokyo", "America/Lima", ""):
        request = rf.get("/")
        request.user = make_user(time_zone=zone)
        ViewerMiddleware(view)(request)
    assert seen == [21, 7, 12]


def test_change_in_a_page_is_audited_with_actor_and_request_id(client: Client):
    user = make_user("Alice")
    client.force_login(user)
    client.post(
        "/settings/",
        {"name": "Alice Renamed", "time_zone": "Europe/Madrid"},
        headers={"x-request-id": "mine-7"},
    )
    event = apps.get_model("core.UserEvent").objects.get(pgh_obj=user, name="Alice Renamed")
    assert event.pgh_context.metadata == {"actor": user.pk, "request_id": "mine-7"}


def test_page_without_log_in_leads_to_it(client: Client):
    answer = client.get("/settings/")
    assert answer.status_code == 302
    assert answer["Location"] == "/account/login/?next=/settings/"


def test_leavers_session_dies_at_once(client: Client):
    user = make_user("Alice")
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/settings/").status_code == 302
