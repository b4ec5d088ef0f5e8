"""Asking for anonymous feedback and giving it."""

from datetime import timedelta
from decimal import Decimal

import pghistory.models
import pytest
from django.db import connection
from django.utils import timezone

from assessments.enums import CyclePurpose, CycleState, FeedbackReaders, RaterKind, RequestState
from assessments.models import FeedbackAnswer, FeedbackInvitation, RatingRequest
from assessments.queries.feedback import own_answer, readers_of, requests_of
from assessments.services.feedback import (
    LONGEST_COMMENT,
    Said,
    answer,
    change_answer,
    invite,
    reminders,
    uninvite,
)
from employees.enums import EmployeeStatus
from skillmap.core.errors import ConflictError, DomainError, ManyErrors, NotAllowedError
from skillmap.core.history import acting
from skillmap.core.models import Notification
from tests import factories as make
from tests.assessments.feedback_rounds import ask_about, give, make_raters, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def skill(db):
    return make.make_soft_skill("Active listening")


@pytest.fixture
def raters(db):
    return make_raters(2)


@pytest.fixture
def person(skill, raters):
    """Who is asked about, with two colleagues as raters."""
    return ask_about(make_round(), make.make_employee(user=True), [skill], {RaterKind.PEER: raters})


def invitation(person, rater):
    return FeedbackInvitation.objects.get(cycle=person.cycle, ratee=person.employee, rater=rater)


def say(rater, person, said, **changes):
    values = {"author": rater.user, "participant": person, "said": said, "now": timezone.now()}
    return answer(**(values | {"readers": readers_of(person)} | changes))


# --- asking -----------------------------------------------------------------------------------


def request(person, rater, **fields):
    values = {"cycle": person.cycle, "ratee": person.employee, "rater": rater}
    defaults = {"rater_kind": RaterKind.PEER, "anonymous": True, "state": RequestState.APPROVED}
    return RatingRequest.objects.create(**(values | defaults | fields))


def test_approved_anonymous_raters_are_invited_once_and_told(person):
    late, named, waiting = make_raters(3)
    request(person, late)
    request(person, named, anonymous=False)
    request(person, waiting, state=RequestState.PROPOSED)
    assert invite(person.cycle) == 1
    assert invite(person.cycle) == 0
    asked = FeedbackInvitation.objects.visible_to(late.user).get()
    assert (asked.ratee, asked.rater_kind) == (person.employee, RaterKind.PEER)
    titles = list(Notification.objects.filter(user=late.user).values_list("title", flat=True))
    assert len(titles) == 1
    assert titles[0].startswith("Autumn: please give anonymous feedback on 1 person")


def test_opening_taken_back_forgets_who_was_asked(person):
    uninvite(person.cycle)
    assert not FeedbackInvitation.objects.exists()


def test_only_raters_who_have_not_answered_are_reminded(person, skill, raters):
    give(raters[0], person, {skill: 3})
    assert [note.user for note in reminders(person.cycle)] == [raters[1].user]


def test_nobody_is_reminded_about_somebody_taken_out(person):
    person.withdrawn_at = timezone.now()
    person.save()
    assert list(reminders(person.cycle)) == []


def test_nobody_but_the_rater_sees_an_invitation(person, raters):
    manager = make.make_employee(user=True)
    make.assign(person.employee, manager=manager)
    for user in (person.employee.user, manager.user, raters[1].user):
        assert not FeedbackInvitation.objects.visible_to(user).filter(rater=raters[0]).exists()


# --- answering --------------------------------------------------------------------------------


def test_answer_is_kept_without_who_gave_it(person, skill, raters):
    token = give(raters[0], person, {skill: 3.5}, comment="Well done", texts={skill: "Listens"})
    kept = FeedbackAnswer.objects.get()
    said = {"skill": skill.pk, "level": 3.5, "comment": "Listens"}
    assert kept.payload == {"skills": [said], "comment": "Well done"}
    assert token not in str(vars(kept))
    assert invitation(person, raters[0]).answered_on == timezone.localdate()
    assert invitation(person, raters[1]).answered_on is None
    person.cycle.refresh_from_db()
    assert person.cycle.first_answer_on == timezone.localdate()


