"""Goals are agreed on the page of the meeting: beside it in the drawer, or by a page of its own."""

import re
from html import unescape

import pytest
from django.urls import reverse

from reviews.enums import ReviewState, Side, Topic
from reviews.models import Goal, Review, ReviewEntry
from tests.pages.test_reviews import as_person, at
from tests.reviews.season import make_question, make_review, make_review_cycle, make_template, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast):
    question = make_question()
    cycle = make_review_cycle(template=make_template(questions=[question]))
    review = make_review(
        cast.carol, [cast.hard], ReviewState.MEETING, manager=cast.bob.user, cycle=cycle
    )
    words = "Lead <b>calm</b> & short talks"
    say(review, Side.SELF, cast.carol.user, topic=Topic.QUESTION, question=question, text=words)
    return review


def offered(client, reader, review):
    """What "make it a goal" links open in the drawer: the forms with what they suggest."""
    page = as_person(client, reader).get(at("meeting", review)).text
    links = re.findall(r'href="([^"]*)" data-drawer>Make it a goal', page)
    return [client.get(unescape(link), headers={"X-Drawer": "1"}) for link in links]


def test_skill_and_answer_become_goals_beside_the_meeting(client, cast, meeting):
    of_skill, of_answer = offered(client, cast.bob, meeting)
    assert "<html" not in of_skill.text
    skill = of_skill.context["form"]
    assert (skill["skill"].value(), skill["target_level"].value()) == (
        str(cast.hard.public_id), "3.0",
    )  # fmt: skip
    assert of_answer.context["form"]["title"].value() == "Lead <b>calm</b> & short talks"
    assert "<b>calm</b>" not in of_answer.text
    posted = {name: skill[name].value() or "" for name in skill.fields}
    answer = client.post(
        reverse("reviews:goal_list", args=[cast.carol.public_id]),
        posted | {"review": meeting.public_id},
    )
    assert answer["Location"] == f"{at('meeting', meeting)}#goals-title"
    assert Goal.objects.get().title == f"Improve: {cast.hard}"
    assert f"Improve: {cast.hard}" in client.get(at("meeting", meeting)).text


def test_words_of_an_answer_stand_in_no_address(client, cast, meeting):
    page = as_person(client, cast.bob).get(at("meeting", meeting)).text
    assert "short talks" in page
    assert not re.search(r'href="[^"]*(short|calm)', page)


def test_an_answer_that_is_not_open_suggests_nothing(client, cast, meeting):
    Review.objects.update(opened_at=None)
    answer = ReviewEntry.objects.get(topic=Topic.QUESTION).public_id
    address = reverse("reviews:goal_list", args=[cast.carol.public_id])
    page = as_person(client, cast.bob).get(f"{address}?kind=skill&answer={answer}")
    assert "short talks" not in page.text


@pytest.mark.parametrize(
    "hint", ["skill=x", "target_level=NaN", "title=%00", "kind=x&skill=%00", "answer=x"]
)
def test_wrong_hints_of_an_address_are_only_shown(client, cast, hint):
    address = reverse("reviews:goal_list", args=[cast.carol.public_id])
    answer = as_person(client, cast.bob).get(f"{address}?kind=skill&{hint}")
    assert answer.status_code == 200


def test_who_only_reads_the_meeting_is_offered_no_goal(client, cast, meeting):
    assert offered(client, cast.erin, meeting) == []
