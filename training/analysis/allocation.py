"""One budget for many people: prices, then repair, with a bound that no allocation exceeds.

Every person solves their own problem at prices for money, mentors' hours and seats; prices rise
where more is asked than there is (Lagrangian relaxation, multiplicative steps). Then people are
served one after the other at the last prices, and what is left is offered again cheaply. The
stages are functions of a slice of people, so that workers can share them; `allocate` runs them all
in one process. Values are F of computation.md C2, summed over people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np

from training.analysis.allocation_members import MENTORS, MONEY, Member, Seats
from training.analysis.allocation_serving import (
    Counter,
    Served,
    Stock,
    serve_all,
    serve_must_haves,
)
from training.analysis.gain import Floats, Ints

ROUNDS = 20  # of prices
STEP, COOLING = 0.6, 0.6  # of a price in round k: STEP / (1 + k) ** COOLING
STEEPEST = 1.0  # relative excess that still counts
FILL_PRICES = (0.5, 0.0)  # of the last ones, for what is left after the repair
FAIR_ROUNDS = 8  # in which a fairness floor is tried for
REPRICED = 3  # rounds of prices after each change of the groups' weights
PUSH = 12.0  # how strongly a shortfall raises a group's weight
AVERAGED = 5  # last rounds whose mean prices the bound is taken at
FIRST_SEAT = 0.01  # first price of a seat in F
NEXT_TO_NOTHING = 1e-12


@dataclass(frozen=True, eq=False)
class Resources:
    """What there is: `money`, hours of `mentors` (inf: without limit), and seats."""

    money: float
    mentors: float
    seats: Seats

    @property
    def capacity(self) -> Floats:
        """Of every priced resource, shape (n_resources,)."""
        return np.array([self.money, self.mentors, *self.seats.capacity], float)

    def stock(self) -> Stock:
        """All of it, to be handed out."""
        return Stock(self.money, self.mentors, self.seats.left.copy())


@dataclass(frozen=True, eq=False)
class Demand:
    """What a slice of people asks for: resources and F, and of each fairness group the shares of
    gaps closed, added up, and the heads."""

    use: Floats
    value: float
    by_group: Floats
    heads: Ints

    @classmethod
    def of(
        cls, members: Sequence[Member], served: Mapping[int, Served], resources: int, groups: int
    ) -> "Demand":
        """Add up plans of these people."""
        use, by_group, value = np.zeros(resources), np.zeros(groups), 0.0
        for member in members:
            one = served[member.key]
            which, what, amount = member.use
            taken = one.chosen[which]
            use += np.bincount(what[taken], amount[taken], resources)
            by_group[member.group] += one.closure
            value += one.value
        heads = np.bincount([m.group for m in members], minlength=groups)
        return cls(use, value, by_group, heads)

    @classmethod
    def total(cls, parts: Sequence["Demand"]) -> "Demand":
        """Of several slices, added in their order."""
        return cls(
            use=np.sum([p.use for p in parts], axis=0),
            value=float(sum(p.value for p in parts)),
            by_group=np.sum([p.by_group for p in parts], axis=0),
            heads=np.sum([p.heads for p in parts], axis=0),
        )

    @property
    def means(self) -> Floats:
        """Mean share closed of each group; NaN for a group without people."""
        with np.errstate(invalid="ignore"):
            return np.asarray(self.by_group / self.heads)

    @property
    def mean(self) -> float:
        """Mean share closed of all."""
        return float(self.by_group.sum()) / max(int(self.heads.sum()), 1)

    def lowest(self) -> float:
        """Lowest mean of a group over the mean of all; 1 where there is nothing to share."""
        return float(np.nanmin(self.means) / self.mean) if self.mean > NEXT_TO_NOTHING else 1.0

    def is_out_of_reach(self, free: "Demand", floor: float) -> bool:
        """Whether the lowest group would be below the floor even if everything were `free`."""
        if self.lowest() >= floor:
            return False
        return bool(free.means[np.nanargmin(self.means)] < floor * self.mean)


def ask(
    counters: Sequence[Counter],
    prices: Floats,
    given: Floats,
    *,
    rounds: int = 0,
    seed: int = 0,
) -> dict[int, Served]:
    """What each person would take at these prices, were there enough of everything."""
    return {
        c.member.key: c.serve(
            c.member.charges(prices) / given[c.member.group],
            rounds=rounds,
            seed=rank_of(seed, c.member.key),
        )
        for c in counters
    }


def first_prices(free: Demand, capacity: Floats) -> Floats:
    """Where prices start, from what people would take for nothing."""
    prices = np.full(len(capacity), FIRST_SEAT)
    spent = max(float(free.use[MONEY]), NEXT_TO_NOTHING)
    prices[MONEY] = 0.5 * free.value / spent
    hours = max(float(free.use[MENTORS]), NEXT_TO_NOTHING)
    prices[MENTORS] = 0.1 * free.value / hours
    return np.where(free.use > capacity, prices, prices * 0.05)


def next_prices(prices: Floats, use: Floats, capacity: Floats, k: int) -> Floats:
    """Raise what more is asked for than there is, lower the rest; round k counts from 0."""
    with np.errstate(invalid="ignore"):
        excess = (use - capacity) / np.maximum(capacity, 1.0)
    excess = np.where(np.isinf(capacity), -STEEPEST, excess)
    step = STEP / (1 + k) ** COOLING
    return np.asarray(prices * np.exp(step * np.clip(excess, -STEEPEST, STEEPEST)))


def next_weights(given: Floats, reached: Demand, free: Demand, floor: float) -> Floats:
    """Raise the weight of every group below the floor, unless its own hours keep it there."""
    mean = reached.mean
    if mean <= NEXT_TO_NOTHING:
        return given
    short = np.clip(floor * mean - np.nan_to_num(reached.means, nan=mean), 0.0, None)
    attainable = np.nan_to_num(free.means, nan=0.0) >= floor * mean
    return np.asarray(np.where(attainable, given * np.exp(PUSH * short / mean), given))


def share_out(stock: Stock, use: Sequence[Floats], dates: Sequence[Ints]) -> list[Stock]:
    """A stock for each slice, in proportion to its last demand; a seat goes to one slice only.

    `use` are vectors of resources, `dates` what each slice asked of every limited date.
    """
    money = np.array([u[MONEY] for u in use]) + NEXT_TO_NOTHING
    mentors = np.array([u[MENTORS] for u in use]) + NEXT_TO_NOTHING
    asked = np.array(dates, float).reshape(len(use), -1) + NEXT_TO_NOTHING
    exact = asked / asked.sum(axis=0) * stock.seats
    whole = np.floor(exact + 1e-9).astype(np.int64)
    for date in np.flatnonzero(whole.sum(axis=0) < stock.seats):
        order = np.argsort(whole[:, date] - exact[:, date], kind="stable")
        whole[order[: stock.seats[date] - whole[:, date].sum()], date] += 1
    return [
        Stock(stock.money * m, stock.mentors * h if np.isfinite(stock.mentors) else np.inf, s)
        for m, h, s in zip(money / money.sum(), mentors / mentors.sum(), whole, strict=True)
    ]


def rank_of(seed: int, key: int) -> int:
    """A number that orders people by chance, the same for the same seed and person."""
    return int.from_bytes(sha256(f"{seed} {key}".encode()).digest()[:8], "big")


def in_turn(counters: Sequence[Counter], given: Floats, seed: int) -> list[Counter]:
    """The order of serving: groups of larger weight first, else by chance."""

    def turn(counter: Counter) -> tuple[float, int]:
        return -float(given[counter.member.group]), rank_of(seed, counter.member.key)

    return sorted(counters, key=turn)


def fill_up(
    turn: Sequence[Counter],
    stock: Stock,
    prices: Floats,
    given: Floats,
    served: Mapping[int, Served],
    *,
    rounds: int = 0,
) -> dict[int, Served]:
    """Offer cheaply what is left, then for nothing; `rounds` of search make plans better."""
    for share in FILL_PRICES:
        served = serve_all(turn, stock, prices * share, given, before=served, rounds=rounds)
    return dict(served)


@dataclass(eq=False)
class Allocation:
    """Who gets what. `prices` are of one unit of each resource in F, `given` the groups' weights,
    `free` what people would take for nothing."""

    served: dict[int, Served]
    reached: Demand
    free: Demand
    prices: Floats
    given: Floats
    rounds: int
    floor_holds: bool = True
    past: list[Floats] = field(default_factory=list)


def allocate(
    members: Sequence[Member],
    resources: Resources,
    *,
    groups: int = 1,
    floor: float = 0.0,
    seed: int = 0,
    rounds: int = ROUNDS,
) -> Allocation:
    """Allocate in one process; does not depend on the order of `members`.

    `floor` is the least mean of a fairness group over the mean of all; where money cannot lift a
    group to it, `floor_holds` is False.
    """
    return settle_fairly(Market(members, resources, groups, seed), floor, rounds)


def settle_fairly(market: "Market", floor: float, rounds: int = ROUNDS) -> Allocation:
    """Rounds of prices, then more of them with other weights of the groups until `floor` holds."""
    for k in range(rounds):
        market.price(k)
    best = market.settle()
    for attempt in range(FAIR_ROUNDS):
        given = next_weights(market.given, best.reached, market.free, floor)
        if best.reached.lowest() >= floor or np.array_equal(given, market.given):
            break
        market.given = given
        for k in range(REPRICED):
            market.price(rounds + attempt * REPRICED + k)
        tried = market.settle()
        if min(tried.reached.lowest(), floor) >= best.reached.lowest():
            best = tried
    best.floor_holds = best.reached.lowest() >= floor
    return best


class Market:
    """All people in one process: the stages of an allocation one after the other."""

    def __init__(
        self, members: Sequence[Member], resources: Resources, groups: int, seed: int
    ) -> None:
        self._counters = [Counter(m) for m in sorted(members, key=lambda m: m.key)]
        self._members = [c.member for c in self._counters]
        self._resources, self._groups, self._seed = resources, groups, seed
        self._capacity = resources.capacity
        self.given = np.ones(groups)
        self.free = self._demand(ask(self._counters, np.zeros(len(self._capacity)), self.given))
        self.prices = first_prices(self.free, self._capacity)
        self._past: list[Floats] = []

    def price(self, k: int) -> None:
        """One round of prices."""
        asked = self._demand(ask(self._counters, self.prices, self.given))
        self._past.append(self.prices)
        self.prices = next_prices(self.prices, asked.use, self._capacity, k)

    def settle(self) -> Allocation:
        """Serve everybody from the stock, then offer cheaply what is left."""
        stock, turn = self._resources.stock(), in_turn(self._counters, self.given, self._seed)
        must = serve_must_haves(turn, stock)
        served = serve_all(turn, stock, self.prices, self.given, before=must)
        served = fill_up(turn, stock, self.prices, self.given, served)
        return Allocation(
            served=served,
            reached=self._demand(served),
            free=self.free,
            prices=self.prices,
            given=self.given,
            rounds=len(self._past),
            past=self._past[-AVERAGED:],
        )

    def _demand(self, served: Mapping[int, Served]) -> Demand:
        return Demand.of(self._members, served, len(self._capacity), self._groups)
