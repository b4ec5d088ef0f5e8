"""The end of a budget's computation: a row for everybody, and the figures of the page."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
from django.utils import timezone

from assessments.enums import RunState
from training.analysis.allocation_bound import priced_for_bound, worth_of_resources
from training.analysis.allocation_members import MENTORS, MONEY, UNLIMITED, Member, unpack
from training.analysis.allocation_serving import Served
from training.analysis.catalogue import Activity
from training.analysis.gain import Floats
from training.enums import CENTS, BudgetReason, BudgetStage
from training.models import Allocation, BudgetRun, BudgetShard
from training.services.budgets_frozen import thaw_activity
from training.services.budgets_parts import from_bytes, served_of

DIGITS = 9
MOST_SEATS = 10  # activities named as most in demand
BATCH = 2_000


def finish(
    run: BudgetRun,
    *,
    own_bound: float,
    best_round: int,
    prices: Floats,
    floor_out_of_reach: bool,
) -> None:
    """Write everybody's row and the result, and drop what was only needed on the way.

    `own_bound` is what all people together could gain beyond the prices of resources at which the
    bound is taken. Runs in the caller's transaction.
    """
    capacity = np.array([np.inf if c is None else c for c in run.memory["capacity"]], float)
    priced = priced_for_bound(run.memory["best"]["past"], capacity)
    catalogue = [thaw_activity(row) for row in run.facts["catalogue"]]
    parts = dict(run.parts.filter(round=best_round).values_list("number", "content"))
    totals, rows = _Totals({one.code: one for one in catalogue}), list[Allocation]()
    for shard in run.shards.order_by("number"):
        members = unpack(bytes(shard.people))
        served = served_of(members, from_bytes(parts[shard.number]))
        keys = {member.key for member in members}
        for row, group in _rows(run, shard, members, served, catalogue):
            rows.append(row)
            totals.add(row, group, counts=row.employee_id in keys)
    Allocation.objects.bulk_create(rows, batch_size=BATCH)
    best = run.memory["best"]
    run.result = totals.result(run.facts["groups"]) | {
        "bound": round(own_bound + worth_of_resources(priced, capacity), DIGITS),
        "price_of_money": float(prices[MONEY]),
        "price_of_mentors": float(prices[MENTORS]),
        "lowest": round(best["lowest"], DIGITS),
        "floor_holds": best["lowest"] >= run.memory["floor"],
        "floor_out_of_reach": floor_out_of_reach,
        "fair_rounds": run.memory["attempt"],
        "in_demand": _in_demand(run, catalogue),
    }
    run.stage, run.finished_at = BudgetStage.DONE, timezone.now()
    run.parts.all().delete()
    run.shards.update(people=b"", learners={})
    run.save(update_fields=["result", "stage", "finished_at", "memory", "updated_at"])
    analysis = run.analysis
    analysis.state, analysis.finished_at = RunState.DONE, run.finished_at
    analysis.save(update_fields=["state", "finished_at", "updated_at"])


def _rows(
    run: BudgetRun,
    shard: BudgetShard,
    members: Sequence[Member],
    served: dict[int, Served],
    catalogue: Sequence[Activity],
) -> Iterator[tuple[Allocation, int]]:
    """Everybody's row beside their group, in the order of the slice."""
    keys, known = _date_keys(catalogue), shard.learners["reasons"]
    by_key = {member.key: member for member in members}
    for pk, group in zip(shard.employees, shard.groups, strict=True):
        row, member = Allocation(run=run, employee_id=pk), by_key.get(pk)
        if member is not None:
            _write_steps(row, member, served[pk], catalogue, keys)
            row.lacks_must_have = bool(len(member.missed)) or not served[pk].fits
        if not row.steps:
            row.reason = known.get(str(pk)) or _reason(member)
        yield row, group


def _reason(member: Member | None) -> str:
    """Why somebody with a gap and time to learn has no steps."""
    offered = member is not None and len(member.arrays["group"]) > 0
    return BudgetReason.SCARCE if offered else BudgetReason.NO_OFFER


