"""Log-in through a real provider of OpenID Connect: who comes in, and who does not."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
from django.db import connection
from django.test import Client
from django.urls import reverse
from joserfc.jwk import RSAKey

from employees.enums import Grant
from skillmap.core.models import ExternalId, User
from skillmap.core.single_sign_on import user_of_claims
from tests.factories import grant, make_user
from tests.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider, oidc_provider

pytestmark = pytest.mark.django_db
PASSWORD = "corvus-37-lamp"


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    with oidc_provider() as provider:
        settings.OIDC_ISSUER = provider.issuer
        settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT_ID, CLIENT_SECRET
        settings.OIDC_NAME = "Acme ID"
        provider.claims |= {"email": "Alice@Example.org", "email_verified": True}
        yield provider


@pytest.fixture
def alice() -> User:
    return make_user("Alice", email="alice@example.org")


def go_there(client: Client, query: str = "") -> str:
    """The address with which the browser comes back from the provider."""
    leads_to = client.get(reverse("pages:single_sign_on_begin") + query)
    back = requests.get(leads_to["Location"], allow_redirects=False, timeout=10)
    return back.headers["Location"].removeprefix("http://testserver")


def come_in(client: Client, query: str = "") -> Any:
    return client.get(go_there(client, query))


def is_in(client: Client, user: User) -> bool:
    return client.session.get("_auth_user_id") == str(user.pk)


def test_verified_address_lets_its_user_in_and_to_where_they_wanted(
    client: Client, provider: Provider, alice: User
):
    answer = come_in(client, "?next=/people/")
    assert is_in(client, alice)
    assert answer["Location"] == "/people/"


def test_log_in_page_leads_to_the_provider(client: Client, provider: Provider):
    page = client.get("/account/login/?next=/people/").content.decode()
    assert "Log in with Acme ID" in page
    assert "/account/provider/?next=/people/" in page


def test_state_nonce_and_pkce_are_sent(client: Client, provider: Provider, alice: User):
    come_in(client)
    asked = provider.requests["authorize"]
    assert asked["state"]
    assert asked["nonce"]
    assert asked["code_challenge_method"] == "S256"
    assert provider.requests["token"]["code_verifier"] not in asked.values()


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example", "javascript:1", "x"])
def test_next_page_of_another_site_is_not_visited(
    client: Client, provider: Provider, alice: User, where: str
):
    assert come_in(client, f"?next={where}")["Location"] == "/"


@pytest.mark.parametrize("verified", [False, "false", None, "", 0, "no"])
def test_address_that_is_not_verified_lets_nobody_in(
    client: Client, provider: Provider, alice: User, verified: Any
):
    provider.claims["email_verified"] = verified
    assert come_in(client).status_code == 403
    assert not is_in(client, alice)
    assert not ExternalId.objects.exists()


def test_address_without_a_word_about_it_lets_nobody_in(
    client: Client, provider: Provider, alice: User
):
    del provider.claims["email_verified"]
    assert come_in(client).status_code == 403
    assert not is_in(client, alice)


def test_entra_id_says_verified_in_its_own_way(client: Client, provider: Provider, alice: User):
    del provider.claims["email_verified"]
    provider.claims["xms_edov"] = True
    come_in(client)
    assert is_in(client, alice)


def test_stranger_is_not_let_in_and_not_created(client: Client, provider: Provider):
    answer = come_in(client)
    assert answer.status_code == 403
    assert "Ask HR" in answer.content.decode()
    assert User.objects.count() == 0


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_client": True}])
def test_leavers_and_programs_are_not_let_in(
    client: Client, provider: Provider, alice: User, change: dict[str, bool]
):
    User.objects.filter(pk=alice.pk).update(**change)
    assert come_in(client).status_code == 403
    assert not is_in(client, alice)


def test_leaver_who_is_bound_is_not_let_in(client: Client, provider: Provider, alice: User):
    come_in(client)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert come_in(Client()).status_code == 403


def test_bound_user_comes_in_whatever_address_is_told_later(
    client: Client, provider: Provider, alice: User
):
    come_in(client)
    bob = make_user("Bob", email="bob@example.org")
    provider.claims |= {"email": "bob@example.org"}
    other = Client()
    come_in(other)
    assert is_in(other, alice)
    assert not is_in(other, bob)


def test_another_subject_with_the_address_of_a_bound_user_is_refused(
    client: Client, provider: Provider, alice: User
):
    """Providers give addresses of people who left to others."""
    come_in(client)
    provider.claims["sub"] = "0815"
    other = Client()
    assert come_in(other).status_code == 403
    assert not is_in(other, alice)


def test_subject_of_another_issuer_is_not_the_bound_one(
    client: Client, provider: Provider, alice: User, settings: Any
):
    come_in(client)
    with oidc_provider() as second:
        settings.OIDC_ISSUER = second.issuer
        second.claims = {"sub": provider.claims["sub"]}
        other = Client()
        assert come_in(other).status_code == 403
        assert not is_in(other, alice)
        second.claims = {**provider.claims, "sub": "of the second"}
        come_in(other)
        assert is_in(other, alice)


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another client"},
        {"iss": "https://evil.example"},
        {"nonce": "of another log-in"},
        {"exp": 1},
        {"aud": ["skillmap", "another"], "azp": "another"},
        {"aud": "another client", "azp": "skillmap"},
    ],
)
def test_id_token_that_is_not_for_us_is_refused(
    client: Client, provider: Provider, alice: User, claims: dict[str, Any]
):
    provider.claims |= claims
    assert come_in(client).status_code == 403
    assert not is_in(client, alice)


def test_id_token_of_a_foreign_key_is_refused(client: Client, provider: Provider, alice: User):
    provider.key = RSAKey.generate_key(2048, {"kid": "one"})
    assert come_in(client).status_code == 403
    assert not is_in(client, alice)


def test_answer_for_another_browser_is_refused(client: Client, provider: Provider, alice: User):
    """Nobody is led into somebody else's log-in by a link."""
    back = go_there(client)
    victim = Client()
    assert victim.get(back).status_code == 403
    assert not is_in(victim, alice)


