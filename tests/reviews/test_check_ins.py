"""Check-ins: an agenda that carries over, actions, and notes that both write at once."""

import pytest
from django.utils import timezone

from employees.enums import EmployeeStatus
from reviews.models import CheckIn, CheckInNote, TalkingPoint
from reviews.queries.check_ins import actions_of, agenda_of
from reviews.services.check_in_actions import tick_action
from reviews.services.check_ins import (
    add_point,
    keep_notes,
    keep_private_note,
    move_check_in,
    open_check_in_again,
    remove_point,
    tick_point,
)
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import Notification
from tests.factories import assign, day, make_delegation, make_employee
from tests.reviews.talks import NOW, agree, browser_of, hold, page, plan

pytestmark = pytest.mark.django_db


# --- planning and holding -----------------------------------------------------------------------


def test_either_of_the_two_plans_and_the_other_is_told(bob, carol):
    for actor, told in ((bob, carol), (carol, bob)):
        hold(bob, plan(actor, carol))
        note = Notification.objects.get(user=told.user)
        assert note.title.startswith(f"{actor} plans a check-in on ")
    assert CheckIn.objects.filter(led_by=bob).count() == 2


def test_second_talk_waits_until_the_first_was_held(bob, carol, talk):
    with pytest.raises(ConflictError, match="planned already"):
        plan(carol, carol, 7)
    hold(bob, talk)
    plan(carol, carol, 7)
    assert CheckIn.objects.count() == 2


@pytest.mark.parametrize("offset", [-400, -31, 367, 10_000])
def test_day_far_away_is_refused(bob, carol, offset):
    with pytest.raises(DomainError) as refused:
        plan(bob, carol, offset)
    assert refused.value.field == "planned_on"


def test_others_neither_plan_nor_write(bob, carol, talk):
    above, peer = make_employee("Above", user=True), make_employee("Peer", user=True)
    bob.assignments.update(manager=above)
    assign(peer, manager=bob)
    for actor in (above, peer):
        with pytest.raises(NotAllowedError):
            keep_notes(actor=actor.user, check_in=talk, text="x", expected=1)
        with pytest.raises(NotAllowedError):
            keep_private_note(actor=actor.user, check_in=talk, text="x", expected=0)
        with pytest.raises(NotAllowedError):
            hold(actor, talk)
    assert "Carol" in page(above, f"/check-ins/{talk.public_id}/")
    assert browser_of(peer).get(f"/check-ins/{talk.public_id}/").status_code == 404


def test_who_stands_in_today_leads_the_talk(bob, carol, talk):
    ivan = make_employee("Ivan Standin", user=True)
    assign(ivan)
    make_delegation(bob, ivan)
    assert hold(ivan, talk).led_by == ivan


def test_nobody_plans_without_somebody_to_meet(bob):
    with pytest.raises(DomainError, match="nobody to meet"):
        plan(bob, bob)


def test_talks_with_somebody_who_left_are_over(bob, carol, talk):
    carol.status = EmployeeStatus.LEFT
    carol.save()
    with pytest.raises(DomainError, match="does not work here"):
        keep_notes(actor=bob.user, check_in=talk, text="x", expected=1)


def test_moved_talk_tells_the_other_and_two_moves_at_once_conflict(bob, carol, talk):
    moved = move_check_in(
        actor=bob.user, check_in=talk, planned_on=day(3), expected=talk.version, now=NOW
    )
    assert moved.planned_on == day(3)
    assert Notification.objects.filter(user=carol.user).count() == 2
    with pytest.raises(ConflictError):
        move_check_in(
            actor=carol.user, check_in=talk, planned_on=day(5), expected=talk.version, now=NOW
        )


def test_talk_that_is_over_opens_again_until_another_is_planned(bob, carol, talk):
    hold(bob, talk)
    open_check_in_again(actor=carol.user, check_in=talk)
    talk.refresh_from_db()
    assert (talk.held_on, talk.led_by) == (None, None)
    hold(bob, talk)
    plan(bob, carol, 7)
    with pytest.raises(ConflictError):
        open_check_in_again(actor=bob.user, check_in=talk)


# --- agenda and actions -------------------------------------------------------------------------


