"""The set of a plan and what it is worth. Plans are changed in place."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.analysis.gain import Ints
from training.analysis.kernel.arrays import (
    KINDS,
    LOST,
    NONE,
    POOL,
    POOL_ROOM,
    SPENT,
    Instance,
    Plan,
)
from training.analysis.kernel.calendar import book
from training.analysis.kernel.machine_code import compiled

LACKING = 2.0  # what a missing kind costs: more than any plan is worth


@compiled
def assign(target: NDArray[Any], source: NDArray[Any]) -> None:
    """Copy one row of numbers over another: `target[:] = source` takes seconds to compile."""
    for k in range(len(target)):
        target[k] = source[k]


@compiled
def reset(x: Instance, plan: Plan) -> None:
    """Empty the plan."""
    for i in range(len(plan.start)):
        plan.start[i] = NONE
    for k in range(len(plan.open)):
        plan.open[k] = 1.0
    for s in range(len(plan.worked)):
        plan.worked[s] = 0
        plan.modes[s] = 0
    for place in range(len(plan.tally)):
        plan.tally[place] = 0.0
    assign(plan.left[0], x.room[0])
    assign(plan.left[1], x.room[1])
    plan.tally[POOL] = x.limits[POOL_ROOM]


@compiled
def adopt(x: Instance, plan: Plan, i: int) -> None:
    """Count what an item brings and takes, besides the calendar."""
    for p in range(x.skill.shape[1]):
        if x.skill[i, p] < 0:
            break
        plan.open[x.skill[i, p]] *= x.keep[i, p]
    if x.soft[i] >= 0:
        plan.modes[x.soft[i]] |= 1 << x.mode[i]
        if not x.fixed[i]:
            plan.worked[x.soft[i]] += 1
    if 0 <= x.kind[i] < 2:
        plan.tally[KINDS + x.kind[i]] += 1
    plan.tally[SPENT] += x.cost[i]
    plan.tally[LOST] += x.penalty[i]


@compiled
def worth(x: Instance, plan: Plan) -> float:
    """F of the plan, less a lot for each kind that it should have and has not."""
    value = -plan.tally[LOST]
    for k in range(len(x.weight)):
        value += x.weight[k] * (1.0 - plan.open[k])
    for kind in range(2):
        if x.wants[kind] and plan.tally[KINDS + kind] == 0:
            value -= LACKING
    return value


@compiled
def count_bits(modes: int) -> int:
    """How many modes these bits are."""
    count = 0
    while modes:
        modes &= modes - 1
        count += 1
    return count


@compiled
def is_needed(x: Instance, chosen: NDArray[np.bool_], i: int) -> bool:
    """Whether an item closes a gap or something chosen needs it."""
    if x.skill[i, 0] >= 0:
        return True
    for p in range(x.before.shape[1]):
        d = x.before[i, p]
        if d < 0:
            break
        for r in range(x.needs.shape[1]):
            if chosen[d] and x.needs[d, r] == i:
                return True
    return False


@compiled
def is_prepared(x: Instance, chosen: NDArray[np.bool_], i: int) -> bool:
    """Whether all prerequisites of an item are chosen."""
    for p in range(x.needs.shape[1]):
        if x.needs[i, p] >= 0 and not chosen[x.needs[i, p]]:
            return False
    return True


@compiled
def modes_on(x: Instance, chosen: NDArray[np.bool_], s: int) -> int:
    """Bits of the modes of a set on one soft skill."""
    modes = 0
    for i in range(len(chosen)):
        if chosen[i] and x.soft[i] == s:
            modes |= 1 << x.mode[i]
    return modes


@compiled
def prune(x: Instance, chosen: NDArray[np.bool_]) -> None:
    """Drop from a set what cannot stay: unprepared, needless, or with too few modes."""
    changed = True
    while changed:
        changed = False
        for i in range(len(chosen)):
            if not chosen[i] or x.fixed[i]:
                continue
            s = x.soft[i]
            mixed = s < 0 or count_bits(modes_on(x, chosen, s)) >= x.wanted[s]
            if not (mixed and is_prepared(x, chosen, i) and is_needed(x, chosen, i)):
                chosen[i] = False
                changed = True


@compiled
def rebuild(x: Instance, plan: Plan, chosen: NDArray[np.bool_], start: Ints) -> None:
    """Make the plan of a set, each item in its week of `start` (which may not be the plan's)."""
    reset(x, plan)
    for i in range(len(chosen)):
        if chosen[i]:
            book(x, plan, i, start[i])
            adopt(x, plan, i)


@compiled
def copy(source: Plan, target: Plan) -> None:
    """Make one plan like another."""
    assign(target.start, source.start)
    assign(target.left[0], source.left[0])
    assign(target.left[1], source.left[1])
    assign(target.open, source.open)
    assign(target.worked, source.worked)
    assign(target.modes, source.modes)
    assign(target.tally, source.tally)
