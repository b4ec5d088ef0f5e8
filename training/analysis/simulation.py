"""Made-up catalogues and people for tests and benchmarks; no real organisation is described."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from training.analysis.catalogue import Activity, Outcome, Session
from training.analysis.gain import MODES, NOT_MEASURED, POSSIBLE_GAP, PROBABLE_GAP, Ints
from training.analysis.learner import Learner

START = date(2026, 11, 23)


@dataclass(frozen=True)
class _Shape:
    """Ranges of what one mode looks like: sessions, rhythm, hours, money, gain, how frequent."""

    sessions: tuple[int, int]
    period: int
    hours: tuple[float, float]
    cost: tuple[float, float]
    gain: tuple[float, float]
    share: tuple[float, float]  # among hard, among soft activities
    released: bool = False


_SHAPES = {
    "microlearning": _Shape((4, 10), 1, (0.25, 0.5), (0, 40), (0.15, 0.35), (0.26, 0.22)),
    "course": _Shape((3, 8), 1, (1.0, 2.5), (50, 600), (0.4, 0.9), (0.38, 0.1)),
    "workshop": _Shape((1, 2), 1, (6.0, 8.0), (200, 900), (0.4, 0.9), (0.07, 0.08), True),
    "scenario": _Shape((2, 4), 1, (0.75, 1.5), (20, 150), (0.2, 0.5), (0.08, 0.18)),
    "role_play": _Shape((1, 3), 2, (1.0, 2.0), (30, 250), (0.3, 0.6), (0.02, 0.16)),
    "simulation": _Shape((1, 1), 1, (2.0, 6.0), (100, 500), (0.3, 0.6), (0.05, 0.08), True),
    "mentoring": _Shape((3, 5), 4, (1.0, 1.0), (0, 300), (0.3, 0.7), (0.06, 0.1)),
    "peer_coaching": _Shape((3, 4), 4, (1.0, 1.0), (0, 50), (0.2, 0.5), (0.02, 0.06)),
    "project": _Shape((4, 8), 1, (1.0, 2.0), (0, 100), (0.4, 0.9), (0.06, 0.02)),
}
_LANGUAGES = ("en", "en", "en", "es", "de")


def make_catalogue(n: int, *, skills: int = 120, weeks: int = 26, seed: int = 0) -> list[Activity]:
    """`n` activities over `skills` skills, the first half of them hard."""
    rng = np.random.default_rng(seed)
    activities = [_make_activity(f"A{j:05}", skills, weeks, rng) for j in range(n)]
    return _link_prerequisites(activities, rng)


def make_learner(*, skills: int = 120, seed: int = 0, required: int = 12) -> Learner:
    """A person with `required` requirements, most of them gaps, about a tenth not measured."""
    rng = np.random.default_rng(seed)
    slot = np.sort(rng.choice(skills, required, replace=False))
    level = np.clip(rng.normal(2.0, 0.8, required), 0, 4).round(3)
    gap = np.clip(rng.gamma(2.5, 0.4, required), 0.3, 2.5)
    p_gap = rng.uniform(0.5, 1.0, required).round(3)
    status = np.where(p_gap >= 0.8, PROBABLE_GAP, POSSIBLE_GAP)
    status[rng.random(required) < 0.1] = NOT_MEASURED
    return Learner(
        slot=slot,
        kind=_kinds(slot, skills),
        level=np.where(status == NOT_MEASURED, np.nan, level),
        required=np.minimum(level + gap, 5.0).round(3),
        importance=rng.integers(1, 6, required).astype(float),
        p_gap=np.where(status == NOT_MEASURED, 0.0, p_gap),
        status=status.astype(np.int64),
        hours_per_week=float(rng.choice([1.5, 2.0, 3.0, 4.0])),
        languages=frozenset({"en", str(rng.choice(["es", "de"]))}),
    )


def make_budget(seed: int) -> float:
    """A plausible budget per person."""
    return float(np.random.default_rng(seed).choice([300.0, 600.0, 1000.0, 1500.0, 2500.0]))


def _kinds(slot: Ints, skills: int) -> Ints:
    return (slot >= skills // 2).astype(np.int64)


def _make_activity(code: str, skills: int, weeks: int, rng: np.random.Generator) -> Activity:
    main = int(rng.integers(skills))
    soft = main >= skills // 2
    share = np.array([_SHAPES[mode].share[soft] for mode in MODES])
    mode = str(rng.choice(MODES, p=share / share.sum()))
    shape = _SHAPES[mode]
    entry = float(rng.choice([0, 1, 2, 3], p=[0.25, 0.35, 0.25, 0.15]))
    top = min(5.0, entry + float(rng.choice([1.5, 2.5])))
    others = rng.choice(skills, int(rng.choice([0, 1, 2], p=[0.55, 0.33, 0.12])), replace=False)
    taught = [main, *(int(slot) for slot in others if slot != main)]
    return Activity(
        code=code,
        mode=mode,
        sessions=int(rng.integers(shape.sessions[0], shape.sessions[1] + 1)),
        session_hours=max(0.25, round(float(rng.uniform(*shape.hours)) * 4) / 4),
        period_weeks=shape.period,
        cost=float(round(rng.uniform(*shape.cost), -1)),
        outcomes=tuple(
            Outcome(
                slot,
                "soft" if slot >= skills // 2 else "hard",
                entry,
                top,
                float(rng.uniform(*shape.gain)) * (1.0 if slot == main else 0.4),
            )
            for slot in taught
        ),
        language=str(rng.choice(_LANGUAGES)),
        released=shape.released,
        capstone=mode == "simulation",
        dates=_make_dates(weeks, rng) if shape.released else (),
    )


def _make_dates(weeks: int, rng: np.random.Generator) -> tuple[Session, ...]:
    chosen = np.unique(rng.choice(np.arange(1, weeks), int(rng.integers(1, 5))))
    days = [START + timedelta(weeks=int(week), days=1) for week in chosen]
    return tuple(Session(day, datetime.combine(day, time(9), UTC)) for day in days)


def _link_prerequisites(activities: Sequence[Activity], rng: np.random.Generator) -> list[Activity]:
    """About a third of the advanced activities need a simpler one of the same skill."""
    by_skill: dict[int, list[Activity]] = {}
    for activity in activities:
        by_skill.setdefault(activity.outcomes[0].slot, []).append(activity)
    linked = []
    for activity in activities:
        main = activity.outcomes[0]
        simpler = [
            other
            for other in by_skill[main.slot]
            if other.outcomes[0].entry < main.entry
            and other.mode in ("microlearning", "course")
            and other.language == activity.language
        ]
        if main.entry >= 2 and simpler and rng.random() < 0.3:
            chosen = simpler[int(rng.integers(len(simpler)))].code
            activity = replace(activity, prerequisites=(chosen,))
        linked.append(activity)
    return linked
