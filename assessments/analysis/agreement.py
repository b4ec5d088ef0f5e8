"""How far raters agree, and how reliable the mean of their ratings is.

A *unit* is what was rated: a person, or a person on one item. All functions take one row per
rating: `unit` and `rater` number the units and raters from 0, `score` is finite; shape (n,).
Where a figure cannot be told (nothing rated twice, no spread at all) it is NaN, never 0.
"""

from dataclasses import dataclass

import numpy as np

from assessments.analysis.evidence import BoolArray, FloatArray, IntArray

POOR, MODERATE, GOOD, EXCELLENT = "poor", "moderate", "good", "excellent"
_BAND_STARTS = ((0.90, EXCELLENT), (0.75, GOOD), (0.50, MODERATE))


@dataclass(frozen=True, slots=True)
class Figure:
    """One reliability with its named form and its confidence interval (all NaN: cannot be told)."""

    form: str
    value: float
    low: float
    high: float

    @property
    def known(self) -> bool:
        """Whether there is a figure at all."""
        return bool(np.isfinite(self.value))


@dataclass(frozen=True, slots=True)
class OneWay:
    """Raters not crossed with units: any raters, as many as there happen to be per unit.

    `raters_per_unit` is k0 = (N - sum(k²)/N) / (n - 1), between the mean and a little below it.
    """

    n_units: int
    n_ratings: int
    raters_per_unit: float
    between: float
    within: float
    single: Figure
    average: Figure


@dataclass(frozen=True, slots=True)
class TwoWay:
    """Every rater rated every unit once (a calibration session)."""

    n_units: int
    n_raters: int
    single: Figure
    average: Figure


@dataclass(frozen=True, slots=True)
class Sums:
    """What the one-way figures need of some ratings, so that a database can add them up.

    Counts k of ratings per unit as `square_counts` (sum of k²); sums of squares `between` the
    means of units (sum of k * (mean - grand mean)²) and `within` units.
    """

    n_units: int
    n_ratings: int
    square_counts: float
    between: float
    within: float

    @classmethod
    def of(cls, unit: IntArray, score: FloatArray) -> "Sums":
        """Add up; O(n)."""
        count = np.bincount(unit).astype(np.float64)
        if not len(score):
            return cls(0, 0, 0.0, 0.0, 0.0)
        mean = np.bincount(unit, score) / np.maximum(count, 1.0)
        return cls(
            n_units=int(np.count_nonzero(count)),
            n_ratings=len(score),
            square_counts=float((count**2).sum()),
            between=float((count * (mean - score.mean()) ** 2).sum()),
            within=float(((score - mean[unit]) ** 2).sum()),
        )


def one_way(unit: IntArray, score: FloatArray, confidence: float = 0.95) -> OneWay:
    """Return `one_way_of` the sums of these ratings."""
    return one_way_of(Sums.of(unit, score), confidence)


def one_way_of(sums: Sums, confidence: float = 0.95) -> OneWay:
    """Return ICC(1,1) and ICC(1,k) from the one-way analysis of variance.

    Shrout & Fleiss (1979), case 1; k0 for unequal numbers of raters and the interval from F with
    k0 in the place of k are exact when all k are equal, else the usual approximation. A unit with
    one rating tells about the spread between units only.
    """
    n, total = sums.n_units, sums.n_ratings
    unknown = _unknown("ICC(1,1)"), _unknown("ICC(1,k)")
    if n < 2 or total <= n:
        return OneWay(n, total, total / n if n else np.nan, np.nan, np.nan, *unknown)
    k0 = (total - sums.square_counts / total) / (n - 1)
    between, within = sums.between / (n - 1), sums.within / (total - n)
    if between <= 0.0:
        return OneWay(n, total, k0, between, within, *unknown)
    ratio = between / within if within > 0.0 else np.inf
    low, high = _f_interval(ratio, n - 1, total - n, confidence)
    single = Figure("ICC(1,1)", *(_single(r, k0) for r in (ratio, low, high)))
    average = Figure("ICC(1,k)", 1 - within / between, 1 - 1 / low, 1 - 1 / high)
    return OneWay(n, total, k0, between, within, single, average)


