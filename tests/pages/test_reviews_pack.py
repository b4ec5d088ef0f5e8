"""The pack before a meeting: the whole period, the levels then and now, the feedback of others."""

import pytest

from assessments.enums import CyclePurpose, RaterKind, Source
from reviews.enums import ReviewState
from reviews.models import CheckIn, CheckInNote
from reviews.services.check_in_actions import tick_action
from tests.assessments.feedback_rounds import (
    ask_about,
    give,
    make_raters,
    make_round,
    release_round,
)
from tests.factories import (
    day,
    make_certificate,
    make_certificate_type,
    make_evidence,
    make_profile,
)
from tests.pages.test_reviews import as_person, at
from tests.reviews.season import make_review, make_review_cycle
from tests.reviews.talks import NOW, agree, hold, page, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(cast):
    cycle = make_review_cycle(period_start=day(-200), period_end=day(0))
    return make_review(
        cast.carol, [cast.hard], ReviewState.MEETING, manager=cast.bob.user, cycle=cycle
    )


def periods(client, reader, review):
    found = as_person(client, reader).get(at("pack", review)).context["periods"]
    return {one.skill: one for one in found}


def test_period_shows_all_of_it_and_nothing_else(client, cast, review):
    for days in (-201, -200, -100, 0):
        make_evidence(cast.carol, cast.hard, 2, observed_on=day(days))
    make_evidence(cast.carol, cast.soft, 4, observed_on=day(-201))
    make_profile(cast.carol, {cast.hard: {}})
    [one] = periods(client, cast.bob, review).values()
    assert [row.observed_on for row in one.seen] == [day(-200), day(-100), day(0)]
    assert [mark.x for mark in one.marks] == [one.edges[0], sum(one.edges) / 2, one.edges[1]]


def test_higher_levels_stand_higher_and_shapes_say_who_saw_them(client, cast, review):
    levels = {Source.SELF: 5, Source.MANAGER: 0, Source.PEER: 3, Source.CERTIFICATE: 1}
    for source, level in levels.items():
        make_evidence(cast.carol, cast.hard, level, source=source, observed_on=day(-9))
    marks = {mark.shape: mark.y for mark in periods(client, cast.bob, review)[cast.hard].marks}
    assert sorted(marks, key=marks.__getitem__) == ["own", "colleague", "proof", "manager"]


def test_what_nobody_asks_for_is_shown_too_without_a_level(client, cast, review):
    make_evidence(cast.carol, cast.soft, 4, observed_on=day(-5))
    one = periods(client, cast.bob, review)[cast.soft]
    assert (one.row, one.then, len(one.seen)) == (None, None, 1)


@pytest.fixture
def rounds(cast, review):
    """Four colleagues answer about Carol in this period."""

    def hold(purpose):
        raters = make_raters(4)
        found = ask_about(make_round(purpose), cast.carol, [cast.soft], {RaterKind.PEER: raters})
        for rater in raters:
            give(rater, found, {cast.soft: 3})
        release_round(found.cycle)

    return hold


def test_manager_reads_the_means_of_an_evaluative_round(client, cast, review, rounds):
    rounds(CyclePurpose.EVALUATIVE)
    text = as_person(client, cast.bob).get(at("feedback", review)).text
    assert "4 answers" in text
    assert cast.soft.name in text
    assert "Direct report: not shown" in text


def test_developmental_round_is_the_persons_own(client, cast, review, rounds):
    rounds(CyclePurpose.DEVELOPMENTAL)
    assert not as_person(client, cast.bob).get(at("feedback", review)).text.strip()
    assert "4 answers" in as_person(client, cast.carol).get(at("feedback", review)).text


def test_hr_reads_the_round_after_a_reason_for_it_alone(client, cast, review, rounds):
    rounds(CyclePurpose.EVALUATIVE)
    text = as_person(client, cast.erin).get(at("feedback", review)).text
    assert "with comments" in text
    assert "4 answers" not in text


def test_round_of_another_period_is_not_shown(client, cast, review, rounds):
    rounds(CyclePurpose.EVALUATIVE)
    type(review.cycle).objects.update(period_start=day(-400), period_end=day(-200))
    assert not as_person(client, cast.bob).get(at("feedback", review)).text.strip()


def test_talks_of_the_period_and_what_became_of_their_actions(cast, review):
    talk = plan(cast.bob, cast.carol)
    for text in ("Call the customer", "Ask Dave"):
        agreed = agree(cast.bob, talk, cast.carol, text)
    tick_action(actor=cast.carol.user, action=agreed, is_done=True, now=NOW)
    CheckIn.objects.update(notes="<b>both</b> wrote this")
    CheckInNote.objects.create(check_in=talk, writer=cast.bob.user, text="bobs own thoughts")
    assert "None in this period" in page(cast.bob, at("talks", review))
    hold(cast.bob, CheckIn.objects.get())
    told = page(cast.bob, at("talks", review))
    assert "1 of 2 actions done" in told
    assert "&lt;b&gt;both&lt;/b&gt; wrote this" in told
    assert "bobs own thoughts" not in told
    CheckIn.objects.update(held_on=day(-201))
    assert "None in this period" in page(cast.bob, at("talks", review))


def test_certificates_and_growth_of_the_period_are_recognised_alike(client, cast, review):
    make_profile(cast.carol, {cast.soft: {}}, prior=[2500])
    for n in range(3):
        for level, days in ((1, -300), (4, -20)):
            make_evidence(cast.carol, cast.soft, level, observed_on=day(days - n), variance=0.05)
    kind = make_certificate_type(name="Project management")
    make_certificate(cast.carol, type=kind, issued_on=day(-5))
    make_certificate(cast.carol, issued_on=day(-201))
    answer = as_person(client, cast.bob).get(at("pack", review))
    found = [one.title for one in answer.context["recognitions"]]
    assert found == ["Project management", cast.soft.name]
    assert "certificate earned" in answer.text
    assert "grew from" in answer.text
