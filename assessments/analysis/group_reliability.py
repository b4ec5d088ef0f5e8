"""How reliable group feedback is: figures of anonymous answers that single out nobody.

Whoever may read the reports knows the mean of each group. One figure over all groups of a round
then tells by how much the answers differ within the groups, all of them together. So it is made of
many groups or not at all, of whole rounds only, and the spread it is made of is kept away from both
ends of what is possible: "they all said the same" and "they could not differ more" would tell what
every single one said.

The tests search for answers that are certain, as somebody who gave one answer in every group, knows
all means exactly and these rules, and find none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.analysis.agreement import OneWay, Sums, one_way_of

LEAST_GROUPS = 10  # twice the floor of groups of people
LEAST_WITHIN = 0.25  # mean square within groups, levels²; less is told as this much
MOST_WITHIN = 0.80  # of the squares that groups with these means could have; more is told as this


@dataclass(frozen=True, slots=True)
class Group:
    """Answers about one person: how many, their sum, and the sum of their squares (levels²)."""

    n: int
    total: float
    squares: float

    @property
    def within(self) -> float:
        """Squares around the group's own mean."""
        return max(self.squares - self.total**2 / self.n, 0.0)


def reliability_of(groups: Sequence[Group], low: float, high: float) -> OneWay | None:
    """Return ICC(1,1) and ICC(1,k) of groups of answers from `low` to `high`.

    None for fewer than `LEAST_GROUPS`. The squares within groups enter no smaller and no larger
    than this module allows. O(n).
    """
    if len(groups) < LEAST_GROUPS:
        return None
    n_ratings = sum(one.n for one in groups)
    mean = sum(one.total for one in groups) / n_ratings
    return one_way_of(
        Sums(
            n_units=len(groups),
            n_ratings=n_ratings,
            square_counts=float(sum(one.n**2 for one in groups)),
            between=sum(one.n * (one.total / one.n - mean) ** 2 for one in groups),
            within=told_within(groups, low, high),
        )
    )


def told_within(groups: Sequence[Group], low: float, high: float) -> float:
    """Return the squares within all groups together, as far as they may be told."""
    most = MOST_WITHIN * sum(largest_within(one.n, one.total, low, high) for one in groups)
    least = min(LEAST_WITHIN * sum(one.n - 1 for one in groups), most)
    return min(max(sum(one.within for one in groups), least), most)


def largest_within(n: int, total: float, low: float, high: float) -> float:
    """Return the most that `n` answers with this sum can differ: as many as can at the ends."""
    if high <= low:
        return 0.0
    at_top = min(int((total - n * low) // (high - low)), n - 1)
    rest = total - at_top * high - (n - 1 - at_top) * low
    mean = total / n
    ends = at_top * (high - mean) ** 2 + (n - 1 - at_top) * (low - mean) ** 2
    return ends + (rest - mean) ** 2
