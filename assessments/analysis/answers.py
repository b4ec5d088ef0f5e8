"""Reading and judging the answer to one item. An answer is a list of texts; [] is none.

`shown`: the ids of the options in the order in which they were shown. Pages name options by their
place (1, 2, ...) among those, so that nothing of an id or of the authors' order gets out.
"""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

SINGLE, MULTIPLE, ORDERING, NUMERIC = "single", "multiple", "ordering", "numeric"
LONGEST_NUMBER = 30  # characters
LARGEST_NUMBER = Decimal("1e12")


class UnreadableAnswer(ValueError):
    """The answer does not fit its item; `code` says how: place, repeated, number."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def read_answer(kind: str, shown: Sequence[str], posted: Sequence[str]) -> list[str]:
    """Return the answer as ids of options, or as one number.

    `posted`: the places chosen; for an ordering, the place given to each option as shown (empty
    where none was given yet); for a number its text. Raises `UnreadableAnswer`.
    """
    if kind == NUMERIC:
        texts = [text.strip() for text in posted if text.strip()]
        return [str(read_number(texts[0]))] if texts else []
    if kind == ORDERING:
        return _read_order(shown, posted)
    chosen = {shown[_place(text, shown)] for text in posted if text}
    if kind == SINGLE and len(chosen) > 1:
        raise UnreadableAnswer("repeated")
    return [option for option in shown if option in chosen]


def read_number(text: str) -> Decimal:
    """Return a number written with a point or a comma. Raises `UnreadableAnswer`."""
    text = text.strip().replace(" ", "").replace("\u2212", "-")
    if "." not in text and text.count(",") == 1:
        text = text.replace(",", ".")
    try:
        value = Decimal(text) if len(text) <= LONGEST_NUMBER and "_" not in text else None
    except InvalidOperation:
        value = None
    if value is None or not value.is_finite() or abs(value) > LARGEST_NUMBER:
        raise UnreadableAnswer("number")
    return value


def is_complete(kind: str, answer: Sequence[str] | None) -> bool:
    """Has the item been answered? An ordering only when every place is taken."""
    return bool(answer) and (kind != ORDERING or "" not in (answer or []))


def is_right(kind: str, key: Sequence[str], answer: Sequence[str] | None) -> bool:
    """Compare an answer with the key; no answer is not right.

    Every kind is right or wrong as a whole; a number is right within its tolerance, both bounds
    included.
    """
    if not answer:
        return False
    if kind == NUMERIC:
        value, tolerance = (Decimal(text) for text in key)
        return abs(Decimal(answer[0]) - value) <= tolerance
    if kind == ORDERING:
        return list(answer) == list(key)
    return set(answer) == set(key)


def _read_order(shown: Sequence[str], posted: Sequence[str]) -> list[str]:
    if not any(posted):
        return []
    answer = [""] * len(shown)
    for option, text in zip(shown, posted, strict=False):
        if not text:
            continue
        place = _place(text, shown)
        if answer[place]:
            raise UnreadableAnswer("repeated")
        answer[place] = option
    return answer


def _place(text: str, shown: Sequence[str]) -> int:
    """Return the index of a place written as 1, 2, ..."""
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= len(shown)):
        raise UnreadableAnswer("place")
    return int(text) - 1
