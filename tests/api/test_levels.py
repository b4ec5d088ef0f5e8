"""Levels and gaps: never a bare number, only of people one may read, page by page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.enums import Source
from employees.enums import EmployeeStatus
from tests.api.test_lists import MOST_QUERIES
from tests.factories import (
    assign,
    day,
    make_employee,
    make_evidence,
    make_profile,
    make_role,
    make_scale,
    make_skill,
    make_soft_skill,
)

NUMBER = {
    *("level", "interval_low", "interval_high", "n_ratings", "rater_kinds", "agreed", "contested"),
    *("method", "method_version", "computed_at", "scale"),
}
LIKELY = {"mean": 1500, "sd": 300, "n_ratings": 2, "required": 3000, "importance": 4}
LIKELY |= {"p_gap": 990, "status": 3}
UNMEASURED = {"mean": -1, "sd": -1, "n_ratings": 0, "required": 3000, "importance": 4}
UNMEASURED |= {"p_gap": -1, "status": 0}
EXTRA = {"mean": 2500, "sd": 300, "n_ratings": 1, "required": 0, "importance": 0}
EXTRA |= {"p_gap": -1, "status": 0}


@pytest.fixture
def profiles(cast):
    """Everybody has a likely gap in the hard skill and no level in the soft one."""
    return [
        make_profile(person, {cast.hard: LIKELY, cast.soft: UNMEASURED})
        for person in cast.people.values()
    ]


def test_level_comes_with_everything_one_needs_to_judge_it(cast, api_of, profiles):
    make_evidence(cast.carol, cast.hard, 1, Source.MANAGER, rater=cast.bob)
    make_evidence(cast.carol, cast.hard, 2, Source.TEST)
    rows = api_of(cast.bob).walk(f"/people/{cast.carol.public_id}/skills")
    row = next(row for row in rows if row["skill"]["id"] == str(cast.hard.public_id))
    assert set(row) >= NUMBER
    assert row["person"]["employee_number"] == cast.carol.number
    assert (row["level"], row["n_ratings"]) == (1.5, 2)
    assert 0 < row["interval_low"] < 1.5 < row["interval_high"] < 5
    assert row["rater_kinds"] == ["manager"]
    assert row["sources"] == ["manager", "test"]
    assert (row["agreed"], row["contested"]) == (None, False)
    assert (row["scale"]["zero_rank"], row["scale"]["top_rank"]) == (0, 5)


def test_not_measured_is_null_and_never_zero(cast, api_of, profiles):
    rows = api_of(cast.bob).walk(f"/people/{cast.carol.public_id}/gaps", status="not_measured")
    (row,) = rows
    assert row["skill"]["id"] == str(cast.soft.public_id)
    assert [row[name] for name in ("level", "interval_low", "interval_high", "gap", "p_gap")] == [
        None
    ] * 5
    assert (row["trust"], row["n_ratings"]) == ("not_measured", 0)
    assert row["required_level"] == 3


def test_gap_is_the_requirement_minus_the_level_on_the_scale_of_the_skill(db, api_of):
    person = make_employee("Own Scale", user=True)
    skill = make_skill(scale=make_scale("four", top_rank=4))
    make_profile(person, {skill: {**LIKELY, "mean": 2500, "required": 3750}})
    (row,) = api_of(person).walk(f"/people/{person.public_id}/gaps")
    assert (row["level"], row["required_level"], row["gap"]) == (2, 3, 1)
    assert row["p_gap"] == 0.99
    assert row["status"] == "probable_gap"


def test_agreed_level_is_the_latest_one(cast, api_of, profiles):
    make_evidence(cast.carol, cast.hard, 2, Source.AGREED, observed_on=day(-400))
    make_evidence(cast.carol, cast.hard, 3, Source.AGREED, observed_on=day(-30))
    rows = api_of(cast.carol).walk(f"/people/{cast.carol.public_id}/skills")
    agreed = {row["skill"]["id"]: row["agreed"] for row in rows}
    assert agreed[str(cast.hard.public_id)] == {"level": 3, "agreed_on": str(day(-30))}
    assert agreed[str(cast.soft.public_id)] is None


def test_skill_that_no_role_asks_for_is_a_level_and_no_gap(cast, api_of):
    make_profile(cast.dave, {cast.hard: LIKELY, cast.soft: EXTRA})
    api = api_of(cast.dave)
    assert len(api.walk(f"/people/{cast.dave.public_id}/skills")) == 2
    assert len(api.walk(f"/people/{cast.dave.public_id}/gaps")) == 1


READABLE = {
    "alice": {"alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi"},
    "bob": {"bob", "carol", "dave"},
    "carol": {"carol", "dave"},
    "dave": {"dave"},
    "erin": {"erin", "bob", "carol", "dave"},
    "frank": {"frank"},
    "grace": {"grace"},
    "heidi": {"heidi"},
}


@pytest.mark.parametrize("viewer", READABLE)
def test_lists_hold_the_people_one_may_read_and_nobody_else(cast, api_of, profiles, viewer):
    api = api_of(cast.people[viewer])
    numbers = {cast.people[name].number for name in READABLE[viewer]}
    for path in ("/levels", "/gaps"):
        rows = api.walk(path)
        assert {row["person"]["employee_number"] for row in rows} == numbers
        assert len(rows) == 2 * len(numbers)


@pytest.mark.parametrize("viewer", READABLE)
@pytest.mark.parametrize("part", ["skills", "gaps"])
def test_person_whose_levels_are_hidden_is_404_as_in_the_browser(
    cast, api_of, profiles, viewer, part
):
    api = api_of(cast.people[viewer])
    for name, person in cast.people.items():
        expected = 200 if name in READABLE[viewer] else 404
        assert api.get(f"/people/{person.public_id}/{part}").status_code == expected, name
    cast.frank.status = EmployeeStatus.LEFT
    cast.frank.save()
    expected = 200 if "frank" in READABLE[viewer] else 404
    assert api.get(f"/people/{cast.frank.public_id}/{part}").status_code == expected


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 200])
def test_pages_of_cells_show_each_once_whatever_their_size(cast, api_of, profiles, limit):
    rows = api_of(cast.alice).walk("/gaps", limit=limit)
    cells = [(row["person"]["id"], row["skill"]["id"]) for row in rows]
    assert len(cells) == len(set(cells)) == 2 * len(profiles)


def test_pages_reach_beyond_one_chunk_of_profiles(cast, api_of):
    for number in range(60):
        wanted = LIKELY if number % 20 == 19 else UNMEASURED
        make_profile(make_employee(), {cast.hard: wanted})
    rows = api_of(cast.alice).walk("/gaps", limit=2, status="probable_gap")
    assert len(rows) == 3


def test_filters_narrow_and_say_nothing_about_the_hidden(cast, api_of, profiles):
    api = api_of(cast.alice)
    assert {row["skill"]["kind"] for row in api.walk("/levels", kind="soft")} == {"soft"}
    by_skill = api.walk("/levels", skill=str(cast.hard.public_id))
    assert {row["skill"]["id"] for row in by_skill} == {str(cast.hard.public_id)}
    unknown = make_soft_skill()
    assert api.walk("/levels", skill=str(unknown.public_id)) == []
    sales = api.walk("/gaps", org_unit=str(cast.sales.public_id))
    assert {row["person"]["name"].split()[0] for row in sales} == {"Bob", "Carol", "Dave"}
    assert len(api_of(cast.dave).walk("/gaps", org_unit=str(cast.sales.public_id))) == 2


def test_updated_since_follows_the_computation(cast, api_of):
    make_profile(cast.bob, {cast.hard: LIKELY}, computed_at=timezone.now() - timedelta(days=3))
    make_profile(cast.carol, {cast.hard: LIKELY})
    since = (timezone.now() - timedelta(days=1)).isoformat()
    rows = api_of(cast.bob).walk("/levels", updated_since=since)
    assert [row["person"]["employee_number"] for row in rows] == [cast.carol.number]


@pytest.mark.parametrize("path", ["/levels", "/gaps"])
@pytest.mark.parametrize("person", [None, "carol"])
def test_page_costs_few_queries_whatever_its_length(cast, api_of, profiles, path, person):
    skills = [make_skill() for _ in range(4)]
    role = make_role("More", dict.fromkeys(skills, 3))
    extra = make_employee(user=True)
    assign(extra, "Acme", role=role)
    make_profile(extra, dict.fromkeys(skills, LIKELY))
    api = api_of(cast.alice)
    if person:
        path = f"/people/{extra.public_id}{path.replace('levels', 'skills')}"
    api.get(path)
    costs = []
    for limit in (1, 3):
        with CaptureQueriesContext(connection) as captured:
            response = api.get(path, {"limit": limit})
        assert len(response.json()["data"]) == limit
        costs.append(len(captured))
    assert costs[0] == costs[1]
    assert costs[1] <= MOST_QUERIES, captured.captured_queries


@pytest.mark.parametrize("parameters", [{"status": ""}, {"status": "3"}, {"skill": "x"}])
def test_filter_that_makes_no_sense_is_refused(cast, api_of, parameters):
    assert api_of(cast.alice).get("/gaps", parameters).status_code == 400


def test_cursor_of_another_list_is_refused(cast, api_of, profiles):
    api = api_of(cast.alice)
    cursor = api.get("/people", {"limit": 1}).json()["page"]["next_cursor"]
    assert api.get("/gaps", {"cursor": cursor}).status_code == 400
