"""Mentorships: asked, accepted, ended, and what they open."""

import pytest
from django.utils import timezone

from employees.enums import EmployeeStatus
from employees.models import Employee, Mentorship
from employees.services.mentorships import (
    accept_mentorship,
    ask_mentor,
    end_mentorship,
    share_with_mentor,
)
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import Notification
from tests.factories import make_employee, make_mentorship

pytestmark = pytest.mark.django_db


def ask(cast, mentor, **shares):
    values = {"shares_levels": False, "shares_reports": False, **shares}
    return ask_mentor(actor=cast.carol.user, mentor=mentor, **values)


def mentees_of(person, **shares):
    return set(Employee.objects.mentored_by(person.user, **shares))


def test_mentor_reads_nothing_before_accepting_or_after_the_end(cast):
    asked = ask(cast, cast.frank, shares_levels=True)
    assert mentees_of(cast.frank) == set()
    accept_mentorship(actor=cast.frank.user, mentorship=asked, now=timezone.now())
    assert mentees_of(cast.frank) == {cast.carol}
    end_mentorship(actor=cast.carol.user, mentorship=asked, now=timezone.now())
    assert mentees_of(cast.frank) == set()


def test_shares_are_asked_for_one_by_one(cast):
    made = make_mentorship(cast.carol, cast.frank, shares_levels=True)
    assert mentees_of(cast.frank, shares_levels=True) == {cast.carol}
    assert mentees_of(cast.frank, shares_reports=True) == set()
    share_with_mentor(
        actor=cast.carol.user, mentorship=made, shares_levels=False, shares_reports=True
    )
    assert mentees_of(cast.frank, shares_levels=True) == set()
    assert mentees_of(cast.frank, shares_reports=True) == {cast.carol}


def test_two_mentorships_do_not_add_up(cast):
    """What one mentor may read comes from their own mentorship alone."""
    make_mentorship(cast.carol, cast.frank)
    make_mentorship(cast.carol, cast.grace, shares_levels=True)
    make_mentorship(cast.carol, cast.frank, shares_levels=True, ended_at=timezone.now())
    assert mentees_of(cast.frank, shares_levels=True) == set()


def test_person_who_left_is_nobodys_mentee(cast):
    make_mentorship(cast.carol, cast.frank)
    cast.carol.status = EmployeeStatus.LEFT
    cast.carol.save()
    assert mentees_of(cast.frank) == set()


def test_notes_are_told_and_settled(cast):
    asked = ask(cast, cast.frank)
    (note,) = Notification.objects.filter(user=cast.frank.user)
    assert note.title == "Carol Report asks you to be their mentor"
    accept_mentorship(actor=cast.frank.user, mentorship=asked, now=timezone.now())
    note.refresh_from_db()
    assert note.read_at is not None
    told = Notification.objects.get(user=cast.carol.user)
    assert told.title == "Frank Outsider is your mentor now"


def test_only_the_right_one_decides(cast):
    asked = ask(cast, cast.frank)
    for actor in (cast.carol.user, cast.bob.user, cast.alice.user):
        with pytest.raises(NotAllowedError):
            accept_mentorship(actor=actor, mentorship=asked, now=timezone.now())
    for actor in (cast.bob.user, cast.alice.user):
        with pytest.raises(NotAllowedError):
            end_mentorship(actor=actor, mentorship=asked, now=timezone.now())
    with pytest.raises(NotAllowedError):
        share_with_mentor(
            actor=cast.frank.user, mentorship=asked, shares_levels=True, shares_reports=True
        )
    accept_mentorship(actor=cast.frank.user, mentorship=asked, now=timezone.now())
    with pytest.raises(ConflictError):
        accept_mentorship(actor=cast.frank.user, mentorship=asked, now=timezone.now())


def test_bad_questions_are_refused(cast):
    with pytest.raises(DomainError, match="somebody else"):
        ask(cast, cast.carol)
    for nobody in (make_employee(), make_employee(user=True, status=EmployeeStatus.LEFT)):
        with pytest.raises(DomainError, match="cannot answer"):
            ask(cast, nobody)
    ask(cast, cast.frank)
    with pytest.raises(ConflictError, match="already"):
        ask(cast, cast.frank)
    ask(cast, cast.grace)
    ask(cast, cast.heidi)
    with pytest.raises(ConflictError, match="enough"):
        ask(cast, cast.bob)
    assert Mentorship.objects.count() == 3


def test_asking_again_after_the_end_is_fine(cast):
    asked = ask(cast, cast.frank)
    end_mentorship(actor=cast.frank.user, mentorship=asked, now=timezone.now())
    ask(cast, cast.frank)
    assert Mentorship.objects.open().count() == 1
