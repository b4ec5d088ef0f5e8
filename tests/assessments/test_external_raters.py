"""People without a log-in: who is asked, and who sees them."""

import pytest
from django.core import mail
from django.test import TestCase
from django.utils import timezone

from assessments.enums import RaterKind, RequestState
from assessments.models import (
    ExternalRater,
)
from assessments.queries.cycles import lacks_of
from assessments.services.cycles import change_terms, remove_people
from assessments.services.cycles_calendar import remind_raters
from assessments.services.cycles_life import ask_for_proposals
from assessments.services.cycles_opening import open_cycle
from assessments.services.cycles_raters import propose_rater, take_back_proposal
from assessments.services.external import (
    MOST_ASKED,
    decide_external,
    mail_again,
    propose_external,
    remind_external,
)
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import Notification
from tests import factories as make
from tests.assessments.cycles import (
    make_cycle,
    make_open_cycle,
    participant,
    terms,
)
from tests.assessments.outside import ANONYMOUS, NAMED, codes, propose

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(cast):
    """Carol in an open cycle in which people from outside answer by name."""
    return participant(make_open_cycle(cast, **NAMED), cast.carol)


def decide(actor, person, rater, *, approve=True):
    with TestCase.captureOnCommitCallbacks(execute=True):
        decide_external(
            actor=actor.user, participant=person, rater=rater, approve=approve, now=timezone.now()
        )


def test_a_proposal_waits_and_nobody_is_mailed_before_approval(cast, named):
    rater = propose(cast.carol.user, named)
    assert (rater.state, codes()) == (RequestState.PROPOSED, [])
    assert Notification.objects.get(kind="raters_proposed").user == cast.bob.user

    decide(cast.bob, named, rater)

    rater.refresh_from_db()
    assert (rater.state, rater.decided_by) == (RequestState.APPROVED, cast.bob.user)
    (sent,) = mail.outbox
    assert sent.to == ["vera@customer.example"]
    assert "Carol Report" in sent.subject
    assert "by name" in sent.body
    assert len(codes()) == 1


def test_of_a_draft_they_are_mailed_at_opening(cast, django_capture_on_commit_callbacks):
    cycle = make_cycle(cast, **NAMED)
    propose(cast.bob.user, participant(cycle, cast.carol))
    assert mail.outbox == []

    with django_capture_on_commit_callbacks(execute=True):
        open_cycle(actor=cast.alice.user, cycle=cycle, now=timezone.now())

    assert len(codes()) == 1


def test_who_proposed_somebody_from_outside_is_not_asked_for_raters_again(cast):
    cycle = make_cycle(cast, **NAMED)
    propose(cast.carol.user, participant(cycle, cast.carol))

    assert ask_for_proposals(actor=cast.alice.user, cycle=cycle, now=timezone.now()) == 0


def test_a_declined_proposal_is_never_mailed(cast, named):
    rater = propose(cast.carol.user, named)
    decide(cast.bob, named, rater, approve=False)
    with pytest.raises(ConflictError):
        decide(cast.bob, named, rater)

    with TestCase.captureOnCommitCallbacks(execute=True):
        remind_raters(actor=cast.alice.user, cycle=named.cycle)

    assert codes() == []


def test_a_declined_proposal_is_made_again_by_those_who_approve(cast, named):
    rater = propose(cast.carol.user, named)
    decide(cast.bob, named, rater, approve=False)
    with pytest.raises(ConflictError):
        propose(cast.carol.user, named)

    again = propose(cast.bob.user, named)

    assert (again.pk, again.state) == (rater.pk, RequestState.APPROVED)
    assert len(codes()) == 1


def test_whoever_was_declined_does_not_count_among_the_asked(cast, named):
    for number in range(MOST_ASKED):
        rater = propose(cast.carol.user, named, f"v{number}@customer.example")
    decide(cast.bob, named, rater, approve=False)

    assert propose(cast.carol.user, named, "one.more@customer.example").pk


def test_only_raters_of_the_person_at_hand_are_decided_on_and_mailed(cast):
    cycle = make_open_cycle(cast, cast.carol, cast.dave, **NAMED)
    carol, dave = participant(cycle, cast.carol), participant(cycle, cast.dave)
    rater = propose(cast.dave.user, dave)
    with pytest.raises(ConflictError):
        decide(cast.bob, carol, rater)
    decide(cast.carol, dave, rater)
    rater.refresh_from_db()

    with TestCase.captureOnCommitCallbacks(execute=True):
        mail_again(actor=cast.bob.user, participant=carol, rater=rater, today=make.day(0))

    assert len(codes()) == 1


def test_mailing_takes_the_same_queries_for_any_number(cast, django_assert_num_queries):
    cycle = make_open_cycle(cast, cast.carol, **NAMED)
    for number in range(5):
        propose(cast.bob.user, participant(cycle, cast.carol), f"v{number}@customer.example")
    mail.outbox.clear()

    with TestCase.captureOnCommitCallbacks(execute=True), django_assert_num_queries(3):
        remind_external(cycle, make.day(0))

    assert len(codes()) == 5


