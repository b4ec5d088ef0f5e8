"""The skill map: units or people against skills, from the aggregate or from packed profiles.

All figures are on the common 0..5 metric. A cell adds people up; one that may not be shown
(floors, see `skill_map_floor`) keeps its place and has no numbers.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from re import escape
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Func, QuerySet, Sum, Value
from django.db.models.fields import CharField

from assessments.enums import NOT_MEASURED, GapStatus
from assessments.models import SkillMapCell, SkillProfile
from employees.models import OrgUnit
from skills.enums import SkillKind
from skills.models import Skill

MILLI = 1000
KIND_ORDER = {SkillKind.HARD: 0, SkillKind.SOFT: 1, SkillKind.UNCLASSIFIED: 2}
OTHER = "–"  # category of skills without one
Key = tuple[str, str, int]  # of a column: kind, category, skill or 0
_OF_SKILLS = ("public_id", "name", "kind", "category", "slot")


@dataclass
class Cell:
    """Sums over people and skills; `people` is the most people behind any of its skills."""

    n: int = 0
    n_unmeasured: int = 0
    n_probable: int = 0
    sum_level: int = 0
    sum_gap: int = 0
    sum_p: int = 0
    people: int = 0
    hidden: bool = False

    def add(self, other: "Cell") -> None:
        self.n += other.n
        self.n_unmeasured += other.n_unmeasured
        self.n_probable += other.n_probable
        self.sum_level += other.sum_level
        self.sum_gap += other.sum_gap
        self.sum_p += other.sum_p
        self.people = max(self.people, other.people)

    @property
    def measured(self) -> int:
        return self.n - self.n_unmeasured

    @property
    def level(self) -> float | None:
        """Mean level of the measured; None when nobody is."""
        return self.sum_level / self.measured / MILLI if self.measured else None

    @property
    def gap(self) -> float | None:
        """Mean of max(gap, 0) over the measured."""
        return self.sum_gap / self.measured / MILLI if self.measured else None

    @property
    def status(self) -> str:
        """The cell's tint: by the mean probability of a gap."""
        if not self.measured:
            return "not_measured"
        p = self.sum_p / self.measured / MILLI
        return "probable_gap" if p >= 0.8 else "possible_gap" if p >= 0.5 else "met"

    @property
    def trust(self) -> str:
        """Tentative when more than half of what is asked has not been measured."""
        if not self.measured:
            return "not_measured"
        return "measured" if self.measured * 2 >= self.n else "tentative"

    @property
    def tint(self) -> int:
        """Colour class 0..5 of the mean level."""
        return round(self.level or 0)

    @property
    def coverage(self) -> int:
        """Share measured, in percent."""
        return round(100 * self.measured / self.n) if self.n else 0

    @property
    def probable_share(self) -> int:
        """Share of likely gaps among the measured, in percent."""
        return round(100 * self.n_probable / self.measured) if self.measured else 0


@dataclass(frozen=True)
class Column:
    """A category of one kind, or one skill of an opened category."""

    kind: str
    category: str
    skill: Skill | None = None

    @property
    def label(self) -> str:
        return self.skill.name if self.skill else self.category

    @property
    def key(self) -> Key:
        return (self.kind, self.category, self.skill.pk if self.skill else 0)


@dataclass
class Row:
    """One unit with what is below it, or one person; `own` marks people directly in the unit."""

    label: str
    unit: OrgUnit | None = None
    person: UUID | None = None
    own: bool = False
    cells: dict[Key, Cell] = field(default_factory=lambda: defaultdict(Cell))
    total: Cell = field(default_factory=Cell)


