"""Laying out a path template for one person: fixed activities, and open slots to fill."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from training.analysis.candidates import (
    find_candidates,
    missing_prerequisites,
    own_reason,
    relative_cost,
)
from training.analysis.catalogue import Activity
from training.analysis.explain import Decision
from training.analysis.gain import KINDS, MET, Ints
from training.analysis.learner import Learner, choose_gaps
from training.analysis.mandatory import mandatory_items, settle_mandatory
from training.analysis.offers import Season
from training.analysis.planner import Path, describe
from training.analysis.problem import Problem, bits, build_problem, members
from training.analysis.reasons import Reason
from training.analysis.search import Solution
from training.analysis.sets import Sets
from training.analysis.validate import Placed, find_violations

EPSILON = 1e-9


@dataclass(frozen=True)
class Fixed:
    """A place for the activity of this code."""

    code: str


@dataclass(frozen=True)
class Slot:
    """A place for one activity on the skill `slot`, or else on any skill of `kind` with a gap.

    `modes` empty allows all; `max_hours`, `max_cost` None are without limit; `period_weeks` None
    allows any rhythm, else only series with so many weeks from one session to the next.
    """

    slot: int | None = None
    kind: str = ""
    modes: frozenset[str] = frozenset()
    max_hours: float | None = None
    max_cost: float | None = None
    period_weeks: int | None = None


Place = Fixed | Slot


@dataclass(frozen=True)
class LeftOut:
    """The place of this number (from 0) stays out, for a reason; `slots` the skills it is about."""

    place: int
    reason: Reason
    slots: tuple[int, ...] = ()


@dataclass(frozen=True)
class Layout:
    """A template for one person; every place is either in the path or left out."""

    path: Path
    left_out: tuple[LeftOut, ...]


def with_rhythm(activity: Activity, *, times: int, period_weeks: int) -> Activity:
    """The same activity held `times` times, one every `period_weeks` weeks."""
    return replace(activity, sessions=times, period_weeks=period_weeks)


def lay_out(season: Season, learner: Learner, places: Sequence[Place]) -> Layout:
    """Place the fixed activities with what they need, then fill each slot with the best that fits.

    What is mandatory for the person comes first, also where the template does not name it.
    Fixed activities need not close a gap: a template also serves people nobody has rated yet. Left
    out are those whose skills are met, all of them; what is completed or not offered any more; and
    what does not fit beside the rest.
    """
    settled = settle_mandatory(season, learner)
    desk = _Desk(season, settled.learner, places)
    chosen, left_out = desk.duties, dict[int, LeftOut]()
    for n in sorted(range(len(places)), key=lambda n: (isinstance(places[n], Slot), n)):
        found = desk.with_place(chosen, n)
        if isinstance(found, Reason):
            left_out[n] = LeftOut(n, found, desk.about(n))
        else:
            chosen = found
    path = replace(desk.path(chosen), late=settled.late, missed=settled.missed)
    needed = {step.code for step in path.steps}  # by a later step, though left out by itself
    out = (left_out[n] for n in sorted(left_out) if getattr(places[n], "code", "") not in needed)
    return Layout(path, tuple(out))


class _Desk:
    """One person's template while it is laid out; sets of candidates as in `problem`."""

    def __init__(self, season: Season, learner: Learner, places: Sequence[Place]) -> None:
        self.season, self.learner, self.places = season, learner, places
        self.catalogue, rules = season.catalogue, season.rules
        self.gaps = choose_gaps(learner, at_most=rules.max_gaps)
        self.offers = season.offers(learner.zone, learner.site)
        self.found = find_candidates(self.catalogue, self.offers, learner, self.gaps, rules)
        options = [self._options(place) for place in places]
        duties = mandatory_items(season, learner).tolist()
        everything = {j for some in options for j in some}.union(duties)
        for j in list(everything):
            everything.update(missing_prerequisites(self.catalogue, learner, j))
        kept = np.array(sorted(everything), np.int64)
        self.problem: Problem = build_problem(
            self.catalogue, self.offers, learner, self.gaps, rules, self.found.rates, kept
        )
        local = {int(j): i for i, j in enumerate(kept)}
        self.options = [[local[j] for j in some] for some in options]
        self.duties = bits(local[j] for j in duties)
        self.sets = Sets(self.problem)

    def with_place(self, chosen: int, n: int) -> int | Reason:
        """The set with what the place brings, or why it brings nothing."""
        place, options = self.places[n], self.options[n]
        reason = self._reason_against(place)
        if reason is not None:
            return reason
        if isinstance(place, Slot):
            options = [i for i in options if not chosen >> i & 1]
        for i in options:
            if self.placed(chosen | self.problem.group[i]) is not None:
                return chosen | self.problem.group[i]
        return self._reason_of_misfit(place)

    def about(self, n: int) -> tuple[int, ...]:
        """The skills that a place is about."""
        place = self.places[n]
        if isinstance(place, Slot):
            return () if place.slot is None else (place.slot,)
        position = self.catalogue.position.get(place.code)
        return () if position is None else self._taught(position)

    def placed(self, chosen: int) -> dict[int, int] | None:
        """Start weeks where the set keeps every rule for this person."""
        start = self.sets.place(chosen)
        if start is None:
            return None
        broken = find_violations(
            [self._placed(i, week) for i, week in start.items()],
            activities={a.code: a for a in self.catalogue.activities},
            learner=self.learner,
            rules=self.season.rules,
            start=self.season.start,
            fixed=frozenset(self._activity(i).code for i in members(chosen)),
            explained=KINDS,
        )
        return None if broken else start

    def path(self, chosen: int) -> Path:
        """The set as a path; its bound is its own value, since nothing was searched."""
        value = self.sets.value(chosen)
        start = self.placed(chosen) or {}
        solution = Solution(chosen, start, value, self.sets.closure(chosen))
        given = bits(
            {
                i
                for place, options in zip(self.places, self.options, strict=True)
                for i in options
                if isinstance(place, Fixed)
            }
        )
        decision = Decision(
            self.catalogue,
            self.learner,
            self.gaps,
            self.season.rules,
            self.found,
            self.sets,
            solution,
            fixed=given,
        )
        return describe(decision, value)

    def _options(self, place: Place) -> list[int]:
        """Positions in the catalogue that could fill a place, the best first."""
        if isinstance(place, Slot):
            return self._fillings(place)
        position = self.catalogue.position.get(place.code)
        return [] if position is None else [position]

    def _fillings(self, slot: Slot) -> list[int]:
        """Activities for a slot: those that close most of this person's gaps per cost first."""
        fitting = [int(j) for j in self._teachers(slot) if self._suits(slot, int(j))]
        price = relative_cost(
            self.catalogue, self.learner, self.season.rules, np.array(fitting, np.int64)
        )
        cost = dict(zip(fitting, price, strict=True))
        return sorted(fitting, key=lambda j: (-self.found.value[j] / cost[j], cost[j], j))

    def _teachers(self, slot: Slot) -> Ints:
        """Of a skill whatever teaches it; of a kind what is mainly on it and closes a gap."""
        catalogue = self.catalogue
        if slot.slot is not None:
            return np.unique(catalogue.taught_by[catalogue.taught_slot == slot.slot])
        of_kind = catalogue.primary_kind == KINDS.index(slot.kind)
        return np.flatnonzero(of_kind & (self.found.value > 0))

    def _suits(self, slot: Slot, j: int) -> bool:
        activity = self.catalogue.activities[j]
        cheap = slot.max_cost is None or (
            activity.cost is not None and activity.cost <= slot.max_cost + EPSILON
        )
        in_rhythm = slot.period_weeks is None or (
            activity.sessions > 1 and activity.period_weeks == slot.period_weeks
        )
        short = slot.max_hours is None or activity.hours <= slot.max_hours + EPSILON
        return (not slot.modes or activity.mode in slot.modes) and short and cheap and in_rhythm

    def _reason_against(self, place: Place) -> Reason | None:
        """Why a place stays out before anything is tried."""
        if isinstance(place, Slot):
            skills = () if place.slot is None else (place.slot,)
            return Reason.MET if self._are_met(skills) else None
        position = self.catalogue.position.get(place.code)
        if position is None:
            return Reason.NOT_OFFERED
        if place.code in self.learner.completed:
            return Reason.COMPLETED
        return Reason.MET if self._are_met(self._taught(position)) else None

    def _are_met(self, slots: Sequence[int]) -> bool:
        """Whether the role asks for some of these skills, and all it asks for are met."""
        asked = np.isin(self.learner.slot, np.array(slots, np.int64))
        return bool(asked.any() and (self.learner.status[asked] == MET).all())

    def _reason_of_misfit(self, place: Place) -> Reason:
        """Why something of a place that was tried does not fit."""
        if isinstance(place, Slot):
            return Reason.NO_GAP if place.slot is None else Reason.NOTHING
        reason = own_reason(
            self.catalogue,
            self.offers,
            self.learner,
            self.season.rules,
            self.catalogue.position[place.code],
        )
        return reason or Reason.ROOM

    def _taught(self, position: int) -> tuple[int, ...]:
        return tuple(outcome.slot for outcome in self.catalogue.activities[position].outcomes)

    def _activity(self, i: int) -> Activity:
        return self.catalogue.activities[int(self.problem.item[i])]

    def _placed(self, i: int, week: int) -> Placed:
        activity = self._activity(i)
        weeks = (week + n * activity.period_weeks for n in range(activity.sessions))
        return Placed(activity.code, tuple(weeks))
