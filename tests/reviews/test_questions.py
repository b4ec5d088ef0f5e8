"""The bank of questions: what HR words, which skills it is about, and what stays as it was."""

import pytest

from reviews.enums import QuestionKind, QuestionPhase, ReviewCycleState, ReviewState, Side, Topic
from reviews.models import Question, QuestionSkill, ReviewEntry
from reviews.queries.reviews import Entries, line_of_answer, skill_lines, suggested_questions
from reviews.services import QuestionContent, put_question
from reviews.services.questions import add_question, change_question, retire_question
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from tests.factories import make_soft_skill
from tests.reviews.season import (
    make_question,
    make_review,
    make_review_cycle,
    make_template,
    say,
)

pytestmark = pytest.mark.django_db


def content(text: str, *skills, **more) -> QuestionContent:
    values = {"kind": QuestionKind.BOTH, "phase": QuestionPhase.SELF, "skills": skills}
    return QuestionContent(text=text, **(values | more))


def put(text: str, actor=None, *skills) -> Question:
    return put_question(actor=actor, code="NEW_SKILL", content=content(text, *skills))


def test_question_put_twice_is_worded_and_linked_anew(cast):
    put("What did you learn?", None, cast.hard)
    put("  Which skill is new? ", None, cast.soft)

    question = Question.objects.get()
    assert question.text == "Which skill is new?"
    assert list(question.skills.all()) == [cast.soft]


def test_question_that_hr_changed_or_retired_stays_so_when_the_library_comes_again(cast):
    question, alice = put("What did you learn?", None, cast.hard), cast.alice.user
    change_question(
        actor=alice, question=question, content=content("In our words?", cast.soft), expected=1
    )
    put("What did you learn?", None, cast.hard)
    put("What did you learn?", alice, cast.hard)
    question.refresh_from_db()
    assert (question.text, list(question.skills.all())) == ("In our words?", [cast.soft])

    retire_question(actor=alice, question=question, is_retired=True, expected=2)
    put("What did you learn?")
    question.refresh_from_db()
    assert question.retired_on is not None


def test_question_that_reviews_ask_keeps_its_words_when_the_library_brings_others(cast):
    question = put("What did you learn?")
    make_review_cycle(template=make_template(questions=[question]))
    put("Which skill is new?")
    assert Question.objects.get().text == "What did you learn?"


@pytest.mark.parametrize("name", ["bob", "frank", "grace", "heidi"])
def test_question_of_somebody_outside_hr_is_refused(cast, name):
    actor, kept = cast.viewer(name), make_question()
    for act in (
        lambda: put("Which skill is new?", actor),
        lambda: add_question(actor=actor, content=content("Mine?")),
        lambda: change_question(actor=actor, question=kept, content=content("x"), expected=1),
        lambda: retire_question(actor=actor, question=kept, is_retired=True, expected=1),
    ):
        with pytest.raises(NotAllowedError):
            act()
    assert Question.objects.get().text == "What did you learn in {period}?"


def test_question_may_be_put_by_hr(cast):
    assert put("Which skill is new?", cast.viewer("alice")).code == "NEW_SKILL"


@pytest.mark.parametrize("text", ["", "  \n ", "nul\x00byte", "a" * 501])
def test_what_is_no_question_is_refused(cast, text):
    with pytest.raises(DomainError) as refused:
        add_question(actor=cast.alice.user, content=content(text))
    assert refused.value.field == "text"
    assert not Question.objects.exists()


def test_words_stay_once_a_started_cycle_asks_them_and_links_do_not(cast):
    question = make_question()
    template = make_template(questions=[question])
    cycle = make_review_cycle(template=template, state=ReviewCycleState.DRAFT)
    said = {"kind": question.kind, "phase": question.phase}
    change_question(
        actor=cast.alice.user, question=question, content=content("Asked?", **said), expected=1
    )
    cycle.state = ReviewCycleState.CLOSED
    cycle.save()
    make_review_cycle(template=template, state=ReviewCycleState.DRAFT)
    with pytest.raises(DomainError, match="its words stay"):
        change_question(
            actor=cast.alice.user, question=question, content=content("Again?", **said), expected=2
        )
    linked = content("Asked?", cast.soft, **said)
    change_question(actor=cast.alice.user, question=question, content=linked, expected=2)
    question.refresh_from_db()
    assert (question.text, list(question.skills.all())) == ("Asked?", [cast.soft])


def test_change_of_an_older_version_is_refused(cast):
    question = make_question()
    retire_question(actor=cast.alice.user, question=question, is_retired=True, expected=1)
    with pytest.raises(ConflictError):
        retire_question(actor=cast.erin.user, question=question, is_retired=False, expected=1)
    assert Question.objects.get().retired_on is not None


def test_links_of_questions_are_in_the_audit_trail(cast):
    put("Which skill is new?", None, cast.hard)
    put("Which skill is new?", None)
    events = QuestionSkill.pgh_event_model.objects.order_by("pgh_id")
    assert list(events.values_list("pgh_label", flat=True)) == ["insert", "delete"]


def asked_of_manager(text, *skills, kind=QuestionKind.HARD):
    question = make_question(text, kind=kind, phase=QuestionPhase.MANAGER)
    question.skills.add(*skills)
    return question


def test_question_about_the_largest_disagreement_is_suggested_first(cast):
    review = make_review(cast.carol, [cast.hard, cast.soft], ReviewState.MEETING)
    for side, writer, level in ((Side.SELF, cast.carol, 4), (Side.MANAGER, cast.bob, 1)):
        say(review, side, writer.user, cast.soft, level=level)
    for number in range(4):
        asked_of_manager(f"General {number}?", kind=QuestionKind.BOTH)
    asked_of_manager("About that very skill?", cast.soft)
    asked_of_manager("About another one?", make_soft_skill("Elsewhere"))
    asked_of_manager("Retired?", cast.soft)
    Question.objects.filter(text="Retired?").update(retired_on="2026-01-01")
    lines = skill_lines(review, Entries(review, cast.bob.user))
    found = suggested_questions(review, lines)
    assert found[0] == "About that very skill?"
    assert len(found) == 3
    assert not {"About another one?", "Retired?"} & set(found)


def test_answer_is_about_the_skill_its_question_is_linked_to(cast):
    question = make_question(kind=QuestionKind.BOTH)
    question.skills.add(cast.hard)
    review = make_review(cast.carol, [cast.hard, cast.soft], ReviewState.MEETING)
    say(review, Side.SHARED, None, cast.hard, level=4)  # the other one lacks more
    said = {"topic": Topic.QUESTION, "question": question, "text": "a lot"}
    say(review, Side.SELF, cast.carol.user, **said)
    lines = skill_lines(review, Entries(review, cast.carol.user))
    line = line_of_answer(lines, ReviewEntry.objects.get(topic=Topic.QUESTION))
    assert line is not None
    assert line.skill == cast.hard
