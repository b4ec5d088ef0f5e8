"""What a plan is expected to bring once its steps were changed by hand."""

from typing import Any

import numpy as np

from assessments.analysis.parameters import Z90
from assessments.models import SkillProfile
from assessments.queries.profiles import unpack_profile
from skills.models import Skill
from training.analysis.candidates import gap_rates
from training.analysis.catalogue import build_catalogue
from training.analysis.gain import Gaps
from training.analysis.learner import choose_gaps
from training.analysis.outlook import outlook
from training.models import DevelopmentPlan
from training.queries.plan_checks import PlanCheck

LEVEL_DIGITS, WEIGHT_DIGITS = 3, 9


def expected_skills(plan: DevelopmentPlan, check: PlanCheck) -> list[dict[str, Any]]:
    """The `skills` of the plan's report for its steps as they are now.

    A skill that was in the report keeps its level before and its weight; one that comes in by the
    change takes today's. Skills that no step teaches any more go.
    """
    known = {row["skill_code"]: row for row in plan.report.get("skills", ())}
    slots = [int(slot) for slot in check.learner.slot]
    skills = {s.slot: s for s in Skill.objects.filter(slot__in=slots).select_related("scale")}
    gaps = _gaps(check, skills, known)
    catalogue = build_catalogue(check.offered.values())
    codes = plan.steps.values_list("activity__code", flat=True)
    steps = [catalogue.position[code] for code in codes if code in catalogue.position]
    rate = gap_rates(catalogue, gaps)[steps].sum(axis=0)
    after = gaps.level - np.expm1(-rate) * gaps.gap
    errors = _errors(plan)
    return [
        _row(skills[slot], known.get(skills[slot].code), float(gaps.level[k]), float(after[k]),
             errors[slot], float(gaps.weight[k]))
        for k, slot in enumerate(gaps.slot.tolist())
        if rate[k] > 0 and slot in errors
    ]  # fmt: skip


def _gaps(check: PlanCheck, skills: dict[int, Skill], known: dict[str, Any]) -> Gaps:
    """Today's gaps and those of the report, these with the level they had before the plan."""
    learner = check.learner
    today = choose_gaps(learner, at_most=check.rules.max_gaps)
    weight = dict(zip(today.slot.tolist(), today.weight.tolist(), strict=True))
    chosen = [
        k
        for k, slot in enumerate(learner.slot.tolist())
        if slot in weight or skills[slot].code in known
    ]
    level = np.array([_before(skills, learner.slot[k], learner.level[k], known) for k in chosen])
    slot = learner.slot[chosen]
    return Gaps(
        slot=slot,
        kind=learner.kind[chosen],
        level=level,
        gap=np.maximum(learner.required[chosen] - level, 0.0),
        weight=np.array([_weight(skills[s].code, known, weight.get(s, 0.0)) for s in slot]),
    )


def _before(skills: dict[int, Skill], slot: int, today: float, known: dict[str, Any]) -> float:
    skill = skills[slot]
    row = known.get(skill.code)
    return float(today) if row is None else skill.scale.to_common(row["before"])


def _weight(code: str, known: dict[str, Any], today: float) -> float:
    return float(known[code]["weight"]) if code in known else today


def _errors(plan: DevelopmentPlan) -> dict[int, float]:
    """Standard deviation of each measured level today, by slot, in levels."""
    profiles = SkillProfile.objects.filter(employee=plan.employee_id)
    cells = (cell for profile in profiles for cell in unpack_profile(profile))
    return {cell.slot: cell.error for cell in cells if cell.error is not None}


def _row(
    skill: Skill,
    earlier: dict[str, Any] | None,
    before: float,
    after: float,
    error: float,
    weight: float,
) -> dict[str, Any]:
    """Levels and intervals on the skill's own scale; the interval before stays as it was."""
    if earlier is not None and earlier.get("before_low") is not None:
        ends = [skill.scale.to_common(earlier[name]) for name in ("before_low", "before_high")]
        error = max(before - ends[0], ends[1] - before) / Z90
    around = outlook(before, after, error)
    levels = {
        "before": before,
        "before_low": around.before_low,
        "before_high": around.before_high,
        "expected_after": after,
        "expected_low": around.after_low,
        "expected_high": around.after_high,
    }
    own = {name: round(skill.scale.from_common(v), LEVEL_DIGITS) for name, v in levels.items()}
    return {"skill_code": skill.code, **own, "weight": round(weight, WEIGHT_DIGITS)}
