"""Putting tests together."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from assessments.enums import Assembly, ContentState, ItemKind, ScoreMethod
from assessments.models import CutScores, Quiz
from assessments.services.quizzes import (
    QuizSettings,
    create_quiz,
    even_cuts,
    save_quiz,
    set_cut_scores,
    set_quiz_state,
)
from employees.enums import Grant
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from tests.assessments.instruments import WITH_MODEL, make_item, make_quiz, take
from tests.factories import (
    grant,
    make_employee,
    make_scale,
    make_skill,
    make_soft_skill,
    make_user,
)

pytestmark = pytest.mark.django_db
SETTINGS = QuizSettings(title="Sums")


@pytest.fixture
def author():
    user = make_user()
    grant(user, Grant.HR_ADMIN)
    return user


@pytest.fixture
def quiz(author):
    return create_quiz(actor=author, skill=make_skill(), settings=SETTINGS, now=timezone.now())


def test_new_test_is_a_draft_with_even_cut_scores(quiz):
    cuts = {row.method: row.cuts for row in quiz.cut_scores.all()}
    assert quiz.state == ContentState.DRAFT
    assert cuts == {"eap": [-2, -1, 0, 1, 2], "binomial": [0.2, 0.375, 0.55, 0.725, 0.9]}
    assert even_cuts(ScoreMethod.EAP, 4) == pytest.approx([-2, -2 / 3, 2 / 3, 2])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 481}, "minutes"),
        ({"retake_days": -1}, "retake_days"),
        ({"attempts_at_most": 0}, "attempts_at_most"),
        ({"assembly": Assembly.RANDOM}, "draws"),
        ({"assembly": Assembly.RANDOM, "draws": 0}, "draws"),
    ],
)
def test_settings_that_cannot_be_are_refused(author, quiz, change, field):
    with pytest.raises(DomainError) as refused:
        save_quiz(actor=author, quiz=quiz, settings=replace(SETTINGS, **change), items=[])
    assert refused.value.field == field


def test_two_tests_cannot_have_one_title(author, quiz):
    with pytest.raises(DomainError, match="has this title"):
        create_quiz(actor=author, skill=make_skill(), settings=SETTINGS, now=timezone.now())


def test_test_is_for_a_hard_skill_with_enough_levels(author):
    for skill in (make_soft_skill(), make_skill(scale=make_scale("yesno", top_rank=1))):
        with pytest.raises(DomainError) as refused:
            create_quiz(actor=author, skill=skill, settings=SETTINGS, now=timezone.now())
        assert refused.value.field == "skill"


def test_items_of_another_skill_or_twice_are_refused(author, quiz):
    own, other = make_item(quiz.skill), make_item(make_skill())
    for items in ([other], [own, own]):
        with pytest.raises(DomainError) as refused:
            save_quiz(actor=author, quiz=quiz, settings=SETTINGS, items=items)
        assert refused.value.field == "items"


def test_test_without_published_items_is_not_published(author, quiz):
    with pytest.raises(DomainError, match="at least one"):
        set_quiz_state(actor=author, quiz=quiz, state=ContentState.PUBLISHED)
    item = make_item(quiz.skill, state=ContentState.DRAFT)
    save_quiz(actor=author, quiz=quiz, settings=SETTINGS, items=[item])
    with pytest.raises(DomainError, match="Publish all"):
        set_quiz_state(actor=author, quiz=quiz, state=ContentState.PUBLISHED)


def test_random_test_needs_as_many_questions_as_it_draws(author, quiz):
    make_item(quiz.skill)
    settings = replace(SETTINGS, assembly=Assembly.RANDOM, draws=2)
    save_quiz(actor=author, quiz=quiz, settings=settings, items=[])
    with pytest.raises(DomainError, match="only 1"):
        set_quiz_state(actor=author, quiz=quiz, state=ContentState.PUBLISHED)
    make_item(quiz.skill)
    set_quiz_state(actor=author, quiz=quiz, state=ContentState.PUBLISHED)
    assert Quiz.objects.published().count() == 1


def test_order_of_questions_is_kept_and_can_be_changed(author, quiz):
    items = [make_item(quiz.skill) for _ in range(3)]
    for order in (items, items[::-1]):
        save_quiz(actor=author, quiz=quiz, settings=SETTINGS, items=order)
        assert [line.item for line in quiz.lines.select_related("item")] == order


def test_second_author_who_saw_older_settings_is_told(author, quiz):
    seen = quiz.version
    save_quiz(actor=author, quiz=quiz, settings=SETTINGS, items=[], expected=seen)
    with pytest.raises(ConflictError):
        save_quiz(actor=author, quiz=quiz, settings=SETTINGS, items=[], expected=seen)


@pytest.mark.parametrize(
    ("method", "cuts"),
    [
        ("eap", [-2, -1, 0, 1]),
        ("eap", [-2, -1, 0, 0, 1]),
        ("eap", [-2, -1, 0, 1, float("nan")]),
        ("eap", [-7, -1, 0, 1, 2]),
        ("binomial", [0.1, 0.2, 0.3, 0.4, 1.1]),
        ("binomial", [0.5, 0.4, 0.6, 0.7, 0.8]),
    ],
)
def test_cut_scores_that_cannot_be_are_refused(author, quiz, method, cuts):
    with pytest.raises(DomainError) as refused:
        set_cut_scores(
            actor=author, quiz=quiz, method=method, cuts=cuts, reason="x", now=timezone.now()
        )
    assert refused.value.field == "cuts"
    assert CutScores.objects.count() == 2


def test_new_cut_scores_keep_the_old_ones_and_old_results(author):
    skill = make_skill()
    quiz = make_quiz(items=[make_item(skill, **WITH_MODEL) for _ in range(6)])
    before = take(quiz, make_employee(user=True))
    set_cut_scores(
        actor=author,
        quiz=quiz,
        method=ScoreMethod.EAP,
        cuts=[-1, 0, 1, 2, 3],
        reason="Standard setting in May",
        now=timezone.now(),
    )
    after = take(quiz, make_employee(user=True))
    before.refresh_from_db()
    assert (before.cut_scores.number, after.cut_scores.number) == (1, 2)
    assert float(before.level) - float(after.level) == pytest.approx(1, abs=0.002)
    history = quiz.cut_scores.filter(method="eap").values_list("number", "reason")
    assert list(history) == [(2, "Standard setting in May"), (1, "assumed at the start")]
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        quiz.cut_scores.update(cuts=[0, 1, 2, 3, 4])


def test_cut_scores_need_a_reason(author, quiz):
    with pytest.raises(DomainError) as refused:
        set_cut_scores(
            actor=author,
            quiz=quiz,
            method=ScoreMethod.EAP,
            cuts=[-1, 0, 1, 2, 3],
            reason=" ",
            now=timezone.now(),
        )
    assert refused.value.field == "reason"


def test_only_authors_put_tests_together(quiz):
    user = make_user()
    for write in (
        lambda: create_quiz(actor=user, skill=quiz.skill, settings=SETTINGS, now=timezone.now()),
        lambda: save_quiz(actor=user, quiz=quiz, settings=SETTINGS, items=[]),
        lambda: set_quiz_state(actor=user, quiz=quiz, state=ContentState.RETIRED),
        lambda: set_cut_scores(
            actor=user, quiz=quiz, method="eap", cuts=[], reason="x", now=timezone.now()
        ),
    ):
        with pytest.raises(NotAllowedError):
            write()


def test_every_kind_of_item_can_be_right_and_wrong():
    quiz = make_quiz()
    right, wrong = (
        take(quiz, make_employee(user=True), wrong=wrong) for wrong in (0, len(ItemKind))
    )
    assert (right.n_right, wrong.n_right) == (4, 0)
    assert right.level > wrong.level
