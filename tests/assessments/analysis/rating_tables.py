"""Made-up tables of ratings with known truth."""

from dataclasses import dataclass

import numpy as np

from assessments.analysis.rating_table import RatingTable


@dataclass(frozen=True)
class Made:
    """A table and what it was made of."""

    table: RatingTable
    severity: np.ndarray
    difficulty: np.ndarray


def sparse_pairs(rng, n_persons, n_raters, each):
    """Each person meets `each` raters by chance: rows of (person, rater)."""
    persons = np.repeat(np.arange(n_persons), each)
    raters = np.concatenate(
        [rng.choice(n_raters, size=each, replace=False) for _ in range(n_persons)]
    )
    _, raters = np.unique(raters, return_inverse=True)
    return persons, raters


def times_items(person, rater, n_items):
    """Every pair answers every item."""
    item = np.tile(np.arange(n_items), len(person))
    return np.repeat(person, n_items), np.repeat(rater, n_items), item


def gaussian(seed, n_persons=60, n_raters=8, n_items=4, each=2, sd=(1.0, 0.5, 0.4, 0.6)):
    """Scores as sums of normal effects; `sd` of person, rater, impression and noise."""
    rng = np.random.default_rng(seed)
    person, rater, item = times_items(*sparse_pairs(rng, n_persons, n_raters, each), n_items)
    severity, difficulty = rng.normal(0, sd[1], n_raters), rng.normal(0, 0.5, n_items)
    halo = rng.normal(0, sd[2], (n_persons, n_raters))
    score = (
        3.0
        + rng.normal(0, sd[0], n_persons)[person]
        - severity[rater]
        - difficulty[item]
        + halo[person, rater]
        + rng.normal(0, sd[3], len(person))
    )
    return Made(RatingTable(person, rater, item, score), severity, difficulty)


def many_facet(seed, n_persons=400, n_raters=10, n_items=4, each=2, sd=1.2, tau=(-1.5, 0.0, 1.5)):
    """Scores by the many-facet Rasch model with one rating scale; facets centred."""
    rng = np.random.default_rng(seed)
    person, rater, item = times_items(*sparse_pairs(rng, n_persons, n_raters, each), n_items)
    severity = np.linspace(-0.9, 0.9, n_raters)
    difficulty = np.linspace(-0.6, 0.6, n_items)
    place = rng.normal(0, sd, n_persons)[person] - severity[rater] - difficulty[item]
    steps = np.concatenate([[0.0], np.asarray(tau)])
    logits = np.cumsum(place[:, None] * (np.arange(len(steps)) > 0) - steps, axis=1)
    chance = np.exp(logits - logits.max(1, keepdims=True))
    chance /= chance.sum(1, keepdims=True)
    score = (rng.random(len(person))[:, None] > np.cumsum(chance, axis=1)).sum(1)
    return Made(RatingTable(person, rater, item, score.astype(float)), severity, difficulty)
