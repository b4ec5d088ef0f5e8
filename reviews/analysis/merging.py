"""Putting two texts together so that no line of either is lost."""

from difflib import SequenceMatcher
from itertools import takewhile

MOST_COMPARED = 2_000  # lines that differ; comparing them takes their square


def merge_texts(theirs: str, mine: str) -> str:
    """Every line of both, common lines once, in the order they stand in; theirs before mine.

    Two people wrote at the same time and nobody knows from what: a line that one of them removed
    comes back, which is easier to mend than a line that is gone. Where very much differs, my lines
    that are not among theirs follow at the end.
    """
    first, second = theirs.splitlines(), mine.splitlines()
    start = _common(first, second)
    head, first, second = first[:start], first[start:], second[start:]
    end = _common(first[::-1], second[::-1])
    tail = first[len(first) - end :]
    middle = _merged(first[: len(first) - end], second[: len(second) - end])
    return "\n".join([*head, *middle, *tail])


def _common(first: list[str], second: list[str]) -> int:
    """With how many equal lines do both begin?"""
    return sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False))
    )


def _merged(first: list[str], second: list[str]) -> list[str]:
    if len(first) + len(second) > MOST_COMPARED:
        there = set(first)
        return first + [line for line in second if line not in there]
    merged: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        merged += first[a:b]
        if tag != "equal":
            merged += second[c:d]
    return merged
