"""Column generation: the slower, better way to allocate a budget.

Plans found so far are columns of a linear program with one row a person and one a resource; its
duals are the prices of the next round of search (Dantzig and Wolfe 1960). Whoever has one plan of
more than half a share in the end keeps it; the others are served from what is left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array

from training.analysis.allocation import (
    ROUNDS,
    Allocation,
    Demand,
    Market,
    Resources,
    fill_up,
    in_turn,
    rank_of,
)
from training.analysis.allocation_members import UNLIMITED, Member
from training.analysis.allocation_serving import Served, serve_all, serve_must_haves
from training.analysis.gain import Floats, Ints

COLUMN_ROUNDS = 6
SEARCH_ROUNDS = 100  # of large-neighbourhood search for each column
KEPT = 0.5  # share of a plan in the linear program above which it is kept


@dataclass(frozen=True, eq=False)
class Column:
    """One plan of one person: what it takes of resources, and what it is worth."""

    key: int
    served: Served
    value: float
    where: Ints
    amount: Floats

    @classmethod
    def of(cls, member: Member, served: Served) -> "Column":
        """The column of a plan."""
        which, what, amount = member.use
        taken = served.chosen[which] & (amount > 0)
        return cls(member.key, served, served.value, what[taken], amount[taken])


@dataclass(frozen=True, eq=False)
class Master:
    """The linear program over columns: `share` of each, `prices` of resources, its optimum."""

    share: Floats
    prices: Floats
    value: float


def solve_master(
    columns: Sequence[Column], capacity: Floats, weight: Mapping[int, float]
) -> Master:
    """Shares of plans, at most one plan a person, within capacity; `weight` multiplies F by key."""
    row = {key: n for n, key in enumerate(sorted({column.key for column in columns}))}
    limited = np.flatnonzero(np.isfinite(capacity))
    place = np.full(len(capacity), UNLIMITED)
    place[limited] = len(row) + np.arange(len(limited))
    taken = [place[c.where] != UNLIMITED for c in columns]
    height = len(row) + len(limited)
    table = _matrix(
        [np.append(place[c.where[t]], row[c.key]) for c, t in zip(columns, taken, strict=True)],
        [np.append(c.amount[t], 1.0) for c, t in zip(columns, taken, strict=True)],
        height,
    )
    gain = np.array([c.value * weight[c.key] for c in columns])
    limits = np.concatenate([np.ones(len(row)), capacity[limited]])
    found = linprog(  # type: ignore[call-overload]  # takes sparse tables too
        -gain, A_ub=table, b_ub=limits, bounds=(0, 1)
    )
    prices = np.zeros(len(capacity))
    prices[limited] = np.maximum(0.0, -found.ineqlin.marginals[len(row) :])
    return Master(np.asarray(found.x), prices, float(gain @ found.x))


def _matrix(rows: Sequence[Ints], values: Sequence[Floats], height: int) -> csr_array:
    columns = np.repeat(np.arange(len(rows)), [len(r) for r in rows])
    where = np.concatenate(rows), columns
    return coo_array((np.concatenate(values), where), shape=(height, len(rows))).tocsr()


def keep_columns(columns: Sequence[Column], master: Master) -> dict[int, Served]:
    """The plan of everybody who has one of more than half a share."""
    kept = np.flatnonzero(master.share > KEPT).tolist()
    return {columns[n].key: columns[n].served for n in kept}


def allocate_by_columns(
    members: Sequence[Member], resources: Resources, *, groups: int = 1, seed: int = 0
) -> Allocation:
    """Allocate in one process: rounds of prices for a start, then of columns."""
    market = _ColumnMarket(members, resources, groups, seed)
    for k in range(ROUNDS):
        market.price(k)
    first = market.settle()
    for k in range(COLUMN_ROUNDS):
        market.price_by_columns(k)
    found = market.settle_columns()
    return max(found, first, key=lambda one: one.reached.value)


class _ColumnMarket(Market):
    """A market that remembers every plan that was asked for."""

    def __init__(
        self, members: Sequence[Member], resources: Resources, groups: int, seed: int
    ) -> None:
        self._columns: list[Column] = []
        super().__init__(members, resources, groups, seed)

    def _demand(self, served: Mapping[int, Served]) -> Demand:
        self._columns += [Column.of(m, served[m.key]) for m in self._members]
        return super()._demand(served)

    def price_by_columns(self, k: int) -> None:
        """One round: prices from the linear program, then the best plans at these."""
        self.prices = self._solve().prices
        self._past.append(self.prices)
        self._demand(
            {
                c.member.key: c.serve(
                    c.member.charges(self.prices) / self.given[c.member.group],
                    rounds=SEARCH_ROUNDS,
                    seed=rank_of(self._seed + k + 1, c.member.key),
                )
                for c in self._counters
            }
        )

    def settle_columns(self) -> Allocation:
        """Keep whole plans, serve the others, then offer cheaply what is left."""
        master = self._solve()
        self.prices = master.prices
        stock, kept = self._resources.stock(), keep_columns(self._columns, master)
        turn = in_turn(self._counters, self.given, self._seed)
        turn.sort(key=lambda c: c.member.key not in kept)
        must = serve_must_haves(turn, stock)
        served = serve_all(turn, stock, self.prices, self.given, before=must, wishes=kept)
        served = fill_up(turn, stock, self.prices, self.given, served, rounds=SEARCH_ROUNDS)
        return Allocation(
            served=served,
            reached=Demand.of(self._members, served, len(self._capacity), self._groups),
            free=self.free,
            prices=self.prices,
            given=self.given,
            rounds=len(self._past),
            past=self._past[-1:],
        )

    def _solve(self) -> Master:
        weight = {m.key: float(self.given[m.group]) for m in self._members}
        return solve_master(self._columns, self._capacity, weight)
