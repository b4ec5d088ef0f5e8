"""What a skill map is made of: cells that add people up, columns, rows, and their order.

All figures are on the common 0..5 metric. A cell that may not be shown (floors, see
`skill_map_floor`) keeps its place and has no numbers.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from assessments.analysis.parameters import MILLI
from employees.models import OrgUnit
from skills.enums import SkillKind
from skills.models import Skill

KIND_ORDER = {SkillKind.HARD: 0, SkillKind.SOFT: 1, SkillKind.UNCLASSIFIED: 2}
OTHER = "–"  # category of skills without one
PROBABLE, POSSIBLE = 0.8, 0.5  # mean probability of a gap from which a cell has the colour

Key = tuple[str, str, int]  # of a column: kind, category, skill or 0
Opened = tuple[str, str] | None  # kind ("": every kind) and category whose skills are columns


@dataclass(slots=True)
class Cell:
    """Sums over people and skills; `people` is the most people behind any of its skills.

    `n_tentative`, `n_old` (last observed more than a year ago) and `n_contested` are among the
    measured. `worst` is the largest mean p_gap, in thousandths, of any skill in it; None where it
    holds one skill or none, whose own mean that is.
    """

    n: int = 0
    n_unmeasured: int = 0
    n_probable: int = 0
    n_tentative: int = 0
    n_old: int = 0
    sum_level: int = 0
    sum_gap: int = 0
    sum_p: int = 0
    people: int = 0
    worst: float | None = None
    n_contested: int = 0
    hidden: bool = False

    def add_skill(self, other: "Cell") -> None:
        """Take in other skills, mostly of the same people."""
        self.worst = _larger(self.worst_p, other.worst_p)
        self._sum(other)
        self.people = max(self.people, other.people)

    def add_people(self, other: "Cell") -> None:
        """Take in the same skills of other people."""
        self.worst = _larger(self.worst, other.worst)
        self._sum(other)
        self.people += other.people

    def _sum(self, other: "Cell") -> None:
        self.n += other.n
        self.n_unmeasured += other.n_unmeasured
        self.n_probable += other.n_probable
        self.n_tentative += other.n_tentative
        self.n_old += other.n_old
        self.n_contested += other.n_contested
        self.sum_level += other.sum_level
        self.sum_gap += other.sum_gap
        self.sum_p += other.sum_p

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
    def worst_p(self) -> float | None:
        """The largest mean p_gap of a skill in the cell, in thousandths; None when unmeasured."""
        if self.worst is not None or not self.measured:
            return self.worst
        return self.sum_p / self.measured

    @property
    def status(self) -> str:
        """The cell's colour: that of its worst skill, so that a category never looks milder."""
        if self.worst_p is None:
            return "not_measured"
        p = self.worst_p / MILLI
        return "probable_gap" if p >= PROBABLE else "possible_gap" if p >= POSSIBLE else "met"

    @property
    def trust(self) -> str:
        """Tentative unless at least half of what is asked has been measured firmly."""
        if not self.measured:
            return "not_measured"
        return "measured" if (self.measured - self.n_tentative) * 2 >= self.n else "tentative"

    @property
    def is_old(self) -> bool:
        """At least half of the levels were last observed more than a year ago."""
        return 0 < self.measured <= self.n_old * 2

    @property
    def is_contested(self) -> bool:
        """Somebody objects to something that counts here."""
        return self.n_contested > 0

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

    def put(self, key: Key, cell: Cell) -> None:
        """Add a skill to its column and to the row's sum."""
        self.cells[key].add_skill(cell)
        self.total.add_skill(cell)


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
    """Which part of the organisation and of the skills: a unit with what is below it, and filters.

    `verified`: only levels with a verified source count (`VERIFIED_SOURCES`); others are shown as
    not measured.
    """

    unit: OrgUnit | None = None
    role: UUID | None = None
    site: UUID | None = None
    work_mode: str = ""
    kind: str = ""
    category: str = ""
    verified: bool = False

    @property
    def stored_category(self) -> str:
        """The category as skills have it."""
        return "" if self.category == OTHER else self.category


def column_of(skill: Skill, opened: Opened) -> Column:
    """The skill's own column where its category is opened, else that of its category."""
    category = skill.category or OTHER
    is_open = opened is not None and opened[0] in {"", skill.kind} and opened[1] == category
    return Column(skill.kind, category, skill if is_open else None)


def keys_of(skills: Mapping[int, Skill], opened: Opened) -> dict[int, Key]:
    """The column of each skill, worked out once and not for every cell."""
    return {known: column_of(skill, opened).key for known, skill in skills.items()}


def merged(parts: SkillMap, label: str) -> SkillMap:
    """The same map as one row: for viewers who see a group and not its parts."""
    row = Row(label, cells=parts.foot.cells, total=parts.foot.total)
    return SkillMap(parts.columns, [row], parts.foot)


def assembled(rows: list[Row], columns: Mapping[Key, Column]) -> SkillMap:
    """Rows of people or units that do not overlap, with their sum."""
    foot = Row("")
    for row in rows:
        for key, cell in row.cells.items():
            foot.cells[key].add_people(cell)
        foot.total.add_people(row.total)
    return sorted_map(rows, columns, foot)


def sorted_map(rows: Sequence[Row], columns: Mapping[Key, Column], foot: Row) -> SkillMap:
    """The map with its columns in order: hard before soft, the worst category first; the skills
    of an opened one stand beside each other in its place, worst first."""
    shown = [column for key, column in columns.items() if key in foot.cells]
    categories: dict[tuple[str, str], Cell] = defaultdict(Cell)
    for column in shown:
        categories[column.kind, column.category].add_skill(foot.cells[column.key])

    def worst_first(column: Column) -> tuple[int, float, str, float, str]:
        whole = categories[column.kind, column.category].gap or 0.0
        gap = foot.cells[column.key].gap or 0.0
        kind = KIND_ORDER[SkillKind(column.kind)]
        return (kind, -whole, column.category, -gap, column.label)

    return SkillMap(sorted(shown, key=worst_first), rows, foot)


def _larger(one: float | None, other: float | None) -> float | None:
    if one is None or other is None:
        return other if one is None else one
    return max(one, other)
