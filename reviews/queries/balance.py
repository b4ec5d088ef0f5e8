"""How much of goals, agreed levels and running plans is about hard and about soft skills."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet

from employees.models import Assignment, Employee, OrgUnit
from reviews.enums import GoalState
from reviews.models.reading import openly_read_by
from reviews.queries.goals import on_kind
from skillmap.core.models import User
from skills.enums import SkillKind

_PEOPLE = """
    WITH people AS (
        SELECT a.employee_id AS id, u.path FROM employees_assignment a
        JOIN employees_orgunit u ON u.id = a.unit_id
        WHERE a.is_primary AND a.valid @> CURRENT_DATE AND a.employee_id IN ({visible})
    )
"""
# Of a certificate that is in no list nobody knows the skill: it is a hard one, as in `kind_of`.
_GOALS = """
    , about AS (
        SELECT g.employee_id, g.weight, CASE
            WHEN g.kind = 'certification' THEN coalesce(cs.kind, 'hard') ELSE s.kind END AS kind
        FROM reviews_goal g
        LEFT JOIN skills_skill s ON s.id = g.skill_id
        LEFT JOIN skills_certificatetype c ON c.id = g.certificate_type_id
        LEFT JOIN skills_skill cs ON cs.id = c.skill_id
        WHERE g.state = 'open'
    ), each_person AS (
        SELECT p.path, count(*) FILTER (WHERE kind = 'hard') AS hard,
            count(*) FILTER (WHERE kind = 'soft') AS soft,
            coalesce(sum(weight) FILTER (WHERE kind = 'hard'), 0) AS hard_weight,
            coalesce(sum(weight) FILTER (WHERE kind = 'soft'), 0) AS soft_weight
        FROM people p LEFT JOIN about ON about.employee_id = p.id GROUP BY p.id, p.path
    )
    SELECT path, sum(hard), sum(soft), sum(hard_weight), sum(soft_weight), count(*),
        count(*) FILTER (WHERE hard + soft > 0), count(*) FILTER (WHERE (hard > 0) <> (soft > 0))
    FROM each_person GROUP BY path
"""
_REVIEWS = """
    SELECT p.path, count(*) FILTER (WHERE s.kind = 'hard'),
        count(*) FILTER (WHERE s.kind = 'soft'), 0, 0
    FROM reviews_reviewentry e
    JOIN reviews_review r ON r.id = e.review_id
    JOIN reviews_reviewcycle c ON c.id = r.cycle_id AND c.state = 'running'
    JOIN people p ON p.id = r.employee_id
    JOIN skills_skill s ON s.id = e.skill_id
    WHERE e.side = 'shared' AND e.topic = 'skill' AND e.level IS NOT NULL
        AND NOT EXISTS (SELECT FROM reviews_review later WHERE later.previous_id = r.id)
    GROUP BY p.path
"""
_PLANS = """
    SELECT p.path, count(*) FILTER (WHERE s.kind = 'hard'),
        count(*) FILTER (WHERE s.kind = 'soft'),
        coalesce(sum(spent.hours) FILTER (WHERE s.kind = 'hard'), 0),
        coalesce(sum(spent.hours) FILTER (WHERE s.kind = 'soft'), 0)
    FROM training_planstep step
    JOIN training_developmentplan plan ON plan.id = step.plan_id AND plan.state = 'active'
    JOIN people p ON p.id = plan.employee_id
    JOIN training_activityoutcome o ON o.activity_id = step.activity_id AND o.position = 0
    JOIN skills_skill s ON s.id = o.skill_id
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(value::numeric), 0) AS hours FROM jsonb_each_text(step.hours_by_week)
    ) spent
    GROUP BY p.path
