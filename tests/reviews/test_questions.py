import pytest

from reviews.enums import QuestionKind, QuestionPhase
from reviews.models import Question
from reviews.services import put_question
from skillmap.core.errors import NotAllowedError

pytestmark = pytest.mark.django_db


def put(text: str, actor=None) -> Question:
    return put_question(
        actor=actor,
        code="NEW_SKILL",
        kind=QuestionKind.BOTH,
        phase=QuestionPhase.SELF,
        text=text,
    )


def test_question_put_twice_is_worded_anew():
    put("What did you learn?")
    put("  Which skill is new? ")

    assert Question.objects.get().text == "Which skill is new?"


@pytest.mark.parametrize("name", ["bob", "frank", "grace", "heidi"])
def test_question_put_by_somebody_outside_hr_is_refused(cast, name):
    with pytest.raises(NotAllowedError):
        put("Which skill is new?", cast.viewer(name))
    assert not Question.objects.exists()


def test_question_may_be_put_by_hr(cast):
    assert put("Which skill is new?", cast.viewer("alice")).code == "NEW_SKILL"
