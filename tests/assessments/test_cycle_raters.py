"""Who rates whom in a cycle."""

import pytest
from django.utils import timezone

from assessments.enums import RaterKind, RequestState
from assessments.models import FeedbackInvitation, RatingRequest
from assessments.queries.cycles import colleagues_to_propose, lacks_of
from assessments.services.cycles import KindTerms
from assessments.services.cycles_life import back_to_draft
from assessments.services.cycles_opening import open_cycle
from assessments.services.cycles_raters import (
    ask_after_all,
    decide_rater,
    propose_rater,
    propose_raters,
    take_back_proposal,
)
from assessments.services.cycles_release import close_cycle
from employees.enums import EmployeeStatus
from employees.models import Employee
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import Notification
from tests import factories as make
from tests.assessments.cycles import (
    ANONYMOUS_PEERS,
    MANAGER,
    NAMED_PEERS,
    SELF,
    make_cycle,
    make_open_cycle,
    participant,
    raters,
)

pytestmark = pytest.mark.django_db


def propose(actor, cycle, ratee, rater, kind=RaterKind.PEER):
    return propose_rater(
        actor=actor.user,
        participant=participant(cycle, ratee),
        rater=rater,
        kind=kind,
        now=timezone.now(),
    )


def decide(actor, cycle, ratee, request, *, approve=True):
    decide_rater(
        actor=actor.user,
        participant=participant(cycle, ratee),
        request=request,
        approve=approve,
        now=timezone.now(),
    )


def ask_anyway(actor, cycle, ratee, request):
    person, now = participant(cycle, ratee), timezone.now()
    ask_after_all(actor=actor.user, participant=person, request=request, now=now)


def test_a_proposal_waits_for_the_manager_who_is_told_once(cast):
    cycle = make_cycle(cast, kinds=(SELF, NAMED_PEERS))

    propose(cast.carol, cycle, cast.carol, cast.frank)
    propose(cast.carol, cycle, cast.carol, cast.erin)

    assert raters(cycle, cast.carol) == {
        ("Frank", "peer", "proposed"),
        ("Erin", "peer", "proposed"),
    }
    note = Notification.objects.get(kind="raters_proposed")
    assert note.user == cast.bob.user
    assert "Carol Report" in note.title


def propose_peers(actor, cycle, ratee, *peers):
    return propose_raters(
        actor=actor.user,
        participant=participant(cycle, ratee),
        raters=peers,
        kind=RaterKind.PEER,
        now=timezone.now(),
    )


def test_several_are_asked_at_once_and_each_is_told(cast):
    cycle = make_open_cycle(cast, kinds=(SELF, NAMED_PEERS))

    propose_peers(cast.bob, cycle, cast.carol, cast.frank, cast.erin)

    assert raters(cycle, cast.carol) >= {
        ("Frank", "peer", "approved"),
        ("Erin", "peer", "approved"),
    }
    told = Notification.objects.filter(kind="cycle_opened", title__contains="Carol")
    assert {note.user for note in told} >= {cast.frank.user, cast.erin.user}


def test_one_who_cannot_rate_keeps_all_from_being_asked(cast):
    cycle = make_cycle(cast, kinds=(SELF, NAMED_PEERS))

    with pytest.raises(DomainError, match="manager rates as manager"):
        propose_peers(cast.carol, cycle, cast.carol, cast.frank, cast.bob)

    assert raters(cycle, cast.carol) == set()


def test_a_proposal_by_the_manager_is_approved_at_once(cast):
    cycle = make_cycle(cast, kinds=(SELF, NAMED_PEERS))

    request = propose(cast.bob, cycle, cast.carol, cast.frank)

    assert (request.state, request.decided_by) == (RequestState.APPROVED, cast.bob.user)


@pytest.mark.parametrize("who", ["carol", "dave", "frank", "grace"])
def test_only_manager_and_hr_decide(cast, who):
    cycle = make_cycle(cast, kinds=(SELF, NAMED_PEERS))
    request = propose(cast.carol, cycle, cast.carol, cast.frank)

    with pytest.raises(NotAllowedError):
        decide(cast.people[who], cycle, cast.carol, request)


@pytest.mark.parametrize("who", ["bob", "erin", "alice"])
def test_manager_and_hr_decide_once(cast, who):
    cycle = make_cycle(cast, kinds=(SELF, NAMED_PEERS))
    request = propose(cast.carol, cycle, cast.carol, cast.frank)
    decide(cast.people[who], cycle, cast.carol, request, approve=False)

    with pytest.raises(ConflictError):
        decide(cast.people[who], cycle, cast.carol, request)

    request.refresh_from_db()
    assert request.state == RequestState.DECLINED


