"""Fisher's test by hand, verdicts by the written rule, and groups that cannot be subtracted."""

from math import comb

import numpy as np
import pytest
from scipy.stats import fisher_exact

from reviews.analysis.fairness import Compared, Verdict, _fisher, compare, holm, verdicts

FLOOR = 5


def by_hand(n, yes, n_others, yes_others):
    """Two-sided p: all tables with these sums that are at most as likely as this one."""
    total, everybody = yes + yes_others, n + n_others

    def likely(k):
        return comb(n, k) * comb(n_others, total - k) / comb(everybody, total)

    possible = [k for k in range(n + 1) if 0 <= total - k <= n_others]
    chances = [likely(k) for k in possible]

    def two_sided(chance):
        return sum(other for other in chances if other <= chance * (1 + 1e-9))

    return two_sided(likely(yes)), min(two_sided(chance) for chance in chances)


@pytest.mark.parametrize("table", [(14, 5, 16, 11), (30, 12, 40, 30), (6, 0, 6, 6), (10, 5, 10, 5)])
def test_fisher_is_that_of_the_definition(table):
    n, yes, n_others, yes_others = table
    first, second = compare({"a": (n, yes), "b": (n_others, yes_others)}, FLOOR)
    p, least = by_hand(*table)
    assert (first.chance, second.chance) == (pytest.approx(p), pytest.approx(p))
    assert first.least_chance == pytest.approx(least)
    assert first.ratio == pytest.approx((yes / n) / (yes_others / n_others))


@pytest.mark.parametrize("size", [12, 300, 20_000])
def test_fisher_is_that_of_the_library(size):
    """Rare divisions and common ones, of few people and of many."""
    chance = np.random.default_rng(size)
    for _table in range(40):
        n, n_others = chance.integers(5, size, 2)
        yes = chance.binomial(n, chance.choice([0.02, 0.4, 0.9]))
        yes_others = chance.binomial(n_others, chance.choice([0.02, 0.4, 0.9]))
        theirs = fisher_exact([[yes, n - yes], [yes_others, n_others - yes_others]]).pvalue
        assert _fisher(n, yes, n_others, yes_others)[0] == pytest.approx(
            theirs, rel=1e-6, abs=1e-300
        )


def test_groups_below_the_floor_are_never_named_alone():
    rows = compare({"a": (20, 10), "b": (9, 4), "c": (2, 2), "d": (1, 0)}, FLOOR)
    assert [row.labels for row in rows] == [("a",), ("b", "c", "d")]
    assert all(row.n + row.n_others == 32 for row in rows)
    assert compare({"a": (40, 10), "b": (2, 2)}, FLOOR) == []
    assert compare({"a": (4, 1)}, FLOOR) == []
    assert compare({}, FLOOR) == []


def row(n, yes, n_others, yes_others):
    p, least = by_hand(n, yes, n_others, yes_others)
    ratio = (yes / n) / (yes_others / n_others) if yes_others else None
    return Compared(("a",), n, yes, n_others, yes_others, ratio, p, least)


def test_counts_below_the_floor_are_never_told():
    """Three groups: of the one that is not told nothing is left over by subtraction either."""
    rows = compare({"a": (20, 10), "b": (20, 8), "c": (9, 8), "d": (12, 0)}, FLOOR)
    assert [row.labels for row in rows] == [("a",), ("b",), ("c", "d")]
    assert compare({"a": (20, 10), "c": (9, 8)}, FLOOR) == []
    joined = compare({"a": (20, 10), "b": (9, 8), "d": (6, 6), "e": (30, 15)}, FLOOR)
    assert [row.labels for row in joined] == [("e",), ("b", "d", "a")]
    for row in [*rows, *joined]:
        counts = (row.yes, row.n - row.yes, row.yes_others, row.n_others - row.yes_others)
        assert all(count == 0 or count >= FLOOR for count in counts)


def test_ten_against_ten_cannot_tell_of_four():
    """The rarest division has a mirror that is as rare: 0.087 together, 0.043 each."""
    assert row(10, 0, 10, 4).least_chance == pytest.approx(0.0867, abs=1e-4)
    assert _fisher(10, 0, 10, 4)[1] == pytest.approx(0.0867, abs=1e-4)
    assert judged(row(10, 0, 10, 4)) == [Verdict.NOT_ENOUGH]


def test_two_parts_are_one_comparison():
    assert verdicts([compare({"a": (40, 12), "b": (40, 22)}, FLOOR)]) == [[Verdict.CHECK] * 2]


def judged(*rows):
    """The verdict of each, as of an outcome of its own."""
    return [verdict for found in verdicts([[one] for one in rows]) for verdict in found]


def test_verdicts_follow_the_rule():
    assert judged(row(50, 10, 50, 35)) == [Verdict.CHECK]
    assert judged(row(50, 25, 50, 26)) == [Verdict.NO_SIGN]
    assert judged(row(40, 15, 40, 22)) == [Verdict.WATCH]  # far, and chance explains it badly
    assert judged(row(5, 2, 5, 3)) == [Verdict.NO_SIGN]  # far, and chance explains it well
    assert judged(row(5, 0, 5, 1)) == [Verdict.NOT_ENOUGH]
    assert judged(row(50, 0, 50, 0)) == [Verdict.NOT_ENOUGH]  # nobody has the outcome
    assert judged(row(400, 320, 400, 350)) == [Verdict.WATCH]  # sure, but within four fifths
    assert judged(row(50, 20, 50, 0)) == [Verdict.CHECK]
    assert verdicts([]) == []


def test_among_many_comparisons_one_in_twenty_is_no_alarm():
    single = row(30, 12, 30, 20)
    assert 0.02 < single.chance < 0.08
    close = row(30, 11, 30, 20)
    assert judged(close) == [Verdict.CHECK]
    assert judged(close, *[row(30, 15, 30, 15)] * 9)[0] == Verdict.WATCH


def test_holm_is_that_of_the_definition():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []
