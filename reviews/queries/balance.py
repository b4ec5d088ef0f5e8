"""How much of goals, agreed levels and running plans is about hard and about soft skills."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet

from assessments.queries.map_reach import aggregate_floor
from employees.models import Assignment, Employee, OrgUnit
from reviews.enums import GoalState
from reviews.models.reading import openly_read_by
from reviews.queries.goals import on_kind
from skillmap.core.models import User
from skills.enums import SkillKind

_PEOPLE = """
    WITH people AS (
        SELECT a.employee_id AS id, u.path, a.employee_id IN ({open}) AS is_open
        FROM employees_assignment a
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
        SELECT p.path, p.is_open, count(*) FILTER (WHERE kind = 'hard') AS hard,
            count(*) FILTER (WHERE kind = 'soft') AS soft,
            coalesce(sum(weight) FILTER (WHERE kind = 'hard'), 0) AS hard_weight,
            coalesce(sum(weight) FILTER (WHERE kind = 'soft'), 0) AS soft_weight
        FROM people p LEFT JOIN about ON about.employee_id = p.id
        GROUP BY p.id, p.path, p.is_open
    )
    SELECT path, is_open, sum(hard), sum(soft), sum(hard_weight), sum(soft_weight), count(*),
        count(*) FILTER (WHERE hard + soft > 0), count(*) FILTER (WHERE (hard > 0) <> (soft > 0))
    FROM each_person GROUP BY path, is_open
"""
_REVIEWS = """
    SELECT p.path, p.is_open, count(*) FILTER (WHERE s.kind = 'hard'),
        count(*) FILTER (WHERE s.kind = 'soft'), 0, 0
    FROM reviews_reviewentry e
    JOIN reviews_review r ON r.id = e.review_id
    JOIN reviews_reviewcycle c ON c.id = r.cycle_id AND c.state = 'running'
    JOIN people p ON p.id = r.employee_id
    JOIN skills_skill s ON s.id = e.skill_id
    WHERE e.side = 'shared' AND e.topic = 'skill' AND e.level IS NOT NULL
        AND NOT EXISTS (SELECT FROM reviews_review later WHERE later.previous_id = r.id)
    GROUP BY p.path, p.is_open
"""
_PLANS = """
    SELECT p.path, p.is_open, count(*) FILTER (WHERE s.kind = 'hard'),
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
    GROUP BY p.path, p.is_open
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

    def add(self, other: "UnitBalance") -> None:
        self.people += other.people
        self.with_goals += other.with_goals
        self.one_kind += other.one_kind
        for part in ("goals", "reviews", "plans"):
            half: Halves = getattr(other, part)
            getattr(self, part).add(half.hard, half.soft, half.hard_weight, half.soft_weight)


@dataclass(frozen=True)
class BalanceTable:
    """Unit by unit, and together. Of `left_out` people nothing is told, or only together with
    others: they are fewer than the floor and the reader may not see them one by one."""

    units: Sequence[UnitBalance]
    total: UnitBalance
    left_out: int = 0
    floor: int = 0


def balance_by_unit(user: User, above: str = "") -> BalanceTable:
    """The units right below a unit, else the departments, of the people this user reads about;
    five queries. People who work in the unit itself stand in a line of its own.

    Every figure adds up whole parts of at least the floor and people this user reads openly, and
    parts do not depend on what is asked for: nobody is found by subtraction.
    """
    opened, closed = _figures(user)
    floor = aggregate_floor()
    parts, joined = _parts(closed, floor)
    reach = [path for path in {*opened, *closed} if _is_under(path, above)]
    top = above or _common(reach)
    found = {_below(path, top): UnitBalance(_below(path, top)) for path in reach}
    total = UnitBalance(top)
    for told in (opened, parts, joined):
        for path, part in told.items():
            if not _is_under(path, top):
                continue
            total.add(part)
            if told is not joined or path != top:
                found[_below(path, top)].add(part)
    units = {unit.path: unit for unit in OrgUnit.objects.filter(path__in=found)}
    for path, one in found.items():
        one.unit = units.get(path)
    all_of_them = sum(figures[path].people for path in reach for figures in (opened, closed))
    return BalanceTable(
        units=[found[path] for path in sorted(found)],
        total=total,
        left_out=all_of_them - sum(one.people for one in found.values()),
        floor=floor,
    )


def _figures(user: User) -> tuple[dict[str, UnitBalance], dict[str, UnitBalance]]:
    """The people directly in each unit: those this user reads openly, and all others."""
    opened: dict[str, UnitBalance] = defaultdict(lambda: UnitBalance(""))
    closed: dict[str, UnitBalance] = defaultdict(lambda: UnitBalance(""))
    for path, is_open, *halves, people, with_goals, one_kind in _rows(_GOALS, user):
        one = (opened if is_open else closed)[path]
        one.goals.add(*halves)
        one.people, one.with_goals, one.one_kind = people, with_goals, one_kind
    for sql, part in ((_REVIEWS, "reviews"), (_PLANS, "plans")):
        for path, is_open, *halves in _rows(sql, user):
            getattr((opened if is_open else closed)[path], part).add(*halves)
    return opened, closed


def _parts(
    closed: Mapping[str, UnitBalance], floor: int
) -> tuple[dict[str, UnitBalance], dict[str, UnitBalance]]:
    """Units that reach the floor by themselves; and where the rest reaches it together, from the
    deepest units upwards. The last few are in neither."""
    parts = {path: one for path, one in closed.items() if one.people >= floor}
    waiting: dict[str, UnitBalance] = defaultdict(lambda: UnitBalance(""))
    for path in closed.keys() - parts.keys():
        waiting[path].add(closed[path])
    joined = {}
    above = {unit for path in waiting for unit in _upwards(path)}
    for path in sorted(above, key=_depth, reverse=True):
        if waiting[path].people >= floor:
            joined[path] = waiting[path]
        elif path:
            waiting[path.rpartition("/")[0]].add(waiting[path])
    return parts, joined


def _upwards(path: str) -> Iterator[str]:
    """A unit and all above it; nothing, last, for the whole organisation."""
    while path:
        yield path
        path = path.rpartition("/")[0]
    yield path


def _depth(path: str) -> int:
    return path.count("/") + 1 if path else 0


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
    visible, of_visible = people.query.sql_with_params()
    opened, of_opened = openly_read_by(user).values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        head = _PEOPLE.format(visible=visible, open=opened)
        cursor.execute(head + sql, [*of_opened, *of_visible])
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
