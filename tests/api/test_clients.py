"""Programs of other systems: a token for id and secret, scopes, units, rotation, the end."""

import base64
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from employees.services.clients import OVERLAP, register_client, revoke_client, rotate_secret
from skillmap.core.api.scopes import Scope
from skillmap.core.errors import ConflictError, NotAllowedError
from skillmap.core.models import ApiClient, ApiToken
from tests.api.conftest import V1
from tests.factories import make_evidence, make_profile


@pytest.fixture
def register(cast):
    """A client of a unit, or of everybody, and its secret."""

    def make(unit=None, scopes=Scope.values):
        name = f"Payroll of {unit}" if unit else "Payroll"
        return register_client(actor=cast.alice.user, name=name, scopes=scopes, unit=unit)

    return make


def ask(client_id, secret, **more):
    basic = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    return Client().post(
        "/oauth/token",
        {"grant_type": "client_credentials"} | more,
        headers={"authorization": f"Basic {basic}"},
    )


def program(client, secret, **more):
    token = ask(client.application.client_id, secret, **more).json()["access_token"]
    return Client(headers={"authorization": f"Bearer {token}"})


def names(client, path):
    return [row["last_name"] for row in client.get(f"{V1}{path}").json()["data"]]


def test_id_and_secret_give_a_token_of_an_hour(register):
    client, secret = register()
    answer = ask(client.application.client_id, secret)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    told = answer.json()
    assert (told["token_type"], told["expires_in"]) == ("Bearer", 3600)
    assert set(told["scope"].split()) == set(Scope.values)
    me = Client(headers={"authorization": f"Bearer {told['access_token']}"}).get(f"{V1}/me").json()
    assert (me["name"], me["person"], me["grants"]) == ("Payroll", None, ["client"])
    client.refresh_from_db()
    assert timezone.now() - client.last_used_at < timedelta(minutes=1)


def test_id_and_secret_may_stand_in_the_body(register):
    client, secret = register()
    body = {"client_id": client.application.client_id, "client_secret": secret}
    answer = Client().post("/oauth/token", {"grant_type": "client_credentials", **body})
    assert answer.status_code == 200


def test_nothing_that_is_stored_opens_the_door(register):
    client, secret = register()
    token = ask(client.application.client_id, secret).json()["access_token"]
    stored = [*ApiClient.objects.values_list("former_secret", "application__client_secret")]
    stored += ApiToken.objects.values_list("digest", "prefix")
    assert not any(word in (secret, token) for row in stored for word in row)
    assert ask(client.application.client_id, client.application.client_secret).status_code == 401


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "authorization_code", "code": "x"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "invalid_request"),
        ({"scope": "everything"}, "invalid_scope"),
        ({"scope": "people:write"}, "invalid_scope"),
    ],
)
def test_other_grants_and_scopes_are_refused(register, body, error):
    client, secret = register(scopes=[Scope.DIRECTORY_READ])
    answer = ask(client.application.client_id, secret, **body)
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("secret", ["", "wrong", "\0", "x" * 10_000])
def test_a_wrong_secret_is_refused_like_an_unknown_id(register, secret):
    client, _secret = register()
    wrong = ask(client.application.client_id, secret)
    unknown = ask("nobody", secret)
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.content == unknown.content
    assert Client().get("/oauth/token").status_code == 403


@pytest.mark.parametrize("where", ["header", "body"])
def test_an_id_with_a_nul_is_an_unknown_one(db, where):
    if where == "header":
        answer = ask("a\0b", "c")
    else:
        body = {"grant_type": "client_credentials", "client_id": "a\0b", "client_secret": "c"}
        answer = Client().post("/oauth/token", body)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_scope_of_a_token_may_be_less_than_the_client_has(register):
    client, secret = register(scopes=[Scope.DIRECTORY_READ, Scope.ORG_READ])
    narrow = program(client, secret, scope="org:read")
    assert narrow.get(f"{V1}/org-units").status_code == 200
    assert narrow.get(f"{V1}/people").status_code == 403


def test_a_client_of_a_unit_sees_the_people_there_and_no_others(cast, register):
    for person in (cast.dave, cast.frank):
        make_profile(person, {cast.hard: {}})
        make_evidence(person, cast.hard, 2)
    whole, unit = (program(*register(unit=one)) for one in (None, cast.sales))
    assert sorted(names(unit, "/people")) == ["Boss", "Indirect", "Report"]
    assert len(names(whole, "/people")) == 8
    assert unit.get(f"{V1}/people/{cast.frank.public_id}").status_code == 404
    assert whole.get(f"{V1}/people/{cast.frank.public_id}").status_code == 200

    def about(client, path):
        rows = client.get(f"{V1}{path}").json()["data"]
        return {row["person"]["employee_number"] for row in rows}

    assert about(unit, "/levels") == {cast.dave.number}
    assert about(whole, "/levels") == {cast.dave.number, cast.frank.number}
    assert unit.get(f"{V1}/people/{cast.frank.public_id}/skills").status_code == 404


