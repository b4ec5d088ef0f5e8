"""Storing recommendations: one draft a person, replaced in place so that its address stays."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from assessments.models import AnalysisRun
from skills.models import Skill
from training.analysis.conflicts import Conflict
from training.analysis.explain import SkillChange
from training.analysis.flips import Flip
from training.analysis.offers import Season
from training.analysis.outlook import outlook
from training.analysis.planner import Path, Step
from training.enums import CENTS, PlanState
from training.models import Activity, DevelopmentPlan, PathTemplate, PlanStep
from training.models.plans import PathFacts
from training.queries.learners import Person
from training.queries.options import FACTS
from training.queries.words import ask_sentence, reason_code, why_sentence
from training.services.plan_records import hold_people

LEVEL_DIGITS = 3
Stored = tuple[DevelopmentPlan, list[PlanStep]]


@dataclass(frozen=True)
class Names:
    """Skills by slot (with scale) and activities by code."""

    skills: dict[int, Skill]
    activities: dict[str, Activity]

    def of_slots(self, slots: Sequence[int]) -> list[str]:
        return [self.skills[slot].name for slot in slots]

    def titles(self, codes: Sequence[str]) -> list[str]:
        return [self.activities[code].title for code in codes]


@dataclass(frozen=True)
class Draft:
    """A path about to be stored. `zone` is where the person sits; `wish` says as which of the
    options it was computed, if as one; `flips` what a little more of a limit would change,
    `conflict` why not everything mandatory has room."""

    person: Person
    path: Path
    run: AnalysisRun
    season: Season
    week_zero: dt.date
    zone: str
    currency: str
    inputs_hash: str
    template: PathTemplate | None = None
    wish: str = ""
    flips: tuple[Flip, ...] = ()
    conflict: Conflict | None = None


def store_drafts(drafts: Sequence[Draft], names: Names) -> list[Stored]:
    """Write each draft in place of the person's earlier one; runs in the caller's transaction."""
    people = {draft.person.employee.pk for draft in drafts}
    hold_people(people)
    rows = DevelopmentPlan.objects.filter(employee__in=people, state=PlanState.DRAFT)
    earlier = {plan.employee_id: plan for plan in rows.order_by("pk").select_for_update()}
    plans = [_plan(draft, names, earlier.get(draft.person.employee.pk)) for draft in drafts]
    new = [plan for plan in plans if plan.pk is None]
    DevelopmentPlan.objects.bulk_create(new)
    kept = [plan for plan in plans if plan.employee_id in earlier]
    DevelopmentPlan.objects.bulk_update(kept, _CHANGED)
    PlanStep.objects.filter(plan__in=kept).delete()
    stored = [
        (plan, make_steps(draft, names, plan)) for plan, draft in zip(plans, drafts, strict=True)
    ]
    PlanStep.objects.bulk_create([step for _plan, steps in stored for step in steps])
    return stored


_CHANGED = [*FACTS, "template", "run", "version", "updated_at"]


def _plan(draft: Draft, names: Names, earlier: DevelopmentPlan | None) -> DevelopmentPlan:
    plan = earlier or DevelopmentPlan(version=0)
    plan.employee = draft.person.employee
    plan.template, plan.run = draft.template, draft.run
    write_facts(plan, draft, names)
    plan.version += 1
    plan.updated_at = timezone.now()
    return plan


def write_facts(row: PathFacts, draft: Draft, names: Names) -> None:
    """Everything that was computed, into the columns of a plan or an option."""
    path, run, rules = draft.path, draft.run, draft.season.rules
    row.fill = path.status
    row.week_zero, row.weeks = draft.week_zero, rules.weeks
    row.hours_per_week = Decimal(str(draft.person.learner.hours_per_week))
    row.budget_cents = None if rules.budget is None else round(rules.budget * CENTS)
    row.currency = draft.currency
    row.value, row.closure, row.bound = path.value, path.closure, path.bound
    row.hours = Decimal(str(round(path.hours, 2)))
    row.cost_cents = round(path.cost * CENTS)
    row.cost_unknown = any(step.cost is None for step in path.steps)
    row.report = _report(draft, names)
    if draft.wish:
        row.report |= {"wish": draft.wish, "flips": [asdict(flip) for flip in draft.flips]}
    row.method, row.method_version = run.method, run.method_version
    row.parameters_hash, row.inputs_hash = run.parameters_hash, draft.inputs_hash
    row.computed_at = timezone.now()


def _report(draft: Draft, names: Names) -> dict[str, Any]:
    """The parts of interfaces.md that are not columns."""
    path, person = draft.path, draft.person
    manager = person.manager.first_name if person.manager else ""
    ask = ask_sentence(manager)
    return _mandatory(draft) | {
        "skills": [_change(change, person.errors[change.slot], names) for change in path.skills],
        "not_chosen": [
            {"activity_code": row.code, "reason": reason_code(row.reason, row.by, row.delta)}
            for row in path.not_chosen
        ],
        "unmet": [
            {"skill_code": names.skills[row.slot].code, "reason": row.reason.value}
            for row in path.unmet
        ],
        "measure_first": [
            {"skill_code": names.skills[slot].code, "ask": ask} for slot in person.essential
        ],
    }


def _mandatory(draft: Draft) -> dict[str, Any]:
    """What of the mandatory activities is late or has no place; nothing where all is well."""
    path, found = draft.path, dict[str, Any]()
    if path.late:
        found["late"] = list(path.late)
    if path.missed:
        rows = [{"activity_code": row.code, "reason": row.reason.value} for row in path.missed]
        found["missed"] = rows
    if draft.conflict:
        found["conflict"] = conflict_row(draft.conflict)
    return found


def conflict_row(conflict: Conflict) -> dict[str, Any]:
    """The limits at odds, how much of each alone would be enough, else of some together."""
    return {
        "limits": [one.value for one in conflict.limits],
        "enough": {limit.value: value for limit, value in conflict.enough.items()},
        "together": {limit.value: value for limit, value in conflict.together.items()},
    }


def _change(change: SkillChange, error: float, names: Names) -> dict[str, Any]:
    """Levels and their 90 % intervals on the skill's own scale."""
    skill = names.skills[change.slot]
    around = outlook(change.before, change.after, error)
    levels = {
        "before": change.before,
        "before_low": around.before_low,
        "before_high": around.before_high,
        "expected_after": change.after,
        "expected_low": around.after_low,
        "expected_high": around.after_high,
    }
    own = {k: round(skill.scale.from_common(v), LEVEL_DIGITS) for k, v in levels.items()}
    return {"skill_code": skill.code, **own, "weight": round(change.weight, 9)}


