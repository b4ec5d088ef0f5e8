"""Intervals widen where test results show that they are too narrow."""

from dataclasses import replace

import numpy as np
import pytest

from assessments.analysis.calibration import calibration, held_out_scores
from assessments.analysis.evidence import Source
from assessments.analysis.joint import JointRaters
from assessments.analysis.learning import learn
from assessments.analysis.parameters import Parameters
from assessments.analysis.proficiency import Cells, estimate
from assessments.analysis.simulation import World, simulate
from tests.assessments.analysis.builders import cells, estimate_rows, observations


def parts(table):
    learned = learn(table)
    rows = table.observations
    prior_mean = learned.priors.mean(table.role, table.slot)
    of = Cells(table.kind, prior_mean, table.person, table.employee)
    return rows, of, learned.priors.is_flat(rows.rater), learned.estimates


def test_score_of_a_held_out_test_is_that_of_a_cell_without_it():
    rows = observations(
        {"source": Source.TEST, "value": 5.0},
        {"source": Source.MANAGER, "value": 2.0},
        {"source": Source.EXTERNAL, "value": 3.0, "age": 365},
    )
    found = estimate_rows(rows, cells())
    score = held_out_scores(rows, cells(), np.zeros(3, dtype=bool), found)
    rest = [(2.0, 0.5625 + 0.41), (3.0, 0.81 + 0.3)]
    precision = 1 / 0.6 + sum(1 / v for _, v in rest)
    prior = found.prior_mean[0]  # found with the test, and left so
    mean = prior + sum((y - prior) / v for y, v in rest) / precision
    assert score == pytest.approx([(5.0 - mean) / np.sqrt(1 / precision + 0.2025)])


def test_score_of_a_work_sample_leaves_its_assessor_out():
    """It is compared with the cell without it, and an assessor may err in severity and halo."""
    rows = observations(
        {"source": Source.WORK_SAMPLE, "value": 5.0, "rater": 4},
        {"source": Source.TEST, "value": 2.0},
    )
    nobody = np.zeros(2, dtype=bool)
    found = estimate(rows, cells(), nobody, JointRaters(tolerance=1e-12))
    score = held_out_scores(rows, cells(), nobody, found)[0]
    precision = 1 / 0.6 + 1 / 0.2025
    mean = (found.prior_mean[0] / 0.6 + 2.0 / 0.2025) / precision
    assert score == pytest.approx((5.0 - mean) / np.sqrt(1 / precision + 0.3025 + 0.41))


def test_ordinary_organisation_keeps_the_usual_width():
    assert calibration(*parts(simulate(1, World(n_people=300)).table)) == 1.15


def test_tests_that_contradict_everything_widen_the_intervals():
    table = simulate(1, World(n_people=300)).table
    rows = table.observations
    rng = np.random.default_rng(3)
    noise = np.where(rows.source == Source.TEST, rng.normal(0, 2.0, len(rows)), 0.0)
    table = replace(table, observations=replace(rows, value=np.clip(rows.value + noise, 0, 5)))
    assert 1.3 < calibration(*parts(table)) < 4


def test_few_tests_leave_the_usual_width():
    table = simulate(1, World(n_people=300)).table
    given = parts(table)
    assert calibration(*given, Parameters(calibration_min_rows=10**6, calibration=1.3)) == 1.3