def _write_steps(
    row: Allocation,
    member: Member,
    served: Served,
    catalogue: Sequence[Activity],
    keys: Sequence[int | None],
) -> None:
    chosen = np.flatnonzero(served.chosen).tolist()
    order = sorted(chosen, key=lambda i: (int(served.start[i]), int(member.item[i])))
    taken = [catalogue[member.item[i]] for i in order]
    row.steps = [
        {
            "activity": activity.code,
            "week": int(served.start[i]),
            "session": None if served.date[i] == UNLIMITED else keys[served.date[i]],
        }
        for i, activity in zip(order, taken, strict=True)
    ]
    row.value, row.closure = round(served.value, DIGITS), round(served.closure, DIGITS)
    row.cost_cents = sum(round((one.cost or 0.0) * CENTS) for one in taken)
    row.hours = Decimal(str(round(sum(one.hours for one in taken), 2)))


def _date_keys(catalogue: Sequence[Activity]) -> list[int | None]:
    """The session behind each limited date, in the order of `count_seats`."""
    keys: list[int | None] = []
    for activity in catalogue:
        limits = [date.seats_left for date in activity.dates] or [activity.seats_left]
        if any(limit is not None for limit in limits):
            keys += [date.key for date in activity.dates] or [None]
    return keys


def _in_demand(run: BudgetRun, catalogue: Sequence[Activity]) -> list[dict[str, Any]]:
    """Activities with more wishes than seats, were everything free; most wishes first."""
    wanted, there, place = run.memory["wanted"], run.memory["seats"], 0
    found = []
    for activity in catalogue:
        limits = [date.seats_left for date in activity.dates] or [activity.seats_left]
        if all(limit is None for limit in limits):
            continue
        dates = slice(place, place + len(limits))
        place += len(limits)
        asked, seats = sum(wanted[dates]), sum(there[dates])
        if None not in limits and asked > seats:
            found.append({"activity": activity.code, "wanted": asked, "there": seats})
    found.sort(key=lambda row: (row["there"] - row["wanted"], row["activity"]))
    return found[:MOST_SEATS]


@dataclass
class _Totals:
    """Sums over people: by department, by mode, by reason."""

    by_code: dict[str, Activity]
    rows: int = 0
    groups: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    closed: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    modes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    reasons: Counter[str] = field(default_factory=Counter)
    mentor_hours: float = 0.0
    value: float = 0.0

    def add(self, row: Allocation, group: int, *, counts: bool) -> None:
        """Count one person; `counts` towards the floor where there was something to plan."""
        self.rows += 1
        self.value += row.value
        self.closed[group] += row.closure
        self.groups[group].update(
            people=1, open=int(counts), planned=int(bool(row.steps)), cents=row.cost_cents
        )
        self.reasons[row.reason] += 1
        self.reasons["must_have"] += row.lacks_must_have
        for step in row.steps:
            activity = self.by_code[step["activity"]]
            cents = round((activity.cost or 0.0) * CENTS)
            self.modes[activity.mode].update(steps=1, cents=cents)
            if activity.mode == "mentoring":
                self.mentor_hours += activity.hours

    def result(self, names: Sequence[str]) -> dict[str, Any]:
        """The figures, ready for the page."""
        departments = [
            {"name": names[n], "closure": round(self.closed[n], DIGITS), **self.groups[n]}
            for n in sorted(self.groups, key=lambda n: (not names[n], names[n]))
        ]
        modes = [{"mode": mode, **self.modes[mode]} for mode in sorted(self.modes)]
        reasons = dict(sorted((code, n) for code, n in self.reasons.items() if code and n))
        return {
            "people": self.rows,
            "open": sum(counts["open"] for counts in self.groups.values()),
            "planned": sum(counts["planned"] for counts in self.groups.values()),
            "money_cents": sum(counts["cents"] for counts in self.groups.values()),
            "mentor_hours": round(self.mentor_hours, 2),
            "value": round(self.value, DIGITS),
            "closure": round(sum(self.closed.values()), DIGITS),
            "departments": departments,
            "modes": modes,
            "reasons": reasons,
        }