def make_steps(draft: Draft, names: Names, plan: DevelopmentPlan | None = None) -> list[PlanStep]:
    """The steps of a path, not saved; without a plan those of an option."""
    return [
        _step(plan, draft, names, position, step) for position, step in enumerate(draft.path.steps)
    ]


def _step(
    plan: DevelopmentPlan | None, draft: Draft, names: Names, position: int, step: Step
) -> PlanStep:
    activity, reason = names.activities[step.code], step.reason
    offered = draft.season.catalogue.activities[draft.season.catalogue.position[step.code]]
    session = draft.season.session_in(offered, step.weeks[0], draft.zone)
    share = reason.marginal / draft.path.value if draft.path.value > 0 else 0.0
    return PlanStep(
        **({} if plan is None else {"plan": plan}),
        position=position,
        activity=activity,
        session_id=(session.key or None) if session else None,
        start_week=step.weeks[0],
        weeks=list(step.weeks),
        hours_by_week={str(week): step.session_hours for week in step.weeks},
        cost_cents=None if step.cost is None else round(step.cost * CENTS),
        why=why_sentence(
            reason.why,
            skills=names.of_slots(reason.slots),
            needed_by=names.titles(reason.needed_by),
            situations=reason.situations,
            share=share,
            only_mode=reason.only_mode,
        ),
        why_skills=[names.skills[slot].code for slot in reason.slots],
        reasons={
            "why": reason.why.value,
            "marginal": round(reason.marginal, 9),
            "needed_by": list(reason.needed_by),
            "situations": list(reason.situations),
        },
    )
