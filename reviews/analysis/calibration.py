"""What stands out when managers' parts of a cycle are laid beside each other.

Nothing here says who is right: a team may be as good as its manager says. Each finding comes with
its statistics and is told only of managers with at least `FEWEST` reviews.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import atan, comb, pi, sqrt

FEWEST = 5  # reviews of one manager, and of all others together
RARELY_FAR = 0.0027  # two-sided chance of a mean so far off; three standard errors of a normal
LEAST_DISTANCE = 0.5  # levels, or steps of an overall rating; less is no finding
NO_SPREAD = 1e-9  # levels; sums of equal numbers differ by less
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

    `is_overall` tells of overall ratings, else of levels. FAR: `value` is the mean of theirs minus
    that of all others, `error` its standard error (levels: above what is required). SAME: `value`
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


def patterns(given: Mapping[int, Sequence[Given]], fewest: int = FEWEST) -> list[Pattern]:
    """Return what stands out, manager by manager in the order of their keys.

    Nothing is said of, or against, fewer than `fewest` reviews. O(managers * reviews).
    """
    found: list[Pattern | None] = []
    for manager in sorted(given):
        own = given[manager]
        others = [one for other, rows in given.items() if other != manager for one in rows]
        found += [
            _far(manager, given, fewest, is_overall=True),
            _far(manager, given, fewest, is_overall=False),
            _same(manager, own, others, fewest),
            _flat(manager, own, others, fewest),
        ]
    return [pattern for pattern in found if pattern is not None]


def _values(rows: Sequence[Given], *, is_overall: bool) -> list[float]:
    values = [row.overall if is_overall else row.distance for row in rows]
    return [float(value) for value in values if value is not None]


def _far(
    manager: int, given: Mapping[int, Sequence[Given]], fewest: int, *, is_overall: bool
) -> Pattern | None:
    """The mean against all others', by the spread within managers pooled over all of them."""
    groups = {key: _values(rows, is_overall=is_overall) for key, rows in given.items()}
    own = groups.pop(manager)
    others = [value for rows in groups.values() for value in rows]
    if len(own) < fewest or len(others) < fewest:
        return None
    spread, free = _pooled([own, *groups.values()])
    distance = sum(own) / len(own) - sum(others) / len(others)
    error = spread * sqrt(1 / len(own) + 1 / len(others))
    if abs(distance) < LEAST_DISTANCE or spread < NO_SPREAD:
        return None
    chance = beyond(abs(distance) / error, free)
    if chance > RARELY_FAR:
        return None
    return Pattern(
        Finding.FAR, manager, len(own), distance, error, chance=chance, is_overall=is_overall
    )


def _pooled(groups: Sequence[Sequence[float]]) -> tuple[float, int]:
    """The standard deviation within groups (one-way analysis of variance), and its freedom."""
    squares = 0.0
    for group in groups:
        mean = sum(group) / len(group) if group else 0.0
        squares += sum((value - mean) ** 2 for value in group)
    free = sum(len(group) - 1 for group in groups if group)
    return (sqrt(squares / free) if free else 0.0), free


def _same(
    manager: int, own: Sequence[Given], others: Sequence[Given], fewest: int
) -> Pattern | None:
    """All overall ratings the same, where that would rarely happen among the others' ratings."""
    mine = [row.overall for row in own if row.overall is not None]
    theirs = Counter(row.overall for row in others if row.overall is not None)
    n, total = len(mine), theirs.total()
    if n < fewest or total < fewest or len(set(mine)) > 1:
        return None
    chance = sum((count / total) ** n for count in theirs.values())
    if chance > RARE:
        return None
    return Pattern(Finding.SAME, manager, n, chance, is_overall=True)


def _flat(
    manager: int, own: Sequence[Given], others: Sequence[Given], fewest: int
) -> Pattern | None:
    """Reviews in which every skill got the same level (halo), against the others' share.

    The others' share is taken with one flat review and one other added, so it is never nothing.
    """
    mine = [row.is_flat for row in own if row.is_flat is not None]
    theirs = [row.is_flat for row in others if row.is_flat is not None]
    n, flat = len(mine), sum(mine)
    if n < fewest or len(theirs) < fewest or flat < LEAST_FLAT:
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


def beyond(t: float, free: int) -> float:
    """Return the two-sided tail of Student's t with `free` degrees of freedom, at least 1. O(free).

    The finite series for whole degrees of freedom (Abramowitz and Stegun, 1964, 26.7.3 and 4).
    """
    cosine, sine = sqrt(free / (free + t * t)), t / sqrt(free + t * t)
    odd = free % 2
    total = term = (cosine if free > 1 else 0.0) if odd else 1.0
    for k in range(2 + odd, free - 1, 2):
        term *= cosine * cosine * (k - 1) / k
        total += term
    within = 2 / pi * (atan(t / sqrt(free)) + sine * total) if odd else sine * total
    return max(0.0, 1 - within)
