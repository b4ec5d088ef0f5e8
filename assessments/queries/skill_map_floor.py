"""The skill map for those who may not see the people: no figure tells of fewer than the floor.

Skill by skill, the people directly in a unit are one part when those of them who are measured
reach the floor: a mean of one measured person among many would be that person's level. Smaller
groups wait for each other, first within their unit, then in the unit above, until together they
reach it and become one part; the last few, always fewer than the floor, are left out everywhere.
Parts do not overlap, none is smaller than the floor, and what is told of a unit depends on nothing
but the unit. Every figure of every view (a category opened or not, one kind or category, a unit
above or below, any sum) adds up whole parts, so whatever is subtracted from whatever leaves whole
parts.

The same parts are told where only verified levels count. Those of a part are told where they and
the rest of its levels both reach the floor, or there is no rest; else the part is left out. So
each part falls into at most two, told together or one alone, and the argument above holds. How
many people contest something is told of a part on the same condition, or not at all.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import connection

from assessments.queries.contested import contested_levels
from assessments.queries.map_cells import (
    Cell,
    Column,
    Narrowing,
    Opened,
    Row,
    SkillMap,
    keys_of,
    sorted_map,
)
from assessments.queries.skill_map import branches_of, skills_by_id, sums_by_skill

Place = tuple[str, int]  # path of a unit ("": the whole organisation), skill


@dataclass(slots=True)
class _Group:
    """Some people and one skill: everything measured, and the levels that are asked about."""

    everything: Cell = field(default_factory=Cell)
    asked: Cell = field(default_factory=Cell)

    def join(self, other: "_Group") -> None:
        self.everything.add_people(other.everything)
        self.asked.add_people(other.asked)

    def is_part(self, floor: int) -> bool:
        return self.everything.measured >= floor

    def told(self, floor: int) -> Cell:
        """What may be told of a part: nothing that leaves fewer than the floor beside it."""
        measured = self.everything.measured
        if not _splits(measured, self.asked.measured, floor):
            return Cell()
        cell = Cell()
        cell.add_people(self.asked)
        if not _splits(measured, cell.n_contested, floor):
            cell.n_contested = 0
        return cell


def floored_map(chosen: Narrowing, opened: Opened, floor: int) -> SkillMap:
    """As `unit_map`, of parts only; four queries. What is asked for but not told is hidden.

    Sums at the foot hold parts of several rows too, and may be more than the rows together.
    """
    groups = _groups(chosen)
    top = chosen.unit.path if chosen.unit else ""
    told = _told(groups, top, floor)
    skills = skills_by_id({skill for _path, skill in groups})
    keys = keys_of(skills, opened)
    units = branches_of(chosen.unit)
    rows: dict[str, Row] = {}
    foot = Row("")
    for branch, skill in sorted({(_branch(path, top), skill) for path, skill in groups}):
        if branch not in rows:
            unit = units.get(branch) if branch else chosen.unit
            rows[branch] = Row(unit.name if unit else branch, unit, own=not branch)
        if branch:
            cell = told.get((f"{top}/{branch}".lstrip("/"), skill), Cell())
        else:
            own = groups[top, skill]
            cell = own.told(floor) if own.is_part(floor) else Cell()
        rows[branch].put(keys[skill], cell)
    for skill in skills:
        foot.put(keys[skill], told.get((top, skill), Cell()))
    for row in (*rows.values(), foot):
        _hide_empty(row)
    columns = {key: Column(*key[:2], skills.get(key[2])) for key in keys.values()}
    ordered = sorted(rows.values(), key=lambda row: (row.own, row.label))
    return sorted_map(ordered, columns, foot)


def _groups(chosen: Narrowing) -> dict[Place, _Group]:
    """The people directly in each unit of the chosen part, skill by skill."""
    asked = _cells(chosen, verified=chosen.verified)
    everything = _cells(chosen, verified=False) if chosen.verified else asked
    for row in contested_levels(chosen):
        if (row.path, row.skill) in asked:
            asked[row.path, row.skill].n_contested = row.people
    return {place: _Group(everything[place], cell) for place, cell in asked.items()}


def _cells(chosen: Narrowing, *, verified: bool) -> dict[Place, Cell]:
    with connection.cursor() as cursor:
        cursor.execute(*sums_by_skill(chosen, "path", verified=verified))
        rows = cursor.fetchall()
    cells = {}
    for path, skill, *sums in rows:
        cell = cells[path, skill] = Cell(*map(int, sums))  # type: ignore[arg-type]  # no `hidden`
        cell.people = cell.n
    return cells


def _told(groups: Mapping[Place, _Group], top: str, floor: int) -> Mapping[Place, Cell]:
    """The parts within each unit added up, from the deepest units to the top."""
    told: dict[Place, Cell] = defaultdict(Cell)
    waiting: dict[Place, _Group] = defaultdict(_Group)
    places: dict[int, set[Place]] = defaultdict(set)
    for (path, skill), group in groups.items():
        if group.is_part(floor):
            told[path, skill].add_people(group.told(floor))
        else:
            waiting[path, skill].join(group)
        places[_depth(path)].add((path, skill))
    for depth in range(max(places, default=0), _depth(top) - 1, -1):
        for place in places[depth]:
            together = waiting[place]
            if together.is_part(floor):
                told[place].add_people(together.told(floor))
            if depth == _depth(top):
                continue
            above = (place[0].rpartition("/")[0], place[1])
            if not together.is_part(floor):
                waiting[above].join(together)
            told[above].add_people(told[place])
            places[depth - 1].add(above)
    return told


def _splits(whole: int, part: int, floor: int) -> bool:
    """Do so many of a group and those left beside them both reach the floor, or is none left?"""
    return part >= floor and (part == whole or whole - part >= floor)


def _hide_empty(row: Row) -> None:
    for cell in (*row.cells.values(), row.total):
        cell.hidden = not cell.n


def _depth(path: str) -> int:
    return path.count("/") + 1 if path else 0


def _branch(path: str, top: str) -> str:
    """The part of the path right below the top; nothing for the top itself."""
    return path.removeprefix(top).lstrip("/").partition("/")[0]
