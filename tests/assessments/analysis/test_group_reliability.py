"""Reliability of group feedback: the one-way figures of all answers, and nobody's own answer."""

import random
from collections import Counter
from functools import cache
from itertools import combinations_with_replacement

import numpy as np
import pytest

from assessments.analysis.agreement import one_way
from assessments.analysis.group_reliability import (
    LEAST_GROUPS,
    LEAST_WITHIN,
    MOST_WITHIN,
    Group,
    largest_within,
    reliability_of,
    told_within,
)
from assessments.analysis.suppression import Form, is_mean_shown, shown

LOW, HIGH = 0.0, 5.0
HALF_STEPS = [step / 2 for step in range(11)]
ORGANISATIONS = 30


def group_of(answers):
    return Group(len(answers), sum(answers), sum(level**2 for level in answers))


def answers_of(seed, groups=LEAST_GROUPS, spread=1.0):
    """Groups of three to six answers around different levels, those that reports show as means."""
    dice = random.Random(seed)  # noqa: S311 - levels, not a secret
    found = []
    while len(found) < groups:
        middle = dice.uniform(1.5, 3.5)
        raw = [dice.gauss(middle, spread) for _ in range(dice.randint(3, 6))]
        answers = [min(HIGH, max(LOW, round(level * 2) / 2)) for level in raw]
        if is_mean_shown(len(answers), sum(answers), min(answers), max(answers), (LOW, HIGH)):
            found.append(answers)
    return found


def test_figures_are_those_of_all_answers():
    answers = answers_of(1, groups=15)
    unit = np.repeat(np.arange(15), [len(one) for one in answers])
    expected = one_way(unit, np.array([level for one in answers for level in one]))
    found = reliability_of([group_of(one) for one in answers], LOW, HIGH)
    assert found.average.value == pytest.approx(expected.average.value, abs=1e-12)
    assert found.single.low == pytest.approx(expected.single.low, abs=1e-12)
    assert found.raters_per_unit == pytest.approx(expected.raters_per_unit)


def test_too_few_groups_have_no_figure():
    groups = [group_of(one) for one in answers_of(2, groups=LEAST_GROUPS)]
    assert reliability_of(groups, LOW, HIGH) is not None
    assert reliability_of(groups[:-1], LOW, HIGH) is None


def test_perfect_agreement_is_told_as_less():
    """Else everybody would know that each answer is the mean of its group."""
    same = [group_of([level] * 4) for level in (1.5, 2, 2.5, 3, 3.5) * 2]
    less = [group_of([a, a + 0.5, a, a - 0.5]) for a in (1.5, 2, 2.5, 3, 3.5) * 2]
    assert told_within(same, LOW, HIGH) == told_within(less, LOW, HIGH) == LEAST_WITHIN * 30
    assert reliability_of(same, LOW, HIGH) == reliability_of(less, LOW, HIGH)


def test_greatest_disagreement_is_told_as_less():
    groups = [group_of([0, 0, 5, 5])] * LEAST_GROUPS
    most = sum(largest_within(one.n, one.total, LOW, HIGH) for one in groups)
    assert told_within(groups, LOW, HIGH) == pytest.approx(MOST_WITHIN * most)
    assert most == sum(one.within for one in groups)


@pytest.mark.parametrize("n", [3, 4])
def test_largest_within_is_that_of_all_possible_answers(n):
    most = Counter()
    for answers in combinations_with_replacement(HALF_STEPS, n):
        most[sum(answers)] = max(most[sum(answers)], group_of(answers).within)
    for total, within in most.items():
        assert largest_within(n, total, LOW, HIGH) == pytest.approx(within)


@pytest.mark.parametrize("n", [3, 4, 5])
def test_mean_is_shown_by_the_same_rule_as_in_the_report(n):
    for answers in combinations_with_replacement(HALF_STEPS, n):
        (told,) = shown({"peer": answers}, n, LOW, HIGH) or (None,)
        is_mean = told is not None and told.form == Form.MEAN
        sums = (n, sum(answers), min(answers), max(answers), (LOW, HIGH))
        assert is_mean_shown(*sums) == is_mean


# --- the attacker -------------------------------------------------------------------------------


@cache
def cases(n, total, own):
    """By squares (in quarters, exact), the answers that a group with this sum can consist of."""
    found = {}
    for answers in combinations_with_replacement(HALF_STEPS, n):
        if sum(answers) == total and own in answers:
            squares = round(4 * sum(level**2 for level in answers))
            found.setdefault(squares, []).append(answers)
    return found


def certain(answers, owns, is_told):
    """Numbers of groups in which somebody who gave one answer in each is certain of the rest.

    They know how many answers each group has and its exact mean; `is_told` says whether squares
    of all groups together (in quarters) agree with what they were told.
    """
    known = [cases(len(one), sum(one), own) for one, own in zip(answers, owns, strict=True)]
    before = [{0}]
    for group in known:
        before.append({done + squares for done in before[-1] for squares in group})
    after = [{0}]
    for group in reversed(known):
        after.append({done + squares for done in after[-1] for squares in group})
    after.reverse()
    found = []
    for place, group in enumerate(known):
        others = {a + b for a in before[place] for b in after[place + 1]}
        possible = [
            one
            for squares, sets in group.items()
            if any(is_told(squares + rest) for rest in others)
            for one in sets
        ]
        if len(possible) == 1:
            found.append(place)
    return found


def told_by(answers):
    """What the figure tells: the squares within, exact unless near an end of what is possible."""
    groups = [group_of(one) for one in answers]
    told = told_within(groups, LOW, HIGH)
    fixed = sum(one.total**2 / one.n for one in groups)
    most = MOST_WITHIN * sum(largest_within(one.n, one.total, LOW, HIGH) for one in groups)
    least = LEAST_WITHIN * sum(one.n - 1 for one in groups)

    def is_told(quarters):
        within = quarters / 4 - fixed
        return abs(min(max(within, min(least, most)), most) - told) < 1e-6

    return is_told


@pytest.mark.parametrize("spread", [0.0, 0.3, 1.0, 3.0])
def test_attacker_is_certain_of_no_group(spread):
    for seed in range(ORGANISATIONS):
        answers = answers_of(seed, spread=spread)
        owns = [one[seed % len(one)] for one in answers]
        assert certain(answers, owns, told_by(answers)) == [], seed


def test_attacker_is_certain_without_the_guards():
    """Figures of single people, or without the bounds, tell nearly all; else this is void."""
    of_one, of_all = 0, 0
    for seed in range(ORGANISATIONS):
        answers = answers_of(seed, spread=1.0)
        owns = [one[seed % len(one)] for one in answers]
        of_one += any(
            certain([one], [own], lambda quarters, one=one: quarters == exact([one]))
            for one, own in zip(answers, owns, strict=True)
        )
        alike = answers_of(seed, spread=0.0)
        owns = [one[0] for one in alike]
        of_all += bool(certain(alike, owns, lambda quarters, alike=alike: quarters == exact(alike)))
    assert of_one >= 0.9 * ORGANISATIONS
    assert of_all >= 0.9 * ORGANISATIONS


def exact(answers):
    return round(4 * sum(level**2 for one in answers for level in one))
