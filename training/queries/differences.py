"""What another way to plan would change about the plan of today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from skills.models import Skill
from training.models import Activity, DevelopmentPlan, PlanOption, PlanStep
from training.queries.options import steps_of
from training.queries.plan_checks import when_words

Range = tuple[float, float | None, float | None]
SHOWN_FROM = 0.05  # of a level: one digit is shown


@dataclass(frozen=True)
class StepChange:
    """One activity in either plan. `kind` is added, removed, moved or same; `before` and `after`
    say when it takes place, empty where it does not."""

    activity: Activity
    kind: str
    before: str
    after: str


@dataclass(frozen=True)
class LevelChange:
    """The expected level of one skill after the plan of today and after the other one: (level,
    low, high) with the 90 % interval, on the skill's own scale."""

    skill: Skill
    before: Range
    after: Range


def left_of(plan: DevelopmentPlan | None) -> list[PlanStep]:
    """Steps with sessions to come, an option's only rival: what is done stays done."""
    steps = plan.steps.all() if plan else []
    return [step for step in steps if step.sessions_done < len(step.weeks)]


def step_changes(plan: DevelopmentPlan | None, option: PlanOption) -> list[StepChange]:
    """Added, removed and moved steps first, then what stays; two queries."""
    shell = DevelopmentPlan(week_zero=option.week_zero)
    old = _by_activity(left_of(plan))
    new = _by_activity(steps_of(option, shell))
    names = {one.pk: one for one in Activity.objects.filter(pk__in={*old, *new})}
    before = {pk: _when(plan, step) for pk, step in old.items() if plan}
    after = {pk: _when(shell, step) for pk, step in new.items()}
    found = [
        StepChange(
            names[pk],
            _kind(before.get(pk), after.get(pk)),
            before.get(pk, ""),
            after.get(pk, ""),
        )
        for pk in {**new, **old}
    ]
    order = ("added", "removed", "moved", "same")
    return sorted(found, key=lambda change: (order.index(change.kind), change.activity.title))


def level_changes(plan: DevelopmentPlan | None, option: PlanOption) -> list[LevelChange]:
    """Skills for which the two plans expect different levels, the largest difference first."""
    old, new = _levels(plan.report if plan else {}), _levels(option.report)
    skills = {
        s.code: s for s in Skill.objects.filter(code__in={*old, *new}).select_related("scale")
    }
    found = [
        LevelChange(
            skills[code],
            before=old[code][1] if code in old else new[code][0],
            after=new[code][1] if code in new else old[code][0],
        )
        for code in {**new, **old}
        if code in skills
    ]
    changed = [row for row in found if _distance(row) >= SHOWN_FROM]
    return sorted(changed, key=lambda row: (-_distance(row), row.skill.name))


def _distance(change: LevelChange) -> float:
    return abs(change.after[0] - change.before[0])


def _levels(report: dict[str, Any]) -> dict[str, tuple[Range, Range]]:
    """Today's level and the expected one, by code of the skill."""
    rows: Sequence[dict[str, Any]] = report.get("skills", [])
    return {
        row["skill_code"]: (
            (row["before"], row.get("before_low"), row.get("before_high")),
            (row["expected_after"], row.get("expected_low"), row.get("expected_high")),
        )
        for row in rows
    }


def _by_activity(steps: Iterable[PlanStep]) -> dict[int, PlanStep]:
    return {step.activity_id: step for step in steps}


def _kind(before: str | None, after: str | None) -> str:
    if before is None:
        return "added"
    if after is None:
        return "removed"
    return "same" if before == after else "moved"


def _when(plan: DevelopmentPlan, step: PlanStep) -> str:
    return when_words(plan, step.weeks[step.sessions_done :], None)
