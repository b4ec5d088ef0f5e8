"""What each answer of a many-facet table depends on: facets, steps and their constraints."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from assessments.analysis.evidence import BoolArray, FloatArray, IntArray
from assessments.analysis.rating_table import NothingToTell, RatingTable

if TYPE_CHECKING:
    from scipy.sparse import csr_array

StepForm = Literal["rating_scale", "partial_credit"]
MAX_CATEGORIES = 20
MAX_PARAMETERS = 1_000
EXTREME_PRIOR_SD = 3.0  # logits; of raters and items that never got another score than one end


@dataclass(frozen=True)
class Scales:
    """The scores that count: one scale for all items, or one of each item.

    `of_item`, shape (n_items,), names the scale of an item, `scores` the ordered scores of each
    scale, `first` where its steps start among the `n_steps` of all scales; a scale of m scores has
    m - 1 steps.
    """

    of_item: IntArray
    scores: tuple[FloatArray, ...]
    first: IntArray
    n_steps: int

    @classmethod
    def of(cls, table: RatingTable, form: StepForm) -> "Scales":
        """Collect the scores that were given; raises `NothingToTell` when they are no scale."""
        items = np.arange(table.n_items)
        of_item = items if form == "partial_credit" else np.zeros_like(items)
        of_row = of_item[table.item]
        scores = tuple(np.unique(table.score[of_row == one]) for one in range(of_item.max() + 1))
        steps = np.array([len(found) - 1 for found in scores])
        if not steps.any():
            raise NothingToTell("no_spread")
        if steps.max() >= MAX_CATEGORIES:
            raise NothingToTell("too_many_scores")
        return cls(of_item, scores, np.cumsum(steps) - steps, int(steps.sum()))

    def rank(self, table: RatingTable) -> IntArray:
        """Return the place of each score on its scale, 0 lowest, shape (n,)."""
        rank = np.zeros(len(table), dtype=np.int64)
        of_row = self.of_item[table.item]
        for one, scores in enumerate(self.scores):
            rows = of_row == one
            rank[rows] = np.searchsorted(scores, table.score[rows])
        return rank

    @property
    def top(self) -> IntArray:
        """The highest place on each scale."""
        return np.array([len(found) - 1 for found in self.scores])

    @property
    def step_of(self) -> list[tuple[int, float]]:
        """Scale and upper score of each step."""
        return [(one, float(s)) for one, found in enumerate(self.scores) for s in found[1:]]


@dataclass(frozen=True)
class Answers:
    """The table as counts of answers to questions.

    A *question* is an item asked by one rater, an *answer* one of its scores. Answers of all
    questions stand in one row, shape (n_answers,): `rank` is the place of the score on its scale,
    `question`, `item` and `rater` what it belongs to; `first` is where each question starts.
    `given`, shape (n_persons, n_answers), counts what was answered, `asked`, shape (n_persons,
    n_questions), how often.
    """

    rank: IntArray
    question: IntArray
    item: IntArray
    rater: IntArray
    first: IntArray
    given: "csr_array[np.float64]"
    asked: "csr_array[np.float64]"

    @classmethod
    def of(cls, table: RatingTable, scales: Scales) -> "Answers":
        """Count the answers; O(n log n)."""
        from scipy.sparse import csr_array

        raters = table.n_raters
        key, asked = np.unique(table.item * raters + table.rater, return_inverse=True)
        sizes = scales.top[scales.of_item[key // raters]] + 1
        first = np.cumsum(sizes) - sizes
        question = np.repeat(np.arange(len(key)), sizes)
        given = first[asked] + scales.rank(table)
        ones, persons = np.ones(len(table)), table.n_persons
        return cls(
            rank=np.arange(len(question)) - first[question],
            question=question,
            item=key[question] // raters,
            rater=key[question] % raters,
            first=first,
            given=csr_array((ones, (table.person, given)), shape=(persons, len(question))),
            asked=csr_array((ones, (table.person, asked)), shape=(persons, len(key))),
        )


@dataclass(frozen=True)
class FacetDesign:
    """How parameters act on answers.

    A predictor is `rank` * theta + `effect` @ levels, the levels being severities, difficulties
    and steps, shape (m,): `effect` is sparse, (n_answers, m). They hang together by constraints:
    levels = `basis` @ parameters, shape (p,). `severity` (n_raters, p), `difficulty` (n_items, p)
    and `threshold` (n_steps, p) give what is reported. `prior` (p, p) is the precision that holds
    extreme raters and items.
    """

    answers: Answers
    scales: Scales
    effect: "csr_array[np.float64]"
    basis: FloatArray
    severity: FloatArray
    difficulty: FloatArray
    threshold: FloatArray
    start: FloatArray
    prior: FloatArray
    extreme_raters: IntArray
    extreme_items: IntArray

    @classmethod
    def of(cls, table: RatingTable, form: StepForm) -> "FacetDesign":
        """Lay out the parameters: contrasts of raters, then of items or none, then steps."""
        scales = Scales.of(table, form)
        raters = _centred(table.n_raters)
        items = _centred(table.n_items) if form == "rating_scale" else np.zeros((table.n_items, 0))
        if raters.shape[1] + items.shape[1] + scales.n_steps > MAX_PARAMETERS:
            raise NothingToTell("too_many_facets")
        answers = Answers.of(table, scales)
        severity, difficulty, steps = _blocks(raters, items, np.eye(scales.n_steps))
        basis, threshold = np.vstack([severity, difficulty, steps]), steps
        if form == "partial_credit":
            difficulty, threshold = _from_steps(scales, steps)
        extreme_raters = _at_one_end(table, scales, table.rater)
        extreme_items = _at_one_end(table, scales, table.item)
        held = np.vstack([severity[extreme_raters], difficulty[extreme_items]])
        return cls(
            answers=answers,
            scales=scales,
            effect=_effect(answers, scales, (table.n_raters, table.n_items)),
            basis=basis,
            severity=severity,
            difficulty=difficulty,
            threshold=threshold,
            start=steps.T @ _log_odds(table, scales),
            prior=held.T @ held / EXTREME_PRIOR_SD**2,
            extreme_raters=np.flatnonzero(extreme_raters),
            extreme_items=np.flatnonzero(extreme_items),
        )


def _centred(n: int) -> FloatArray:
    """Return a basis of n numbers that add up to 0, shape (n, n - 1)."""
    return np.vstack([np.eye(n - 1), -np.ones((1, n - 1))]) if n > 1 else np.zeros((n, 0))


def _blocks(*blocks: FloatArray) -> list[FloatArray]:
    """Give each block its own columns among those of all."""
    widths = [block.shape[1] for block in blocks]
    wide = [np.zeros((len(block), sum(widths))) for block in blocks]
    for place, block in enumerate(blocks):
        start = sum(widths[:place])
        wide[place][:, start : start + widths[place]] = block
    return wide


def _effect(answers: Answers, scales: Scales, levels: tuple[int, int]) -> "csr_array[np.float64]":
    """Return minus `rank` for the rater and item of an answer, minus 1 for each step to it."""
    from scipy.sparse import csr_array

    n_raters, n_items = levels
    n_answers = len(answers.rank)
    first = scales.first[scales.of_item[answers.item]]
    taken = np.repeat(np.arange(n_answers), answers.rank)
    nth = np.arange(len(taken)) - np.repeat(np.cumsum(answers.rank) - answers.rank, answers.rank)
    row = np.concatenate([np.tile(np.arange(n_answers), 2), taken])
    column = np.concatenate(
        [answers.rater, n_raters + answers.item, n_raters + n_items + first[taken] + nth]
    )
    value = np.concatenate([np.tile(answers.rank, 2), np.ones(len(taken))])
    shape = (n_answers, n_raters + n_items + scales.n_steps)
    return csr_array((-value.astype(np.float64), (row, column)), shape=shape)


def _from_steps(scales: Scales, steps: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return difficulties (the mean step of an item, centred) and the steps without them."""
    scale_of_step = np.repeat(np.arange(len(scales.top)), scales.top)
    own = (np.arange(len(scales.top))[:, None] == scale_of_step).astype(np.float64)
    with_steps = scales.top > 0
    mean = own / np.maximum(scales.top, 1)[:, None]
    mean[with_steps] -= mean[with_steps].mean(0)
    difficulty = mean @ steps
    return difficulty, steps - difficulty[scale_of_step]


def _at_one_end(table: RatingTable, scales: Scales, level: IntArray) -> BoolArray:
    """Return which raters or items have scores of one end of the scale only, shape (n_levels,)."""
    rank, top = scales.rank(table), scales.top[scales.of_item[table.item]]
    inner, highest = rank < top, rank > 0
    return ~((np.bincount(level, inner) > 0) & (np.bincount(level, highest) > 0))


def _log_odds(table: RatingTable, scales: Scales) -> FloatArray:
    """Return where each step would be if all persons, raters and items were alike."""
    rank, scale = scales.rank(table), scales.of_item[table.item]
    odds = [np.zeros(0)]
    for one, top in enumerate(scales.top):
        count = np.bincount(rank[scale == one], minlength=top + 1).astype(np.float64)
        odds.append(np.log(count[:-1] / count[1:]))
    return np.concatenate(odds)
