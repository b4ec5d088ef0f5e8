"""Who is analysed and what is required of them on a day. Small: one row per assignment."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from django.db import connection

from assessments.analysis.assembly import SLOTS, RequirementRows
from assessments.analysis.evidence import IntArray, Kind
from assessments.analysis.priors import NO_ROLE
from assessments.queries.copying import copy_out
from assessments.queries.moments import Moment

_PEOPLE = """
    SELECT a.employee_id, a.unit_id, coalesce(a.role_id, -1) AS role_id, a.is_primary::int
    FROM {assignment} a JOIN employees_employee e ON e.id = a.employee_id
    WHERE a.valid @> %(as_of)s ORDER BY e.number, a.is_primary DESC, a.id
"""
_REQUIREMENTS = """
    SELECT v.role_id, s.slot, r.required_common, r.importance
    FROM {version} v JOIN {requirement} r ON r.role_version_id = v.id
    JOIN skills_skill s ON s.id = r.skill_id
    WHERE v.valid @> %(as_of)s AND r.required_common > 0
    ORDER BY v.role_id, s.slot
"""
_EXEMPTIONS = """
    SELECT x.employee_id, s.slot FROM {exemption} x JOIN skills_skill s ON s.id = x.skill_id
    WHERE x.valid @> %(as_of)s
"""
_SKILLS = """
    SELECT s.id, s.slot, array_position(ARRAY['hard', 'soft', 'unclassified'], k.kind::text) - 1
    FROM skills_skill s JOIN {skill} k ON k.id = s.id
"""
_UNIT_PATHS = """
    WITH RECURSIVE tree(unit_id, path) AS (
        SELECT unit_id, name::text FROM {placement} p
        WHERE parent_id IS NULL AND valid @> %(as_of)s
        UNION ALL
        SELECT p.unit_id, tree.path || '/' || p.name FROM {placement} p
        JOIN tree ON p.parent_id = tree.unit_id WHERE p.valid @> %(as_of)s
    ) SELECT unit_id, path FROM tree
"""


@dataclass(frozen=True, slots=True)
class Population:
    """People with an assignment on the day, in the order of their numbers, and their roles.

    `employee`, `unit` and `role` (the main ones) have shape (n_people,); `holder` and `held`,
    shape (n_assignments,), say which employee holds which role; `exempt` is an array of
    (employee, slot) pairs, shape (n, 2).
    """

    employee: IntArray
    unit: IntArray
    role: IntArray
    holder: IntArray
    held: IntArray
    exempt: IntArray

    def of_units(self, units: Iterable[int]) -> IntArray:
        """Return the employees whose main unit is one of `units`, in the same order."""
        return self.employee[np.isin(self.unit, list(units))]

    def roles_of(self, employees: IntArray) -> IntArray:
        """Return the main role of each employee, `NO_ROLE` without one or without a place."""
        by_id = np.argsort(self.employee)
        place = np.searchsorted(self.employee, employees, sorter=by_id)
        found = by_id[np.minimum(place, len(by_id) - 1)]
        return np.where(self.employee[found] == employees, self.role[found], NO_ROLE)


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Skills by id: `skill` sorted, `slot` beside it; `kind_of_slot` has shape (SLOTS,)."""

    skill: IntArray
    slot: IntArray
    kind_of_slot: IntArray

    def slots_of(self, skill: IntArray) -> IntArray:
        """Return the slot of each skill id."""
        return self.slot[np.searchsorted(self.skill, skill)]


def population(moment: Moment) -> Population:
    """Read everybody who has a place in the organisation on the day."""
    query = _PEOPLE.format(assignment=moment.table("employees_assignment"))
    types = {"employee": ">i8", "unit": ">i8", "role": ">i8", "is_primary": ">i4"}
    rows = copy_out(query, moment.values, types)
    _, first = np.unique(rows["employee"], return_index=True)
    main = np.sort(first)
    held = rows["role"] != NO_ROLE
    return Population(
        employee=rows["employee"][main],
        unit=rows["unit"][main],
        role=rows["role"][main],
        holder=rows["employee"][held],
        held=rows["role"][held],
        exempt=_exemptions(moment),
    )


def _exemptions(moment: Moment) -> IntArray:
    query = _EXEMPTIONS.format(exemption=moment.table("employees_exemption"))
    rows = copy_out(query, moment.values, {"employee": ">i8", "slot": ">i2"})
    return np.stack([rows["employee"], rows["slot"]], axis=1)


def role_requirements(moment: Moment) -> RequirementRows:
    """Read what each role requires on the day; levels of 0 are no requirement."""
    query = _REQUIREMENTS.format(
        version=moment.table("employees_roleversion"),
        requirement=moment.table("employees_requirement"),
    )
    types = {"role": ">i8", "slot": ">i2", "required": ">i2", "importance": ">i2"}
    rows = copy_out(query, moment.values, types)
    return RequirementRows(*(rows[name] for name in types))


def taxonomy(moment: Moment) -> Taxonomy:
    """Read slots and kinds of all skills, the kinds as they were known."""
    query = _SKILLS.format(skill=moment.table("skills_skill")) + " ORDER BY s.id"
    rows = copy_out(query, moment.values, {"skill": ">i8", "slot": ">i2", "kind": ">i4"})
    kind_of_slot = np.full(SLOTS, Kind.UNCLASSIFIED, dtype=np.int64)
    kind_of_slot[rows["slot"]] = rows["kind"]
    return Taxonomy(rows["skill"], rows["slot"], kind_of_slot)


def unit_paths(moment: Moment) -> dict[int, str]:
    """Return the full path of every unit that had a place in the tree on the day."""
    query = _UNIT_PATHS.format(placement=moment.table("employees_orgunitplacement"))
    with connection.cursor() as cursor:
        cursor.execute(query, moment.values)
        return dict(cursor.fetchall())


def subtree(unit: int, moment: Moment) -> list[int]:
    """Return the unit and those below it on the day."""
    paths = unit_paths(moment)
    top = paths.get(unit)
    below = [] if top is None else [u for u, path in paths.items() if path.startswith(f"{top}/")]
    return [unit, *below]
