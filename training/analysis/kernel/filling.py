"""Greedy filling: the best group per money and time that fits, again and again."""

from training.analysis.gain import Floats, Ints
from training.analysis.kernel.arrays import (
    BUDGET,
    NONE,
    OWN,
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
def mixes_enough(x: Instance, plan: Plan, g: int) -> bool:
    """Whether a plan with a group has enough modes on each of the group's soft skills."""
    for p in range(x.short_soft.shape[1]):
        s = x.short_soft[g, p]
        if s < 0:
            break
        if plan.worked[s] == 0:
            modes = plan.modes[s] | x.short_modes[g, p]
            if count_bits(modes) < x.wanted[s]:
                return False
    return True


@compiled
def is_possible(x: Instance, plan: Plan, g: int) -> bool:
    """Whether there is money for a group, and with it enough modes."""
    spent = plan.tally[SPENT]
    for p in range(x.group.shape[1]):
        i = x.group[g, p]
        if i >= 0 and plan.start[i] == NONE:
            spent += x.cost[i]
    return spent <= x.limits[BUDGET] + PENNY and mixes_enough(x, plan, g)


@compiled
def hours_left(plan: Plan) -> int:
    """What is left of a person's own time, in hundredths of an hour."""
    hours = 0
    for room in plan.left[OWN]:
        hours += max(room, 0)
    return hours


@compiled
def gain_of(
    members: Ints,
    start: Ints,
    skill: Ints,
    weight: Floats,
    keep: Floats,
    share: Floats,
) -> float:
    """Share of the gap that the new members of a group close; `share` is open before them."""
    gain = 0.0
    for i in members:
        if i < 0:
            break
        if start[i] == NONE:
            for p in range(skill.shape[1]):
                k = skill[i, p]
                if k < 0:
                    break
                gain += weight[k] * share[k] * (1.0 - keep[i, p])
                share[k] *= keep[i, p]
    return gain


@compiled
def rank(x: Instance, plan: Plan, desk: Desk, mixture: float) -> None:
    """Score all groups: what each adds to F per money and time, bent by luck; 0 where it may not
    or need not be added."""
    start, group, skill, keep, share = plan.start, x.group, x.skill, x.keep, desk.share
    penalty, cost, total, weight, open_ = x.penalty, x.cost, x.total, x.weight, plan.open
    score, luck = desk.score, desk.luck
    budget, room = x.limits[BUDGET], x.limits[OWN_ROOM]
    left = budget - plan.tally[SPENT] + PENNY
    own, pool, lane = hours_left(plan), plan.tally[POOL], x.lane
    for g in range(len(score)):
        score[g] = 0.0
        if luck[g] == 0.0:
            continue
        price, time, lost, released = 0.0, 0.0, 0.0, 0.0
        for p in range(group.shape[1]):
            i = group[g, p]
            if i < 0:
                break
            if start[i] == NONE:
                price += cost[i]
                time += total[i]
                lost += penalty[i]
                released += lane[i] * total[i]
        if time == 0.0 or price > left or released > pool or time - released > own:
            continue
        assign(share, open_)
        gain = gain_of(group[g], start, skill, weight, keep, share) - lost
        if gain > LEAST_GAIN and mixes_enough(x, plan, g):
            money = price / budget if budget > 0 else 0.0
            score[g] = luck[g] * gain / (mixture * money + (1.0 - mixture) * time / room + SLACK)


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
        rank(x, plan, desk, mixture)
        best = best_of(desk)
        while best >= 0 and not add_group(x, plan, best, desk):
            desk.luck[best] = 0.0
            desk.score[best] = 0.0
            best = best_of(desk)
        if best < 0:
            return