def two_way(scores: FloatArray, confidence: float = 0.95) -> TwoWay:
    """Return ICC(2,1) and ICC(2,k), absolute agreement, from a full table (n_units, n_raters).

    Shrout & Fleiss (1979), case 2, with the interval of McGraw & Wong (1996).
    """
    n, k = scores.shape
    unknown = _unknown("ICC(2,1)"), _unknown("ICC(2,k)")
    if n < 2 or k < 2:
        return TwoWay(n, k, *unknown)
    rows, columns, error = _table_mean_squares(scores)
    spread = rows + (k - 1) * error + k * (columns - error) / n
    averaged = rows + (columns - error) / n
    if spread <= 0 or averaged <= 0:
        return TwoWay(n, k, *unknown)
    value = (rows - error) / spread
    low, high = _two_way_interval(rows, columns, error, (n, k), confidence)
    single = Figure("ICC(2,1)", value, low, high)
    average = Figure(
        "ICC(2,k)", (rows - error) / averaged, spearman_brown(low, k), spearman_brown(high, k)
    )
    return TwoWay(n, k, single, average)


def full_table(unit: IntArray, rater: IntArray, score: FloatArray) -> FloatArray | None:
    """Return the scores as a table (n_units, n_raters), or None unless each met each once."""
    units, row = np.unique(unit, return_inverse=True)
    raters, column = np.unique(rater, return_inverse=True)
    cell = row * len(raters) + column
    full = len(score) == len(units) * len(raters) == len(np.unique(cell))
    if not full or len(raters) < 2:
        return None
    table = np.empty(len(score))
    table[cell] = score
    return table.reshape(len(units), len(raters))


def spearman_brown(single: float, raters: float) -> float:
    """Return the reliability of the mean of so many raters (Spearman 1910, Brown 1910)."""
    return raters * single / (1.0 + (raters - 1.0) * single)


def one_more(single: float, raters: float) -> float:
    """Return by how much one rater more would raise the reliability of the mean."""
    return spearman_brown(single, raters + 1.0) - spearman_brown(single, raters)


def standard_error(score_sd: float, reliability: float) -> float:
    """Return the classical standard error of measurement, SD * sqrt(1 - reliability), in levels.

    A negative reliability counts as none at all.
    """
    return float(score_sd * np.sqrt(1.0 - np.clip(reliability, 0.0, 1.0)))


def krippendorff_interval(unit: IntArray, score: FloatArray) -> float:
    """Return Krippendorff's alpha with squared differences of the scores; O(n).

    Krippendorff (2011), "Computing Krippendorff's alpha-reliability", in closed form: within a
    unit of m ratings the mean squared difference is twice their variance. Units with one rating
    are dropped.
    """
    unit, score = _pairable(unit, score)
    if len(score) < 2:
        return float("nan")
    count = np.bincount(unit)
    deviation = (score - (np.bincount(unit, score) / count)[unit]) ** 2
    observed = float((deviation * (count / (count - 1.0))[unit]).sum())
    return alpha_of(observed, float(((score - score.mean()) ** 2).sum()), len(score))


def alpha_of(within: float, total: float, n_ratings: int) -> float:
    """Return Krippendorff's alpha for intervals from sums over units with two ratings or more.

    `within` sums the squares around the mean of each unit times m / (m - 1) for its m ratings,
    `total` those around the mean of all.
    """
    if n_ratings < 2:
        return float("nan")
    return _one_minus(within / n_ratings, total / (n_ratings - 1))


def krippendorff_ordinal(unit: IntArray, score: FloatArray) -> float:
    """Return Krippendorff's alpha for ordered categories; O(n log n).

    Its difference of two categories, the ratings between them and half of those in them, is the
    difference of their mean ranks: so it is the interval form on mean ranks.
    """
    unit, score = _pairable(unit, score)
    _, category, count = np.unique(score, return_inverse=True, return_counts=True)
    mean_rank = np.cumsum(count) - count / 2.0
    return krippendorff_interval(unit, mean_rank[category])


