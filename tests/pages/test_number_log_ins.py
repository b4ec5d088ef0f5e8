"""Logging in with number and code: who makes codes, what they are worth, how a session ends."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.services.cycles_notes import Note, tell
from employees.enums import EmployeeStatus, Grant
from employees.models import Employee
from employees.queries import people_without_password
from employees.services.log_ins import CODE_LIFE, MOST_WRONG, hand_out_code
from skillmap.core.accounts import invitation_link
from skillmap.core.audit import entries, events_of
from skillmap.core.errors import DomainError
from skillmap.core.models import LogInCode, Notification, User
from skillmap.pages import entrance
from tests.cast import Cast
from tests.factories import assign, grant, make_employee
from training.models import CalendarFeed

pytestmark = pytest.mark.django_db
ADDRESS = "/account/number/"
REFUSED = "Number and code do not fit"


@pytest.fixture(autouse=True)
def quickly(settings: Any) -> None:
    """Nobody has tried to log in, and a code is checked quickly."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def nora(cast: Cast) -> Employee:
    """Somebody on the floor, without e-mail; reports to Bob."""
    nora = make_employee("Nora Press", number="P-0042", email="")
    assign(nora, cast.sales, manager=cast.bob)
    return nora


def code_for(nora: Employee, cast: Cast) -> str:
    return hand_out_code(actor=cast.bob.user, employee=nora, now=timezone.now())


def enter(client: Client, number: str, code: str) -> Any:
    return client.post(ADDRESS, {"number": number, "code": code})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def comes_in(number: str, code: str) -> bool:
    client = Client()
    enter(client, number, code)
    return is_in(client)


def make_code(client: Client, cast: Cast, name: str, nora: Employee) -> Any:
    client.force_login(cast.people[name].user)
    return client.post(reverse("pages:person_log_in", args=[nora.public_id]))


# --- making codes -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["bob", "erin", "alice"])
def test_manager_and_hr_make_a_code_that_works_once(
    client: Client, cast: Cast, nora: Employee, name: str
):
    page = make_code(client, cast, name, nora).content.decode()
    code = page.split('<p class="log-in-code" role="status"><code>')[1].split("<")[0]
    kiosk = Client()
    assert enter(kiosk, "P-0042", code)["Location"] == "/"
    assert "Nora" in kiosk.get("/settings/").content.decode()
    assert not comes_in("P-0042", code)


@pytest.mark.parametrize(
    ("name", "status"), [("carol", 404), ("frank", 404), ("grace", 404), ("heidi", 404)]
)
def test_nobody_else_makes_one(client: Client, cast: Cast, nora: Employee, name: str, status: int):
    assert make_code(client, cast, name, nora).status_code == status
    assert not LogInCode.objects.exists()


def test_manager_of_the_manager_makes_none(client: Client, cast: Cast):
    pat = make_employee("Pat Press", email="")
    assign(pat, cast.sales, manager=cast.carol)
    assert make_code(client, cast, "bob", pat).status_code == 403


def test_nobody_makes_one_for_themselves(client: Client, cast: Cast):
    assert make_code(client, cast, "alice", cast.alice).status_code == 403


def test_whoever_has_an_address_gets_none(client: Client, cast: Cast):
    answer = make_code(client, cast, "bob", cast.carol)
    assert answer.status_code == 422
    assert not LogInCode.objects.exists()


def test_whoever_once_had_an_address_gets_none(client: Client, cast: Cast):
    """There may be a password; a code would be a way into somebody's account."""
    Employee.objects.filter(pk=cast.carol.pk).update(email="")
    assert make_code(client, cast, "bob", cast.carol).status_code == 422


def test_whoever_has_left_gets_none(cast: Cast, nora: Employee):
    Employee.objects.filter(pk=nora.pk).update(status=EmployeeStatus.LEFT)
    with pytest.raises(DomainError):
        hand_out_code(actor=cast.alice.user, employee=nora, now=timezone.now())


def test_rights_over_others_are_not_opened_by_a_code(cast: Cast, nora: Employee):
    code_for(nora, cast)
    nora.refresh_from_db()
    grant(nora.user, Grant.HR_PARTNER, cast.sales)
    with pytest.raises(DomainError):
        code_for(nora, cast)


def test_person_is_told_and_the_audit_keeps_who_made_it(client: Client, cast: Cast, nora: Employee):
    make_code(client, cast, "bob", nora)
    nora.refresh_from_db()
    assert "Bob" in Notification.objects.get(user=nora.user, kind="log_in_code").title
    last = entries(list(events_of("core.logincode")))[0]
    assert (last.action, last.actor_id) == ("insert", cast.bob.user.pk)


