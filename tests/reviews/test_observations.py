"""Observations: one line about somebody, private or shared, never a rating."""

import datetime as dt

import pytest

from assessments.models import Evidence
from employees.enums import EmployeeStatus, Grant
from reviews.models import Observation
from reviews.queries.observations import observable_people
from reviews.services.observations import (
    change_observation,
    note_observation,
    take_back_observation,
)
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import Notification
from tests.factories import (
    assign,
    day,
    grant,
    make_delegation,
    make_employee,
    make_evidence,
    make_role,
    make_skill,
    make_unit,
)
from tests.reviews.talks import NOW, browser_of

pytestmark = pytest.mark.django_db
A_DAY_LATER = NOW + dt.timedelta(hours=25)


@pytest.fixture
def dave(carol):
    """Two levels below Bob."""
    dave = make_employee("Dave Below", user=True)
    assign(dave, manager=carol)
    return dave


def note(author, about, text="Calmed an angry customer", **fields) -> Observation:
    values = {"is_shared": True, "skill": None, "now": NOW} | fields
    return note_observation(actor=author.user, employee=about, text=text, **values)


def seen_by(person) -> list[str]:
    return [one.text for one in Observation.objects.visible_to(person.user)]


# --- who writes and who reads -------------------------------------------------------------------


def test_line_is_kept_in_a_browser_with_a_skill_of_the_role(bob, carol):
    listening = make_skill("Active listening")
    carol.assignments.update(role=make_role("Advisor", {listening: 3}))
    browser = browser_of(bob)
    page = browser.get(f"/observations/new/?person={carol.public_id}")
    assert "Active listening" in page.content.decode()

    sent = {"person": str(carol.public_id), "readers": "shared", "skill": listening.public_id}
    answer = browser.post(
        "/observations/new/", sent | {"text": "Let the\n customer  finish"}, follow=True
    )

    kept = Observation.objects.get()
    assert (kept.text, kept.skill, kept.employee) == ("Let the customer finish", listening, carol)
    assert "Take back" in answer.content.decode()


def test_shared_line_is_told_to_the_person_in_their_language(bob, carol):
    note(bob, carol, skill=make_skill("Negotiation"))
    told = Notification.objects.get(user=carol.user)
    assert told.title == "Bob Manager shared an observation with you: Negotiation"
    assert told.link == f"/people/{carol.public_id}/observations/"


def test_private_line_is_told_to_nobody_and_read_by_its_author_alone(bob, carol, dave):
    note(carol, dave, "for me alone", is_shared=False)
    assert not Notification.objects.exists()
    assert seen_by(carol) == ["for me alone"]
    assert seen_by(dave) == seen_by(bob) == []


def test_shared_line_is_read_by_the_person_and_those_above(bob, carol, dave):
    peer = make_employee("Peer", user=True)
    assign(peer, manager=carol)
    note(carol, dave, "shared")
    assert seen_by(dave) == seen_by(carol) == seen_by(bob) == ["shared"]
    assert seen_by(peer) == []


def test_former_manager_keeps_own_lines_and_reads_no_new_ones(bob, carol, dave):
    note(carol, dave, "hers")
    dave.assignments.all().delete()
    assign(dave, manager=bob)
    note(bob, dave, "his")
    assert seen_by(carol) == ["hers"]
    assert seen_by(bob) == ["his", "hers"]
    with pytest.raises(NotAllowedError):
        note(carol, dave)


def test_colleague_manager_above_and_hr_partner_cannot_be_observed_from_below(bob, carol, dave):
    partner = make_employee("Hr Partner", user=True)
    assign(partner)
    grant(partner.user, Grant.HR_PARTNER, make_unit("Acme"))
    for author, about in ((dave, carol), (carol, bob), (partner, dave)):
        with pytest.raises(NotAllowedError):
            note(author, about)
    assert not Observation.objects.exists()


