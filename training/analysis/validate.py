"""Checks a finished plan against every rule, without any code of the search.

Written a second time on purpose, in plain Python over the activities themselves, so that an
error in the arrays, masks or calendars of the search cannot hide in its own check.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from training.analysis.catalogue import Activity, Session
from training.analysis.learner import Learner, Rules

TOLERANCE = 1e-6  # hours and money
HARD, SOFT = "hard", "soft"


@dataclass(frozen=True)
class Placed:
    """One step to check: the activity's code and the weeks of its sessions, counted from 0."""

    code: str
    weeks: tuple[int, ...]


@dataclass(frozen=True)
class Violation:
    """A broken rule; `code` is empty where it concerns the whole plan."""

    rule: str
    code: str = ""


def find_violations(
    steps: Sequence[Placed],
    *,
    activities: Mapping[str, Activity],
    learner: Learner,
    rules: Rules,
    start: date,
    fixed: frozenset[str] = frozenset(),
    explained: Collection[str] = (),
) -> list[Violation]:
    """Every violation of the rules of computation C3 and decisions 6 and 9; [] for a valid plan.

    `activities` is the whole active catalogue by code. `fixed` steps were chosen by a person or a
    template: they need not close a gap. `explained` are kinds of which the plan says what forbids
    a step.
    """
    known = [step for step in steps if step.code in activities and step.weeks]
    plan = _Plan(known, activities, learner, rules, start, fixed)
    found = [Violation("unknown activity", s.code) for s in steps if s.code not in activities]
    found += [Violation("no weeks", s.code) for s in steps if not s.weeks]
    found += [Violation("twice", code) for code in _repeated(s.code for s in steps)]
    for step in known:
        found += plan.check_activity(step)
        found += plan.check_dates(step)
        found += plan.check_order(step)
    found += plan.check_hours()
    found += plan.check_money()
    found += plan.check_modes()
    found += plan.check_usefulness()
    if rules.both_kinds:
        found += plan.check_both_kinds(explained)
    return found


def find_missing(
    steps: Sequence[Placed],
    *,
    activities: Mapping[str, Activity],
    learner: Learner,
    explained: Collection[str] = (),
) -> list[Violation]:
    """What is mandatory for the person, offered and not completed, and missing or late here.

    `explained` are those of which the plan says why.
    """
    last = {step.code: step.weeks[-1] for step in steps if step.weeks}
    asked = set(learner.mandatory).intersection(activities) - learner.completed
    found = [Violation("mandatory", code) for code in sorted(asked - set(last))]
    found += [
        Violation("after the deadline", code)
        for code in sorted(asked & set(last))
        if last[code] >= learner.mandatory[code]
    ]
    return [violation for violation in found if violation.code not in explained]


def _repeated(codes: Iterable[str]) -> list[str]:
    return [code for code, times in Counter(codes).items() if times > 1]


@dataclass(frozen=True)
class _Gap:
    weight: float
    slot: int
    kind: str
    level: float


