import numpy as np
import pytest

from assessments.analysis.evidence import Source
from assessments.analysis.rules_of_thumb import RULES
from tests.assessments.analysis.builders import observations

ROWS = observations(
    {"source": Source.SELF, "value": 5.0, "age": 10},
    {"source": Source.MANAGER, "value": 2.0, "age": 365},
    {"source": Source.TEST, "value": 3.0, "age": 730},
    {"source": Source.PEER, "value": 1.0, "age": 0, "cell": 2},
)


@pytest.mark.parametrize(
    ("rule", "level"),
    [
        ("latest", 5.0),
        ("highest", 5.0),
        ("mean", 10 / 3),
        ("source hierarchy", 3.0),
        ("source-weighted mean", (0.15 * 5 + 0.4 * 2 + 0.6 * 3) / 1.15),
        (
            "decayed mean",
            (0.15 * 2 ** (-10 / 365) * 5 + 0.2 * 2 + 0.15 * 3)
            / (0.15 * 2 ** (-10 / 365) + 0.2 + 0.15),
        ),
    ],
)
def test_rule_by_hand(rule, level):
    found = RULES[rule](ROWS, 3)
    assert found[[0, 2]] == pytest.approx([level, 1.0])
    assert np.isnan(found[1])
