"""The people of the demo: as many and as varied as promised, and free of slips."""

from collections import Counter

import pytest

from skillmap.demo import personas
from skillmap.demo.people import Person, build_people
from skillmap.demo.structure import ZONES, teams
from skillmap.starter.library import role_requirements


@pytest.fixture(scope="module")
def people() -> tuple[Person, ...]:
    return build_people()


def test_people_are_three_hundred_with_their_own_number_name_and_address(people):
    assert len(people) == 300
    assert len({one.number for one in people}) == 300
    addresses = Counter(one.email for one in people)
    assert addresses.pop("") == 3  # on the floor; they log in by number and code
    assert set(addresses.values()) == {1}
    assert max(Counter((one.first_name, one.last_name) for one in people).values()) == 1
    assert all(one.email.isascii() for one in people)


def test_people_built_twice_are_the_same(people):
    assert build_people() == people


def test_people_hold_every_role_of_the_starter_library(people):
    assert {one.role for one in people} == set(role_requirements())


def test_people_work_at_six_sites_in_at_least_four_zones_and_three_ways(people):
    assert {one.site for one in people} == set(ZONES)
    assert len(ZONES) == 6
    assert len({zone for zone in ZONES.values() if zone != "Europe/Lisbon"}) >= 4
    modes = Counter(one.work_mode for one in people)
    assert set(modes) == {"onsite", "hybrid", "remote"}
    assert min(modes.values()) >= 30


def test_units_form_a_dozen_departments_under_divisions(people):
    departments = [team for team in teams() if team.unit.count("/") == 1]

    assert len(departments) == 12


def test_reporting_lines_lead_to_one_director_within_five_levels(people):
    boss = {one.number: one.manager for one in people}
    for one in people:
        depth, above = 1, one.number
        while boss[above]:
            above, depth = boss[above], depth + 1
        assert above == people[0].number
        assert depth <= 5


def test_managers_come_before_the_people_they_lead(people):
    seen = {""}
    for one in people:
        assert one.manager in seen
        seen.add(one.number)


def test_every_persona_sits_on_a_seat_that_exists(people):
    seats = {one.key: one for one in people}

    assert set(personas.PERSONAS) <= set(seats)
    for key, persona in personas.PERSONAS.items():
        assert (seats[key].first_name, seats[key].site) == (persona.first_name, persona.site)


def test_manager_persona_has_nine_direct_reports_and_the_employee_is_one_of_them(people):
    seats = {one.key: one for one in people}
    manager, employee = seats[personas.MANAGER], seats[personas.EMPLOYEE]

    assert sum(one.manager == manager.number for one in people) == 9
    assert employee.manager == manager.number
    assert employee.role == "CSM"


def test_payroll_has_one_holder_only(people):
    holders = [one for one in people if one.role == "PAY"]

    assert [one.key for one in holders] == [personas.ONLY_PAYROLL]


def test_new_managers_took_their_role_within_the_last_sixty_days(people):
    new = [one for one in people if one.role == "NEWMGR"]

    assert len(new) == 5
    assert all(-60 < one.in_role < 0 and one.former_role for one in new)


def test_statuses_hold_one_on_leave_and_one_who_left(people):
    assert Counter(one.status for one in people) == {"active": 298, "leave": 1, "left": 1}
    assert [one.left for one in people if one.status == "left"] == [-56]
