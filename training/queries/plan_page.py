"""One plan as its page shows it: timeline, week load, effects and reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from skills.models import Skill
from training.enums import StepState
from training.models import Activity, DevelopmentPlan, PlanStep

FULL = 100  # per cent of an axis
SPARE = 1.25  # the axis of the week load reaches a quarter above the limit


@dataclass(frozen=True)
class Week:
    """One week: hours in one's own learning time and in working hours, and the bar's height."""

    number: int
    starts_on: date
    hours: float
    released: float
    top: float
    height: float
    is_over: bool

    @property
    def label(self) -> str:
        return str(self.number + 1)


@dataclass(frozen=True)
class StepRow:
    """One step on the timeline; `weeks` says for each week of the plan whether it has a session."""

    step: PlanStep
    weeks: Sequence[bool]
    starts_on: date
    ends_on: date
    hours: float
    skills: Sequence[Skill]

    @property
    def is_done(self) -> bool:
        return self.step.state == StepState.DONE


@dataclass(frozen=True)
class Effect:
    """Expected effect on one skill, on its own scale."""

    skill: Skill
    before: float
    after: float
    top: float


@dataclass(frozen=True)
class Left:
    """Something that is not in the plan, and why in words."""

    thing: Skill | Activity
    why: str


@dataclass(frozen=True)
class PlanPage:
    """Everything on the page of a plan."""

    plan: DevelopmentPlan
    weeks: Sequence[Week]
    limit_top: float
    steps: Sequence[StepRow]
    effects: Sequence[Effect]
    unmet: Sequence[Left]
    not_chosen: Sequence[Left]
    measure_first: Sequence[Skill]

    @property
    def share_of_best(self) -> int | None:
        """At least so many per cent of the best possible plan; None when nothing is possible."""
        if not self.plan.bound:
            return None
        return int(FULL * self.plan.value / self.plan.bound)

    @property
    def closure(self) -> int:
        """Expected share of the weighted gap closed, in percent."""
        return round(FULL * self.plan.closure)

    @property
    def done(self) -> int:
        return sum(row.is_done for row in self.steps)


def plan_page(plan: DevelopmentPlan) -> PlanPage:
    """The page of a plan; five queries whatever its size."""
    steps = list(plan.steps.select_related("activity__site", "session"))
    report: dict[str, list[dict[str, Any]]] = plan.report
    skills = _skills(report, steps)
    activities = _activities(report)
    return PlanPage(
        plan=plan,
        weeks=_weeks(plan, steps),
        limit_top=FULL - FULL / SPARE,
        steps=[_row(plan, step, skills) for step in steps],
        effects=[_effect(entry, skills) for entry in _known(report, "skills", skills)],
        unmet=[
            Left(skills[entry["skill_code"]], words(entry["reason"]))
            for entry in _known(report, "unmet", skills)
        ],
        not_chosen=[
            Left(activities[entry["activity_code"]], words(entry["reason"]))
            for entry in report.get("not_chosen", [])
            if entry["activity_code"] in activities
        ],
        measure_first=[
            skills[entry["skill_code"]] for entry in _known(report, "measure_first", skills)
        ],
    )


def words(reason: str) -> str:
    """A reason code as a sentence; what is a sentence already stays."""
    sentences = {
        "completed": _("You have completed it already."),
        "language": _("It is in a language that is not among yours."),
        "level window": _("It starts too high or ends too low for you."),
        "prerequisite": _("Something that comes before it is not possible."),
        "seats": _("No seat is left."),
        "dates": _("It has no date in these weeks."),
        "hours": _("One session is longer than your learning hours of a week."),
        "time zone": _("Its live sessions lie outside 08:00 to 18:00 of your time zone."),
        "travel": _("It takes place at another site."),
        "budget": _("It does not fit into the budget."),
        "unknown cost": _("Its price is not known, and a budget is set."),
        "modes": _("A soft skill needs two ways of learning, and only one fits."),
        "replaced": _("Another step of the plan is better."),
        "little value": _("It would bring less than its time and money."),
        "no activity": _("Nothing in the catalogue teaches it."),
        "kind not confirmed": _("HR has not confirmed yet whether it is a hard or a soft skill."),
        "lower priority": _("Other gaps matter more in these weeks."),
    }
    return sentences.get(reason, reason)


def _skills(report: dict[str, list[dict[str, Any]]], steps: list[PlanStep]) -> dict[str, Skill]:
    codes = {code for step in steps for code in step.why_skills}
    for part in ("skills", "unmet", "measure_first"):
        codes |= {entry["skill_code"] for entry in report.get(part, [])}
    found = Skill.objects.filter(code__in=codes).select_related("scale").order_by("pk")
    return {skill.code: skill for skill in found}


def _activities(report: dict[str, list[dict[str, Any]]]) -> dict[str, Activity]:
    codes = [entry["activity_code"] for entry in report.get("not_chosen", [])]
    return {activity.code: activity for activity in Activity.objects.filter(code__in=codes)}


def _known(
    report: dict[str, list[dict[str, Any]]], part: str, skills: dict[str, Skill]
) -> list[dict[str, Any]]:
    return [entry for entry in report.get(part, []) if entry["skill_code"] in skills]


def _row(plan: DevelopmentPlan, step: PlanStep, skills: dict[str, Skill]) -> StepRow:
    last = max(step.weeks, default=step.start_week)
    held = set(step.weeks)
    return StepRow(
        step=step,
        weeks=[number in held for number in range(plan.weeks)],
        starts_on=plan.week_zero + timedelta(weeks=step.start_week),
        ends_on=plan.week_zero + timedelta(weeks=last, days=6),
        hours=sum(step.hours_by_week.values()),
        skills=[skills[code] for code in step.why_skills if code in skills],
    )


def _effect(entry: dict[str, Any], skills: dict[str, Skill]) -> Effect:
    skill = skills[entry["skill_code"]]
    return Effect(skill, entry["before"], entry["expected_after"], float(skill.scale.top_rank))


def _weeks(plan: DevelopmentPlan, steps: list[PlanStep]) -> list[Week]:
    own, released = [0.0] * plan.weeks, [0.0] * plan.weeks
    for step in steps:
        side = released if step.activity.released_time else own
        for number, hours in step.hours_by_week.items():
            if int(number) < plan.weeks:
                side[int(number)] += hours
    limit = float(plan.hours_per_week) or max(own, default=0.0) or 1.0
    return [
        _week(plan, number, own[number], released[number], limit) for number in range(plan.weeks)
    ]


def _week(plan: DevelopmentPlan, number: int, hours: float, released: float, limit: float) -> Week:
    height = min(FULL, FULL * hours / (limit * SPARE))
    return Week(
        number=number,
        starts_on=plan.week_zero + timedelta(weeks=number),
        hours=hours,
        released=released,
        top=FULL - height,
        height=height,
        is_over=hours > limit + 1e-9,
    )
