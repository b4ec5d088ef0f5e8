"""Made-up organisations whose true levels are known, to test the estimator against.

The truth is not the estimator's model: raters differ in severity, carry a general impression of
each person they rate, answer in whole levels within 0..5, some give everybody the same answer,
and skills drift between an answer and today. In a world of a rating scale the answers follow the
many-facet Rasch model (Andrich 1978; Linacre 1989), with raters who discriminate more or less.
"""

from dataclasses import dataclass

import numpy as np

from assessments.analysis.assembly import CellTable
from assessments.analysis.evidence import (
    RATER_GIVEN,
    SOURCE_SD,
    TOP_LEVEL,
    FloatArray,
    IntArray,
    Kind,
    Source,
    recorded_variance,
)
from assessments.analysis.observations import DAYS_PER_YEAR, NO_RATER, NO_REVIEW, Observations
from assessments.analysis.parameters import DEFAULTS

TEAM_SIZE = 12


@dataclass(frozen=True, slots=True)
class World:
    """How an organisation is drawn; standard deviations in levels, shares 0..1.

    `rating_scale` draws answers from a rating scale model instead of rounding a noisy level.
    """

    n_people: int = 1000
    n_skills: int = 10
    n_roles: int = 5
    person_sd: float = 0.45
    skill_sd: float = 0.75
    severity_sd: float = 0.5
    halo_sd: float = 0.4
    flat_share: float = 0.05
    oldest_days: int = 500
    rating_scale: bool = False


@dataclass(frozen=True, slots=True)
class Organisation:
    """A drawn organisation; cells are numbered person * n_skills + skill, nothing is required.

    `truth` is the true level of each cell, shape (n_people * n_skills,).
    """

    truth: FloatArray
    table: CellTable


