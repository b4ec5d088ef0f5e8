"""The life of a review: every state, step and person has an answer, and none is a dead end."""

from itertools import product

import pytest
from django.db import transaction
from django.utils import timezone

from employees.enums import EmployeeStatus, Grant
from reviews.enums import Gate, Part, ReviewCycleState, ReviewState, Side, Step
from reviews.models import Review, ReviewCycle, ReviewEntry, ReviewTemplate
from reviews.queries.board import board_of, led_reviews
from reviews.services import life
from reviews.services.entries import About, Said, keep_entry
from reviews.services.templates import TemplateTerms, change_template
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from tests.factories import day, grant, make_delegation
from tests.reviews.season import make_review, make_review_cycle, make_template, say

pytestmark = pytest.mark.django_db

P, R, S = Part, ReviewState, Step
# Who may take which step in which state, written down anew; and where it leads.
WANTED = {
    (R.PREPARING, S.SUBMIT): ({P.SELF, P.LEADS}, R.PREPARING),
    (R.PREPARING, S.OPEN): ({P.HR}, R.READY),
    (R.READY, S.MEET): ({P.LEADS}, R.MEETING),
    (R.MEETING, S.SIGN): ({P.LEADS}, R.SIGNED),
    (R.SIGNED, S.AGREE): ({P.SELF}, R.ACKNOWLEDGED),
    (R.SIGNED, S.DISAGREE): ({P.SELF}, R.ACKNOWLEDGED),
    (R.SIGNED, S.REOPEN): ({P.LEADS, P.HR}, R.ARCHIVED),
    (R.ACKNOWLEDGED, S.REOPEN): ({P.LEADS, P.HR}, R.ARCHIVED),
    (R.ARCHIVED, S.REOPEN): ({P.LEADS, P.HR}, R.ARCHIVED),
    (R.PREPARING, S.TAKE_BACK): ({P.SELF, P.LEADS}, R.PREPARING),
    **{(state, S.ARCHIVE): ({P.HR}, R.ARCHIVED) for state in set(R) - {R.ARCHIVED}},
}
ACTORS = {
    "carol": {P.SELF},
    "bob": {P.LEADS},
    "alice": {P.HR},
    "erin": {P.HR},  # HR partner of the unit
    "dave": set(),  # reports to Carol
    "frank": set(),  # leads nobody here
    "grace": set(),  # learning manager
    "heidi": set(),  # auditor
    "anonymous": set(),
}
ASKED = list(product(R, S))


def take(step, actor, review):
    now = timezone.now()
    steps = {
        S.SUBMIT: lambda: life.submit_part(actor=actor, review=review, now=now),
        S.TAKE_BACK: lambda: life.take_back_part(actor=actor, review=review),
        S.OPEN: lambda: life.open_parts(actor=actor, review=review, now=now),
        S.MEET: lambda: life.begin_meeting(actor=actor, review=review),
        S.SIGN: lambda: life.sign_review(actor=actor, review=review, now=now),
        S.AGREE: lambda: answer(actor, review, agrees=True),
        S.DISAGREE: lambda: answer(actor, review, agrees=False),
        S.ARCHIVE: lambda: life.archive_review(actor=actor, review=review),
        S.REOPEN: lambda: life.reopen_review(actor=actor, review=review),
    }
    return steps[step]()


def answer(actor, review, *, agrees):
    return life.acknowledge_review(
        actor=actor, review=review, agrees=agrees, comment="because", now=timezone.now()
    )


@pytest.mark.parametrize(("state", "step"), ASKED)
def test_every_step_of_everybody_in_every_state_is_answered(cast, state, step):
    cycle = make_review_cycle(gate=Gate.HR)
    review = make_review(cast.carol, [cast.hard], state, manager=cast.bob.user, cycle=cycle)
    say(review, Side.MANAGER, cast.bob.user, cast.hard, level=3)
    by, to = WANTED.get((state, step), (set(), None))
    for name, parts in ACTORS.items():
        before = transaction.savepoint()
        if parts & by:
            take(step, cast.viewer(name), review)
        else:
            with pytest.raises(NotAllowedError if by else ConflictError):
                take(step, cast.viewer(name), review)
        assert Review.objects.get(pk=review.pk).state == (to if parts & by else state), name
        transaction.savepoint_rollback(before)


def test_parts_open_to_each_other_when_both_are_sent_and_not_before(cast):
    review = make_review(cast.carol, [cast.hard])
    say(review, Side.MANAGER, cast.bob.user, cast.hard, level=3)
    life.submit_part(actor=cast.carol.user, review=review, now=timezone.now())
    review.refresh_from_db()
    assert (review.state, review.opened_at) == (R.PREPARING, None)
    life.submit_part(actor=cast.bob.user, review=review, now=timezone.now())
    review.refresh_from_db()
    assert review.state == R.READY
    assert review.opened_at


