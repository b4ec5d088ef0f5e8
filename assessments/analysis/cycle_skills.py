"""Which skills of a person are worth asking raters about in an assessment cycle."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from assessments.analysis.evidence import BoolArray, FloatArray, IntArray, Kind
from assessments.analysis.parameters import DEFAULTS, Parameters

WORTH_ASKING = 0.05  # chance of another gap status below which an answer is not asked for


@dataclass(frozen=True, slots=True)
class Candidates:
    """The required skills of one person, shape (n,), levels on the common metric.

    `mean` and `sd` are NaN where a skill is not measured. `kind` holds codes of `Kind`.
    """

    kind: IntArray
    essential: BoolArray
    importance: IntArray
    required: FloatArray
    mean: FloatArray
    sd: FloatArray


def chance_of_change(
    required: FloatArray,
    mean: FloatArray,
    sd: FloatArray,
    variance: float,
    parameters: Parameters = DEFAULTS,
) -> FloatArray:
    """Return how likely one more answer moves each skill to another gap status, shape (n,).

    The level after an answer of this `variance` (levels²) is normal around today's `mean` with
    variance sd⁴ / (sd² + variance), and its own sd shrinks (normal conjugacy; Raiffa & Schlaifer
    1961, preposterior analysis). 1 where nothing is measured (NaN). O(n).
    """
    before = _cuts(required, sd, parameters)
    after_sd = np.sqrt(sd**2 * variance / (sd**2 + variance))
    after = _cuts(required, after_sd, parameters)
    spread = np.sqrt(np.maximum(sd**2 - after_sd**2, 1e-12))
    below = [ndtr((cut - mean) / spread) for cut in after]
    likely, maybe = below[1], below[0] - below[1]
    stays = np.select([mean <= before[1], mean <= before[0]], [likely, maybe], 1 - below[0])
    return np.where(np.isnan(mean), 1.0, 1 - stays)


def choose(
    candidates: Candidates,
    *,
    most: int,
    of_each_kind: int,
    variance: float,
    parameters: Parameters = DEFAULTS,
) -> tuple[list[int], list[int]]:
    """Return the indices asked about and, behind "rate more", the others, both in form order.

    Essential skills first, then by the chance that an answer changes the gap status, then by
    importance; ties keep the order given. Asked are at most `most`: the first `of_each_kind` hard
    and soft ones, then essential ones and those worth asking. Raises ValueError when two kinds do
    not fit into `most`.
    """
    if 2 * of_each_kind > most:
        raise ValueError("both kinds must fit into the number of skills asked")
    chance = chance_of_change(
        candidates.required, candidates.mean, candidates.sd, variance, parameters
    )
    order = np.lexsort((-candidates.importance, -chance, ~candidates.essential)).tolist()
    worth = candidates.essential | (chance >= WORTH_ASKING)
    kept = set(_of_each_kind(order, candidates.kind, of_each_kind))
    for place in order:
        if len(kept) >= most:
            break
        if worth[place]:
            kept.add(place)
    return [i for i in order if i in kept], [i for i in order if i not in kept]


def _of_each_kind(order: Sequence[int], kind: IntArray, of_each: int) -> list[int]:
    found = []
    for wanted in (Kind.HARD, Kind.SOFT):
        found += [place for place in order if kind[place] == wanted][:of_each]
    return found


def _cuts(required: FloatArray, sd: FloatArray, parameters: Parameters) -> list[FloatArray]:
    """The levels below which a gap is possible and probable."""
    limit = required - parameters.practical_threshold
    shares = (parameters.possible_gap, parameters.probable_gap)
    return [limit - ndtri(share) * parameters.calibration * sd for share in shares]
