"""Greedy filling: the best group per money and time that fits, again and again."""

from training.analysis.kernel.arrays import (
    BUDGET,
    NONE,
    OWN_ROOM,
    POOL,
    RELEASED,
    SPENT,
    WAITING,
    Desk,
    Instance,
    Plan,
)
from training.analysis.kernel.calendar import (
    book,
    first_week,
    is_free,
    last_week,
    lay_out,
    rearrange,
)
from training.analysis.kernel.machine_code import compiled
from training.analysis.kernel.sets import adopt, assign, count_bits

SLACK = 0.02  # added to the relative cost, so that nothing is infinitely good
LEAST_GAIN = 1e-9  # of F; less is nothing
EQUAL = 1e-9  # scores nearer than this, relatively, are equal
PENNY = 1e-9  # of the budget, for the rounding of sums


@compiled
def settle(x: Instance, plan: Plan, desk: Desk) -> bool:
    """Give what waits a week: beside what is there, else with everything moved.

    `desk.saved` holds the plan from before; False goes back to it.
    """
    fits = lay_out(x, plan, desk.order) or rearrange(x, plan, desk.order, desk.saved)
    if fits:
        for i in range(len(plan.start)):
            if plan.start[i] >= 0 and desk.saved[i] == NONE:
                adopt(x, plan, i)
    return fits


@compiled
def add_group(x: Instance, plan: Plan, g: int, desk: Desk) -> bool:
    """Bring a group in; False changes nothing."""
    assign(desk.saved, plan.start)
    for p in range(x.group.shape[1]):
        i = x.group[g, p]
        if i >= 0 and plan.start[i] == NONE:
            plan.start[i] = WAITING
    return settle(x, plan, desk)


@compiled
def add_item(x: Instance, plan: Plan, i: int, desk: Desk) -> bool:
    """Bring an item in where its money and its prerequisites are there; False changes nothing."""
    for p in range(x.needs.shape[1]):
        if x.needs[i, p] >= 0 and plan.start[x.needs[i, p]] == NONE:
            return False
    if plan.tally[SPENT] + x.cost[i] > x.limits[BUDGET] + PENNY:
        return False
    assign(desk.saved, plan.start)
    plan.start[i] = WAITING
    return settle(x, plan, desk)


@compiled
def take_up(x: Instance, plan: Plan, i: int, week: int, desk: Desk) -> bool:
    """Bring an item in, in this week where that is free, else in another; False changes nothing."""
    for p in range(x.needs.shape[1]):
        if x.needs[i, p] >= 0 and plan.start[x.needs[i, p]] == NONE:
            return False
    if plan.tally[SPENT] + x.cost[i] > x.limits[BUDGET] + PENNY:
        return False
    in_order = first_week(x, plan, i) <= week <= last_week(x, plan, i)
    in_pool = x.lane[i] != RELEASED or x.total[i] <= plan.tally[POOL]
    if not (in_order and in_pool and is_free(x, plan, i, week)):
        return add_item(x, plan, i, desk)
    book(x, plan, i, week)
    adopt(x, plan, i)
    return True


@compiled
def is_possible(x: Instance, plan: Plan, g: int) -> bool:
    """Whether there is money for a group, and with it enough modes on each of its soft skills."""
    spent = plan.tally[SPENT]
    for p in range(x.group.shape[1]):
        i = x.group[g, p]
        if i >= 0 and plan.start[i] == NONE:
            spent += x.cost[i]
    if spent > x.limits[BUDGET] + PENNY:
        return False
    for p in range(x.short_soft.shape[1]):
        s = x.short_soft[g, p]
        if s >= 0 and plan.worked[s] == 0:
            modes = plan.modes[s] | x.short_modes[g, p]
            if count_bits(modes) < x.wanted[s]:
                return False
    return True


@compiled
def score(x: Instance, plan: Plan, g: int, desk: Desk, mixture: float) -> float:
    """What a group adds to F per money and time; 0 where it may not or need not be added."""
    gain, cost, time = 0.0, 0.0, 0.0
    assign(desk.share, plan.open)
    for q in range(x.group.shape[1]):
        i = x.group[g, q]
        if i < 0:
            break
        if plan.start[i] == NONE:
            gain -= x.penalty[i]
            cost += x.cost[i]
            time += x.total[i]
            for p in range(x.skill.shape[1]):
                k = x.skill[i, p]
                if k < 0:
                    break
                gain += x.weight[k] * desk.share[k] * (1.0 - x.keep[i, p])
                desk.share[k] *= x.keep[i, p]
    if gain <= LEAST_GAIN or not is_possible(x, plan, g):
        return 0.0
    money = cost / x.limits[BUDGET] if x.limits[BUDGET] > 0 else 0.0
    return gain / (mixture * money + (1.0 - mixture) * time / x.limits[OWN_ROOM] + SLACK)


@compiled
def best_of(desk: Desk) -> int:
    """The first of the highest scores; -1 where none is above 0."""
    best, highest = -1, 0.0
    for g in range(len(desk.score)):
        if desk.score[g] > highest * (1.0 + EQUAL):
            best, highest = g, desk.score[g]
    return best


@compiled
def fill(x: Instance, plan: Plan, desk: Desk, mixture: float) -> None:
    """Add the best group that fits, again and again; `desk.luck` bends the scores."""
    while True:
        for g in range(len(desk.score)):
            lucky = desk.luck[g] > 0
            desk.score[g] = desk.luck[g] * score(x, plan, g, desk, mixture) if lucky else 0.0
        best = best_of(desk)
        while best >= 0 and not add_group(x, plan, best, desk):
            desk.luck[best] = 0.0
            desk.score[best] = 0.0
            best = best_of(desk)
        if best < 0:
            return
