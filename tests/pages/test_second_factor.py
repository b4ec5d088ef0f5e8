"""The second factor, as somebody who logs in meets it."""

import re
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from employees.enums import Grant
from skillmap.core import second_factors
from skillmap.core.audit import entries, events_of
from skillmap.core.errors import DomainError
from skillmap.core.models import Notification, SecondFactor, User
from skillmap.core.tokens import issue_token
from tests.cast import Cast
from tests.factories import grant, make_employee, make_user

pytestmark = pytest.mark.django_db
ASKED = "/account/second-factor/"
EDIT = "/account/second-factor/edit/"


@pytest.fixture(autouse=True)
def required(settings: Any) -> None:
    settings.SECOND_FACTOR = True


@pytest.fixture
def hr(client: Client) -> User:
    user = make_user("Alice Admin")
    grant(user, Grant.HR_ADMIN)
    client.force_login(user)
    return user


def key_on(page: str) -> str:
    found = re.search(r'<code class="token-secret">([A-Z2-7]+)</code>', page)
    assert found
    return found[1]


def now_code(key: str, shift: int = 0) -> str:
    return pyotp.TOTP(key).at(timezone.now(), counter_offset=shift)


def set_up(client: Client, address: str = ASKED) -> tuple[str, list[str]]:
    """Turn it on through the page; the key and the recovery codes."""
    key = key_on(client.get(address).content.decode())
    page = client.post(address, {"code": now_code(key, -1)}).content.decode()
    codes = re.findall(r"<code>([a-z2-7-]{19})</code>", page)
    assert len(codes) == second_factors.RECOVERY_CODES
    return key, codes


def again(user: User) -> Client:
    """Another browser, after the password."""
    client = Client()
    client.force_login(user)
    return client


def is_asked(client: Client, path: str = "/people/") -> bool:
    answer = client.get(path)
    return answer.status_code == 302 and answer["Location"].startswith(ASKED)


@pytest.mark.parametrize("right", [Grant.HR_ADMIN, Grant.HR_PARTNER, Grant.AUDITOR])
def test_rights_over_many_people_ask_for_it(client: Client, cast: Cast, right: Grant):
    user = make_user("Olga")
    grant(user, right, cast.sales if right == Grant.HR_PARTNER else None)
    client.force_login(user)
    assert is_asked(client)
    set_up(client)
    assert client.get("/people/").status_code == 200


def test_others_are_not_asked(client: Client, cast: Cast):
    for person in (cast.bob, cast.frank, cast.grace):
        client.force_login(person.user)
        assert client.get("/people/").status_code == 200


def test_nobody_is_asked_where_the_operator_turned_it_off(client: Client, hr: User, settings: Any):
    settings.SECOND_FACTOR = False
    assert client.get("/people/").status_code == 200


def test_log_in_leads_over_the_code_to_the_page_that_was_wanted(client: Client, hr: User):
    key, _codes = set_up(client)
    browser = again(hr)
    leads_to = browser.get("/people/?q=x")["Location"]
    assert leads_to == f"{ASKED}?next=/people/%3Fq%3Dx"
    assert browser.post(leads_to, {"code": now_code(key)})["Location"] == "/people/?q=x"
    assert browser.get("/people/").status_code == 200


def test_code_leads_to_no_other_site(client: Client, hr: User):
    key, _codes = set_up(client)
    browser = again(hr)
    answer = browser.post(f"{ASKED}?next=https://evil.example/", {"code": now_code(key)})
    assert answer["Location"] == "/"


def test_code_used_once_is_refused_again(client: Client, hr: User):
    key, _codes = set_up(client)
    code = now_code(key)
    assert again(hr).post(ASKED, {"code": code}).status_code == 302
    second = again(hr)
    assert second.post(ASKED, {"code": code}).status_code == 422
    assert is_asked(second)


def test_code_older_than_the_last_one_is_refused(client: Client, hr: User):
    key, _codes = set_up(client)
    assert again(hr).post(ASKED, {"code": now_code(key, 1)}).status_code == 302
    assert again(hr).post(ASKED, {"code": now_code(key)}).status_code == 422


def test_recovery_code_works_once_however_it_is_typed(client: Client, hr: User):
    _key, codes = set_up(client)
    typed = codes[3].replace("-", " ").upper()
    assert again(hr).post(ASKED, {"code": typed}).status_code == 302
    assert again(hr).post(ASKED, {"code": codes[3]}).status_code == 422
    assert again(hr).post(ASKED, {"code": codes[4]}).status_code == 302


