"""Many write in one review at once: no line is lost, and one signature stands."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from reviews.enums import Gate, ReviewState, Side, Topic
from reviews.models import Acknowledgement, Review, ReviewEntry, SignedReview
from reviews.services.cycles import close_cycle
from reviews.services.entries import About, Said, keep_entry
from reviews.services.life import (
    acknowledge_review,
    open_parts,
    reopen_review,
    sign_review,
    submit_part,
)
from skillmap.core.errors import ConflictError, DomainError
from tests.cast import make_cast
from tests.factories import day
from tests.reviews.season import make_review, make_review_cycle

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, EDITS = 4, 250  # a thousand edits of one text


@pytest.fixture
def meeting():
    """Bob leads the review of Carol."""
    cast = make_cast()
    review = make_review(cast.carol, [cast.hard], ReviewState.MEETING, manager=cast.bob.user)
    return cast, review


def in_parallel(work, count):
    """What `work` says for each number, all begun at the same moment."""
    start = Barrier(count, timeout=60)

    def run(number):
        try:
            start.wait()
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_racing_edits_of_shared_notes_lose_no_line(meeting):
    cast, review = meeting
    notes = About(side=Side.SHARED, topic=Topic.NOTES)

    def write(number):
        actor = (cast.bob, cast.carol)[number % 2].user
        for edit in range(EDITS):
            said = Said(text=f"{number}: edit {edit}")
            keep_entry(actor=actor, review=review, about=notes, said=said, expected=0)

    in_parallel(write, WRITERS)
    kept = ReviewEntry.objects.get(topic=Topic.NOTES).text.splitlines()
    wanted = {f"{n}: edit {edit}" for n in range(WRITERS) for edit in range(EDITS)}
    assert set(kept) == wanted
    assert len(kept) == len(wanted)


def test_one_of_two_signatures_at_once_stands(meeting):
    cast, review = meeting

    def sign(_number):
        try:
            return sign_review(actor=cast.bob.user, review=review, now=timezone.now()).digest
        except ConflictError:
            return None

    digests = in_parallel(sign, 2)
    assert sorted(digest is None for digest in digests) == [False, True]
    assert SignedReview.objects.count() == 1


def settled(*steps):
    """Take these steps at once; which of them were refused."""

    def take(number):
        try:
            steps[number]()
        except DomainError as error:
            return error.message
        return ""

    return in_parallel(take, len(steps))


def test_one_of_two_answers_at_once_stands(meeting):
    cast, review = meeting
    now = timezone.now()
    sign_review(actor=cast.bob.user, review=review, now=now)
    say = partial(acknowledge_review, actor=cast.carol.user, review=review, comment="so", now=now)
    refused = settled(partial(say, agrees=True), partial(say, agrees=False))
    assert sum(map(bool, refused)) == 1
    assert Acknowledgement.objects.get().agrees == (not refused[0])


@pytest.mark.parametrize("round_number", range(5))
def test_part_that_is_sent_while_hr_opens_is_in_or_refused(round_number):
    cast = make_cast()
    cycle = make_review_cycle(gate=Gate.HR, prepare_by=day(-1), sign_by=day(5))
    review = make_review(cast.carol, [cast.hard], cycle=cycle)
    now = timezone.now()
    late, shut = settled(
        partial(submit_part, actor=cast.carol.user, review=review, now=now),
        partial(open_parts, actor=cast.alice.user, review=review, now=now),
    )
    review.refresh_from_db()
    assert (shut, review.state) == ("", ReviewState.READY)
    assert (review.self_submitted_at is None) == bool(late)


def test_part_that_is_sent_while_hr_closes_the_season_is_not_lost():
    cast = make_cast()
    review = make_review(cast.carol, [cast.hard])
    now = timezone.now()
    late, open_reviews = settled(
        partial(submit_part, actor=cast.carol.user, review=review, now=now),
        partial(close_cycle, actor=cast.alice.user, cycle=review.cycle, now=now),
    )
    review.refresh_from_db()
    assert (late, review.self_submitted_at) == ("", now)
    assert "1 review is not finished" in open_reviews


def test_correction_while_hr_closes_the_season_is_not_lost(meeting):
    cast, review = meeting
    Review.objects.update(state=ReviewState.ARCHIVED)
    refused, _closing = settled(
        partial(reopen_review, actor=cast.bob.user, review=review),
        partial(close_cycle, actor=cast.alice.user, cycle=review.cycle, now=timezone.now()),
    )
    assert refused == ""
    assert Review.objects.newest().get().revision == 2


def test_one_of_two_levels_at_once_stands_and_the_other_is_told(meeting):
    cast, review = meeting
    about = About(side=Side.SHARED, topic=Topic.SKILL, skill=cast.hard)
    keep = partial(keep_entry, review=review, about=about, expected=0)
    refused = settled(
        partial(keep, actor=cast.bob.user, said=Said(level=Decimal(3))),
        partial(keep, actor=cast.carol.user, said=Said(level=Decimal(4))),
    )
    assert sorted(map(bool, refused)) == [False, True]
    assert ReviewEntry.objects.get().level == (4 if refused[0] else 3)
