"""An answer becomes a skill of the person: agreed on in the meeting, theirs once both signed."""

import pytest
from django.utils import timezone

from assessments.enums import Source
from assessments.models import Evidence
from reviews.enums import ReviewState, Side, Topic
from reviews.models import Review, ReviewEntry, ReviewSkill
from reviews.services import life
from reviews.services.signing import seen_beside
from skills.models import Skill, SkillLabel
from tests.factories import make_delegation, make_skill
from tests.pages.test_reviews import as_person, at
from tests.reviews.season import make_question, make_review, make_review_cycle, make_template, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def sql():
    return make_skill("Structured queries")


@pytest.fixture
def meeting(cast, sql):
    """Carol says which skill is new; no role asks for it."""
    question = make_question("Which skill is new?")
    cycle = make_review_cycle(template=make_template(questions=[question]))
    review = make_review(
        cast.carol, [cast.hard], ReviewState.MEETING, manager=cast.bob.user, cycle=cycle
    )
    text = "I write (structured queries) myself now, <b>every</b> week."
    say(review, Side.SELF, cast.carol.user, topic=Topic.QUESTION, question=question, text=text)
    return review


def reword(text):
    ReviewEntry.objects.filter(topic=Topic.QUESTION).update(text=text)


def press(client, review, **posted):
    answer = ReviewEntry.objects.get(topic=Topic.QUESTION).public_id
    return client.post(at("skill", review), {"answer": answer} | posted)


def agree(review, skill, level):
    review.entries.filter(side=Side.SHARED, skill=skill).update(level=level)


def beyond(review):
    return {row.skill for row in review.skills.filter(required_level=None)}


def test_answer_becomes_a_skill_in_one_click_and_evidence_when_both_signed(
    client, cast, meeting, sql
):
    page = as_person(client, cast.carol).get(at("meeting", meeting)).text
    assert "Make it a skill" in page
    answer = press(client, meeting)
    assert answer["Location"] == f"{at('meeting', meeting)}#card-skill-{sql.public_id}"
    assert beyond(meeting) == {sql}
    page = client.get(at("meeting", meeting)).text
    assert "beyond the role" in page
    agree(meeting, sql, 3)
    life.sign_review(actor=cast.bob.user, review=meeting, now=timezone.now())
    life.acknowledge_review(
        actor=cast.carol.user, review=meeting, agrees=True, comment="", now=timezone.now()
    )
    row = Evidence.objects.get(employee=cast.carol, skill=sql)
    assert (row.source, row.level) == (Source.AGREED, 3)
    signed = client.get(at("detail", meeting))
    assert sql.name in signed.text
    assert "None" not in signed.text


def test_other_name_of_a_skill_is_understood(client, cast, meeting, sql):
    SkillLabel.objects.create(skill=sql, label="SQL")
    reword("SQL, at last")
    press(as_person(client, cast.bob), meeting)
    assert beyond(meeting) == {sql}


@pytest.mark.parametrize(
    "text", ["nothing new", "structured queriesX", "", "a" * 20_000, "👋 שלום"]
)
def test_where_no_skill_is_named_the_page_asks_which(client, cast, meeting, sql, text):
    reword(text or "-")
    asked = press(as_person(client, cast.carol), meeting)
    assert (asked.status_code, "Which skill is it?" in asked.text) == (200, True)
    assert "---------" not in asked.text  # no list with nothing in it
    assert beyond(meeting) == set()
    for other, sentence in (("Juggling", "no skill of this name"), (" ", "Choose a skill")):
        wrong = press(client, meeting, other_skill=other)
        assert (wrong.status_code, sentence in wrong.text) == (422, True)
    press(client, meeting, other_skill=sql.name.lower())
    assert beyond(meeting) == {sql}


