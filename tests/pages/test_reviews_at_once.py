"""Two people on the page of one meeting: nobody signs what they have not seen, or types again."""

from decimal import Decimal

import pytest

from reviews.enums import ReviewState, Side, Topic
from reviews.models import Review, ReviewEntry, SignedReview
from tests.factories import make_activity, make_plan
from tests.pages.test_reviews import as_person, at, key
from tests.reviews.season import make_goal, make_review, make_review_cycle, make_template, say
from training.enums import PlanState

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast):
    """They agreed on 2.5 for the hard skill, and on an overall rating."""
    cycle = make_review_cycle(template=make_template(has_overall=True))
    review = make_review(
        cast.carol,
        [cast.hard, cast.soft],
        ReviewState.MEETING,
        manager=cast.bob.user,
        cycle=cycle,
    )
    say(review, Side.SHARED, None, cast.hard, level="2.5", version=2)
    say(review, Side.SHARED, None, topic=Topic.OVERALL, level=3, version=2)
    say(review, Side.SHARED, None, text="first line", version=2)
    return review


def shown(client, review):
    """What the browser would post of the meeting page as it is."""
    context = client.get(at("meeting", review)).context
    words = [context["notes"], context["summary"], context["private"]]
    values = {"beside": context["beside"]}
    cards = [field for _line, field in context["apart"] + context["close"]]
    for field in [*cards, context["overall"], *words]:
        values[f"{field.key}-version"] = str(field.version)
        if field.was is None:
            values[f"{field.key}-text"] = field.text
        else:
            values[f"{field.key}-was"] = field.was
        if field.level is not None:
            values[f"{field.key}-level"] = str(Decimal(field.level).normalize())
    return values


def change(review, skill, level):
    return ReviewEntry.objects.filter(review=review, side=Side.SHARED, skill=skill).update(
        level=level, version=3
    )


def test_manager_does_not_sign_a_level_that_the_page_did_not_show(client, cast, meeting):
    posted = shown(as_person(client, cast.bob), meeting)
    change(meeting, cast.hard, 5)
    answer = client.post(at("meeting", meeting), posted | {"sign": "1"})
    assert answer.status_code == 422
    assert not SignedReview.objects.exists()
    assert "Something changed since you read it" in answer.text
    fields = {field.key: field for _line, field in answer.context["apart"]}
    assert (fields[key(cast.hard)].level, fields[key(cast.soft)].fault) == (5, "")
    assert "changed this meanwhile" in fields[key(cast.hard)].fault
    signed = client.post(at("meeting", meeting), shown(client, meeting) | {"sign": "1"})
    assert signed.status_code == 302
    assert SignedReview.objects.get().content["skills"][0]["shared"]["level"] == "5"


@pytest.mark.parametrize("what", ["goal", "plan"])
def test_manager_does_not_sign_a_goal_or_plan_that_the_page_did_not_show(
    client, cast, meeting, what
):
    posted = shown(as_person(client, cast.bob), meeting) | {"sign": "1"}
    if what == "goal":
        make_goal(cast.carol, title="Run the shop alone")
    else:
        make_plan(cast.carol, [make_activity()], state=PlanState.ACTIVE)
    answer = client.post(at("meeting", meeting), posted)
    assert answer.status_code == 422
    assert "The goals or the plan changed since you read them" in answer.text
    assert not SignedReview.objects.exists()
    assert client.post(at("meeting", meeting), shown(client, meeting) | {"sign": "1"})
    assert SignedReview.objects.get().content["goals" if what == "goal" else "plan"]


def test_manager_does_not_sign_words_that_were_put_together_just_now(client, cast, meeting):
    posted = shown(as_person(client, cast.bob), meeting)
    notes = ReviewEntry.objects.filter(topic=Topic.NOTES)
    notes.update(text="first line\nfrom Carol", version=3)
    posted["notes-text"] = "first line\nfrom Bob"
    answer = client.post(at("meeting", meeting), posted | {"sign": "1"})
    assert answer.status_code == 422
    assert not SignedReview.objects.exists()
    assert "first line\nfrom Carol\nfrom Bob" in answer.text
    assert "You both wrote at once" in answer.text


