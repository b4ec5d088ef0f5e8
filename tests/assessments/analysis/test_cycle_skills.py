"""Which skills are worth asking about."""

import numpy as np
import pytest
from scipy.stats import norm

from assessments.analysis.cycle_skills import Candidates, chance_of_change, choose
from assessments.analysis.evidence import Kind
from assessments.analysis.parameters import DEFAULTS


def candidates(n, **columns):
    """`n` hard, optional skills of equal weight, far from any limit."""
    values = {
        "kind": np.full(n, Kind.HARD),
        "essential": np.zeros(n, dtype=bool),
        "importance": np.full(n, 3),
        "required": np.full(n, 1.0),
        "mean": np.full(n, 4.5),
        "sd": np.full(n, 0.3),
    }
    return Candidates(**{**values, **{k: np.array(v) for k, v in columns.items()}})


def pick(found, most=8, of_each_kind=3):
    return choose(found, most=most, of_each_kind=of_each_kind, variance=1.0)


def test_essential_skills_come_first_and_certain_ones_are_optional():
    core, more = pick(candidates(4, essential=[False, False, True, False]), 8, 0)

    assert core == [2]
    assert sorted(more) == [0, 1, 3]


def test_a_skill_near_its_limit_is_asked_before_a_certain_one():
    core, more = pick(candidates(3, mean=[4.5, 0.8, 4.4]), 8, 0)

    assert (core, sorted(more)) == ([1], [0, 2])


def test_what_was_never_measured_is_asked():
    core, _more = pick(candidates(2, mean=[np.nan, 4.5], sd=[np.nan, 0.3]), 8, 0)

    assert core == [0]


def test_three_of_each_kind_are_asked_where_there_are_three():
    kinds = [Kind.HARD] * 10 + [Kind.SOFT] * 4
    core, more = pick(candidates(14, kind=kinds, essential=[True] * 10 + [False] * 4))

    assert len(core) == 8
    assert sum(place >= 10 for place in core) == 3
    assert sorted(core + more) == list(range(14))


def test_both_kinds_must_fit():
    with pytest.raises(ValueError, match="both kinds"):
        pick(candidates(2), most=5, of_each_kind=3)


def test_nobody_is_asked_nothing():
    assert pick(candidates(0)) == ([], [])


@pytest.mark.parametrize("mean", [0.5, 1.6, 2.0, 2.4, 2.75, 3.1, 4.5])
@pytest.mark.parametrize("sd", [0.2, 0.5, 0.8])
def test_chance_equals_simulated_answers(mean, sd):
    """The slow twin: draw answers, update, and look whether the status moved."""
    required, variance = 3.0, 0.97
    rng = np.random.default_rng(7)
    true = rng.normal(mean, sd, 200_000)
    answer = rng.normal(true, np.sqrt(variance))
    new_mean = (mean / sd**2 + answer / variance) / (1 / sd**2 + 1 / variance)
    new_sd = np.sqrt(1 / (1 / sd**2 + 1 / variance))
    before = status(required, np.array([mean]), sd)[0]
    share = np.mean(status(required, new_mean, new_sd) != before)

    found = chance_of_change(np.array([required]), np.array([mean]), np.array([sd]), variance)

    assert found[0] == pytest.approx(share, abs=0.005)


def status(required, mean, sd):
    """0 met, 1 possible, 2 probable, straight from the definition."""
    p = norm.cdf((required - DEFAULTS.practical_threshold - mean) / (DEFAULTS.calibration * sd))
    return (p >= DEFAULTS.possible_gap).astype(int) + (p >= DEFAULTS.probable_gap)
