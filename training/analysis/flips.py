"""What a little more of a limit would change about a plan, found by planning again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from training.analysis.learner import Learner
from training.analysis.offers import Season
from training.analysis.planner import Path, plan_path
from training.analysis.search import BATCH_ROUNDS

MORE_HOURS, MORE_WEEKS = 1.0, 4  # that are tried
MORE_MONEY = (0.1, 0.25, 0.5)  # of the budget, the first that helps
HALVINGS = 5  # to find how much of the money is enough
LEAST = 1.0  # money that is tried
WORTH_SAYING = 0.005  # of F: less is not told


class More(StrEnum):
    """Of what there could be more."""

    BUDGET = "budget"
    HOURS = "hours per week"
    WEEKS = "weeks"


@dataclass(frozen=True)
class Flip:
    """So much more of one limit brings `closure` and costs `cost`; steps come and go by code."""

    limit: More
    more: float
    closure: float
    cost: float
    added: tuple[str, ...]
    removed: tuple[str, ...]


def find_flips(season: Season, learner: Learner, path: Path, *, seed: int = 0) -> tuple[Flip, ...]:
    """For each limit what a little more of it would add; limits that change nothing are left out.

    Each is the result of a search that goes on from `path`, so it is at least as good.
    """
    return tuple(_flips(season, learner, path, seed))


def _flips(season: Season, learner: Learner, path: Path, seed: int) -> Iterator[Flip]:
    more_time = replace(learner, hours_per_week=learner.hours_per_week + MORE_HOURS)
    if flip := _flip(season, more_time, path, seed, More.HOURS, MORE_HOURS):
        yield flip
    if flip := _flip(_longer(season), learner, path, seed, More.WEEKS, MORE_WEEKS):
        yield flip
    if season.rules.budget:
        steps = (share * season.rules.budget for share in MORE_MONEY)
        dearer = (_dearer(season, learner, path, seed, max(LEAST, more)) for more in steps)
        if flip := next((one for one in dearer if one), None):
            yield _least_money(season, learner, path, seed, flip)


def _least_money(season: Season, learner: Learner, path: Path, seed: int, flip: Flip) -> Flip:
    """The least money, in whole units, that was found to bring as much as `flip` or more."""
    low, best = 0.0, flip
    for _ in range(HALVINGS):
        middle = float(round((low + best.more) / 2))
        if middle <= low or middle >= best.more:
            break
        found = _dearer(season, learner, path, seed, middle)
        if found and found.closure >= flip.closure - WORTH_SAYING:
            best = found
        else:
            low = middle
    return best


def _dearer(season: Season, learner: Learner, path: Path, seed: int, more: float) -> Flip | None:
    rules = replace(season.rules, budget=(season.rules.budget or 0.0) + more)
    richer = Season(season.catalogue, season.start, rules)
    return _flip(richer, learner, path, seed, More.BUDGET, more)


def _longer(season: Season) -> Season:
    rules = season.rules
    hours = rules.released_hours * (rules.weeks + MORE_WEEKS) / rules.weeks
    longer = replace(rules, weeks=rules.weeks + MORE_WEEKS, released_hours=hours)
    return Season(season.catalogue, season.start, longer)


def _flip(
    season: Season, learner: Learner, path: Path, seed: int, limit: More, more: float
) -> Flip | None:
    start = {step.code: step.weeks[0] for step in path.steps}
    other = plan_path(season, learner, rounds=BATCH_ROUNDS, seed=seed, start=start)
    before, after = set(start), {step.code for step in other.steps}
    if other.value < path.value + WORTH_SAYING or after <= before:
        return None
    added, removed = tuple(sorted(after - before)), tuple(sorted(before - after))
    return Flip(limit, more, other.closure, other.cost, added, removed)
