"""What one person takes at given prices, and serving people one after the other from a stock.

All money, seats and hours with mentors are shared. A price turns a shared resource into a cost of
each plan in F, the share of the weighted gap closed; whoever serves people one by one blocks what
is used up.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from training.analysis.allocation_members import UNLIMITED, Member
from training.analysis.gain import Bools, Floats, Ints
from training.analysis.instance import as_instance
from training.analysis.kernel.arrays import BUDGET, NONE, WAITING, Plan, new_desk, new_plan
from training.analysis.kernel.filling import fill, settle
from training.analysis.kernel.rounds import improve
from training.analysis.kernel.sets import rebuild, reset

MIXTURE = 0.5  # weight of money against time; the prices say the rest
BLOCKED = 1e6  # charge of what cannot be had, in F
PENNY = 1e-9


@dataclass(eq=False)
class Served:
    """What somebody takes: start week of each candidate (NONE: not taken), F and share closed.

    `fits` says that the must-haves have a place; `date` the limited date of each candidate or
    UNLIMITED, once it was taken from a stock.
    """

    start: Ints
    value: float = 0.0
    closure: float = 0.0
    fits: bool = True
    date: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

    @property
    def chosen(self) -> Bools:
        """Which candidates are taken, shape (n,)."""
        return np.asarray(self.start != NONE)


@dataclass(eq=False)
class Stock:
    """What is left to give: money, hours with mentors, seats of each limited date."""

    money: float
    mentors: float
    seats: Ints

    def take(self, member: Member, served: Served, sign: int = 1) -> None:
        """Take what a person was given (or, with sign -1, put it back)."""
        chosen = served.chosen
        self.money -= sign * float(member.cost[chosen].sum())
        self.mentors -= sign * float(member.mentor[chosen].sum())
        np.subtract.at(self.seats, served.date[served.date != UNLIMITED], sign)


class Counter:
    """One person at the counter: solves their problem at prices, blocks, and limits."""

    def __init__(self, member: Member) -> None:
        self.member, arrays = member, dict(member.arrays)
        self._base = np.asarray(arrays["penalty"])
        self._there = np.asarray(arrays["allowed"])
        self._penalty, self._allowed = self._base.copy(), self._there.copy()
        self._limits = np.asarray(arrays["limits"]).copy()
        self._cap = float(self._limits[BUDGET])
        arrays |= {"penalty": self._penalty, "allowed": self._allowed, "limits": self._limits}
        self._x = as_instance(arrays)
        self._order = np.asarray(arrays["order"])
        self._start, self._open, self._plan = self._new_plan()
        self._notes = _Notes(self._order, len(arrays["group"]), len(self._open))

    def serve(
        self, charges: Floats, *, before: Served | None = None, rounds: int = 0, seed: int = 0
    ) -> Served:
        """The plan of a filling by what is gained beyond the charges, and of `rounds` of search.

        `before` is a plan to which more is added.
        """
        self._penalty[:] = self._base + charges
        self._notes.order[:] = self._order
        self._notes.luck[:] = 1.0
        fits = self._begin(before)
        fill(self._x, self._plan, self._notes.desk, MIXTURE)
        if rounds and fits and len(self._notes.luck):
            self._search(rounds, seed)
        return self._served(fits)

    def block(self, stock: Stock) -> Floats:
        """Forbid what the stock has not; returns charges for it, shape (n,)."""
        member = self.member
        self._limits[BUDGET] = min(self._cap, stock.money)
        self._allowed[:] = self._there
        who, week, date = member.options.T
        self._allowed[who, week] = False
        free = stock.seats[date] > 0
        self._allowed[who[free], week[free]] = True
        gone = (member.mentor > stock.mentors + PENNY) | ~self._allowed.any(axis=1)
        return np.where(gone, BLOCKED, 0.0)

    def dates(self, served: Served, stock: Stock) -> Ints:
        """For each candidate the limited date it takes: the earliest of its week with a seat."""
        taken = np.full(len(served.start), UNLIMITED)
        who, week, date = self.member.options.T
        fits = (served.start[who] == week) & (stock.seats[date] > 0)
        for i, one in zip(who[fits][::-1], date[fits][::-1], strict=True):
            taken[i] = one
        return taken

    def _begin(self, before: Served | None) -> bool:
        """Make the plan that is added to; False where the must-haves have no place."""
        if before is not None:
            rebuild(self._x, self._plan, before.chosen, before.start)
            return before.fits
        reset(self._x, self._plan)
        fixed = self.member.arrays["fixed"]
        if not fixed.any():
            return True
        self._notes.saved[:] = NONE
        self._start[fixed] = WAITING
        dear = float(self.member.cost[fixed].sum()) > self._limits[BUDGET] + PENNY
        if not dear and settle(self._x, self._plan, self._notes.desk):
            return True
        reset(self._x, self._plan)
        return False

    def _search(self, rounds: int, seed: int) -> None:
        """Make the plan better by large-neighbourhood search; never worse."""
        current, work = self._new_plan()[2], self._new_plan()[2]
        self._notes.dice[0] = np.uint64(seed)
        improve(self._x, self._plan, current, work, self._notes.desk, self._order.copy(), rounds)

    def _served(self, fits: bool) -> Served:
        start = self._start.copy()
        weight = np.asarray(self.member.arrays["weight"])
        closure = float(weight @ (1.0 - self._open))
        value = closure - float(self._base[start != NONE].sum())
        return Served(start, value, closure, fits)

    def _new_plan(self) -> tuple[Ints, Floats, Plan]:
        """Room for a plan, with its starts and open shares, which Python reads."""
        arrays = self.member.arrays
        start = np.full(len(self.member.item), NONE, np.int64)
        open_ = np.ones(len(arrays["weight"]))
        soft = len(arrays["wanted"])
        left = np.zeros(arrays["room"].shape, np.int64)
        work = np.zeros(soft, np.int64), np.zeros(soft, np.int64), np.zeros(5)
        return start, open_, new_plan((start, left, open_, *work))


class _Notes:
    """The notes of compiled code, and those of them that Python writes."""

    def __init__(self, order: Ints, groups: int, gaps: int) -> None:
        n = len(order)
        self.order, self.saved = order.copy(), np.full(n, NONE, np.int64)
        self.luck, self.dice = np.ones(groups), np.zeros(1, np.uint64)
        items = self.order, np.arange(n), self.saved, np.zeros(n, bool)
        more = np.zeros(groups), self.luck, np.ones(gaps), np.zeros(n), self.dice
        self.desk = new_desk((*items, *more))


def serve_all(
    counters: Iterable[Counter],
    stock: Stock,
    prices: Floats,
    given: Floats,
    *,
    before: Mapping[int, Served] | None = None,
    wishes: Mapping[int, Served] | None = None,
    rounds: int = 0,
) -> dict[int, Served]:
    """Serve people one after the other; what is used up is forbidden to those who come later.

    `given` (n_groups,) divides the prices of a group. By key, `before` are plans to which more is
    added, `wishes` plans that are taken as they are where the stock still has all of them.
    `rounds` of search make each plan better. The stock is used up in place.
    """
    served: dict[int, Served] = {}
    for counter in counters:
        key = counter.member.key
        had = (before or {}).get(key)
        wish = (wishes or {}).get(key)
        granted = _granted(counter, stock, wish, had) if wish else None
        charges = counter.member.charges(prices) / given[counter.member.group]
        served[key] = granted or _serve_from(counter, stock, charges, had, rounds)
    return served


def serve_must_haves(counters: Iterable[Counter], stock: Stock) -> dict[int, Served]:
    """What has to be in plans, and nothing else: before anybody takes what is left."""
    served: dict[int, Served] = {}
    for counter in counters:
        if (fixed := counter.member.arrays["fixed"]).any():
            charges = np.where(fixed, 0.0, BLOCKED)
            served[counter.member.key] = _serve_from(counter, stock, charges, None)
    return served


def _granted(counter: Counter, stock: Stock, wish: Served, had: Served | None) -> Served | None:
    """The wish with its dates instead of what they had, where the stock has all of it."""
    member, chosen = counter.member, wish.chosen
    if had is not None:
        stock.take(member, had, -1)
    granted = replace(wish, date=counter.dates(wish, stock))
    who, week, _date = member.options.T
    limited = np.zeros(len(chosen), bool)
    limited[who[wish.start[who] == week]] = True
    enough = (
        member.cost[chosen].sum() <= stock.money + PENNY
        and member.mentor[chosen].sum() <= stock.mentors + PENNY
        and not (limited & (granted.date == UNLIMITED)).any()
    )
    if enough:
        stock.take(member, granted)
    elif had is not None:
        stock.take(member, had)
    return granted if enough else None


def _serve_from(
    counter: Counter, stock: Stock, charges: Floats, before: Served | None, rounds: int = 0
) -> Served:
    member, seed = counter.member, counter.member.key
    if before is not None:
        stock.take(member, before, -1)
    blocked = counter.block(stock)
    served = counter.serve(charges + blocked, before=before, rounds=rounds, seed=seed)
    if float(member.mentor[served.chosen].sum()) > stock.mentors + PENNY:
        blocked = blocked + np.where(member.mentor > 0, BLOCKED, 0.0)
        served = counter.serve(charges + blocked, before=before, rounds=rounds, seed=seed)
    served.date = counter.dates(served, stock)
    stock.take(member, served)
    return served