@dataclass(frozen=True)
class SkillMap:
    """Columns, worst first within hard and soft; rows in their order; sums at the foot."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    foot: Row

    def cells_of(self, row: Row) -> list[tuple[Column, Cell]]:
        return [(column, row.cells.get(column.key, Cell())) for column in self.columns]


@dataclass(frozen=True)
class Narrowing:
    """Which part of the organisation: a unit with what is below it, and filters."""

    unit: OrgUnit | None = None
    role: UUID | None = None
    site: UUID | None = None
    work_mode: str = ""
    kind: str = ""


def unit_map(chosen: Narrowing, opened: tuple[str, str] | None) -> SkillMap:
    """One row per unit right below the chosen one, from the aggregate; two or three queries."""
    units = branches_of(chosen.unit)
    rows: dict[str, Row] = {}
    shown: set[int] = set()
    for branch, kind, category, skill, *sums in _sums(chosen, opened):
        if branch not in rows:
            unit = units.get(branch) if branch else chosen.unit
            rows[branch] = Row(unit.name if unit else branch, unit, own=not branch)
        cell = Cell(*sums)
        rows[branch].cells[kind, category, skill] = cell
        rows[branch].total.add(cell)
        shown.add(skill)
    skills = skills_by_id(shown - {0})
    columns = {
        key: Column(*key[:2], skills.get(key[2])) for row in rows.values() for key in row.cells
    }
    return _assembled(sorted(rows.values(), key=lambda row: (row.own, row.label)), columns)


def map_of_tops(
    tops: Iterable[OrgUnit], chosen: Narrowing, opened: tuple[str, str] | None
) -> SkillMap:
    """One row per unit with everything below it; the units do not overlap. Queries per unit."""
    rows: list[Row] = []
    columns: dict[Key, Column] = {}
    for top in tops:
        part = unit_map(replace(chosen, unit=top), opened)
        if part.rows:
            rows.append(Row(top.name, top, cells=part.foot.cells, total=part.foot.total))
            columns |= {column.key: column for column in part.columns}
    return _assembled(rows, columns)


def people_map(
    profiles: Iterable[SkillProfile], kind: str, opened: tuple[str, str] | None
) -> SkillMap:
    """One row per person, from packed profiles with `employee` loaded; one query."""
    profiles = list(profiles)
    slots = {slot for profile in profiles for slot in profile.slots}
    skills = {s.slot: s for s in Skill.objects.filter(slot__in=slots).only(*_OF_SKILLS)}
    if kind:
        skills = {slot: skill for slot, skill in skills.items() if skill.kind == kind}
    keys = keys_of(skills, opened)
    rows = []
    for profile in profiles:
        row = Row(str(profile.employee), person=profile.employee.public_id)
        for place, slot in enumerate(profile.slots):
            if profile.required[place] and slot in keys:
                _put(row, keys[slot], _cell_of(profile, place))
        rows.append(row)
    columns = (_column(skill, opened) for skill in skills.values())
    return _assembled(rows, {column.key: column for column in columns})


def merged(parts: SkillMap, label: str) -> SkillMap:
    """The same map as one row: for viewers who see a group and not its parts."""
    row = Row(label, cells=parts.foot.cells, total=parts.foot.total)
    return SkillMap(parts.columns, [row], parts.foot)


_BY_COLUMN = """
    SELECT g.branch, s.kind, coalesce(nullif(s.category, ''), %s) AS shown_category,
        CASE WHEN s.kind = %s AND coalesce(nullif(s.category, ''), %s) = %s THEN s.id ELSE 0 END,
        sum(g.total)::bigint, sum(g.unmeasured)::bigint, sum(g.probable)::bigint,
        sum(g.level)::bigint, sum(g.gap)::bigint, sum(g.p)::bigint, max(g.total)::bigint
    FROM ({by_skill}) g JOIN skills_skill s ON s.id = g.skill_id
    GROUP BY 1, 2, 3, 4
