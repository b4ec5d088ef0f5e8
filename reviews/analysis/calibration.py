"""What stands out when managers' parts of a season are laid beside each other.

Nothing here says who is right: a team may be as good as its manager says. Each finding comes with
its statistics and is shown only for managers with at least `FEWEST` reviews.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import comb, sqrt

FEWEST = 5  # reviews of one manager, and of all others together
ERRORS_AWAY = 3.0  # standard errors; once in 370 among managers who do not differ
LEAST_DISTANCE = 0.5  # levels, or steps of an overall rating; less is no finding
RARE = 0.01  # chance at which sameness is a finding
LEAST_SKILLS = 4  # in a review, to call all its levels the same
LEAST_FLAT = 3  # such reviews of one manager


class Finding(StrEnum):
    FAR = "far"
    SAME = "same"
    FLAT = "flat"


@dataclass(frozen=True, slots=True)
class Given:
    """What one manager gave in one review.

    `distance` is the mean of level minus required level (levels), None without a level; `overall`
    the rank of the overall rating, None without one; `is_flat` tells that at least
    `LEAST_SKILLS` skills all got the same level, None where fewer were rated.
    """

    distance: float | None = None
    overall: int | None = None
    is_flat: bool | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """One finding about one manager's `n` reviews.

    FAR: `value` is the mean of theirs minus that of all others, `error` its standard error, and
    `is_overall` whether of overall ratings (else of levels above what is required). SAME: `value`
    is the chance that as many drawn from the others' ratings are all the same. FLAT: `value` is
    the share of their reviews that are flat, `error` that of the others, `chance` that of at least
    as many by the others' share.
    """

    finding: Finding
    manager: int
    n: int
    value: float
    error: float = 0.0
    chance: float = 0.0
    is_overall: bool = False


def patterns(given: Mapping[int, Sequence[Given]]) -> list[Pattern]:
    """Return what stands out, manager by manager in the order of their keys. O(reviews)."""
    found: list[Pattern | None] = []
    for manager in sorted(given):
        own = given[manager]
        others = [one for other, rows in given.items() if other != manager for one in rows]
        found += [
            _far(manager, given, is_overall=True),
            _far(manager, given, is_overall=False),
            _same(manager, own, others),
            _flat(manager, own, others),
        ]
    return [pattern for pattern in found if pattern is not None]


def _values(rows: Sequence[Given], *, is_overall: bool) -> list[float]:
    values = [row.overall if is_overall else row.distance for row in rows]
    return [float(value) for value in values if value is not None]


def _far(manager: int, given: Mapping[int, Sequence[Given]], *, is_overall: bool) -> Pattern | None:
    """The mean against all others', by the spread within managers pooled over all of them."""
    groups = {key: _values(rows, is_overall=is_overall) for key, rows in given.items()}
    own = groups.pop(manager)
    others = [value for rows in groups.values() for value in rows]
    if len(own) < FEWEST or len(others) < FEWEST:
        return None
    spread = _pooled([own, *groups.values()])
    distance = sum(own) / len(own) - sum(others) / len(others)
    error = spread * sqrt(1 / len(own) + 1 / len(others))
    if abs(distance) < LEAST_DISTANCE or abs(distance) <= ERRORS_AWAY * error:
        return None
    return Pattern(Finding.FAR, manager, len(own), distance, error, is_overall=is_overall)


def _pooled(groups: Sequence[Sequence[float]]) -> float:
    """The standard deviation within groups (one-way analysis of variance)."""
    squares = sum((value - sum(group) / len(group)) ** 2 for group in groups for value in group)
    free = sum(len(group) - 1 for group in groups if group)
    return sqrt(squares / free) if free else 0.0


def _same(manager: int, own: Sequence[Given], others: Sequence[Given]) -> Pattern | None:
    """All overall ratings the same, where that would rarely happen among the others' ratings."""
    mine = [row.overall for row in own if row.overall is not None]
    theirs = Counter(row.overall for row in others if row.overall is not None)
    n, total = len(mine), theirs.total()
    if n < FEWEST or total < FEWEST or len(set(mine)) > 1:
        return None
    chance = sum((count / total) ** n for count in theirs.values())
    return Pattern(Finding.SAME, manager, n, chance) if chance <= RARE else None


def _flat(manager: int, own: Sequence[Given], others: Sequence[Given]) -> Pattern | None:
    """Reviews in which every skill got the same level (halo), against the others' share.

    The others' share is taken with one flat review and one other added, so it is never nothing.
    """
    mine = [row.is_flat for row in own if row.is_flat is not None]
    theirs = [row.is_flat for row in others if row.is_flat is not None]
    n, flat = len(mine), sum(mine)
    if n < FEWEST or len(theirs) < FEWEST or flat < LEAST_FLAT:
        return None
    share = (sum(theirs) + 1) / (len(theirs) + 2)
    chance = at_least(flat, n, share)
    if chance > RARE:
        return None
    return Pattern(
        Finding.FLAT, manager, n, flat / n, error=sum(theirs) / len(theirs), chance=chance
    )


def at_least(k: int, n: int, share: float) -> float:
    """Return the chance of at least `k` of `n` with this share each (binomial tail). O(n)."""
    return sum(comb(n, i) * share**i * (1 - share) ** (n - i) for i in range(k, n + 1))
