"""The whole life of a cycle as workers run it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments import tasks
from assessments.enums import CycleState, RaterKind
from assessments.models import Evidence, FeedbackInvitation
from assessments.services.cycles_life import start_closing, start_opening, start_release
from assessments.services.cycles_raters import propose_rater
from skillmap.core.errors import ConflictError
from skillmap.core.models import Job
from tests.assessments.cycles import ANONYMOUS_PEERS, MANAGER, SELF, make_cycle, participant, rate
from tests.assessments.feedback_rounds import give
from tests.cast import make_cast

pytestmark = pytest.mark.django_db(transaction=True)
KINDS = (SELF, MANAGER, ANONYMOUS_PEERS)


def work():
    """Do what waits, as a worker would."""
    ours = ("assessments.open_", "assessments.close_cycle", "assessments.mix_", "assessments.rel")
    for job in Job.objects.filter(state="queued").order_by("pk"):
        if job.name.startswith(ours):
            getattr(tasks, job.name.partition(".")[2])(job.pk)
    return Job.objects.exclude(state="queued")


def test_a_cycle_is_opened_closed_mixed_and_released_by_jobs():
    cast = make_cast()
    cycle, alice = make_cycle(cast, kinds=KINDS), cast.alice.user
    propose_rater(
        actor=alice,
        participant=participant(cycle, cast.carol),
        rater=cast.frank,
        kind=RaterKind.PEER,
        now=timezone.now(),
    )

    job = start_opening(actor=alice, cycle=cycle)
    work()
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.error) == ("done", 1, 1, "")
    assert job.link == reverse("pages:cycle_detail", args=[cycle.public_id])
    assert FeedbackInvitation.objects.get().rater == cast.frank
    cycle.refresh_from_db()
    rate(cycle, cast.bob, cast.carol, {cast.hard: 3, cast.soft: 4})

    give(cast.frank, participant(cycle, cast.carol), {cast.soft: 4})

    start_closing(actor=alice, cycle=cycle)
    work()
    mixing = Job.objects.filter(name="assessments.mix_answers")
    with pytest.raises(ConflictError, match="Try again in a moment"):
        start_release(actor=alice, cycle=cycle)
    mixing.update(state="parked")
    with pytest.raises(ConflictError, match="Start it again under Jobs"):
        start_release(actor=alice, cycle=cycle)
    mixing.update(state="queued")
    work()
    start_release(actor=alice, cycle=cycle)
    work()

    cycle.refresh_from_db()
    assert cycle.state == CycleState.RELEASED
    assert Evidence.objects.count() == 2
    assert {job.state for job in work()} == {"done"}


def test_a_cycle_that_was_opened_meanwhile_fails_with_a_sentence():
    cast = make_cast()
    cycle, alice = make_cycle(cast), cast.alice.user
    start_opening(actor=alice, cycle=cycle)
    work()
    again = Job.objects.get()
    Job.objects.filter(pk=again.pk).update(state="queued", due_at=timezone.now())

    work()

    again.refresh_from_db()
    assert again.state == "failed"
    assert "so that is not possible" in again.error