def test_stand_in_and_oneself_may(bob, carol, dave):
    stand_in = make_employee("Ivan Standin", user=True)
    assign(stand_in)
    make_delegation(carol, stand_in)
    note(stand_in, dave, "in place")
    note(dave, dave, "my own work")
    assert seen_by(dave) == ["my own work", "in place"]


def test_about_somebody_who_left_is_refused(bob, carol):
    carol.status = EmployeeStatus.LEFT
    carol.save()
    with pytest.raises(DomainError, match="does not work here any more"):
        note(bob, carol)


def test_observation_is_never_evidence(bob, carol):
    note(bob, carol, skill=make_skill())
    assert not Evidence.objects.exists()


# --- bad input ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "   \n\t ", "a" * 100_000, "nul\x00byte"])
def test_what_is_not_a_line_is_refused_and_stands_in_the_form(bob, carol, text):
    sent = {"person": str(carol.public_id), "readers": "private", "text": text}
    answer = browser_of(bob).post("/observations/new/", sent)
    assert answer.status_code == 422
    assert not Observation.objects.exists()
    if len(text) > 1000:
        assert text in answer.content.decode()


@pytest.mark.parametrize("text", ["", " ", "a" * 301, "nul\x00byte"])
def test_service_itself_refuses_what_is_not_a_line(bob, carol, text):
    with pytest.raises(DomainError) as refused:
        note(bob, carol, text)
    assert refused.value.field == "text"


@pytest.mark.parametrize(
    "text", ["👏🏽 great", "شكرا جزيلا", "<script>alert(1)</script>", "a" * 300]
)
def test_any_writing_is_kept_as_it_was_typed_and_escaped(bob, carol, text):
    note(bob, carol, text)
    shown = browser_of(carol).get(f"/people/{carol.public_id}/observations/").content.decode()
    assert Observation.objects.get().text == text
    assert "<script>alert" not in shown


# --- finding the person -------------------------------------------------------------------------


def test_only_whom_one_may_write_about_is_found(bob, carol, dave):
    make_employee("Daveine Elsewhere")
    names = [str(one) for one in observable_people(bob.user, "dave")]
    assert names == ["Dave Below"]
    assert list(observable_people(dave.user)) == [dave]


def test_typing_answers_with_a_fragment_and_without_javascript_with_a_page(bob, carol):
    browser = browser_of(bob)
    fragment = browser.get("/observations/new/?q=carol", headers={"hx-request": "true"})
    page = browser.get("/observations/new/?q=carol")
    for answer in (fragment, page):
        assert f"?person={carol.public_id}" in answer.content.decode()
    assert "<html" not in fragment.content.decode()
    assert "<html" in page.content.decode()


def test_who_leads_nobody_writes_about_themselves_at_once(carol):
    page = browser_of(carol).get("/observations/new/").content.decode()
    assert "Your own work" in page
    assert f'name="person" value="{carol.public_id}"' in page


def test_nobody_is_named_to_who_may_not_observe(carol, dave):
    answer = browser_of(dave).get(f"/observations/new/?person={carol.public_id}")
    assert answer.status_code == 403


# --- changing and taking back -------------------------------------------------------------------


def test_take_back_removes_for_good_and_settles_the_note(bob, carol):
    kept = note(bob, carol)
    take_back_observation(actor=bob.user, observation=kept, now=NOW)
    take_back_observation(actor=bob.user, observation=kept, now=NOW)
    assert not Observation.objects.exists()
    assert Notification.objects.get().read_at is not None


def test_shared_line_stays_after_a_day_and_private_one_may_still_go(bob, carol):
    shared, private = note(bob, carol), note(bob, carol, "mine", is_shared=False)
    with pytest.raises(ConflictError, match="24 hours"):
        take_back_observation(actor=bob.user, observation=shared, now=A_DAY_LATER)
    take_back_observation(actor=bob.user, observation=private, now=A_DAY_LATER)
    assert list(Observation.objects.all()) == [shared]


