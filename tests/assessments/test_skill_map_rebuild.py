"""The aggregate behind the skill map."""

import datetime as dt
from collections import defaultdict

import pytest
from django.utils import timezone

from assessments.models import Evidence, Retraction, SkillMapCell, SkillProfile
from assessments.services import create_run
from assessments.services.gaps import analyse_gaps
from assessments.services.profiles import rebuild_skill_map
from employees.models import Assignment, OrgUnit
from skills.models import Skill
from tests.assessments.organisation import make_people
from tests.factories import day

pytestmark = pytest.mark.django_db
SUMS = (
    *("n", "n_unmeasured", "n_possible", "n_probable", "sum_level", "sum_gap", "sum_p"),
    *("n_tentative", "n_old", "n_verified", "verified_probable", "verified_tentative"),
    *("verified_old", "verified_level", "verified_gap", "verified_p"),
)
VERIFIED = {"test", "work_sample", "certificate", "manager", "agreed"}


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
    seen = last_seen()
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
            last, sources = seen[person.pk, slots[slot]]
            is_tentative = 1 - (profile.sd[k] / 1000) ** 2 / 0.6 < 0.5
            is_old = last < profile.computed_at.date() - dt.timedelta(days=365)
            cell["n_tentative"] += is_tentative
            cell["n_old"] += is_old
            if sources & VERIFIED:
                cell["n_verified"] += 1
                cell["verified_probable"] += profile.status[k] == 3
                cell["verified_tentative"] += is_tentative
                cell["verified_old"] += is_old
                cell["verified_level"] += profile.mean[k]
                cell["verified_gap"] += max(profile.required[k] - profile.mean[k], 0)
                cell["verified_p"] += profile.p_gap[k]
    return dict(cells)


def last_seen():
    """Day of the newest standing observation and all sources, by person and skill."""
    found = {}
    for row in Evidence.objects.filter(retraction=None).exclude(value=None):
        last, sources = found.get((row.employee_id, row.skill_id), (row.observed_on, set()))
        found[row.employee_id, row.skill_id] = max(last, row.observed_on), sources | {row.source}
    return found


def stored():
    keys = ("unit_id", "role_id", "site_id", "work_mode", "skill_id")
    rows = SkillMapCell.objects.values(*keys, *SUMS)
    return {tuple(row[k] for k in keys): {s: row[s] for s in SUMS} for row in rows}


def test_skill_map_equals_the_recount_by_hand(analysed):
    assert stored() == recounted()


def test_made_up_organisation_has_every_case(analysed):
    """Or the recount would prove less than it says."""
    totals = {name: sum(cell[name] for cell in stored().values()) for name in SUMS}
    assert all(totals.values()), totals
    assert totals["n_verified"] < totals["n"] - totals["n_unmeasured"]


def test_retracted_source_verifies_nothing(analysed):
    now = timezone.now()
    Retraction.objects.bulk_create(
        Retraction(evidence=row, reason="wrong", retracted_at=now)
        for row in Evidence.objects.filter(source__in=VERIFIED, retraction=None)
    )
    rebuild_skill_map()
    assert {cell["n_verified"] for cell in stored().values()} == {0}


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
