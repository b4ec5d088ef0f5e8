"""The weekly calendar of a plan: the first free week for every item. Plans are changed in place.

Placing is earliest-feasible, a heuristic: False is no proof that no calendar exists.
"""

from training.analysis.gain import Ints
from training.analysis.kernel.arrays import POOL, RELEASED, WAITING, Instance, Plan
from training.analysis.kernel.machine_code import compiled


@compiled
def shift(x: Instance, plan: Plan, i: int, week: int, sign: int) -> None:
    """Take (1) what an item needs from the calendar, or give it back (-1)."""
    for n in range(x.sessions[i]):
        plan.left[x.lane[i], week + n * x.period[i]] -= sign * x.need[i]
    if x.lane[i] == RELEASED:
        plan.tally[POOL] -= sign * x.total[i]


@compiled
def book(x: Instance, plan: Plan, i: int, week: int) -> None:
    """Put an item into the calendar."""
    plan.start[i] = week
    shift(x, plan, i, week, 1)


@compiled
def unbook_all(x: Instance, plan: Plan) -> None:
    """Take everything out of the calendar; it waits for other weeks."""
    for i in range(len(plan.start)):
        if plan.start[i] >= 0:
            shift(x, plan, i, plan.start[i], -1)
            plan.start[i] = WAITING


@compiled
def is_free(x: Instance, plan: Plan, i: int, week: int) -> bool:
    """Whether an item can start in a week, as far as dates and hours go."""
    if not x.allowed[i, week]:
        return False
    for n in range(x.sessions[i]):
        if plan.left[x.lane[i], week + n * x.period[i]] < x.need[i]:
            return False
    return True


@compiled
def first_week(x: Instance, plan: Plan, i: int) -> int:
    """The week after everything that comes before an item; -1 where some of it still waits."""
    first = 0
    for p in range(x.after.shape[1]):
        q = x.after[i, p]
        if q < 0:
            break
        if plan.start[q] == WAITING:
            return -1
        if plan.start[q] >= 0:
            first = max(first, plan.start[q] + x.length[q])
    return first


@compiled
def last_week(x: Instance, plan: Plan, i: int) -> int:
    """The last week in which an item may start, for what comes after it."""
    end = x.room.shape[1]
    for p in range(x.before.shape[1]):
        d = x.before[i, p]
        if d < 0:
            break
        if plan.start[d] >= 0:
            end = min(end, plan.start[d])
    return end - x.length[i]


@compiled
def place(x: Instance, plan: Plan, i: int, first: int) -> bool:
    """Put a waiting item into the first free week from `first` on; False where none is."""
    if x.lane[i] == RELEASED and x.total[i] > plan.tally[POOL]:
        return False
    for week in range(first, last_week(x, plan, i) + 1):
        if is_free(x, plan, i, week):
            book(x, plan, i, week)
            return True
    return False


@compiled
def lay_out(x: Instance, plan: Plan, order: Ints) -> bool:
    """Give every waiting item a week, in `order` as far as nothing waits; False where one fails."""
    while True:
        waiting, placed = 0, 0
        for i in order:
            if plan.start[i] == WAITING:
                first = first_week(x, plan, i)
                if first < 0:
                    waiting += 1
                elif place(x, plan, i, first):
                    placed += 1
                else:
                    return False
        if waiting == 0 or placed == 0:
            return waiting == 0


@compiled
def rearrange(x: Instance, plan: Plan, order: Ints, saved: Ints) -> bool:
    """Lay everything out anew; False, with the weeks as in `saved`, where that fails."""
    unbook_all(x, plan)
    if lay_out(x, plan, order):
        return True
    unbook_all(x, plan)
    for i in range(len(saved)):
        plan.start[i] = saved[i]
        if saved[i] >= 0:
            shift(x, plan, i, saved[i], 1)
    return False
