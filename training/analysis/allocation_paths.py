"""What somebody got out of a budget, as a path with reasons, bound and all."""

from collections.abc import Collection, Mapping

import numpy as np

from training.analysis.bound import upper_bound
from training.analysis.candidates import find_candidates, with_prerequisites
from training.analysis.explain import Decision
from training.analysis.gain import HARD, SOFT
from training.analysis.learner import Learner, choose_gaps
from training.analysis.offers import Season
from training.analysis.planner import Path, describe
from training.analysis.problem import bits, build_problem
from training.analysis.search import as_solution
from training.analysis.sets import Sets


def path_of(
    season: Season, learner: Learner, start: Mapping[str, int], must: Collection[str] = ()
) -> Path | None:
    """The path of these activities, each from its first week on; None where one is gone.

    `must` are codes that need not close a gap. The caller checks the path: people and catalogue
    may have changed since it was chosen.
    """
    catalogue, rules = season.catalogue, season.rules
    if not set(start) <= set(catalogue.position):
        return None
    gaps = choose_gaps(learner, at_most=rules.max_gaps)
    offers = season.offers(learner.zone, learner.site)
    found = find_candidates(catalogue, offers, learner, gaps, rules)
    chosen = np.array([catalogue.position[code] for code in start], np.int64)
    kept = with_prerequisites(catalogue, learner, np.union1d(found.kept, chosen))
    problem = build_problem(catalogue, offers, learner, gaps, rules, found.rates, kept)
    codes = [catalogue.activities[j].code for j in problem.item.tolist()]
    weeks = {i: start[code] for i, code in enumerate(codes) if code in start}
    both = {HARD, SOFT} <= set(learner.kind[learner.has_gap].tolist())
    sets = Sets(problem)
    solution = as_solution(sets, weeks, (HARD, SOFT) if both and rules.both_kinds else ())
    bound = upper_bound(catalogue, learner, gaps, rules, found.rates, found.possible)
    fixed = bits(i for i, code in enumerate(codes) if code in start and code in set(must))
    decision = Decision(catalogue, learner, gaps, rules, found, sets, solution, fixed)
    return describe(decision, bound)
