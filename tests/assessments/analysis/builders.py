"""Small observation sets for the tests of the analysis, one keyword per column."""

import numpy as np

from assessments.analysis.evidence import Kind, Source, recorded_variance
from assessments.analysis.observations import NO_RATER, NO_REVIEW, Observations
from assessments.analysis.parameters import DEFAULTS, Parameters
from assessments.analysis.proficiency import Cells, Estimates, estimate
from assessments.analysis.raters import Effects, KnownRaters


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


def cells(
    n: int = 1, kind: Kind = Kind.HARD, prior_mean: float = 2.5, person: list[int] | None = None
) -> Cells:
    """Cells of one person each, whose id is ten times their number, unless `person` says."""
    people = np.arange(n) if person is None else np.array(person)
    ids = 10 * np.arange(people.max(initial=-1) + 1)
    return Cells(np.full(n, kind, dtype=np.int64), np.full(n, float(prior_mean)), people, ids)


def estimate_rows(
    rows: Observations,
    of: Cells,
    flat: list[bool] | None = None,
    effects: Effects | None = None,
    parameters: Parameters = DEFAULTS,
) -> Estimates:
    """Estimate cells with raters of whom nothing is known, unless `effects` are given."""
    marked = np.zeros(len(rows), dtype=bool) if flat is None else np.array(flat)
    raters = KnownRaters(effects or Effects.none(), parameters)
    return estimate(rows, of, marked, raters, parameters)


def estimate_one(*rows: dict, kind: Kind = Kind.HARD, prior_mean: float = 2.5) -> Estimates:
    """Estimate one cell from its rows, nobody rating flat and no rater known."""
    return estimate_rows(observations(*rows), cells(1, kind, prior_mean))


def posterior(evidence: list[tuple[float, float]], prior_mean: float = 2.5) -> tuple[float, float]:
    """What two passes give the only cell of a person, from pairs of value and variance.

    The textbook's formulae, one after the other: shrink, take the shrinkage back, shrink what is
    general about the person, start from there.
    """
    weight = sum(1 / variance for _, variance in evidence)
    residual = sum((value - prior_mean) / variance for value, variance in evidence)
    first = residual / (weight + 1 / 0.75)
    reliability = max(1 - 1 / (weight + 1 / 0.75) / 0.75, 0.05)
    gamma = 0.2 / (0.2 + 0.75 / reliability) * first / reliability if evidence else 0.0
    second = gamma + (residual - weight * gamma) / (weight + 1 / 0.6)
    return prior_mean + second, 1 / (weight + 1 / 0.6)
