"""Cycles that open by themselves on their first day."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from assessments import tasks
from assessments.enums import CycleState
from assessments.models import AssessmentCycle, RatingRequest
from assessments.services.cycles import add_people, change_terms, create_cycle, remove_people
from assessments.services.cycles_calendar import keep_dates
from assessments.services.cycles_life import back_to_draft, next_round
from assessments.services.cycles_opening import open_cycle, open_on_date
from assessments.services.cycles_release import close_cycle
from skillmap.core.models import Job, Notification
from tests import factories as make
from tests.assessments.cycles import ANONYMOUS_PEERS, MANAGER, SELF, make_cycle, terms
from tests.cast import make_cast

pytestmark = pytest.mark.django_db
TOMORROW = make.day(1)


def later(days):
    return timezone.now() + timedelta(days=days)


def told(kind):
    return {note.user.name: note.title for note in Notification.objects.filter(kind=kind)}


def test_the_scheduler_opens_on_the_first_day_and_not_before(cast):
    cycle = make_cycle(cast, opens_on=TOMORROW)
    keep_dates(make.day(0))
    assert not Job.objects.exists()

    keep_dates(TOMORROW)
    keep_dates(TOMORROW)

    job = Job.objects.get()
    assert (job.name, job.arguments) == ("assessments.open_cycle_on_date", {"cycle_id": cycle.pk})


def test_a_cycle_opened_by_date_asks_everybody_and_tells_its_maker(cast):
    cycle = make_cycle(cast, opens_on=TOMORROW, kinds=(SELF, MANAGER, ANONYMOUS_PEERS))

    assert open_on_date(cycle=cycle, now=later(1))

    cycle.refresh_from_db()
    assert (cycle.state, cycle.opens_on) == (CycleState.OPEN, TOMORROW)
    assert RatingRequest.objects.filter(cycle=cycle).count() == 2
    assert told("cycle_opened_by_date") == {
        "Alice Admin": "Autumn is open; 1 person has too few raters"
    }


def test_those_who_run_it_learn_the_day_before_whom_it_lacks(cast):
    make_cycle(cast, opens_on=TOMORROW, kinds=(SELF, ANONYMOUS_PEERS))

    keep_dates(make.day(0))
    keep_dates(make.day(0))

    note = Notification.objects.get(kind="cycle_opens")
    assert note.user == cast.alice.user
    assert note.title == "Autumn opens tomorrow for 1 person; with too few raters: 1"


def test_a_cycle_that_cannot_be_opened_stays_a_draft_and_says_why(
    cast, django_capture_on_commit_callbacks
):
    cycle = make_cycle(cast, opens_on=TOMORROW)
    remove_people(actor=cast.alice.user, cycle=cycle, people=[cast.carol])

    with django_capture_on_commit_callbacks(execute=True):
        assert not open_on_date(cycle=cycle, now=later(1))

    cycle.refresh_from_db()
    assert (cycle.state, cycle.opens_by_itself) == (CycleState.DRAFT, False)
    title = told("cycle_not_opened")["Alice Admin"]
    assert title.endswith("stays a draft: Nobody is in this cycle yet: add people first.")
    assert [sent.to for sent in mail.outbox] == [[cast.alice.user.email]]
    keep_dates(TOMORROW)
    assert not Job.objects.exists(), "it is tried once"


def test_nothing_half_opened_is_left_when_opening_fails(cast):
    nobody = make.make_employee("No Role", user=True)
    make.assign(nobody, "Acme")
    cycle = make_cycle(cast, nobody, opens_on=TOMORROW)

    assert not open_on_date(cycle=cycle, now=later(1))

    assert cycle.participants.get().manager is None
    assert not RatingRequest.objects.exists()
    assert not Notification.objects.filter(kind="cycle_opened").exists()


def test_hr_admins_are_told_when_the_maker_runs_it_no_more(cast):
    cycle = make_cycle(cast, opens_on=TOMORROW)
    AssessmentCycle.objects.filter(pk=cycle.pk).update(created_by=cast.bob.user)

    open_on_date(cycle=cycle, now=later(1))

    assert set(told("cycle_opened_by_date")) == {"Alice Admin"}


@pytest.mark.parametrize("changes", [{"opens_by_itself": False}, {"opens_on": make.day(0)}])
def test_who_wants_to_open_by_hand_does(cast, changes):
    """A cycle that begins today is still being prepared."""
    cycle = make_cycle(cast, **{"opens_on": TOMORROW, **changes})

    keep_dates(make.day(3))

    assert not Job.objects.exists()
    assert not open_on_date(cycle=cycle, now=later(3))


def test_a_mended_draft_with_a_new_date_opens_again(cast):
    alice = cast.alice.user
    cycle = create_cycle(actor=alice, terms=terms(opens_on=TOMORROW))
    open_on_date(cycle=cycle, now=later(1))
    cycle.refresh_from_db()
    assert not cycle.opens_by_itself
    add_people(actor=alice, cycle=cycle, people=[cast.carol])
    change_terms(actor=alice, cycle=cycle, terms=replace(terms(), opens_on=make.day(2)))

    assert open_on_date(cycle=cycle, now=later(2))


def test_an_opening_that_was_taken_back_is_not_done_again(cast):
    cycle = make_cycle(cast, opens_on=TOMORROW)
    open_cycle(actor=cast.alice.user, cycle=cycle, now=timezone.now())
    back_to_draft(actor=cast.alice.user, cycle=cycle)

    keep_dates(TOMORROW)

    assert not Job.objects.exists()


def test_a_new_round_waits_for_a_person(cast):
    cycle = make_cycle(cast)
    open_cycle(actor=cast.alice.user, cycle=cycle, now=timezone.now())
    close_cycle(actor=None, cycle=cycle, now=timezone.now())
    Job.objects.all().delete()
    fresh = next_round(actor=cast.alice.user, cycle=cycle, today=make.day(0))

    keep_dates(make.day(0))

    assert not fresh.opens_by_itself
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_job_opens_once_and_never_again():
    cast = make_cast()
    cycle = make_cycle(cast, opens_on=TOMORROW)
    AssessmentCycle.objects.filter(pk=cycle.pk).update(opens_on=make.day(0))
    keep_dates(make.day(0))
    job = Job.objects.get()

    tasks.open_cycle_on_date(job.pk)
    job.refresh_from_db()
    assert job.state == "done"
    Job.objects.filter(pk=job.pk).update(state="queued")
    tasks.open_cycle_on_date(job.pk)

    job.refresh_from_db()
    assert (job.state, job.error) == ("done", "")
    assert len(told("cycle_opened_by_date")) == 1
