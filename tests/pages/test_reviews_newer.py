"""What the other side of a meeting changes reaches the open page without a reload."""

import pytest

from reviews.enums import ReviewState, Side, Topic
from reviews.models import Review, ReviewEntry
from tests.factories import make_activity, make_plan
from tests.pages.test_reviews import as_person, at, key
from tests.pages.test_reviews_at_once import meeting, shown
from tests.reviews.season import make_goal, say
from training.enums import PlanState

__all__ = ["meeting"]
pytestmark = pytest.mark.django_db
FEW = 8  # queries every five seconds


def seen(client, review):
    """What the page sends along: the versions and what is signed beside."""
    return {
        name: value
        for name, value in shown(client, review).items()
        if name.endswith("-version") or name == "beside"
    }


def newer(client, review, versions):
    return client.get(at("newer", review), versions)


def test_nothing_new_is_told_in_no_words_and_few_queries(
    client, cast, meeting, django_assert_max_num_queries
):
    versions = seen(as_person(client, cast.bob), meeting)
    with django_assert_max_num_queries(FEW):
        answer = newer(client, meeting, versions)
    assert (answer.status_code, answer.content) == (204, b"")


def test_level_and_words_of_the_other_side_arrive_alone(client, cast, meeting):
    versions = seen(as_person(client, cast.carol), meeting)
    shared = ReviewEntry.objects.filter(side=Side.SHARED)
    shared.filter(skill=cast.hard).update(level="4.5", version=3)
    shared.filter(topic=Topic.NOTES).update(text="<b>Bob</b> & Carol", version=3)
    answer = newer(client, meeting, versions)
    assert [one.key for one in answer.context["newer"]] == [key(cast.hard), "notes"]
    level = f'data-newer="{key(cast.hard)}" data-version="3" data-level="4.5"'
    assert level in answer.text
    assert "&lt;b&gt;Bob&lt;/b&gt; &amp; Carol" in answer.text
    assert 'id="beside"' not in answer.text


@pytest.mark.parametrize("what", ["goal", "plan"])
def test_goals_and_plan_of_the_other_side_arrive_with_their_mark(client, cast, meeting, what):
    versions = seen(as_person(client, cast.carol), meeting)
    if what == "goal":
        make_goal(cast.carol, title="Run the shop alone")
    else:
        make_plan(cast.carol, [make_activity()], state=PlanState.ACTIVE)
    answer = newer(client, meeting, versions)
    assert ("Run the shop alone" in answer.text) == (what == "goal")
    assert answer.headers["HX-Trigger"] == "plan-changed"
    mark = answer.context["beside"]
    assert f'value="{mark}" hx-swap-oob="true"' in answer.text
    assert newer(client, meeting, versions | {"beside": mark}).status_code == 204


def test_page_learns_that_the_meeting_is_over_and_stops_asking(client, cast, meeting):
    versions = seen(as_person(client, cast.carol), meeting)
    Review.objects.update(state=ReviewState.SIGNED)
    answer = newer(client, meeting, versions)
    assert answer.status_code == 286
    assert "This review is signed by the manager now" in answer.text
    assert at("detail", meeting) in answer.text


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 5000, "\x00"])
def test_version_that_is_none_counts_as_not_seen(client, cast, meeting, version):
    versions = seen(as_person(client, cast.bob), meeting) | {"notes-version": version}
    answer = newer(client, meeting, versions)
    assert [one.key for one in answer.context["newer"]] == ["notes"]
    posted = shown(client, meeting) | {"notes-version": version, "sign": "1"}
    assert client.post(at("meeting", meeting), posted).status_code in {302, 422}


def test_private_notes_and_drafts_of_the_other_side_never_arrive(client, cast, meeting):
    versions = seen(as_person(client, cast.carol), meeting)
    say(meeting, Side.PRIVATE, cast.bob.user, text="bobs own thoughts")
    say(meeting, Side.PRIVATE, cast.carol.user, text="carols own thoughts")
    assert newer(client, meeting, versions).status_code == 204


def test_who_must_say_why_first_learns_nothing(client, cast, meeting):
    answer = newer(as_person(client, cast.alice), meeting, {})
    assert (answer.status_code, answer.content) == (286, b"")
    assert newer(as_person(client, cast.dave), meeting, {}).status_code == 404