@pytest.mark.parametrize("code", ["", "000000", "12345", "1' OR 1=1", "\x00", "٣٤٥٦٧٨", "9" * 500])
def test_wrong_code_lets_nobody_in(client: Client, hr: User, code: str):
    set_up(client)
    browser = again(hr)
    assert browser.post(ASKED, {"code": code}).status_code == 422
    assert is_asked(browser)


def test_guessing_closes_it_also_for_the_right_code_and_without_the_cache(
    client: Client, hr: User, broker_away: None
):
    key, codes = set_up(client)
    for _n in range(second_factors.MOST_WRONG):
        again(hr).post(ASKED, {"code": "000000"})
    for code in (now_code(key), codes[0]):
        answer = again(hr).post(ASKED, {"code": code})
        assert "Too many wrong codes" in answer.content.decode()
    later = timezone.now() - timedelta(seconds=1)
    SecondFactor.objects.update(closed_until=later)
    assert again(hr).post(ASKED, {"code": codes[0]}).status_code == 302


def test_right_code_forgets_the_wrong_ones(client: Client, hr: User):
    _key, codes = set_up(client)
    for code in codes[:3]:
        for _n in range(second_factors.MOST_WRONG - 1):
            again(hr).post(ASKED, {"code": "000000"})
        assert again(hr).post(ASKED, {"code": code}).status_code == 302


def test_set_up_with_a_wrong_code_turns_nothing_on(client: Client, hr: User):
    client.get(ASKED)
    assert client.post(ASKED, {"code": "000000"}).status_code == 422
    assert not SecondFactor.objects.exists()
    assert is_asked(client)


def test_set_up_cannot_replace_what_is_there(client: Client, hr: User):
    """Whoever has only the password does not bring an app of their own."""
    key, _codes = set_up(client)
    thief = again(hr)
    page = thief.get(ASKED).content.decode()
    assert "token-secret" not in page
    assert thief.get(EDIT)["Location"].startswith(ASKED)
    assert thief.post(EDIT, {"code": "000000"})["Location"].startswith(ASKED)
    assert second_factors.key_of(SecondFactor.objects.get().sealed) == key


def test_picture_and_key_are_one_and_nothing_is_inline(client: Client, hr: User):
    answer = client.get(ASKED)
    page = answer.content.decode()
    assert 'src="data:image/svg+xml' in page
    assert "style=" not in page
    assert "no-store" in answer["Cache-Control"]
    assert key_on(page) == key_on(client.get(ASKED).content.decode())


def test_database_tells_neither_key_nor_codes(client: Client, hr: User):
    key, codes = set_up(client)
    kept = str(SecondFactor.objects.values().get())
    assert key not in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_set_up_is_audited_as_ones_own_deed(client: Client, hr: User):
    set_up(client)
    last = entries(list(events_of("core.secondfactor")))[0]
    assert (last.action, last.actor_id) == ("insert", hr.pk)


def test_right_given_in_the_middle_of_a_session_asks_at_the_next_request(client: Client):
    user = make_user("Olga")
    client.force_login(user)
    assert client.get("/people/").status_code == 200
    grant(user, Grant.AUDITOR)
    assert is_asked(client)


def test_session_that_owes_it_is_nobody_over_rest(client: Client, hr: User):
    assert client.get("/api/v1/me").status_code == 401
    set_up(client)
    assert client.get("/api/v1/me").status_code == 200
    assert again(hr).get("/api/v1/me").status_code == 401


def test_token_is_no_way_round(client: Client, hr: User):
    _token, before = issue_token(hr, name="before", scopes=["directory:read"])
    program = Client(headers={"authorization": f"Bearer {before}"})
    answer = program.get("/api/v1/people")
    assert answer.status_code == 401
    assert "second factor" in answer.json()["detail"]
    set_up(client)
    assert program.get("/api/v1/people").status_code == 401
    _token, after = issue_token(hr, name="after", scopes=["directory:read"])
    headers = {"authorization": f"Bearer {after}"}
    assert Client().get("/api/v1/people", headers=headers).status_code == 200


def test_token_of_an_employee_ends_where_a_right_is_given(client: Client):
    user = make_employee("Olga", user=True).user
    _token, secret = issue_token(user, name="mine", scopes=["directory:read"])
    headers = {"authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/people", headers=headers).status_code == 200
    grant(user, Grant.HR_ADMIN)
    assert client.get("/api/v1/people", headers=headers).status_code == 401


def test_whoever_gives_up_is_logged_out(client: Client, hr: User):
    assert client.post(reverse("pages:second_factor_leave"))["Location"] == "/account/login/"
    assert "_auth_user_id" not in client.session


