"""From a person and a catalogue to an explained, bounded development path."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from training.analysis.alternatives import not_chosen, unmet
from training.analysis.bound import upper_bound
from training.analysis.candidates import Candidates, find_candidates, with_prerequisites
from training.analysis.catalogue import Catalogue
from training.analysis.explain import Decision, SkillChange, skill_changes, step_reason
from training.analysis.gain import HARD, KINDS, SOFT, Ints
from training.analysis.learner import Learner, choose_gaps
from training.analysis.mandatory import mandatory_items, settle_mandatory, with_fixed
from training.analysis.offers import Season
from training.analysis.problem import Problem, build_problem
from training.analysis.reasons import NotChosen, StepReason, Unmet
from training.analysis.search import BATCH_ROUNDS, Solution, solve
from training.analysis.sets import Sets

Referee = Callable[[Problem, Solution, bool], tuple[Solution, float]]
"""Makes a plan as good as it can be, with a bound; told whether both kinds are wanted."""


@dataclass(frozen=True)
class Step:
    """One activity in the calendar; `weeks` of its sessions counted from 0, `cost` None unknown."""

    code: str
    mode: str
    weeks: tuple[int, ...]
    session_hours: float
    released: bool
    cost: float | None
    reason: StepReason


@dataclass(frozen=True)
class Path:
    """A recommended path.

    `value` is F, `closure` its share of the weighted gap closed, `bound` no plan can exceed;
    `hours` in total, `cost` sums what is known. `lacks` are kinds ("hard", "soft") that a plan
    should contain and nothing feasible was found with: `unmet` says why. `late` and `missed` are
    mandatory activities that end after they are due, or have no place at all.
    """

    value: float
    closure: float
    bound: float
    hours: float
    cost: float
    skills: tuple[SkillChange, ...]
    steps: tuple[Step, ...]
    not_chosen: tuple[NotChosen, ...]
    unmet: tuple[Unmet, ...]
    lacks: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    missed: tuple[NotChosen, ...] = ()

    @property
    def explained(self) -> tuple[str, ...]:
        """Kinds and mandatory activities whose absence, or lateness, the path explains."""
        return (*self.lacks, *self.late, *(row.code for row in self.missed))

    @property
    def gap_to_bound(self) -> float:
        """Relative distance to the bound; 0 where the bound is 0."""
        return (self.bound - self.value) / self.bound if self.bound else 0.0

    @property
    def status(self) -> str:
        """empty (no steps), complete (no gap left out) or partial."""
        if not self.steps:
            return "empty"
        return "partial" if self.unmet else "complete"


def plan_path(
    season: Season,
    learner: Learner,
    *,
    rounds: int = BATCH_ROUNDS,
    seed: int = 0,
    start: Mapping[str, int] | None = None,
    referee: Referee | None = None,
) -> Path:
    """Recommend a path for one person by the rules of the season.

    `start` is an earlier plan, the first week of each code: the path is never worth less than what
    of it is still possible, so more resources never give less. Deterministic for a seed; does not
    depend on any order of the input. What is mandatory is in it as far as it fits. With a `referee`
    everything possible is a candidate, and the path is the best that it finds.
    """
    settled = settle_mandatory(season, learner)
    learner, catalogue, rules = settled.learner, season.catalogue, season.rules
    gaps = choose_gaps(learner, at_most=rules.max_gaps)
    offers = season.offers(learner.zone, learner.site)
    found = find_candidates(catalogue, offers, learner, gaps, rules)
    fixed = mandatory_items(season, learner)
    possible = np.union1d(found.possible, fixed)
    kept = np.union1d(_with_earlier(found, catalogue, learner, start or {}), fixed)
    kept = possible if referee else kept
    problem = with_fixed(
        build_problem(catalogue, offers, learner, gaps, rules, found.rates, kept), fixed
    )
    both = rules.both_kinds and _has_both(learner)
    codes = [catalogue.activities[int(j)].code for j in problem.item]
    weeks = {i: start[code] for i, code in enumerate(codes) if start and code in start}
    solution = solve(problem, both_kinds=both, rounds=rounds, seed=seed, start=weeks)
    bound = upper_bound(catalogue, learner, gaps, rules, found.rates, possible)
    if referee:
        solution, proved = referee(problem, solution, both)
        bound = min(bound, proved)
    decision = Decision(catalogue, learner, gaps, rules, found, Sets(problem), solution)
    return replace(describe(decision, bound), late=settled.late, missed=settled.missed)


def _with_earlier(
    found: Candidates, catalogue: Catalogue, learner: Learner, start: Mapping[str, int]
) -> Ints:
    """Candidates of the search and what is still possible of an earlier plan."""
    earlier = [catalogue.position[code] for code in start if code in catalogue.position]
    possible = np.intersect1d(np.array(earlier, np.int64), found.possible)
    return with_prerequisites(catalogue, learner, np.union1d(found.kept, possible))


def describe(decision: Decision, bound: float) -> Path:
    """A decision as a path with its reasons."""
    solution = decision.solution
    steps = sorted((_step(decision, i) for i in decision.steps), key=lambda s: (s.weeks, s.code))
    return Path(
        value=solution.value,
        closure=solution.closure,
        bound=max(bound, solution.value),
        hours=sum(step.session_hours * len(step.weeks) for step in steps),
        cost=sum(step.cost or 0.0 for step in steps),
        skills=skill_changes(decision),
        steps=tuple(steps),
        not_chosen=not_chosen(decision),
        unmet=unmet(decision),
        lacks=tuple(KINDS[kind] for kind in solution.lacks),
    )


def _has_both(learner: Learner) -> bool:
    kinds = set(learner.kind[learner.has_gap].tolist())
    return {HARD, SOFT} <= kinds


def _step(decision: Decision, i: int) -> Step:
    activity, start = decision.activity(i), decision.solution.start[i]
    return Step(
        code=activity.code,
        mode=activity.mode,
        weeks=tuple(start + n * activity.period_weeks for n in range(activity.sessions)),
        session_hours=activity.session_hours,
        released=activity.released,
        cost=activity.cost,
        reason=step_reason(decision, i),
    )