def test_private_line_can_be_shared_later_and_then_not_hidden_again(bob, carol):
    kept = note(bob, carol, is_shared=False)
    values = {"actor": bob.user, "observation": kept, "text": "x", "skill": None}
    changed = change_observation(**values, is_shared=True, expected=1, now=A_DAY_LATER)
    assert changed.shared_at == A_DAY_LATER
    assert Notification.objects.filter(user=carol.user).count() == 1
    with pytest.raises(DomainError, match="has been told"):
        change_observation(**values, is_shared=False, expected=2, now=A_DAY_LATER)


def test_two_windows_of_one_author_do_not_overwrite_each_other(bob, carol):
    kept = note(bob, carol)
    values = {"actor": bob.user, "observation": kept, "skill": None, "is_shared": True, "now": NOW}
    change_observation(**values, text="first", expected=1)
    with pytest.raises(ConflictError):
        change_observation(**values, text="second", expected=1)
    assert Observation.objects.get().text == "first"


def test_nobody_but_the_author_changes_or_removes_it(bob, carol, dave):
    kept = note(carol, dave)
    sent = {"text": "twisted", "readers": "shared", "version": 1}
    for reader in (bob, dave):
        browser = browser_of(reader)
        assert browser.post(f"/observations/{kept.public_id}/", sent).status_code == 403
        assert browser.post(f"/observations/{kept.public_id}/take-back/").status_code == 403
    assert Observation.objects.get().text == "Calmed an angry customer"


# --- where they stand ---------------------------------------------------------------------------


def test_own_list_is_filtered_by_words_and_readers(bob, carol):
    note(bob, carol, "about the pricing talk")
    note(bob, carol, "quiet one", is_shared=False)
    browser = browser_of(bob)
    for query, shown, hidden in (
        ("?q=pricing", "pricing talk", "quiet one"),
        ("?readers=private", "quiet one", "pricing talk"),
        ("?q=carol&readers=shared", "pricing talk", "quiet one"),
    ):
        page = browser.get(f"/observations/{query}").content.decode()
        assert shown in page
        assert hidden not in page


def test_evidence_timeline_has_shared_lines_in_the_order_of_days(bob, carol):
    skill = make_skill()
    for number in range(51):  # a page and one more
        make_evidence(carol, skill, 2, reference=str(number), observed_on=day(-2 * number - 10))
    for offset, text in (
        (0, "said today"),
        (-13, "said between"),
        (-109, "said before"),
        (-300, "said long ago"),
    ):
        kept = note(bob, carol, text)
        Observation.objects.filter(pk=kept.pk).update(observed_on=day(offset))
    note(bob, carol, "for nobody", is_shared=False)
    browser = browser_of(carol)
    first = browser.get(f"/people/{carol.public_id}/evidence/").content.decode()
    second = browser.get(f"/people/{carol.public_id}/evidence/?page=2").content.decode()
    assert first.index("said today") < first.index("said between")
    for text in ("said today", "said between"):
        assert text in first
        assert text not in second
    for text in ("said before", "said long ago"):
        assert text in second
        assert text not in first
    assert "for nobody" not in first + second


def test_hr_admin_says_why_before_reading_and_the_person_sees_it(bob, carol):
    note(bob, carol, "seen by few")
    admin = make_employee("Ada Admin", user=True)
    assign(admin)
    grant(admin.user, Grant.HR_ADMIN)
    browser, where = browser_of(admin), f"/people/{carol.public_id}/observations/"
    timeline = f"/people/{carol.public_id}/evidence/"
    for address in (where, timeline):
        assert "seen by few" not in browser.get(address).content.decode()
    assert browser.post(where, {"reason": "  "}).status_code == 422

    browser.post(where, {"reason": "a complaint"})

    for address in (where, timeline):
        assert "seen by few" in browser.get(address).content.decode()
    looks = browser_of(carol).get("/settings/looks/").content.decode()
    assert "a complaint" in looks
