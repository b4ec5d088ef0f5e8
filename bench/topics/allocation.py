"""Rows 10 and 11 of computation.md G: one budget for many people, by four methods in one run.

Everybody would like a plan; there is half of the money and half of the seats that these plans
would take. CPU of a method is that of its rounds: people are prepared once, for all methods alike.
People and catalogue are made up; the bound is the Lagrangian one with linear subproblems.
"""

import math
import time
from collections import Counter as Tally
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from bench.report import Direction, Report, Row, Scale
from training.analysis.allocation import Allocation, Resources, allocate, ask
from training.analysis.allocation_baselines import best_value_first, first_come_first_served
from training.analysis.allocation_bound import (
    activity_prices,
    bound_of_people,
    priced_for_bound,
    worth_of_resources,
)
from training.analysis.allocation_columns import allocate_by_columns
from training.analysis.allocation_members import Member, Roster, count_seats
from training.analysis.allocation_serving import Counter, Served
from training.analysis.catalogue import Activity, build_catalogue
from training.analysis.learner import Learner, Rules
from training.analysis.offers import Season
from training.analysis.simulation import START, make_catalogue, make_learner

PEOPLE = {Scale.SMALL: (200, 1_000), Scale.FULL: (1_000, 10_000)}
COLUMNS = {Scale.SMALL: 100, Scale.FULL: 1_000}  # people for column generation
ACTIVITIES, SCARCITY, FLOOR = 2_000, 0.5, 0.85
MOST_FOR_ONE = 2_500.0
T = TypeVar("T")
HOURS = (1.5, 2.0, 3.0, 4.0)  # the fairness groups
SEATED = ("workshop", "simulation", "mentoring", "peer_coaching", "role_play", "scenario")


@dataclass
class World:
    """People prepared for allocation, and half of what they would like."""

    season: Season
    learners: list[Learner]
    members: list[Member]
    resources: Resources

    def bound(self, found: Allocation) -> float:
        """No allocation is worth more."""
        prices = priced_for_bound(found.past, self.resources.capacity)
        each = activity_prices(self.season, self.resources.seats, prices)
        own = bound_of_people(self.season, self.learners, each)
        return own + worth_of_resources(prices, self.resources.capacity)


def measure(scale: Scale) -> Report:
    """All methods on the same people, at two sizes; column generation on the smaller world."""
    few, many = PEOPLE[scale]
    _compile()
    small, large = make_world(few), make_world(many)
    rows = _compare(small)
    rows += _compare_columns(small if few == COLUMNS[scale] else make_world(COLUMNS[scale]))
    rows += _compare_sizes(small, large)
    sizes = {"scale": scale.value, "people": f"{few} and {many}", "activities": ACTIVITIES}
    return Report(sizes | {"people for columns": COLUMNS[scale]}, rows)


def _compare(world: World) -> list[Row]:
    first, first_cpu = _timed(lambda: first_come_first_served(world.members, world.resources))
    best, best_cpu = _timed(lambda: best_value_first(world.members, world.resources))
    found, cpu = _timed(lambda: allocate(world.members, world.resources, groups=len(HOURS)))
    fair, fair_cpu = _timed(
        lambda: allocate(world.members, world.resources, groups=len(HOURS), floor=FLOOR)
    )
    n, bound, value = len(world.members), world.bound(found), found.reached.value
    return [
        Row("first come: value a person", _worth(first) / n, "F", 1),
        Row("best value first: value a person", _worth(best) / n, "F", 1),
        Row("prices: value a person", value / n, "F", 1),
        Row("first come: people without a plan", 100 * _without(first), "%", 100),
        Row("best value first: people without a plan", 100 * _without(best), "%", 100),
        Row("prices: people without a plan", 100 * _without(found.served), "%", 2),
        Row("prices: value over first come's", value / _worth(first), "x", 1.4, Direction.MIN),
        Row("prices: value over best value first", value / _worth(best), "x", 1, Direction.MIN),
        Row("prices: distance to the bound", 100 * (bound - value) / bound, "%", 16),
        Row("prices: CPU over first come's", cpu / first_cpu, "x", 60),
        Row("best value first: CPU over first come's", best_cpu / first_cpu, "x", 60),
        Row("money used of what there is", _used(world, found), "%", 100),
        Row("fairness: lowest group before", found.reached.lowest(), "of mean", 1),
        Row("fairness: lowest group after", fair.reached.lowest(), "of mean", FLOOR, Direction.MIN),
        Row("fairness: value lost", 100 * (1 - fair.reached.value / value), "%", 3),
        Row("fairness: CPU over prices alone", fair_cpu / cpu, "x", 10),
    ]


