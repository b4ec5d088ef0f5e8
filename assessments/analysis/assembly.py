"""From evidence and requirements of some people to the cells the estimate runs on."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from assessments.analysis.evidence import FloatArray, IntArray, ageing_days
from assessments.analysis.observations import Observations

SLOTS = 2**16  # a slot is an int2, so person (or role) and slot share one int8 key


@dataclass(frozen=True, slots=True)
class EvidenceRows:
    """Standing evidence of some people, shape (n_rows,) each.

    `person` is the index of the person, `slot` the skill's slot, days are counted from one epoch
    (`expires_day` is `NEVER` where nothing expires); the rest as in `Observations`.
    """

    person: IntArray
    slot: IntArray
    source: IntArray
    rater: IntArray
    review: IntArray
    value: FloatArray
    variance: FloatArray
    observed_day: IntArray
    expires_day: IntArray

    def __len__(self) -> int:
        return len(self.person)


@dataclass(frozen=True, slots=True)
class RequirementRows:
    """What is required of each `owner` (a role or a person), shape (n_rows,) each.

    `required` in milli-levels above 0, `importance` 1..5.
    """

    owner: IntArray
    slot: IntArray
    required: IntArray
    importance: IntArray


@dataclass(frozen=True, slots=True)
class People:
    """Ids and main roles of some people, shape (n_people,); they are numbered in this order."""

    employee: IntArray
    role: IntArray


@dataclass(frozen=True, slots=True)
class CellTable:
    """The cells of some people, sorted by person and slot, shape (n_cells,) each.

    `employee` holds the ids of the people, shape (n_people,), `person` the place of a cell's
    person in it. A cell exists where there is evidence or a requirement. `required` and
    `importance` are 0 where nothing is required; `role` is the person's main role. Observations
    are sorted by cell, those of one cell in the order in which they were recorded.
    """

    employee: IntArray
    person: IntArray
    slot: IntArray
    kind: IntArray
    role: IntArray
    required: IntArray
    importance: IntArray
    observations: Observations

    @property
    def n_people(self) -> int:
        return len(self.employee)

    def part(self, start: int, end: int) -> "CellTable":
        """Return the people at places start..end-1 alone, renumbered."""
        first, last = np.searchsorted(self.person, [start, end])
        begin, stop = np.searchsorted(self.observations.cell, [first, last])
        rows = self.observations.where(slice(begin, stop))
        columns = {name: getattr(self, name)[first:last] for name in _COLUMNS}
        return CellTable(
            employee=self.employee[start:end],
            person=self.person[first:last] - start,
            observations=replace(rows, cell=rows.cell - first),
            **columns,
        )


_COLUMNS = ("slot", "kind", "role", "required", "importance")


def joined(parts: Sequence[CellTable]) -> CellTable:
    """Return the people of all parts, of which there is at least one, as one table."""
    rows = [part.observations for part in parts]
    people = _offsets([part.n_people for part in parts])
    cells = _offsets([len(part.person) for part in parts])
    told = {
        one.name: np.concatenate([getattr(each, one.name) for each in rows])
        for one in fields(Observations)
    }
    first_cell = np.repeat(cells, [len(each) for each in rows])
    first_person = np.repeat(people, [len(part.person) for part in parts])
    columns = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in ("employee", "person", *_COLUMNS)
    }
    table = CellTable(observations=Observations(**told), **columns)
    return replace(
        table,
        person=table.person + first_person,
        observations=replace(table.observations, cell=table.observations.cell + first_cell),
    )


def _offsets(sizes: list[int]) -> IntArray:
    """Return where each part begins in the whole."""
    return np.cumsum([0, *sizes[:-1]])


def requirements_of_people(
    person: IntArray, role: IntArray, of_roles: RequirementRows, exempt: IntArray
) -> RequirementRows:
    """Return what each person's roles require together: the highest level and importance.

    `person` and `role`, shape (n_assignments,), name who holds which role; `exempt` lists
    person * SLOTS + slot of the requirements somebody is exempt from. O(n log n).
    """
    order = np.argsort(of_roles.owner, kind="stable")
    owner = of_roles.owner[order]
    first = np.searchsorted(owner, role, side="left")
    count = np.searchsorted(owner, role, side="right") - first
    taken = order[np.repeat(first, count) + _ranges(count)]
    cell = np.repeat(person, count) * SLOTS + of_roles.slot[taken]
    kept = ~np.isin(cell, exempt)
    key, index = np.unique(cell[kept], return_inverse=True)
    return RequirementRows(
        owner=key // SLOTS,
        slot=key % SLOTS,
        required=_highest(of_roles.required[taken][kept], index, len(key)),
        importance=_highest(of_roles.importance[taken][kept], index, len(key)),
    )


def assemble(
    evidence: EvidenceRows,
    required: RequirementRows,
    people: People,
    kind_of_slot: IntArray,
    as_of_day: int,
) -> CellTable:
    """Number the cells of these people.

    `required` is owned by people; `kind_of_slot`, shape (SLOTS,), holds `Kind` codes. O(n log n).
    """
    evidence_key = evidence.person * SLOTS + evidence.slot
    required_key = required.owner * SLOTS + required.slot
    key = np.unique(np.concatenate([evidence_key, required_key]))
    asked = np.searchsorted(key, required_key)
    level, importance = np.zeros_like(key), np.zeros_like(key)
    level[asked], importance[asked] = required.required, required.importance
    person, slot = key // SLOTS, key % SLOTS
    cell = np.searchsorted(key, evidence_key)
    observations = Observations(
        cell=cell,
        source=evidence.source,
        rater=evidence.rater,
        review=evidence.review,
        value=evidence.value,
        variance=evidence.variance,
        age_days=ageing_days(
            evidence.source, evidence.observed_day, evidence.expires_day, as_of_day
        ),
    )
    return CellTable(
        employee=people.employee,
        person=person,
        slot=slot,
        kind=kind_of_slot[slot],
        role=people.role[person],
        required=level,
        importance=importance,
        observations=observations.where(np.argsort(cell, kind="stable")),
    )


def _ranges(count: IntArray) -> IntArray:
    """Return 0..count[0]-1, 0..count[1]-1, ... as one array."""
    total = int(count.sum())
    return np.arange(total) - np.repeat(np.cumsum(count) - count, count)


def _highest(value: IntArray, index: IntArray, n: int) -> IntArray:
    result = np.zeros(n, dtype=np.int64)
    np.maximum.at(result, index, value)
    return result
