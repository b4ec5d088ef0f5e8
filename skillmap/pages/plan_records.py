"""A completed plan as it was: what was planned, done and changed, and levels before and after."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from assessments.models import SkillProfile
from assessments.queries.levels import SkillLevel, contested_by, levels_of
from skillmap.core.http import UserRequest
from skillmap.pages.profile import open_card_of
from skills.models import Skill
from training.enums import CENTS, PlanState
from training.models import DevelopmentPlan

Range = tuple[float, float | None, float | None]  # level, low, high on the skill's own scale


@dataclass(frozen=True)
class SkillChange:
    """A skill of the plan: before it, what was expected, and what is known today (or None), which
    the person may contest."""

    skill: Skill
    before: Range
    expected: Range
    today: Range | None
    is_contested: bool


@dataclass(frozen=True)
class StepRecord:
    """A step of the frozen copy; `hours` in all."""

    title: str
    mode: str
    sessions: int
    hours: float
    done_on: date | None


@require_GET
def plan_record(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The frozen copy of a completed plan; nothing of it changes later but today's levels."""
    plans = DevelopmentPlan.objects.visible_to(request.user).select_related("employee", "template")
    plan = get_object_or_404(plans, public_id=public_id, state=PlanState.COMPLETE)
    frozen = plan.frozen or {}
    decisions = plan.decisions.select_related("actor")
    context = {
        "card": open_card_of(request.user, plan.employee.public_id),
        "plan": plan,
        "hours": frozen.get("hours", plan.hours),
        "cents": round(frozen["cost"] * CENTS) if "cost" in frozen else plan.cost_cents,
        "currency": frozen.get("currency", plan.currency),
        "steps": [_step(row) for row in frozen.get("steps", ())],
        "changes": _changes(plan, frozen.get("report", {}).get("skills", ())),
        "decisions": decisions,
        "is_own": plan.employee.user_id == request.user.pk,
    }
    return render(request, "pages/plan_record.html", context)


def _step(row: dict[str, Any]) -> StepRecord:
    done = row.get("done_on")
    return StepRecord(
        title=row["title"],
        mode=row["mode"],
        sessions=row["sessions"],
        hours=sum(row["hours_by_week"].values()),
        done_on=date.fromisoformat(done) if done else None,
    )


def _changes(plan: DevelopmentPlan, rows: list[dict[str, Any]]) -> list[SkillChange]:
    found = Skill.objects.filter(code__in=[row["skill_code"] for row in rows])
    own = found.annotate(contested=contested_by(plan.employee_id))
    skills = {skill.code: skill for skill in own}
    profiles = SkillProfile.objects.filter(employee=plan.employee_id)
    levels = {level.skill.code: level for level in levels_of(profiles).get(plan.employee_id, ())}
    return [
        SkillChange(
            skills[row["skill_code"]],
            (row["before"], row.get("before_low"), row.get("before_high")),
            (row["expected_after"], row.get("expected_low"), row.get("expected_high")),
            _today(levels.get(row["skill_code"])),
            getattr(skills[row["skill_code"]], "contested", False),
        )
        for row in sorted(rows, key=lambda row: -row["weight"])
        if row["skill_code"] in skills
    ]


def _today(found: SkillLevel | None) -> Range | None:
    if found is None or found.level.value is None:
        return None
    return found.level.value, found.level.low, found.level.high
