"""One slice of one round of a budget's computation, on any worker.

A job computes and commits what it found as a part; whoever commits the last part of a round makes
the next one, in the same transaction. So a killed worker loses at most one part, which is computed
again, and the result is the same. For workers only: imports scipy and numba.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.db import transaction

from assessments.services.gaps import Watch
from training.analysis.allocation import FILL_PRICES, Demand, Resources, ask, in_turn
from training.analysis.allocation_bound import (
    activity_prices,
    bound_of_people,
    priced_for_bound,
)
from training.analysis.allocation_columns import allocate_by_columns
from training.analysis.allocation_members import Member, count_seats, unpack
from training.analysis.allocation_serving import (
    Counter,
    Served,
    Stock,
    serve_all,
    serve_must_haves,
)
from training.enums import BudgetStage
from training.models import BudgetPart, BudgetRun, BudgetShard
from training.services.budgets_frozen import thaw_learner
from training.services.budgets_parts import (
    Arrays,
    asked_dates,
    demand_arrays,
    from_bytes,
    served_arrays,
    served_of,
    to_bytes,
)
from training.services.budgets_reading import read_people, season_of
from training.services.budgets_rounds import advance, capacity_of, stock_of, stock_of_shard

SEED = 0


@dataclass
class _Found:
    """Parts by slice, and what is written of the slice beside them."""

    parts: dict[int, Arrays]
    shard: dict[str, Any] = field(default_factory=dict)


def work_on_budget(run: BudgetRun, round_: int, number: int, watch: Watch) -> None:
    """Compute one part; safe to call again, and of no effect once the run is in a later round."""
    if _is_past(run, round_) or run.parts.filter(round=round_, number=number).exists():
        return
    found = _WORK[BudgetStage(run.stage)](run, number)
    with transaction.atomic():
        watch.hold()
        rows = BudgetRun.objects.select_related("scenario", "analysis")
        current = rows.select_for_update(of=("self",)).get(pk=run.pk)
        if _is_past(current, round_):
            return
        if found.shard:
            current.shards.filter(number=number).update(**found.shard)
        BudgetPart.objects.bulk_create(
            BudgetPart(run=current, round=round_, number=n, content=to_bytes(arrays))
            for n, arrays in found.parts.items()
        )
        if current.parts.filter(round=round_).count() == current.memory["shards"]:
            advance(current)


def _is_past(run: BudgetRun, round_: int) -> bool:
    """Whether nothing is to be done in this round: it is over, or the run was given up."""
    over = run.round != round_ or run.stage == BudgetStage.DONE
    return over or not run.shards.exists()


def members_of(run: BudgetRun, number: int) -> list[Member]:
    """The people of a slice with something to plan."""
    shard = BudgetShard.objects.only("people").get(run=run, number=number)
    return unpack(bytes(shard.people))


def _read(run: BudgetRun, number: int) -> _Found:
    shard = run.shards.get(number=number)
    people, learners = read_people(run, shard)
    run.prices, run.weights = [0.0] * len(run.memory["capacity"]), [1.0] * run.memory["groups"]
    part = _asked(run, unpack(people))
    return _Found({number: part}, {"people": people, "learners": learners})


def _price(run: BudgetRun, number: int) -> _Found:
    return _Found({number: _asked(run, members_of(run, number))})


def _asked(run: BudgetRun, members: list[Member]) -> Arrays:
    """What people would take at the prices of this round."""
    counters = [Counter(member) for member in members]
    served = ask(counters, np.array(run.prices), np.array(run.weights))
    dates = asked_dates(counters, served, len(run.memory["seats"]))
    return _demand_of(run, members, served) | {"dates": dates}


def _hand(run: BudgetRun, number: int) -> _Found:
    """Serve the people of a slice from its share."""
    members, stock = members_of(run, number), stock_of_shard(run, number)
    prices, given = np.array(run.prices), np.array(run.weights)
    turn = in_turn([Counter(member) for member in members], given, SEED)
    must = serve_must_haves(turn, stock)
    return _Found(
        {number: _given(run, members, serve_all(turn, stock, prices, given, before=must))}
    )


def _fill(run: BudgetRun, _number: int) -> _Found:
    """Offer to all slices, one after the other, what is left of all shares."""
    numbers, stock = range(run.memory["shards"]), stock_of(run)
    rows = dict(run.parts.filter(round=run.round - 1).values_list("number", "content"))
    parts = {number: from_bytes(rows[number]) for number in numbers}
    for part in parts.values():
        _take(stock, part)
    given = np.array(run.weights)
    for share in FILL_PRICES:
        prices = np.array(run.prices) * share
        for number in numbers:
            members = members_of(run, number)
            turn = in_turn([Counter(member) for member in members], given, SEED)
            before = served_of(members, parts[number])
            served = serve_all(turn, stock, prices, given, before=before)
            parts[number] = _given(run, members, served)
    return _Found(parts)


def _column(run: BudgetRun, _number: int) -> _Found:
    """All people at once, thoroughly."""
    slices = [members_of(run, number) for number in range(run.memory["shards"])]
    capacity, seats = capacity_of(run), count_seats(season_of(run))
    found = allocate_by_columns(
        [member for members in slices for member in members],
        Resources(float(capacity[0]), float(capacity[1]), seats),
        groups=run.memory["groups"],
        floor=run.memory["floor"],
        seed=SEED,
    )
    parts = {
        number: _given(run, members, found.served) | {"prices": found.prices}
        for number, members in enumerate(slices)
    }
    return _Found(parts)


def _bound(run: BudgetRun, number: int) -> _Found:
    season = season_of(run)
    prices = priced_for_bound(run.memory["best"]["past"], capacity_of(run))
    each = activity_prices(season, count_seats(season), prices)
    learners = run.shards.get(number=number).learners["learners"]
    people = [thaw_learner(learners[pk]) for pk in sorted(learners, key=int)]
    return _Found({number: {"bound": np.array(bound_of_people(season, people, each))}})


def _given(run: BudgetRun, members: list[Member], served: dict[int, Served]) -> Arrays:
    return served_arrays(members, served) | _demand_of(run, members, served)


def _demand_of(run: BudgetRun, members: list[Member], served: dict[int, Served]) -> Arrays:
    resources, groups = len(run.memory["capacity"]), run.memory["groups"]
    return demand_arrays(Demand.of(members, served, resources, groups))


def _take(stock: Stock, part: Arrays) -> None:
    """Take out of the stock what a slice has handed out."""
    stock.money -= float(part["use"][0])
    stock.mentors -= float(part["use"][1])
    taken = part["date"][part["date"] >= 0]
    np.subtract.at(stock.seats, taken, 1)


_WORK: dict[BudgetStage, Callable[[BudgetRun, int], _Found]] = {
    BudgetStage.READ: _read,
    BudgetStage.PRICE: _price,
    BudgetStage.COLUMN: _column,
    BudgetStage.HAND: _hand,
    BudgetStage.FILL: _fill,
    BudgetStage.BOUND: _bound,
}
