"""Goals are agreed on the page of the meeting: in one click, or with all fields in the drawer."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from reviews.enums import GoalState, QuestionKind, ReviewState, Side, Topic
from reviews.models import Goal, GoalComment, Review, ReviewCycle, ReviewEntry
from reviews.queries.reviews import SkillLine
from reviews.services.goals import GoalContent, add_goal
from reviews.services.meeting_goals import end_of_next_period, goal_from_meeting, take_back_goal
from skillmap.core.errors import ConflictError
from skills.models import Skill
from tests.factories import make_skill
from tests.pages.test_reviews import as_person, at
from tests.reviews.season import (
    make_goal,
    make_question,
    make_review,
    make_review_cycle,
    make_template,
    say,
)

pytestmark = pytest.mark.django_db
WORDS = "Lead <b>calm</b> & short talks"


@pytest.fixture
def meeting(cast):
    """Carol answered a question about soft skills; Bob sees her below level 3 in both skills."""
    question = make_question(kind=QuestionKind.SOFT)
    cycle = make_review_cycle(template=make_template(questions=[question]))
    skills = [cast.hard, cast.soft]
    review = make_review(
        cast.carol, skills, ReviewState.MEETING, manager=cast.bob.user, cycle=cycle
    )
    say(review, Side.SELF, cast.carol.user, topic=Topic.QUESTION, question=question, text=WORDS)
    for skill, level in ((cast.hard, 1), (cast.soft, 2)):
        say(review, Side.MANAGER, cast.bob.user, skill, level=level)
    return review


def answer_of(review):
    return ReviewEntry.objects.get(topic=Topic.QUESTION, review=review)


def press(client, review, **posted):
    return client.post(at("goal", review), posted)


def take_back(client, review, goal):
    address = reverse("reviews:goal_take_back", args=[goal.public_id])
    return client.post(address, {"review": review.public_id})


def test_skill_becomes_a_goal_for_the_next_period_in_one_click(client, cast, meeting):
    page = as_person(client, cast.bob).get(at("meeting", meeting)).text
    button = f'form="make-goal" name="skill" value="{cast.hard.public_id}" type="submit"'
    assert button in page
    answer = press(client, meeting, skill=cast.hard.public_id)
    assert answer["Location"] == f"{at('meeting', meeting)}#goals-title"
    goal = Goal.objects.get()
    assert (goal.employee, goal.skill, goal.kind) == (cast.carol, cast.hard, "skill")
    assert (goal.title, goal.target_level) == (f"Improve: {cast.hard}", 3)
    assert goal.due_on == end_of_next_period(meeting.cycle)
    page = client.get(at("meeting", meeting)).text
    assert button not in page
    assert reverse("reviews:goal_edit", args=[goal.public_id]) in page
    take_back(client, meeting, goal)
    assert not Goal.objects.exists()
    assert button in client.get(at("meeting", meeting)).text


def test_skill_merged_since_becomes_a_goal_on_what_it_became_and_a_retired_one_none(
    client, cast, meeting
):
    retired = {"status": "retired", "retired_on": "2026-01-01"}
    Skill.objects.filter(pk=cast.hard.pk).update(**retired, replaced_by=make_skill("Sheets"))
    Skill.objects.filter(pk=cast.soft.pk).update(**retired)
    press(as_person(client, cast.bob), meeting, skill=cast.hard.public_id)
    press(client, meeting, skill=cast.soft.public_id)
    goal = Goal.objects.get()
    assert (str(goal.skill), goal.title) == ("Sheets", "Improve: Sheets")
    assert "This skill is not used any more." in client.get(at("meeting", meeting)).text


def test_answer_becomes_a_goal_on_the_skill_it_is_about(client, cast, meeting):
    press(as_person(client, cast.carol), meeting, answer=answer_of(meeting).public_id)
    goal = Goal.objects.get()
    assert (goal.title, goal.skill) == (WORDS, cast.soft)
    assert "<b>calm</b>" not in client.get(at("meeting", meeting)).text


def test_answer_that_names_a_skill_is_about_that(client, cast, meeting):
    ReviewEntry.objects.filter(topic=Topic.QUESTION).update(text=f"more {cast.hard}".upper())
    press(as_person(client, cast.carol), meeting, answer=answer_of(meeting).public_id)
    assert Goal.objects.get().skill == cast.hard


def test_skill_of_a_short_name_is_not_found_inside_other_words(client, cast, meeting):
    type(cast.hard).objects.filter(pk=cast.hard.pk).update(name="L")
    press(as_person(client, cast.carol), meeting, answer=answer_of(meeting).public_id)
    assert Goal.objects.get().skill == cast.soft


def test_goal_above_what_the_role_asks_for_is_a_level_above_what_was_agreed(client, cast, meeting):
    say(meeting, Side.SHARED, None, cast.hard, level="3.5")
    press(as_person(client, cast.bob), meeting, skill=cast.hard.public_id)
    assert Goal.objects.get().target_level == Decimal("4.5")


def test_two_clicks_make_one_goal(client, cast, meeting):
    as_person(client, cast.bob)
    for _ in range(2):
        press(client, meeting, skill=cast.hard.public_id)
    assert Goal.objects.count() == 1
    assert "There is such a goal already" in client.get(at("meeting", meeting)).text


@pytest.mark.parametrize("state", [ReviewState.READY, ReviewState.SIGNED])
def test_outside_the_meeting_nothing_becomes_a_goal(client, cast, meeting, state):
    Review.objects.update(state=state)
    press(as_person(client, cast.bob), meeting, skill=cast.hard.public_id)
    assert not Goal.objects.exists()


@pytest.mark.parametrize(
    "posted", [{}, {"skill": "x"}, {"skill": "\x00"}, {"answer": "x"}, {"answer": "of another"}]
)
def test_what_is_not_in_the_review_becomes_no_goal(client, cast, meeting, posted):
    if "of another" in posted.values():
        other = make_review(cast.dave, [cast.hard], ReviewState.MEETING, manager=cast.carol.user)
        said = say(other, Side.SELF, cast.dave.user, topic=Topic.SUMMARY, text="his words")
        posted = {"answer": said.public_id}
    assert press(as_person(client, cast.carol), meeting, **posted).status_code == 404
    assert not Goal.objects.exists()


def test_who_only_reads_the_meeting_makes_no_goal(client, cast, meeting):
    page = as_person(client, cast.erin).get(at("meeting", meeting)).text
    assert "Make it a goal" not in page
    assert press(client, meeting, skill=cast.hard.public_id).status_code == 403
    assert not Goal.objects.exists()


def test_only_who_set_a_goal_takes_it_back_while_nobody_worked_with_it(client, cast, meeting):
    press(as_person(client, cast.bob), meeting, skill=cast.hard.public_id)
    goal = Goal.objects.get()
    assert take_back(as_person(client, cast.carol), meeting, goal).status_code == 403
    GoalComment.objects.create(goal=goal, author=cast.carol.user, text="fine")
    take_back(as_person(client, cast.bob), meeting, goal)
    assert Goal.objects.get() == goal
    GoalComment.objects.all().delete()
    Goal.objects.update(created_at=goal.created_at - dt.timedelta(hours=25))
    take_back(client, meeting, goal)
    assert Goal.objects.get() == goal


def test_figure_set_with_a_goal_goes_with_it_and_a_later_one_keeps_it(cast):
    content = GoalContent(title="Calls", kpi_start=Decimal(1), kpi_target=Decimal(5))
    by_carol = {"actor": cast.carol.user, "employee": cast.carol, "kind": "kpi"}
    first, second = (add_goal(**by_carol, content=content) for _ in range(2))
    day = second.created_at.date() - dt.timedelta(days=1)
    second.figures.create(measured_on=day, value=3, recorded_by=cast.bob.user)
    take_back_goal(actor=cast.carol.user, goal=first)
    with pytest.raises(ConflictError):
        take_back_goal(actor=cast.carol.user, goal=second)
    assert Goal.objects.get() == second
    assert second.figures.count() == 2


def test_goal_that_was_signed_is_not_taken_back(client, cast, meeting):
    press(as_person(client, cast.bob), meeting, skill=cast.hard.public_id)
    make_review(cast.carol, [], ReviewState.SIGNED, manager=cast.bob.user)
    take_back(client, meeting, Goal.objects.get())
    assert Goal.objects.exists()


def test_goal_of_the_same_words_that_is_closed_is_no_hindrance(cast, meeting):
    line = SkillLine(cast.hard, Decimal(3), ())
    make_goal(cast.carol, cast.hard, title=f"Improve: {cast.hard}", state=GoalState.REACHED)
    goal_from_meeting(actor=cast.bob.user, review=meeting, line=line)
    with pytest.raises(ConflictError):
        goal_from_meeting(actor=cast.bob.user, review=meeting, line=line)
    assert Goal.objects.count() == 2


@pytest.mark.parametrize(
    ("start", "end", "due"),
    [
        ((2030, 1, 1), (2030, 6, 30), (2030, 12, 31)),
        ((2030, 7, 1), (2030, 12, 31), (2031, 6, 30)),
        ((2030, 1, 1), (2030, 12, 31), (2031, 12, 31)),
        ((2030, 1, 7), (2030, 3, 17), (2030, 5, 26)),
    ],
)
def test_next_period_ends_as_this_one_does(start, end, due):
    cycle = ReviewCycle(period_start=dt.date(*start), period_end=dt.date(*end))
    assert end_of_next_period(cycle) == dt.date(*due)
