"""Notes between colleagues: who may write, read, report and remove them; they never count."""

import datetime as dt

import pytest
from django.utils import timezone

from assessments.enums import REMARK_LENGTH, REMARKS_A_DAY, RemarkReaders, RemarkTone
from assessments.models import Evidence, Remark, RemarkRequest
from assessments.services.remarks import (
    ask_for_remarks,
    decline_remark_request,
    give_remark,
    keep_remark,
    remove_remark,
    report_remark,
)
from employees.enums import EmployeeStatus
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import Notification
from tests.factories import make_employee, make_remark, make_user

pytestmark = pytest.mark.django_db


def give(cast, giver="frank", receiver="carol", **changes):
    values = {
        "actor": cast.people[giver].user,
        "receiver": cast.people[receiver],
        "skill": cast.soft,
        "tone": RemarkTone.THANKS,
        "text": "letting everybody finish",
        "readers": RemarkReaders.PERSON,
        "now": timezone.now(),
    }
    return give_remark(**{**values, **changes})


def readers_of(remark, cast):
    return {
        name
        for name, person in cast.people.items()
        if Remark.objects.visible_to(person.user).filter(pk=remark.pk).exists()
    }


# --- writing ------------------------------------------------------------------------------------


def test_note_reaches_the_person_and_is_no_evidence(cast):
    remark = give(cast)
    assert (remark.giver, remark.receiver, remark.skill) == (cast.frank, cast.carol, cast.soft)
    (note,) = Notification.objects.filter(user=cast.carol.user)
    assert note.title == "Frank Outsider wrote to you about Active listening"
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("text", ["", "   ", "x" * (REMARK_LENGTH + 1)])
def test_empty_and_endless_notes_are_refused(cast, text):
    with pytest.raises(DomainError) as refused:
        give(cast, text=text)
    assert refused.value.field == "text"
    assert not Remark.objects.exists()


def test_nobody_writes_to_oneself_or_to_those_who_left(cast):
    with pytest.raises(DomainError, match="Somebody else"):
        give(cast, receiver="frank")
    cast.carol.status = EmployeeStatus.LEFT
    cast.carol.save()
    with pytest.raises(DomainError, match="does not work here any more"):
        give(cast)
    with pytest.raises(NotAllowedError):
        give(cast, giver="carol", receiver="frank")
    with pytest.raises(NotAllowedError):
        give(cast, actor=make_user("No Person"))


def test_a_day_has_room_for_so_many_notes(cast):
    for number in range(REMARKS_A_DAY):
        give(cast, text=f"note {number}")
    with pytest.raises(ConflictError, match="enough for one day"):
        give(cast)
    give(cast, now=timezone.now() + dt.timedelta(days=2))


# --- reading ------------------------------------------------------------------------------------


def test_private_note_is_read_by_both_ends_only(cast):
    assert readers_of(give(cast), cast) == {"frank", "carol"}


def test_shared_note_is_read_by_the_direct_manager_too(cast):
    shared = RemarkReaders.MANAGER
    assert readers_of(give(cast, readers=shared), cast) == {"frank", "carol", "bob"}
    below = give(cast, receiver="dave", readers=shared)
    assert readers_of(below, cast) == {"frank", "dave", "carol"}  # not Bob, who is above Carol


def test_hr_reads_a_note_only_while_it_is_reported(cast):
    remark = give(cast)
    with pytest.raises(NotAllowedError):
        report_remark(actor=cast.bob.user, remark=remark, reason="rude", now=timezone.now())
    with pytest.raises(DomainError, match="what is wrong"):
        report_remark(actor=cast.carol.user, remark=remark, reason=" ", now=timezone.now())
    report_remark(actor=cast.carol.user, remark=remark, reason="rude", now=timezone.now())
    assert readers_of(remark, cast) == {"frank", "carol", "alice", "erin"}
    assert Notification.objects.filter(user=cast.alice.user, kind="remark_reported").exists()
    remark.refresh_from_db()
    for name in ("bob", "carol", "frank", "grace"):
        with pytest.raises(NotAllowedError):
            keep_remark(actor=cast.people[name].user, remark=remark, now=timezone.now())
    keep_remark(actor=cast.erin.user, remark=remark, now=timezone.now())
    assert readers_of(remark, cast) == {"frank", "carol"}
    assert not Notification.objects.filter(kind="remark_reported", read_at=None).exists()


def test_hr_is_reminded_of_a_report_until_the_last_about_the_person_is_decided(cast):
    remarks = [give(cast), give(cast)]
    for remark in remarks:
        report_remark(actor=cast.carol.user, remark=remark, reason="rude", now=timezone.now())
        remark.refresh_from_db()
    waiting = Notification.objects.filter(
        user=cast.alice.user, kind="remark_reported", read_at=None
    )
    keep_remark(actor=cast.alice.user, remark=remarks[0], now=timezone.now())
    assert waiting.exists()
    remove_remark(actor=cast.alice.user, remark=remarks[1])
    assert not waiting.exists()