"""


def _sums(chosen: Narrowing, opened: tuple[str, str] | None) -> list[tuple[Any, ...]]:
    """(branch, kind, category, skill or 0) and the fields of a `Cell`, added up by the database."""
    depth = chosen.unit.path.count("/") + 2 if chosen.unit else 1
    branch = Func(
        F("unit__path"), Value("/"), depth, function="split_part", output_field=CharField()
    )
    by_skill = (
        narrowed_cells(chosen)
        .annotate(branch=branch)
        .values("branch", "skill_id")
        .annotate(
            total=Sum("n"),
            unmeasured=Sum("n_unmeasured"),
            probable=Sum("n_probable"),
            level=Sum("sum_level"),
            gap=Sum("sum_gap"),
            p=Sum("sum_p"),
        )
    )
    try:
        inner, values = by_skill.query.sql_with_params()
    except EmptyResultSet:
        return []
    kind, category = opened or ("", "")
    with connection.cursor() as cursor:
        cursor.execute(
            _BY_COLUMN.format(by_skill=inner),
            [OTHER, kind, OTHER, category, *values],
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def narrowed_cells(chosen: Narrowing) -> QuerySet[SkillMapCell]:
    """The rows of the aggregate in the chosen part."""
    cells = SkillMapCell.objects.all()
    if chosen.unit:
        cells = cells.filter(unit__in=OrgUnit.objects.subtree(chosen.unit))
    if chosen.role:
        cells = cells.filter(role__public_id=chosen.role)
    if chosen.site:
        cells = cells.filter(site__public_id=chosen.site)
    if chosen.work_mode:
        cells = cells.filter(work_mode=chosen.work_mode)
    return cells.filter(skill__kind=chosen.kind) if chosen.kind else cells


def skills_by_id(ids: set[int]) -> dict[int, Skill]:
    """Skills with what a column needs."""
    return Skill.objects.only(*_OF_SKILLS).in_bulk(ids)


def branches_of(top: OrgUnit | None) -> dict[str, OrgUnit]:
    """Units right below the chosen one by the last part of their path."""
    prefix = f"{top.path}/" if top else ""
    units = OrgUnit.objects.filter(path__startswith=prefix, path__regex=f"^{escape(prefix)}[^/]+$")
    return {unit.path.removeprefix(prefix): unit for unit in units}


def _column(skill: Skill, opened: tuple[str, str] | None) -> Column:
    category = skill.category or OTHER
    is_open = opened == (skill.kind, category)
    return Column(skill.kind, category, skill if is_open else None)


def keys_of(skills: Mapping[int, Skill], opened: tuple[str, str] | None) -> dict[int, Key]:
    """The column of each skill, worked out once and not for every cell."""
    return {known: _column(skill, opened).key for known, skill in skills.items()}


def _put(row: Row, key: Key, cell: Cell) -> None:
    row.cells[key].add(cell)
    row.total.add(cell)


def _cell_of(profile: SkillProfile, place: int) -> Cell:
    mean, status = profile.mean[place], profile.status[place]
    if mean == NOT_MEASURED or status == GapStatus.NOT_MEASURED:
        return Cell(n=1, n_unmeasured=1, people=1)
    return Cell(
        n=1,
        n_probable=int(status == GapStatus.PROBABLE),
        sum_level=mean,
        sum_gap=max(0, profile.required[place] - mean),
        sum_p=profile.p_gap[place],
        people=1,
    )


def _assembled(rows: list[Row], columns: Mapping[Key, Column]) -> SkillMap:
    foot = Row("")
    for row in rows:
        for key, cell in row.cells.items():
            people = foot.cells[key].people + cell.people
            foot.cells[key].add(cell)
            foot.cells[key].people = people
        people = foot.total.people + row.total.people
        foot.total.add(row.total)
        foot.total.people = people
    return sorted_map(rows, columns, foot)


def sorted_map(rows: Sequence[Row], columns: Mapping[Key, Column], foot: Row) -> SkillMap:
    """The map with its columns in order: hard before soft, worst first."""

    def worst_first(column: Column) -> tuple[int, float, str]:
        gap = foot.cells[column.key].gap or 0.0
        return (KIND_ORDER[SkillKind(column.kind)], -gap, column.label)

    shown = (column for key, column in columns.items() if key in foot.cells)
    return SkillMap(sorted(shown, key=worst_first), rows, foot)
