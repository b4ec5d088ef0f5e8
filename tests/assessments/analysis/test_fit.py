import math

import numpy as np
import pytest

from assessments.analysis.evidence import Kind
from assessments.analysis.fit import Requirements, fit
from assessments.analysis.gaps import Levels


def small(*values):
    return np.array(values, dtype=np.int16)


def fit_one(*rows, n_people=1):
    """Each row: kind, required, importance, mean[, sd[, person]] of one cell."""
    rows = [(*row, 400, 0)[:6] if len(row) == 4 else (*row, 0)[:6] for row in rows]
    kind, required, importance, mean, sd, person = zip(*rows, strict=True) if rows else [()] * 6
    requirements = Requirements(
        np.array(person, dtype=np.int64),
        small(*required),
        small(*importance),
        np.array(kind, dtype=np.int64),
    )
    return fit(requirements, Levels(small(*mean), small(*sd)), n_people)


def test_fit_by_hand():
    found = fit_one(
        (Kind.HARD, 4000, 3, 3000), (Kind.SOFT, 2000, 1, 5000), (Kind.SOFT, 3000, 2, 1500)
    )
    assert found.overall[0] == pytest.approx((3 * 0.75 + 1 + 2 * 0.5) / 6)
    assert found.hard[0] == pytest.approx(0.75)
    assert found.soft[0] == pytest.approx((1 + 2 * 0.5) / 3)
    assert found.balanced[0] == pytest.approx(2 * 0.75 * (2 / 3) / (0.75 + 2 / 3))
    assert found.coverage[0] == 1
    slopes = (3 / 4000 * 400) ** 2 + (2 / 3000 * 400) ** 2
    assert found.se[0] == pytest.approx(1.15 * math.sqrt(slopes) / 6)


def test_lopsided_profile_has_a_lower_balanced_fit_than_an_even_one():
    lopsided = fit_one((Kind.HARD, 4000, 3, 4000), (Kind.SOFT, 4000, 3, 1000))
    even = fit_one((Kind.HARD, 4000, 3, 2500), (Kind.SOFT, 4000, 3, 2500))
    assert lopsided.overall[0] == even.overall[0]
    assert lopsided.balanced[0] < even.balanced[0]


def test_fit_is_not_reported_below_half_the_weight_but_coverage_is():
    thin = fit_one((Kind.HARD, 4000, 2, 3000), (Kind.HARD, 4000, 3, -1))
    assert np.isnan(thin.overall[0])
    assert np.isnan(thin.se[0])
    assert thin.coverage[0] == pytest.approx(0.4)
    half = fit_one((Kind.HARD, 4000, 3, 3000), (Kind.HARD, 4000, 3, -1))
    assert half.overall[0] == pytest.approx(0.75)


def test_kind_with_too_little_measured_has_no_fit_and_there_is_no_balance():
    found = fit_one((Kind.HARD, 4000, 3, 3000), (Kind.SOFT, 4000, 2, -1))
    assert found.hard[0] == pytest.approx(0.75)
    assert np.isnan(found.soft[0])
    assert np.isnan(found.balanced[0])


def test_nobody_measured_has_no_fit_and_coverage_zero():
    found = fit_one((Kind.HARD, 4000, 3, -1))
    assert np.isnan(found.overall[0])
    assert found.coverage[0] == 0


def test_requirement_of_level_or_weight_zero_counts_nowhere():
    found = fit_one((Kind.HARD, 0, 3, 3000), (Kind.SOFT, 4000, 0, 2000))
    assert np.isnan(found.overall[0])
    assert np.isnan(found.coverage[0])
    with_one = fit_one((Kind.HARD, 0, 5, -1), (Kind.HARD, 4000, 1, 2000))
    assert (with_one.overall[0], with_one.coverage[0]) == (0.5, 1)


def test_unclassified_skill_counts_in_coverage_and_in_neither_kind():
    found = fit_one((Kind.UNCLASSIFIED, 4000, 3, 2000))
    assert (found.overall[0], found.coverage[0]) == (0.5, 1)
    assert np.isnan(found.hard[0])
    assert np.isnan(found.soft[0])


def test_levels_of_zero_in_both_kinds_balance_to_zero():
    assert fit_one((Kind.HARD, 4000, 1, 0), (Kind.SOFT, 4000, 1, 0)).balanced[0] == 0


def test_people_are_kept_apart_and_somebody_without_requirements_has_no_fit():
    found = fit_one((Kind.HARD, 4000, 1, 4000, 1, 0), (Kind.HARD, 4000, 1, 2000, 1, 2), n_people=3)
    assert found.overall[[0, 2]].tolist() == [1, 0.5]
    assert np.isnan(found.overall[1])
    assert np.isnan(fit_one(n_people=1).coverage[0])
