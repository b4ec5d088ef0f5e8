"""What has to be in a plan: which of it fits this person, by when, and why the rest does not."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from training.analysis.candidates import gap_rates, own_reason, with_prerequisites
from training.analysis.gain import Ints
from training.analysis.learner import Learner, choose_gaps
from training.analysis.offers import Season
from training.analysis.problem import Problem, bits, build_problem, members
from training.analysis.reasons import NotChosen, Reason
from training.analysis.sets import Sets

PENNY = 1e-9


@dataclass(frozen=True)
class Settled:
    """`learner` has to take what fits, without a deadline where it cannot be kept (`late`);
    `missed` does not fit at all."""

    learner: Learner
    late: tuple[str, ...] = ()
    missed: tuple[NotChosen, ...] = ()


def settle_mandatory(season: Season, learner: Learner) -> Settled:
    """Decide about each mandatory activity, the most urgent first.

    What is completed or not offered any more has no part in it. An activity is missed when it
    fails a test by itself, or has no room beside more urgent ones.
    """
    if not learner.mandatory:
        return Settled(learner)
    due, late, missed = dict[str, int](), list[str](), list[NotChosen]()
    for code, weeks in sorted(learner.mandatory.items(), key=lambda item: (item[1], item[0])):
        if code in learner.completed or code not in season.catalogue.position:
            continue
        if reason := _failed(season, learner, code):
            missed.append(NotChosen(code, reason))
        elif _fits(season, learner, due | {code: weeks}):
            due[code] = weeks
        elif _fits(season, learner, due | {code: season.weeks}):
            due[code] = season.weeks
            late.append(code)
        else:
            missed.append(NotChosen(code, Reason.ROOM))
    return Settled(replace(learner, mandatory=due), tuple(late), tuple(missed))


def mandatory_items(season: Season, learner: Learner) -> Ints:
    """Catalogue positions of what has to be in the plan, with what must come before it."""
    wanted = np.array(
        sorted(season.catalogue.position[code] for code in learner.mandatory), np.int64
    )
    return with_prerequisites(season.catalogue, learner, wanted)


def with_fixed(problem: Problem, items: Ints) -> Problem:
    """The problem in which these catalogue positions have to be chosen."""
    return replace(problem, fixed=bits(np.flatnonzero(np.isin(problem.item, items)).tolist()))


def _failed(season: Season, learner: Learner, code: str) -> Reason | None:
    """The first test of the activity by itself; nobody refuses or leaves out what is mandatory."""
    offers = season.offers(learner.zone, learner.site)
    position = season.catalogue.position[code]
    return own_reason(season.catalogue, offers, learner, season.rules, position)


def _fits(season: Season, learner: Learner, due: Mapping[str, int]) -> bool:
    """Whether all of these have a place in the calendar and in the budget."""
    learner = replace(learner, mandatory=due)
    items = mandatory_items(season, learner)
    catalogue, gaps = season.catalogue, choose_gaps(learner, at_most=season.rules.max_gaps)
    if any(catalogue.broken[items]) or any(int(j) in catalogue.absent for j in items):
        return False
    offers, rates = season.offers(learner.zone, learner.site), gap_rates(catalogue, gaps)
    problem = build_problem(catalogue, offers, learner, gaps, season.rules, rates, items)
    everything = (1 << len(problem)) - 1
    affordable = problem.cost[members(everything)].sum() <= problem.budget + PENNY
    return bool(affordable) and Sets(problem).place(everything) is not None
