"""Reads of goals: whose they are, how far each is, and whether both kinds of skill are there."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.lookups import Exact
from django.utils import timezone

from assessments.enums import CertificateState
from assessments.models import Certificate, SkillProfile
from assessments.queries.levels import SkillLevel, last_seen_of, levels_of
from employees.models import Employee
from reviews.enums import GoalKind, GoalState
from reviews.models import Goal
from skillmap.core.models import Viewer
from skills.enums import SkillKind

MOST_GAPS = 4  # offered as goals in one step
GAPS = {"possible_gap", "probable_gap"}

Levels = Mapping[int, Sequence[SkillLevel]]  # by employee


@dataclass(frozen=True)
class Balance:
    """How many open goals are on each kind of skill, and what they weigh together.

    Certificates count by their skill.
    """

    hard: int
    soft: int
    hard_weight: int = 0
    soft_weight: int = 0

    @property
    def lopsided(self) -> bool:
        """All goals on skills are of one kind: the balance guard warns."""
        return self.hard + self.soft > 0 and 0 in {self.hard, self.soft}

    @property
    def share_soft(self) -> float | None:
        """The share of soft skills by weight; None without goals on skills."""
        weight = self.hard_weight + self.soft_weight
        return self.soft_weight / weight if weight else None


@dataclass(frozen=True)
class Progress:
    """How far a goal is: the level with its interval, the certificate, or the share of a figure.

    None where nothing is known yet, which is not 0.
    """

    goal: Goal
    row: SkillLevel | None = None
    is_held: bool | None = None
    share: float | None = None

    @property
    def is_met(self) -> bool:
        """Does what we know say that it is reached? Of a level only if all of its interval does."""
        if self.row is not None and self.row.level.low is not None:
            return self.row.level.low >= float(self.goal.target_level or 0)
        return bool(self.is_held) or self.share == 1.0

    @property
    def is_denied(self) -> bool:
        """Does what we know say that it is not reached? Of a certificate it takes somebody who may
        see it to say so."""
        if self.row is not None and self.row.level.high is not None:
            return self.row.level.high < float(self.goal.target_level or 0)
        return self.goal.certificate_type_id is not None and not self.is_held


def goals_of(employee: Employee, user: Viewer) -> QuerySet[Goal]:
    """The person's goals that this user may read, open ones first."""
    return (
        Goal.objects.visible_to(user)
        .filter(employee=employee)
        .select_related(
            "employee", "skill__scale", "certificate_type__skill", "parent", "aligned_to__unit"
        )
        .order_by(Exact(F("state"), GoalState.OPEN).desc(), "due_on", "id")
    )


def open_goals(employee: Employee) -> QuerySet[Goal]:
    """What somebody wants to reach, the next due first; for the person's own page."""
    rows = Goal.objects.filter(employee=employee, state=GoalState.OPEN)
    return rows.select_related("skill", "certificate_type__skill").order_by("due_on", "id")


def goal_balance(goals: Sequence[Goal]) -> Balance:
    """Counts and weights of the open goals by kind of skill."""
    kinds = [(kind_of(goal), goal.weight) for goal in goals if goal.state == GoalState.OPEN]
    hard = [weight for kind, weight in kinds if kind == SkillKind.HARD]
    soft = [weight for kind, weight in kinds if kind == SkillKind.SOFT]
    return Balance(len(hard), len(soft), sum(hard), sum(soft))


def levels_of_people(people: Collection[int]) -> Levels:
    """The levels of each of these people; four queries."""
    profiles = SkillProfile.objects.filter(employee__in=people)
    return defaultdict(list, levels_of(profiles, last_seen_of(people)))


def levels_today(goals: Iterable[Goal]) -> Levels:
    """The levels of those whose goals are about a skill."""
    people = {goal.employee_id for goal in goals if goal.skill_id}
    return levels_of_people(people) if people else defaultdict(list)


def progress_of(goals: Sequence[Goal], levels: Levels, user: Viewer) -> list[Progress]:
    """How far each goal is; one query."""
    by_skill = {(pk, row.skill.pk): row for pk, rows in levels.items() for row in rows}
    held = _held([goal.pk for goal in goals if goal.certificate_type_id], user)
    return [
        Progress(
            goal,
            row=by_skill.get((goal.employee_id, goal.skill_id or 0)),
            is_held=held.get(goal.pk),
            share=share_of(goal),
        )
        for goal in goals
    ]


def _held(goals: Collection[int], user: Viewer) -> dict[int, bool]:
    """Is the certificate of the goal held? Of those whose certificates this user may see."""
    if not goals:
        return {}
    people = Employee.objects.certificates_visible_to(user)
    rows = Goal.objects.filter(pk__in=goals, employee__in=people).annotate(
        held=Exists(held_certificates(OuterRef("employee"), OuterRef("certificate_type")))
    )
    return dict(rows.values_list("pk", "held"))


def gaps_without_goal(goals: Sequence[Goal], levels: Sequence[SkillLevel]) -> list[SkillLevel]:
    """The largest gaps that no open goal is about, both kinds in turn."""
    taken = {goal.skill_id for goal in goals if goal.state == GoalState.OPEN}
    open_gaps = [r for r in levels if r.level.status in GAPS and r.skill.pk not in taken]
    by_kind = [
        [r for r in sorted(open_gaps, key=lambda r: r.weight) if r.skill.kind == kind]
        for kind in (SkillKind.SOFT, SkillKind.HARD)
    ]
    return [row for rows in by_kind for row in rows[: MOST_GAPS // 2]]


def held_certificates(employee: Any, kind: Any) -> QuerySet[Certificate]:
    """Verified certificates of this kind that are valid today; of many people, kinds too."""
    valid = Q(expires_on=None) | Q(expires_on__gte=timezone.localdate())
    return Certificate.objects.filter(
        valid, employee=employee, type=kind, state=CertificateState.VERIFIED
    )


def share_of(goal: Goal) -> float | None:
    """How much of the way from start to target is done, between 0 and 1."""
    if goal.kpi_target is None or goal.kpi_current is None:
        return None
    start = goal.kpi_start or Decimal(0)
    way = goal.kpi_target - start
    if not way:
        return 1.0 if goal.kpi_current == goal.kpi_target else 0.0
    return min(1.0, max(0.0, float((goal.kpi_current - start) / way)))


def on_kind(kind: str, goal: str = "") -> Q:
    """Goals on this kind of skill, as in `kind_of`; `goal` leads to them, such as `goals__`."""
    found = Q(**{f"{goal}skill__kind": kind}) | Q(**{f"{goal}certificate_type__skill__kind": kind})
    if kind != SkillKind.HARD:
        return found
    unlisted = {f"{goal}kind": GoalKind.CERTIFICATION, f"{goal}certificate_type__skill": None}
    return found | Q(**unlisted)


def kind_of(goal: Goal) -> str:
    """The kind of skill it is about, empty for a figure. Of a certificate that is not in the list
    nobody knows the skill: it is a hard one."""
    if goal.skill:
        return goal.skill.kind
    if goal.certificate_type and goal.certificate_type.skill:
        return goal.certificate_type.skill.kind
    return SkillKind.HARD if goal.kind == GoalKind.CERTIFICATION else ""
