"""Figures about many people at once."""

import pytest

from assessments.models import SkillMapCell
from assessments.queries.overview import gaps_by_department, percentile_in_role
from tests.factories import assign, make_employee, make_profile, make_role, make_skill, make_unit

pytestmark = pytest.mark.django_db
CELL = {"n": 2, "n_unmeasured": 1, "n_possible": 0, "sum_level": 2000, "sum_gap": 500, "sum_p": 900}


def fill(*paths, likely=()):
    skill = make_skill("Spreadsheets")
    for path in paths:
        values = CELL | {"n_probable": int(path in likely)}
        SkillMapCell.objects.create(unit=make_unit(path), skill=skill, work_mode="", **values)


def test_departments_are_the_first_level_with_many_units_and_take_in_what_is_below():
    sales = [f"Acme/Front/S{n}" for n in range(4)]
    works = [f"Acme/Back/W{n}" for n in range(4)]
    fill("Acme", "Acme/Front", *sales, *works, "Acme/Back/W3/Night", likely=["Acme/Back/W3/Night"])
    rows = gaps_by_department()
    assert [row.name for row in rows][:2] == ["W3", "S0"]
    assert (rows[0].asked, rows[0].share, rows[0].coverage) == (4, 0.5, 0.5)
    assert rows[0].unit_id == make_unit("Acme/Back/W3").public_id
    assert len(rows) == 8


def test_small_tree_shows_its_deepest_level():
    fill("Acme/Sales", "Acme/Works")
    assert [row.name for row in gaps_by_department()] == ["Sales", "Works"]


def people_in_role(*fits):
    role = make_role("Customer success manager", {})
    profiles = []
    for fit in fits:
        person = make_employee()
        assign(person, role=role)
        profiles.append(make_profile(person, {}, fit=fit))
    return role, profiles


def test_percentile_counts_ties_half():
    role, profiles = people_in_role(*range(100, 1000, 100), 100)
    found = [percentile_in_role(profile, role) for profile in profiles]
    assert found[0] == found[-1] == 0.1
    assert found[8] == 0.95


def test_percentile_needs_ten_people_with_a_fit():
    role, profiles = people_in_role(*range(100, 1000, 100), None)
    assert percentile_in_role(profiles[0], role) is None
    assert percentile_in_role(profiles[-1], role) is None


def test_people_of_other_roles_and_people_who_left_do_not_count():
    role, profiles = people_in_role(*range(100, 1100, 100))
    left = profiles[-1].employee
    left.status = "left"
    left.save()
    assert percentile_in_role(profiles[0], role) is None
