"""Mentors for all who look for one, by one global assignment. Workers only: it imports scipy."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from training.analysis.mentors import Fit, Mentor, Side, fit

METHOD, METHOD_VERSION = "linear assignment", "1"
CROWDED = 0.05  # score lost by each further mentee of one mentor: spreads the work


@dataclass(frozen=True)
class Wanted:
    """One request: who, and the positions of the mentors who offer its skill, with the levels of
    both in that skill."""

    mentee: Side
    mentors: Mapping[int, Mentor]


@dataclass(frozen=True)
class Match:
    """Position of the mentor, or None with `refusals`: how often each test failed."""

    mentor: int | None
    fit: Fit | None = None
    refusals: tuple[tuple[str, int], ...] = ()


def match(wanted: Sequence[Wanted], places: Sequence[int]) -> list[Match]:
    """Give as many requests as possible a mentor, and of these ways the one of the best total fit.

    `places[k]` is how many mentor k can still take. One `Match` per request, in order. Nobody
    mentors the same person twice. Ties go to what comes first. O((requests + places)^3) at worst.
    Method: rectangular assignment (Crouse 2016, as in scipy) over places, each request also with a
    place of its own that stands for nobody.
    """
    fits = [{k: fit(one.mentee, mentor) for k, mentor in one.mentors.items()} for one in wanted]
    owner = [k for k, free in enumerate(places) for _turn in range(free)]
    turns = [turn for free in places for turn in range(free)]
    found = _assign(fits, owner, turns)
    taken = _without_doubles(wanted, fits, found)
    return [_match(of, taken[row]) for row, of in enumerate(fits)]


def _assign(
    fits: Sequence[Mapping[int, Fit]], owner: Sequence[int], turns: Sequence[int]
) -> list[int | None]:
    """Position of the mentor per request, before anybody is matched twice with the same."""
    n = len(fits)
    value = np.zeros((n, len(owner) + n))
    for row, of in enumerate(fits):
        for column, (k, turn) in enumerate(zip(owner, turns, strict=True)):
            one = of.get(k)
            if one is not None and not one.refusal:
                value[row, column] = 2 * n + 2 + one.score - CROWDED * turn
    rows, columns = linear_sum_assignment(value, maximize=True)
    found: list[int | None] = [None] * n
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        if column < len(owner) and value[row, column] > 0:
            found[row] = owner[column]
    return found


def _without_doubles(
    wanted: Sequence[Wanted], fits: Sequence[Mapping[int, Fit]], found: list[int | None]
) -> list[int | None]:
    """One mentor of the same person for two skills: the better fit stays."""
    best: dict[tuple[int, int], int] = {}
    taken = list(found)
    for row, k in enumerate(found):
        if k is None:
            continue
        key = (wanted[row].mentee.key, k)
        other = best.setdefault(key, row)
        if other != row:
            worse = row if fits[row][k].score <= fits[other][k].score else other
            taken[worse] = None
            best[key] = row + other - worse
    return taken


def _match(fits: Mapping[int, Fit], mentor: int | None) -> Match:
    if mentor is not None:
        return Match(mentor, fits[mentor])
    counted = Counter(one.refusal or "others" for one in fits.values())
    return Match(None, refusals=tuple(sorted(counted.items())) or (("nobody", 0),))