def test_answering_leaves_no_trace_in_the_audit(person, skill, raters):
    before = pghistory.models.Context.objects.count()
    events = pghistory.models.Events.objects.count()
    with acting(raters[0].user, request_id="r"):
        give(raters[0], person, {skill: 3.5})
    assert pghistory.models.Context.objects.count() == before
    assert pghistory.models.Events.objects.count() == events


def test_cannot_judge_is_an_answer(person, skill, raters):
    give(raters[0], person, {skill: None})
    assert FeedbackAnswer.objects.get().payload["skills"][0]["level"] is None


def test_second_answer_is_refused_and_the_first_stands(person, skill, raters):
    give(raters[0], person, {skill: 3})
    with pytest.raises(ConflictError, match="answered already"):
        give(raters[0], person, {skill: 1})
    assert [row.payload["skills"][0]["level"] for row in FeedbackAnswer.objects.all()] == [3]


@pytest.mark.parametrize("state", [CycleState.DRAFT, CycleState.CLOSED, CycleState.RELEASED])
def test_round_that_is_not_open_takes_no_answer(person, skill, raters, state):
    person.cycle.state = state
    person.cycle.save()
    with pytest.raises(ConflictError, match="takes no answers"):
        give(raters[0], person, {skill: 3})
    assert not FeedbackAnswer.objects.exists()
    assert invitation(person, raters[0]).answered_on is None


def test_person_taken_out_gets_no_answer(person, skill, raters):
    person.withdrawn_at = timezone.now()
    person.save()
    with pytest.raises(ConflictError, match="not wanted any more"):
        give(raters[0], person, {skill: 3})


def test_stranger_cannot_answer(person, skill):
    (stranger,) = make_raters(1)
    with pytest.raises(NotAllowedError, match="not asked"):
        give(stranger, person, {skill: 3})


def test_rater_who_left_cannot_answer(person, skill, raters):
    raters[0].status = EmployeeStatus.LEFT
    raters[0].save()
    with pytest.raises(NotAllowedError):
        give(raters[0], person, {skill: 3})
    assert not FeedbackAnswer.objects.exists()


def test_nobody_answers_about_somebody_who_left(person, skill, raters):
    token = give(raters[0], person, {skill: 3})
    assert len(requests_of(raters[0].user)) == 1
    person.employee.status = EmployeeStatus.LEFT
    person.employee.save()
    assert [requests_of(rater.user) for rater in raters] == [[], []]
    with pytest.raises(ConflictError, match="not wanted any more"):
        give(raters[1], person, {skill: 4})
    with pytest.raises(ConflictError, match="not wanted any more"):
        change_answer(
            author=raters[0].user,
            tokens=[token],
            participant=person,
            said=[Said(skill, Decimal(4))],
            readers=readers_of(person),
            now=timezone.now(),
        )
    assert FeedbackAnswer.objects.get().payload["skills"][0]["level"] == 3


@pytest.mark.parametrize("level", ["-0.5", "5.5", "2.3", "NaN", "Infinity"])
def test_level_that_cannot_be_given_is_named_and_nothing_is_kept(person, skill, raters, level):
    with pytest.raises(ManyErrors) as caught:
        say(raters[0], person, [Said(skill, Decimal(level))])
    assert set(caught.value.fields) == {str(skill.public_id)}
    assert not FeedbackAnswer.objects.exists()
    assert invitation(person, raters[0]).answered_on is None


def test_skill_nobody_asked_about_is_refused(person, raters):
    with pytest.raises(ManyErrors) as caught:
        say(raters[0], person, [Said(make.make_skill(), Decimal(3))])
    assert list(caught.value.fields.values()) == ["Nobody asked about this skill."]


