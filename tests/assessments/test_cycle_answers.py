"""Answers of a cycle, its close and its release."""

import pytest
from django.utils import timezone

from assessments.enums import CyclePurpose, CycleState, RaterKind, RequestState, Source
from assessments.models import Evidence, Rating, RatingRequest
from assessments.services.cycles_life import (
    decline_request,
    next_round,
    share_results,
    withdraw_person,
)
from assessments.services.cycles_opening import open_cycle
from assessments.services.cycles_release import close_cycle, release_cycle
from assessments.services.ratings import submit_ratings
from employees.enums import EmployeeStatus
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import Notification
from tests import factories as make
from tests.assessments.cycles import (
    ANONYMOUS_PEERS,
    SELF,
    make_cycle,
    make_open_cycle,
    participant,
    rate,
)

pytestmark = pytest.mark.django_db


# --- answers ------------------------------------------------------------------------------------


def test_answers_wait_for_the_release(cast):
    cycle = make_open_cycle(cast)
    rate(cycle, cast.bob, cast.carol, {cast.hard: 3, cast.soft: None})

    assert not Evidence.objects.exists()
    request = RatingRequest.objects.get(cycle=cycle, rater=cast.bob)
    assert request.state == RequestState.ANSWERED

    close_cycle(actor=cast.alice.user, cycle=cycle, now=timezone.now())
    assert not Evidence.objects.exists()
    release_cycle(actor=cast.alice.user, cycle=cycle, now=timezone.now())

    row = Evidence.objects.get()
    assert (row.employee, row.skill, row.source, row.level) == (
        cast.carol, cast.hard, Source.MANAGER, 3,
    )  # fmt: skip
    assert Rating.objects.get(skill=cast.hard).evidence == row


def test_a_request_is_answered_once_everything_asked_is_sent(cast):
    cycle = make_open_cycle(cast)
    rate(cycle, cast.bob, cast.carol, {cast.hard: 3})
    assert RatingRequest.objects.get(rater=cast.bob).state == RequestState.APPROVED

    rate(cycle, cast.bob, cast.carol, {cast.soft: 4})
    assert RatingRequest.objects.get(rater=cast.bob).state == RequestState.ANSWERED


def test_until_the_close_the_last_answer_counts(cast):
    cycle = make_open_cycle(cast)
    rate(cycle, cast.bob, cast.carol, {cast.hard: 3})
    rate(cycle, cast.bob, cast.carol, {cast.hard: 4})

    close_cycle(actor=None, cycle=cycle, now=timezone.now())
    release_cycle(actor=None, cycle=cycle, now=timezone.now())

    assert [row.level for row in Evidence.objects.all()] == [4]


def test_sending_the_same_twice_says_so_and_loses_nothing(cast):
    cycle = make_open_cycle(cast)
    rate(cycle, cast.bob, cast.carol, {cast.hard: 3})

    with pytest.raises(DomainError) as refused:
        submit_ratings(actor=cast.bob.user, ratee=cast.carol, now=timezone.now(), cycle=cycle)

    assert refused.value.code == "nothing_to_submit"
    assert Rating.objects.get().level == 3


def test_a_close_settles_what_asked_for_answers_unless_another_round_asks(cast):
    first = make_open_cycle(cast)
    open_notes = Notification.objects.filter(user=cast.bob.user, kind="cycle_opened", read_at=None)
    second = make_open_cycle(cast)
    assert open_notes.exists()

    close_cycle(actor=None, cycle=first, now=timezone.now())
    assert open_notes.exists()  # both lead to one list, and the second round still asks

    close_cycle(actor=None, cycle=second, now=timezone.now())
    assert not open_notes.exists()


