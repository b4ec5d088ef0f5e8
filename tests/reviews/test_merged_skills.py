"""A skill merged while a review is about both: asked once, and nothing that was said is lost."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import Evidence
from reviews.enums import ReviewState, Side
from reviews.models import ReviewEntry
from reviews.queries.board import board_of
from reviews.queries.reviews import Entries, skill_lines, skills_named
from reviews.services.entries import About, Said, keep_entry
from reviews.services.life import acknowledge_review, sign_review
from reviews.services.meeting_skills import add_skill
from skillmap.core.errors import ConflictError
from skills.enums import SkillStatus
from skills.models import Skill
from tests.factories import make_skill
from tests.reviews.season import make_review, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def excel():
    return make_skill("Excel", code="xl")


def merge(skill, into):
    """As it stands in the database after a merge."""
    gone = {"status": SkillStatus.RETIRED, "retired_on": "2026-01-01"}
    Skill.objects.filter(pk=skill.pk).update(replaced_by=into, **gone)


def lines_of(review, person):
    return skill_lines(review, Entries(review, person.user))


def test_review_of_both_shows_the_survivor_once_with_the_words_of_both(cast, excel):
    review = make_review(cast.carol, [excel, cast.hard], ReviewState.MEETING, manager=cast.bob.user)
    said = {"side": Side.SELF, "writer": cast.carol.user}
    say(review, **said, skill=excel, level=4, text="pivot tables")
    say(review, **said, skill=cast.hard, level=2, text="macros")
    say(review, Side.MANAGER, cast.bob.user, excel, level=3, text="reports")
    merge(excel, cast.hard)
    (line,) = lines_of(review, cast.bob)
    assert line.skill == cast.hard
    assert line.own is not None
    assert line.manager is not None
    assert (line.own.level, set(line.own.text.split("\n"))) == (2, {"macros", "pivot tables"})
    assert (line.manager.level, line.manager.text) == (3, "reports")
    assert ReviewEntry.objects.filter(skill=excel).count() == 2


def test_part_asks_once_and_counts_once(cast, excel):
    review = make_review(cast.carol, [excel, cast.hard, cast.soft])
    say(review, Side.MANAGER, cast.bob.user, excel, level=3)
    merge(excel, cast.hard)
    (row,) = board_of(cast.bob.user, [review])
    assert (row.asked, row.done) == (2, 1)


def test_level_agreed_before_the_merge_is_signed_and_counts_for_the_survivor(cast, excel):
    review = make_review(cast.carol, [excel, cast.hard], ReviewState.MEETING, manager=cast.bob.user)
    say(review, Side.SHARED, None, excel, level=3)
    merge(excel, cast.hard)
    seen = {About(side=Side.SHARED, topic="skill", skill=cast.hard): 0}
    signed = sign_review(actor=cast.bob.user, review=review, now=timezone.now(), seen=seen)
    (line,) = signed.content["skills"]
    assert (line["skill"], line["shared"]["level"]) == (cast.hard.name, "3")
    acknowledge_review(
        actor=cast.carol.user, review=review, agrees=True, comment="", now=timezone.now()
    )
    (row,) = Evidence.objects.standing()
    assert (row.skill, row.source) == (cast.hard, "agreed")


def test_level_chosen_after_the_merge_stands_for_both(cast, excel):
    review = make_review(cast.carol, [excel, cast.hard], ReviewState.MEETING)
    say(review, Side.SHARED, None, excel, level=3)
    merge(excel, cast.hard)
    about = About(side=Side.SHARED, topic="skill", skill=cast.hard)
    keep_entry(actor=cast.carol.user, review=review, about=about, said=Said(level=4), expected=0)
    (line,) = lines_of(review, cast.carol)
    assert line.agreed is not None
    assert line.agreed.level == 4


def test_accepting_what_is_close_leaves_the_level_agreed_on_before_the_merge(cast, excel, client):
    """Both are close on the survivor; on the merged skill they had agreed already."""
    review = make_review(cast.carol, [excel, cast.hard], ReviewState.MEETING, manager=cast.bob.user)
    say(review, Side.SELF, cast.carol.user, cast.hard, level=2)
    say(review, Side.MANAGER, cast.bob.user, cast.hard, level=2)
    say(review, Side.SHARED, None, excel, level=3)
    merge(excel, cast.hard)
    client.force_login(cast.bob.user)
    client.post(reverse("pages:review_meeting", args=[review.public_id]), {"accept": "1"})
    (line,) = lines_of(review, cast.bob)
    assert line.agreed is not None
    assert line.agreed.level == 3


def test_review_of_the_merged_skill_alone_keeps_it_and_is_not_given_the_survivor_too(cast, excel):
    review = make_review(cast.carol, [excel], ReviewState.MEETING)
    answer = say(review, Side.SELF, cast.carol.user, text=f"I learn {cast.hard.name}.")
    merge(excel, cast.hard)
    assert [line.skill for line in lines_of(review, cast.carol)] == [excel]
    assert skills_named(answer) == []
    with pytest.raises(ConflictError, match="already"):
        add_skill(actor=cast.carol.user, review=review, skill=cast.hard)
