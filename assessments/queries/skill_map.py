"""The skill map of units, added up by the database from the aggregate `SkillMapCell`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from re import escape
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

from assessments.models import SkillMapCell
from assessments.queries.contested import contested_levels
from assessments.queries.map_cells import (
    OTHER,
    Cell,
    Column,
    Key,
    Narrowing,
    Opened,
    Row,
    SkillMap,
    assembled,
)
from employees.models import OrgUnit
from skills.models import Skill

_OF_SKILLS = ("public_id", "name", "kind", "category", "slot")
_FIELDS = (  # of a `Cell`, by their columns in the aggregate
    "n",
    "n_unmeasured",
    "n_probable",
    "n_tentative",
    "n_old",
    "sum_level",
    "sum_gap",
    "sum_p",
)
_VERIFIED_FIELDS = (
    "n",
    "n_verified",
    "verified_probable",
    "verified_tentative",
    "verified_old",
    "verified_level",
    "verified_gap",
    "verified_p",
)


def unit_map(chosen: Narrowing, opened: Opened) -> SkillMap:
    """One row per unit right below the chosen one, from the aggregate; four queries."""
    units = branches_of(chosen.unit)
    rows: dict[str, Row] = {}
    for (branch, key), cell in _sums(chosen, opened).items():
        if branch not in rows:
            unit = units.get(branch) if branch else chosen.unit
            rows[branch] = Row(unit.name if unit else branch, unit, own=not branch)
        _put(rows[branch], key, cell)
    ordered = sorted(rows.values(), key=lambda row: (row.own, row.label))
    return assembled(ordered, _columns(ordered))


def map_of_tops(tops: Iterable[OrgUnit], chosen: Narrowing, opened: Opened) -> SkillMap:
    """One row per unit with everything below it; the units do not overlap. Queries per unit."""
    rows = []
    for top in tops:
        row = Row(top.name, top)
        for (_branch, key), cell in _sums(replace(chosen, unit=top), opened, whole=True).items():
            _put(row, key, cell)
        if row.cells:
            rows.append(row)
    return assembled(rows, _columns(rows))


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
    if chosen.category:
        cells = cells.filter(skill__category=chosen.stored_category)
    return cells.filter(skill__kind=chosen.kind) if chosen.kind else cells


def sums_by_skill(chosen: Narrowing, place: str, *, verified: bool) -> tuple[str, list[Any]]:
    """SQL with its values: a place, a skill and the sums of a `Cell` a row.

    `place` is an expression of `path`, the unit's. The sums are text, because Django took as long
    to put them together as the database to add them.
    """
    columns = _VERIFIED_FIELDS if verified else _FIELDS
    cells = narrowed_cells(chosen).values("skill_id", *columns, path=F("unit__path"))
    inner, values = cells.query.sql_with_params()
    return _BY_SKILL.format(place=place, sums=_SUMS[verified], cells=inner), [*values]


def skills_by_id(ids: set[int]) -> dict[int, Skill]:
    """Skills with what a column needs."""
    return Skill.objects.only(*_OF_SKILLS).in_bulk(ids)


def branches_of(top: OrgUnit | None) -> dict[str, OrgUnit]:
    """Units right below the chosen one by the last part of their path."""
    prefix = f"{top.path}/" if top else ""
    units = OrgUnit.objects.filter(path__startswith=prefix, path__regex=f"^{escape(prefix)}[^/]+$")
    return {unit.path.removeprefix(prefix): unit for unit in units}


def _sums_of(expressions: Sequence[str]) -> str:
    """Sums of levels are added as floats, exact up to 2**53: three times as fast as whole numbers
    of eight bytes, which the database adds as decimals."""
    return ", ".join(
        f"sum({expression}{'::float' if name.startswith('sum_') else ''}) AS {name}"
        for name, expression in zip(_FIELDS, expressions, strict=True)
    )


_SUMS = {
    False: _sums_of(_FIELDS),
    True: _sums_of(("n", "n - n_verified", *_VERIFIED_FIELDS[2:])),
}
_ADDED_UP = ", ".join(f"sum(g.{name})::bigint" for name in _FIELDS)
_BY_SKILL = "SELECT {place} AS place, skill_id, {sums} FROM ({cells}) c GROUP BY 1, 2"
_BY_COLUMN = """
    SELECT g.place, s.kind, coalesce(nullif(s.category, ''), %s) AS shown_category,
        CASE WHEN s.kind = coalesce(nullif(%s, ''), s.kind)
            AND coalesce(nullif(s.category, ''), %s) = %s THEN s.id ELSE 0 END,
        {sums}, max(g.n)::bigint, max(g.sum_p / nullif(g.n - g.n_unmeasured, 0))
    FROM ({by_skill}) g JOIN skills_skill s ON s.id = g.skill_id
    GROUP BY 1, 2, 3, 4
"""


def _sums(chosen: Narrowing, opened: Opened, *, whole: bool = False) -> dict[tuple[str, Key], Cell]:
    """By branch and column; `whole` makes one branch of everything."""
    found = {
        (branch, (kind, category, skill)): Cell(*sums)
        for branch, kind, category, skill, *sums in _rows(chosen, opened, whole=whole)
    }
    depth = _depth_below(chosen)
    for row in contested_levels(chosen):
        branch = "" if whole else "".join(row.path.split("/")[depth - 1 : depth])
        for opens in (True, False):
            if cell := found.get((branch, row.key(opens=opens))):
                cell.n_contested += row.people
    return found


def _rows(chosen: Narrowing, opened: Opened, *, whole: bool) -> list[tuple[Any, ...]]:
    """(branch, kind, category, skill or 0) and the fields of a `Cell`, added up by the database."""
    branch = "''" if whole else f"split_part(path, '/', {_depth_below(chosen)})"
    by_skill, values = sums_by_skill(chosen, branch, verified=chosen.verified)
    kind, category = opened or ("", "")
    query = _BY_COLUMN.format(sums=_ADDED_UP, by_skill=by_skill)
    with connection.cursor() as cursor:
        cursor.execute(query, [OTHER, kind, OTHER, category, *values])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _depth_below(chosen: Narrowing) -> int:
    """At which part of a path, counted from 1, the units below the chosen one have their names."""
    return chosen.unit.path.count("/") + 2 if chosen.unit else 1


def _put(row: Row, key: Key, cell: Cell) -> None:
    row.cells[key] = cell
    row.total.add_skill(cell)


def _columns(rows: Iterable[Row]) -> Mapping[Key, Column]:
    keys = {key for row in rows for key in row.cells}
    skills = skills_by_id({skill for _kind, _category, skill in keys} - {0})
    return {key: Column(*key[:2], skills.get(key[2])) for key in keys}
