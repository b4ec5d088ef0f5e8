import pytest

from training.analysis.reasons import Reason, Why
from training.queries.words import ask_sentence, reason_code, reason_sentence, why_sentence


@pytest.mark.parametrize("reason", [r for r in Reason if r is not Reason.REPLACED])
def test_every_reason_has_a_sentence(reason):
    sentence = reason_sentence(reason_code(reason))
    assert sentence.endswith(".")
    assert sentence != reason.value


def test_replaced_names_the_better_step_by_its_title():
    code = reason_code(Reason.REPLACED, "XL-1", 0.0321)
    assert code == "replaced by XL-1, better by 0.0321"
    assert reason_sentence(code, {"XL-1": "Sheets, advanced"}) == "“Sheets, advanced” brings more."
    assert reason_sentence(code) == "“XL-1” brings more."


def test_code_with_the_words_of_the_separator_is_kept_whole():
    code = reason_code(Reason.REPLACED, "A, better by B", 0.1)
    assert reason_sentence(code) == "“A, better by B” brings more."


def test_unknown_reason_is_shown_as_it_is():
    assert reason_sentence("older wording") == "older wording"


@pytest.mark.parametrize("why", list(Why))
def test_every_why_has_a_sentence(why):
    sentence = why_sentence(
        why, skills=["Excel", "SQL"], needed_by=["Advanced"], situations=(), share=0.0
    )
    assert "%(" not in sentence
    assert sentence.endswith(".")


def test_why_tells_situations_and_what_would_be_lost():
    sentence = why_sentence(
        Why.CLOSES, skills=["Excel"], needed_by=(), situations=["month end"], share=0.314
    )
    assert sentence == (
        "Closes part of the gap in Excel. It practises a real situation of the role: month end. "
        "Without it the plan would bring 31 % less."
    )


def test_why_says_that_there_is_only_one_way_of_learning():
    sentence = why_sentence(
        Why.CLOSES, skills=["Empathy"], needed_by=(), situations=(), share=0.0, only_mode=True
    )
    assert sentence.endswith("The catalogue has no second way of learning it yet.")


def test_ask_without_manager_asks_only_oneself():
    assert ask_sentence("") == "rate yourself, 1 minute"
