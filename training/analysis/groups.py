"""Groups of candidates that come into a plan together."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from training.analysis.gain import HARD, SOFT, Bools, Floats, Ints
from training.analysis.problem import Problem, members

PARTNERS = 2  # soft skills one group may complete with a partner of another mode


class SoftSkills:
    """Which sets of candidates keep the rule of several modes on every soft skill they touch."""

    def __init__(self, problem: Problem) -> None:
        self.wanted = problem.wanted_modes
        self.all: dict[int, int] = {}
        self.by_mode: dict[int, dict[int, int]] = {}
        for i, slot in enumerate(problem.soft):
            if slot >= 0:
                self.all[slot] = self.all.get(slot, 0) | 1 << i
                modes = self.by_mode.setdefault(slot, {})
                modes[problem.mode[i]] = modes.get(problem.mode[i], 0) | 1 << i

    def short(self, chosen: int) -> list[int]:
        """Slots of the soft skills on which `chosen` has some, but too few modes."""
        return [
            slot
            for slot, everything in self.all.items()
            if chosen & everything and self._modes(slot, chosen) < self.wanted[slot]
        ]

    def partners(self, slot: int, chosen: int) -> int:
        """Candidates on `slot` of a mode that `chosen` does not have there."""
        return sum(mask for mask in self.by_mode[slot].values() if not chosen & mask)

    def _modes(self, slot: int, chosen: int) -> int:
        return sum(1 for mask in self.by_mode[slot].values() if chosen & mask)


@dataclass(frozen=True, eq=False)
class Groups:
    """Groups in a fixed order (small ones first, then by activity code).

    `member` (n_groups, n) is 1.0 where a candidate belongs to a group; `short` (n_groups, n_soft)
    marks soft skills, in order of `soft`, on which the group alone has too few modes; `kinds`
    (n_groups, 2) tells whether it has a step primarily HARD, SOFT; `matches` counts shared real
    situations.
    """

    masks: tuple[int, ...]
    member: Floats
    short: Bools
    soft: tuple[int, ...]
    kinds: Bools
    matches: Ints


def build_groups(problem: Problem, skills: SoftSkills) -> Groups:
    """Every useful candidate with its prerequisites, alone and with each possible partner."""
    useful = np.flatnonzero(problem.rates.any(axis=1)).tolist()
    partners = sum(1 << i for i in useful)
    masks = dict[int, None]()
    for i in useful:
        masks[problem.group[i]] = None
        masks.update(dict.fromkeys(_complete(problem, skills, problem.group[i], partners)))
    ordered = sorted(masks, key=lambda mask: (mask.bit_count(), members(mask)))
    soft = tuple(skills.all)
    member = _membership(ordered, len(problem))
    kind = np.array(problem.kind, np.int64)
    return Groups(
        masks=tuple(ordered),
        member=member,
        short=_short(skills, ordered, soft),
        soft=soft,
        kinds=np.stack([member @ (kind == code) > 0 for code in (HARD, SOFT)], axis=1),
        matches=np.asarray(member @ problem.matches, np.int64),
    )


def _complete(
    problem: Problem, skills: SoftSkills, chosen: int, useful: int, depth: int = PARTNERS
) -> Iterator[int]:
    """All ways to give `chosen` enough modes on every soft skill it touches."""
    short = skills.short(chosen)
    if not short:
        yield chosen
    elif depth:
        for partner in members(skills.partners(short[0], chosen) & useful):
            together = chosen | problem.group[partner]
            yield from _complete(problem, skills, together, useful, depth - 1)


def _membership(masks: list[int], n: int) -> Floats:
    member = np.zeros((len(masks), n))
    for row, mask in enumerate(masks):
        member[row, members(mask)] = 1.0
    return member


def _short(skills: SoftSkills, masks: list[int], soft: tuple[int, ...]) -> Bools:
    column = {slot: k for k, slot in enumerate(soft)}
    short = np.zeros((len(masks), len(soft)), bool)
    for row, mask in enumerate(masks):
        short[row, [column[slot] for slot in skills.short(mask)]] = True
    return short
