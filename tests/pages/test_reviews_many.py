"""A manager of thirty: their pages cost as few queries as those of a manager of one."""

import pytest
from django.urls import reverse

from reviews.enums import ReviewState, Side
from tests.factories import assign, make_employee, make_evidence, make_profile
from tests.guards.test_query_counts import MOST_OF_A_PAGE
from tests.pages.test_reviews import as_person, at
from tests.reviews.season import make_review, make_review_cycle, say

pytestmark = pytest.mark.django_db
REPORTS = 30


@pytest.fixture
def season(cast):
    """Bob's thirty reviews: both sides said something about both skills."""
    cycle, found = make_review_cycle(), []
    for number in range(REPORTS):
        person = make_employee(f"Report {number:02}", user=True)
        assign(person, manager=cast.bob)
        skills = [cast.hard, cast.soft]
        review = make_review(
            person, skills, ReviewState.MEETING, manager=cast.bob.user, cycle=cycle
        )
        for skill in skills:
            say(review, Side.SELF, person.user, skill, level=4)
            say(review, Side.MANAGER, cast.bob.user, skill, level=2)
            make_evidence(person, skill, 3)
        make_profile(person, {skill: {} for skill in skills})
        found.append(review)
    return found


def test_board_of_thirty_costs_few_queries(client, cast, season, django_assert_max_num_queries):
    as_person(client, cast.bob)
    with django_assert_max_num_queries(MOST_OF_A_PAGE):
        page = client.get(reverse("pages:review_list"))
    assert len(page.context["board"]) == REPORTS
    assert {row.distance for row in page.context["board"]} == {2}


@pytest.mark.parametrize(
    "name", ["detail", "pack", "meeting", "plan", "feedback", "talks", "newer"]
)
def test_pages_of_one_of_thirty_cost_few_queries(
    client, cast, season, name, django_assert_max_num_queries
):
    as_person(client, cast.bob)
    with django_assert_max_num_queries(MOST_OF_A_PAGE):
        assert client.get(at(name, season[17])).status_code in {200, 204}
