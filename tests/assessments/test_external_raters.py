"""People without a log-in: who is asked, the codes of their mails, and what becomes of answers."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import TestCase
from django.utils import timezone

from assessments.enums import CyclePurpose, FeedbackReaders, RaterKind, RequestState, Source
from assessments.models import (
    Evidence,
    ExternalAnswer,
    ExternalRater,
    ExternalTicket,
    FeedbackAnswer,
)
from assessments.queries.cycles import lacks_of
from assessments.queries.cycles_results import result_rows
from assessments.services.cycles import change_terms, remove_people
from assessments.services.cycles_calendar import keep_dates, remind_raters
from assessments.services.cycles_life import back_to_draft, share_results, withdraw_person
from assessments.services.cycles_opening import open_cycle
from assessments.services.cycles_raters import propose_rater
from assessments.services.cycles_release import close_cycle, release_cycle
from assessments.services.external import (
    MOST_ASKED,
    decide_external,
    mail_again,
    propose_external,
    take_back_external,
)
from assessments.services.external_answers import answer_from_outside, asked_by
from assessments.services.feedback_closing import rewrite_answers
from employees.enums import EmployeeStatus
from employees.models import Employee
from skillmap.core.errors import ConflictError, DomainError, ManyErrors, NotAllowedError
from skillmap.core.models import Notification
from tests import factories as make
from tests.assessments.cycles import (
    MANAGER,
    SELF,
    make_cycle,
    make_open_cycle,
    participant,
    terms,
)
from tests.assessments.outside import ANONYMOUS_OUTSIDE, NAMED_OUTSIDE, answer, codes, propose

pytestmark = pytest.mark.django_db
NAMED = {"kinds": (SELF, MANAGER, NAMED_OUTSIDE)}
ANONYMOUS = {"kinds": (SELF, ANONYMOUS_OUTSIDE)}


@pytest.fixture
def named(cast):
    """Carol in an open cycle in which people from outside answer by name."""
    return participant(make_open_cycle(cast, **NAMED), cast.carol)


@pytest.fixture
def blind(cast):
    """The same without names."""
    return participant(make_open_cycle(cast, **ANONYMOUS), cast.carol)


def decide(actor, person, rater, *, approve=True):
    with TestCase.captureOnCommitCallbacks(execute=True):
        decide_external(
            actor=actor.user, participant=person, rater=rater, approve=approve, now=timezone.now()
        )


def refusal(code, person, now=None):
    with pytest.raises(DomainError) as refused:
        asked_by(code, now or timezone.now())
    return refused.value


# --- who is asked -------------------------------------------------------------------------------


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


def test_a_declined_proposal_is_never_mailed(cast, named):
    rater = propose(cast.carol.user, named)
    decide(cast.bob, named, rater, approve=False)
    with pytest.raises(ConflictError):
        decide(cast.bob, named, rater)

    with TestCase.captureOnCommitCallbacks(execute=True):
        remind_raters(actor=cast.alice.user, cycle=named.cycle)

    assert codes() == []


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


# --- codes --------------------------------------------------------------------------------------


def test_only_the_digest_of_a_code_is_kept(cast, named):
    propose(cast.bob.user, named)
    (code,) = codes()
    ticket = ExternalTicket.objects.get()

    assert code not in str(vars(ticket))
    assert len(code) > 40
    assert [len(digest) for digest in ticket.digests] == [64]


def test_a_code_works_once(cast, named):
    propose(cast.bob.user, named)
    (code,) = codes()
    answer(code, named, {cast.hard: 3})

    assert refusal(code, named).code == "code_used"
    with pytest.raises(ConflictError):
        answer(code, named, {cast.hard: 5})
    assert [row.level for row in ExternalAnswer.objects.all()] == [3]


def test_every_code_of_a_person_is_spent_with_the_first(cast, blind):
    rater = propose(cast.bob.user, blind)
    with TestCase.captureOnCommitCallbacks(execute=True):
        mail_again(actor=cast.bob.user, participant=blind, rater=rater, today=timezone.localdate())
    first, second = codes()

    answer(second, blind, {cast.hard: 3})

    assert refusal(first, blind).code == refusal(second, blind).code == "code_used"
    assert FeedbackAnswer.objects.count() == 1


@pytest.mark.parametrize("code", ["", "guessed", "x" * 10_000, "\x00"])
def test_a_guessed_code_leads_nowhere(cast, named, code):
    propose(cast.bob.user, named)

    assert refusal(code, named).code == "unknown_code"


def test_a_code_ends_after_thirty_days_and_a_new_one_works(cast, named):
    rater = propose(cast.bob.user, named)
    (old,) = codes()
    later = timezone.now() + timedelta(days=31)
    type(named.cycle).objects.update(closes_on=make.day(60))
    assert "Ask Carol Report" in refusal(old, named, later).message

    with TestCase.captureOnCommitCallbacks(execute=True):
        mail_again(actor=cast.bob.user, participant=named, rater=rater, today=later.date())

    assert asked_by(codes()[-1], later).rater == rater


def test_codes_of_a_closed_cycle_say_so_and_nothing_is_kept(cast, named):
    propose(cast.bob.user, named)
    (code,) = codes()
    close_cycle(actor=None, cycle=named.cycle, now=timezone.now())

    assert refusal(code, named).code == "cycle_closed"
    with pytest.raises(ConflictError):
        answer(code, named, {cast.hard: 3})
    assert not ExternalAnswer.objects.exists()


def test_codes_are_worthless_when_the_opening_is_taken_back(cast, named):
    propose(cast.bob.user, named)
    (code,) = codes()

    back_to_draft(actor=cast.alice.user, cycle=named.cycle)

    assert refusal(code, named).code == "unknown_code"


@pytest.mark.parametrize("change", ["withdrawn", "left"])
def test_nobody_answers_about_somebody_who_is_out(cast, named, change):
    propose(cast.bob.user, named)
    if change == "left":
        Employee.objects.filter(pk=cast.carol.pk).update(status=EmployeeStatus.LEFT)
    else:
        withdraw_person(actor=cast.alice.user, participant=named, now=timezone.now())

    assert refusal(codes()[0], named).code == "withdrawn"


def test_who_has_not_answered_is_reminded_with_a_new_code(
    cast, named, django_capture_on_commit_callbacks
):
    propose(cast.bob.user, named)
    propose(cast.bob.user, named, "willy@supplier.example")
    answer(codes()[0], named, {cast.hard: 3})
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        keep_dates(named.cycle.closes_on - timedelta(days=7))

    asked = [sent for sent in mail.outbox if "willy@supplier.example" in sent.to]
    assert len(asked) == 1
    assert "a reminder" in asked[0].body
    assert not [sent for sent in mail.outbox if "vera@customer.example" in sent.to]


def test_mailing_again_does_not_tell_who_answered(cast, blind):
    rater = propose(cast.bob.user, blind)
    answer(codes()[0], blind, {cast.hard: 3})
    mail.outbox.clear()

    mail_again(actor=cast.bob.user, participant=blind, rater=rater, today=timezone.localdate())

    rater.refresh_from_db()
    assert (rater.state, mail.outbox) == (RequestState.APPROVED, [])


def test_a_mail_server_that_is_away_loses_only_the_mail(cast, named, monkeypatch):
    def away(_self, _messages):
        raise SMTPServerDisconnected

    monkeypatch.setattr(EmailBackend, "send_messages", away)
    rater = propose(cast.bob.user, named)
    monkeypatch.undo()

    with TestCase.captureOnCommitCallbacks(execute=True):
        mail_again(actor=cast.bob.user, participant=named, rater=rater, today=timezone.localdate())

    assert asked_by(codes()[0], timezone.now()).rater == rater


# --- answers ------------------------------------------------------------------------------------


def test_an_anonymous_answer_has_no_key_to_who_gave_it(cast, blind):
    rater = propose(cast.bob.user, blind)
    (code,) = codes()
    events = ExternalRater.pgh_event_model.objects.count()

    answer(code, blind, {cast.hard: 3.5}, comment="Keeps promises")

    kept = FeedbackAnswer.objects.get()
    assert kept.payload["skills"][0]["level"] == 3.5
    assert kept.digest not in ExternalTicket.objects.get().digests
    before = (rater.state, rater.version, rater.updated_at)
    rater.refresh_from_db()
    assert (rater.state, rater.version, rater.updated_at) == before
    assert ExternalRater.pgh_event_model.objects.count() == events
    assert not ExternalAnswer.objects.exists()


@pytest.mark.parametrize(
    "levels",
    [{"hard": 9}, {"hard": -1}, {"hard": 2.3}, {}, {"other": 3}],
)
def test_an_answer_that_cannot_be_kept_spends_no_code(cast, named, levels):
    propose(cast.bob.user, named)
    (code,) = codes()
    skills = {"hard": cast.hard, "other": make.make_skill("Juggling")}

    with pytest.raises((ManyErrors, DomainError)):
        answer(code, named, {skills[name]: level for name, level in levels.items()})

    assert not ExternalAnswer.objects.exists()
    answer(code, named, {cast.hard: 3})


def test_what_raters_were_told_holds(cast):
    """Carol lets her results count while somebody fills in the form."""
    cycle = make_open_cycle(cast, purpose=CyclePurpose.DEVELOPMENTAL, **ANONYMOUS)
    person = participant(cycle, cast.carol)
    propose(cast.bob.user, person)
    now = timezone.now()
    share_results(actor=cast.carol.user, participant=person, shares=True, now=now)

    with pytest.raises(ConflictError) as refused:
        answer_from_outside(
            code=codes()[0], said=[], readers=FeedbackReaders.PERSON, now=timezone.now()
        )

    assert refused.value.code == "readers_changed"


def release(cycle):
    close_cycle(actor=None, cycle=cycle, now=timezone.now())
    cycle.refresh_from_db()
    rewrite_answers(cycle)
    release_cycle(actor=None, cycle=cycle, now=timezone.now())


def test_named_answers_count_at_the_release_and_stand_in_the_result(cast, named):
    propose(cast.bob.user, named)
    propose(cast.bob.user, named, "willy@supplier.example")
    answer(codes()[0], named, {cast.hard: 2, cast.soft: None}, {cast.hard: "In our project"})
    answer(codes()[1], named, {cast.hard: 4})

    release(named.cycle)

    rows = Evidence.objects.order_by("level")
    assert [(r.source, r.rater_kind, r.rater, r.level) for r in rows] == [
        (Source.PEER, "external", None, 2),
        (Source.PEER, "external", None, 4),
    ]
    assert ExternalAnswer.objects.filter(evidence=None).get().level is None
    said = {row.skill: row.said["external"] for row in result_rows(named)}
    assert (said[cast.hard].mean, said[cast.hard].n) == (3, 2)
    assert (said[cast.soft].mean, said[cast.soft].cannot_judge) == (None, 1)
    comments = [row.comments for row in result_rows(named) if row.comments]
    assert comments == [[(RaterKind.EXTERNAL, "In our project")]]


def test_named_answers_about_somebody_who_shares_nothing_are_no_evidence(cast):
    cycle = make_open_cycle(cast, purpose=CyclePurpose.DEVELOPMENTAL, **NAMED)
    person = participant(cycle, cast.carol)
    propose(cast.bob.user, person)
    answer(codes()[0], person, {cast.hard: 2})

    release(cycle)

    assert not Evidence.objects.exists()


def test_anonymous_answers_count_as_a_group_from_the_floor_on(cast, blind):
    for number in range(4):
        propose(cast.bob.user, blind, f"v{number}@customer.example")
    for code in codes():
        answer(code, blind, {cast.hard: 3})

    release(blind.cycle)

    row = Evidence.objects.get()
    assert (row.rater_kind, row.rater, row.level) == ("external", None, 3)
    assert not FeedbackAnswer.objects.open().exists()


def test_addresses_are_forgotten_when_the_cycle_closes(cast, named):
    propose(cast.bob.user, named)
    propose(cast.bob.user, named, "willy@supplier.example")

    close_cycle(actor=None, cycle=named.cycle, now=timezone.now())

    assert set(ExternalRater.objects.values_list("email", flat=True)) == {""}
    columns = {field.name for field in ExternalRater.pgh_event_model._meta.fields}
    assert not columns & {"name", "email"}
