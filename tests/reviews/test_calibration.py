"""Calibration: HR compares what managers sent, adjusts with a reason, locks; then parts open."""

from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from assessments.enums import Source
from assessments.models import Evidence
from employees.enums import Grant
from reviews.enums import Gate, Overall, ReviewState, Side, Topic
from reviews.models import CalibrationChange
from reviews.services import life
from reviews.services.calibration import lock_calibration
from reviews.services.entries import About, Said, keep_entry
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import Notification
from tests.factories import assign, grant, make_employee
from tests.reviews.calibrated import adjust, level_of, lock, make_season, make_sent_review
from tests.reviews.season import make_review, make_review_cycle, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def season(cast):
    return make_season(cast)


@pytest.fixture
def review(cast, season):
    return make_sent_review(cast, season)


def test_both_parts_sent_stay_closed_until_the_lock(cast, season):
    review = make_review(cast.carol, [cast.hard], cycle=season)
    say(review, Side.MANAGER, cast.bob.user, cast.hard, level=4)
    for person in (cast.carol, cast.bob):
        life.submit_part(actor=person.user, review=review, now=timezone.now())
    review.refresh_from_db()
    assert (review.state, review.opened_at) == (ReviewState.PREPARING, None)
    with pytest.raises(ConflictError, match="locks the calibration"):
        life.open_parts(actor=cast.alice.user, review=review, now=timezone.now())

    assert lock(cast, season) == 1
    review.refresh_from_db()
    assert review.state == ReviewState.READY


def test_what_is_sent_after_the_lock_opens_by_itself(cast, season):
    review = make_review(cast.carol, [cast.hard], cycle=season)
    say(review, Side.MANAGER, cast.bob.user, cast.hard, level=4)
    assert lock(cast, season) == 0
    for person in (cast.carol, cast.bob):
        life.submit_part(actor=person.user, review=review, now=timezone.now())
    review.refresh_from_db()
    assert review.state == ReviewState.READY
    assert not review.is_calibrated


def test_an_adjustment_keeps_what_was_before(cast, review):
    adjust(cast.alice.user, review, cast.hard, "3.5")
    adjust(cast.alice.user, review, cast.hard, "3", expected=2, reason="second look")
    rows = CalibrationChange.objects.values_list("level_before", "level_after", "reason")
    assert list(rows) == [
        (Decimal("4.0"), Decimal("3.5"), "as in the other teams"),
        (Decimal("3.5"), Decimal("3.0"), "second look"),
    ]
    assert level_of(review, cast.hard) == 3


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reviews_calibrationchange SET reason = 'x'",
        "DELETE FROM reviews_calibrationchange",
        "TRUNCATE reviews_calibrationchange",
    ],
)
def test_an_adjustment_never_changes(cast, review, statement):
    adjust(cast.alice.user, review, cast.hard)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert CalibrationChange.objects.get().reason == "as in the other teams"


@pytest.mark.parametrize(
    ("level", "more", "field"),
    [
        ("4", {}, "level"),  # no other level
        ("9", {}, "level"),
        ("3.2", {}, "level"),
        ("3", {"reason": " \x00 "}, "reason"),
        ("3", {"reason": "x" * 501}, "reason"),
    ],
)
def test_odd_adjustments_are_refused_at_their_field(cast, review, level, more, field):
    with pytest.raises(DomainError) as caught:
        adjust(cast.alice.user, review, cast.hard, level, **more)
    assert caught.value.field == field
    assert level_of(review, cast.hard) == 4


def test_what_nobody_rated_cannot_be_adjusted(cast, review):
    with pytest.raises(DomainError, match="gave no level"):
        adjust(cast.alice.user, review, cast.soft)


def test_of_two_at_once_the_second_sees_the_first(cast, review):
    adjust(cast.alice.user, review, cast.hard, "3")
    with pytest.raises(ConflictError):
        adjust(cast.alice.user, review, cast.hard, "2")
    assert level_of(review, cast.hard) == 3


@pytest.mark.parametrize("name", ["bob", "carol", "dave", "erin", "frank", "grace", "heidi"])
def test_others_adjust_and_lock_nothing(cast, season, review, name):
    with pytest.raises(NotAllowedError):
        adjust(cast.viewer(name), review, cast.hard)
    with pytest.raises(NotAllowedError):
        lock_calibration(actor=cast.viewer(name), cycle=season, now=timezone.now())
    assert level_of(review, cast.hard) == 4


