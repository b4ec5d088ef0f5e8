"""The pages of the question bank."""

import pytest
from django.urls import reverse

from reviews.models import Question
from tests.pages.test_reviews import as_person
from tests.reviews.season import make_question, make_review

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("pages:review_question_list"), reverse("pages:review_question_new")
TEXT = "What did you try during {period}? <b>Why?</b>"


def posted(**values):
    return {"text": TEXT, "phase": "self", "kind": "soft", "skills": "", "version": "1"} | values


def edit(question):
    return reverse("pages:review_question_edit", args=[question.public_id])


def test_hr_writes_a_question_with_its_skills(client, cast):
    as_person(client, cast.erin)
    lines = f" {cast.hard.name.upper()} \n\n{cast.soft.name}\n{cast.soft.name}"
    assert client.post(NEW, posted(skills=lines))["Location"] == LIST
    question = Question.objects.get()
    assert (question.text, question.phase) == (TEXT, "self")
    assert set(question.skills.all()) == {cast.hard, cast.soft}
    page = client.get(LIST).text
    assert "&lt;b&gt;Why?" in page
    assert cast.soft.name in page
    assert "{period}" not in page
    assert "(the period)" in client.get(reverse("pages:review_template_new")).text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"text": " "}, "Write the question"),
        ({"text": "x" * 501}, "at most 500"),
        ({"skills": "Juggling"}, "no skill of this name: Juggling"),
        ({"skills": "\x00"}, "Null characters"),
        ({"skills": "\n".join(f"skill {n}" for n in range(11))}, "At most 10"),
        ({"phase": "nobody"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_at_the_form_and_nothing_is_lost(client, cast, values, sentence):
    answer = as_person(client, cast.alice).post(NEW, posted(**values))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert ("What did you try" in answer.text) or "text" in values
    assert not Question.objects.exists()


def test_question_that_reviews_ask_keeps_its_words_and_is_retired_instead(client, cast):
    review = make_review(cast.carol, [])
    question = review.cycle.template.questions.get().question
    as_person(client, cast.alice)
    refused = client.post(edit(question), posted(phase=question.phase, kind=question.kind))
    assert (refused.status_code, "its words stay" in refused.text) == (422, True)
    client.post(edit(question), posted(text=question.text, retire="yes"))
    question.refresh_from_db()
    assert question.retired_on is not None
    assert str(question.public_id) not in client.get(reverse("pages:review_template_new")).text
    client.post(edit(question), posted(text=question.text, retire="no", version="2"))
    question.refresh_from_db()
    assert question.retired_on is None


def test_two_edits_at_once_are_told_apart(client, cast):
    question = make_question()
    as_person(client, cast.alice)
    client.post(edit(question), posted())
    late = client.post(edit(question), posted(text="Mine"))
    assert late.status_code == 422
    assert "Mine" in late.text
    assert Question.objects.get().text == TEXT


def test_bank_is_for_hr(client, cast):
    question = make_question()
    for person in (cast.bob, cast.carol, cast.grace, cast.heidi):
        as_person(client, person)
        for address in (LIST, NEW, edit(question)):
            assert client.get(address).status_code == 403
        assert client.post(edit(question), posted()).status_code == 403
    assert Question.objects.get().text != TEXT
