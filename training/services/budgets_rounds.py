"""From one round of a budget's computation to the next: the reducer, one at a time for a run.

It holds the run's row, adds up the parts in the order of the slices, and queues the next round's
jobs in the same transaction. What later rounds need stays in the run's memory.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from skillmap.core import jobs
from training.analysis.allocation import (
    AVERAGED,
    FAIR_ROUNDS,
    REPRICED,
    ROUNDS,
    Demand,
    first_prices,
    next_prices,
    next_weights,
    share_out,
)
from training.analysis.allocation_serving import Stock
from training.analysis.gain import Floats
from training.enums import BudgetStage
from training.models import BudgetPart, BudgetRun
from training.services.budgets import job_words
from training.services.budgets_parts import Arrays, demand_of, from_bytes
from training.services.budgets_result import finish

TOGETHER = (BudgetStage.COLUMN, BudgetStage.FILL)  # one job for all slices
_SAVED = ["stage", "round", "prices", "weights", "memory", "updated_at"]


def open_round(run: BudgetRun, stage: BudgetStage) -> None:
    """Begin the next round with this stage; runs in the caller's transaction."""
    run.stage, run.round = stage, run.round + 1
    run.save(update_fields=_SAVED)
    numbers = [0] if stage in TOGETHER else range(run.memory["shards"])
    words = job_words(run)
    for number in numbers:
        jobs.enqueue(
            "training.work_on_budget",
            **words,
            key=f"budget-{run.pk}-{run.round}-{number}",
            run_id=run.pk,
            round=run.round,
            number=number,
        )


def advance(run: BudgetRun) -> None:
    """Make the next round of the parts of this one; runs in the caller's transaction."""
    rows = run.parts.filter(round=run.round).order_by("number")
    parts = [from_bytes(row.content) for row in rows]
    _NEXT[BudgetStage(run.stage)](run, parts)
    kept = {run.round - 1, run.round - 2, run.memory.get("best", {}).get("round", -1)}
    BudgetPart.objects.filter(run=run, round__lt=run.round).exclude(round__in=kept).delete()


def capacity_of(run: BudgetRun) -> Floats:
    """What there is of every resource; infinite where there is no limit."""
    return np.array([np.inf if c is None else c for c in run.memory["capacity"]], float)


def stock_of(run: BudgetRun) -> Stock:
    """All there is to give."""
    money, mentors = capacity_of(run)[:2]
    return Stock(float(money), float(mentors), np.array(run.memory["seats"], np.int64))


def stock_of_shard(run: BudgetRun, number: int) -> Stock:
    """What one slice may hand out."""
    money, mentors, seats = run.memory["stocks"][number]
    return Stock(money, np.inf if mentors is None else mentors, np.array(seats, np.int64))


def _total(parts: list[Arrays]) -> Demand:
    return Demand.total([demand_of(part) for part in parts])


def _after_reading(run: BudgetRun, parts: list[Arrays]) -> None:
    free, memory = _total(parts), run.memory
    memory["free"] = _as_json(free)
    memory["wanted"] = np.sum([part["dates"] for part in parts], axis=0).tolist()
    run.prices = first_prices(free, capacity_of(run)).tolist()
    run.weights = [1.0] * memory["groups"]
    memory |= {"k": 0, "until": ROUNDS, "past": [], "attempt": 0}
    open_round(run, BudgetStage.COLUMN if memory["thorough"] else BudgetStage.PRICE)


def _after_prices(run: BudgetRun, parts: list[Arrays]) -> None:
    memory, capacity = run.memory, capacity_of(run)
    memory["past"] = [*memory["past"], run.prices][-AVERAGED:]
    prices = next_prices(np.array(run.prices), _total(parts).use, capacity, memory["k"])
    run.prices = prices.tolist()
    memory["k"] += 1
    if memory["k"] < memory["until"]:
        open_round(run, BudgetStage.PRICE)
        return
    shares = share_out(stock_of(run), [p["use"] for p in parts], [p["dates"] for p in parts])
    memory["stocks"] = [
        [s.money, None if np.isinf(s.mentors) else s.mentors, s.seats.tolist()] for s in shares
    ]
    open_round(run, BudgetStage.HAND)


def _after_handing(run: BudgetRun, _parts: list[Arrays]) -> None:
    run.memory["stocks"] = []
    open_round(run, BudgetStage.FILL)


def _after_filling(run: BudgetRun, parts: list[Arrays]) -> None:
    """Keep the better, then prices again for a fairness floor, or the bound."""
    memory = run.memory
    floor, best = memory["floor"], _keep_better(run, _total(parts))
    given = np.array(run.weights)
    raised = next_weights(given, _demand(best["reached"]), _demand(memory["free"]), floor)
    hopeless = best["lowest"] >= floor or np.array_equal(given, raised)
    if hopeless or memory["attempt"] == FAIR_ROUNDS:
        open_round(run, BudgetStage.BOUND)
        return
    run.weights = raised.tolist()
    memory |= {"attempt": memory["attempt"] + 1, "until": memory["k"] + REPRICED}
    open_round(run, BudgetStage.PRICE)


def _keep_better(run: BudgetRun, reached: Demand) -> dict[str, Any]:
    """The best result so far, this one where it is at least as near to the floor."""
    best: dict[str, Any] | None = run.memory.get("best")
    if best is None or min(reached.lowest(), run.memory["floor"]) >= best["lowest"]:
        best = run.memory["best"] = {
            "round": run.round,
            "lowest": reached.lowest(),
            "prices": run.prices,
            "past": run.memory["past"],
            "reached": _as_json(reached),
        }
    return best


def _after_columns(run: BudgetRun, parts: list[Arrays]) -> None:
    """The bound: the one job has looked for the floor already."""
    run.prices = parts[0]["prices"].tolist()
    run.memory["past"] = [run.prices]
    _keep_better(run, _total(parts))
    open_round(run, BudgetStage.BOUND)


def _after_bound(run: BudgetRun, parts: list[Arrays]) -> None:
    memory, best = run.memory, run.memory["best"]
    own = float(sum(float(part["bound"]) for part in parts))
    reached, free = _demand(best["reached"]), _demand(memory["free"])
    finish(
        run,
        own_bound=own,
        best_round=best["round"],
        prices=np.array(best["prices"]),
        floor_out_of_reach=reached.is_out_of_reach(free, memory["floor"]),
    )


def _as_json(demand: Demand) -> dict[str, Any]:
    return {
        "use": demand.use.tolist(),
        "value": demand.value,
        "by_group": demand.by_group.tolist(),
        "heads": demand.heads.tolist(),
    }


def _demand(row: dict[str, Any]) -> Demand:
    return Demand(
        use=np.array(row["use"], float),
        value=row["value"],
        by_group=np.array(row["by_group"], float),
        heads=np.array(row["heads"], np.int64),
    )


_NEXT: dict[BudgetStage, Callable[[BudgetRun, list[Arrays]], None]] = {
    BudgetStage.READ: _after_reading,
    BudgetStage.PRICE: _after_prices,
    BudgetStage.COLUMN: _after_columns,
    BudgetStage.HAND: _after_handing,
    BudgetStage.FILL: _after_filling,
    BudgetStage.BOUND: _after_bound,
}