def test_nobody_adjusts_their_own_review(cast, review):
    grant(cast.carol.user, Grant.HR_ADMIN)
    with pytest.raises(NotAllowedError):
        adjust(cast.carol.user, review, cast.hard)


def test_a_partner_adjusts_nobody_outside_their_units(cast, season, review):
    season.created_by = cast.erin.user
    season.save()
    outside = make_employee("Zoe", user=True)
    assign(outside, "Acme/Engineering", manager=cast.frank)
    now = timezone.now()
    theirs = make_review(
        outside, [cast.hard], cycle=season, manager_submitted_at=now, manager_author=cast.frank.user
    )
    say(theirs, Side.MANAGER, cast.frank.user, cast.hard, level=4)
    adjust(cast.erin.user, review, cast.hard)
    with pytest.raises(NotAllowedError):
        adjust(cast.erin.user, theirs, cast.hard)


def test_nothing_is_adjusted_after_the_lock_or_without_calibration(cast, season, review):
    lock(cast, season)
    with pytest.raises(ConflictError, match="locked"):
        adjust(cast.alice.user, review, cast.hard)
    with pytest.raises(ConflictError, match="locked"):
        lock(cast, season)
    plain = make_review_cycle(gate=Gate.HR)
    with pytest.raises(ConflictError, match="not calibrated"):
        lock_calibration(actor=cast.alice.user, cycle=plain, now=timezone.now())


def test_a_part_that_was_not_sent_is_not_adjusted(cast, season):
    review = make_review(cast.carol, [cast.hard], cycle=season)
    say(review, Side.MANAGER, cast.bob.user, cast.hard, level=4)
    with pytest.raises(ConflictError, match="has sent"):
        adjust(cast.alice.user, review, cast.hard)


def test_an_adjusted_part_is_not_taken_back(cast, review):
    adjust(cast.alice.user, review, cast.hard)
    with pytest.raises(ConflictError, match="adjusted"):
        life.take_back_part(actor=cast.bob.user, review=review)
    life.take_back_part(actor=cast.carol.user, review=review)


def test_the_overall_rating_reaches_signing_as_it_was_settled(cast, season, review):
    adjust(cast.alice.user, review, None, str(Overall.MEETS.value))
    lock(cast, season)
    review.refresh_from_db()
    life.begin_meeting(actor=cast.bob.user, review=review)
    with pytest.raises(ConflictError, match="settled"):
        keep_entry(
            actor=cast.bob.user,
            review=review,
            about=About(side=Side.SHARED, topic=Topic.OVERALL),
            said=Said(level=Decimal(Overall.ABOVE)),
        )
    signed = life.sign_review(actor=cast.bob.user, review=review, now=timezone.now())
    assert signed.content["overall"] == str(Overall.MEETS.value)


def test_a_correction_may_change_what_was_settled(cast, season, review):
    lock(cast, season)
    review.refresh_from_db()
    life.begin_meeting(actor=cast.bob.user, review=review)
    life.sign_review(actor=cast.bob.user, review=review, now=timezone.now())
    fresh = life.reopen_review(actor=cast.bob.user, review=review)
    keep_entry(
        actor=cast.bob.user,
        review=fresh,
        about=About(side=Side.SHARED, topic=Topic.OVERALL),
        said=Said(level=Decimal(Overall.PARTLY)),
    )
    assert level_of(fresh, None, Side.SHARED) == Overall.PARTLY


def test_a_calibrated_level_says_nothing_on_how_the_manager_rates(cast, season, review):
    adjust(cast.alice.user, review, cast.hard)
    lock(cast, season)
    review.refresh_from_db()
    life.begin_meeting(actor=cast.bob.user, review=review)
    life.sign_review(actor=cast.bob.user, review=review, now=timezone.now())
    life.acknowledge_review(
        actor=cast.carol.user, review=review, agrees=True, comment="", now=timezone.now()
    )
    found = Evidence.objects.get(employee=cast.carol, source=Source.MANAGER)
    assert (found.level, found.rater) == (3, None)


def test_managers_learn_how_many_levels_were_adjusted(cast, season, review):
    adjust(cast.alice.user, review, cast.hard)
    lock(cast, season)
    note = Notification.objects.get(kind="calibrated")
    assert (note.user, "1 level" in note.title) == (cast.bob.user, True)
