"""Notes to people, the read log, personal tokens."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import get_language

from skillmap.core import services
from skillmap.core.enums import ReadKind
from skillmap.core.errors import DomainError
from skillmap.core.models import ApiToken, Notification, ReadLog
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_note_reaches_one_person():
    alice, bob = make_user("Alice"), make_user("Bob")
    services.notify(alice, kind="plan_proposed", title=lambda: "A plan for you", link="/plans/")
    assert Notification.objects.visible_to(alice).get().title == "A plan for you"
    assert not Notification.objects.visible_to(bob).exists()


def test_note_to_nobody_or_a_leaver_is_not_written():
    assert services.notify(None, kind="x", title=lambda: "x") is None
    assert services.notify(make_user(is_active=False), kind="x", title=lambda: "x") is None
    assert not Notification.objects.exists()


def test_note_is_written_in_the_language_of_its_reader():
    note = services.notify(make_user(language="de"), kind="x", title=get_language)
    assert note is not None
    assert note.title == "de"


def test_note_with_a_very_long_title_is_cut():
    note = services.notify(make_user(), kind="x", title=lambda: "x" * 500)
    assert note is not None
    assert len(note.title) == 200


def test_marking_read_touches_ones_own_new_notes_only():
    alice, bob = make_user("Alice"), make_user("Bob")
    for user in (alice, alice, bob):
        services.notify(user, kind="x", title=lambda: "x")
    assert services.mark_read(alice) == 2
    assert services.mark_read(alice) == 0
    assert bob.notifications.get().read_at is None


def test_settling_ends_open_notes_of_its_kinds_and_link_only():
    alice, bob = make_user("Alice"), make_user("Bob")
    for user, kind, link in (
        (alice, "asks", "/plan/"),
        (bob, "asks", "/plan/"),
        (bob, "tells", "/plan/"),
        (bob, "asks", "/other/"),
    ):
        services.notify(user, kind=kind, title=lambda: "x", link=link)
    assert services.settle(["asks"], "/plan/", users=[alice]) == 1
    assert services.settle(["asks"], "/plan/") == 1
    still_open = Notification.objects.filter(read_at=None).order_by("kind")
    assert list(still_open.values_list("kind", "link")) == [
        ("asks", "/other/"),
        ("tells", "/plan/"),
    ]


def test_look_with_a_reason_is_written_once_a_day():
    viewer = make_user("Erin")
    for reason in ("A complaint", " A  complaint ", "Another"):
        services.log_read(viewer=viewer, subject_id=5, kind=ReadKind.REVIEW, reason=reason)
    reasons = ReadLog.objects.order_by("id").values_list("reason", flat=True)
    assert list(reasons) == ["A complaint", "Another"]
    assert ReadLog.objects.first().read_on == timezone.localdate()


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_look_without_a_reason_is_refused(reason: str):
    with pytest.raises(DomainError) as refusal:
        services.log_read(
            viewer=make_user(), subject_id=5, kind=ReadKind.SELF_RATING, reason=reason
        )
    assert refusal.value.code == "reason_required"
    assert not ReadLog.objects.exists()


def test_token_is_shown_once_and_not_stored():
    user = make_user("Alice")
    token, secret = services.create_token(user, "nightly", ["gaps:read"], 30)
    stored = ApiToken.objects.values().get(pk=token.pk)
    assert secret not in str(stored)
    assert secret.startswith(token.prefix)
    assert len(secret) > 40
    assert token.scopes == ["gaps:read"]
    in_30_days = timezone.now() + timedelta(days=30)
    assert abs(token.expires_at - in_30_days) < timedelta(minutes=1)


def test_two_tokens_differ():
    user = make_user("Alice")
    secrets = {services.create_token(user, "x", ["gaps:read"], 30)[1] for _ in range(5)}
    assert len(secrets) == 5


@pytest.mark.parametrize("days", [-1, 0, 366, 10**6])
def test_token_with_a_life_out_of_range_is_refused(days: int):
    with pytest.raises(DomainError) as refusal:
        services.create_token(make_user(), "x", ["gaps:read"], days)
    assert refusal.value.field == "days"


@pytest.mark.parametrize("scopes", [[], ["everything"], ["gaps:read", "raw:answers"]])
def test_token_that_may_do_nothing_or_something_unknown_is_refused(scopes: list[str]):
    with pytest.raises(DomainError) as refusal:
        services.create_token(make_user(), "x", scopes, 30)
    assert refusal.value.field == "scopes"


def test_revoked_token_keeps_its_moment():
    token, _secret = services.create_token(make_user(), "x", ["gaps:read"], 30)
    services.revoke_token(token)
    first = ApiToken.objects.get(pk=token.pk).revoked_at
    services.revoke_token(token)
    assert first is not None
    assert ApiToken.objects.get(pk=token.pk).revoked_at == first
