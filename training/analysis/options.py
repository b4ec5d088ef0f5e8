"""Three ways to want a plan: the recommended one, a fast one, an economical one."""

from dataclasses import dataclass, replace
from enum import StrEnum

from training.analysis.learner import Learner, Rules
from training.analysis.offers import Season
from training.analysis.planner import Path, Referee, plan_path
from training.analysis.search import INTERACTIVE_ROUNDS

FAST_SHARE, FEWEST_WEEKS = 0.5, 4  # of the weeks; but so many where there are more
THRIFT = 20.0  # times dearer is money to somebody who wants to spend little


class Wish(StrEnum):
    """What a person wants most."""

    RECOMMENDED = "recommended"
    FAST = "fast"
    ECONOMICAL = "economical"


@dataclass(frozen=True)
class Option:
    """A path for one wish. Shares closed, weeks, hours and costs of options can be compared;
    `value` and `bound` only with each other, since each wish has its own."""

    wish: Wish
    path: Path

    @property
    def weeks(self) -> int:
        """Weeks until the last session."""
        return max((step.weeks[-1] + 1 for step in self.path.steps), default=0)


def rules_for(wish: Wish, rules: Rules) -> Rules:
    """The rules of a wish: fast has half of the weeks, economical weighs money far more."""
    if wish is Wish.FAST:
        weeks = min(rules.weeks, max(FEWEST_WEEKS, round(rules.weeks * FAST_SHARE)))
        return replace(
            rules, weeks=weeks, released_hours=rules.released_hours * weeks / rules.weeks
        )
    if wish is Wish.ECONOMICAL:
        return replace(rules, cost_penalty=rules.cost_penalty * THRIFT)
    return rules


def plan_options(
    season: Season,
    learner: Learner,
    *,
    rounds: int = INTERACTIVE_ROUNDS,
    seed: int = 0,
    referee: Referee | None = None,
) -> tuple[Option, ...]:
    """One option per wish, the recommended one first; those with the same steps only once."""
    found: dict[frozenset[str], Option] = {}
    for wish in Wish:
        own = Season(season.catalogue, season.start, rules_for(wish, season.rules))
        path = plan_path(own, learner, rounds=rounds, seed=seed, referee=referee)
        option = Option(wish, path)
        found.setdefault(frozenset(step.code for step in option.path.steps), option)
    return tuple(found.values())
