"""Somebody leaves or a question goes while a review is under way: nothing said is lost."""

import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from assessments.models import Evidence
from employees.enums import EmployeeStatus
from reviews.enums import ReviewCycleState, ReviewState, Side, Topic
from reviews.models import Review, ReviewEntry, SignedReview
from reviews.services import life
from reviews.services.cycles import close_cycle, start_cycle
from reviews.services.entries import About, Said, keep_entry
from skillmap.core.errors import ConflictError, DomainError
from tests.reviews.season import make_review, make_review_cycle, say

pytestmark = pytest.mark.django_db


def leave(person):
    person.status = EmployeeStatus.LEFT
    person.save()


def test_review_of_somebody_who_left_is_ended_by_hr_and_stays_readable(cast):
    review = make_review(cast.carol, [cast.hard], ReviewState.MEETING, manager=cast.bob.user)
    say(review, Side.SHARED, None, cast.hard, level=3)
    life.sign_review(actor=cast.bob.user, review=review, now=timezone.now())
    leave(cast.carol)
    life.archive_review(actor=cast.alice.user, review=review)
    close_cycle(actor=cast.alice.user, cycle=review.cycle, now=timezone.now())
    [line] = SignedReview.objects.get().content["skills"]
    assert line["shared"]["level"] == "3"
    assert not Evidence.objects.filter(employee=cast.carol).exists()


def test_who_left_gets_no_review_and_a_season_of_leavers_does_not_start(cast):
    cycle = make_review_cycle(state=ReviewCycleState.DRAFT)
    cycle.people.add(cast.carol, cast.dave)
    leave(cast.carol)
    leave(cast.dave)
    with pytest.raises(DomainError, match="Nobody takes part yet"):
        start_cycle(actor=cast.alice.user, cycle=cycle, now=timezone.now())
    cycle.people.add(cast.frank)
    assert start_cycle(actor=cast.alice.user, cycle=cycle, now=timezone.now()) == 1
    assert Review.objects.get().employee == cast.frank


def test_answered_question_is_not_deleted(cast):
    review = make_review(cast.carol, [cast.hard])
    asked = review.cycle.template.questions.get()
    about = About(side=Side.SELF, topic=Topic.QUESTION, question=asked.question)
    keep_entry(actor=cast.carol.user, review=review, about=about, said=Said(text="I learned 👋"))
    asked.delete()
    with pytest.raises(ProtectedError):
        asked.question.delete()
    assert ReviewEntry.objects.get().text == "I learned 👋"


def test_words_about_a_review_that_was_archived_meanwhile_say_why_they_are_not_kept(cast):
    review = make_review(cast.carol, [cast.hard])
    life.archive_review(actor=cast.alice.user, review=review)
    about = About(side=Side.SELF, topic=Topic.SUMMARY)
    with pytest.raises(ConflictError, match="Your text is kept on this page"):
        keep_entry(actor=cast.carol.user, review=review, about=about, said=Said(text="late"))