def simulate(seed: int, world: World | None = None) -> Organisation:
    """Draw an organisation; the same seed and world give the same organisation."""
    world = world or World()
    rng = np.random.default_rng(seed)
    n, k = world.n_people, world.n_skills
    role = np.repeat(rng.integers(0, world.n_roles, n), k)
    slot = np.tile(np.arange(k), n)
    kind = np.where(slot < k // 2, Kind.HARD, Kind.SOFT).astype(np.int64)
    typical = rng.uniform(1.8, 3.2, (world.n_roles, k))[role, slot]
    person = np.repeat(rng.normal(0.0, world.person_sd, n), k)
    truth = np.clip(typical + person + rng.normal(0.0, world.skill_sd, n * k), 0.0, TOP_LEVEL)
    observations = _answers(rng, world, truth, kind)
    nothing = np.zeros_like(slot)
    table = CellTable(
        employee=np.arange(n),
        person=np.repeat(np.arange(n), k),
        slot=slot,
        kind=kind,
        role=role,
        required=nothing,
        importance=nothing,
        observations=observations.where(np.argsort(observations.cell, kind="stable")),
    )
    return Organisation(truth, table)


def _answers(
    rng: np.random.Generator, world: World, truth: FloatArray, kind: IntArray
) -> Observations:
    cell, source, rater = _who_answers_what(rng, world, kind)
    age = rng.integers(0, world.oldest_days, len(cell))
    drift = np.asarray(DEFAULTS.drift_per_year)[kind[cell]] / DAYS_PER_YEAR * age
    noise = rng.normal(0.0, np.sqrt(SOURCE_SD[source] ** 2 + drift))
    bias = np.where(source == Source.SELF, np.asarray(DEFAULTS.self_bias)[kind[cell]], 0.0)
    effects = _rater_effects(rng, world, rater, cell // world.n_skills)
    seen = truth[cell] + bias + effects
    value = np.clip(seen + noise, 0.0, TOP_LEVEL)
    answer = np.rint(value)
    if world.rating_scale:
        answer = _on_rating_scale(rng, rater, seen + rng.normal(0.0, np.sqrt(drift)), source)
    value = np.where(RATER_GIVEN[source], _with_flat_raters(rng, world, rater, answer), value)
    variance = np.array([recorded_variance(s) for s in Source])[source]
    outside = np.full(len(cell), NO_REVIEW, dtype=np.int64)
    return Observations(cell, source, rater, outside, value, variance, age)


def _who_answers_what(
    rng: np.random.Generator, world: World, kind: IntArray
) -> tuple[IntArray, IntArray, IntArray]:
    """Return cell, source and rater of each answer; rater 2 * person, + 1 for self-ratings."""
    person = np.arange(len(kind)) // world.n_skills
    team = person // TEAM_SIZE * TEAM_SIZE
    soft = kind == Kind.SOFT
    manager = 2 * (world.n_people + team)
    nobody = np.full(len(kind), NO_RATER)
    drawn = [
        (Source.SELF, np.full(len(kind), 0.75), 2 * person + 1),
        (Source.MANAGER, np.full(len(kind), 0.7), manager),
        (Source.TEST, np.where(soft, 0.0, 0.3), nobody),
        (Source.CERTIFICATE, np.where(soft, 0.0, 0.1), nobody),
        (Source.WORK_SAMPLE, np.full(len(kind), 0.1), manager),
    ]
    for offset in (1, 2):
        peer = np.minimum(team + (person - team + offset) % TEAM_SIZE, world.n_people - 1)
        drawn.append((Source.PEER, np.where(soft, 0.45, 0.12), 2 * peer))
    chosen = [np.flatnonzero(rng.random(len(kind)) < share) for _, share, _ in drawn]
    return (
        np.concatenate(chosen),
        np.repeat([int(source) for source, _, _ in drawn], [len(cells) for cells in chosen]),
        np.concatenate([drawn[k][2][cells] for k, cells in enumerate(chosen)]),
    )


def _rater_effects(
    rng: np.random.Generator, world: World, rater: IntArray, ratee: IntArray
) -> FloatArray:
    """Return severity plus general impression of the ratee for each answer, levels."""
    raters, by_rater = np.unique(rater, return_inverse=True)
    pairs, by_pair = np.unique(np.stack([rater, ratee]), axis=1, return_inverse=True)
    severity = rng.normal(0.0, world.severity_sd, len(raters))
    halo = rng.normal(0.0, world.halo_sd, (pairs.shape[1],))
    effect = severity[by_rater] + halo[by_pair.ravel()]
    return np.where(rater == NO_RATER, 0.0, effect)


def _on_rating_scale(
    rng: np.random.Generator, rater: IntArray, seen: FloatArray, source: IntArray
) -> FloatArray:
    """Draw answers 0..5; thresholds lie half way between levels, steeper where noise is low."""
    raters, by_rater = np.unique(rater, return_inverse=True)
    discrimination = rng.lognormal(0.0, 0.25, len(raters))[by_rater]
    slope = 1.36 / SOURCE_SD[source] * discrimination  # about the spread of the other worlds
    thresholds = np.arange(int(TOP_LEVEL)) + 0.5
    steps = slope[:, None] * (seen[:, None] - thresholds)
    odds = np.cumsum(np.concatenate([np.zeros((len(seen), 1)), steps], axis=1), axis=1)
    share = np.exp(odds - odds.max(axis=1, keepdims=True))
    reached = np.cumsum(share / share.sum(axis=1, keepdims=True), axis=1)
    passed = rng.random(len(seen))[:, None] > reached[:, :-1]
    return np.asarray(passed.sum(axis=1), dtype=np.float64)


def _with_flat_raters(
    rng: np.random.Generator, world: World, rater: IntArray, answer: FloatArray
) -> FloatArray:
    """Let a share of the raters give everybody one and the same level."""
    raters, by_rater = np.unique(rater, return_inverse=True)
    flat = rng.random(len(raters)) < world.flat_share
    habit = rng.integers(2, 5, len(raters)).astype(np.float64)
    return np.where(flat[by_rater], habit[by_rater], answer)