def test_nobody_proposes_for_others(cast):
    cycle = make_cycle(cast, kinds=(SELF, NAMED_PEERS))

    with pytest.raises(NotAllowedError):
        propose(cast.frank, cycle, cast.carol, cast.grace)


def test_the_same_person_is_proposed_once(cast):
    cycle = make_cycle(cast, kinds=(SELF, NAMED_PEERS))
    propose(cast.carol, cycle, cast.carol, cast.frank)

    with pytest.raises(ConflictError) as refused:
        propose(cast.carol, cycle, cast.carol, cast.frank)

    assert refused.value.code == "proposed_already"
    assert RatingRequest.objects.count() == 1


def test_a_declined_rater_can_be_added_by_those_who_decide(cast):
    cycle = make_cycle(cast, kinds=(SELF, NAMED_PEERS))
    request = propose(cast.carol, cycle, cast.carol, cast.frank)
    decide(cast.bob, cycle, cast.carol, request, approve=False)
    with pytest.raises(ConflictError) as told:
        propose(cast.carol, cycle, cast.carol, cast.frank)
    assert "declined" not in told.value.message
    with pytest.raises(ConflictError) as refused:
        propose(cast.bob, cycle, cast.carol, cast.frank)
    assert "Frank Outsider was declined." in refused.value.message

    with pytest.raises(NotAllowedError):
        ask_anyway(cast.carol, cycle, cast.carol, request)

    ask_anyway(cast.bob, cycle, cast.carol, request)

    request.refresh_from_db()
    assert request.state == RequestState.APPROVED
    with pytest.raises(ConflictError):
        ask_anyway(cast.bob, cycle, cast.carol, request)


def test_proposing_everybody_does_not_tell_who_was_asked(cast):
    """Whom the manager had asked looks as proposed as anybody else, and can be taken back."""
    cycle = make_cycle(cast, kinds=(SELF, NAMED_PEERS))
    secret = propose(cast.bob, cycle, cast.carol, cast.frank)

    found = [propose(cast.carol, cycle, cast.carol, one) for one in (cast.frank, cast.erin)]
    visible = RatingRequest.objects.visible_to(cast.carol.user)
    assert set(visible.all()) == set(found)
    for request in found:
        take_back_proposal(actor=cast.carol.user, request=request)

    assert list(RatingRequest.objects.all()) == [secret]
    secret.refresh_from_db()
    assert (secret.state, secret.decided_by) == (RequestState.APPROVED, cast.bob.user)
    assert not visible.exists()


def test_rule_and_person_may_want_the_same_rater(cast):
    """Taking the opening back forgets the rule's choice and keeps the person's proposal."""
    by_rule = KindTerms(RaterKind.PEER, anonymous=False, wanted=2, by_rule=True)
    make.assign(make.make_employee("Near Colleague", user=True), role=cast.role, manager=cast.bob)
    cycle = make_open_cycle(cast, kinds=(SELF, by_rule))
    chosen = RatingRequest.objects.filter(cycle=cycle, rater_kind="peer").order_by("pk")
    wanted, *_others = chosen.select_related("rater__user")
    propose(cast.carol, cycle, cast.carol, wanted.rater)

    back_to_draft(actor=cast.alice.user, cycle=cycle)

    assert [(r.rater, r.state) for r in chosen.all()] == [(wanted.rater, RequestState.PROPOSED)]


def test_a_rater_who_left_is_refused_by_name(cast):
    cycle = make_cycle(cast, kinds=(SELF, NAMED_PEERS))
    cast.frank.status = EmployeeStatus.LEFT
    cast.frank.save()

    with pytest.raises(DomainError) as refused:
        propose(cast.carol, cycle, cast.carol, cast.frank)

    assert refused.value.code == "rater_left"
    assert "Frank Outsider" in refused.value.message


@pytest.mark.parametrize(
    ("rater", "kind"),
    [
        ("carol", RaterKind.PEER),  # oneself
        ("bob", RaterKind.PEER),  # the manager
        ("dave", RaterKind.PEER),  # a direct report
        ("frank", RaterKind.REPORT),  # not a direct report
        ("frank", RaterKind.MANAGER),  # not proposed at all
        ("frank", RaterKind.EXTERNAL),  # does not take part
    ],
)
def test_impossible_raters_are_refused(cast, rater, kind):
    cycle = make_cycle(cast, kinds=(SELF, MANAGER, NAMED_PEERS))

    with pytest.raises(DomainError):
        propose(cast.carol, cycle, cast.carol, cast.people[rater], kind)

    assert not RatingRequest.objects.exists()