def test_of_several_skills_the_page_asks_which(client, cast, meeting, sql):
    other = make_skill("Short talks")
    reword("structured queries and short talks")
    asked = press(as_person(client, cast.carol), meeting).text
    assert sql.name in asked
    assert other.name in asked
    press(client, meeting, skill=other.public_id)
    assert beyond(meeting) == {other}


def test_question_says_what_an_answer_without_a_name_is_about(client, cast, meeting, sql):
    reword("a lot")
    meeting.cycle.template.questions.get().question.skills.add(sql, cast.hard)
    press(as_person(client, cast.carol), meeting)
    assert beyond(meeting) == {sql}


def test_retired_skill_is_not_found(client, cast, meeting, sql):
    Skill.objects.filter(pk=sql.pk).update(status="retired", retired_on="2026-01-01")
    assert press(as_person(client, cast.carol), meeting).status_code == 200
    assert beyond(meeting) == set()


def test_added_twice_it_is_there_once(client, cast, meeting):
    as_person(client, cast.carol)
    press(client, meeting)
    press(client, meeting)
    assert ReviewSkill.objects.filter(review=meeting).count() == 2


def test_it_is_taken_out_as_long_as_nothing_is_agreed(client, cast, meeting, sql):
    as_person(client, cast.bob)
    press(client, meeting)
    agree(meeting, sql, 2)
    client.post(at("skill", meeting), {"remove": sql.public_id})
    assert beyond(meeting) == {sql}
    assert "A level is agreed on it" in client.get(at("meeting", meeting)).text
    agree(meeting, sql, None)
    client.post(at("skill", meeting), {"remove": sql.public_id})
    assert beyond(meeting) == set()
    assert not meeting.entries.filter(skill=sql).exists()


def test_what_the_role_asks_for_is_not_taken_out(client, cast, meeting):
    as_person(client, cast.bob).post(at("skill", meeting), {"remove": cast.hard.public_id})
    assert meeting.skills.get().skill == cast.hard


@pytest.mark.parametrize("state", [ReviewState.READY, ReviewState.SIGNED, ReviewState.ARCHIVED])
def test_outside_the_meeting_no_skill_is_added(client, cast, meeting, state):
    Review.objects.update(state=state)
    press(as_person(client, cast.carol), meeting)
    assert beyond(meeting) == set()


def test_who_only_reads_the_meeting_adds_no_skill(client, cast, meeting):
    for person in (cast.erin, cast.alice):
        assert press(as_person(client, person), meeting).status_code == 403
    assert press(as_person(client, cast.frank), meeting).status_code == 404
    make_delegation(cast.bob, cast.frank)
    press(client, meeting)
    assert len(beyond(meeting)) == 1


@pytest.mark.parametrize("posted", [{"answer": "x"}, {"answer": "\x00"}, {"remove": "x"}])
def test_what_is_not_in_the_review_is_not_found(client, cast, meeting, posted):
    assert press(as_person(client, cast.carol), meeting, **posted).status_code == 404


def test_manager_does_not_sign_a_level_of_a_skill_that_the_page_did_not_show(
    client, cast, meeting, sql
):
    shown = f"skill-{cast.hard.public_id}"
    page = {f"{shown}-level": "", f"{shown}-was": "", f"{shown}-version": "0"}
    as_person(client, cast.bob)
    asks = {f"{shown}-version": "0", "notes-version": "0"}
    assert "added a skill" not in client.get(at("newer", meeting), asks).text
    press(as_person(client, cast.carol), meeting)
    as_person(client, cast.bob)
    assert "added a skill" in client.get(at("newer", meeting), asks).text
    agree(meeting, sql, 3)
    goals_and_plan = seen_beside(meeting)
    posted = page | {"sign": "1", "beside": goals_and_plan}
    assert client.post(at("meeting", meeting), posted).status_code == 422
    assert Review.objects.get().state == ReviewState.MEETING
    agree(meeting, sql, None)
    client.post(at("meeting", meeting), posted)
    assert Review.objects.get().state == ReviewState.SIGNED