def test_new_code_replaces_the_one_before(cast: Cast, nora: Employee):
    before, after = code_for(nora, cast), code_for(nora, cast)
    assert REFUSED in enter(Client(), "P-0042", before).content.decode()
    assert enter(Client(), "P-0042", after).status_code == 302


def test_database_does_not_tell_the_code(cast: Cast, nora: Employee):
    code = code_for(nora, cast)
    kept = str(LogInCode.objects.values().get())
    assert code not in kept
    assert code.replace("-", "") not in kept


# --- logging in -------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["{}", " {} ", "{upper}", "{bare}", "{spaced}"])
def test_code_is_taken_however_it_is_typed(cast: Cast, nora: Employee, typed: str):
    code = code_for(nora, cast)
    forms = {"upper": code.upper(), "bare": code.replace("-", ""), "spaced": " ".join(code)}
    assert enter(Client(), " P-0042 ", typed.format(code, **forms)).status_code == 302


def test_code_too_old_is_refused(cast: Cast, nora: Employee):
    code = code_for(nora, cast)
    LogInCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert REFUSED in enter(Client(), "P-0042", code).content.decode()
    assert timedelta(hours=1) <= CODE_LIFE <= timedelta(hours=12)


def test_code_of_somebody_else_is_refused(cast: Cast, nora: Employee):
    other = make_employee("Otto Press", number="P-0043", email="")
    assign(other, cast.sales, manager=cast.bob)
    code_for(nora, cast)
    assert REFUSED in enter(Client(), "P-0042", code_for(other, cast)).content.decode()


@pytest.mark.parametrize("number", ["P-0042", "P-9999", "", "\x00", "P-0042' --", "x" * 500])
@pytest.mark.parametrize("code", ["", "aaaa-aaaa", "\x00", "x" * 500])
def test_what_is_wrong_lets_nobody_in(cast: Cast, nora: Employee, number: str, code: str):
    code_for(nora, cast)
    client = Client()
    assert enter(client, number, code).status_code == 422
    assert not is_in(client)


def test_unknown_number_is_answered_like_a_known_one(
    cast: Cast, nora: Employee, monkeypatch: pytest.MonkeyPatch
):
    """Also in the work it takes: each costs one hash."""
    code_for(nora, cast)
    hashes: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashes.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    texts = []
    for number in ("P-0042", "P-9999"):
        answer = enter(Client(), number, "aaaa-aaaa")
        assert REFUSED in answer.content.decode()
        texts.append((answer.status_code, answer.content.decode().count("<input")))
        assert hashes == ["aaaaaaaa"]
        hashes.clear()
    assert texts[0] == texts[1]


def test_guessing_ends_the_code_also_without_the_cache(
    cast: Cast, nora: Employee, broker_away: None
):
    code = code_for(nora, cast)
    for _n in range(MOST_WRONG):
        enter(Client(), "P-0042", "aaaa-aaaa")
    assert REFUSED in enter(Client(), "P-0042", code).content.decode()


def test_guessing_is_slowed_for_known_and_unknown_numbers_alike(cast: Cast, nora: Employee):
    code_for(nora, cast)
    for number in ("P-0042", "P-9999"):
        answers = [enter(Client(), number, "aaaa-aaaa").content.decode() for _n in range(7)]
        assert "Too many attempts" in answers[-1]
    fresh = code_for(nora, cast)
    assert not comes_in("P-0042", fresh)
    cache.clear()  # time passes
    assert comes_in("P-0042", fresh)


def test_leaver_does_not_come_in_with_a_code_from_before(cast: Cast, nora: Employee):
    code = code_for(nora, cast)
    User.objects.filter(employee=nora).update(is_active=False)
    assert REFUSED in enter(Client(), "P-0042", code).content.decode()


def test_code_is_worth_nothing_once_there_is_an_address(cast: Cast, nora: Employee):
    code = code_for(nora, cast)
    User.objects.filter(employee=nora).update(email="nora@example.org")
    assert REFUSED in enter(Client(), "P-0042", code).content.decode()


# --- the session and what else knows addresses ------------------------------------------------


@pytest.fixture
def kiosk(cast: Cast, nora: Employee) -> Client:
    client = Client()
    enter(client, "P-0042", code_for(nora, cast))
    return client


def test_session_ends_with_the_browser(kiosk: Client):
    assert kiosk.session.get_expire_at_browser_close()
    assert not kiosk.cookies["sessionid"]["max-age"]


def test_session_left_alone_ends(kiosk: Client, monkeypatch: pytest.MonkeyPatch):
    started = time.time()
    for minutes in (9, 18, 27):
        monkeypatch.setattr(entrance.time, "time", lambda at=minutes: started + at * 60)
        assert kiosk.get("/settings/").status_code == 200
    monkeypatch.setattr(entrance.time, "time", lambda: started + 38 * 60)
    assert kiosk.get("/settings/").status_code == 302
    assert not is_in(kiosk)


