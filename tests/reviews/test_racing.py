"""Many write in one review at once: no line is lost, and one signature stands."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from reviews.enums import ReviewState, Side, Topic
from reviews.models import ReviewEntry, SignedReview
from reviews.services.entries import About, Said, keep_entry
from reviews.services.life import sign_review
from skillmap.core.errors import ConflictError
from tests.cast import make_cast
from tests.reviews.season import make_review

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, EDITS = 4, 25


@pytest.fixture
def meeting():
    """Bob leads the review of Carol."""
    cast = make_cast()
    review = make_review(cast.carol, [cast.hard], ReviewState.MEETING, manager=cast.bob.user)
    return cast, review


def in_parallel(work, count):
    def run(number):
        try:
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
            said = Said(text=f"writer {number}, edit {edit}")
            keep_entry(actor=actor, review=review, about=notes, said=said, expected=0)

    in_parallel(write, WRITERS)
    kept = ReviewEntry.objects.get(topic=Topic.NOTES).text.splitlines()
    wanted = {f"writer {n}, edit {edit}" for n in range(WRITERS) for edit in range(EDITS)}
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
