"""Why the other activities are not in the plan, and why a gap stays open."""

import numpy as np

from training.analysis.explain import Decision
from training.analysis.gain import UNCLASSIFIED, expected_closure
from training.analysis.problem import HOUR, members
from training.analysis.reasons import NotChosen, Reason, Unmet

MOST_NOT_CHOSEN = 50


def not_chosen(decision: Decision) -> tuple[NotChosen, ...]:
    """Activities that teach a skill with a gap and are not in the plan, best value first."""
    catalogue, learner = decision.catalogue, decision.learner
    teaching = np.isin(catalogue.taught_slot, learner.slot[learner.has_gap])
    others = np.setdiff1d(catalogue.taught_by[teaching], decision.problem.item[decision.steps])
    best_first = others[np.lexsort((others, -decision.candidates.value[others]))]
    return tuple(why_not(decision, int(j)) for j in best_first[:MOST_NOT_CHOSEN])


def unmet(decision: Decision) -> tuple[Unmet, ...]:
    """Every gap that no step works on, in order of slot."""
    learner = decision.learner
    moved = set(decision.gaps.slot[decision.rate > 0].tolist())
    kinds = dict(zip(learner.slot.tolist(), learner.kind.tolist(), strict=True))
    slots = sorted(learner.slot[learner.has_gap].tolist())
    return tuple(Unmet(s, _why_unmet(decision, s, kinds[s])) for s in slots if s not in moved)


def why_not(decision: Decision, j: int) -> NotChosen:
    """First test that activity `j` fails, else the step that is better, else what is full."""
    code = decision.catalogue.activities[j].code
    if not decision.teaches[j]:
        return NotChosen(code, _why_not_worked_on(decision, j))
    failed = decision.candidates.reason(j)
    if failed:
        return NotChosen(code, failed)
    return _replaced(decision, j) or NotChosen(code, _what_is_full(decision, j))


def _why_unmet(decision: Decision, slot: int, kind: int) -> Reason:
    """The reason of the activity that came nearest to being chosen for this skill."""
    if kind == UNCLASSIFIED:
        return Reason.KIND
    if slot not in decision.gaps.slot:
        return Reason.PRIORITY
    catalogue, candidates = decision.catalogue, decision.candidates
    teaching = catalogue.taught_by[catalogue.taught_slot == slot]
    if not len(teaching):
        return Reason.NO_ACTIVITY
    rate = candidates.rates[teaching, np.searchsorted(decision.gaps.slot, slot)]
    failed = candidates.failed[teaching]
    passed = np.where(failed == -1, len(Reason), failed) * (rate > 0)
    nearest = teaching[np.lexsort((teaching, -rate, -passed))[0]]
    return why_not(decision, int(nearest)).reason


def _why_not_worked_on(decision: Decision, j: int) -> Reason:
    """Why no skill that activity `j` teaches is among the gaps of the plan."""
    catalogue, learner = decision.catalogue, decision.learner
    taught = catalogue.taught_slot[catalogue.taught_by == j]
    kinds = learner.kind[learner.has_gap & np.isin(learner.slot, taught)]
    return Reason.KIND if (kinds == UNCLASSIFIED).all() else Reason.PRIORITY


def _replaced(decision: Decision, j: int) -> NotChosen | None:
    """The step on the same skills that is worth most, where `j` in its place loses value."""
    problem, rate = decision.problem, decision.candidates.rates[j]
    shared = problem.rates[decision.steps] @ rate
    rivals = [i for i, common in zip(decision.steps, shared, strict=True) if common > 0]
    if not rivals:
        return None
    rival = max(rivals, key=lambda i: (decision.marginals[i], -i))
    gone = decision.dependants(rival)
    left = decision.rate - problem.rates[gone].sum(axis=0) + rate
    saved = problem.penalty[gone].sum() - _penalty(decision, j)
    instead = expected_closure(left, decision.gaps.weight) + saved
    kept = decision.solution.closure
    if instead > kept:
        return None
    code, by = decision.catalogue.activities[j].code, decision.activity(rival).code
    return NotChosen(code, Reason.REPLACED, by, float(kept - instead))


def _penalty(decision: Decision, j: int) -> float:
    """What activity `j` costs in F."""
    catalogue, rules = decision.catalogue, decision.rules
    money = rules.cost_penalty * catalogue.assumed_cost[j]
    return float(money + rules.hour_penalty * catalogue.hours[j])


def _what_is_full(decision: Decision, j: int) -> Reason:
    """Which limit keeps a possible activity out; LITTLE where none does."""
    local = np.flatnonzero(decision.problem.item == j)
    if len(local):
        return _limit_of_group(decision, int(local[0]))
    problem, catalogue = decision.problem, decision.catalogue
    taken = sum(problem.total[i] for i in decision.steps if not problem.released >> i & 1)
    left = problem.own_room - taken
    if not catalogue.released[j] and catalogue.hours[j] * HOUR > left:
        return Reason.HOURS
    spent = float(problem.cost[decision.steps].sum())
    return Reason.BUDGET if spent + catalogue.assumed_cost[j] > problem.budget else Reason.LITTLE


def _limit_of_group(decision: Decision, i: int) -> Reason:
    """Limit met by the smallest complete group that brings candidate `i` into the plan."""
    sets, chosen = decision.sets, decision.solution.chosen
    bringing = (chosen | mask for mask in sets.groups if mask >> i & 1)
    together = next((t for t in bringing if not sets.skills.short(t)), None)
    if together is None:
        return Reason.MODES
    if sets.place(together & ~chosen, decision.solution.start) is None:
        return Reason.DATES if decision.activity(i).dates else Reason.HOURS
    too_dear = decision.problem.cost[members(together)].sum() > decision.problem.budget + 1e-9
    return Reason.BUDGET if too_dear else Reason.LITTLE
