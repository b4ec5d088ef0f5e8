"""The same POST twice: one effect, one answer."""

from datetime import timedelta
from typing import ClassVar

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils import timezone
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.test import force_authenticate

from skillmap.core.api.idempotency import ABANDONED_AFTER, idempotent
from skillmap.core.api.parsers import BoundedJSONParser
from skillmap.core.api.scopes import Door
from skillmap.core.api.views import Conventions
from skillmap.core.errors import DomainError
from skillmap.core.models import IdempotencyRecord, Notification
from skillmap.core.services import forget_old
from tests.factories import make_user

pytestmark = pytest.mark.django_db


class Write(Conventions):
    """Leaves one note per effect; the title "bad" is refused after the note was written."""

    scopes: ClassVar = {"post": Door.ANY_TOKEN}
    parser_classes = (BoundedJSONParser, MultiPartParser)

    @idempotent
    def post(self, request):
        note = Notification.objects.create(user=request.user, kind="test", title="written")
        if request.data.get("title") == "bad":
            raise DomainError("Not that.")
        answer = {"id": str(note.public_id)}
        return Response(answer, status=201, headers={"Location": f"/notes/{note.public_id}"})


def send(user, body, key="key-1", path="/api/v1/write", content_type="application/json", **headers):
    headers = headers | ({"idempotency-key": key} if key is not None else {})
    kind = {} if content_type is None else {"content_type": content_type}
    request = RequestFactory().post(path, body, headers=headers, **kind)
    force_authenticate(request, user)
    return Write.as_view()(request).render()


def test_second_request_gets_the_first_answer_and_has_no_effect():
    user = make_user()
    first, second = send(user, {"title": "a"}), send(user, {"title": "a"})
    assert (first.status_code, first.data) == (second.status_code, second.data)
    assert first["Location"] == second["Location"]
    assert "Idempotent" not in first
    assert second["Idempotent"] == "replay"
    assert Notification.objects.count() == 1


def test_order_of_fields_and_white_space_are_the_same_body():
    user = make_user()
    send(user, '{"title": "a", "text": "b"}')
    assert send(user, '{ "text":"b","title":"a" }')["Idempotent"] == "replay"


def test_files_are_compared_by_content_and_not_by_boundary():
    user = make_user()
    for content in (b"same", b"same"):
        answer = send(user, {"file": SimpleUploadedFile("a.csv", content)}, content_type=None)
    assert answer["Idempotent"] == "replay"
    other = send(user, {"file": SimpleUploadedFile("a.csv", b"other")}, content_type=None)
    assert (other.status_code, other.data["code"]) == (422, "key_reused")


def test_key_of_another_request_is_refused():
    user = make_user()
    send(user, {"title": "a"})
    assert send(user, {"title": "b"}).data["code"] == "key_reused"
    assert send(user, {"title": "a"}, path="/api/v1/else").data["code"] == "key_reused"
    assert Notification.objects.count() == 1


def test_keys_of_two_people_do_not_meet():
    assert send(make_user(), {"title": "a"}).data != send(make_user(), {"title": "a"}).data
    assert Notification.objects.count() == 2


def test_refused_request_leaves_nothing_and_may_be_mended():
    user = make_user()
    assert send(user, {"title": "bad"}).status_code == 422
    assert not Notification.objects.exists()
    assert send(user, {"title": "good"}).status_code == 201


def test_request_in_flight_is_a_conflict_until_it_is_surely_dead():
    user = make_user()
    send(user, {"title": "a"})
    IdempotencyRecord.objects.update(status=None)
    assert (send(user, {"title": "a"}).status_code) == 409
    IdempotencyRecord.objects.update(created_at=timezone.now() - ABANDONED_AFTER * 2)
    assert send(user, {"title": "a"}).status_code == 201
    assert send(user, {"title": "a"})["Idempotent"] == "replay"


@pytest.mark.parametrize(
    "ahead", [timedelta(hours=-30), timedelta(minutes=10), timedelta(hours=23)]
)
def test_a_clock_that_is_wrong_repeats_no_effect(monkeypatch, ahead):
    """The client's, or that of one of several web servers: what is under way is not taken over."""
    user, known = make_user(), timezone.now
    send(user, {"title": "a"})
    monkeypatch.setattr(timezone, "now", lambda: known() + ahead)
    sent_at = (known() + ahead).strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert send(user, {"title": "a"}, date=sent_at)["Idempotent"] == "replay"
    IdempotencyRecord.objects.update(status=None)
    assert send(user, {"title": "a"}, date=sent_at).data["code"] == "in_flight"
    assert Notification.objects.count() == 1


def test_a_key_is_forgotten_after_a_day_by_our_clock():
    user = make_user()
    send(user, {"title": "a"})
    forget_old(now=timezone.now() + timedelta(hours=23))
    assert send(user, {"title": "a"})["Idempotent"] == "replay"
    forget_old(now=timezone.now() + timedelta(hours=25))
    assert "Idempotent" not in send(user, {"title": "a"})
    assert Notification.objects.count() == 2


def test_without_a_key_every_request_counts():
    user = make_user()
    for _ in range(2):
        send(user, {"title": "a"}, key=None)
    assert Notification.objects.count() == 2
    assert not IdempotencyRecord.objects.exists()


@pytest.mark.parametrize("key", ["", "k" * 101, "a\tb"])
def test_key_that_cannot_be_one_is_refused(key):
    assert send(make_user(), {"title": "a"}, key=key).data["code"] == "invalid_key"


@pytest.mark.parametrize(
    "body", ["", "{", "[" * 100_000, '{"a": NaN}', '{"a": ' + "9" * 5000 + "}", "\x00", b"\xff\xfe"]
)
def test_body_that_is_not_json_is_malformed(body):
    answer = send(make_user(), body, key=None)
    assert answer.status_code in {201, 400}
    assert (answer.status_code == 201) == (body == "")


def test_body_of_another_kind_is_415():
    assert send(make_user(), "a,b", content_type="text/csv").status_code == 415


def test_body_that_is_too_large_is_413(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answer = send(make_user(), '{"title": "longer than ten bytes"}', key=None)
    assert (answer.status_code, answer.data["code"]) == (413, "too_large")


def test_time_to_give_up_is_longer_than_any_statement():
    assert timedelta(seconds=30) < ABANDONED_AFTER
