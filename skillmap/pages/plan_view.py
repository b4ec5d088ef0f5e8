"""A development plan as the page shows it: timeline, load per week, gains, reasons."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone

from assessments.queries.levels import contested_by
from skillmap.pages.plan_timeline import Session, StepLine, WeekLoad
from skills.models import Skill
from training.enums import CENTS, PROVABLE
from training.models import Activity, DevelopmentPlan, PlanStep
from training.queries.conflict_words import conflict_words
from training.queries.plans import BY_HAND
from training.queries.words import left_out_sentence, more_words, reason_sentence

AXIS_HEAD = 1.1  # the load axis ends a little above its highest bar
LEAST_SHOWN = 0.005  # half a percent
FULL = 100.0  # height of the load chart in its own units


@dataclass(frozen=True)
class Gain:
    """Expected level of one skill before and after the plan, on the skill's own scale.

    Each is (level, low, high) with the 90 % interval; its ends are None in plans made before
    intervals were kept. `is_contested` says whether the person objects to what was observed.
    """

    skill: Skill
    before: tuple[float, float | None, float | None]
    after: tuple[float, float | None, float | None]
    is_contested: bool


@dataclass(frozen=True)
class Reason:
    """Something left out or to be measured first, and why; `flips` say with what it would be in
    the plan."""

    subject: Skill | Activity | str
    text: str
    flips: Sequence[str] = ()


@dataclass(frozen=True)
class Flip:
    """What a little more of one limit would change: `words` name it."""

    words: str
    closure: float
    cost_cents: int
    added: Sequence[Activity]
    removed: Sequence[Activity]


def weeks_since(week_zero: dt.date) -> int:
    """Number of the current week of a plan; negative before it starts."""
    return (timezone.localdate() - week_zero).days // 7


class PlanView:
    """Everything the page shows about one plan; two queries besides the plan and its steps."""

    def __init__(self, plan: DevelopmentPlan) -> None:
        self.plan = plan
        self.steps = list(plan.steps.all())

    @cached_property
    def share_of_best(self) -> float | None:
        """How much of the best possible value is proved to be reached; None without any gap, and
        once somebody has chosen another step."""
        if self.is_by_hand or not self.plan.bound > 0:
            return None
        return self.plan.value / self.plan.bound

    @cached_property
    def is_by_hand(self) -> bool:
        """Whether a step was swapped, so that what was computed is that of another plan."""
        return bool(self.plan.report.get(BY_HAND))

    @cached_property
    def has_late_steps(self) -> bool:
        """Whether the week of a session that is not done is over."""
        weeks = [step.next_week for step in self.steps]
        return any(week is not None and week < self.this_week for week in weeks)

    @cached_property
    def proof(self) -> dict[str, Any] | None:
        """What the referee found out about this very plan, if it was asked."""
        found: dict[str, Any] | None = self.plan.report.get("proof")
        return None if self.is_by_hand else found

    @property
    def proved_on(self) -> dt.date | None:
        """The day of that; what was possible then may not be now."""
        found = self.proof
        return timezone.localdate(dt.datetime.fromisoformat(found["proved_at"])) if found else None

    @property
    def can_be_proved(self) -> bool:
        """Whether the referee could examine it: computed, and not agreed yet."""
        computed = self.plan.run_id is not None and self.plan.template_id is None
        return computed and not self.is_by_hand and self.plan.state in PROVABLE

    @cached_property
    def room_above(self) -> float | None:
        """How much better the best plan the referee found is, as a share; None where none is."""
        if self.proof is None or self.plan.value <= 0:
            return None
        more = float(self.proof["best_found"]) / self.plan.value - 1
        return more if more > LEAST_SHOWN else None

    @cached_property
    def this_week(self) -> int:
        """Number of the current week."""
        return weeks_since(self.plan.week_zero)

    @cached_property
    def done_share(self) -> float:
        """Of all sessions."""
        done = sum(step.sessions_done for step in self.steps)
        return done / sum(len(step.weeks) for step in self.steps) if self.steps else 0.0

    @cached_property
    def last_week(self) -> int:
        """The last week with anything in it."""
        return max((max(step.weeks) for step in self.steps), default=0)

    @cached_property
    def lines(self) -> list[StepLine]:
        """The timeline, in the order of the first weeks."""
        ordered = sorted(self.steps, key=lambda step: (step.start_week, step.position))
        return [self._line(step) for step in ordered]

    @cached_property
    def load(self) -> list[WeekLoad]:
        """One bar a week up to the last week in use."""
        own, released = self._hours(released=False), self._hours(released=True)
        peak = max((a + b for a, b in zip(own, released, strict=True)), default=0.0)
        axis = AXIS_HEAD * max(peak, self._limit) or 1.0
        return [self._bar(week, own[week], released[week], axis) for week in range(len(own))]

    @cached_property
    def limit_top(self) -> float:
        """Where the line of the person's learning hours stands."""
        peak = max((bar.hours + bar.released for bar in self.load), default=0.0)
        axis = AXIS_HEAD * max(peak, self._limit) or 1.0
        return FULL - FULL * self._limit / axis

    @cached_property
    def modes(self) -> list[str]:
        """Delivery modes in use, for the legend."""
        return sorted({step.activity.mode for step in self.steps})

    @cached_property
    def gains(self) -> list[Gain]:
        rows = self._report("skills")
        found = [
            Gain(
                self._skills[row["skill_code"]],
                (row["before"], row.get("before_low"), row.get("before_high")),
                (row["expected_after"], row.get("expected_low"), row.get("expected_high")),
                getattr(self._skills[row["skill_code"]], "contested", False),
            )
            for row in rows
            if row["skill_code"] in self._skills
        ]
        return sorted(found, key=lambda gain: gain.before[0] - gain.after[0])

    @cached_property
    def unmet(self) -> list[Reason]:
        return [
            Reason(
                self._skills.get(row["skill_code"], row["skill_code"]),
                reason_sentence(row["reason"]),
            )
            for row in self._report("unmet")
        ]

    @cached_property
    def left_out(self) -> list[str]:
        """Steps of its template that it does not have, each in a sentence."""
        return [left_out_sentence(row) for row in self._report("left_out")]

    @cached_property
    def missed(self) -> list[Reason]:
        """What is mandatory and has no place in this plan."""
        return [
            Reason(
                self._named.get(row["activity_code"], row["activity_code"]),
                reason_sentence(row["reason"]),
            )
            for row in self._report("missed")
        ]

    @cached_property
    def late(self) -> list[Activity]:
        """What is mandatory and ends after it is due."""
        codes: list[str] = self.plan.report.get("late", [])
        return [self._named[code] for code in codes if code in self._named]

    @cached_property
    def conflict(self) -> str:
        """Which limits are at odds over what is mandatory, and what would be enough."""
        found = self.plan.report.get("conflict")
        return conflict_words(found, self.plan.currency) if found else ""

    @cached_property
    def measure_first(self) -> list[Reason]:
        return [
            Reason(self._skills.get(row["skill_code"], row["skill_code"]), row["ask"])
            for row in self._report("measure_first")
        ]

    @cached_property
    def not_chosen(self) -> list[Reason]:
        return [
            Reason(
                self._named.get(row["activity_code"], row["activity_code"]),
                reason_sentence(row["reason"], self._titles),
                self._enough_for[row["activity_code"]],
            )
            for row in self._report("not_chosen")
        ]

    @cached_property
    def flips(self) -> list[Flip]:
        """What a little more of a limit would change, as it was computed with the plan."""
        return [
            Flip(
                words=more_words(row["limit"], row["more"], self.plan.currency),
                closure=row["closure"],
                cost_cents=round(row["cost"] * CENTS),
                added=[self._named[code] for code in row["added"] if code in self._named],
                removed=[self._named[code] for code in row["removed"] if code in self._named],
            )
            for row in ([] if self.is_by_hand else self._report("flips"))
        ]

    @cached_property
    def _enough_for(self) -> dict[str, list[str]]:
        """By code of an activity, with what more it would be in the plan."""
        found: dict[str, list[str]] = defaultdict(list)
        for flip in self.flips:
            for activity in flip.added:
                found[activity.code].append(flip.words)
        return found

    @cached_property
    def _named(self) -> dict[str, Activity]:
        """Activities that the reasons name, by code."""
        rows = (*self._report("not_chosen"), *self._report("missed"))
        codes = {row["activity_code"] for row in rows} | set(self.plan.report.get("late", []))
        for row in self._report("flips"):
            codes |= {*row["added"], *row["removed"]}
        found = Activity.objects.filter(code__in=codes).only("code", "title", "public_id")
        return {activity.code: activity for activity in found}

    @cached_property
    def _skills(self) -> dict[str, Skill]:
        codes = {code for step in self.steps for code in step.why_skills}
        for part in ("skills", "unmet", "measure_first"):
            codes |= {row["skill_code"] for row in self._report(part)}
        found = Skill.objects.filter(code__in=codes).select_related("scale")
        own = found.annotate(contested=contested_by(self.plan.employee_id))
        return {skill.code: skill for skill in own}

    def _report(self, part: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.plan.report.get(part, [])
        return rows

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {step.activity.code: step.activity.title for step in self.steps}

    @cached_property
    def _limit(self) -> float:
        return float(self.plan.hours_per_week)

    def _line(self, step: PlanStep) -> StepLine:
        hours = {int(week): float(value) for week, value in step.hours_by_week.items()}
        done = set(step.weeks[: step.sessions_done])
        cells = [
            Session(hours[week], week in done) if week in hours else None
            for week in range(self.last_week + 1)
        ]
        teaches = [self._skills[code] for code in step.why_skills if code in self._skills]
        return StepLine(step, sum(hours.values()), cells, teaches)

    def _hours(self, *, released: bool) -> list[float]:
        """Of each week up to the last one in use."""
        totals: dict[str, float] = defaultdict(float)
        for step in self.steps:
            if step.activity.released_time == released:
                for week, value in step.hours_by_week.items():
                    totals[week] += float(value)
        return [totals[str(week)] for week in range(self.last_week + 1)]

    def _bar(self, week: int, own: float, released: float, axis: float) -> WeekLoad:
        height, extra = FULL * own / axis, FULL * released / axis
        return WeekLoad(
            number=week,
            starts_on=self.plan.week_zero + dt.timedelta(weeks=week),
            hours=own,
            released=released,
            top=round(FULL - height, 2),
            height=round(height, 2),
            released_top=round(FULL - height - extra, 2),
            released_height=round(extra, 2),
            is_over=own > self._limit + 1e-6,
        )
