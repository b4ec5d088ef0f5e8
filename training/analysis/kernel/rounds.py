"""Large-neighbourhood search: take some of the plan out, fill it differently, keep what is better.

Greedy filling alone is blocked by one step that fills the calendar; forced insertion gets past it
(on tiny instances solved by trying everything it brought the mean distance from 1.9 % to 0.0 %).
"""

import numpy as np

from training.analysis.gain import Ints
from training.analysis.kernel.arrays import NONE, Desk, Instance, Plan
from training.analysis.kernel.calendar import rearrange
from training.analysis.kernel.dice import below, roll
from training.analysis.kernel.filling import add_group, add_item, fill, is_possible
from training.analysis.kernel.machine_code import compiled
from training.analysis.kernel.sets import assign, copy, prune, rebuild, worth

FORCED, BLOCK = 0.15, 0.4  # shares of rounds: forced insertion; up to here a skill is cleared
STAYS = 0.9  # chance of a step to be tried again after a forced insertion
PERMUTED = 0.6  # share of rounds with another order of placing
TOLERATED, OFTEN = 0.02, 0.3  # how much worse may be accepted at first, and how often
RESTART = 60  # rounds
BETTER = 1e-12  # of F; less is equal


@compiled
def clear_some(desk: Desk) -> None:
    """Drop a random number of random items from `desk.chosen`."""
    size = 0
    for i in range(len(desk.chosen)):
        size += desk.chosen[i]
    for _ in range(1 + below(desk.dice, max(3, size // 2)) if size else 0):
        place = below(desk.dice, size)
        for i in range(len(desk.chosen)):
            if desk.chosen[i]:
                if place == 0:
                    desk.chosen[i] = False
                    size -= 1
                    break
                place -= 1


@compiled
def clear_skill(x: Instance, desk: Desk) -> None:
    """Drop everything that teaches one random skill."""
    k = below(desk.dice, len(x.weight))
    for i in range(len(desk.chosen)):
        for p in range(x.skill.shape[1]):
            if x.skill[i, p] == k:
                desk.chosen[i] = False


@compiled
def force(x: Instance, current: Plan, plan: Plan, desk: Desk) -> None:
    """Begin with a random group that is not in `current`; add what still fits of that."""
    i = below(desk.dice, len(current.start))
    size = 0
    for p in range(x.inside.shape[1]):
        size += x.inside[i, p] >= 0
    if current.start[i] >= 0 or size == 0:
        return
    g = x.inside[i, below(desk.dice, size)]
    rebuild(x, plan, x.fixed, current.start)
    if not is_possible(x, plan, g) or not add_group(x, plan, g, desk):
        copy(current, plan)
        return
    for last in range(len(desk.perm) - 1, -1, -1):  # shuffled on the way (Fisher and Yates)
        other = below(desk.dice, last + 1)
        i = desk.perm[other]
        desk.perm[other] = desk.perm[last]
        desk.perm[last] = i
        if current.start[i] >= 0 and plan.start[i] == NONE and roll(desk.dice) < STAYS:
            add_item(x, plan, i, desk)


@compiled
def destroy(x: Instance, current: Plan, plan: Plan, desk: Desk) -> None:
    """Make a plan of part of the current one, which keeps every rule."""
    move = roll(desk.dice)
    copy(current, plan)
    if move < FORCED:
        force(x, current, plan, desk)
    for i in range(len(desk.chosen)):
        desk.chosen[i] = plan.start[i] >= 0
        desk.saved[i] = plan.start[i]
    if FORCED <= move < BLOCK:
        clear_skill(x, desk)
    elif move >= BLOCK:
        clear_some(desk)
    for i in range(len(desk.chosen)):
        desk.chosen[i] = desk.chosen[i] or x.fixed[i]
    prune(x, desk.chosen)
    rebuild(x, plan, desk.chosen, desk.saved)


@compiled
def sort_order(desk: Desk) -> None:
    """Order the items by `desk.keys` (insertion sort)."""
    for place in range(1, len(desk.order)):
        i = desk.order[place]
        before = place - 1
        while before >= 0 and desk.keys[desk.order[before]] > desk.keys[i]:
            desk.order[before + 1] = desk.order[before]
            before -= 1
        desk.order[before + 1] = i


@compiled
def permute(x: Instance, plan: Plan, order: Ints, desk: Desk) -> None:
    """Now and then place what is left in another order: long series first, or at random."""
    move = roll(desk.dice)
    if move >= PERMUTED:
        return
    for i in range(len(desk.keys)):
        late = 0.0 if x.after[i, 0] < 0 else 1000.0
        luck = roll(desk.dice)
        if move < PERMUTED / 3:
            desk.keys[i] = late - x.length[i] + 0.5 * luck
        elif move < 2 * PERMUTED / 3:
            desk.keys[i] = late + luck
        else:
            desk.keys[i] = late - x.need[i] / 10.0 - x.length[i] / 10.0 + luck
        desk.saved[i] = plan.start[i]
    sort_order(desk)
    if not rearrange(x, plan, desk.order, desk.saved):
        assign(desk.order, order)


@compiled
def draw_luck(desk: Desk) -> None:
    """Bend the scores of this round: nearly log-normal, of random strength."""
    strength = roll(desk.dice)
    for g in range(len(desk.luck)):
        normal = 2.0 * (roll(desk.dice) + roll(desk.dice) + roll(desk.dice) - 1.5)
        desk.luck[g] = np.exp(0.5 * strength * normal)


@compiled
def improve(
    x: Instance, best: Plan, current: Plan, plan: Plan, desk: Desk, order: Ints, rounds: int
) -> None:
    """Large-neighbourhood search from `best`; never ends below it. `order` is a copy of x.order."""
    copy(best, current)
    for n in range(rounds):
        assign(desk.order, order)
        destroy(x, current, plan, desk)
        permute(x, plan, order, desk)
        draw_luck(desk)
        fill(x, plan, desk, roll(desk.dice))
        value, standing = worth(x, plan), worth(x, current)
        tolerance = TOLERATED * (1.0 - n / rounds) if roll(desk.dice) < OFTEN else 0.0
        if value > standing - tolerance * abs(standing) - BETTER:
            copy(plan, current)
            assign(order, desk.order)
            if value > worth(x, best) + BETTER:
                copy(plan, best)
        if n % RESTART == RESTART - 1:
            copy(best, current)
            assign(order, x.order)
