"""What a team lacks together, and what hangs on one of them."""

import pytest

from assessments.queries.team_skills import shared_gaps, single_points, team_skills
from tests.factories import UNMEASURED, make_employee, make_profile, make_skill

pytestmark = pytest.mark.django_db
MET, POSSIBLE, PROBABLE = {"status": 1}, {"status": 2}, {"status": 3}


def team(*profiles):
    return team_skills([make_profile(make_employee(), cells) for cells in profiles])


@pytest.fixture
def sheets():
    return make_skill("Spreadsheets")


@pytest.fixture
def sql():
    return make_skill("SQL")


def test_shared_gaps_come_with_the_most_likely_first(sheets, sql):
    rows = team(
        {sheets: POSSIBLE, sql: PROBABLE}, {sheets: POSSIBLE, sql: PROBABLE}, {sheets: POSSIBLE}
    )
    found = [(row.skill, row.asked, row.lacking, row.likely) for row in shared_gaps(rows)]
    assert found == [(sql, 2, 2, 2), (sheets, 3, 3, 0)]


def test_gap_of_one_person_is_not_shared(sheets):
    assert shared_gaps(team({sheets: PROBABLE}, {sheets: MET})) == []


def test_one_of_several_who_meets_what_is_asked_is_a_single_point(sheets, sql):
    (row,) = single_points(team({sheets: MET, sql: MET}, {sheets: POSSIBLE}, {sql: MET}))
    assert (row.skill, len(row.able)) == (sheets, 1)


def test_only_one_asked_counts_where_it_matters_most(sheets, sql):
    rows = team({sheets: MET | {"importance": 5}, sql: MET | {"importance": 3}}, {})
    assert [row.skill for row in single_points(rows)] == [sheets]


def test_unmeasured_people_are_neither_able_nor_lacking(sheets):
    (row,) = team({sheets: UNMEASURED}, {sheets: UNMEASURED})
    assert (row.asked, row.lacking, row.able) == (2, 0, ())
