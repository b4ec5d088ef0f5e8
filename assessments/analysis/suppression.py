"""What of anonymous answers may be shown.

Three rules. A group is shown only from a floor of answers on. Small groups stand together when that
makes a group, and no two groups share an answer, so that nothing is found by subtracting one from
the other; there is no total beside them. And a mean near an end of the scale tells what everybody
said ("5.0 from 4 answers"), to somebody who gave one of the answers even earlier: then a bound is
shown instead. A smallest, largest or most frequent answer is never shown: leaving it out just where
it would tell too much tells as much.

The tests go through every possible set of answers of small groups, as somebody who gave one of them
and knows these rules, and find no answer that is certain.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

LEAST_FLOOR = 3  # answers; no setting goes below
STEP = 0.5  # levels; half steps can be given
ROOM = 1.0  # levels that the other answers must leave open, whoever of the group asks
AWAY = 2.0  # levels that all answers together lie away from the end of the scale, at least


class Form(StrEnum):
    """How `Shown.value` reads."""

    MEAN = "mean"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Shown:
    """One group of answers: its kinds of raters, how many answers, and their mean or its bound.

    `value` is on the scale of the answers.
    """

    kinds: tuple[str, ...]
    n: int
    form: Form
    value: float

    @property
    def middle(self) -> float:
        """A number for computing: the mean, or a quarter of a level inside the bound."""
        inside = {Form.MEAN: 0.0, Form.AT_LEAST: STEP / 2, Form.AT_MOST: -STEP / 2}
        return self.value + inside[self.form]


def groups(counts: Mapping[str, int], floor: int) -> list[tuple[str, ...]]:
    """Return disjoint groups of the keys of `counts`, each with at least the floor.

    A key that reaches it stands alone, in the order given; all others stand together, last, when
    their sum reaches it, and are left out otherwise. Those together are named whether they have
    any or not, so that nobody can tell none from one too few. O(n).
    """
    floor = max(floor, LEAST_FLOOR)
    alone: list[tuple[str, ...]] = [(key,) for key, count in counts.items() if count >= floor]
    small = tuple(key for key, count in counts.items() if count < floor)
    together = sum(counts[key] for key in small)
    return [*alone, small] if together >= floor else alone


def shown(
    answers: Mapping[str, Sequence[float]], floor: int, low: float, high: float
) -> list[Shown]:
    """Return what may be shown of the answers of each kind of rater to one question.

    `answers` holds levels from `low` to `high` in half steps; "cannot judge" is no answer. Kinds
    that are missing in the result are hidden, for whatever reason. O(n).
    """
    found = []
    for kinds in groups({kind: len(levels) for kind, levels in answers.items()}, floor):
        levels = [level for kind in kinds for level in answers[kind]]
        told = _tell(levels, low, high)
        if told is not None:
            found.append(Shown(kinds, len(levels), *told))
    return found


def is_mean_shown(
    n: int, total: float, least: float, most: float, ends: tuple[float, float]
) -> bool:
    """Return whether `n` answers of one kind, from `least` to `most`, are shown as their mean.

    The same rule as in `shown` for a group above its floor, from sums; `ends` are of the scale.
    """
    low, high = ends
    return _has_room(n * high - total, high - least) and _has_room(total - n * low, most - low)


def may_show_texts(n: int, floor: int) -> bool:
    """Return whether texts of `n` authors may be shown, without saying whose kind they are of."""
    return n >= max(floor, LEAST_FLOOR)


def _tell(levels: Sequence[float], low: float, high: float) -> tuple[Form, float] | None:
    """Return the mean, or the narrowest bound that keeps every answer uncertain; None for none."""
    below_top = [high - level for level in levels]
    above_low = [level - low for level in levels]
    if _is_open(sum(below_top), below_top) and _is_open(sum(above_low), above_low):
        return Form.MEAN, sum(levels) / len(levels)
    near_top = sum(below_top) <= sum(above_low)
    away = below_top if near_top else above_low
    width = STEP
    while width * len(levels) < sum(away) or not _is_open(width * len(levels), away):
        width += STEP
    if width >= high - low:
        return None
    return (Form.AT_LEAST, high - width) if near_top else (Form.AT_MOST, low + width)


def _is_open(told: float, away: Sequence[float]) -> bool:
    """Does the sum told leave room beside the answer that lies farthest from the end?"""
    return _has_room(told, max(away))


def _has_room(told: float, farthest: float) -> bool:
    return told > AWAY and told - farthest >= ROOM