@pytest.mark.parametrize("text", ["x" * (LONGEST_COMMENT + 1)])
def test_comment_that_is_too_long_is_refused(person, skill, raters, text):
    with pytest.raises(ManyErrors):
        say(raters[0], person, [Said(skill, Decimal(3), text)])
    with pytest.raises(DomainError, match="too long"):
        say(raters[0], person, [Said(skill, Decimal(3))], comment=text)


def test_empty_and_doubled_answers_are_refused(person, skill, raters):
    with pytest.raises(DomainError, match="nothing to send"):
        say(raters[0], person, [])
    with pytest.raises(DomainError, match="twice"):
        say(raters[0], person, [Said(skill, Decimal(3)), Said(skill, Decimal(4))])
    assert not FeedbackAnswer.objects.exists()


def test_who_was_told_of_other_readers_is_asked_again(person, skill, raters):
    with pytest.raises(ConflictError, match="Who will read this has changed"):
        say(raters[0], person, [Said(skill, Decimal(3))], readers=FeedbackReaders.PERSON)
    assert not FeedbackAnswer.objects.exists()


@pytest.mark.parametrize(
    ("purpose", "shares", "readers"),
    [
        (CyclePurpose.EVALUATIVE, False, FeedbackReaders.MANAGEMENT),
        (CyclePurpose.DEVELOPMENTAL, False, FeedbackReaders.PERSON),
        (CyclePurpose.DEVELOPMENTAL, True, FeedbackReaders.PERSON_AND_LEVELS),
    ],
)
def test_readers_follow_the_purpose_and_the_choice_to_share(db, purpose, shares, readers):
    decided = {"shares_evidence": shares, "shares_decided_at": timezone.now()}
    person = ask_about(make_round(purpose), make.make_employee(), [], {}, **decided)
    assert readers_of(person) == readers


# --- one's own answer ---------------------------------------------------------------------------


def test_author_reads_and_changes_the_answer_with_its_token(person, skill, raters):
    token = give(raters[0], person, {skill: 3})
    assert own_answer(raters[0].user, [token], person).payload["skills"][0]["level"] == 3
    change_answer(
        author=raters[0].user,
        tokens=["wrong", token],
        participant=person,
        said=[Said(skill, Decimal(4))],
        readers=readers_of(person),
        now=timezone.now() + timedelta(minutes=1),
    )
    assert FeedbackAnswer.objects.get().payload["skills"][0]["level"] == 4


def test_token_opens_nothing_for_another_person_or_about_another_person(person, skill, raters):
    token = give(raters[0], person, {skill: 3})
    other = ask_about(person.cycle, make.make_employee(), [skill], {RaterKind.PEER: [raters[0]]})
    assert own_answer(raters[1].user, [token], person) is None
    assert own_answer(person.employee.user, [token], person) is None
    assert own_answer(raters[0].user, [token], other) is None
    assert own_answer(raters[0].user, [], person) is None


def test_wrong_token_changes_nothing(person, skill, raters):
    give(raters[0], person, {skill: 3})
    with pytest.raises(ConflictError, match="opens no answer"):
        change_answer(
            author=raters[0].user,
            tokens=["wrong"],
            participant=person,
            said=[Said(skill, Decimal(4))],
            readers=readers_of(person),
            now=timezone.now(),
        )
    assert FeedbackAnswer.objects.get().payload["skills"][0]["level"] == 3


def test_tables_share_no_key_and_hold_no_time():
    """What a new column could undo."""
    columns = {}
    for model in (FeedbackInvitation, FeedbackAnswer):
        with connection.cursor() as cursor:
            table = model._meta.db_table
            described = connection.introspection.get_table_description(cursor, table)
        columns[model] = {column.name for column in described}
    shared = columns[FeedbackInvitation] & columns[FeedbackAnswer]
    assert shared == {"id", "cycle_id", "ratee_id", "rater_kind"}
    assert columns[FeedbackAnswer] == shared | {"payload", "digest"}
    assert FeedbackAnswer._meta.pk.get_internal_type() == "UUIDField"
    assert FeedbackInvitation._meta.pk.get_internal_type() == "BigAutoField"