def test_page_that_asks_by_itself_keeps_no_session_alive(
    kiosk: Client, monkeypatch: pytest.MonkeyPatch
):
    started = time.time()
    for minutes in (4, 8, 12):
        monkeypatch.setattr(entrance.time, "time", lambda at=minutes: started + at * 60)
        kiosk.get("/settings/", headers={"X-Unasked": "1"})
    assert not is_in(kiosk)


def test_every_page_that_asks_by_itself_says_so():
    texts = {path: path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.html")}
    asking = {path: text for path, text in texts.items() if 'hx-trigger="every' in text}
    assert asking
    assert all("X-Unasked" in text for text in asking.values())


LASTING = ["second_factor_edit", "token_list", "calendar_edit", "my_data_file"]


@pytest.mark.parametrize("has_address_now", [False, True])
def test_code_opens_no_lasting_way_in(kiosk: Client, nora: Employee, has_address_now: bool):
    """Whoever made the code might use it: no password, second factor, token, calendar or copy
    comes of it; nor from the same session when HR enters an address meanwhile."""
    nora.refresh_from_db()
    assert nora.user
    if has_address_now:
        User.objects.filter(pk=nora.user.pk).update(email="nora@example.org")
    new = {"password1": "corvus-37-lamp", "password2": "corvus-37-lamp"}
    assert kiosk.post(reverse("account_set_password"), new).status_code == 403
    for name in LASTING:
        page = kiosk.post(reverse(f"pages:{name}"))
        assert (page.status_code, "log-in of your own" in page.content.decode()) == (403, True)
    nora.user.refresh_from_db()
    assert not nora.user.has_usable_password()
    assert not CalendarFeed.objects.exists()
    shown = kiosk.get(reverse("pages:my_data")).content.decode()
    assert reverse("pages:my_data_file") not in shown
    assert "ask HR for the copy" in shown


def test_code_makes_no_code_for_others(kiosk: Client, cast: Cast, nora: Employee):
    """Else Bob, who made Nora's, came in as her people too."""
    below = make_employee("Pat Press", email="")
    assign(below, cast.sales, manager=nora)
    address = reverse("pages:person_log_in", args=[below.public_id])
    assert kiosk.post(address).status_code == 403
    assert not LogInCode.objects.filter(user__employee=below).exists()


def test_invitation_in_such_a_session_goes_on_after_the_way_out(kiosk: Client, cast: Cast):
    path = invitation_link(cast.dave.user).removeprefix(settings.BASE_URL)
    page = kiosk.get(path)
    assert page.status_code == 403
    assert f'name="next" value="{path}"' in page.content.decode()
    assert kiosk.post(reverse("account_logout"), {"next": path})["Location"] == path
    assert "Dave" in kiosk.get(path).content.decode()


def test_code_from_before_a_right_over_many_is_worth_nothing(cast: Cast, nora: Employee):
    code = code_for(nora, cast)
    grant(User.objects.get(employee=nora), Grant.HR_PARTNER, cast.sales)
    assert REFUSED in enter(Client(), "P-0042", code).content.decode()


def test_way_out_is_in_sight_on_a_shared_device_only(kiosk: Client, client: Client, cast: Cast):
    client.force_login(cast.bob.user)
    counts = [one.get("/settings/").content.decode().count("Log out") for one in (kiosk, client)]
    assert counts == [3, 1]


def test_address_that_is_none_is_shown_and_written_to_nowhere(
    kiosk: Client, nora: Employee, django_capture_on_commit_callbacks: Any
):
    nora.refresh_from_db()
    assert nora.user
    assert "no-mail" not in kiosk.get("/settings/").content.decode()
    assert kiosk.get("/api/v1/me").json()["email"] == ""
    assert nora not in people_without_password()
    with django_capture_on_commit_callbacks(execute=True):
        tell([Note(user=nora.user, kind="x", text=lambda: "x", link="/", by_mail=True)])
    assert mail.outbox == []


def test_right_over_many_given_meanwhile_ends_the_session(
    kiosk: Client, cast: Cast, nora: Employee, settings: Any
):
    """Else Bob, who made the code, set her second factor up and had the right himself."""
    settings.SECOND_FACTOR = True
    grant(User.objects.get(employee=nora), Grant.HR_PARTNER, cast.sales)
    answer = kiosk.get(reverse("pages:second_factor"))
    assert answer["Location"] == reverse("account_login")
    assert not is_in(kiosk)
