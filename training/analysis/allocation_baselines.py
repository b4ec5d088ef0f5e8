"""Two ordinary ways to spend a budget, to compare with: the first to ask, the best value first."""

from collections.abc import Sequence

import numpy as np

from training.analysis.allocation import Resources, ask
from training.analysis.allocation_members import Member
from training.analysis.allocation_serving import Counter, Served, serve_all

SMALL_MONEY = 1.0  # added to a cost, so that a free plan is not infinitely good


def first_come_first_served(members: Sequence[Member], resources: Resources) -> dict[int, Served]:
    """In order of their keys everybody takes the best plan there still is for them."""
    counters = [Counter(member) for member in sorted(members, key=lambda m: m.key)]
    return _serve(counters, resources)


def best_value_first(members: Sequence[Member], resources: Resources) -> dict[int, Served]:
    """Whoever would gain most per money with the plan of their choice is served first."""
    counters = [Counter(member) for member in members]
    groups = 1 + max((m.group for m in members), default=0)
    free = ask(counters, np.zeros(len(resources.capacity)), np.ones(groups))

    def turn(counter: Counter) -> tuple[float, int]:
        member = counter.member
        wish = free[member.key]
        return -wish.value / (float(member.cost[wish.chosen].sum()) + SMALL_MONEY), member.key

    return _serve(sorted(counters, key=turn), resources)


def _serve(counters: Sequence[Counter], resources: Resources) -> dict[int, Served]:
    groups = 1 + max((c.member.group for c in counters), default=0)
    nothing = np.zeros(len(resources.capacity))
    return serve_all(counters, resources.stock(), nothing, np.ones(groups))
