"""From answers to a level: item response model, share of right answers, keyed reactions.

Ability is in standard deviations of the people a test was made for; levels are on the common 0..5
metric. All random choices are the caller's.
"""

from dataclasses import dataclass

import numpy as np

from assessments.analysis.evidence import TOP_LEVEL, FloatArray

GRID = np.linspace(-6.0, 6.0, 61)
"""Abilities over which the posterior is summed."""
LINK_SD = 0.30
"""Error of tying the ability scale to levels by cut scores, levels (our assumption)."""
SHARE_SD = 0.45
"""The same where items have no parameters: their difficulty is unknown as well (assumption)."""
SCENARIO_SD = 0.75
"""Error of a scenario that no number of scenes removes: knowing what to do is not doing it. As
large as the error of a manager's rating (assumption)."""
SCENE_SD = 1.2
"""Spread of one person's reactions between scenes, levels, before any is seen (assumption)."""
SCENE_WEIGHT = 4.0
"""How many reactions `SCENE_SD` is worth (assumption)."""


@dataclass(frozen=True, slots=True)
class Ability:
    """Posterior mean and standard deviation, shape (n_persons,), standard deviations of ability."""

    mean: FloatArray
    se: FloatArray


@dataclass(frozen=True, slots=True)
class LevelScore:
    """A level (0..5) and its variance (levels²), without ageing."""

    level: float
    variance: float


def chance_right(theta: FloatArray, a: FloatArray, b: FloatArray, c: FloatArray) -> FloatArray:
    """Return P(right) of the three-parameter logistic model, shape (n_theta, n_items).

    c + (1 - c) / (1 + exp(-a (theta - b))), without the factor 1.7 (Birnbaum 1968); c = 0 is the
    two-parameter model. Parameters have shape (n_items,).
    """
    logit = a * (theta[:, None] - b)
    return np.asarray(c + (1.0 - c) / (1.0 + np.exp(-np.clip(logit, -500, 500))))


def ability(right: FloatArray, a: FloatArray, b: FloatArray, c: FloatArray) -> Ability:
    """Return the expected a posteriori ability under a standard normal prior.

    `right`, shape (n_persons, n_items): 1 right, 0 wrong or left out, NaN not shown. Parameters:
    shape (n_items,). Nobody shown anything: mean 0, se 1. Bock & Mislevy (1982). O(persons x
    items x grid).
    """
    shown = ~np.isnan(right)
    chance = np.clip(chance_right(GRID, a, b, c), 1e-12, 1 - 1e-12)
    answers = np.where(shown, right, 0.0)
    log_right, log_wrong = np.log(chance).T, np.log1p(-chance).T
    logs = answers @ log_right + (shown - answers) @ log_wrong - GRID**2 / 2
    weight = np.exp(logs - logs.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True)
    mean = weight @ GRID
    variance = weight @ GRID**2 - mean**2
    return Ability(mean, np.sqrt(np.maximum(variance, 0.0)))


def level_from_ability(theta: float, se: float, cuts: FloatArray) -> LevelScore:
    """Map an ability with its standard error to a level.

    `cuts`, increasing, at least two: cuts[i] is where step i + 1 of the scale begins.
    """
    return _mapped(theta, se, cuts, LINK_SD)


def level_from_share(n_right: int, n_items: int, cuts: FloatArray) -> LevelScore:
    """Map a number of right answers to a level, by the smoothed share (k + .5) / (n + 1).

    The binomial error is carried through the map (delta method, as a secant over one error to
    each side). Raises ValueError without items.
    """
    if not 0 <= n_right <= n_items or n_items < 1:
        raise ValueError("right answers must be between none and all of at least one item")
    share = (n_right + 0.5) / (n_items + 1)
    return _mapped(share, float(np.sqrt(share * (1 - share) / n_items)), cuts, SHARE_SD)


def level_from_key(key: FloatArray, spread: FloatArray, n_experts: int) -> LevelScore:
    """Return the mean level of the chosen reactions and its variance.

    `key` and `spread`, shape (n_scenes,): mean and standard deviation of the experts' levels of
    each chosen reaction. Differences between scenes and between experts count as error, and so
    does `SCENARIO_SD`. Raises ValueError without scenes.
    """
    n = len(key)
    if n < 1 or n_experts < 1:
        raise ValueError("a scenario is scored from at least one scene and one expert")
    mean = float(key.mean())
    around = float(((key - mean) ** 2).sum())
    between = (SCENE_WEIGHT * SCENE_SD**2 + around) / (SCENE_WEIGHT + n - 1)
    experts = float((spread**2).mean()) / n_experts
    return LevelScore(mean, (between + experts) / n + SCENARIO_SD**2)


def point_biserial(item: FloatArray, rest: FloatArray) -> float:
    """Return the correlation of one item with the score on the others, NaN where neither varies.

    Leaving the item itself out of the score is Henrysson's (1963). Both of shape (n_persons,);
    people with NaN in either are left out.
    """
    both = ~np.isnan(item) & ~np.isnan(rest)
    x, y = item[both], rest[both]
    if len(x) < 2 or x.std() == 0 or y.std() == 0:
        return float("nan")
    return float(((x - x.mean()) * (y - y.mean())).mean() / (x.std() * y.std()))


def _mapped(score: float, se: float, cuts: FloatArray, floor: float) -> LevelScore:
    low, here, high = (_line(score + step, cuts) for step in (-se, 0.0, se))
    level = min(max(here, 0.0), TOP_LEVEL)
    return LevelScore(level, ((high - low) / 2) ** 2 + floor**2)


def _line(score: float, cuts: FloatArray) -> float:
    """Return the level at a score: straight between cuts, and on as the nearest two lead."""
    if len(cuts) < 2 or not (np.diff(cuts) > 0).all():
        raise ValueError("cut scores must be at least two, in increasing order")
    levels = np.arange(1, len(cuts) + 1) * (TOP_LEVEL / len(cuts))
    left = int(np.clip(np.searchsorted(cuts, score) - 1, 0, len(cuts) - 2))
    slope = (levels[left + 1] - levels[left]) / (cuts[left + 1] - cuts[left])
    return float(levels[left] + slope * (score - cuts[left]))
