"""Looking back: the facts of a day, as they were known at a time, and the same bytes each time."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from assessments.enums import RunState
from assessments.models import Evidence, SkillMapCell, SkillProfile
from assessments.services import create_run, retract_evidence
from assessments.services.gaps import analyse_gaps
from employees.models import OrgUnitPlacement, Requirement, RoleVersion
from skillmap.core.errors import DomainError
from tests.assessments.organisation import make_people
from tests.assessments.test_gap_service import digest, output_rows
from tests.factories import (
    assign,
    day,
    make_employee,
    make_evidence,
    make_role,
    make_skill,
    make_unit,
    require,
    since,
)


def look_back(as_of=None, known_at=None, unit=None):
    run = create_run(actor=None, as_of=as_of, known_at=known_at, unit=unit, keeps_output=True)
    analyse_gaps(run)
    run.refresh_from_db()
    return run


def one_row(run):
    (row,) = output_rows(run)
    return row


@pytest.fixture
def person(db):
    """Somebody with one required skill, since a year."""
    skill = make_skill()
    person = make_employee()
    assign(person, "Acme/Sales", role=make_role(requirements={skill: 3}))
    person.skill = skill
    return person


@pytest.mark.django_db
def test_same_day_and_time_give_the_same_bytes_after_everything_changed():
    made = make_people(60, seed=30)
    known_at = timezone.now()
    first = look_back(day(-100), known_at)
    make_evidence(made.people[0], made.skills[0], 5, observed_on=day(-200))
    retract_evidence(
        evidence=Evidence.objects.all()[:50], reason="wrong", actor=None, now=timezone.now()
    )
    again = look_back(day(-100), known_at)
    assert digest(first) == digest(again)
    assert (first.inputs_hash, first.parameters_hash) == (again.inputs_hash, again.parameters_hash)
    assert digest(look_back(day(-100))) != digest(first)


@pytest.mark.django_db
def test_look_back_writes_only_its_record_and_its_output():
    make_people(30, seed=31)
    analyse_gaps(create_run(actor=None))
    profiles = list(SkillProfile.objects.order_by("pk").values())
    cells = list(SkillMapCell.objects.order_by("pk").values())
    for options in ({"as_of": day(-50)}, {"known_at": timezone.now()}):
        run = look_back(**options)
        assert run.state == RunState.DONE
        assert output_rows(run)
    assert list(SkillProfile.objects.order_by("pk").values()) == profiles
    assert list(SkillMapCell.objects.order_by("pk").values()) == cells


def test_evidence_observed_later_does_not_count_on_the_day(person):
    make_evidence(person, person.skill, 5, observed_on=day(-10))
    assert one_row(look_back(day(-11)))["status"] == "not_measured"
    assert one_row(look_back(day(-10)))["n_ratings"] == "1"


def test_evidence_recorded_later_does_not_count_at_the_time(person):
    now = timezone.now()
    make_evidence(person, person.skill, 5, observed_on=day(-100), recorded_at=now)
    before = look_back(day(-1), now - dt.timedelta(microseconds=1))
    assert one_row(before)["n_ratings"] == "0"
    assert one_row(look_back(day(-1), now))["n_ratings"] == "1"


def test_retraction_counts_from_when_it_was_made(person):
    evidence = make_evidence(person, person.skill, 5, observed_on=day(-100))
    recorded = timezone.now()
    later = recorded + dt.timedelta(microseconds=1)
    retract_evidence(evidence=[evidence], reason="wrong person", actor=None, now=later)
    assert one_row(look_back(day(-1), recorded))["n_ratings"] == "1"
    assert one_row(look_back(day(-1), timezone.now()))["n_ratings"] == "0"


def test_requirements_are_those_valid_on_the_day(person):
    version = RoleVersion.objects.get()
    version.valid = (day(-365), day(-20))
    version.save()
    newer = RoleVersion.objects.create(role=version.role, number=2, valid=since(-20))
    require(newer, person.skill, 5)
    assert one_row(look_back(day(-21)))["required_level"] == "3.000"
    assert one_row(look_back(day(-20)))["required_level"] == "5.000"


def test_place_and_unit_path_are_those_of_the_day(person):
    place = person.assignments.get()
    place.valid = (day(-365), day(-20))
    place.save()
    assign(person, "Acme/People", role=place.role, valid=since(-20))
    unit = place.unit
    OrgUnitPlacement.objects.filter(unit=unit).update(valid=since(-365, -200))
    OrgUnitPlacement.objects.create(
        unit=unit, parent=make_unit("Acme"), name="Trade", valid=since(-200)
    )
    assert one_row(look_back(day(-300)))["unit"] == "Acme/Sales"
    assert one_row(look_back(day(-100)))["unit"] == "Acme/Trade"
    assert one_row(look_back(day(-19)))["unit"] == "Acme/People"


def test_unit_takes_the_subtree_it_had_on_the_day(person):
    north = make_unit("Acme/Sales/North")
    other = make_employee()
    assign(other, north, role=person.assignments.get().role)
    sales, people = make_unit("Acme/Sales"), make_unit("Acme/People")
    OrgUnitPlacement.objects.filter(unit=north).update(valid=since(-365, -30))
    OrgUnitPlacement.objects.create(unit=north, parent=people, name="North", valid=since(-30))
    then = output_rows(look_back(day(-31), unit=sales))
    now = output_rows(look_back(day(-1), unit=sales))
    assert {row["employee_number"] for row in then} == {person.number, other.number}
    assert {row["employee_number"] for row in now} == {person.number}


def test_person_who_came_later_was_not_there_on_the_day(person):
    newcomer = make_employee()
    assign(newcomer, role=person.assignments.get().role, valid=since(-5))
    numbers = {row["employee_number"] for row in output_rows(look_back(day(-6)))}
    assert numbers == {person.number}


def test_exemption_counts_while_it_lasts(cast):
    cast.dave.exemptions.create(
        skill=cast.soft, reason="x", granted_by=cast.alice.user, valid=(day(-20), day(-10))
    )
    counts = [len(output_rows(look_back(day(offset)))) for offset in (-21, -20, -11, -10)]
    assert counts == [16, 15, 15, 16]


@pytest.mark.django_db(transaction=True)
def test_requirement_changed_later_is_read_as_it_was_known():
    """The row was overwritten; its history still tells what was known at the time."""
    skill = make_skill()
    person = make_employee()
    assign(person, role=make_role(requirements={skill: 3}))
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (known_at,) = cursor.fetchone()
    Requirement.objects.update(required_level=5, required_common=5000)
    assert one_row(look_back(day(-1), known_at))["required_level"] == "3.000"
    assert one_row(look_back(day(-1)))["required_level"] == "5.000"


@pytest.mark.django_db(transaction=True)
def test_person_assigned_later_was_not_known_to_be_there():
    skill = make_skill()
    role = make_role(requirements={skill: 3})
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (known_at,) = cursor.fetchone()
    assign(make_employee(), role=role, valid=since(-100))
    assert output_rows(look_back(day(-1), known_at)) == []
    assert len(output_rows(look_back(day(-1)))) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["as_of", "known_at"])
def test_future_cannot_be_looked_at(field):
    later = day(1) if field == "as_of" else timezone.now() + dt.timedelta(hours=1)
    with pytest.raises(DomainError) as refused:
        create_run(actor=None, **{field: later})
    assert refused.value.field == field