def test_somebody_without_a_log_in_cannot_be_asked(cast):
    cycle = make_cycle(cast, kinds=(SELF, NAMED_PEERS))
    silent = make.make_employee("Silent Person")
    make.assign(silent)

    with pytest.raises(DomainError) as refused:
        propose(cast.carol, cycle, cast.carol, silent)

    assert refused.value.code == "rater_without_log_in"


def test_a_closed_cycle_takes_no_raters(cast):
    cycle = make_open_cycle(cast, kinds=(SELF, NAMED_PEERS))
    close_cycle(actor=None, cycle=cycle, now=timezone.now())

    with pytest.raises(ConflictError):
        propose(cast.bob, cycle, cast.carol, cast.frank)


def test_an_open_proposal_can_be_taken_back_by_its_writer(cast):
    cycle = make_cycle(cast, kinds=(SELF, NAMED_PEERS))
    request = propose(cast.carol, cycle, cast.carol, cast.frank)
    with pytest.raises(NotAllowedError):
        take_back_proposal(actor=cast.dave.user, request=request)

    take_back_proposal(actor=cast.carol.user, request=request)

    assert not RatingRequest.objects.exists()


def test_an_anonymous_rater_approved_while_open_is_invited_without_a_named_trace(cast):
    cycle = make_open_cycle(cast, kinds=(SELF, ANONYMOUS_PEERS))

    propose(cast.bob, cycle, cast.carol, cast.frank)

    assert FeedbackInvitation.objects.filter(cycle=cycle, rater=cast.frank).exists()
    assert not Notification.objects.filter(kind="cycle_opened", user=cast.frank.user).exists()


def test_a_rater_approved_while_the_cycle_opens_is_invited(cast):
    cycle = make_cycle(cast, kinds=(SELF, ANONYMOUS_PEERS))
    request = propose(cast.carol, cycle, cast.carol, cast.frank)
    read_as_draft = participant(cycle, cast.carol)
    open_cycle(actor=cast.alice.user, cycle=cycle, now=timezone.now())

    decide_rater(
        actor=cast.bob.user,
        participant=read_as_draft,
        request=request,
        approve=True,
        now=timezone.now(),
    )

    assert FeedbackInvitation.objects.filter(cycle=cycle, rater=cast.frank).exists()


def test_too_few_raters_show_before_opening(cast):
    cycle = make_cycle(cast, kinds=(SELF, MANAGER, ANONYMOUS_PEERS))
    propose(cast.bob, cycle, cast.carol, cast.frank)

    (lack,) = lacks_of(cycle)[cast.carol.pk]

    assert (lack.kind.rater_kind, lack.has, lack.needs) == ("peer", 1, 4)


def test_a_rater_who_left_is_lacking_again(cast):
    cycle = make_open_cycle(cast, kinds=(SELF, NAMED_PEERS))
    propose(cast.bob, cycle, cast.carol, cast.frank)
    assert cast.carol.pk not in lacks_of(cycle)

    Employee.objects.filter(pk=cast.frank.pk).update(status=EmployeeStatus.LEFT)

    (lack,) = lacks_of(cycle)[cast.carol.pk]
    assert (lack.kind.rater_kind, lack.has) == ("peer", 0)


def test_a_proposal_without_a_manager_goes_to_who_runs_the_cycle(cast):
    cycle = make_cycle(cast, cast.frank, kinds=(SELF, NAMED_PEERS))

    propose(cast.frank, cycle, cast.frank, cast.carol)
    propose(cast.frank, cycle, cast.frank, cast.dave)

    assert Notification.objects.get(kind="raters_proposed").user == cast.alice.user


def test_somebody_without_a_manager_lacks_one_before_opening(cast):
    cycle = make_cycle(cast, cast.frank)

    (lack,) = lacks_of(cycle)[cast.frank.pk]

    assert (lack.kind.rater_kind, lack.has) == ("manager", 0)


def test_colleagues_of_other_units_come_first(cast):
    near = make.make_employee("Near Colleague", user=True)
    make.assign(near, "Acme/Sales/North", role=cast.role, manager=cast.carol)
    far = make.make_employee("Far Colleague", user=True)
    make.assign(far, "Acme/Sales/South", role=cast.role, manager=cast.carol)

    across, own = colleagues_to_propose(cast.dave)

    assert (across, own) == ([far], [near])