@pytest.mark.parametrize("act", [{}, {"accept": "1"}])
def test_level_that_nobody_touched_here_is_no_conflict(client, cast, meeting, act):
    posted = shown(as_person(client, cast.bob), meeting)
    change(meeting, cast.hard, 5)
    say(meeting, Side.SHARED, None, cast.soft, level=1, version=2)
    answer = client.post(at("meeting", meeting), posted | {"overall-level": "4"} | act)
    assert answer.status_code == 302
    kept = {e.skill_id or e.topic: e.level for e in ReviewEntry.objects.filter(side=Side.SHARED)}
    assert (kept[cast.hard.pk], kept[cast.soft.pk], kept[Topic.OVERALL]) == (5, 1, 4)


@pytest.mark.parametrize("level", ["NaN", "sNaN", "1e9", "-", "x" * 21])
def test_level_that_is_none_is_refused_in_the_meeting(client, cast, meeting, level):
    posted = shown(as_person(client, cast.bob), meeting) | {f"{key(cast.hard)}-level": level}
    answer = client.post(at("meeting", meeting), posted | {"sign": "1"})
    assert answer.status_code == 422
    assert not SignedReview.objects.exists()


def test_conflict_names_what_the_other_chose(client, cast, meeting):
    change(meeting, cast.hard, "4.5")
    level = {"key": key(cast.hard), f"{key(cast.hard)}-level": "1"}
    stale = {f"{key(cast.hard)}-version": "2", f"{key(cast.hard)}-was": "2.5"}
    answer = as_person(client, cast.bob).post(at("agreed", meeting), level | stale)
    assert answer.status_code == 422
    assert "meanwhile to: 4.5" in answer.text
    assert f'name="{key(cast.hard)}-was" value="4.5"' in answer.text


def test_refused_overall_rating_says_why_and_keeps_the_choice(client, cast, meeting):
    posted = shown(as_person(client, cast.bob), meeting) | {"overall-level": "2"}
    ReviewEntry.objects.filter(topic=Topic.OVERALL).update(level=4, version=3)
    answer = client.post(at("meeting", meeting), posted)
    assert answer.status_code == 422
    overall = answer.context["overall"]
    assert overall.fault in answer.text
    assert "above what the role asks for" in overall.fault
    assert 'name="overall-level" value="2" checked' in answer.text
    again = {"overall-version": str(overall.version), "overall-was": overall.was}
    assert client.post(at("meeting", meeting), posted | again).status_code == 302
    assert ReviewEntry.objects.get(topic=Topic.OVERALL).level == 2


def test_words_that_are_refused_stay_on_the_page(client, cast, meeting):
    posted = shown(as_person(client, cast.bob), meeting)
    answer = client.post(
        at("meeting", meeting), posted | {"notes-text": "typed" + "אé👋x " * 20_000}
    )
    assert answer.status_code == 422
    assert "typedאé👋x אé👋x" in answer.text
    assert "At most 20000 characters" in answer.text


def test_words_written_after_the_review_was_signed_stay_on_the_page(client, cast, meeting):
    posted = shown(as_person(client, cast.carol), meeting)
    Review.objects.update(state=ReviewState.SIGNED)
    answer = client.post(at("meeting", meeting), posted | {"notes-text": "one thing more"})
    assert answer.status_code == 422
    assert "one thing more" in answer.text


def test_part_changed_after_it_was_sent_stays_on_the_page(client, cast):
    review = make_review(cast.carol, [cast.hard, cast.soft])
    say(review, Side.SELF, cast.carol.user, cast.hard, level=1, text="as sent")
    client = as_person(client, cast.carol)
    client.post(at("act", review), {"act": "submit"})
    posted = {f"{key(cast.hard)}-level": "4.5", f"{key(cast.hard)}-text": "typed too late"}
    answer = client.post(at("prepare", review), posted | {"summary-text": "my summary"})
    assert answer.status_code == 422
    assert "typed too late" in answer.text
    assert "my summary" in answer.text
    assert 'value="4.5" checked' in answer.text
    assert ReviewEntry.objects.get().text == "as sent"
