"""A review cycle whose levels HR compares before they open, and one review that both have sent."""

from decimal import Decimal

from django.utils import timezone

from reviews.enums import Gate, Overall, Side, Topic
from reviews.models import ReviewEntry
from reviews.services.calibration import calibrate, lock_calibration
from tests.reviews.season import make_review, make_review_cycle, make_template, say


def make_season(cast):
    template = make_template(has_overall=True, questions=[])
    return make_review_cycle(
        template=template, gate=Gate.CALIBRATED, created_by=cast.alice.user, name="Autumn"
    )


def make_sent_review(cast, season):
    """Carol's, sent by both: Bob gave 4 and "above"."""
    now = timezone.now()
    review = make_review(
        cast.carol,
        [cast.hard],
        cycle=season,
        self_submitted_at=now,
        manager_submitted_at=now,
        manager_author=cast.bob.user,
    )
    say(review, Side.MANAGER, cast.bob.user, cast.hard, level=4)
    say(review, Side.MANAGER, cast.bob.user, topic=Topic.OVERALL, level=Overall.ABOVE)
    say(review, Side.SELF, cast.carol.user, cast.hard, level=3)
    return review


def adjust(actor, review, skill, level="3", **more):
    given = {"reason": "as in the other teams", "expected": 1, "now": timezone.now(), **more}
    return calibrate(actor=actor, review=review, skill=skill, level=Decimal(level), **given)


def lock(cast, season):
    return lock_calibration(actor=cast.alice.user, cycle=season, now=timezone.now())


def level_of(review, skill, side=Side.MANAGER):
    topic = Topic.SKILL if skill else Topic.OVERALL
    return ReviewEntry.objects.get(review=review, side=side, topic=topic, skill=skill).level
