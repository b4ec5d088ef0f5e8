"""The aggregate behind the skill map."""

from collections import defaultdict

import pytest

from assessments.models import SkillMapCell, SkillProfile
from assessments.services import create_run
from assessments.services.gaps import analyse_gaps
from assessments.services.profiles import rebuild_skill_map
from employees.models import Assignment, OrgUnit
from skills.models import Skill
from tests.assessments.organisation import make_people
from tests.factories import day

pytestmark = pytest.mark.django_db
SUMS = ("n", "n_unmeasured", "n_possible", "n_probable", "sum_level", "sum_gap", "sum_p")


@pytest.fixture
def analysed(db):
    made = make_people(150, seed=20)
    analyse_gaps(create_run(actor=None))
    return made


def recounted():
    """The cells again, person by person."""
    slots = dict(Skill.objects.values_list("slot", "pk"))
    profiles = {profile.pk: profile for profile in SkillProfile.objects.all()}
    cells = defaultdict(lambda: dict.fromkeys(SUMS, 0))
    for place in Assignment.objects.filter(is_primary=True).select_related("employee"):
        person, profile = place.employee, profiles[place.employee_id]
        for k, slot in enumerate(profile.slots):
            if not profile.required[k]:
                continue
            cell = cells[
                place.unit_id, place.role_id, person.site_id, person.work_mode, slots[slot]
            ]
            cell["n"] += 1
            if profile.status[k] == 0:
                cell["n_unmeasured"] += 1
                continue
            cell["n_possible"] += profile.status[k] == 2
            cell["n_probable"] += profile.status[k] == 3
            cell["sum_level"] += profile.mean[k]
            cell["sum_gap"] += max(profile.required[k] - profile.mean[k], 0)
            cell["sum_p"] += profile.p_gap[k]
    return dict(cells)


def stored():
    keys = ("unit_id", "role_id", "site_id", "work_mode", "skill_id")
    rows = SkillMapCell.objects.values(*keys, *SUMS)
    return {tuple(row[k] for k in keys): {s: row[s] for s in SUMS} for row in rows}


def test_skill_map_equals_the_recount_by_hand(analysed):
    assert stored() == recounted()


def test_every_requirement_of_everybody_is_counted_once(analysed):
    required = sum(sum(map(bool, p.required)) for p in SkillProfile.objects.all())
    assert sum(cell["n"] for cell in stored().values()) == required


def test_rebuilding_one_unit_changes_nothing_else_and_nothing_twice(analysed):
    before = stored()
    unit = OrgUnit.objects.get(path="Acme/Sales/North")
    SkillMapCell.objects.update(n=999)
    rebuild_skill_map([unit.pk])
    after = stored()
    assert after.keys() == before.keys()
    for key, cell in after.items():
        assert (cell == before[key]) == (key[0] == unit.pk)
    rebuild_skill_map()
    rebuild_skill_map()
    assert stored() == before


def test_somebody_who_moved_is_counted_in_the_new_unit(analysed):
    person = analysed.people[3]
    place = person.assignments.get(is_primary=True)
    other = OrgUnit.objects.get(path="Acme")
    place.valid = (place.valid.lower, day(0))
    place.save()
    Assignment.objects.create(
        employee=person, unit=other, role=place.role, valid=(day(0), None), is_primary=True
    )
    rebuild_skill_map()
    assert stored() == recounted_today(person, other)


def recounted_today(person, unit):
    """The recount, the person's closed place left out."""
    Assignment.objects.filter(employee=person, valid__endswith=day(0)).update(is_primary=False)
    cells = recounted()
    assert any(key[0] == unit.pk for key in cells)
    return cells
