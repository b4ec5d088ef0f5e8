"""Soft skills are measured with wider intervals, and get their share of the hours all the same."""

from dataclasses import replace

import numpy as np
import pytest

from assessments.analysis.evidence import Kind, Source
from assessments.analysis.learning import learn
from assessments.analysis.profiles import profiles
from assessments.analysis.simulation import World, simulate
from tests.training.analysis.builders import activity
from training.analysis.catalogue import Activity, Outcome, build_catalogue
from training.analysis.gain import SOFT
from training.analysis.learner import Learner, Rules
from training.analysis.offers import Season
from training.analysis.planner import plan_path
from training.analysis.simulation import START

PEOPLE, SKILLS = 40, 12
SHORT = 1.2  # levels that everybody lacks in everything
MODES = ("course", "microlearning", "scenario", "project")


def people(hard: int, soft: int) -> list[Learner]:
    """Everybody lacks the same everywhere; only hard skills are tested, soft ones are rated."""
    drawn = simulate(5, World(n_people=PEOPLE, n_skills=SKILLS))
    table = drawn.table
    tested = np.isin(table.observations.source, [Source.TEST, Source.CERTIFICATE])
    assert not (table.kind[table.observations.cell[tested]] == Kind.SOFT).any()
    required = np.rint(1000 * (drawn.truth + SHORT)).astype(np.int64)
    required[required > 5000] = 0
    importance = np.where(required > 0, np.where(table.kind == Kind.SOFT, soft, hard), 0)
    table = replace(table, required=required, importance=importance)
    found = profiles(table, learn(table).priors)
    return [learner_of(found, table.kind, person) for person in range(PEOPLE)]


def learner_of(found, kind, person: int) -> Learner:
    mine = (found.person == person) & (found.required > 0)
    level = found.levels.mean[mine]
    return Learner(
        slot=found.slot[mine].astype(np.int64),
        kind=kind[mine],
        level=np.where(level < 0, np.nan, level / 1000),
        required=found.required[mine] / 1000,
        importance=found.importance[mine].astype(float),
        p_gap=np.maximum(found.gaps.p_gap[mine], 0) / 1000,
        status=found.gaps.status[mine].astype(np.int64),
        hours_per_week=2.0,
    )


def offered() -> list[Activity]:
    """The same activities for hard and for soft skills: only what is known of people differs."""
    rng, found = np.random.default_rng(7), []
    for skill in range(SKILLS // 2):
        for mode in MODES:
            common = {
                "mode": mode,
                "sessions": int(rng.integers(2, 6)),
                "session_hours": float(rng.integers(1, 4)) / 2,
                "cost": 0.0,
            }
            gain = float(rng.uniform(0.3, 0.7))
            for kind, slot in (("hard", skill), ("soft", skill + SKILLS // 2)):
                taught = Outcome(slot, kind, 1.0, 5.0, gain)
                found.append(activity(f"{kind}-{mode}-{skill}", taught, **common))
    return found


def soft_share(learners: list[Learner]) -> float:
    """Share of soft skills in the planned hours of all."""
    season = Season(build_catalogue(offered()), START, Rules(both_kinds=True))
    spent = {"hard": 0.0, "soft": 0.0}
    for person, learner in enumerate(learners):
        for step in plan_path(season, learner, rounds=60, seed=person).steps:
            spent[step.code.partition("-")[0]] += step.session_hours * len(step.weeks)
    return spent["soft"] / (spent["hard"] + spent["soft"])


@pytest.mark.parametrize(("hard", "soft"), [(2, 2), (3, 1), (1, 3)])
def test_share_of_hours_on_soft_skills_follows_their_importance(hard, soft):
    assert soft_share(people(hard, soft)) == pytest.approx(soft / (hard + soft), abs=0.10)


def test_doubt_about_soft_skills_makes_them_no_lighter():
    """Of soft gaps three in ten are believed; without the two halves it would cost their hours."""
    doubted = [
        replace(one, p_gap=np.where(one.kind == SOFT, 0.3 * one.p_gap, one.p_gap))
        for one in people(2, 2)
    ]
    assert soft_share(doubted) == pytest.approx(0.5, abs=0.10)