"""


@dataclass
class Halves:
    """Things about hard and about soft skills, and what they weigh."""

    hard: int = 0
    soft: int = 0
    hard_weight: float = 0
    soft_weight: float = 0

    def add(self, hard: int, soft: int, hard_weight: float, soft_weight: float) -> None:
        self.hard, self.soft = self.hard + hard, self.soft + soft
        self.hard_weight += float(hard_weight)
        self.soft_weight += float(soft_weight)

    @property
    def share_soft(self) -> float | None:
        """By number; None where there is nothing."""
        return self.soft / (self.hard + self.soft) if self.hard + self.soft else None

    @property
    def share_hard(self) -> float | None:
        """The rest."""
        return None if self.share_soft is None else 1 - self.share_soft

    @property
    def weight_soft(self) -> float | None:
        """By weight: of goals their weight, of plans their hours."""
        total = self.hard_weight + self.soft_weight
        return self.soft_weight / total if total else None


@dataclass
class UnitBalance:
    """One unit with everything below it. `one_kind` people have open goals of one kind only."""

    path: str
    people: int = 0
    with_goals: int = 0
    one_kind: int = 0
    goals: Halves = field(default_factory=Halves)
    reviews: Halves = field(default_factory=Halves)
    plans: Halves = field(default_factory=Halves)
    unit: OrgUnit | None = None


def balance_by_unit(user: User, above: str = "") -> list[UnitBalance]:
    """The units right below a unit, else the departments, of the people this user reads about;
    four queries. People who work in the unit itself stand in a line of its own."""
    goals = list(_rows(_GOALS, user))
    reach = [row for row in goals if _is_under(row[0], above)]
    top = above or _common([row[0] for row in reach])
    found: dict[str, UnitBalance] = {}

    def line(path: str) -> UnitBalance:
        key = _below(path, top)
        return found.setdefault(key, UnitBalance(key))

    for path, *halves, people, with_goals, one_kind in reach:
        one = line(path)
        one.goals.add(*halves)
        one.people += people
        one.with_goals += with_goals
        one.one_kind += one_kind
    for sql, part in ((_REVIEWS, "reviews"), (_PLANS, "plans")):
        for path, *halves in _rows(sql, user):
            if _is_under(path, above):
                getattr(line(path), part).add(*halves)
    units = {unit.path: unit for unit in OrgUnit.objects.filter(path__in=found)}
    for path, one in found.items():
        one.unit = units.get(path)
    return [found[path] for path in sorted(found)]


def people_with_one_kind(user: User, above: str = "") -> QuerySet[Employee]:
    """People this user reads about, and is not asked why or said why today, whose open goals on
    skills are all of one kind, with how many are `hard` and `soft`."""
    about = {kind: Q(goals__state=GoalState.OPEN) & on_kind(kind, "goals__") for kind in _KINDS}
    people = Employee.objects.working().levels_visible_to(user)
    people = people.filter(pk__in=openly_read_by(user))
    if above:
        inside = Q(unit__path=above) | Q(unit__path__startswith=f"{above}/")
        places = Assignment.objects.current().primary().filter(inside)
        people = people.filter(pk__in=places.values("employee"))
    counted = people.annotate(
        hard=Count("goals", filter=about[SkillKind.HARD]),
        soft=Count("goals", filter=about[SkillKind.SOFT]),
    )
    lopsided = Q(hard=0, soft__gt=0) | Q(hard__gt=0, soft=0)
    return counted.filter(lopsided).order_by("last_name", "first_name", "pk")


_KINDS = (SkillKind.HARD, SkillKind.SOFT)


def _rows(sql: str, user: User) -> Iterator[tuple[Any, ...]]:
    people = Employee.objects.working().levels_visible_to(user).values("pk")
    visible, parameters = people.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE.format(visible=visible) + sql, parameters)
        yield from cursor.fetchall()


def _is_under(path: str, above: str) -> bool:
    return not above or f"{path}/".startswith(f"{above}/")


def _common(paths: Iterable[str]) -> str:
    """The unit at the top of all, where there is one."""
    tops = {path.split("/")[0] for path in paths}
    return tops.pop() if len(tops) == 1 else ""


def _below(path: str, top: str) -> str:
    """The unit right below `top` that this path stands in; `top` for those in itself."""
    depth = top.count("/") + 2 if top else 1
    return "/".join(path.split("/")[:depth])