def _compare_columns(world: World) -> list[Row]:
    found, cpu = _timed(
        lambda: allocate_by_columns(world.members, world.resources, groups=len(HOURS))
    )
    plain = allocate(world.members, world.resources, groups=len(HOURS))
    bound = min(world.bound(found), world.bound(plain))
    value = found.reached.value
    ratio = value / plain.reached.value
    return [
        Row("columns: value over prices'", ratio, "x", 1, Direction.MIN),
        Row("columns: distance to the bound", 100 * (bound - value) / bound, "%", 10),
        Row("columns: CPU a person", 1000 * cpu / len(world.members), "ms", 1_000),
    ]


def _compare_sizes(small: World, large: World) -> list[Row]:
    rows, each = [], []
    for world in (small, large):
        n = len(world.members)
        _found, cpu = _timed(
            lambda world=world: allocate(world.members, world.resources, groups=len(HOURS))
        )
        each.append(1000 * cpu / n)
        rows.append(Row(f"prices: CPU a person, {n}", each[-1], "ms", 100))
    ratio = each[1] / each[0]
    return [*rows, Row("prices: CPU a person, larger over smaller world", ratio, "x", 1.25)]


def make_world(people: int, share: float = SCARCITY) -> World:
    """People and a catalogue with seats and money for `share` of what they would like."""
    learners = [make_learner(seed=n, required=5 + n % 11) for n in range(people)]
    activities = make_catalogue(ACTIVITIES, seed=ACTIVITIES)
    season, members, _seats = _prepare(activities, learners)
    nothing = np.zeros(2 + int((_seats.resource >= 0).sum()))
    counters = [Counter(member) for member in members]
    wishes = ask(counters, nothing, np.ones(len(HOURS)))
    wanted = Tally[int]()
    money = 0.0
    for member in members:
        chosen = wishes[member.key].chosen
        wanted.update(member.item[chosen].tolist())
        money += float(member.cost[chosen].sum())
    ordered = season.catalogue.activities
    scarce = [_limit(a, math.ceil(share * wanted[j])) for j, a in enumerate(ordered)]
    season, members, seats = _prepare(scarce, learners)
    return World(season, learners, members, Resources(share * money, math.inf, seats))


def _prepare(activities, learners):
    season = Season(build_catalogue(activities), START, Rules(budget=MOST_FOR_ONE))
    seats = count_seats(season)
    roster = Roster(season, seats)
    members = [
        roster.member(n, HOURS.index(one.hours_per_week), one) for n, one in enumerate(learners)
    ]
    return season, members, seats


def _limit(activity: Activity, seats: int) -> Activity:
    """So many seats in all, shared among the dates."""
    if activity.mode not in SEATED:
        return activity
    if not activity.dates:
        return replace(activity, seats_left=seats)
    each, more = divmod(seats, len(activity.dates))
    dates = (replace(d, seats_left=each + (n < more)) for n, d in enumerate(activity.dates))
    return replace(activity, dates=tuple(dates))


def _compile() -> None:
    """Once, before anything is measured."""
    world = make_world(5)
    first_come_first_served(world.members, world.resources)
    allocate_by_columns(world.members, world.resources, groups=len(HOURS))


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    began = time.process_time()
    found = work()
    return found, time.process_time() - began


def _worth(served: dict[int, Served]) -> float:
    return sum(one.value for one in served.values())


def _without(served: dict[int, Served]) -> float:
    return float(np.mean([not one.chosen.any() for one in served.values()]))


def _used(world: World, found: Allocation) -> float:
    return 100 * float(found.reached.use[0]) / world.resources.money
