"""Reading answers as pages send them, and judging them."""

import pytest

from assessments.analysis.answers import UnreadableAnswer, is_complete, is_right, read_answer

SHOWN = ["c", "a", "d", "b"]


@pytest.mark.parametrize(
    ("kind", "posted", "answer"),
    [
        ("single", ["2"], ["a"]),
        ("single", [], []),
        ("single", [""], []),
        ("multiple", ["4", "1"], ["c", "b"]),
        ("multiple", ["1", "1"], ["c"]),
        ("ordering", ["4", "1", "2", "3"], ["a", "d", "b", "c"]),
        ("ordering", ["", "1", "", ""], ["a", "", "", ""]),
        ("ordering", ["", "", "", ""], []),
        ("numeric", [" 12,5 "], ["12.5"]),
        ("numeric", ["-1 000.25"], ["-1000.25"]),
        ("numeric", [" "], []),
    ],
)
def test_answer_is_read_as_the_page_sent_it(kind, posted, answer):
    assert read_answer(kind, SHOWN if kind != "numeric" else [], posted) == answer


@pytest.mark.parametrize(
    ("kind", "posted", "code"),
    [
        ("single", ["5"], "place"),
        ("single", ["0"], "place"),
        ("single", ["-1"], "place"),
        ("single", ["٣"], "place"),
        ("single", ["a"], "place"),
        ("single", ["1" * 5000], "place"),
        ("single", ["1", "2"], "repeated"),
        ("ordering", ["1", "1", "2", "3"], "repeated"),
        ("ordering", ["9", "1", "2", "3"], "place"),
        ("numeric", ["many"], "number"),
        ("numeric", ["NaN"], "number"),
        ("numeric", ["Infinity"], "number"),
        ("numeric", ["1e999999"], "number"),
        ("numeric", ["1_000"], "number"),
        ("numeric", ["1,000,000"], "number"),
        ("numeric", ["9" * 5000], "number"),
    ],
)
def test_answer_that_does_not_fit_is_refused(kind, posted, code):
    with pytest.raises(UnreadableAnswer) as refused:
        read_answer(kind, SHOWN, posted)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("kind", "key", "answer", "right"),
    [
        ("single", ["a"], ["a"], True),
        ("single", ["a"], ["b"], False),
        ("single", ["a"], None, False),
        ("multiple", ["a", "b"], ["b", "a"], True),
        ("multiple", ["a", "b"], ["a"], False),
        ("multiple", ["a"], ["a", "b"], False),
        ("ordering", ["a", "b", "c"], ["a", "b", "c"], True),
        ("ordering", ["a", "b", "c"], ["a", "c", "b"], False),
        ("ordering", ["a", "b", "c"], ["a", "b", ""], False),
        ("numeric", ["10", "0.5"], ["10.5"], True),
        ("numeric", ["10", "0.5"], ["10.51"], False),
        ("numeric", ["0.1", "0"], ["0.10"], True),
        ("numeric", ["0", "0"], [], False),
    ],
)
def test_answer_is_right_as_a_whole_or_not_at_all(kind, key, answer, right):
    assert is_right(kind, key, answer) is right


def test_order_with_an_open_place_is_not_complete():
    assert not is_complete("ordering", ["a", "", "b"])
    assert is_complete("ordering", ["a", "c", "b"])
    assert not is_complete("single", None)