def test_what_was_not_talked_about_stands_on_the_next_agenda(bob, carol, talk):
    first, second = (
        add_point(actor=one.user, employee=carol, text=text)
        for one, text in ((bob, "pricing"), (carol, "holidays"))
    )
    tick_point(actor=bob.user, point=first, check_in=talk, is_done=True)
    assert [p.text for p in agenda_of(carol, talk)] == ["pricing", "holidays"]
    hold(bob, talk)
    following = plan(bob, carol, 7)
    talk.refresh_from_db()
    assert [p.text for p in agenda_of(carol, talk)] == ["pricing"]
    assert list(agenda_of(carol, following)) == [second]


def test_point_that_was_talked_about_can_come_back_in_the_same_talk_only(bob, carol, talk):
    point = add_point(actor=bob.user, employee=carol, text="pricing")
    tick_point(actor=bob.user, point=point, check_in=talk, is_done=True)
    tick_point(actor=carol.user, point=point, check_in=talk, is_done=False)
    assert point.check_in is None
    tick_point(actor=bob.user, point=point, check_in=talk, is_done=True)
    hold(bob, talk)
    with pytest.raises(ConflictError):
        tick_point(actor=bob.user, point=point, check_in=plan(bob, carol, 7), is_done=False)


def test_only_its_writer_takes_a_point_off_the_agenda(bob, carol, talk):
    point = add_point(actor=bob.user, employee=carol, text="pricing")
    with pytest.raises(NotAllowedError):
        remove_point(actor=carol.user, point=point)
    remove_point(actor=bob.user, point=point)
    assert not TalkingPoint.objects.exists()


def test_open_action_stands_in_the_next_talk_and_on_its_owners_first_page(bob, carol, talk):
    agree(bob, talk, carol, "Call the port")
    done = agree(bob, talk, bob, "Ask finance")
    tick_action(actor=bob.user, action=done, is_done=True, now=NOW)
    hold(bob, talk)
    following = plan(bob, carol, 7)
    assert [a.text for a in actions_of(carol, following)] == ["Call the port"]
    assert "Call the port" in page(carol, "/")
    assert "Call the port" not in page(bob, "/inbox/")
    assert "Ask finance" not in page(bob, "/inbox/")


def test_action_is_ticked_in_the_inbox(bob, carol, talk):
    action = agree(bob, talk, carol)
    browser = browser_of(carol)
    answer = browser.post(f"/check-ins/actions/{action.public_id}/tick/", {"done": "1"})
    assert answer["Location"] == "/inbox/"
    action.refresh_from_db()
    assert action.done_on == timezone.localdate()
    assert "Call the customer" not in browser.get("/inbox/").content.decode().split("notice")[0]


def test_former_manager_still_ticks_an_own_action_and_reads_no_talk(bob, carol, talk):
    action = agree(carol, talk, bob)
    heidi = make_employee("Heidi Next", user=True)
    carol.assignments.update(manager=heidi)
    browser = browser_of(bob)
    assert browser.get(f"/check-ins/{talk.public_id}/").status_code == 404
    assert f"/check-ins/{talk.public_id}/" not in browser.get("/inbox/").content.decode()
    browser.post(f"/check-ins/actions/{action.public_id}/tick/", {"done": "1"})
    action.refresh_from_db()
    assert action.done_on is not None


def test_third_person_can_neither_own_nor_tick_an_action(bob, carol, talk):
    peer = make_employee("Peer", user=True)
    assign(peer, manager=bob)
    with pytest.raises(DomainError) as refused:
        agree(bob, talk, peer)
    assert refused.value.field == "owner"
    action = agree(bob, talk, carol)
    address = f"/check-ins/actions/{action.public_id}/tick/"
    assert browser_of(peer).post(address, {"done": "1"}).status_code == 404


def test_talk_whose_day_has_come_waits_for_both(bob, carol, talk):
    assert "Your check-in" in page(carol, "/inbox/")
    assert "Check-in with Carol Report" in page(bob, "/inbox/")
    move_check_in(actor=bob.user, check_in=talk, planned_on=day(1), now=NOW)
    assert "Your check-in" not in page(carol, "/inbox/")


# --- bad input and the browser ------------------------------------------------------------------