def test_a_closed_cycle_takes_no_answer_and_keeps_the_draft(cast):
    cycle = make_open_cycle(cast)
    rate(cycle, cast.bob, cast.carol, {cast.hard: 3}, send=False)
    close_cycle(actor=None, cycle=cycle, now=timezone.now())

    with pytest.raises(ConflictError) as refused:
        submit_ratings(actor=cast.bob.user, ratee=cast.carol, now=timezone.now(), cycle=cycle)
    with pytest.raises(ConflictError):
        rate(cycle, cast.bob, cast.carol, {cast.hard: 5}, send=False)

    assert refused.value.code == "cycle_closed"
    draft = Rating.objects.get()
    assert (draft.level, draft.submitted_at) == (3, None)


@pytest.mark.parametrize("level", [-1, 6, 2.25])
def test_a_level_off_the_scale_is_refused(cast, level):
    cycle = make_open_cycle(cast)

    with pytest.raises(DomainError) as refused:
        rate(cycle, cast.bob, cast.carol, {cast.hard: level})

    assert refused.value.field == "level"
    assert not Rating.objects.exists()


def test_only_those_who_are_asked_answer(cast):
    cycle = make_open_cycle(cast, kinds=(SELF,))

    with pytest.raises(NotAllowedError):
        rate(cycle, cast.bob, cast.carol, {cast.hard: 3})


def test_a_rater_of_an_anonymous_kind_cannot_answer_by_name(cast):
    cycle = make_cycle(cast, kinds=(SELF, ANONYMOUS_PEERS))
    RatingRequest.objects.create(
        cycle=cycle,
        rater=cast.frank,
        ratee=cast.carol,
        rater_kind=RaterKind.PEER,
        anonymous=True,
        state=RequestState.APPROVED,
    )
    open_cycle(actor=None, cycle=cycle, now=timezone.now())

    with pytest.raises(NotAllowedError):
        rate(cycle, cast.frank, cast.carol, {cast.hard: 3})


def test_a_skill_that_is_not_asked_is_refused(cast):
    cycle = make_open_cycle(cast)

    with pytest.raises(DomainError) as refused:
        rate(cycle, cast.bob, cast.carol, {make.make_skill("Juggling"): 3})

    assert refused.value.code == "not_asked"


def test_ratings_outside_the_cycle_go_on_beside_it(cast):
    cycle = make_open_cycle(cast)
    rate(cycle, cast.carol, cast.carol, {cast.hard: 2}, send=False)
    rate(None, cast.carol, cast.carol, {cast.hard: 5})

    assert [row.level for row in Evidence.objects.all()] == [5]
    assert Rating.objects.get(cycle=cycle).submitted_at is None


def test_nobody_answers_by_name_about_somebody_who_left(cast):
    cycle = make_open_cycle(cast)
    cast.carol.status = EmployeeStatus.LEFT
    cast.carol.save()

    with pytest.raises(ConflictError) as refused:
        rate(cycle, cast.bob, cast.carol, {cast.hard: 3})

    assert refused.value.message.startswith("Carol Report does not work here any more")
    assert not Rating.objects.exists()


def test_answers_about_somebody_withdrawn_are_not_used(cast):
    cycle = make_open_cycle(cast, cast.carol, cast.dave)
    rate(cycle, cast.bob, cast.carol, {cast.hard: 3})
    withdraw_person(
        actor=cast.alice.user, participant=participant(cycle, cast.carol), now=timezone.now()
    )

    close_cycle(actor=None, cycle=cycle, now=timezone.now())
    release_cycle(actor=None, cycle=cycle, now=timezone.now())

    assert not Evidence.objects.exists()


# --- release ------------------------------------------------------------------------------------


def test_developmental_answers_become_evidence_only_when_shared(cast):
    cycle = make_open_cycle(cast, cast.carol, cast.dave, purpose=CyclePurpose.DEVELOPMENTAL)
    share_results(
        actor=cast.dave.user,
        participant=participant(cycle, cast.dave),
        shares=True,
        now=timezone.now(),
    )
    rate(cycle, cast.carol, cast.carol, {cast.hard: 3})
    rate(cycle, cast.dave, cast.dave, {cast.hard: 4})

    close_cycle(actor=None, cycle=cycle, now=timezone.now())
    release_cycle(actor=None, cycle=cycle, now=timezone.now())

    assert [row.employee for row in Evidence.objects.all()] == [cast.dave]


