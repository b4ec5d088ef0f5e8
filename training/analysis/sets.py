"""What sets of candidates of one problem are worth, and whether they fit together."""

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from training.analysis.gain import HARD, SOFT, Ints, expected_closure
from training.analysis.groups import SoftSkills, build_groups
from training.analysis.instance import build_instance, empty_draft
from training.analysis.kernel.arrays import NONE, WAITING, Instance
from training.analysis.kernel.calendar import lay_out
from training.analysis.kernel.sets import rebuild
from training.analysis.problem import Problem, members


class Sets:
    """Sets of candidates of one problem, each an int with one bit per candidate."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.skills = SoftSkills(problem)

    @cached_property
    def groups(self) -> tuple[int, ...]:
        """Sets that come into a plan together."""
        return build_groups(self.problem, self.skills)

    def value(self, chosen: int) -> float:
        """Objective F of a set."""
        return self.closure(chosen) - float(self.problem.penalty[members(chosen)].sum())

    def closure(self, chosen: int) -> float:
        """Share of the weighted gap a set is expected to close."""
        return expected_closure(
            self.problem.rates[members(chosen)].sum(axis=0), self.problem.weight
        )

    def kinds(self, chosen: int) -> set[int]:
        """Kinds of the primary skills of a set."""
        return {self.problem.kind[i] for i in members(chosen)} & {HARD, SOFT}

    def place(self, new: int, start: Mapping[int, int] | None = None) -> dict[int, int] | None:
        """Weeks for the set `new`, each as early as it can, beside what has weeks in `start`.

        A heuristic: None is no proof that no calendar exists.
        """
        plan, weeks = empty_draft(self.problem)
        before = as_weeks(start or {}, len(self.problem))
        rebuild(self._instance, plan, before != NONE, before)
        for i in members(new):
            weeks[i] = WAITING if weeks[i] == NONE else weeks[i]
        fits = lay_out(self._instance, plan, np.argsort(np.array(self.problem.rank, np.int64)))
        return as_starts(weeks) if fits else None

    @cached_property
    def _instance(self) -> Instance:
        return build_instance(self.problem, self.skills, ())


def as_weeks(start: Mapping[int, int], n: int) -> Ints:
    """Start weeks of n candidates, NONE where one is not chosen."""
    weeks = np.full(n, NONE, np.int64)
    weeks[list(start)] = list(start.values())
    return weeks


def as_starts(weeks: Ints) -> dict[int, int]:
    """The reverse: week per chosen candidate."""
    return {int(i): int(weeks[i]) for i in np.flatnonzero(weeks != NONE)}
