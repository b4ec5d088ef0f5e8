from statistics import NormalDist

import numpy as np
import pytest

from assessments.analysis.evidence import Source
from assessments.analysis.gaps import NOT_MEASURED, Levels, Status, gaps, stored_levels
from assessments.analysis.parameters import Parameters
from tests.assessments.analysis.builders import estimate_one


def small(*values):
    return np.array(values, dtype=np.int16)


def naive_gap(required, mean, sd):
    if mean == NOT_MEASURED or required == 0:
        return NOT_MEASURED, Status.NOT_MEASURED
    p = round(1000 * NormalDist().cdf((required - 250 - mean) / (1.15 * sd)))
    if p < 500:
        return p, Status.MET
    return p, Status.PROBABLE_GAP if p >= 800 else Status.POSSIBLE_GAP


def random_cells(seed=0, n=4000):
    rng = np.random.default_rng(seed)
    measured = rng.random(n) < 0.8
    mean = np.where(measured, rng.integers(0, 5001, n), -1).astype(np.int16)
    sd = np.where(measured, rng.integers(1, 900, n), -1).astype(np.int16)
    required = (rng.integers(0, 11, n) * 500).astype(np.int16)
    return required, Levels(mean, sd)


def test_gaps_equal_the_recount_cell_by_cell():
    required, levels = random_cells()
    found = gaps(required, levels)
    naive = [
        naive_gap(int(r), int(m), int(s))
        for r, m, s in zip(required, levels.mean, levels.sd, strict=True)
    ]
    assert found.p_gap.tolist() == [p for p, _ in naive]
    assert found.status.tolist() == [status for _, status in naive]


def test_p_gap_never_falls_when_more_is_required():
    required = np.arange(100, 5001, 100).astype(np.int16)
    for mean, sd in ((0, 300), (2600, 1), (2600, 500), (5000, 900)):
        levels = Levels(np.full(50, mean, dtype=np.int16), np.full(50, sd, dtype=np.int16))
        found = gaps(required, levels)
        assert (np.diff(found.p_gap) >= 0).all()
        assert (np.diff(found.status) >= 0).all()


def test_status_is_never_a_judgement_without_a_level():
    required, levels = random_cells(1)
    found = gaps(required, levels)
    without = levels.mean == NOT_MEASURED
    assert (found.status[without] == Status.NOT_MEASURED).all()
    assert (found.p_gap[without] == NOT_MEASURED).all()
    assert (found.status[~without & (required > 0)] != Status.NOT_MEASURED).all()


@pytest.mark.parametrize(
    ("required", "status"),
    [
        (3249, Status.MET),
        (3250, Status.POSSIBLE_GAP),
        (3732, Status.POSSIBLE_GAP),
        (3736, Status.PROBABLE_GAP),
    ],
)
def test_status_changes_at_one_half_and_at_four_fifths(required, status):
    assert gaps(small(required), Levels(small(3000), small(500))).status.tolist() == [status]


def test_nothing_required_is_no_gap_and_no_requirement_met():
    found = gaps(small(0), Levels(small(3000), small(500)))
    assert (found.p_gap.tolist(), found.status.tolist()) == ([-1], [0])


def test_stored_levels_are_clipped_and_rounded():
    above = estimate_one(*[{"source": Source.AGREED, "value": 5.0}] * 9, prior_mean=5.2)
    assert stored_levels(above).mean.tolist() == [5000]
    middle = estimate_one({"source": Source.MANAGER, "value": 4.0}, prior_mean=2.0)
    assert stored_levels(middle).mean.tolist() == [2892]
    assert stored_levels(middle).sd.tolist() == [609]


def test_cell_without_evidence_is_not_measured():
    levels = stored_levels(estimate_one())
    assert (levels.mean.tolist(), levels.sd.tolist()) == ([-1], [-1])


def test_weak_old_evidence_is_not_measured():
    """The variance of a self-rating from thirteen years ago leaves a reliability below .20."""
    old = {"source": Source.SELF, "value": 4.0, "age": 13 * 365}
    assert stored_levels(estimate_one(old)).mean.tolist() == [-1]
    assert stored_levels(estimate_one({**old, "age": 365})).mean.tolist() != [-1]


def test_reliability_threshold_is_a_parameter():
    one = estimate_one({"source": Source.SELF, "value": 4.0})
    strict = stored_levels(one, Parameters(tentative_reliability=0.5))
    assert strict.mean.tolist() == [-1]
