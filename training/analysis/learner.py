"""The person as the planner reads them, and which of their gaps a plan works on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from training.analysis.gain import (
    COST_PENALTY,
    HARD,
    HOUR_PENALTY,
    MAX_GAPS,
    NOT_MEASURED,
    POSSIBLE_GAP,
    SOFT,
    UNCLASSIFIED,
    Bools,
    Floats,
    Gaps,
    Ints,
)

RELEASED_HOURS = 24.0  # in working time, per RELEASED_WEEKS
RELEASED_WEEKS = 20


@dataclass(frozen=True, eq=False)
class Learner:
    """One person: requirements (arrays of shape (n_required,), any order) and circumstances.

    `level` NaN means not measured; `required` and `level` on the common metric; `p_gap` 0..1;
    `status` as in `gain`; `kind` is HARD, SOFT or UNCLASSIFIED. `languages` empty means not known:
    nothing is left out for it. `zone` is an IANA name. `completed` are activity codes. `away` are
    weeks of the horizon, counted from 0, without any time to learn. `refused` are codes the person
    asked not to get, `mandatory` those somebody requires of them: the number of weeks from the
    start within which the last session has to be.
    """

    slot: Ints
    kind: Ints
    level: Floats
    required: Floats
    importance: Floats
    p_gap: Floats
    status: Ints
    hours_per_week: float
    languages: frozenset[str] = frozenset()
    zone: str = "UTC"
    site: str = ""
    completed: frozenset[str] = frozenset()
    situations: frozenset[str] = frozenset()
    away: frozenset[int] = frozenset()
    refused: frozenset[str] = frozenset()
    mandatory: Mapping[str, int] = field(default_factory=dict)

    def hours_in(self, weeks: int) -> float:
        """Hours of one's own over a horizon of `weeks`."""
        return self.hours_per_week * len(set(range(weeks)) - self.away)

    @property
    def has_gap(self) -> Bools:
        """Requirements that are a possible or a probable gap, shape (n_required,)."""
        return np.asarray((self.status >= POSSIBLE_GAP) & (self.required > self.level))


@dataclass(frozen=True)
class Rules:
    """What binds every plan of a run.

    `released_hours` over the whole horizon; `budget` per person, None = no budget (then
    activities of unknown cost may be offered); money in currency units. `live_at_night` offers
    live sessions at any hour, `travel` on-site ones at other sites; `without_modes` are ways of
    learning that are left out.
    """

    weeks: int = 20
    released_hours: float = RELEASED_HOURS
    budget: float | None = None
    both_kinds: bool = True
    live_at_night: bool = False
    travel: bool = False
    without_modes: frozenset[str] = frozenset()
    max_gaps: int = MAX_GAPS
    cost_penalty: float = COST_PENALTY
    hour_penalty: float = HOUR_PENALTY


def released_hours_for(weeks: int) -> float:
    """The usual pool of hours in working time for a horizon of `weeks`."""
    return RELEASED_HOURS * weeks / RELEASED_WEEKS


def choose_gaps(learner: Learner, *, at_most: int = MAX_GAPS) -> Gaps:
    """The gaps a plan works on: the `at_most` heaviest by importance x gap x p_gap, hard or soft.

    Equal weight goes to the smaller slot. Weights are normalised within each kind, then the two
    halves get the importance mass of all requirements of the kind that are a gap or not measured
    (a half without chosen gap gets nothing), so wide intervals do not make soft skills lighter.
    """
    usable = np.flatnonzero(learner.has_gap & (learner.kind != UNCLASSIFIED))
    gap = learner.required[usable] - learner.level[usable]
    mass = learner.importance[usable] * gap * learner.p_gap[usable]
    share = np.round(mass / max(mass.sum(), 1e-12), 12)  # scaling all importances breaks no tie
    heaviest = np.lexsort((learner.slot[usable], -share))[:at_most]
    chosen = heaviest[np.argsort(learner.slot[usable][heaviest])]
    index, mass = usable[chosen], mass[chosen]
    kind = learner.kind[index]
    return Gaps(
        slot=learner.slot[index],
        kind=kind,
        level=learner.level[index],
        gap=gap[chosen],
        weight=_weigh_halves(learner, kind, mass),
    )


def _weigh_halves(learner: Learner, kind: Ints, mass: Floats) -> Floats:
    """Normalise `mass` within each kind, then weigh the kinds by importance."""
    open_ = learner.has_gap | (learner.status == NOT_MEASURED)
    halves = {
        code: float(learner.importance[open_ & (learner.kind == code)].sum())
        for code in (HARD, SOFT)
        if mass[kind == code].sum() > 0
    }
    total = sum(halves.values())
    weight = np.zeros(len(mass))
    for code, half in halves.items():
        own = kind == code
        weight[own] = mass[own] / mass[own].sum() * half / total
    return weight