@dataclass(frozen=True, eq=False)
class _Plan:
    steps: Sequence[Placed]
    activities: Mapping[str, Activity]
    learner: Learner
    rules: Rules
    start: date
    fixed: frozenset[str]

    def check_activity(self, step: Placed) -> list[Violation]:
        """What the activity itself asks of the person."""
        activity, found = self.activities[step.code], []
        spoken = self.learner.languages
        if step.code in self.learner.completed:
            found.append("completed")
        if activity.language and spoken and activity.language not in spoken:
            found.append("language")
        if step.code not in self.learner.mandatory:
            if activity.mode in self.rules.without_modes:
                found.append("mode left out")
            if step.code in self.learner.refused and step.code not in self.fixed:
                found.append("refused")
        elsewhere = activity.site and activity.site != self.learner.site
        if activity.venue == "onsite" and elsewhere and not self.rules.travel:
            found.append("travel")
        if not activity.dates and activity.seats_left is not None and activity.seats_left < 1:
            found.append("seats")
        if self._in_circle(step.code):
            found.append("prerequisite circle")
        return [Violation(rule, step.code) for rule in found]

    def check_dates(self, step: Placed) -> list[Violation]:
        """Rhythm, horizon, and for dated activities a session that can be joined."""
        activity, weeks = self.activities[step.code], step.weeks
        rhythm = [weeks[0] + n * activity.period_weeks for n in range(activity.sessions)]
        found = []
        if list(weeks) != rhythm:
            found.append("rhythm")
        if weeks[0] < 0 or weeks[-1] >= self.rules.weeks:
            found.append("horizon")
        if activity.dates:
            monday = self.start - timedelta(days=self.start.weekday())
            first = monday + timedelta(weeks=weeks[0])
            week = [s for s in activity.dates if first <= s.day < first + timedelta(days=7)]
            found += self._check_sessions(activity, [s for s in week if s.day >= self.start])
        return [Violation(rule, step.code) for rule in found]

    def _check_sessions(self, activity: Activity, week: list[Session]) -> list[str]:
        if not week:
            return ["dates"]
        free = [s for s in week if s.seats_left is None or s.seats_left > 0]
        if not free:
            return ["seats"]
        return [] if any(self._by_day(activity, s) for s in free) else ["time zone"]

    def _by_day(self, activity: Activity, session: Session) -> bool:
        anytime = activity.venue == "self_paced" or self.rules.live_at_night
        if session.starts_at is None or anytime:
            return True
        local = session.starts_at.astimezone(ZoneInfo(self.learner.zone))
        begins = local.hour + local.minute / 60 + local.second / 3600
        return begins >= 8 and begins + activity.session_hours <= 18 + TOLERANCE

    def check_order(self, step: Placed) -> list[Violation]:
        """Prerequisites finished before; closing exercises after the rest of their soft skill."""
        activity, found = self.activities[step.code], []
        last_week = {other.code: other.weeks[-1] for other in self.steps}
        for needed in activity.prerequisites:
            done = needed in self.learner.completed
            if not done and last_week.get(needed, math.inf) >= step.weeks[0]:
                found.append(Violation("prerequisite", step.code))
        if activity.capstone and self._primary_kind(activity) == SOFT:
            for other in self.steps:
                theirs = self.activities[other.code]
                same = not theirs.capstone and self._primary(theirs) == self._primary(activity)
                if same and other.weeks[-1] >= step.weeks[0]:
                    found.append(Violation("closing exercise last", step.code))
        return found

    def check_hours(self) -> list[Violation]:
        """Own hours of each week, working hours of the horizon, one session of those a week, and
        nothing while the person is away."""
        own, released = dict[int, float](), list[int]()
        pool, found = 0.0, list[Violation]()
        for step in self.steps:
            activity = self.activities[step.code]
            for week in step.weeks:
                if week in self.learner.away:
                    found.append(Violation("away", step.code))
                if activity.released:
                    released.append(week)
                    pool += activity.session_hours
                else:
                    own[week] = own.get(week, 0.0) + activity.session_hours
        if any(hours > self.learner.hours_per_week + TOLERANCE for hours in own.values()):
            found.append(Violation("hours per week"))
        if pool > self.rules.released_hours + TOLERANCE:
            found.append(Violation("working hours"))
        if len(set(released)) < len(released):
            found.append(Violation("two sessions in working time in one week"))
        return found

    def check_money(self) -> list[Violation]:
        """Within the budget; nothing of unknown cost beside a budget."""
        if self.rules.budget is None:
            return []
        costs = {step.code: self.activities[step.code].cost for step in self.steps}
        found = [Violation("unknown cost", code) for code, cost in costs.items() if cost is None]
        if sum(cost or 0.0 for cost in costs.values()) > self.rules.budget + TOLERANCE:
            found.append(Violation("budget"))
        return found

    def check_modes(self) -> list[Violation]:
        """Two modes, or as many as the catalogue has, on every soft skill worked on."""
        used, stock = dict[int, set[str]](), dict[int, set[str]]()
        for activity in self.activities.values():
            if self._primary_kind(activity) == SOFT:
                stock.setdefault(self._primary(activity), set()).add(activity.mode)
        for step in self.steps:
            activity = self.activities[step.code]
            if self._primary_kind(activity) == SOFT and step.code not in self.fixed:
                used.setdefault(self._primary(activity), set())
        for step in self.steps:
            activity = self.activities[step.code]
            if self._primary(activity) in used:
                used[self._primary(activity)].add(activity.mode)
        return [
            Violation("modes", self._some_step_on(slot))
            for slot, modes in used.items()
            if len(modes) < min(2, len(stock[slot]))
        ]

    def check_usefulness(self) -> list[Violation]:
        """Each step closes a gap, or a step that does needs it."""
        useful = {s.code for s in self.steps if self._closes_gap(self.activities[s.code])}
        waiting = list(useful | self.fixed)
        while waiting:
            activity = self.activities.get(waiting.pop())
            for needed in activity.prerequisites if activity else ():
                if needed not in useful:
                    useful.add(needed)
                    waiting.append(needed)
        return [
            Violation("closes no gap", s.code)
            for s in self.steps
            if s.code not in useful and s.code not in self.fixed
        ]

    def check_both_kinds(self, explained: Collection[str]) -> list[Violation]:
        """A hard and a soft step where the person has a gap of each kind."""
        gaps = {gap.kind for gap in self._gaps()}
        steps = {self._primary_kind(self.activities[step.code]) for step in self.steps}
        return [
            Violation(f"no step on a {kind} skill")
            for kind in (HARD, SOFT)
            if {HARD, SOFT} <= gaps and kind not in steps and kind not in explained
        ]

    def _gaps(self) -> list[_Gap]:
        """Hard and soft skills with a gap, heaviest first."""
        person, found = self.learner, []
        for k in range(len(person.slot)):
            level, required = float(person.level[k]), float(person.required[k])
            kind = int(person.kind[k])
            if int(person.status[k]) in (2, 3) and required > level and kind < 2:
                weight = float(person.importance[k]) * (required - level) * float(person.p_gap[k])
                found.append(_Gap(weight, int(person.slot[k]), (HARD, SOFT)[kind], level))
        return sorted(found, key=lambda gap: -gap.weight)

    def _worked_on(self) -> list[_Gap]:
        """The gaps a plan may work on; those as heavy as the last one are let through."""
        gaps = self._gaps()
        if len(gaps) <= self.rules.max_gaps:
            return gaps
        last = gaps[self.rules.max_gaps - 1].weight
        return [gap for gap in gaps if gap.weight >= last * (1 - TOLERANCE)]

    def _closes_gap(self, activity: Activity) -> bool:
        levels = {gap.slot: gap.level for gap in self._worked_on()}
        return any(
            o.slot in levels and o.gain > 0 and o.entry - 1 <= levels[o.slot] < o.top
            for o in activity.outcomes
        )

    def _in_circle(self, code: str) -> bool:
        seen: set[str] = set()
        waiting = list(self.activities[code].prerequisites)
        while waiting:
            needed = waiting.pop()
            if needed == code:
                return True
            if needed not in seen and needed in self.activities:
                seen.add(needed)
                waiting.extend(self.activities[needed].prerequisites)
        return False

    def _primary(self, activity: Activity) -> int:
        return activity.outcomes[0].slot if activity.outcomes else -1

    def _primary_kind(self, activity: Activity) -> str:
        return activity.outcomes[0].kind if activity.outcomes else ""

    def _some_step_on(self, slot: int) -> str:
        return min(s.code for s in self.steps if self._primary(self.activities[s.code]) == slot)
