"""A template chooses its scale: the steps of levels, and the words of an overall rating."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from reviews.enums import LevelSteps, Overall, ReviewState, Side, Topic
from reviews.models import ReviewEntry, ReviewTemplate
from reviews.services.entries import About, Said, keep_entry
from reviews.services.life import sign_review
from reviews.services.templates import TemplateTerms, create_template
from skillmap.core.errors import ConflictError, DomainError
from skillmap.pages.reviews_paper import paper_of
from tests.reviews.season import make_review, make_review_cycle, make_template, say

pytestmark = pytest.mark.django_db
WORDS = ["not yet", "nearly", "there", "well beyond"]


@pytest.fixture
def meeting(cast):
    """A review in whole levels, with an overall rating in HR's own words."""
    template = make_template(
        level_steps=LevelSteps.WHOLE, has_overall=True, overall_words=WORDS, questions=[]
    )
    cycle = make_review_cycle(template=template)
    return make_review(
        cast.carol, [cast.hard], ReviewState.MEETING, manager=cast.bob.user, cycle=cycle
    )


def agree(cast, review, level, skill=None, expected=None):
    topic = Topic.SKILL if skill else Topic.OVERALL
    about = About(side=Side.SHARED, topic=topic, skill=skill)
    said = Said(level=Decimal(level))
    return keep_entry(actor=cast.bob.user, review=review, about=about, said=said, expected=expected)


def test_half_a_step_is_refused_where_levels_are_whole(cast, meeting):
    with pytest.raises(DomainError) as refused:
        agree(cast, meeting, "2.5", cast.hard)
    assert refused.value.code == "off_scale"
    assert agree(cast, meeting, "3", cast.hard).level == 3


def test_pages_offer_the_steps_and_the_words_of_the_template(client, cast, meeting):
    client.force_login(cast.bob.user)
    page = client.get(reverse("pages:review_meeting", args=[meeting.public_id])).text
    assert 'value="2"' in page
    assert 'value="2.5"' not in page
    assert all(word in page for word in WORDS)
    assert "half step" not in page
    assert str(Overall.MEETS.label) not in page


def test_word_of_the_overall_rating_is_signed_and_printed(cast, meeting):
    agree(cast, meeting, Overall.MEETS)
    signed = sign_review(actor=cast.bob.user, review=meeting, now=timezone.now())
    assert (signed.content["overall"], signed.content["overall_word"]) == ("3", "there")
    ReviewTemplate.objects.update(overall_words=[])
    assert paper_of(signed)["overall"] == "there"
    del signed.content["overall_word"]  # as signed before templates had words
    assert paper_of(signed)["overall"] == str(Overall.MEETS.label)


def test_conflict_names_the_rating_in_the_words_of_the_template(cast, meeting):
    say(meeting, Side.SHARED, None, topic=Topic.OVERALL, level=Overall.PARTLY)
    ReviewEntry.objects.update(version=5)
    with pytest.raises(ConflictError, match="nearly"):
        agree(cast, meeting, Overall.ABOVE, expected=1)


@pytest.mark.parametrize(
    "words",
    [["one"], WORDS[:3], [*WORDS, "more"], ["a", "a", "b", "c"], ["a", "A ", "b", "c"]],
)
def test_words_that_do_not_name_every_rank_are_refused(cast, words):
    with pytest.raises(DomainError) as refused:
        create_template(actor=cast.alice.user, terms=TemplateTerms(name="T", overall_words=words))
    assert refused.value.field == "overall_words"
    assert not ReviewTemplate.objects.exists()


def test_too_long_words_are_refused(cast):
    words = ["a" * 81, "b", "c", "d"]
    with pytest.raises(DomainError, match="80 characters"):
        create_template(actor=cast.alice.user, terms=TemplateTerms(name="T", overall_words=words))


def test_hr_chooses_the_scale_in_the_form(client, cast):
    client.force_login(cast.alice.user)
    posted = {
        "name": "Short review",
        "hard_by": "both",
        "soft_by": "both",
        "level_steps": "whole",
        "has_overall": "on",
        "overall_words": "\r\n".join(["", *WORDS, " "]),
    }
    assert client.post(reverse("pages:review_template_new"), posted).status_code == 302
    made = ReviewTemplate.objects.get()
    assert (made.level_steps, made.overall_words) == ("whole", WORDS)
    page = client.get(reverse("pages:review_template_edit", args=[made.public_id])).text
    assert "\n".join(WORDS) in page.replace("\r\n", "\n")
    refused = client.post(reverse("pages:review_template_new"), posted | {"overall_words": "x"})
    assert (refused.status_code, "4 different lines" in refused.text) == (422, True)
