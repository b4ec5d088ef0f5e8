"""What a budget gives whom, and what its computation does, as the pages show it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from skillmap.core.models import Viewer
from training.enums import BudgetReason, BudgetStage, Mode
from training.models import Activity, Allocation, BudgetPart, BudgetRun

PRICE_ROUNDS = 20  # and a few more rounds of other kinds
THOUSAND = 1_000


@dataclass(frozen=True)
class Progress:
    """How far a computation is: `done` of `total` parts of an expected number of rounds."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True)
class Line:
    """One line of a breakdown; `share` of the whole sum 0..1, `closure` the mean of those with
    something to plan, None where there is nobody."""

    name: str
    people: int
    planned: int
    cents: int
    share: float
    closure: float | None


@dataclass(frozen=True)
class Demanded:
    """An activity that more would take than have a seat."""

    title: str
    wanted: int
    there: int


@dataclass(frozen=True)
class Result:
    """The figures of a finished run, ready for the page; shares are 0..1.

    `closure` is the mean of those with something to plan, `lowest` the lowest department's share
    of it; `floor_out_of_reach`: not even everything for nothing would lift that one to the floor,
    for which weights were tried in `fair_rounds`. `at_least` is the value as a share of the
    bound; `more` what another thousand of money could close at most, in whole gaps of a person.
    """

    people: int
    planned: int
    cents: int
    closure: float
    at_least: float
    more: float
    mentor_hours: float
    lowest: float
    floor_holds: bool
    floor_out_of_reach: bool
    fair_rounds: int
    departments: Sequence[Line]
    modes: Sequence[Line]
    reasons: Sequence[tuple[str, int]]
    without_must_have: int


def last_runs_of(user: Viewer, *, away: bool = False) -> QuerySet[BudgetRun]:
    """The last run of every scenario this user may see, newest scenario first; `away` gives those
    that were put away."""
    later = BudgetRun.objects.filter(scenario=OuterRef("scenario"), pk__gt=OuterRef("pk"))
    runs = BudgetRun.objects.visible_to(user).filter(~Exists(later))
    runs = runs.filter(scenario__retired_at__isnull=not away)
    rows = runs.select_related("scenario__unit").defer("facts", "memory")
    return rows.order_by("-scenario__created_at", "-scenario")


def progress_of(run: BudgetRun) -> Progress:
    """Parts done over the parts of as many rounds as are usual; a floor may take more."""
    shards = int(run.memory.get("shards", 1))
    rounds = max(run.round + 2, PRICE_ROUNDS + 4)
    if run.memory.get("thorough"):
        rounds = max(run.round + 1, 3)
    here = BudgetPart.objects.filter(run=run, round=run.round).count()
    done = max(run.round - 1, 0) * shards + here
    return Progress(str(BudgetStage(run.stage).label), done, rounds * shards)


def result_of(run: BudgetRun) -> Result:
    """The figures of a finished run."""
    found = run.result
    people, cents = found["people"], found["money_cents"]
    reasons, open_ = found["reasons"], found.get("open", people)  # not kept by version 1
    return Result(
        people=people,
        planned=found["planned"],
        cents=cents,
        closure=found["closure"] / open_ if open_ else 0.0,
        at_least=_at_least(found),
        more=found["price_of_money"] * THOUSAND,
        mentor_hours=found["mentor_hours"],
        lowest=found["lowest"],
        floor_holds=found["floor_holds"],
        floor_out_of_reach=found.get("floor_out_of_reach", False),
        fair_rounds=found["fair_rounds"],
        departments=[_department(row, cents) for row in found["departments"]],
        modes=[_mode(row, cents) for row in found["modes"]],
        reasons=[
            (str(BudgetReason(code).label), n) for code, n in reasons.items() if code != "must_have"
        ],
        without_must_have=reasons.get("must_have", 0),
    )


def in_demand_of(run: BudgetRun) -> list[Demanded]:
    """Activities of which a finished run has fewer seats than wishes."""
    rows = run.result["in_demand"]
    codes = [row["activity"] for row in rows]
    titles = dict(Activity.objects.filter(code__in=codes).values_list("code", "title"))
    return [
        Demanded(titles.get(row["activity"], row["activity"]), row["wanted"], row["there"])
        for row in rows
    ]


def allocations_of(user: Viewer, run: BudgetRun) -> QuerySet[Allocation]:
    """Everybody in the run whose plan this user may read, by name."""
    rows = Allocation.objects.visible_to(user).filter(run=run)
    return rows.select_related("employee", "plan").order_by(
        "employee__last_name", "employee__first_name", "employee__number"
    )


def titles_of(rows: Iterable[Allocation]) -> dict[str, str]:
    """Titles of the activities in these rows by code."""
    codes = {step["activity"] for row in rows for step in row.steps}
    return dict(Activity.objects.filter(code__in=codes).values_list("code", "title"))


def _at_least(found: dict[str, Any]) -> float:
    """The value as a share of the bound; 1 where there is nothing to gain."""
    return min(1.0, found["value"] / found["bound"]) if found["bound"] > 0 else 1.0


def _department(row: dict[str, Any], cents: int) -> Line:
    open_ = row.get("open", row["people"])
    return Line(
        name=row["name"].rsplit("/", 1)[-1],
        people=row["people"],
        planned=row["planned"],
        cents=row["cents"],
        share=row["cents"] / cents if cents else 0.0,
        closure=row["closure"] / open_ if open_ else None,
    )


def _mode(row: dict[str, Any], cents: int) -> Line:
    share = row["cents"] / cents if cents else 0.0
    return Line(Mode(row["mode"]).value, row["steps"], 0, row["cents"], share, None)
