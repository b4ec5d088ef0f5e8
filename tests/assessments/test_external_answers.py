"""People without a log-in: the codes of their mails, and what becomes of answers."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import TestCase
from django.utils import timezone

from assessments.enums import CyclePurpose, FeedbackReaders, Source
from assessments.models import Evidence, ExternalAnswer, ExternalRater
from assessments.queries.cycles_results import result_rows
from assessments.services.cycles_calendar import keep_dates
from assessments.services.cycles_life import back_to_draft, share_results, withdraw_person
from assessments.services.cycles_release import close_cycle, release_cycle
from assessments.services.external import mail_again
from assessments.services.external_answers import answer_from_outside, asked_by
from assessments.services.feedback_closing import rewrite_answers
from employees.enums import EmployeeStatus
from employees.models import Employee
from skillmap.core.errors import ConflictError, DomainError, ManyErrors
from tests import factories as make
from tests.assessments.cycles import make_open_cycle, participant
from tests.assessments.outside import WITH_OUTSIDE, answer, codes, propose

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(cast):
    """Carol in an open cycle in which people from outside answer."""
    return participant(make_open_cycle(cast, **WITH_OUTSIDE), cast.carol)


def refusal(code, person, now=None):
    with pytest.raises(DomainError) as refused:
        asked_by(code, now or timezone.now())
    return refused.value


# --- codes --------------------------------------------------------------------------------------


def test_only_the_digest_of_a_code_is_kept(cast, named):
    propose(cast.bob.user, named)
    (code,) = codes()
    rater = ExternalRater.objects.get()

    assert code not in str(vars(rater))
    assert len(code) > 40
    assert [len(digest) for digest in rater.digests] == [64]


def test_a_code_works_once(cast, named):
    propose(cast.bob.user, named)
    (code,) = codes()
    answer(code, named, {cast.hard: 3})

    assert refusal(code, named).code == "code_used"
    with pytest.raises(ConflictError):
        answer(code, named, {cast.hard: 5})
    assert [row.level for row in ExternalAnswer.objects.all()] == [3]


def test_every_code_of_a_person_is_spent_with_the_first(cast, named):
    rater = propose(cast.bob.user, named)
    with TestCase.captureOnCommitCallbacks(execute=True):
        mail_again(actor=cast.bob.user, participant=named, rater=rater, today=timezone.localdate())
    first, second = codes()

    answer(second, named, {cast.hard: 3})

    assert refusal(first, named).code == refusal(second, named).code == "code_used"
    assert ExternalAnswer.objects.count() == 1


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


def test_who_has_answered_is_not_mailed_again(cast, named):
    rater = propose(cast.bob.user, named)
    answer(codes()[0], named, {cast.hard: 3})
    rater.refresh_from_db()

    with pytest.raises(ConflictError):
        mail_again(actor=cast.bob.user, participant=named, rater=rater, today=timezone.localdate())


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
    cycle = make_open_cycle(cast, purpose=CyclePurpose.DEVELOPMENTAL, **WITH_OUTSIDE)
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
    said = {
        row.skill: [(a.rater.name, a.level, a.comment) for a in row.outside]
        for row in result_rows(named)
    }
    assert said == {
        cast.hard: [("Vera", 2, "In our project"), ("Willy", 4, "")],
        cast.soft: [("Vera", None, "")],
    }


def test_named_answers_about_somebody_who_shares_nothing_are_no_evidence(cast):
    cycle = make_open_cycle(cast, purpose=CyclePurpose.DEVELOPMENTAL, **WITH_OUTSIDE)
    person = participant(cycle, cast.carol)
    propose(cast.bob.user, person)
    answer(codes()[0], person, {cast.hard: 2})

    release(cycle)

    assert not Evidence.objects.exists()


def test_addresses_are_forgotten_when_the_cycle_closes(cast, named):
    propose(cast.bob.user, named)
    propose(cast.bob.user, named, "willy@supplier.example")

    close_cycle(actor=None, cycle=named.cycle, now=timezone.now())

    assert set(ExternalRater.objects.values_list("email", flat=True)) == {""}
    columns = {field.name for field in ExternalRater.pgh_event_model._meta.fields}
    assert not columns & {"name", "email", "digests"}
