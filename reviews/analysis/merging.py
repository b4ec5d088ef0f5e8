"""Putting two texts together so that no line of either is lost."""

from difflib import SequenceMatcher


def merge_texts(theirs: str, mine: str) -> str:
    """Every line of both, common lines once, in the order they stand in; theirs before mine.

    Two people wrote at the same time and nobody knows from what: a line that one of them removed
    comes back, which is easier to mend than a line that is gone. O(lines²) at worst.
    """
    first, second = theirs.splitlines(), mine.splitlines()
    merged: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        merged += first[a:b]
        if tag != "equal":
            merged += second[c:d]
    return "\n".join(merged)
