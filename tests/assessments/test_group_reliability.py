"""Reliability of group feedback from stored answers: the same for everybody, or nothing at all."""

import random

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.analysis.agreement import one_way
from assessments.enums import CyclePurpose, CycleState, RaterKind
from assessments.models import Evidence, FeedbackAnswer, Retraction
from assessments.queries.group_reliability import group_reliability
from tests.assessments.feedback_rounds import (
    ask_about,
    give,
    make_raters,
    make_round,
    release_round,
)
from tests.factories import assign, make_employee

pytestmark = pytest.mark.django_db
PEOPLE = 11


def answers_about(number):
    """Four answers around a level of their own, none near an end of the scale."""
    dice = random.Random(number)  # noqa: S311 - levels, not a secret
    return [1.5 + number % 3 / 2 + dice.choice([0, 0.5, 1, 1.5]) for _ in range(4)]


@pytest.fixture
def hold(cast):
    """Hold a round about so many people with four colleagues each, and release it."""

    def held(people=PEOPLE, purpose=CyclePurpose.EVALUATIVE, shares=()):
        cycle, raters = make_round(purpose, created_by=cast.alice.user), make_raters(4)
        for number in range(people):
            ratee = make_employee(f"Rated {number}")
            assign(ratee, cast.sales)
            asked = {RaterKind.PEER: raters}
            decided = {"shares_evidence": True, "shares_decided_at": timezone.now()}
            person = ask_about(
                cycle, ratee, [cast.soft], asked, **(decided if number in shares else {})
            )
            for rater, level in zip(raters, answers_about(number), strict=True):
                give(rater, person, {cast.soft: level})
        release_round(cycle)
        cycle.refresh_from_db()
        return cycle

    return held


def test_figure_is_that_of_all_answers(hold, cast):
    (row,) = group_reliability(hold())
    unit = np.repeat(np.arange(PEOPLE), 4)
    score = np.array([level for number in range(PEOPLE) for level in answers_about(number)])
    expected = one_way(unit, score)
    assert (row.skill, row.kind, row.people, row.raters) == (cast.soft, "peer", PEOPLE, 4)
    assert row.figure.value == pytest.approx(expected.average.value)
    assert row.error == pytest.approx((expected.within / 4) ** 0.5)
    assert row.gain > 0


def test_ten_people_are_needed(hold):
    assert group_reliability(hold(people=9)) == []


def test_only_those_count_who_share_a_developmental_round(hold):
    purpose = CyclePurpose.DEVELOPMENTAL
    assert group_reliability(hold(purpose=purpose, shares=range(9))) == []
    (row,) = group_reliability(hold(purpose=purpose, shares=range(10)))
    assert row.people == 10


def test_rounds_never_add_up(hold):
    first, second = hold(), hold(people=9)
    assert group_reliability(first)
    assert group_reliability(second) == []


def test_nothing_is_left_to_subtract_when_a_row_or_answers_go(hold):
    """With one person less, the difference of two figures would be about that person alone."""
    cycle = hold()
    (before,) = group_reliability(cycle)
    evidence = Evidence.objects.filter(reference__startswith="feedback").first()
    Retraction.objects.create(evidence=evidence, reason="x", retracted_at=timezone.now())
    assert group_reliability(cycle) == [before]
    FeedbackAnswer.objects.filter(cycle=cycle, ratee=evidence.employee).delete()
    assert group_reliability(cycle) == []


def test_page_shows_them_to_those_who_run_the_cycle(client, hold, cast):
    cycle = hold()
    address = reverse("pages:reliability_list")
    client.force_login(cast.alice.user)
    page = client.get(address, {"cycle": str(cycle.public_id)})
    assert len(page.context["group_rows"]) == 1
    assert "Group feedback of this cycle" in page.text
    hard = client.get(address, {"cycle": str(cycle.public_id), "kind": "hard"})
    assert hard.context["group_rows"] == []
    assert "Group feedback of this cycle" not in client.get(address).text
    client.force_login(cast.erin.user)  # HR partner, but Alice made the cycle
    assert "Group feedback of this cycle" not in (
        client.get(address, {"cycle": str(cycle.public_id)}).text
    )


def test_unreleased_round_tells_nothing(client, hold, cast):
    cycle = hold()
    cycle.state = CycleState.CLOSED
    cycle.save()
    client.force_login(cast.alice.user)
    page = client.get(reverse("pages:reliability_list"), {"cycle": str(cycle.public_id)})
    assert "Group feedback of this cycle" not in page.text


def test_figures_take_three_queries(hold, django_assert_num_queries):
    cycle = hold()
    with django_assert_num_queries(3):
        group_reliability(cycle)
