"""Small observation sets for the tests of the analysis, one keyword per column."""

import numpy as np

from assessments.analysis.evidence import Kind, Source, recorded_variance
from assessments.analysis.proficiency import (
    NO_RATER,
    NO_REVIEW,
    Cells,
    Estimates,
    Observations,
    estimate,
)


def observations(*rows: dict) -> Observations:
    """Each row: source, value, and where they matter cell, rater, review, age, variance."""
    column = {
        "cell": [row.get("cell", 0) for row in rows],
        "source": [int(row["source"]) for row in rows],
        "rater": [row.get("rater", NO_RATER) for row in rows],
        "review": [row.get("review", NO_REVIEW) for row in rows],
        "age_days": [row.get("age", 0) for row in rows],
    }
    variance = [row.get("variance", recorded_variance(Source(row["source"]))) for row in rows]
    return Observations(
        **{name: np.array(values, dtype=np.int64) for name, values in column.items()},
        value=np.array([row["value"] for row in rows], dtype=float),
        variance=np.array(variance, dtype=float),
    )


def cells(n: int = 1, kind: Kind = Kind.HARD, prior_mean: float = 2.5) -> Cells:
    return Cells(np.full(n, kind, dtype=np.int64), np.full(n, float(prior_mean)))


def estimate_one(*rows: dict, kind: Kind = Kind.HARD, prior_mean: float = 2.5) -> Estimates:
    """Estimate one cell from its rows, nobody rating flat."""
    return estimate(
        observations(*rows), cells(1, kind, prior_mean), np.zeros(len(rows), dtype=bool)
    )
