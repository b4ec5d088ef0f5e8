"""People without a log-in: who is asked, and who sees them."""

import pytest
from django.core import mail
from django.test import TestCase
from django.utils import timezone

from assessments.enums import RaterKind, RequestState
from assessments.models import ExternalRater
from assessments.queries.cycles import lacks_of, raters_by_kind
from assessments.services.cycles import KindTerms, change_terms, remove_people
from assessments.services.cycles_calendar import remind_raters
from assessments.services.cycles_life import ask_for_proposals
from assessments.services.cycles_opening import open_cycle
from assessments.services.cycles_raters import propose_rater
from assessments.services.external import (
    MOST_ASKED,
    ask_external_after_all,
    decide_external,
    mail_again,
    propose_external,
    remind_external,
    take_back_external,
)
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import Notification
from tests import factories as make
from tests.assessments.cycles import SELF, make_cycle, make_open_cycle, participant, terms
from tests.assessments.outside import WITH_OUTSIDE, codes, propose

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(cast):
    """Carol in an open cycle in which people from outside answer."""
    return participant(make_open_cycle(cast, **WITH_OUTSIDE), cast.carol)


def decide(actor, person, rater, *, approve=True):
    with TestCase.captureOnCommitCallbacks(execute=True):
        decide_external(
            actor=actor.user, participant=person, rater=rater, approve=approve, now=timezone.now()
        )


def ask_anyway(actor, person, rater):
    with TestCase.captureOnCommitCallbacks(execute=True):
        ask_external_after_all(
            actor=actor.user, participant=person, rater=rater, now=timezone.now()
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
    cycle = make_cycle(cast, **WITH_OUTSIDE)
    propose(cast.bob.user, participant(cycle, cast.carol))
    assert mail.outbox == []

    with django_capture_on_commit_callbacks(execute=True):
        open_cycle(actor=cast.alice.user, cycle=cycle, now=timezone.now())

    assert len(codes()) == 1


def test_who_proposed_somebody_from_outside_is_not_asked_for_raters_again(cast):
    cycle = make_cycle(cast, **WITH_OUTSIDE)
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


def test_who_was_declined_is_asked_after_all_by_those_who_decide(cast, named):
    rater = propose(cast.carol.user, named)
    decide(cast.bob, named, rater, approve=False)
    with pytest.raises(ConflictError) as refused:
        propose(cast.bob.user, named)
    assert "was declined" in refused.value.message
    with pytest.raises(NotAllowedError):
        ask_anyway(cast.carol, named, rater)

    ask_anyway(cast.bob, named, rater)

    rater.refresh_from_db()
    assert rater.state == RequestState.APPROVED
    assert len(codes()) == 1


def test_declined_proposals_count_for_who_proposes_not_for_who_decides(cast, named):
    for number in range(MOST_ASKED):
        rater = propose(cast.carol.user, named, f"v{number}@customer.example")
    decide(cast.bob, named, rater, approve=False)
    with pytest.raises(ConflictError) as refused:
        propose(cast.carol.user, named, "one.more@customer.example")
    assert "The manager or HR can add more." in refused.value.message

    assert propose(cast.bob.user, named, "one.more@customer.example").pk


def test_an_approval_mails_nobody_but_who_is_approved(cast, named):
    propose(cast.bob.user, named)
    ExternalRater.objects.update(digests=[], link_ends_on=None)  # promised that no name is shown
    mail.outbox.clear()

    rater = propose(cast.carol.user, named, "willy@supplier.example")
    decide(cast.bob, named, rater)

    assert [sent.to for sent in mail.outbox] == [["willy@supplier.example"]]


def test_only_raters_of_the_person_at_hand_are_decided_on_and_mailed(cast):
    cycle = make_open_cycle(cast, cast.carol, cast.dave, **WITH_OUTSIDE)
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
    cycle = make_open_cycle(cast, cast.carol, **WITH_OUTSIDE)
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
        take_back_external(actor=cast.bob.user, rater=rater)

    take_back_external(actor=cast.carol.user, rater=rater)

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
    cycle = make_cycle(cast, **WITH_OUTSIDE)
    person = participant(cycle, cast.carol)
    assert cast.carol.pk not in lacks_of(cycle), "who has nobody outside lacks nobody there"

    propose(cast.bob.user, person)

    assert raters_by_kind(cycle, cast.carol.pk)[cast.carol.pk]["external"] == 1


def test_they_cannot_be_asked_without_their_names(cast):
    """Three invented addresses would tell what a fourth person said."""
    outside = KindTerms(RaterKind.EXTERNAL, anonymous=True, wanted=5, by_rule=False)

    with pytest.raises(DomainError) as refused:
        make_cycle(cast, kinds=(SELF, outside))

    assert refused.value.field == "kinds"
    assert "People from outside answer by name" in refused.value.message


def test_terms_and_people_take_them_along(cast):
    cycle = make_cycle(cast, cast.carol, cast.dave, **WITH_OUTSIDE)
    for person in (cast.carol, cast.dave):
        propose(cast.alice.user, participant(cycle, person))

    remove_people(actor=cast.alice.user, cycle=cycle, people=[cast.dave])
    assert ExternalRater.objects.get().ratee == cast.carol

    change_terms(actor=cast.alice.user, cycle=cycle, terms=terms())
    assert not ExternalRater.objects.exists()


def test_the_person_and_those_who_read_the_levels_see_them(cast, named):
    """They answer by name, so that the person may know who is asked."""
    found = {propose(cast.carol.user, named), propose(cast.bob.user, named, "w@other.example")}

    def seen(name):
        return set(ExternalRater.objects.visible_to(cast.viewer(name)))

    assert seen("carol") == seen("bob") == seen("alice") == seen("erin") == found
    assert seen("frank") == seen("dave") == seen("anonymous") == set()