def test_gate_of_hr_stays_shut_until_hr_opens_it(cast):
    review = make_review(cast.carol, [cast.hard], cycle=make_review_cycle(gate=Gate.HR))
    say(review, Side.MANAGER, cast.bob.user, cast.hard, level=3)
    for person in (cast.carol, cast.bob):
        life.submit_part(actor=person.user, review=review, now=timezone.now())
    review.refresh_from_db()
    assert review.opened_at is None
    life.open_parts(actor=cast.alice.user, review=review, now=timezone.now())
    assert Review.objects.get().state == R.READY


def open_as(person, review):
    life.open_parts(actor=person.user, review=review, now=timezone.now())


def test_hr_opens_no_part_before_the_last_day_to_prepare(cast):
    review = make_review(cast.carol, [cast.hard])
    with pytest.raises(ConflictError, match="after the last day"):
        open_as(cast.alice, review)
    ReviewCycle.objects.update(prepare_by=day(-1), sign_by=day(0))
    open_as(cast.alice, review)
    assert Review.objects.get().state == R.READY


@pytest.mark.parametrize("last_day", [-1, 7])
@pytest.mark.parametrize("gate", Gate)
def test_manager_who_is_hr_does_not_open_the_part_of_the_other_side_alone(cast, gate, last_day):
    grant(cast.bob.user, Grant.HR_ADMIN)
    cycle = make_review_cycle(gate=gate, prepare_by=day(last_day))
    review = make_review(cast.carol, [cast.hard], cycle=cycle)
    life.submit_part(actor=cast.carol.user, review=review, now=timezone.now())
    with pytest.raises((NotAllowedError, ConflictError)):
        open_as(cast.bob, review)
    assert Review.objects.get().opened_at is None


def test_hr_does_not_lead_where_somebody_stands_in(cast):
    review = make_review(cast.carol, [cast.hard], R.READY)
    cast.bob.status = EmployeeStatus.LEAVE
    cast.bob.save()
    make_delegation(cast.bob, cast.frank)
    with pytest.raises(NotAllowedError):
        life.begin_meeting(actor=cast.alice.user, review=review)
    cast.frank.status = EmployeeStatus.LEAVE
    cast.frank.save()
    life.begin_meeting(actor=cast.alice.user, review=review)


def test_stand_in_leads_the_review_while_the_manager_is_away(cast):
    review = make_review(cast.carol, [cast.hard], R.READY)
    with pytest.raises(NotAllowedError):
        life.begin_meeting(actor=cast.frank.user, review=review)
    make_delegation(cast.bob, cast.frank)
    life.begin_meeting(actor=cast.frank.user, review=review)
    assert Review.objects.get().state == R.MEETING


@pytest.mark.parametrize("status", [EmployeeStatus.LEAVE, EmployeeStatus.LEFT])
def test_hr_leads_where_the_manager_is_not_here(cast, status):
    review = make_review(cast.carol, [cast.hard], R.READY)
    cast.bob.status = status
    cast.bob.save()
    for step in (S.MEET, S.SIGN):
        take(step, cast.alice.user, review)
    assert Review.objects.get().state == R.SIGNED


def test_hr_partner_is_no_hr_about_the_own_review(cast):
    review = make_review(cast.erin, [cast.hard], R.READY)
    with pytest.raises(NotAllowedError):
        life.begin_meeting(actor=cast.erin.user, review=review)


def test_new_manager_neither_reads_nor_sends_the_drafts_of_the_one_before(cast):
    review = make_review(cast.carol, [cast.hard])
    mine = say(review, Side.MANAGER, cast.bob.user, cast.hard, text="what Bob thought")
    cast.carol.assignments.update(manager=cast.frank)
    about = About(side=Side.MANAGER, topic="skill", skill=cast.hard)
    keep_entry(actor=cast.frank.user, review=review, about=about, said=Said(text="Frank's words"))
    for person in (cast.frank, cast.carol):
        life.submit_part(actor=person.user, review=review, now=timezone.now())
    shown = review.entries.model.objects.visible_to(cast.carol.user)
    assert [entry.text for entry in shown] == ["Frank's words"]
    assert mine in review.entries.model.objects.visible_to(cast.bob.user)


def test_part_that_was_not_sent_stays_its_writers_when_hr_opens(cast):
    review = make_review(
        cast.carol, [cast.hard], R.MEETING, manager=cast.bob.user, self_submitted_at=None
    )
    draft = say(review, Side.SELF, cast.carol.user, cast.hard, level=1, text="half a thought")
    entries = ReviewEntry.objects
    assert list(entries.visible_to(cast.carol.user)) == [draft]
    for reader in (cast.bob, cast.alice, cast.erin):
        assert draft not in entries.visible_to(reader.user)


