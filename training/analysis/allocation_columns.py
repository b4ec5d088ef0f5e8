"""Column generation: the slower, better way to allocate a budget.

Plans found so far are columns of a linear program with one row a person and one a resource; its
duals are the prices of the next round of search (Dantzig and Wolfe 1960). A fairness floor is a row
a group; its dual is the weight of that group. Whoever has one plan of more than half a share in the
end keeps it; the others are served from what is left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import block_array, coo_array, csr_array

from training.analysis.allocation import (
    Allocation,
    Demand,
    Market,
    Resources,
    fill_up,
    in_turn,
    rank_of,
    settle_fairly,
)
from training.analysis.allocation_members import UNLIMITED, Member
from training.analysis.allocation_serving import Served, serve_all, serve_must_haves
from training.analysis.gain import Floats, Ints

COLUMN_ROUNDS = 6
SEARCH_ROUNDS = 100  # of large-neighbourhood search for each column
KEPT = 0.5  # share of a plan in the linear program above which it is kept
SHORT = 10.0  # F that a share closed too little of a floor costs: more than any money can buy
LEAST_GIVEN = 0.05  # weight of a group far above the floor
MARGINS = (0.0, 0.01, 0.02, 0.04)  # above a floor, where whole plans fall short of it


@dataclass(frozen=True, eq=False)
class Column:
    """One plan of one person of a group: what it takes of resources, and what it is worth."""

    key: int
    group: int
    served: Served
    where: Ints
    amount: Floats

    @classmethod
    def of(cls, member: Member, served: Served) -> "Column":
        """The column of a plan."""
        which, what, amount = member.use
        taken = served.chosen[which] & (amount > 0)
        return cls(member.key, member.group, served, what[taken], amount[taken])


@dataclass(frozen=True, eq=False)
class Floor:
    """The least mean share closed of some `groups`, as a `share` of the mean of all; `heads` are
    the people of every group."""

    groups: Ints
    share: float
    heads: Ints

    @property
    def worth(self) -> Floats:
        """What a share closed by anybody asks of the sum of each group, (n_floors,)."""
        return np.asarray(self.share * self.heads[self.groups] / self.heads.sum())

    def rows(self, columns: Sequence[Column]) -> Floats:
        """What each column falls short of each floor by, shape (n_floors, n_columns)."""
        closed = np.array([column.served.closure for column in columns])
        own = self.groups[:, None] == np.array([column.group for column in columns])
        return np.asarray((self.worth[:, None] - own) * closed)

    def given(self, duals: Floats) -> Floats:
        """Weights of all groups at these duals of the floors."""
        given = np.full(len(self.heads), 1.0 - float(duals @ self.worth))
        given[self.groups] += duals
        return np.asarray(np.maximum(given, LEAST_GIVEN))


@dataclass(frozen=True, eq=False)
class Master:
    """The linear program over columns: `share` of each, `prices` of resources, weights `given` to
    groups, its optimum."""

    share: Floats
    prices: Floats
    given: Floats
    value: float


def solve_master(columns: Sequence[Column], capacity: Floats, floor: Floor) -> Master:
    """Shares of plans, at most one plan a person, within capacity and with each group at the
    floor, or short of it at a price."""
    row = {key: n for n, key in enumerate(sorted({column.key for column in columns}))}
    limited = np.flatnonzero(np.isfinite(capacity))
    place = np.full(len(capacity), UNLIMITED)
    place[limited] = len(row) + np.arange(len(limited))
    taken = [place[c.where] != UNLIMITED for c in columns]
    height, floors = len(row) + len(limited), len(floor.groups)
    table = _matrix(
        [np.append(place[c.where[t]], row[c.key]) for c, t in zip(columns, taken, strict=True)],
        [np.append(c.amount[t], 1.0) for c, t in zip(columns, taken, strict=True)],
        height,
    )
    gain = np.array([c.served.value for c in columns])
    limits = np.concatenate([np.ones(len(row)), capacity[limited], np.zeros(floors)])
    if floors:
        table = block_array(
            [[table, None], [csr_array(floor.rows(columns)), csr_array(-np.eye(floors))]]
        )
    found = linprog(  # type: ignore[call-overload]  # takes sparse tables too
        np.append(-gain, np.full(floors, SHORT)), A_ub=table, b_ub=limits
    )
    duals = np.maximum(0.0, -found.ineqlin.marginals)
    prices = np.zeros(len(capacity))
    prices[limited] = duals[len(row) : height]
    share = np.asarray(found.x[: len(columns)])
    return Master(share, prices, floor.given(duals[height:]), float(gain @ share))


def _matrix(rows: Sequence[Ints], values: Sequence[Floats], height: int) -> csr_array:
    columns = np.repeat(np.arange(len(rows)), [len(r) for r in rows])
    where = np.concatenate(rows), columns
    return coo_array((np.concatenate(values), where), shape=(height, len(rows))).tocsr()


def keep_columns(columns: Sequence[Column], master: Master) -> dict[int, Served]:
    """The plan of everybody who has one of more than half a share."""
    kept = np.flatnonzero(master.share > KEPT).tolist()
    return {columns[n].key: columns[n].served for n in kept}


def allocate_by_columns(
    members: Sequence[Member],
    resources: Resources,
    *,
    groups: int = 1,
    floor: float = 0.0,
    seed: int = 0,
) -> Allocation:
    """Allocate in one process: rounds of prices for a start, then of columns.

    `floor` as for `allocate`. Of what was found the one nearest to the floor counts, then value.
    """
    market = _ColumnMarket(members, resources, groups, seed)
    tried = [settle_fairly(market, floor)]
    goal = market.floor(floor, tried[0].reached.mean)
    for k in range(COLUMN_ROUNDS):
        market.price_by_columns(k, goal)
    for margin in MARGINS if len(goal.groups) else MARGINS[:1]:
        tried.append(market.settle_columns(replace(goal, share=floor + margin)))
        if tried[-1].reached.lowest() >= floor:
            break
    best = max(tried, key=lambda one: (min(one.reached.lowest(), floor), one.reached.value))
    best.floor_holds = best.reached.lowest() >= floor
    return best


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

    def floor(self, share: float, mean: float) -> Floor:
        """A floor for the groups that their own hours do not keep below it."""
        attainable = np.nan_to_num(self.free.means) >= share * mean
        groups = np.flatnonzero(attainable & (self.free.heads > 0) & (share > 0))
        return Floor(groups, share, self.free.heads)

    def price_by_columns(self, k: int, floor: Floor) -> None:
        """One round: prices and weights from the linear program, then the best plans at these."""
        self._solve(floor)
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

    def settle_columns(self, floor: Floor) -> Allocation:
        """Keep whole plans, serve the others, then offer cheaply what is left."""
        master = self._solve(floor)
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

    def _solve(self, floor: Floor) -> Master:
        """The linear program over what was found so far; its prices and weights count from now."""
        master = solve_master(self._columns, self._capacity, floor)
        self.prices, self.given = master.prices, master.given
        return master
