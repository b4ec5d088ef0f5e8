"""Notes of check-ins: both write at once, and what is private stays so."""

import pytest

from employees.enums import Grant
from reviews.models import CheckInNote
from reviews.services.check_ins import keep_notes, keep_private_note
from tests.factories import assign, grant, make_employee
from tests.reviews.talks import browser_of, hold, page
from tests.reviews.test_racing import in_parallel

pytestmark = pytest.mark.django_db


def test_both_write_at_once_and_no_line_is_lost(bob, carol, talk):
    keep_notes(actor=bob.user, check_in=talk, text="first\nbob", expected=1)
    kept = keep_notes(actor=carol.user, check_in=talk, text="first\ncarol", expected=1)
    assert sorted(kept.notes.splitlines()) == ["bob", "carol", "first"]


@pytest.mark.django_db(transaction=True)
def test_racing_notes_of_both_lose_no_line(bob, carol, talk):
    def write(number):
        for edit in range(10):
            text = f"writer {number}, edit {edit}"
            keep_notes(actor=(bob, carol)[number % 2].user, check_in=talk, text=text, expected=0)

    in_parallel(write, 4)
    talk.refresh_from_db()
    wanted = {f"writer {number}, edit {edit}" for number in range(4) for edit in range(10)}
    assert set(talk.notes.splitlines()) == wanted


def test_page_says_that_texts_were_put_together(bob, carol, talk):
    keep_notes(actor=bob.user, check_in=talk, text="bob", expected=1)
    sent = {"key": "notes", "notes-text": "carol", "notes-version": "1"}
    answer = browser_of(carol).post(f"/check-ins/{talk.public_id}/keep/", sent)
    text = answer.content.decode()
    assert "You both wrote at once" in text
    assert '<template data-merged="text-notes">bob\ncarol</template>' in text
    assert 'name="notes-version" value="3"' in text


def test_unchanged_old_page_does_not_bring_removed_lines_back(bob, carol, talk):
    keep_notes(actor=bob.user, check_in=talk, text="one\ntwo", expected=1)
    shown = {"notes-text": "one\r\ntwo", "notes-version": "2", "private-text": "mine"}
    browser_of(carol).post(f"/check-ins/{talk.public_id}/", shown)
    talk.refresh_from_db()
    assert (talk.notes, talk.version) == ("one\ntwo", 2)


def test_older_page_of_ones_own_loses_no_line_of_private_notes(bob, talk):
    address = f"/check-ins/{talk.public_id}/"
    old = {"key": "private", "private-version": "0"}
    browser_of(bob).post(f"{address}keep/", old | {"private-text": "from the phone"})
    answer = browser_of(bob).post(f"{address}keep/", old | {"private-text": "from the desk"})
    assert "You wrote in another window too" in answer.content.decode()
    browser_of(bob).post(address, {"private-version": "2", "private-text": "by form"})
    kept = CheckInNote.objects.get()
    assert set(kept.text.splitlines()) == {"from the phone", "from the desk", "by form"}
    newest = {"private-version": str(kept.version), "private-text": "only this"}
    browser_of(bob).post(address, newest)
    kept.refresh_from_db()
    assert kept.text == "only this"


def test_private_notes_are_read_by_their_writer_alone(bob, carol, talk):
    keep_private_note(actor=bob.user, check_in=talk, text="bobs own thought", expected=0)
    keep_private_note(actor=carol.user, check_in=talk, text="carols own thought", expected=0)
    admin = make_employee("Ada Admin", user=True)
    assign(admin)
    grant(admin.user, Grant.HR_ADMIN)
    address = f"/check-ins/{talk.public_id}/"
    browser_of(admin).post(f"/people/{carol.public_id}/check-ins/", {"reason": "a complaint"})
    for reader, sees in ((bob, "bobs"), (carol, "carols"), (admin, "")):
        text = page(reader, address)
        for writer in ("bobs", "carols"):
            assert (f"{writer} own thought" in text) == (writer == sees), (reader, writer)
    assert not hasattr(CheckInNote, "pgh_event_model")


def test_writer_keeps_private_notes_when_the_manager_changes_and_nobody_inherits_them(
    bob, carol, talk
):
    keep_private_note(actor=bob.user, check_in=talk, text="bobs own thought", expected=0)
    keep_notes(actor=bob.user, check_in=talk, text="what we shared", expected=1)
    heidi = make_employee("Heidi Next", user=True)
    carol.assignments.update(manager=heidi)
    text = page(heidi, f"/check-ins/{talk.public_id}/")
    assert "what we shared" in text
    assert "bobs own thought" not in text
    assert "bobs own thought" in page(bob, "/check-ins/")
    assert "bobs own thought" not in page(heidi, "/check-ins/")


def test_notes_of_a_talk_that_is_over_stand_but_what_was_typed_is_not_lost(bob, carol, talk):
    hold(bob, talk)
    sent = {"notes-text": "typed too late", "notes-version": "1"}
    answer = browser_of(carol).post(f"/check-ins/{talk.public_id}/", sent)
    assert answer.status_code == 422
    assert "typed too late" in answer.content.decode()
    assert "This check-in is over" in answer.content.decode()
    talk.refresh_from_db()
    assert talk.notes == ""


def test_hr_admin_gives_a_reason_before_reading_a_talk(bob, carol, talk):
    keep_notes(actor=bob.user, check_in=talk, text="between us", expected=1)
    admin = make_employee("Ada Admin", user=True)
    assign(admin)
    grant(admin.user, Grant.HR_ADMIN)
    browser, talks = browser_of(admin), f"/people/{carol.public_id}/check-ins/"
    answer = browser.get(f"/check-ins/{talk.public_id}/", follow=True)
    assert "Why do you need" in answer.content.decode()
    assert "between us" not in answer.content.decode()
    browser.post(talks, {"reason": "a complaint"})
    text = browser.get(f"/check-ins/{talk.public_id}/").content.decode()
    assert "between us" in text
    assert "We have talked" not in text
