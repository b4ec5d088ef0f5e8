"""Why each step is in the plan and what it is expected to bring."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from training.analysis.candidates import Candidates
from training.analysis.catalogue import Activity, Catalogue
from training.analysis.gain import Bools, Floats, Gaps
from training.analysis.learner import Learner, Rules
from training.analysis.problem import Problem, members
from training.analysis.reasons import StepReason, Why
from training.analysis.search import Solution
from training.analysis.sets import Sets


@dataclass(frozen=True)
class SkillChange:
    """Expected effect on one skill: levels before and after (common metric), its weight in F."""

    slot: int
    before: float
    after: float
    weight: float


@dataclass(frozen=True, eq=False)
class Decision:
    """A solution beside everything it was chosen from; candidates are numbered as in `problem`.

    `fixed` is the set of candidates that were given, not chosen.
    """

    catalogue: Catalogue
    learner: Learner
    gaps: Gaps
    rules: Rules
    candidates: Candidates
    sets: Sets
    solution: Solution
    fixed: int = 0

    @property
    def problem(self) -> Problem:
        """The search problem."""
        return self.sets.problem

    @cached_property
    def steps(self) -> list[int]:
        """Candidates in the plan, ascending."""
        return members(self.solution.chosen)

    @cached_property
    def rate(self) -> Floats:
        """Summed closure rate of the plan, shape (n_gaps,)."""
        return np.asarray(self.problem.rates[self.steps].sum(axis=0))

    @cached_property
    def marginals(self) -> dict[int, float]:
        """What the plan would lose (in F) without each step and those that need it."""
        value, chosen = self.solution.value, self.solution.chosen
        gone = {i: sum(1 << d for d in self.dependants(i)) for i in self.steps}
        return {i: value - self.sets.value(chosen & ~mask) for i, mask in gone.items()}

    @cached_property
    def teaches(self) -> Bools:
        """Activities that teach a gap the plan works on, shape (n_activities,)."""
        found = np.zeros(len(self.catalogue), bool)
        found[self.catalogue.taught_by[np.isin(self.catalogue.taught_slot, self.gaps.slot)]] = True
        return found

    def activity(self, i: int) -> Activity:
        """Activity of candidate `i`."""
        return self.catalogue.activities[int(self.problem.item[i])]

    def dependants(self, i: int) -> list[int]:
        """Steps that cannot be without candidate `i`, itself included."""
        return [d for d in self.steps if self.problem.group[d] >> i & 1]


def skill_changes(decision: Decision) -> tuple[SkillChange, ...]:
    """Every skill the plan moves, in order of slot."""
    gaps = decision.gaps
    closed = -np.expm1(-decision.rate) * gaps.gap
    return tuple(
        SkillChange(
            slot=int(gaps.slot[k]),
            before=float(gaps.level[k]),
            after=float(gaps.level[k] + closed[k]),
            weight=float(gaps.weight[k]),
        )
        for k in np.flatnonzero(decision.rate > 0)
    )


def step_reason(decision: Decision, i: int) -> StepReason:
    """Why candidate `i` is a step; a prerequisite names the skills of the steps that need it."""
    activity = decision.activity(i)
    needed_by = [d for d in decision.dependants(i) if d != i]
    return StepReason(
        code=activity.code,
        why=_why(decision, i),
        slots=_slots(decision, i, needed_by),
        marginal=decision.marginals[i],
        needed_by=tuple(decision.activity(d).code for d in needed_by),
        situations=tuple(sorted(activity.situations & decision.learner.situations)),
        only_mode=decision.catalogue.wanted_modes.get(decision.problem.soft[i]) == 1,
    )


def _slots(decision: Decision, i: int, needed_by: list[int]) -> tuple[int, ...]:
    """Gaps that `i` closes, else those of the steps that need it, else whatever it teaches."""
    rates = decision.problem.rates
    taught = np.flatnonzero(rates[[i] if rates[i].any() else needed_by].any(axis=0))
    if len(taught):
        return tuple(decision.gaps.slot[taught].tolist())
    return tuple(outcome.slot for outcome in decision.activity(i).outcomes)


def _why(decision: Decision, i: int) -> Why:
    problem = decision.problem
    if decision.fixed >> i & 1:
        return Why.FIXED
    if decision.activity(i).code in decision.learner.mandatory:
        return Why.MANDATORY
    if not problem.rates[i].any():
        return Why.PREREQUISITE
    if decision.activity(i).capstone and problem.soft[i] >= 0:
        return Why.CLOSING
    return Why.SECOND_MODE if _is_second_mode(decision, i) else Why.CLOSES


def _is_second_mode(decision: Decision, i: int) -> bool:
    """Whether `i` is worth less than another step on its soft skill, yet the rule needs it."""
    problem, slot = decision.problem, decision.problem.soft[i]
    rest = decision.solution.chosen & ~(1 << i)
    if slot < 0 or slot not in decision.sets.skills.short(rest):
        return False
    others = [d for d in members(rest) if problem.soft[d] == slot]
    return max(decision.marginals[d] for d in others) >= decision.marginals[i]
