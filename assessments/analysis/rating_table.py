"""A plain table of ratings, and what a model of it tells: the frame of both second opinions."""

from dataclasses import dataclass

import numpy as np

from assessments.analysis.evidence import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class RatingTable:
    """Who gave whom which score on what, one row per rating, shape (n,) each.

    `person`, `rater` and `item` are numbered from 0 without holes; a table without raters or
    without items has one of them. `score` is finite, higher is better.
    """

    person: IntArray
    rater: IntArray
    item: IntArray
    score: FloatArray

    def __post_init__(self) -> None:
        if not len(self.score) or not np.isfinite(self.score).all():
            raise ValueError("a table of ratings holds finite scores, and at least one")

    def __len__(self) -> int:
        return len(self.score)

    @property
    def n_persons(self) -> int:
        return int(self.person.max()) + 1

    @property
    def n_raters(self) -> int:
        return int(self.rater.max()) + 1

    @property
    def n_items(self) -> int:
        return int(self.item.max()) + 1

    @property
    def unit(self) -> IntArray:
        """What was rated: a person on one item, numbered without holes."""
        key = self.person * self.n_items + self.item
        return np.asarray(np.unique(key, return_inverse=True)[1], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Step:
    """How hard it is to get from one score to the next: of one item, or of all (None)."""

    item: int | None
    score: float
    threshold: float
    se: float


@dataclass(frozen=True, slots=True)
class RatingModel:
    """What a model makes of a table.

    `severity`, shape (n_raters,), is positive for who gives lower scores, `difficulty`, shape
    (n_items,), for what gets lower scores; both with standard errors, empty where there is only
    one. In scores for the crossed model, in logits for the many-facet model. `components` are all
    variances by name. `extreme_raters` and `extreme_items` never got another score than the lowest
    or the highest.
    """

    severity: FloatArray
    severity_se: FloatArray
    difficulty: FloatArray
    difficulty_se: FloatArray
    steps: tuple[Step, ...]
    person_variance: float
    log_likelihood: float
    components: dict[str, float]
    converged: bool
    extreme_raters: tuple[int, ...] = ()
    extreme_items: tuple[int, ...] = ()


class NothingToTell(ValueError):
    """The table does not hold what a model needs; `code` says what is missing."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
