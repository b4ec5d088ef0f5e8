"""A skill merged while somebody writes about it: their page keeps everything, and can be edited."""

import pytest
from django.utils import timezone

from reviews.enums import ReviewState, Side
from reviews.models import ReviewEntry
from skills.enums import SkillStatus
from skills.models import Skill
from tests.factories import make_skill
from tests.pages.test_reviews import as_person, at, key
from tests.reviews.season import make_review, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def excel():
    return make_skill("Excel", code="xl")


@pytest.fixture
def review(cast, excel):
    """Carol wrote about both skills, before they became one."""
    review = make_review(cast.carol, [excel, cast.hard])
    said = {"side": Side.SELF, "writer": cast.carol.user}
    say(review, **said, skill=excel, level=4, text="pivot tables")
    say(review, **said, skill=cast.hard, text="macros")
    merge(excel, cast.hard)
    return review


def merge(skill, into):
    """As it stands in the database after a merge."""
    gone = {"status": SkillStatus.RETIRED, "retired_on": timezone.localdate()}
    Skill.objects.filter(pk=skill.pk).update(replaced_by=into, **gone)


def card(client, review):
    """The field of the only skill that the page shows."""
    ((_line, field),) = client.get(at("prepare", review)).context["cards"]
    return field


def posted(field, **values):
    """What the browser sends of a card: what it shows, but for what was changed."""
    shown = {"level": str(field.level or ""), "text": field.text, "version": str(field.version)}
    shown |= {"merged": str(field.merged)} if field.merged else {}
    return {f"{field.key}-{name}": value for name, value in (shown | values).items()}


@pytest.mark.parametrize("page", ["draft", "prepare"])
def test_writer_edits_what_was_said_on_the_merged_skill(client, cast, review, page):
    field = card(as_person(client, cast.carol), review)
    assert (field.level, set(field.text.split("\n"))) == (4, {"macros", "pivot tables"})
    assert f'name="{field.key}-merged"' in client.get(at("prepare", review)).text
    sent = posted(field, text="only macros", level="cannot_judge")
    client.post(at(page, review), sent | {"key": field.key})
    field = card(client, review)
    assert (field.text, field.level, field.cannot_judge) == ("only macros", None, True)
    client.post(at(page, review), posted(field, text="", level="2") | {"key": field.key})
    field = card(client, review)
    assert (field.text, field.level) == ("", 2)


@pytest.mark.parametrize("page", ["draft", "prepare"])
def test_words_typed_on_the_card_of_a_merged_skill_stand_with_the_survivor(
    client, cast, excel, review, page
):
    gone = {f"{key(excel)}-level": "3", f"{key(excel)}-text": "pivot tables, daily"}
    answer = as_person(client, cast.carol).post(at(page, review), gone | {"key": key(excel)})
    told = "“Excel” is part of “Spreadsheets” now."
    told_page = answer if page == "draft" else client.get(answer.url)
    assert answer.status_code == (200 if page == "draft" else 302)
    assert told in told_page.text
    field = card(client, review)
    assert (field.level, set(field.text.split("\n"))) == (3, {"macros", "pivot tables, daily"})


def test_page_that_shows_only_the_survivors_words_takes_nothing_from_the_merged_skill(
    client, cast, review
):
    """Opened before the merge: what it posts knows nothing of the other card's words."""
    before = {f"{key(cast.hard)}-text": "more macros", f"{key(cast.hard)}-version": "1"}
    as_person(client, cast.carol).post(at("draft", review), before | {"key": key(cast.hard)})
    field = card(client, review)
    assert (field.level, set(field.text.split("\n"))) == (4, {"more macros", "pivot tables"})


def test_words_typed_on_both_pages_at_once_are_both_kept(client, cast, excel, review):
    """The page of now would empty the merged card, but did not show its newest words."""
    field = card(as_person(client, cast.carol), review)
    gone = {f"{key(excel)}-text": "pivot tables, daily", f"{key(excel)}-level": "4"}
    client.post(at("draft", review), gone | {"key": key(excel)})
    client.post(at("draft", review), posted(field, text="macros, too") | {"key": field.key})
    assert set(card(client, review).text.split("\n")) == {"macros, too", "pivot tables, daily"}


@pytest.fixture
def meeting(cast, excel):
    """Both agreed on a level of the skill that is gone now."""
    review = make_review(cast.carol, [excel, cast.hard], ReviewState.MEETING, manager=cast.bob.user)
    say(review, Side.SHARED, None, excel, level=3)
    merge(excel, cast.hard)
    return review


def test_level_agreed_on_the_merged_skill_can_be_left_open(client, cast, meeting):
    page = as_person(client, cast.bob).get(at("meeting", meeting))
    ((_line, field),) = page.context["apart"] + page.context["close"]
    assert field.level == 3
    client.post(at("agreed", meeting), posted(field, level="") | {"key": field.key})
    page = client.get(at("meeting", meeting))
    ((_line, field),) = page.context["apart"] + page.context["close"]
    assert field.level is None


def test_level_chosen_on_the_card_of_a_merged_skill_is_offered_on_the_survivor(
    client, cast, excel, meeting
):
    """The other side may be looking at the survivor: nothing changes behind their back."""
    gone = {f"{key(excel)}-level": "4", f"{key(excel)}-was": "3.0", f"{key(excel)}-version": "1"}
    as_person(client, cast.bob)
    answer = client.post(at("agreed", meeting), gone | {"key": key(excel)})
    assert (answer.status_code, "part of “Spreadsheets” now" in answer.text) == (422, True)
    answer = client.post(at("meeting", meeting), gone | {"notes-text": "good talk"})
    assert answer.status_code == 422
    ((_line, field),) = answer.context["apart"] + answer.context["close"]
    assert (field.about.skill, field.level) == (cast.hard, 4)
    assert "part of “Spreadsheets” now" in field.fault
    notes = ReviewEntry.objects.get(review=meeting, topic="notes")
    assert notes.text == "good talk"
