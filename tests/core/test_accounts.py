"""Log-in by e-mail, no sign-up, invitations that work once."""

import re
from typing import Any

import pytest
from django.core import mail, signing
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from skillmap.core import accounts
from skillmap.core.accounts import AccountAdapter
from skillmap.core.enums import INVITATION_DAYS
from skillmap.core.errors import DomainError
from skillmap.core.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "corvus-37-lamp"


@pytest.fixture(autouse=True)
def no_attempts_yet(settings: Any) -> None:
    """Nobody has tried to log in, and a password is checked quickly."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def alice() -> User:
    return make_user("Alice", email="alice@example.org", password=PASSWORD)


def log_in(client: Client, email: str, password: str = PASSWORD) -> bool:
    client.post(reverse("account_login"), {"login": email, "password": password})
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("email", ["alice@example.org", "Alice@Example.ORG", " ALICE@EXAMPLE.ORG "])
def test_log_in_with_the_address_in_any_case(client: Client, alice: User, email: str):
    assert log_in(client, email)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("alice@example.org", "wrong"),
        ("alice@example.org", ""),
        ("nobody@example.org", PASSWORD),
        ("alice", PASSWORD),
        ("alice@example.org\x00", PASSWORD),
    ],
)
def test_log_in_with_wrong_credentials_is_refused(
    client: Client, alice: User, email: str, password: str
):
    assert not log_in(client, email, password)


def test_log_in_of_a_leaver_is_refused(client: Client, alice: User):
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert not log_in(client, alice.email)


def test_log_in_is_refused_after_too_many_wrong_passwords(client: Client, alice: User):
    for _ in range(6):
        log_in(client, alice.email, "wrong")
    assert not log_in(client, alice.email)
    cache.clear()  # time passes
    assert log_in(client, alice.email)


def test_many_people_of_one_office_log_in_in_one_minute(client: Client, alice: User):
    for _ in range(40):
        assert log_in(Client(), alice.email)


def test_unknown_and_known_address_are_answered_alike(client: Client, alice: User):
    """Who has an account is nobody's business."""
    texts = []
    for email in ("alice@example.org", "zzzzz@example.org"):
        answer = client.post(reverse("account_login"), {"login": email, "password": "wrong"})
        without_csrf = re.sub(r"\b[A-Za-z0-9]{64}\b", "", answer.content.decode())
        texts.append(without_csrf.replace(email, "").replace(answer["X-Request-ID"], ""))
    assert texts[0] == texts[1]


@pytest.mark.parametrize("path", ["signup/", "email/", "confirm-email/", "login/code/confirm/"])
def test_sign_up_and_change_of_address_do_not_exist(client: Client, alice: User, path: str):
    client.force_login(alice)
    assert client.get(f"/account/{path}").status_code == 404
    assert not AccountAdapter().is_open_for_signup(None)


def test_forgotten_password_is_mailed_as_a_link_to_this_site(client: Client, alice: User):
    client.post(reverse("account_reset_password"), {"email": "ALICE@example.org"})
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", mail.outbox[-1].body)
    assert link
    assert client.get(link[1], follow=True).status_code == 200


def test_forgotten_password_of_a_stranger_tells_nothing_and_writes_to_nobody(client: Client):
    answer = client.post(reverse("account_reset_password"), {"email": "zzz@example.org"})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("account_reset_password_done")
    assert mail.outbox == []


def test_password_is_chosen_anew_through_the_mailed_link(client: Client, alice: User):
    client.post(reverse("account_reset_password"), {"email": alice.email})
    link = re.search(r"http://testserver(/account/\S+)", mail.outbox[-1].body)
    page = client.get(link[1], follow=True)
    path = page.redirect_chain[-1][0]
    client.post(path, {"password1": "lamp-42-corvus", "password2": "lamp-42-corvus"})
    assert log_in(Client(), alice.email, "lamp-42-corvus")
    assert not log_in(Client(), alice.email, PASSWORD)


def test_password_change_asks_for_the_old_one(client: Client, alice: User):
    client.force_login(alice)
    new = {"password1": "lamp-42-corvus", "password2": "lamp-42-corvus"}
    client.post(reverse("account_change_password"), {"oldpassword": "wrong", **new})
    assert not log_in(Client(), alice.email, "lamp-42-corvus")
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})
    assert log_in(Client(), alice.email, "lamp-42-corvus")


def test_addresses_are_one_whatever_their_case(alice: User):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="Alice@example.org")
    assert User.objects.get_by_natural_key("ALICE@example.org") == alice
    assert make_user(email=" Bob@Example.org ").email == "bob@example.org"


# --- invitations ------------------------------------------------------------------------------


def token_of(user: User) -> str:
    return accounts.invitation_link(user).rstrip("/").rpartition("/")[2]


def test_invitation_names_its_user():
    user = make_user("Carol")
    assert accounts.invitation_link(user).startswith("http://testserver/invitation/")
    assert accounts.invited_user(token_of(user)) == user


def test_invitation_is_gone_once_a_password_is_set():
    user = make_user("Carol")
    tokens = [token_of(user), token_of(user)]
    user.set_password(PASSWORD)
    user.save()
    for token in tokens:
        with pytest.raises(DomainError) as refusal:
            accounts.invited_user(token)
        assert refusal.value.code == "invitation_gone"


def test_invitation_is_gone_after_its_days(monkeypatch):
    token = token_of(make_user("Carol"))
    now, a_day = signing.time.time(), 86_400
    monkeypatch.setattr(signing.time, "time", lambda: now + (INVITATION_DAYS - 0.1) * a_day)
    assert accounts.invited_user(token)
    monkeypatch.setattr(signing.time, "time", lambda: now + (INVITATION_DAYS + 0.1) * a_day)
    with pytest.raises(DomainError):
        accounts.invited_user(token)


def test_invitation_of_a_leaver_is_gone():
    user = make_user("Carol")
    token = token_of(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    with pytest.raises(DomainError):
        accounts.invited_user(token)


def test_forged_invitations_are_refused():
    user, other = make_user("Carol"), make_user("Dave")
    body, stamp, signature = token_of(user).split(":")
    forged = [
        "",
        "x",
        ":::",
        f"{token_of(other).split(':')[0]}:{stamp}:{signature}",
        f"{body}:{stamp}:{signature[:-1]}",
        f"{body}:zzzzzz:{signature}",
        signing.dumps({"user": str(user.public_id), "was": ""}, salt="another purpose"),
    ]
    for token in forged:
        with pytest.raises(DomainError):
            accounts.invited_user(token)


def test_invitation_is_mailed_without_a_password():
    user = make_user("Carol Report", email="carol@example.org")
    accounts.invite(user)
    letter = mail.outbox[-1]
    assert letter.to == ["carol@example.org"]
    assert "Carol" in letter.body
    assert accounts.invited_user(re.search(r"/invitation/([^/\s]+)", letter.body)[1]) == user
