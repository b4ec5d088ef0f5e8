"""The mixed model solved with whole matrices, from the text of the specification: the oracle."""

from dataclasses import dataclass

import numpy as np

from assessments.analysis.evidence import SOURCE_SD, Source

NOISE = SOURCE_SD**2
RATED = {Source.SELF, Source.MANAGER, Source.PEER, Source.REPORT, Source.WORK_SAMPLE}
SEVERITY, HALO, LENIENCY = 0.25, 0.16, 0.25
BIAS, DRIFT = (0.2, 0.3, 0.25), (0.3, 0.15, 0.3)


@dataclass
class Solved:
    """Mean, exact and stated variance of each cell, and how many unknowns there were."""

    mean: np.ndarray
    exact: np.ndarray
    stated: np.ndarray
    unknowns: int


def two_passes(table, mu, flat=frozenset(), severity=SEVERITY) -> tuple[Solved, np.ndarray]:
    """The second pass and its prior mean, by the settled details 5 to 9."""
    rows = [o for o in range(len(table.observations)) if _enters(table, o)]
    first, used = _with_certificates(table, rows, mu, 0.75, flat, severity)
    gamma = np.zeros(table.n_people)
    cells = sorted({int(table.observations.cell[o]) for o in used})
    for person in range(table.n_people):
        own = [c for c in cells if table.person[c] == person]
        if own:
            rel = np.maximum(1 - first.stated[own] / 0.75, 0.05)
            above = np.mean((first.mean - mu)[own] / rel)
            gamma[person] = 0.2 / (0.2 + np.mean(0.75 / rel) / len(own)) * above
    prior = mu + gamma[table.person]
    return _with_certificates(table, rows, prior, 0.6, flat, severity)[0], prior


def _enters(table, o):
    rows = table.observations
    same = (rows.cell == rows.cell[o]) & (rows.review == rows.review[o]) & (rows.review != 0)
    replaced = (
        rows.source[o] in {Source.SELF, Source.MANAGER}
        and (same & (rows.source == Source.AGREED)).any()
    )
    return not replaced and not np.isnan(rows.value[o])


def _with_certificates(table, rows, prior, spread, flat, severity):
    source = table.observations.source
    plain = [o for o in rows if source[o] != Source.CERTIFICATE]
    without = solve(table, plain, prior, spread, flat, severity)
    kept = [
        o
        for o in rows
        if source[o] == Source.CERTIFICATE
        and table.observations.value[o] >= without.mean[table.observations.cell[o]]
    ]
    return solve(table, plain + kept, prior, spread, flat, severity), plain + kept


def solve(table, rows, prior, spread, flat, severity) -> Solved:
    """One solve of everything at once: cells, raters, pairs, leniency of self-ratings."""
    n_cells = len(prior)
    named = [o for o in rows if _is_named(table, o)]
    columns = {("cell", c): c for c in range(n_cells)}
    for o in named:
        for unknown in _nuisance(table, o):
            columns.setdefault(unknown, len(columns))
    design, y, weight = (
        np.zeros((len(rows), len(columns))),
        np.zeros(len(rows)),
        np.zeros(len(rows)),
    )
    for place, o in enumerate(rows):
        cell = int(table.observations.cell[o])
        design[place, cell] = 1
        if _is_named(table, o):
            design[place, [columns[unknown] for unknown in _nuisance(table, o)]] = 1
        self_bias = BIAS[table.kind[cell]] if table.observations.source[o] == Source.SELF else 0
        y[place] = table.observations.value[o] - self_bias - prior[cell]
        weight[place] = 1 / _variance(table, o, flat)
    known = {"cell": spread, "rater": severity, "pair": HALO, "leniency": LENIENCY}
    matrix = design.T @ (weight[:, None] * design)
    matrix += np.diag([1 / known[unknown[0]] for unknown in columns])
    inverse = np.linalg.inv(matrix)
    found = inverse @ (design.T @ (weight * y))
    return Solved(
        mean=prior + found[:n_cells],
        exact=np.diag(inverse)[:n_cells],
        stated=_stated(matrix, n_cells),
        unknowns=len(columns),
    )


def _stated(matrix, n):
    """D⁻¹ + D⁻² Σ C² / diag(S), as section A1 states the variance."""
    precision, cross = np.diag(matrix)[:n], matrix[n:, :n]
    schur = np.diag(matrix)[n:] - (cross**2 / precision).sum(axis=1)
    return 1 / precision + (cross**2 / schur[:, None]).sum(axis=0) / precision**2


def _is_named(table, o):
    return table.observations.source[o] in RATED and table.observations.rater[o] >= 0


def _nuisance(table, o):
    rows = table.observations
    rater, cell = int(rows.rater[o]), rows.cell[o]
    yield ("rater", rater)
    yield ("pair", rater, int(table.person[cell]))
    if rows.source[o] == Source.SELF:
        yield ("leniency", int(table.kind[cell]))


def _variance(table, o, flat):
    rows = table.observations
    source = rows.source[o]
    variance = NOISE[source] * (6 if int(rows.rater[o]) in flat and source in RATED else 1)
    if source in RATED and not _is_named(table, o):
        variance += SEVERITY + HALO
    return variance + DRIFT[table.kind[rows.cell[o]]] * rows.age_days[o] / 365
