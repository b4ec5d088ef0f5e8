"""What was signed, on screen and on paper."""

import sys

import pytest
from django.utils import timezone

from reviews.enums import ReviewState, Side, Topic
from reviews.models import SignedReview
from reviews.services.life import sign_review
from skillmap.pages import reviews_paper
from skillmap.pages.reviews_paper import can_write_pdf, pdf_of
from tests.factories import day, make_activity, make_plan
from tests.pages.test_reviews import as_person, at
from tests.reviews.season import make_review, make_review_cycle, make_template, say
from training.enums import PlanState

pytestmark = pytest.mark.django_db
with_library = pytest.mark.skipif(
    not can_write_pdf(), reason="the optional requirements-pdf.lock is not installed"
)


@pytest.fixture
def signed(client, cast):
    """Both gave reasons, agreed on an overall rating, a goal and a plan."""
    cycle = make_review_cycle(template=make_template(has_overall=True), period_end=day(0))
    review = make_review(
        cast.carol, [cast.hard, cast.soft], ReviewState.MEETING, manager=cast.bob.user, cycle=cycle
    )
    say(review, Side.SELF, cast.carol.user, cast.hard, level=4, text="the אבג report")
    say(review, Side.MANAGER, cast.bob.user, cast.hard, level=3, text="seen it 👋")
    say(review, Side.MANAGER, cast.bob.user, cast.soft, cannot_judge=True)
    say(review, Side.SHARED, None, topic=Topic.OVERALL, level=4)
    cast.carol.goals.create(
        title="Pass the exam", kind="certification", created_by=cast.bob.user, due_on=day(30)
    )
    make_plan(
        cast.carol, [make_activity("Calm talks", {cast.soft: (1, 3)})], state=PlanState.ACTIVE
    )
    read = as_person(client, cast.bob).get(at("meeting", review)).context
    client.post(at("meeting", review), {"sign": "1", "beside": read["beside"]})
    return review


def test_paper_says_whose_words_stand_under_manager_where_somebody_else_signed(client, cast):
    review = make_review(cast.carol, [cast.hard], ReviewState.MEETING, manager=cast.frank.user)
    say(review, Side.MANAGER, cast.frank.user, cast.hard, level=3, text="as I saw it")
    signed = sign_review(actor=cast.bob.user, review=review, now=timezone.now())
    assert signed.content["manager"] == str(cast.bob.user)
    assert signed.content["manager_part_by"] == str(cast.frank.user)
    page = as_person(client, cast.carol).get(at("detail", review)).text
    assert f"the manager&#x27;s part is by {cast.frank.user}" in page.replace("'", "&#x27;")


def test_paper_holds_all_that_was_signed_in_words(client, cast, signed):
    page = as_person(client, cast.carol).get(at("detail", signed)).text
    paper = page.split('class="card review-paper"')[1].split("</article>")[0]
    shown = ("the אבג report", "seen it 👋", "cannot judge", "above what the role asks for")
    for words in (*shown, "Pass the exam", "Calm talks", SignedReview.objects.get().digest):
        assert words in paper
    assert day(30).isoformat() not in paper  # days are written as everywhere


def test_content_that_does_not_match_its_check_sum_says_so(client, cast):
    review = make_review(cast.carol, [cast.hard], ReviewState.MEETING, manager=cast.bob.user)
    SignedReview.objects.create(
        review=review,
        content={"period": ["2026-01-01", "2026-06-30"], "notes": "forged"},
        digest="0" * 64,
        signed_by=cast.bob.user,
        signed_at=timezone.now(),
    )
    page = as_person(client, cast.carol).get(at("detail", review)).text
    assert "does not match its check sum" in page


@with_library
def test_pdf_has_the_words_and_the_check_sum(client, cast, signed):
    page = as_person(client, cast.carol).get(at("detail", signed)).text
    assert at("pdf", signed) in page
    answer = client.get(at("pdf", signed))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content.startswith(b"%PDF-")
    assert len(answer.content) > 5_000  # fonts and words


@with_library
def test_pdf_asks_for_nothing(cast, signed):
    row = SignedReview.objects.get()
    row.content["notes"] = (
        '<img src="http://192.0.2.1/x"><link rel="stylesheet" href="file:///etc/passwd">'
    )
    assert pdf_of(row).startswith(b"%PDF-")
    with pytest.raises(ValueError, match="nothing is fetched"):
        reviews_paper._refuse("file:///etc/passwd")


def test_without_the_library_there_is_no_link_and_no_pdf(client, cast, signed, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)  # as if it were not installed
    can_write_pdf.cache_clear()
    page = as_person(client, cast.carol).get(at("detail", signed)).text
    assert SignedReview.objects.get().digest in page
    assert at("pdf", signed) not in page
    assert client.get(at("pdf", signed)).status_code == 404
    can_write_pdf.cache_clear()


def test_what_is_not_signed_has_no_pdf(client, cast):
    review = make_review(cast.carol, [cast.hard], ReviewState.MEETING, manager=cast.bob.user)
    assert as_person(client, cast.carol).get(at("pdf", review)).status_code == 404
