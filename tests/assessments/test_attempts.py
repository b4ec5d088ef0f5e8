"""Taking a test: time, resuming, retakes, handing in twice."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.enums import GRACE_SECONDS, Assembly, AttemptState, ItemKind, ScoreMethod, Source
from assessments.models import Attempt, Evidence
from assessments.services.attempts import (
    close_attempt,
    save_answers,
    start_attempt,
    submit_attempt,
)
from assessments.services.quizzes import set_quiz_state
from employees.enums import EmployeeStatus, Grant
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import Job
from tests.assessments.instruments import WITH_MODEL, make_item, make_quiz, right_answers, take
from tests.factories import grant, make_employee, make_skill, make_user

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def person():
    return make_employee(user=True)


def start(quiz, person, now=NOW):
    return start_attempt(actor=person.user, quiz=quiz, now=now)


def keep(attempt, person, answers, now=NOW):
    return save_answers(attempt=attempt, actor=person.user, answers=answers, now=now)


def hand_in(attempt, person, now=NOW):
    return submit_attempt(attempt=attempt, actor=person.user, now=now)


def test_answers_become_a_level_with_a_variance_and_evidence(person):
    quiz = make_quiz()
    attempt = take(quiz, person)
    evidence = Evidence.objects.get()
    assert (attempt.state, attempt.method, attempt.n_right) == ("scored", "binomial", 4)
    assert attempt.evidence == evidence
    assert (evidence.source, evidence.skill, evidence.level) == (
        Source.TEST, quiz.skill, attempt.level,
    )  # fmt: skip
    assert evidence.variance == attempt.variance > 0.45**2
    assert evidence.reference == f"attempt {attempt.public_id}"
    assert evidence.rater is None


def test_items_with_parameters_are_scored_by_the_item_response_model(person):
    skill = make_skill()
    quiz = make_quiz(items=[make_item(skill, **WITH_MODEL) for _ in range(12)])
    good, bad = take(quiz, person), take(quiz, make_employee(user=True), wrong=9)
    assert good.method == ScoreMethod.EAP
    assert good.theta > 0.8 > bad.theta
    assert good.theta_se < 1
    assert good.variance == pytest.approx(good.theta_se**2 + 0.30**2)


def test_one_item_without_parameters_makes_the_share_decide(person):
    skill = make_skill()
    attempt = take(make_quiz(items=[make_item(skill, **WITH_MODEL), make_item(skill)]), person)
    assert (attempt.method, attempt.theta) == (ScoreMethod.BINOMIAL, None)


def test_starting_again_goes_on_with_the_open_attempt(person):
    quiz = make_quiz(minutes=10)
    first = start(quiz, person)
    later = start(quiz, person, NOW + timedelta(minutes=3))
    assert (later, later.deadline_at) == (first, NOW + timedelta(minutes=10))


def test_answer_after_the_time_is_refused_and_what_was_kept_counts(person):
    quiz = make_quiz(minutes=10)
    attempt = start(quiz, person)
    answers = right_answers(attempt)
    keep(attempt, person, {n: answers[n] for n in (1, 2)}, NOW + timedelta(minutes=9))
    late = NOW + timedelta(minutes=10, seconds=GRACE_SECONDS + 1)
    with pytest.raises(ConflictError, match="time is over"):
        keep(attempt, person, {3: answers[3]}, late)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.n_right) == (AttemptState.SCORED, 2)
    assert attempt.submitted_at == NOW + timedelta(minutes=10)


def test_answer_that_was_under_way_when_the_time_ended_is_kept(person):
    attempt = start(make_quiz(minutes=10), person)
    moment = NOW + timedelta(minutes=10, seconds=GRACE_SECONDS - 1)
    assert keep(attempt, person, right_answers(attempt), moment) == {}
    assert hand_in(attempt, person, moment).n_right == 4


def test_taker_who_never_comes_back_is_scored_by_the_clock(person):
    attempt = start(make_quiz(minutes=300), person)
    keep(attempt, person, right_answers(attempt))
    job = Job.objects.get(name="assessments.close_attempt")
    assert job.due_at == NOW + timedelta(minutes=300, seconds=GRACE_SECONDS)
    assert job.arguments == {"attempt_id": attempt.pk}
    close_attempt(attempt=attempt, now=NOW + timedelta(minutes=5))
    assert Attempt.objects.get().state == AttemptState.OPEN
    close_attempt(attempt=attempt, now=job.due_at + timedelta(seconds=1))
    assert Attempt.objects.get().n_right == 4
    assert Evidence.objects.get().recorded_by is None


def test_open_attempt_whose_time_is_over_does_not_block_the_next_one(person):
    quiz = make_quiz(minutes=10, retake_days=0)
    first = start(quiz, person)
    second = start(quiz, person, NOW + timedelta(hours=1))
    first.refresh_from_db()
    assert first.state == AttemptState.SCORED
    assert second != first


def test_handing_in_twice_changes_nothing(person):
    attempt = start(make_quiz(), person)
    keep(attempt, person, right_answers(attempt))
    first = hand_in(attempt, person)
    second = hand_in(attempt, person, NOW + timedelta(minutes=1))
    assert (first.submitted_at, first.level) == (second.submitted_at, second.level)
    assert Evidence.objects.count() == 1
    with pytest.raises(ConflictError, match="handed in already"):
        keep(attempt, person, {1: ["1"]})


def test_two_tabs_keep_each_others_answers(person):
    attempt = start(make_quiz(), person)
    answers = right_answers(attempt)
    for position in (2, 1, 4, 3):
        keep(attempt, person, {position: answers[position]})
    assert hand_in(attempt, person).n_right == 4


def test_answer_that_does_not_fit_is_told_and_the_others_are_kept(person):
    attempt = start(make_quiz(), person)
    answers = right_answers(attempt)
    number = next(
        line.position
        for line in attempt.lines.select_related("item_version")
        if line.item_version.kind == ItemKind.NUMERIC
    )
    faults = keep(attempt, person, {**answers, number: ["many"], 99: ["1"]})
    assert list(faults) == [number]
    assert "12.5" in faults[number]
    assert hand_in(attempt, person).n_right == 3


def test_answer_can_be_changed_and_taken_back(person):
    attempt = start(make_quiz(), person)
    keep(attempt, person, right_answers(attempt))
    keep(attempt, person, {1: []})
    line = attempt.lines.get(position=1)
    assert line.response is None
    assert hand_in(attempt, person).n_right == 3


def test_same_test_waits_for_the_retake_date_and_ends_after_its_attempts(person):
    quiz = make_quiz(retake_days=30, attempts_at_most=2)
    take(quiz, person, ago=29)
    with pytest.raises(DomainError) as refused:
        start(quiz, person)
    assert refused.value.code == "too_early"
    take(quiz, person, ago=-2)
    with pytest.raises(DomainError) as refused:
        start(quiz, person, NOW + timedelta(days=400))
    assert refused.value.code == "no_attempts_left"
    assert Evidence.objects.standing().count() == 2


def test_attempt_that_was_hardly_begun_is_no_evidence(person):
    attempt = start(make_quiz(), person)
    keep(attempt, person, {1: right_answers(attempt)[1]})
    scored = hand_in(attempt, person)
    assert (scored.state, scored.evidence) == (AttemptState.SCORED, None)
    assert not Evidence.objects.exists()


def test_random_test_draws_different_questions_without_repeating_any(person):
    skill = make_skill()
    items = [make_item(skill) for _ in range(30)]
    quiz = make_quiz(skill, items=[], assembly=Assembly.RANDOM, draws=8)
    drawn = []
    for _ in range(4):
        attempt = start(quiz, make_employee(user=True))
        drawn.append(frozenset(attempt.lines.values_list("item_version__item", flat=True)))
    assert {len(one) for one in drawn} == {8}
    assert len(set(drawn)) > 1
    assert set().union(*drawn) <= {item.pk for item in items}


def test_ordering_is_never_shown_in_the_right_order():
    skill = make_skill()
    quiz = make_quiz(items=[make_item(skill, ItemKind.ORDERING, options=("A", "B"))])
    for _ in range(12):
        line = start(quiz, make_employee(user=True)).lines.select_related("item_version").get()
        assert line.shown != line.item_version.key


def test_level_is_written_on_the_scale_of_the_skill(person):
    from tests.factories import make_scale

    skill = make_skill(scale=make_scale("four", top_rank=4))
    attempt = take(make_quiz(items=[make_item(skill) for _ in range(10)]), person)
    evidence = Evidence.objects.get()
    assert Decimal(3) < attempt.level <= Decimal(4)
    assert evidence.value == pytest.approx(float(attempt.level) * 5 / 4, abs=0.001)


def test_whoever_reads_keys_cannot_take_tests(person):
    quiz = make_quiz()
    for right in (Grant.HR_ADMIN, Grant.LEARNING):
        author = make_employee(user=True)
        grant(author.user, right)
        with pytest.raises(NotAllowedError, match="read the answers"):
            start(quiz, author)


def test_nobody_without_a_record_or_who_left_takes_tests():
    quiz = make_quiz()
    leaver = make_employee(user=True, status=EmployeeStatus.LEFT)
    for user in (leaver.user, make_user()):
        with pytest.raises(NotAllowedError):
            start_attempt(actor=user, quiz=quiz, now=NOW)


def test_nobody_answers_or_hands_in_for_somebody_else(person):
    attempt, other = start(make_quiz(), person), make_employee(user=True)
    with pytest.raises(NotAllowedError):
        keep(attempt, other, {1: ["1"]})
    with pytest.raises(NotAllowedError):
        hand_in(attempt, other)


def test_draft_test_cannot_be_started_but_one_that_was_begun_can_be_finished(person):
    quiz = make_quiz()
    attempt = start(quiz, person)
    set_quiz_state(actor=None, quiz=quiz, state="retired")
    assert start(quiz, person) == attempt
    with pytest.raises(DomainError, match="not open"):
        start(quiz, make_employee(user=True))


def test_attempts_are_seen_by_the_person_and_once_scored_by_those_who_read_levels(cast):
    quiz = make_quiz(cast.hard)
    attempt = start(quiz, cast.carol)
    readers = lambda: {  # noqa: E731 - asked twice
        name for name in cast.people if Attempt.objects.visible_to(cast.viewer(name)).exists()
    }
    assert readers() == {"carol"}
    keep(attempt, cast.carol, right_answers(attempt))
    hand_in(attempt, cast.carol)
    assert readers() == {"carol", "bob", "erin", "alice"}
    assert not Attempt.objects.visible_to(cast.viewer("anonymous")).exists()
