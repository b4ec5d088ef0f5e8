"""Levels of a programme's people before and after, by quarter and kind."""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from assessments.models import SkillProfile
from assessments.queries.profiles import unpack_profile
from skillmap.core.models import Viewer
from skills.enums import SkillKind
from skills.models import Skill
from training.enums import SMALL_GROUP, PlanState
from training.models import DevelopmentPlan, Programme, ProgrammeMember
from training.queries.programmes import plans_of

KINDS = (SkillKind.HARD, SkillKind.SOFT)
STARTED = (PlanState.ACTIVE, PlanState.COMPLETE)
NINETY = 1.645  # standard deviations to each end of a 90 % interval


@dataclass(frozen=True)
class Mean:
    """Mean level on the common 0..5 metric with its 90 % interval, as far as measuring goes."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Change:
    """One kind in one quarter; `before` None: fewer than `SMALL_GROUP` people were measured."""

    kind: SkillKind
    people: int
    before: Mean | None
    after: Mean | None


@dataclass(frozen=True)
class Quarter:
    """People whose cohort began in this quarter."""

    year: int
    number: int
    changes: list[Change]


Known = tuple[float, float]  # level and its standard deviation
Pair = tuple[Known, Known]  # before and after


def level_changes(programme: Programme, user: Viewer) -> list[Quarter]:
    """Of members whose levels the user may read and whose plans have started; newest first.

    Before is what the plan was made from, after what is known today, over the plan's own skills;
    each person counts once per kind, as the mean of their skills.
    """
    members = list(
        ProgrammeMember.objects.visible_to(user)
        .filter(cohort__programme=programme)
        .select_related("cohort")
    )
    plans, _why_not = plans_of(members)
    followed = {
        member: plan
        for member in members
        if (plan := plans.get((member.use_id, member.employee_id))) and plan.state in STARTED
    }
    pairs = _pairs(followed.values())
    quarters: dict[tuple[int, int], list[dict[SkillKind, list[Pair]]]] = defaultdict(list)
    for member, plan in followed.items():
        quarters[_quarter(member.cohort.starts_on)].append(pairs[plan.pk])
    return [
        Quarter(year, number, [_change(kind, people) for kind in KINDS])
        for (year, number), people in sorted(quarters.items(), reverse=True)
    ]


def _quarter(day: dt.date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3


def _pairs(plans: Iterable[DevelopmentPlan]) -> dict[int, dict[SkillKind, list[Pair]]]:
    """Per plan and kind the skills known before and after; three queries."""
    plans = list(plans)
    rows = {row["skill_code"] for plan in plans for row in plan.report.get("skills", ())}
    skills = {s.code: s for s in Skill.objects.filter(code__in=rows).select_related("scale")}
    profiles = SkillProfile.objects.filter(employee__in=[plan.employee_id for plan in plans])
    now = {
        profile.employee_id: {
            cell.slot: (cell.mean, cell.error)
            for cell in unpack_profile(profile)
            if cell.mean is not None and cell.error is not None
        }
        for profile in profiles
    }
    found: dict[int, dict[SkillKind, list[Pair]]] = {}
    for plan in plans:
        found[plan.pk] = defaultdict(list)
        for row in plan.report.get("skills", ()):
            skill = skills.get(row["skill_code"])
            after = now.get(plan.employee_id, {}).get(skill.slot) if skill else None
            if skill is not None and after is not None and row.get("before_low") is not None:
                found[plan.pk][SkillKind(skill.kind)].append((_before(skill, row), after))
    return found


def _before(skill: Skill, row: dict[str, float]) -> Known:
    """A level of the plan's report, which is on the skill's own scale."""
    level, low, high = (
        skill.scale.to_common(row[name]) for name in ("before", "before_low", "before_high")
    )
    return level, (high - low) / (2 * NINETY)


def _change(kind: SkillKind, people: list[dict[SkillKind, list[Pair]]]) -> Change:
    known = [person[kind] for person in people if person.get(kind)]
    if len(known) < SMALL_GROUP:
        return Change(kind, len(known), None, None)
    before, after = (
        _mean([[pair[side] for pair in person] for person in known]) for side in (0, 1)
    )
    return Change(kind, len(known), before, after)


def _mean(people: list[list[Known]]) -> Mean:
    """Mean of the persons' means; errors of measuring are taken as independent."""
    means = [sum(level for level, _sd in skills) / len(skills) for skills in people]
    variances = [sum(sd * sd for _level, sd in skills) / len(skills) ** 2 for skills in people]
    value = sum(means) / len(means)
    margin = NINETY * math.sqrt(sum(variances)) / len(means)
    return Mean(value, max(0.0, value - margin), min(5.0, value + margin))
