import numpy as np
import pytest

from assessments.analysis.assembly import (
    SLOTS,
    EvidenceRows,
    People,
    RequirementRows,
    assemble,
    joined,
    requirements_of_people,
)
from assessments.analysis.evidence import NEVER, Kind, Source

ROLES = {7: {1: (3000, 2), 4: (2000, 5)}, 8: {4: (4000, 1), 9: (1000, 3)}}
NOTHING = np.zeros(0, dtype=np.int64)
KINDS = np.full(SLOTS, Kind.SOFT, dtype=np.int64)


def role_rows(roles=ROLES):
    rows = [(role, slot, *need) for role, needs in roles.items() for slot, need in needs.items()]
    return RequirementRows(*np.array(rows, dtype=np.int64).reshape(-1, 4).T)


def required_of(people_and_roles, exempt=()):
    person, role = np.array(people_and_roles, dtype=np.int64).reshape(-1, 2).T
    taken = np.array([p * SLOTS + s for p, s in exempt], dtype=np.int64)
    found = requirements_of_people(person, role, role_rows(), taken)
    columns = (found.owner, found.slot, found.required, found.importance)
    return [tuple(int(v) for v in row) for row in zip(*columns, strict=True)]


def evidence_rows(*rows):
    """Each row: person, slot, level, observed day."""
    person, slot, value, observed = np.array(rows, dtype=float).reshape(-1, 4).T
    n = len(rows)
    fill = [np.full(n, int(Source.TEST)), np.full(n, -1), np.zeros(n, dtype=np.int64)]
    days = [observed.astype(np.int64), np.full(n, NEVER)]
    numbers = [value, np.full(n, 0.2)]
    return EvidenceRows(person.astype(np.int64), slot.astype(np.int64), *fill, *numbers, *days)


def two_people():
    return People(employee=np.array([31, 17]), role=np.array([7, 8]))


def test_somebody_with_one_role_has_its_requirements():
    assert required_of([(0, 7)]) == [(0, 1, 3000, 2), (0, 4, 2000, 5)]


def test_several_roles_ask_for_the_highest_level_of_each_skill():
    assert required_of([(0, 7), (0, 8)]) == [(0, 1, 3000, 2), (0, 4, 4000, 5), (0, 9, 1000, 3)]


def test_exemption_removes_the_requirement_of_that_person_only():
    found = required_of([(0, 7), (1, 7)], exempt=[(0, 4), (0, 1), (5, 1)])
    assert found == [(1, 1, 3000, 2), (1, 4, 2000, 5)]


@pytest.mark.parametrize("roles", [[], [(0, 99)]])
def test_nobody_and_a_role_without_requirements_ask_for_nothing(roles):
    assert required_of(roles) == []


def test_requirements_equal_the_recount_for_many_people():
    rng = np.random.default_rng(0)
    pairs = {(int(p), int(r)) for p, r in zip(*rng.integers(0, 12, (2, 60)), strict=True)}
    roles = {
        r: {
            int(s): (int(rng.integers(1, 6)) * 1000, int(rng.integers(1, 6)))
            for s in rng.integers(0, 9, 4)
        }
        for r in range(9)
    }
    person, role = np.array(sorted(pairs)).T
    found = requirements_of_people(person, role, role_rows(roles), NOTHING)
    expected: dict[tuple[int, int], tuple[int, int]] = {}
    for p, r in pairs:
        for slot, (level, weight) in roles.get(r, {}).items():
            before = expected.get((p, slot), (0, 0))
            expected[p, slot] = (max(level, before[0]), max(weight, before[1]))
    keys = zip(found.owner.tolist(), found.slot.tolist(), strict=True)
    needs = zip(found.required.tolist(), found.importance.tolist(), strict=True)
    assert dict(zip(keys, needs, strict=True)) == expected


def test_cells_are_the_union_of_evidence_and_requirements_sorted():
    needed = RequirementRows(*np.array([[0, 1], [4, 1], [2000, 3000], [5, 2]]))
    table = assemble(
        evidence_rows((1, 9, 3.0, 900), (0, 4, 2.0, 990)), needed, two_people(), KINDS, 1000
    )
    assert table.person.tolist() == [0, 1, 1]
    assert table.slot.tolist() == [4, 1, 9]
    assert table.required.tolist() == [2000, 3000, 0]
    assert table.importance.tolist() == [5, 2, 0]
    assert table.role.tolist() == [7, 8, 8]
    assert table.kind.tolist() == [Kind.SOFT] * 3
    assert table.observations.cell.tolist() == [0, 2]
    assert table.observations.age_days.tolist() == [10, 100]


def test_somebody_without_evidence_and_requirements_has_no_cell():
    table = assemble(evidence_rows(), RequirementRows(*[NOTHING] * 4), two_people(), KINDS, 1000)
    assert table.n_people == 2
    assert len(table.person) == 0


def test_parts_of_a_table_joined_are_the_table_again():
    table = assemble(
        evidence_rows(*((p, s, p + s / 10, 900) for p in range(5) for s in (3, 1) if p != 2)),
        RequirementRows(*np.array([[0, 2, 4], [4, 1, 9], [2000, 3000, 1000], [5, 2, 1]])),
        People(employee=np.array([9, 4, 7, 1, 8]), role=np.array([7, 8, 7, 8, 7])),
        KINDS,
        1000,
    )
    parts = [table.part(0, 2), table.part(2, 3), table.part(3, 5)]
    assert [part.employee.tolist() for part in parts] == [[9, 4], [7], [1, 8]]
    assert parts[2].person.tolist() == [0, 0, 1, 1, 1]
    assert parts[2].observations.cell.tolist() == [0, 1, 2, 3]
    assert parts[2].observations.value.tolist() == [3.1, 3.3, 4.1, 4.3]
    again = joined(parts)
    for name in ("employee", "person", "slot", "kind", "role", "required", "importance"):
        assert getattr(again, name).tolist() == getattr(table, name).tolist()
    for name in ("cell", "value", "age_days", "source"):
        told = getattr(table.observations, name).tolist()
        assert getattr(again.observations, name).tolist() == told
