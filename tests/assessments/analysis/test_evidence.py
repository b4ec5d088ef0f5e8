import numpy as np
import pytest

from assessments.analysis.evidence import (
    NEVER,
    SOURCE_SD,
    Source,
    ageing_days,
    noise_variance,
    recorded_variance,
)


@pytest.mark.parametrize(
    ("source", "variance"),
    [
        (Source.SELF, 0.9025 + 0.41),
        (Source.MANAGER, 0.5625 + 0.41),
        (Source.PEER, 0.81 + 0.41),
        (Source.REPORT, 0.81 + 0.41),
        (Source.WORK_SAMPLE, 0.3025 + 0.41),
        (Source.TEST, 0.2025),
        (Source.CERTIFICATE, 0.36),
        (Source.COMPLETION, 1.21),
        (Source.AGREED, 0.16),
        (Source.EXTERNAL, 0.81),
    ],
)
def test_recorded_variance_of_each_source(source, variance):
    assert recorded_variance(source) == pytest.approx(variance)


def test_recorded_variance_of_a_mean_of_answers_is_divided_by_their_number():
    assert recorded_variance(Source.PEER, answers=4) == pytest.approx(1.22 / 4)


def test_recorded_variance_without_an_answer_is_refused():
    with pytest.raises(ValueError, match="at least one answer"):
        recorded_variance(Source.PEER, answers=0)


def test_noise_variance_leaves_out_what_belongs_to_the_rater():
    source = np.array(list(Source), dtype=np.int64)
    recorded = np.array([recorded_variance(s) for s in Source])
    assert noise_variance(source, recorded) == pytest.approx(SOURCE_SD**2)


def test_single_rater_reliability_of_a_manager_is_that_of_the_literature():
    true, error = 0.75, recorded_variance(Source.MANAGER)
    assert true / (true + error) == pytest.approx(0.44, abs=0.01)


@pytest.mark.parametrize(
    ("source", "observed", "expires", "days"),
    [
        (Source.SELF, 900, NEVER, 100),
        (Source.SELF, 1000, NEVER, 0),
        (Source.SELF, 1001, NEVER, 0),
        (Source.TEST, 900, 950, 100),
        (Source.CERTIFICATE, 10, NEVER, 0),
        (Source.CERTIFICATE, 10, 1000, 0),
        (Source.CERTIFICATE, 10, 999, 1),
        (Source.CERTIFICATE, 10, 400, 600),
    ],
)
def test_ageing_days(source, observed, expires, days):
    found = ageing_days(np.array([source]), np.array([observed]), np.array([expires]), 1000)
    assert found.tolist() == [days]