def test_employee_turns_it_on_and_off_by_choice(client: Client):
    olga = make_user("Olga")
    client.force_login(olga)
    _key, codes = set_up(client, EDIT)
    assert client.get("/people/").status_code == 200
    assert is_asked(again(olga))
    assert client.post(EDIT, {"code": "000000", "off": "1"}).status_code == 422
    assert SecondFactor.objects.exists()
    client.post(EDIT, {"code": codes[0], "off": "1"})
    assert not SecondFactor.objects.exists()
    assert not is_asked(again(olga))


def test_whose_role_asks_for_it_cannot_turn_it_off(client: Client, hr: User):
    _key, codes = set_up(client)
    assert "Turn it off" not in client.get(EDIT).content.decode()
    client.post(EDIT, {"code": codes[0], "off": "1"})
    assert SecondFactor.objects.exists()


def test_new_recovery_codes_replace_the_others(client: Client, hr: User):
    _key, codes = set_up(client)
    page = client.post(EDIT, {"code": codes[0], "renew": "1"}).content.decode()
    fresh = re.findall(r"<code>([a-z2-7-]{19})</code>", page)
    assert not set(fresh) & set(codes)
    assert again(hr).post(ASKED, {"code": codes[1]}).status_code == 422
    assert again(hr).post(ASKED, {"code": fresh[0]}).status_code == 302


# --- reset ------------------------------------------------------------------------------------


def reset(client: Client, person: Any) -> int:
    return client.post(reverse("pages:second_factor_reset", args=[person.public_id])).status_code


@pytest.fixture
def heidi(cast: Cast) -> Client:
    """The auditor's browser, with the factor shown."""
    client = again(cast.heidi.user)
    set_up(client)
    return client


def let_in(user: User) -> Client:
    client = again(user)
    set_up(client)
    return client


def test_reset_is_told_and_audited_and_leads_to_a_new_one(cast: Cast, heidi: Client):
    alice = let_in(cast.alice.user)
    assert reset(alice, cast.heidi) == 302
    assert "token-secret" in again(cast.heidi.user).get(ASKED).content.decode()
    note = Notification.objects.get(user=cast.heidi.user, kind="second_factor_reset")
    assert "Alice" in note.title
    last = entries(list(events_of("core.secondfactor")))[0]
    assert (last.action, last.actor_id) == ("delete", cast.alice.user.pk)


def test_reset_logs_out_everywhere_and_nobody_else(cast: Cast, heidi: Client):
    """Also where the provider had asked for the factor, and whoever needs none any more."""
    alice, owes, other = let_in(cast.alice.user), again(cast.heidi.user), again(cast.bob.user)
    by_provider = again(cast.heidi.user)
    session = by_provider.session
    session["second_factor"] = "provider"
    session.save()
    assert by_provider.get("/people/").status_code == 200
    cast.heidi.user.grants.all().delete()
    reset(alice, cast.heidi)
    for browser in (heidi, owes, by_provider):
        assert "_auth_user_id" not in browser.session
        assert browser.get("/people/")["Location"].startswith("/account/login/")
    assert [one.get("/people/").status_code for one in (alice, other)] == [200, 200]


def test_code_given_while_it_is_reset_is_refused(client: Client, hr: User):
    _key, codes = set_up(client)
    factor = SecondFactor.objects.get()
    second_factors.turn_off(hr)
    with pytest.raises(DomainError, match="was reset"):
        second_factors.check_code(factor, codes[0], now=timezone.now())


@pytest.mark.parametrize("name", ["bob", "erin", "grace", "carol"])
def test_only_hr_admins_reset(cast: Cast, heidi: Client, name: str):
    client = again(cast.people[name].user)
    if name == "erin":
        set_up(client)
    assert reset(client, cast.heidi) in (403, 404)
    assert SecondFactor.objects.filter(user=cast.heidi.user).exists()


def test_nobody_resets_their_own(cast: Cast):
    alice = let_in(cast.alice.user)
    assert reset(alice, cast.alice) == 403
    assert SecondFactor.objects.filter(user=cast.alice.user).exists()


def test_reset_needs_the_second_factor_of_whoever_resets(cast: Cast, heidi: Client):
    assert reset(again(cast.alice.user), cast.heidi) == 302  # to the question, not done
    assert SecondFactor.objects.filter(user=cast.heidi.user).exists()


def test_operator_resets_from_the_command_line(client: Client, hr: User):
    set_up(client)
    call_command("reset_second_factor", hr.email, "--dry-run")
    assert SecondFactor.objects.exists()
    call_command("reset_second_factor", hr.email.upper())
    assert not SecondFactor.objects.exists()
    assert "_auth_user_id" not in client.session
    with pytest.raises(CommandError):
        call_command("reset_second_factor", hr.email)
