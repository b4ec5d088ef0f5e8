"""What of reviews waits for whom, on the first page and in the inbox."""

import pytest

from employees.enums import EmployeeStatus
from employees.models import Assignment, Employee
from reviews.enums import ReviewState
from reviews.models import Goal
from tests.factories import make_delegation
from tests.reviews.season import make_review, make_review_cycle

pytestmark = pytest.mark.django_db
R = ReviewState


@pytest.fixture
def waits(client):
    def read(person):
        client.force_login(person.user)
        return {item.title: item.url for item in client.get("/inbox/").context["waiting"]}

    return read


def test_each_side_is_asked_for_its_own_step(cast, waits):
    review = make_review(cast.carol, [cast.hard])
    assert waits(cast.carol) == {"Prepare your review": f"/reviews/{review.public_id}/prepare/"}
    assert waits(cast.bob) == {
        "Prepare the review of Carol Report": f"/reviews/{review.public_id}/prepare/"
    }
    assert waits(cast.alice) == {}


@pytest.mark.parametrize(
    ("state", "own", "led"),
    [
        (R.READY, [], ["Meet Carol Report for the review"]),
        (R.MEETING, [], ["Sign the review of Carol Report"]),
        (R.SIGNED, ["Your review was signed: answer it"], []),
        (R.ACKNOWLEDGED, [], []),
        (R.ARCHIVED, [], []),
    ],
)
def test_what_waits_follows_the_state(cast, waits, state, own, led):
    make_review(cast.carol, [cast.hard], state, manager=cast.bob.user)
    assert list(waits(cast.carol)) == own
    assert list(waits(cast.bob)) == led


def test_many_of_a_cycle_are_one_line(cast, waits):
    cycle = make_review_cycle()
    cast.dave.assignments.update(manager=cast.bob)
    for person in (cast.carol, cast.dave):
        make_review(person, [cast.hard], cycle=cycle)
    assert waits(cast.bob) == {"Prepare 2 reviews": "/reviews/"}


def test_stand_in_is_asked_and_hr_where_nobody_leads(cast, waits):
    make_review(cast.carol, [cast.hard], R.READY)
    make_delegation(cast.bob, cast.frank)
    assert list(waits(cast.frank)) == ["Meet Carol Report for the review"]
    Assignment.objects.filter(employee=cast.carol).update(manager=None)
    assert list(waits(cast.alice)) == ["Meet Carol Report for the review"]


def test_hr_is_asked_while_manager_and_stand_in_are_away(cast, waits):
    make_review(cast.carol, [cast.hard], R.READY)
    Employee.objects.filter(pk=cast.bob.pk).update(status=EmployeeStatus.LEAVE)
    assert list(waits(cast.alice)) == ["Meet Carol Report for the review"]
    make_delegation(cast.bob, cast.frank)
    assert list(waits(cast.alice)) == []
    Employee.objects.filter(pk=cast.frank.pk).update(status=EmployeeStatus.LEAVE)
    assert list(waits(cast.alice)) == ["Meet Carol Report for the review"]


def test_first_page_shows_ones_own_open_goals(client, cast):
    about = {"employee": cast.carol, "kind": "certification", "created_by": cast.bob.user}
    Goal.objects.create(title="Get the certificate", **about)
    Goal.objects.create(title="Given up", state="dropped", **about)
    client.force_login(cast.carol.user)
    page = client.get("/").text
    assert "Get the certificate" in page
    assert "Given up" not in page
