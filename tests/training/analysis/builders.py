"""Small worlds for planner tests: activities and people with plain numbers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from training.analysis.candidates import find_candidates
from training.analysis.catalogue import Activity, Catalogue, Outcome, Session, build_catalogue
from training.analysis.gain import HARD, PROBABLE_GAP, SOFT, UNCLASSIFIED
from training.analysis.learner import Learner, Rules, choose_gaps
from training.analysis.offers import Season
from training.analysis.planner import Path, plan_path
from training.analysis.problem import Problem, build_problem
from training.analysis.validate import Placed, Violation, find_violations

MONDAY = date(2026, 11, 23)
EXCEL, SQL, LISTENING, CONFLICT, ODD = 1, 2, 11, 12, 21
KIND_OF = {EXCEL: "hard", SQL: "hard", LISTENING: "soft", CONFLICT: "soft", ODD: "unclassified"}
CODES = {"hard": HARD, "soft": SOFT, "unclassified": UNCLASSIFIED}


def teaches(slot: int, entry: float = 0, top: float = 5, gain: float = 0.6) -> Outcome:
    return Outcome(slot, KIND_OF[slot], entry, top, gain)


def activity(code: str, *outcomes: Outcome, **changes: Any) -> Activity:
    """A free self-paced course of four hours in four weeks, unless changed."""
    usual = Activity(code, "course", 4, 1.0, 1, 0.0, outcomes or (teaches(EXCEL),))
    return replace(usual, **changes)


def on(week: int, day: int = 1, hour: int | None = 10, seats: int | None = None) -> Session:
    """A first session in `week`, on the Tuesday at ten UTC unless said otherwise."""
    when = MONDAY + timedelta(weeks=week, days=day)
    starts_at = None
    if hour is not None:
        starts_at = datetime(when.year, when.month, when.day, hour, tzinfo=UTC)
    return Session(when, starts_at, seats)


def person(*slots: int, **changes: Any) -> Learner:
    """Somebody at level 2 where 3.5 is asked of each of `slots`, with two hours a week."""
    n = len(slots)
    usual = Learner(
        slot=np.array(slots, np.int64),
        kind=np.array([CODES[KIND_OF[slot]] for slot in slots], np.int64),
        level=np.full(n, 2.0),
        required=np.full(n, 3.5),
        importance=np.full(n, 3.0),
        p_gap=np.full(n, 0.9),
        status=np.full(n, PROBABLE_GAP, np.int64),
        hours_per_week=2.0,
    )
    return replace(usual, **changes)


def plan(activities: list[Activity], learner: Learner, start: date = MONDAY, **rules: Any) -> Path:
    return plan_path(Season(build_catalogue(activities), start, Rules(**rules)), learner)


def problem_of(season: Season, learner: Learner) -> Problem:
    """The search problem that `plan_path` solves."""
    gaps = choose_gaps(learner, at_most=season.rules.max_gaps)
    offers = season.offers(learner.zone, learner.site)
    found = find_candidates(season.catalogue, offers, learner, gaps, season.rules)
    return build_problem(
        season.catalogue, offers, learner, gaps, season.rules, found.rates, found.kept
    )


def codes(path: Path) -> list[str]:
    return [step.code for step in path.steps]


def reason(path: Path, code: str) -> str:
    return {row.code: row.reason.value for row in path.not_chosen}[code]


def check(
    path: Path,
    activities: list[Activity],
    learner: Learner,
    start: date = MONDAY,
    **rules: Any,
) -> list[Violation]:
    return find_violations(
        [Placed(step.code, step.weeks) for step in path.steps],
        activities={a.code: a for a in activities},
        learner=learner,
        rules=Rules(**rules),
        start=start,
        explained=path.lacks,
    )


def catalogue_of(*activities: Activity) -> Catalogue:
    return build_catalogue(activities)
