"""Evidence of some people as arrays, and from there to the cells of their profiles."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from django.db import connection

from assessments.analysis.assembly import (
    SLOTS,
    CellTable,
    EvidenceRows,
    People,
    RequirementRows,
    assemble,
    requirements_of_people,
)
from assessments.analysis.evidence import NEVER, IntArray, Source
from assessments.analysis.observations import NO_RATER
from assessments.queries.copying import copy_out
from assessments.queries.moments import Moment
from assessments.queries.population import (
    Population,
    Taxonomy,
    population,
    role_requirements,
    taxonomy,
)

_EPOCH = np.datetime64("1970-01-01")
_CODES = " ".join(f"WHEN '{source.name.lower()}' THEN {source.value}" for source in Source)
_EVIDENCE = """
    SELECT e.employee_id, e.skill_id, CASE e.source {codes} END,
        coalesce(e.rater_id, -1), coalesce(e.review, '00000000-0000-0000-0000-000000000000'),
        coalesce(e.value, 'NaN'), coalesce(e.variance, 1),
        e.observed_on - DATE '1970-01-01', coalesce(e.expires_on - DATE '1970-01-01', {never})
    FROM {evidence} e WHERE e.employee_id = ANY(%(employees)s)
    ORDER BY e.employee_id, e.skill_id, e.id
"""
_TYPES = {
    "employee": ">i8",
    "skill": ">i8",
    "source": ">i4",
    "rater": ">i8",
    "review": "(2,)>i8",
    "value": ">f8",
    "variance": ">f8",
    "observed_day": ">i4",
    "expires_day": ">i4",
}


@dataclass(frozen=True, slots=True)
class World:
    """Everything about a moment but the evidence: people, requirements, skills.

    `read_at` is when reading began, by the clock of the database: later changes are not in it.
    """

    moment: Moment
    read_at: dt.datetime
    people: Population
    requirements: RequirementRows
    skills: Taxonomy

    @property
    def day(self) -> int:
        """The day as a number, counted like those of the evidence."""
        return int((np.datetime64(self.moment.as_of) - _EPOCH).astype(int))


def world(moment: Moment) -> World:
    """Read people, requirements and skills of the moment; a few rows per person."""
    read_at = _clock()
    return World(moment, read_at, population(moment), role_requirements(moment), taxonomy(moment))


def _clock() -> dt.datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    return now  # type: ignore[no-any-return]


def cells(world: World, employees: IntArray) -> CellTable:
    """Read the evidence of these employees, shape (n_people,), and lay out their cells.

    People are numbered by their place in `employees`; somebody without an assignment on the day
    has evidence but neither a role nor requirements.
    """
    by_id = np.argsort(employees)
    index = _Index(employees[by_id], by_id)
    return assemble(
        _evidence_rows(world, employees, index),
        _requirements(world, index),
        People(employees, world.people.roles_of(employees)),
        world.skills.kind_of_slot,
        world.day,
    )


@dataclass(frozen=True, slots=True)
class _Index:
    """Finds the place of an employee in a slice: `sorted_ids` and the place of each."""

    sorted_ids: IntArray
    place: IntArray

    def holds(self, ids: IntArray) -> IntArray:
        return np.flatnonzero(np.isin(ids, self.sorted_ids))

    def of(self, ids: IntArray) -> IntArray:
        return self.place[np.searchsorted(self.sorted_ids, ids)]


def _evidence_rows(world: World, employees: IntArray, index: _Index) -> EvidenceRows:
    query = _EVIDENCE.format(codes=_CODES, never=NEVER, evidence=world.moment.evidence())
    values = world.moment.values | {"employees": employees.tolist()}
    rows = copy_out(query, values, _TYPES)
    named = np.where(rows["rater"] < 0, NO_RATER, 2 * rows["rater"])
    return EvidenceRows(
        person=index.of(rows["employee"]),
        slot=world.skills.slots_of(rows["skill"]),
        source=rows["source"],
        # a self-rating has an id of its own, apart from the one under which they rate others
        rater=np.where(rows["source"] == Source.SELF, 2 * rows["employee"] + 1, named),
        review=rows["review"][:, 1],  # 62 random bits, 0 outside a review
        value=rows["value"],
        variance=rows["variance"],
        observed_day=rows["observed_day"],
        expires_day=rows["expires_day"],
    )


def _requirements(world: World, index: _Index) -> RequirementRows:
    people = world.people
    held, exempt = index.holds(people.holder), people.exempt[index.holds(people.exempt[:, 0])]
    return requirements_of_people(
        index.of(people.holder[held]),
        people.held[held],
        world.requirements,
        index.of(exempt[:, 0]) * SLOTS + exempt[:, 1],
    )
