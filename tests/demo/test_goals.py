from collections import defaultdict

import pytest

from skillmap.demo import personas
from skillmap.demo.goals import build_goals
from skillmap.demo.instruments import CERTIFICATES
from skillmap.demo.people import build_people
from skillmap.starter.library import skill_kinds


@pytest.fixture(scope="module")
def people():
    return build_people()


@pytest.fixture(scope="module")
def goals(people):
    return build_goals(people)


def test_goals_are_of_three_kinds_and_some_are_reached(goals):
    skill = [one for one in goals if one.target_level is not None]
    figure = [one for one in goals if one.kpi_target is not None]
    certificate = [one for one in goals if one not in skill and one not in figure]

    assert len(skill) > 60
    assert len(figure) > 20
    assert len(certificate) > 60
    assert {one.skill != "" for one in certificate} == {True}
    assert sum(one.reached for one in goals) >= 5


def test_goals_on_skills_are_soft_and_on_certificates_hard(goals):
    kinds = skill_kinds()

    assert {kinds[one.skill] for one in goals if one.target_level is not None} == {"soft"}
    assert {kinds[one.skill] for one in goals if one.skill and one.target_level is None} == {"hard"}


def test_customer_success_manager_has_a_goal_of_each_kind(people, goals):
    number = next(one.number for one in people if one.key == personas.EMPLOYEE)
    own = [one for one in goals if one.employee == number]

    assert [bool(one.target_level) for one in own] == [True, False, False]
    assert own[2].kpi_unit == "percent renewed"


def test_goals_belong_to_active_people_once_per_title(people, goals):
    active = {one.number for one in people if one.status == "active"}
    titles = defaultdict(list)
    for one in goals:
        titles[one.employee].append(one.title)

    assert set(titles) <= active
    assert [owner for owner, own in titles.items() if len(own) != len(set(own))] == []


def test_goals_that_are_reached_are_certificates_that_were_earned_before_they_were_due(goals):
    reached = [one for one in goals if one.reached]

    assert {one.skill for one in reached} <= set(CERTIFICATES)
    assert all(one.target_level is None and one.due < 0 for one in reached)
