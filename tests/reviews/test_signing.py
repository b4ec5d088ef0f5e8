"""What was signed stays as it is, and becomes evidence when the person answers."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation

from assessments.enums import Source
from assessments.models import Evidence
from reviews.enums import ReviewState, Side, Topic
from reviews.models import SignedReview
from reviews.services import life
from skillmap.core.errors import ConflictError
from tests.factories import make_activity, make_plan
from tests.reviews.season import make_review, say
from training.enums import PlanState

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast):
    """Carol's review: both rated both skills, and agreed on them."""
    review = make_review(
        cast.carol, [cast.hard, cast.soft], ReviewState.MEETING, manager=cast.bob.user
    )
    for side, writer, level in (
        (Side.SELF, cast.carol.user, 4),
        (Side.MANAGER, cast.bob.user, 3),
        (Side.SHARED, None, "3.5"),
    ):
        for skill in (cast.hard, cast.soft):
            say(review, side, writer, skill, level=level, text=f"{side} on {skill}")
    say(review, Side.SHARED, None, text="Grüße 👋 שלום")
    return review


def sign(cast, review):
    return life.sign_review(actor=cast.bob.user, review=review, now=timezone.now())


def answer(cast, review, *, agrees=True):
    return life.acknowledge_review(
        actor=cast.carol.user, review=review, agrees=agrees, comment="so be it", now=timezone.now()
    )


def levels(person):
    rows = Evidence.objects.standing().filter(employee=person)
    return {(row.source, row.skill.name): float(row.level) for row in rows}


def test_signed_content_holds_every_word_and_its_digest(cast, meeting):
    sign(cast, meeting)
    signed = SignedReview.objects.get()
    assert signed.is_intact
    assert signed.content["notes"] == "Grüße 👋 שלום"
    first = signed.content["skills"][0]
    assert (first["self"]["level"], first["manager"]["level"]) == ("4", "3")
    assert first["shared"]["level"] == "3.5"
    signed.content["notes"] += "!"
    assert not signed.is_intact


@pytest.mark.parametrize("table", ["reviews_signedreview", "reviews_acknowledgement"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {0} SET id = id", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"]
)
def test_signed_rows_resist_sql(cast, meeting, table, statement):
    sign(cast, meeting)
    answer(cast, meeting)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or TRUNCATE fails for pending checks
        with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
            cursor.execute(statement.format(table))
    assert SignedReview.objects.get().is_intact


def test_levels_become_evidence_only_when_the_person_answers(cast, meeting):
    sign(cast, meeting)
    assert levels(cast.carol) == {}
    answer(cast, meeting)
    found = levels(cast.carol)
    assert found[(Source.AGREED, cast.hard.name)] == 3.5
    assert found[(Source.SELF, cast.soft.name)] == 4
    assert found[(Source.MANAGER, cast.soft.name)] == 3
    rows = Evidence.objects.filter(employee=cast.carol)
    assert {row.review for row in rows} == {meeting.public_id}


def test_what_the_person_does_not_agree_to_is_not_called_agreed(cast, meeting):
    sign(cast, meeting)
    answer(cast, meeting, agrees=False)
    assert {source for source, _skill in levels(cast.carol)} == {Source.SELF, Source.MANAGER}


def test_correction_takes_the_place_of_what_it_corrects(cast, meeting):
    sign(cast, meeting)
    answer(cast, meeting)
    fresh = life.reopen_review(actor=cast.bob.user, review=meeting)
    fresh.entries.filter(side=Side.SHARED, skill=cast.hard).update(level=2)
    fresh.entries.filter(side=Side.SHARED, skill=cast.soft).update(level=None)
    sign(cast, fresh)
    assert levels(cast.carol)[(Source.AGREED, cast.hard.name)] == 3.5  # until answered
    answer(cast, fresh)
    agreed = {key[1]: level for key, level in levels(cast.carol).items() if key[0] == "agreed"}
    assert agreed == {cast.hard.name: 2}


def test_part_that_was_not_sent_is_neither_signed_nor_evidence(cast, meeting):
    meeting.self_submitted_at = None
    meeting.save()
    sign(cast, meeting)
    answer(cast, meeting)
    first = SignedReview.objects.get().content["skills"][0]
    assert (first["self"]["level"], first["manager"]["level"]) == (None, "3")
    assert {source for source, _skill in levels(cast.carol)} == {Source.MANAGER, Source.AGREED}


def test_second_signature_is_refused_and_the_first_stands(cast, meeting):
    first = sign(cast, meeting)
    with pytest.raises(ConflictError):
        sign(cast, meeting)
    assert SignedReview.objects.get().digest == first.digest


def test_words_are_signed_in_the_language_of_the_installation(cast, meeting):
    question = meeting.cycle.template.questions.get().question
    about = {"topic": Topic.QUESTION, "question": question, "text": "a lot"}
    say(meeting, Side.SELF, cast.carol.user, **about)
    meeting.cycle.period_start = date(2026, 5, 1)
    meeting.cycle.save()
    with translation.override("de"):
        sign(cast, meeting)
    [asked] = SignedReview.objects.get().content["questions"]
    assert "1 May 2026" in asked["question"]


@pytest.mark.parametrize(
    ("state", "is_signed"),
    [(PlanState.DRAFT, False), (PlanState.PROPOSED, True), (PlanState.ACTIVE, True)],
)
def test_plan_is_signed_where_somebody_agreed_to_it(cast, meeting, state, is_signed):
    course = make_activity("Calm talks", {cast.soft: (1, 3)})
    make_plan(cast.carol, [course], state=state, hours=12)
    sign(cast, meeting)
    plan = SignedReview.objects.get().content["plan"]
    assert plan == ({"state": state, "hours": "12", "steps": ["Calm talks"]} if is_signed else None)


def test_private_notes_are_not_signed(cast, meeting):
    say(meeting, Side.PRIVATE, cast.bob.user, topic=Topic.NOTES, text="between me and me")
    sign(cast, meeting)
    assert "between me and me" not in str(SignedReview.objects.get().content)