def test_people_who_move_out_of_the_unit_are_gone_at_once(cast, register):
    unit = program(*register(unit=cast.sales))
    cast.dave.assignments.update(unit=cast.frank.assignments.get().unit)
    assert sorted(names(unit, "/people")) == ["Boss", "Report"]


def test_a_client_of_everybody_brings_files_in_and_one_of_a_unit_does_not(cast, register):
    whole, unit = (program(*register(unit=one)) for one in (None, cast.sales))
    answers = [client.post(f"{V1}/imports", {"kind": "people"}) for client in (unit, whole)]
    assert [answer.status_code for answer in answers] == [403, 400]


def test_two_secrets_work_while_one_is_rotated(cast, register):
    client, old = register()
    new = rotate_secret(actor=cast.alice.user, client=client)
    client_id = client.application.client_id
    assert [ask(client_id, one).status_code for one in (old, new)] == [200, 200]
    with pytest.raises(ConflictError, match="works until"):
        rotate_secret(actor=cast.alice.user, client=client)
    assert [ask(client_id, one).status_code for one in (old, new)] == [200, 200]
    ApiClient.objects.update(former_until=timezone.now())
    assert [ask(client_id, one).status_code for one in (old, new)] == [401, 200]
    newer = rotate_secret(actor=cast.alice.user, client=client)
    assert [ask(client_id, one).status_code for one in (old, new, newer)] == [401, 200, 200]
    assert timedelta(hours=1) < OVERLAP


def test_a_revoked_client_is_shut_out_with_its_tokens(cast, register):
    client, secret = register()
    running = program(client, secret)
    revoke_client(actor=cast.alice.user, client=client)
    assert running.get(f"{V1}/me").status_code == 401
    assert ask(client.application.client_id, secret).status_code == 401
    with pytest.raises(ConflictError):
        rotate_secret(actor=cast.alice.user, client=client)


def test_only_hr_admins_manage_clients(cast, register):
    client, _secret = register()
    for name in ("bob", "erin", "grace", "heidi"):
        actor = cast.people[name].user
        with pytest.raises(NotAllowedError):
            register_client(actor=actor, name="x", scopes=["org:read"], unit=None)
        with pytest.raises(NotAllowedError):
            rotate_secret(actor=actor, client=client)
        with pytest.raises(NotAllowedError):
            revoke_client(actor=actor, client=client)


def test_a_client_cannot_log_in_to_pages(cast, register):
    client, secret = register()
    browser = Client()
    page = browser.post(reverse("account_login"), {"login": client.user.email, "password": secret})
    assert page.status_code in {200, 422}
    assert browser.get("/").status_code == 302


def test_page_shows_a_secret_once(cast):
    browser = Client()
    browser.force_login(cast.alice.user)
    form = {"name": "LMS", "unit": str(cast.sales.public_id), "scopes": ["completions:write"]}
    page = browser.post(reverse("pages:client_list"), form)
    client = ApiClient.objects.get()
    assert (client.user.name, client.scopes) == ("LMS", ["completions:write"])
    secret = page.context["secret"]
    assert secret in page.content.decode()
    assert ask(client.application.client_id, secret).status_code == 200
    shown = browser.get(reverse("pages:client_list")).content.decode()
    assert secret not in shown
    assert "Acme/Sales" in shown or "Sales" in shown
    rotated = browser.post(reverse("pages:client_rotate", args=[client.public_id]))
    assert ask(client.application.client_id, rotated.context["secret"]).status_code == 200
    browser.post(reverse("pages:client_revoke", args=[client.public_id]))
    assert "LMS" not in browser.get(reverse("pages:client_list")).content.decode()


def test_reloading_the_page_of_a_secret_lets_no_second_program_in(cast):
    browser = Client()
    browser.force_login(cast.alice.user)
    form = {"name": "LMS", "scopes": ["completions:write"]}
    browser.post(reverse("pages:client_list"), form)
    again = browser.post(reverse("pages:client_list"), form)
    assert (again.status_code, ApiClient.objects.count()) == (422, 1)
    assert "let in already" in again.content.decode()
