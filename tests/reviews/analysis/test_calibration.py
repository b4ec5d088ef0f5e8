"""What stands out among managers, and what does not."""

from itertools import product
from random import Random

import pytest
import scipy.stats

from reviews.analysis.calibration import FEWEST, Finding, Given, at_least, beyond, patterns


def team(distances, overall=None, flat=None):
    n = len(distances)
    return [
        Given(distance, one, is_flat)
        for distance, one, is_flat in zip(
            distances, overall or [None] * n, flat or [None] * n, strict=True
        )
    ]


USUAL = [-0.5, 0.0, 0.5, 0.25, -0.25, 0.0]


def found(given):
    return [(one.finding, one.manager) for one in patterns(given)]


def test_a_mean_far_from_the_rest_is_found_with_its_error():
    usual = {manager: team(USUAL) for manager in (1, 2, 4, 5)}
    given = usual | {3: team([1.0, 1.5, 1.25, 1.0, 1.5, 1.25])}
    (one,) = patterns(given)
    assert (one.finding, one.manager, one.n) == (Finding.FAR, 3, 6)
    assert one.value == pytest.approx(1.25)
    spread = ((4 * 0.625 + 0.25) / 25) ** 0.5  # within managers, by hand
    assert one.error == pytest.approx(spread * (1 / 6 + 1 / 24) ** 0.5)


def test_few_degrees_of_freedom_need_a_larger_distance():
    """Two teams of five, 3.5 standard errors apart: by Student's t once in 123, not in 370."""
    steps = [-0.2, -0.1, 0.0, 0.1, 0.2]
    error = (0.2 / 8) ** 0.5 * (2 / 5) ** 0.5
    for errors, flagged in ((3.5, []), (4.5, [1, 2])):
        wide = [0.5 / errors / error * step for step in steps]
        other = [value + 0.5001 for value in wide]
        rows = patterns({1: team(wide), 2: team(other)})
        assert [one.manager for one in rows] == flagged
        if rows:
            assert rows[0].chance == pytest.approx(2 * scipy.stats.t.sf(4.5, 8), rel=0.01)


def test_without_any_spread_nothing_is_said():
    thirds = [1 / 3] * 7
    assert found({1: team([value - 2 for value in thirds]), 2: team(thirds)}) == []


def test_the_tail_of_student_is_that_of_scipy():
    for free, t in product((1, 2, 3, 4, 5, 8, 51, 400), (0.0, 0.5, 2.0, 3.0, 8.0)):
        assert beyond(t, free) == pytest.approx(2 * scipy.stats.t.sf(t, free), abs=1e-12)


def test_the_floor_counts_where_it_is_higher():
    usual = {manager: team(USUAL) for manager in (1, 2, 4, 5)}
    given = usual | {3: team([1.0, 1.5, 1.25, 1.0, 1.5, 1.25])}
    assert patterns(given, 7) == []


def test_few_reviews_say_nothing():
    given = {1: team(USUAL), 2: team([3.0] * (FEWEST - 1))}
    assert found(given) == []


def test_a_distance_that_does_not_matter_is_no_finding():
    given = {1: team([0.0] * 50), 2: team([0.4] * 50)}
    assert found(given) == []


def test_managers_who_do_not_differ_are_rarely_flagged():
    dice = Random(7)  # noqa: S311
    flagged = sum(
        len(patterns({m: team([dice.gauss(0, 0.5) for _ in range(8)]) for m in range(10)}))
        for _ in range(60)
    )
    assert flagged <= 6  # of 600; 1.6 by chance alone


def test_all_the_same_is_found_only_where_that_is_rare():
    mixed = [1, 2, 3, 4, 3, 2]
    same = {1: team([0.0] * 6, mixed), 2: team([0.0] * 6, [3] * 6)}
    (one,) = patterns(same)
    assert (one.finding, one.manager) == (Finding.SAME, 2)
    assert one.value == pytest.approx(2 * (2 / 6) ** 6 + 2 * (1 / 6) ** 6)
    usual = {1: team([0.0] * 6, [3, 3, 3, 3, 3, 2]), 2: team([0.0] * 6, [3] * 6)}
    assert found(usual) == []


def test_halo_is_found_against_the_others_share():
    given = {
        1: team(USUAL * 3, flat=[False] * 17 + [True]),
        2: team(USUAL, flat=[True] * 5 + [False]),
    }
    (one,) = patterns(given)
    assert (one.finding, one.manager) == (Finding.FLAT, 2)
    assert (one.value, one.error) == (pytest.approx(5 / 6), pytest.approx(1 / 18))
    assert one.chance == pytest.approx(scipy.stats.binom.sf(4, 6, 2 / 20))


def test_the_binomial_tail_is_that_of_scipy():
    for n, share in product(range(1, 12), (0.0, 0.1, 0.5, 1.0)):
        for k in range(n + 1):
            expected = scipy.stats.binom.sf(k - 1, n, share)
            assert at_least(k, n, share) == pytest.approx(expected)


def test_nobody_and_a_single_manager_are_fine():
    assert patterns({}) == []
    assert patterns({1: team(USUAL)}) == []
