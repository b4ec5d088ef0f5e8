"""Groups of candidates that come into a plan together."""

from collections.abc import Iterator

import numpy as np

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
            if chosen & everything and self.modes(slot, chosen).bit_count() < self.wanted[slot]
        ]

    def partners(self, slot: int, chosen: int) -> int:
        """Candidates on `slot` of a mode that `chosen` does not have there."""
        return sum(mask for mask in self.by_mode[slot].values() if not chosen & mask)

    def modes(self, slot: int, chosen: int) -> int:
        """Bits of the modes that `chosen` has on `slot`."""
        return sum(1 << mode for mode, mask in self.by_mode[slot].items() if chosen & mask)


def build_groups(problem: Problem, skills: SoftSkills) -> tuple[int, ...]:
    """Every useful candidate with its prerequisites, alone and with each possible partner.

    As sets, in a fixed order: small ones first, then by activity code.
    """
    useful = np.flatnonzero(problem.rates.any(axis=1)).tolist()
    partners = sum(1 << i for i in useful)
    masks = dict[int, None]()
    for i in useful:
        masks[problem.group[i]] = None
        masks.update(dict.fromkeys(_complete(problem, skills, problem.group[i], partners)))
    return tuple(sorted(masks, key=lambda mask: (mask.bit_count(), members(mask))))


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