def krippendorff_nominal(unit: IntArray, score: FloatArray) -> float:
    """Return Krippendorff's alpha for categories without order; O(n log n)."""
    unit, score = _pairable(unit, score)
    if len(score) < 2:
        return float("nan")
    _, category, of_category = np.unique(score, return_inverse=True, return_counts=True)
    count = np.bincount(unit)
    cell, same = np.unique(unit * len(of_category) + category, return_counts=True)
    in_unit = count[cell // len(of_category)]
    total = len(score)
    pairs = float((count**2 / (count - 1.0)).sum() - (same**2 / (in_unit - 1.0)).sum())
    expected = float(total**2 - (of_category.astype(float) ** 2).sum()) / (total - 1)
    return _one_minus(pairs, expected)


def within_group(unit: IntArray, score: FloatArray, anchors: int) -> FloatArray:
    """Return r_wg of each unit, shape (n_units,), NaN below two ratings.

    It is agreement, not reliability: 1 - min(variance / variance of blind choice among
    `anchors` levels, 1); James, Demaree & Wolf (1984). The expected variance (A² - 1) / 12 holds
    for anchors one apart.
    """
    count = np.bincount(unit)
    mean = np.bincount(unit, score) / np.maximum(count, 1)
    squares = np.bincount(unit, (score - mean[unit]) ** 2)
    chance = blind_variance(anchors)
    variance = squares / np.maximum(count - 1, 1)
    return np.where(count >= 2, 1.0 - np.minimum(variance / chance, 1.0), np.nan)


def blind_variance(anchors: int) -> float:
    """Return the variance of blind choice among so many levels one apart."""
    if anchors < 2:
        raise ValueError("agreement needs at least two levels to choose from")
    return (anchors**2 - 1) / 12.0


def band(figure: Figure) -> tuple[str, str]:
    """Return the bands in which the ends of the interval lie (Koo & Li 2016)."""
    return _band_of(figure.low), _band_of(figure.high)


def components(left: IntArray, right: IntArray) -> IntArray:
    """Number the connected parts of a two-sided graph; return the part of each row, shape (n,).

    Rows join `left` (what was rated) and `right` (the raters). Parts are numbered by the first row
    in which they appear. O(n).
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    _, row = np.unique(left, return_inverse=True)
    _, column = np.unique(right, return_inverse=True)
    if not len(row):
        return np.zeros(0, dtype=np.int64)
    n_left = int(row.max()) + 1
    size = n_left + int(column.max()) + 1
    graph = coo_array((np.ones(len(row)), (row, n_left + column)), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    part = label[row]
    _, first, index = np.unique(part, return_index=True, return_inverse=True)
    return np.asarray(np.argsort(np.argsort(first))[index], dtype=np.int64)


def _band_of(value: float) -> str:
    return next((name for start, name in _BAND_STARTS if value >= start), POOR)


def _pairable(unit: IntArray, score: FloatArray) -> tuple[IntArray, FloatArray]:
    """Keep units with at least two ratings, numbered anew without holes."""
    twice: BoolArray = (np.bincount(unit) >= 2)[unit] if len(unit) else np.zeros(0, dtype=bool)
    _, index = np.unique(unit[twice], return_inverse=True)
    return index, score[twice]


def _one_minus(observed: float, expected: float) -> float:
    return 1.0 - observed / expected if expected > 0 else float("nan")


def _unknown(form: str) -> Figure:
    return Figure(form, float("nan"), float("nan"), float("nan"))


def _table_mean_squares(scores: FloatArray) -> tuple[float, float, float]:
    """Return the mean squares of units, raters and what is left, of a full table."""
    n, k = scores.shape
    of_row, of_column, grand = scores.mean(1), scores.mean(0), scores.mean()
    left = scores - of_row[:, None] - of_column[None, :] + grand
    rows = k * float(((of_row - grand) ** 2).sum()) / (n - 1)
    columns = n * float(((of_column - grand) ** 2).sum()) / (k - 1)
    return rows, columns, float((left**2).sum()) / ((n - 1) * (k - 1))


def _single(ratio: float, k: float) -> float:
    """Return ICC(1,1) from the ratio of the mean squares."""
    return (ratio - 1.0) / (ratio + k - 1.0) if np.isfinite(ratio) else 1.0


def _f_interval(ratio: float, above: int, below: int, confidence: float) -> tuple[float, float]:
    """Return the interval of the true ratio of mean squares."""
    from scipy.special import fdtri  # a tenth of the time that scipy.stats takes to load

    tail = (1.0 + confidence) / 2.0
    return float(ratio / fdtri(above, below, tail)), float(ratio * fdtri(below, above, tail))


def _two_way_interval(
    rows: float, columns: float, error: float, shape: tuple[int, int], confidence: float
) -> tuple[float, float]:
    """Return the interval of ICC(2,1) with Satterthwaite's degrees of freedom."""
    from scipy.special import fdtri

    n, k = shape
    if error <= 0:
        return float("nan"), float("nan")
    value = (rows - error) / (rows + (k - 1) * error + k * (columns - error) / n)
    ratio = columns / error
    weight = n * (1 + (k - 1) * value) - k * value
    freedom = (
        (n - 1) * (k - 1) * (k * value * ratio + weight) ** 2
        / ((n - 1) * (k * value * ratio) ** 2 + weight**2)
    )  # fmt: skip
    tail = (1.0 + confidence) / 2.0
    upper, lower = fdtri(n - 1, freedom, tail), fdtri(freedom, n - 1, tail)
    rest = k * columns + (k * n - k - n) * error
    low = n * (rows - upper * error) / (upper * rest + n * rows)
    high = n * (lower * rows - error) / (rest + n * lower * rows)
    return float(low), float(high)