def test_sharing_is_decided_by_the_person_before_the_first_answer(cast):
    cycle = make_open_cycle(cast, purpose=CyclePurpose.DEVELOPMENTAL)
    carol = participant(cycle, cast.carol)
    with pytest.raises(NotAllowedError):
        share_results(actor=cast.bob.user, participant=carol, shares=True, now=timezone.now())
    rate(cycle, cast.bob, cast.carol, {cast.hard: 3})

    with pytest.raises(ConflictError) as refused:
        share_results(actor=cast.carol.user, participant=carol, shares=True, now=timezone.now())

    assert refused.value.code == "terms_frozen"


def test_release_tells_the_people_it_is_about(cast):
    cycle = make_open_cycle(cast)
    close_cycle(actor=None, cycle=cycle, now=timezone.now())
    release_cycle(actor=None, cycle=cycle, now=timezone.now())

    note = Notification.objects.get(kind="cycle_released")
    assert note.user == cast.carol.user
    assert str(cycle.public_id) in note.link


def test_release_tells_each_line_manager_once_how_many_results_are_there(cast):
    cycle = make_open_cycle(cast, cast.carol, cast.dave, cast.grace)
    close_cycle(actor=None, cycle=cycle, now=timezone.now())
    release_cycle(actor=None, cycle=cycle, now=timezone.now())

    notes = Notification.objects.filter(kind="team_results").order_by("user__email")
    assert {note.user: note.title for note in notes} == {
        cast.bob.user: "Autumn: the result of one of your people is here",
        cast.carol.user: "Autumn: the result of one of your people is here",
    }


def test_release_of_a_developmental_cycle_tells_no_manager(cast):
    cycle = make_open_cycle(cast, purpose=CyclePurpose.DEVELOPMENTAL)
    close_cycle(actor=None, cycle=cycle, now=timezone.now())
    release_cycle(actor=None, cycle=cycle, now=timezone.now())
    assert not Notification.objects.filter(kind="team_results").exists()


def test_release_comes_after_the_close_and_once(cast):
    cycle = make_open_cycle(cast)
    with pytest.raises(ConflictError):
        release_cycle(actor=None, cycle=cycle, now=timezone.now())
    close_cycle(actor=None, cycle=cycle, now=timezone.now())
    release_cycle(actor=None, cycle=cycle, now=timezone.now())
    with pytest.raises(ConflictError):
        release_cycle(actor=None, cycle=cycle, now=timezone.now())


def test_reopening_is_a_new_round_with_the_same_terms(cast):
    cycle = make_open_cycle(cast, cast.carol, cast.dave)
    close_cycle(actor=None, cycle=cycle, now=timezone.now())

    fresh = next_round(actor=cast.alice.user, cycle=cycle, today=make.day(20))

    assert (fresh.round, fresh.previous, fresh.state) == (2, cycle, CycleState.DRAFT)
    assert {row.employee for row in fresh.participants.all()} == {cast.carol, cast.dave}
    assert {row.rater_kind for row in fresh.kinds.all()} == {"self", "manager"}
    with pytest.raises(ConflictError):
        next_round(actor=cast.alice.user, cycle=cycle, today=make.day(20))


def test_a_rater_declines_and_is_no_longer_asked(cast):
    cycle = make_open_cycle(cast)
    request = RatingRequest.objects.get(rater=cast.bob)
    with pytest.raises(NotAllowedError):
        decline_request(actor=cast.carol.user, request=request, now=timezone.now())

    decline_request(actor=cast.bob.user, request=request, now=timezone.now())

    with pytest.raises(NotAllowedError):
        rate(cycle, cast.bob, cast.carol, {cast.hard: 3})