@pytest.mark.parametrize("who", ["frank", "dave", "grace"])
def test_only_the_person_manager_and_hr_propose(cast, named, who):
    with pytest.raises(NotAllowedError):
        propose(cast.people[who].user, named)
    assert not ExternalRater.objects.exists()


@pytest.mark.parametrize("who", ["carol", "dave", "frank"])
def test_only_manager_and_hr_decide(cast, named, who):
    rater = propose(cast.carol.user, named)

    with pytest.raises(NotAllowedError):
        decide(cast.people[who], named, rater)


def test_the_person_takes_back_an_own_proposal_only(cast, named):
    rater = propose(cast.carol.user, named)
    with pytest.raises(ConflictError):
        take_back_proposal(actor=cast.bob.user, request=rater)

    take_back_proposal(actor=cast.carol.user, request=rater)

    assert not ExternalRater.objects.exists()


@pytest.mark.parametrize(
    ("name", "email", "code"),
    [
        ("Vera", "not an address", "bad_email"),
        ("Vera", "vera@customer.example\nbcc: all@example.org", "bad_email"),
        ("Vera", "", "bad_email"),
        ("Vera", f"{'v' * 60}@{'c' * 190}.{'d' * 60}.example", "bad_email"),
        (" \n ", "vera@customer.example", "required"),
        ("V" * 121, "vera@customer.example", "too_long"),
    ],
)
def test_names_and_addresses_that_cannot_be_are_refused(cast, named, name, email, code):
    with pytest.raises(DomainError) as refused:
        propose_external(
            actor=cast.bob.user, participant=named, name=name, email=email, now=timezone.now()
        )

    assert refused.value.code == code
    assert not ExternalRater.objects.exists()


def test_somebody_who_works_here_is_no_outsider(cast, named):
    with pytest.raises(DomainError) as refused:
        propose(cast.bob.user, named, cast.frank.user.email.upper())

    assert refused.value.code == "works_here"


def test_the_same_address_is_asked_once(cast, named):
    propose(cast.bob.user, named)

    with pytest.raises(ConflictError):
        propose(cast.bob.user, named, "Vera@Customer.example ")

    assert ExternalRater.objects.count() == 1


def test_nobody_is_flooded_with_people_from_outside(cast, named):
    for number in range(MOST_ASKED):
        propose(cast.carol.user, named, f"v{number}@customer.example")

    with pytest.raises(ConflictError):
        propose(cast.carol.user, named, "one.more@customer.example")


def test_a_cycle_without_them_takes_none(cast):
    person = participant(make_open_cycle(cast), cast.carol)

    with pytest.raises(DomainError):
        propose(cast.bob.user, person)


def test_nobody_with_a_log_in_is_proposed_as_from_outside(cast, named):
    with pytest.raises(DomainError):
        propose_rater(
            actor=cast.bob.user,
            participant=named,
            rater=cast.frank,
            kind=RaterKind.EXTERNAL,
            now=timezone.now(),
        )


def test_they_count_among_the_raters_a_person_has(cast):
    cycle = make_cycle(cast, **ANONYMOUS)
    person = participant(cycle, cast.carol)
    assert cast.carol.pk not in lacks_of(cycle), "who has nobody outside lacks nobody there"
    for number in range(3):
        propose(cast.bob.user, person, f"v{number}@customer.example")
    (lack,) = lacks_of(cycle)[cast.carol.pk]
    assert (lack.kind.rater_kind, lack.has, lack.needs) == ("external", 3, 4)

    propose(cast.bob.user, person)

    assert cast.carol.pk not in lacks_of(cycle)


def test_terms_and_people_take_them_along(cast):
    cycle = make_cycle(cast, cast.carol, cast.dave, **NAMED)
    for person in (cast.carol, cast.dave):
        propose(cast.alice.user, participant(cycle, person))
    change_terms(actor=cast.alice.user, cycle=cycle, terms=terms(**ANONYMOUS))
    assert set(ExternalRater.objects.values_list("anonymous", flat=True)) == {True}

    remove_people(actor=cast.alice.user, cycle=cycle, people=[cast.dave])
    assert ExternalRater.objects.get().ratee == cast.carol

    change_terms(actor=cast.alice.user, cycle=cycle, terms=terms())
    assert not ExternalRater.objects.exists()


def test_only_those_see_them_who_proposed_or_may_read_the_person(cast, named):
    own, other = propose(cast.carol.user, named), propose(cast.bob.user, named, "w@other.example")

    def seen(name):
        return set(ExternalRater.objects.visible_to(cast.viewer(name)))

    assert seen("carol") == {own}
    assert seen("bob") == seen("alice") == seen("erin") == {own, other}
    assert seen("frank") == seen("dave") == seen("anonymous") == set()