def test_answer_used_twice_is_refused(client: Client, provider: Provider, alice: User):
    back = go_there(client)
    client.get(back)
    client.logout()
    assert client.get(back).status_code == 403
    assert not is_in(client, alice)


@pytest.mark.parametrize(
    "query", ["", "?error=access_denied&state=x", "?code=x", "?code=x&state=y", "?state=%00"]
)
def test_answer_without_a_beginning_is_refused(client: Client, provider: Provider, query: str):
    assert client.get(reverse("pages:single_sign_on_return") + query).status_code == 403


def test_provider_that_is_away_is_said(client: Client, settings: Any):
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    settings.OIDC_CLIENT_ID = settings.OIDC_CLIENT_SECRET = "x"
    answer = client.get(reverse("pages:single_sign_on_begin"))
    assert answer.status_code == 403
    assert "Try again" in answer.content.decode()


def test_password_stays_after_a_log_in_through_the_provider(
    client: Client, provider: Provider, alice: User
):
    alice.set_password(PASSWORD)
    alice.save()
    come_in(client)
    assert User.objects.get(pk=alice.pk).check_password(PASSWORD)


@pytest.mark.parametrize(
    "claims", [{"sub": 4711}, {"sub": ["x"]}, {"sub": ""}, {"email": "alice\x00@example.org"}]
)
def test_claims_of_a_strange_shape_let_nobody_in(
    client: Client, provider: Provider, alice: User, claims: dict[str, Any]
):
    provider.claims |= claims
    assert come_in(client).status_code == 403
    assert not is_in(client, alice)


@pytest.mark.parametrize(("amr", "asked"), [(["pwd", "mfa"], False), (["pwd"], True), (None, True)])
def test_second_factor_of_the_provider_counts(
    client: Client, provider: Provider, alice: User, settings: Any, amr: Any, asked: bool
):
    settings.SECOND_FACTOR = True
    grant(alice, Grant.HR_ADMIN)
    if amr:
        provider.claims["amr"] = amr
    come_in(client)
    answer = client.get("/people/")
    assert (answer.status_code, answer.get("Location", "")[:23]) == (
        (302, "/account/second-factor/") if asked else (200, "")
    )


def test_without_passwords_nothing_about_them_is_left(
    client: Client, provider: Provider, alice: User, settings: Any
):
    settings.LOCAL_LOGIN = False
    alice.set_password(PASSWORD)
    alice.save()
    page = client.get("/account/login/").content.decode()
    assert 'type="password"' not in page
    client.post("/account/login/", {"login": alice.email, "password": PASSWORD})
    assert not is_in(client, alice)
    assert client.get("/account/password/reset/").status_code == 404
    come_in(client)
    assert is_in(client, alice)
    assert "Change the password" not in client.get("/settings/").content.decode()
    assert client.get("/account/password/change/").status_code == 404


def test_nothing_is_offered_without_a_provider(client: Client):
    assert "account/provider" not in client.get("/account/login/").content.decode()
    assert client.get(reverse("pages:single_sign_on_begin")).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_first_log_ins_at_once_both_come_in(alice: User):
    claims = {"iss": "x", "sub": "1", "email": alice.email, "email_verified": True}

    def come() -> User:
        try:
            return user_of_claims(claims)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _n: come(), range(4))) == [alice] * 4
    assert ExternalId.objects.filter(object_id=alice.pk).count() == 1