def test_sent_part_can_be_taken_back_until_the_other_side_reads_it(cast):
    review = make_review(cast.carol, [cast.hard])
    say(review, Side.MANAGER, cast.bob.user, cast.hard, level=3)
    life.submit_part(actor=cast.carol.user, review=review, now=timezone.now())
    life.take_back_part(actor=cast.carol.user, review=review)
    assert Review.objects.get().self_submitted_at is None
    for person in (cast.carol, cast.bob):
        life.submit_part(actor=person.user, review=review, now=timezone.now())
    with pytest.raises(ConflictError):
        life.take_back_part(actor=cast.carol.user, review=review)


def test_whoever_leads_takes_back_what_the_stand_in_sent(cast):
    review = make_review(cast.carol, [cast.hard])
    say(review, Side.MANAGER, cast.frank.user, cast.hard, level=3)
    make_delegation(cast.bob, cast.frank)
    life.submit_part(actor=cast.frank.user, review=review, now=timezone.now())
    life.take_back_part(actor=cast.bob.user, review=review)
    assert Review.objects.get().manager_author is None


def test_correction_in_a_closed_cycle_is_on_the_board(cast):
    cycle = make_review_cycle(state=ReviewCycleState.CLOSED)
    review = make_review(
        cast.carol, [cast.hard], R.ACKNOWLEDGED, manager=cast.bob.user, cycle=cycle
    )
    assert list(led_reviews(cast.bob.user)) == []
    fresh = life.reopen_review(actor=cast.bob.user, review=review)
    assert list(led_reviews(cast.bob.user)) == [fresh]


def test_board_counts_what_is_asked_of_the_manager(cast):
    cycle = make_review_cycle(template=make_template(soft_by="self"))
    review = make_review(cast.carol, [cast.hard, cast.soft], cycle=cycle)
    for skill in (cast.hard, cast.soft):
        say(review, Side.MANAGER, cast.bob.user, skill, level=2)
    [row] = board_of(cast.bob.user, list(led_reviews(cast.bob.user)))
    assert (row.asked, row.done, row.minutes) == (1, 1, 0)


def test_edition_is_not_made_from_a_template_that_changed_meanwhile(cast):
    template = make_review_cycle().template
    old = template.version
    ReviewTemplate.objects.update(version=old + 1)
    terms = TemplateTerms(name="Mine")
    actor = cast.alice.user
    with pytest.raises(ConflictError):
        change_template(actor=actor, template=template, terms=terms, expected=old)
    change_template(actor=actor, template=template, terms=terms, expected=old + 1)
    with pytest.raises(DomainError, match="newer edition"):
        change_template(actor=actor, template=template, terms=terms, expected=old + 1)
    assert ReviewTemplate.objects.count() == 2


def test_empty_part_of_the_manager_is_not_sent(cast):
    review = make_review(cast.carol, [cast.hard])
    say(review, Side.MANAGER, cast.frank.user, cast.hard, level=3)  # a draft of somebody else
    with pytest.raises(DomainError, match="Your part is empty"):
        life.submit_part(actor=cast.bob.user, review=review, now=timezone.now())
    assert Review.objects.get().manager_submitted_at is None


def test_manager_of_whom_nothing_is_asked_sends_an_empty_part(cast):
    template = make_template(hard_by="self", soft_by="self", summary_by="self", questions=[])
    review = make_review(cast.carol, [cast.hard], cycle=make_review_cycle(template=template))
    life.submit_part(actor=cast.bob.user, review=review, now=timezone.now())
    assert Review.objects.get().manager_author == cast.bob.user


def test_disagreeing_needs_words(cast):
    review = make_review(cast.carol, [cast.hard], R.SIGNED, manager=cast.bob.user)
    with pytest.raises(DomainError) as caught:
        life.acknowledge_review(
            actor=cast.carol.user, review=review, agrees=False, comment=" ", now=timezone.now()
        )
    assert caught.value.field == "comment"
    assert Review.objects.get().state == R.SIGNED


def test_correction_is_a_new_revision_with_everything_that_was_said(cast):
    review = make_review(cast.carol, [cast.hard], R.SIGNED, manager=cast.bob.user)
    say(review, Side.SHARED, None, cast.hard, level=3)
    say(review, Side.PRIVATE, cast.bob.user, text="mine alone")
    fresh = life.reopen_review(actor=cast.bob.user, review=review)
    assert (fresh.revision, fresh.state, fresh.previous) == (2, R.MEETING, review)
    assert [line.skill for line in fresh.skills.all()] == [cast.hard]
    assert [(e.side, e.level) for e in fresh.entries.all()] == [(Side.SHARED, 3)]
    with pytest.raises(ConflictError):
        life.reopen_review(actor=cast.bob.user, review=review)
