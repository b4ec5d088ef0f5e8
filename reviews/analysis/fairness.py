"""Do outcomes differ between groups of people by more than chance would explain?

An outcome is true or not of each person. A group is compared with all others together: the ratio
of the two shares (United States, Uniform Guidelines on Employee Selection Procedures, 1978: below
four fifths counts as adverse), and Fisher's exact test (Fisher, 1922). The test of many groups and
outcomes at once is corrected (Holm, 1979).

scipy is loaded by workers only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from reviews.analysis.parts import parts

ALPHA = 0.05
FAINT = 0.2  # chance up to which a ratio far from one is worth watching
FOUR_FIFTHS = 0.8
ROUNDING = 1e-7  # chances this close count as the same, as in `scipy.stats.fisher_exact`


class Verdict(StrEnum):
    NOT_ENOUGH = "not_enough"
    NO_SIGN = "no_sign"
    WATCH = "watch"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Compared:
    """One part of the people against all others; `labels` are the groups that it holds.

    `ratio` is the share in the part over that of the others, None where none of the others has the
    outcome. `chance` is the two-sided p of Fisher's test, `least_chance` the smallest that these
    numbers of people could give.
    """

    labels: tuple[str, ...]
    n: int
    yes: int
    n_others: int
    yes_others: int
    ratio: float | None
    chance: float
    least_chance: float

    @property
    def is_enough(self) -> bool:
        """Could any division of the outcome among these people be told from chance?"""
        return self.least_chance <= ALPHA


def compare(people: Mapping[str, tuple[int, int]], floor: int) -> list[Compared]:
    """Return each part of the people against all others; `people` is (n, yes) by label.

    Parts hold at least `floor` people, and nobody or at least the floor of those of whom the
    outcome is true, and of those of whom it is not; so do the others, which are whole parts.
    Nothing where there are not two.
    """
    told = _told(people, floor)
    if len(told) < 2:
        return []
    sums = [_summed(people, labels) for labels in told]
    n_all, yes_all = sum(n for n, _ in sums), sum(yes for _, yes in sums)
    return [
        _compared(labels, (n, yes), (n_all - n, yes_all - yes))
        for labels, (n, yes) in zip(told, sums, strict=True)
    ]


def _told(people: Mapping[str, tuple[int, int]], floor: int) -> list[tuple[str, ...]]:
    """The parts; those with a count below the floor are taken together, with more if need be."""
    told: list[tuple[str, ...]] = []
    left: tuple[str, ...] = ()
    for labels in parts({label: n for label, (n, _yes) in people.items()}, floor):
        if _is_told(people, labels, floor):
            told.append(labels)
        else:
            left += labels
    while told and not _is_told(people, left, floor):
        smallest = min(told, key=lambda labels: (_summed(people, labels), labels))
        told.remove(smallest)
        left += smallest
    return [*told, left] if left else told


def _is_told(people: Mapping[str, tuple[int, int]], labels: tuple[str, ...], floor: int) -> bool:
    n, yes = _summed(people, labels)
    return all(count == 0 or count >= floor for count in (yes, n - yes))


def _summed(people: Mapping[str, tuple[int, int]], labels: tuple[str, ...]) -> tuple[int, int]:
    return sum(people[label][0] for label in labels), sum(people[label][1] for label in labels)


def _compared(labels: tuple[str, ...], part: tuple[int, int], others: tuple[int, int]) -> Compared:
    (n, yes), (n_others, yes_others) = part, others
    share, share_others = yes / n, yes_others / n_others
    return Compared(
        labels,
        n,
        yes,
        n_others,
        yes_others,
        share / share_others if share_others else None,
        *_fisher(n, yes, n_others, yes_others),
    )


def _fisher(n: int, yes: int, n_others: int, yes_others: int) -> tuple[float, float]:
    """Return the two-sided p, and the smallest that any division of `yes + yes_others` gives.

    As `scipy.stats.fisher_exact`, which takes a second to load: a division counts that is as rare
    as the one at hand, or rarer.
    """
    import numpy as np
    from scipy.special import gammaln

    def log_choose(of: int, some: Any) -> Any:
        return gammaln(of + 1) - gammaln(some + 1) - gammaln(of - some + 1)

    total = yes + yes_others
    first = max(0, total - n_others)
    divisions = np.arange(first, min(n, total) + 1)
    ways = log_choose(n, divisions) + log_choose(n_others, total - divisions)
    chances = np.exp(ways - log_choose(n + n_others, total))
    at_most = [chances[yes - first], chances.min()]
    p, smallest = (float(chances[chances <= most * (1 + ROUNDING)].sum()) for most in at_most)
    return min(p, 1.0), min(smallest, 1.0)


def verdicts(outcomes: Sequence[Sequence[Compared]]) -> list[list[Verdict]]:
    """Return the verdict of each comparison of one report, outcome by outcome.

    Two parts mirror each other: they are one comparison, and share its verdict.
    Not enough data where no division could have been told from chance. Else "check" where the
    corrected p is at most `ALPHA` and the ratio lies outside four fifths to five fourths, "watch"
    where only the uncorrected p is, or the ratio does with a p of at most `FAINT`, "no sign"
    otherwise.
    """
    once = [rows[:1] if len(rows) == 2 else rows for rows in outcomes]
    corrected = iter(holm([row.chance for rows in once for row in rows if row.is_enough]))
    judged = [
        [_verdict(row, next(corrected)) if row.is_enough else Verdict.NOT_ENOUGH for row in rows]
        for rows in once
    ]
    return [
        found * 2 if len(rows) == 2 else found for rows, found in zip(outcomes, judged, strict=True)
    ]


def _verdict(row: Compared, corrected: float) -> Verdict:
    is_far = row.ratio is None or not FOUR_FIFTHS <= row.ratio <= 1 / FOUR_FIFTHS
    if corrected <= ALPHA and is_far:
        return Verdict.CHECK
    is_watched = row.chance <= ALPHA or (is_far and row.chance <= FAINT)
    return Verdict.WATCH if is_watched else Verdict.NO_SIGN


def holm(chances: Sequence[float]) -> list[float]:
    """Return the p values corrected for their number, in the order given (Holm, 1979)."""
    order = sorted(range(len(chances)), key=lambda i: chances[i])
    corrected, highest = [0.0] * len(chances), 0.0
    for rank, i in enumerate(order):
        highest = max(highest, min(1.0, chances[i] * (len(chances) - rank)))
        corrected[i] = highest
    return corrected
