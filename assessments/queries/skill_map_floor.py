"""The skill map for those who may not see the people: no figure tells of fewer than the floor.

Skill by skill, the people directly in a unit are one part when those of them who are measured
reach the floor: a mean of one measured person among many would be that person's level. Smaller
groups wait for each other, first within their unit, then in the unit above, until together they
reach it and become one part; the last few, always fewer than the floor, are left out everywhere.
Parts do not overlap, none is smaller than the floor, and what is told of a unit depends on nothing
but the unit. Every figure of every view (a category opened or not, one kind, a unit above or below,
any sum) adds up whole parts, so whatever is subtracted from whatever leaves whole parts.
"""

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Sum

from assessments.queries.skill_map import (
    Cell,
    Column,
    Key,
    Narrowing,
    Row,
    SkillMap,
    branches_of,
    keys_of,
    narrowed_cells,
    skills_by_id,
    sorted_map,
)

Place = tuple[str, int]  # path of a unit ("": the whole organisation), skill


def floored_map(chosen: Narrowing, opened: tuple[str, str] | None, floor: int) -> SkillMap:
    """As `unit_map`, of parts only; three queries. What is asked for but not told is hidden.

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
            cell = groups[top, skill] if groups[top, skill].measured >= floor else Cell()
        _put(rows[branch], keys[skill], cell)
    for skill in skills:
        _put(foot, keys[skill], told.get((top, skill), Cell()))
    for row in (*rows.values(), foot):
        _hide_empty(row)
    columns = {key: Column(*key[:2], skills.get(key[2])) for key in keys.values()}
    ordered = sorted(rows.values(), key=lambda row: (row.own, row.label))
    return sorted_map(ordered, columns, foot)


def _groups(chosen: Narrowing) -> dict[Place, Cell]:
    """The people directly in each unit of the chosen part, skill by skill."""
    sums = (
        narrowed_cells(chosen)
        .values_list("unit__path", "skill_id")
        .annotate(
            Sum("n"),
            Sum("n_unmeasured"),
            Sum("n_probable"),
            Sum("sum_level"),
            Sum("sum_gap"),
            Sum("sum_p"),
            people=Sum("n"),
        )
    )
    return {(path, skill): Cell(*figures) for path, skill, *figures in sums}


def _told(groups: Mapping[Place, Cell], top: str, floor: int) -> Mapping[Place, Cell]:
    """The parts within each unit added up, from the deepest units to the top."""
    told: dict[Place, Cell] = defaultdict(Cell)
    waiting: dict[Place, Cell] = defaultdict(Cell)
    places: dict[int, set[Place]] = defaultdict(set)
    for (path, skill), cell in groups.items():
        _join((told if cell.measured >= floor else waiting)[path, skill], cell)
        places[_depth(path)].add((path, skill))
    for depth in range(max(places, default=0), _depth(top) - 1, -1):
        for place in places[depth]:
            together = waiting[place]
            if together.measured >= floor:
                _join(told[place], together)
            if depth == _depth(top):
                continue
            above = (place[0].rpartition("/")[0], place[1])
            if together.measured < floor:
                _join(waiting[above], together)
            _join(told[above], told[place])
            places[depth - 1].add(above)
    return told


def _join(cell: Cell, other: Cell) -> None:
    """Other people of the same skill: here people add up."""
    people = cell.people + other.people
    cell.add(other)
    cell.people = people


def _put(row: Row, key: Key, cell: Cell) -> None:
    row.cells[key].add(cell)
    row.total.add(cell)


def _hide_empty(row: Row) -> None:
    for cell in (*row.cells.values(), row.total):
        cell.hidden = not cell.n


def _depth(path: str) -> int:
    return path.count("/") + 1 if path else 0


def _branch(path: str, top: str) -> str:
    """The part of the path right below the top; nothing for the top itself."""
    return path.removeprefix(top).lstrip("/").partition("/")[0]