def test_hr_does_not_decide_about_what_it_wrote_itself(cast):
    remark = give(cast, giver="alice")
    report_remark(actor=cast.carol.user, remark=remark, reason="rude", now=timezone.now())
    remark.refresh_from_db()
    with pytest.raises(NotAllowedError):
        keep_remark(actor=cast.alice.user, remark=remark, now=timezone.now())


@pytest.mark.parametrize("name", ["frank", "carol"])
def test_both_ends_can_remove_it_for_good(cast, name):
    remark = give(cast)
    remove_remark(actor=cast.people[name].user, remark=remark)
    assert not Remark.objects.exists()
    assert not Notification.objects.filter(kind="remark_removed").exists()


def test_reported_note_is_not_taken_back_before_hr_looked(cast):
    remark = make_remark(cast.frank, cast.carol, cast.soft)
    seen_before = Remark.objects.get()
    report_remark(actor=cast.carol.user, remark=remark, reason="rude", now=timezone.now())
    with pytest.raises(NotAllowedError, match="HR was asked"):
        remove_remark(actor=cast.frank.user, remark=seen_before)
    keep_remark(actor=cast.alice.user, remark=Remark.objects.get(), now=timezone.now())
    remove_remark(actor=cast.frank.user, remark=seen_before)
    assert not Remark.objects.exists()


def test_others_remove_nothing_and_hr_what_was_reported(cast):
    remark = give(cast, readers=RemarkReaders.MANAGER)
    for name in ("bob", "alice"):
        with pytest.raises(NotAllowedError):
            remove_remark(actor=cast.people[name].user, remark=remark)
    report_remark(actor=cast.carol.user, remark=remark, reason="rude", now=timezone.now())
    remark.refresh_from_db()
    remove_remark(actor=cast.alice.user, remark=remark)
    assert not Remark.objects.exists()
    told = Notification.objects.filter(kind="remark_removed").values_list("user", flat=True)
    assert set(told) == {cast.frank.user.pk, cast.carol.user.pk}


# --- asking -------------------------------------------------------------------------------------


def ask(cast, *names, **changes):
    values = {
        "actor": cast.carol.user,
        "colleagues": [cast.people[name] for name in names],
        "skill": cast.soft,
        "question": "Did I listen?",
    }
    return ask_for_remarks(**{**values, **changes})


def test_answer_closes_the_question_and_the_note_about_it(cast):
    assert ask(cast, "frank", "bob") == 2
    (note,) = Notification.objects.filter(user=cast.frank.user)
    assert note.title == "Carol Report asks for a few words on Active listening"
    give(cast)
    still = RemarkRequest.objects.open().values_list("colleague", flat=True)
    assert set(still) == {cast.bob.pk}
    note.refresh_from_db()
    assert note.read_at is not None
    assert Notification.objects.filter(user=cast.bob.user, read_at=None).exists()


def test_note_on_another_skill_answers_nothing(cast):
    ask(cast, "frank")
    give(cast, skill=cast.hard)
    assert RemarkRequest.objects.open().count() == 1


def test_nobody_is_asked_twice_at_a_time(cast):
    assert ask(cast, "frank") == 1
    assert ask(cast, "frank", "bob", "bob") == 1
    assert RemarkRequest.objects.open().count() == 2


def test_question_needs_somebody_else_who_works_here(cast):
    with pytest.raises(DomainError, match="Choose whom"):
        ask(cast)
    with pytest.raises(DomainError, match="somebody else"):
        ask(cast, "carol")
    gone = make_employee(status=EmployeeStatus.LEFT)
    with pytest.raises(DomainError, match="any more"):
        ask(cast, colleagues=[cast.frank, gone])
    with pytest.raises(ConflictError, match="Too many"):
        ask(cast, colleagues=[make_employee() for _ in range(11)])
    assert not RemarkRequest.objects.exists()


def test_both_may_close_a_question_and_nobody_else(cast):
    ask(cast, "frank", "bob")
    to_frank, to_bob = RemarkRequest.objects.order_by("pk")
    for actor in (cast.dave.user, cast.alice.user):
        with pytest.raises(NotAllowedError):
            decline_remark_request(actor=actor, request=to_frank, now=timezone.now())
    decline_remark_request(actor=cast.frank.user, request=to_frank, now=timezone.now())
    decline_remark_request(actor=cast.carol.user, request=to_bob, now=timezone.now())
    assert not RemarkRequest.objects.open().exists()
    assert not Notification.objects.filter(kind="remark_asked", read_at=None).exists()


def test_factory_makes_what_the_service_makes(cast):
    assert readers_of(make_remark(cast.frank, cast.carol, cast.soft), cast) == {"frank", "carol"}