def test_whole_talk_in_a_browser_without_javascript(bob, carol):
    browser = browser_of(bob)
    series = f"/people/{carol.public_id}/check-ins/"
    browser.post(series, {"act": "point", "text": "pricing"})
    answer = browser.post(series, {"act": "day", "planned_on": day(0).isoformat()})
    talk = CheckIn.objects.get()
    assert answer["Location"] == f"/check-ins/{talk.public_id}/"
    act = f"/check-ins/{talk.public_id}/act/"
    point = TalkingPoint.objects.get()
    browser.post(act, {"act": "settle", "point": str(point.public_id), "how": "done"})
    agreed = {"text": "Call", "owner": str(carol.public_id), "due_on": day(7).isoformat()}
    browser.post(act, {"act": "action"} | agreed)
    sent = {"notes-text": "Good talk", "notes-version": "1", "private-text": "", "hold": "1"}
    answer = browser.post(f"/check-ins/{talk.public_id}/", sent, follow=True)

    talk.refresh_from_db()
    assert (talk.notes, talk.held_on, talk.led_by) == ("Good talk", timezone.localdate(), bob)
    assert "Plan the next talk" in answer.content.decode()
    assert "Call" in answer.content.decode()


@pytest.mark.parametrize("text", ["a" * 100_000, "nul\x00byte"])
def test_text_that_cannot_be_kept_stays_on_the_page(bob, carol, talk, text):
    sent = {"notes-text": text, "notes-version": "1", "private-text": text}
    answer = browser_of(carol).post(f"/check-ins/{talk.public_id}/", sent)
    assert answer.status_code == 422
    if len(text) > 1000:
        assert answer.content.decode().count(text) == 2
    assert not CheckInNote.objects.exclude(text="").exists()


@pytest.mark.parametrize("text", ["👏🏽 great", "شكرا جزيلا", "<script>alert(1)</script>"])
def test_any_writing_is_kept_as_it_was_typed_and_escaped(bob, carol, talk, text):
    add_point(actor=carol.user, employee=carol, text=text)
    keep_notes(actor=carol.user, check_in=talk, text=text, expected=1)
    talk.refresh_from_db()
    assert talk.notes == text
    assert "<script>alert" not in page(bob, f"/check-ins/{talk.public_id}/")


@pytest.mark.parametrize(
    ("act", "field"),
    [
        ({"act": "point", "text": "a" * 100_000}, "at most 300"),
        ({"act": "action", "text": "x", "owner": "x", "due_on": "2020-01-01"}, "valid"),
        ({"act": "move", "planned_on": "32.13.2026"}, "valid date"),
    ],
)
def test_step_that_cannot_be_taken_says_why(bob, carol, talk, act, field):
    answer = browser_of(bob).post(f"/check-ins/{talk.public_id}/act/", act)
    assert answer.status_code == 422
    assert field in answer.content.decode()


@pytest.mark.parametrize("act", [{}, {"act": "x"}, {"act": "settle"}, {"act": "drop"}])
def test_step_that_does_not_exist_is_refused(bob, carol, talk, act):
    answer = browser_of(bob).post(f"/check-ins/{talk.public_id}/act/", act)
    assert answer.status_code in {302, 404}


def test_point_of_somebody_else_cannot_be_ticked_here(bob, carol, talk):
    dave = make_employee("Dave Other", user=True)
    assign(dave, manager=bob)
    point = add_point(actor=dave.user, employee=dave, text="his")
    sent = {"act": "settle", "point": str(point.public_id), "how": "done"}
    answer = browser_of(bob).post(f"/check-ins/{talk.public_id}/act/", sent)
    assert answer.status_code == 404
    with pytest.raises(ConflictError):
        tick_point(actor=bob.user, point=point, check_in=talk, is_done=True)


def test_list_has_oneself_and_reports_with_the_next_day(bob, carol, talk):
    agree(bob, talk, carol)
    text = page(bob, "/check-ins/")
    assert "1 open action" in text
    assert f"/check-ins/{talk.public_id}/" in text
    assert f"/people/{bob.public_id}/check-ins/" in text
    assert f"/people/{bob.public_id}/check-ins/" not in page(carol, "/check-ins/")


def test_reader_of_history_sees_who_led_a_talk(bob, carol, talk):
    hold(bob, talk)
    carol.assignments.update(manager=make_employee("Heidi Next", user=True))
    assert "with Bob Manager" in page(carol, f"/people/{carol.public_id}/check-ins/")
