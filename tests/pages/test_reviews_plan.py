"""The plan is agreed on the page of the meeting."""

import pytest
from django.urls import reverse

from reviews.enums import ReviewState
from tests.factories import make_activity, make_option, make_plan
from tests.pages.test_reviews import as_person, at
from tests.reviews.season import make_review
from training.enums import PlanState
from training.models import DevelopmentPlan

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast):
    return make_review(cast.carol, [cast.hard], ReviewState.MEETING, manager=cast.bob.user)


@pytest.fixture
def draft(cast):
    return make_plan(cast.carol, [make_activity("Calm talks", {cast.soft: (1, 3)})])


def decide(client, meeting, plan, decision):
    posted = {"meeting": meeting.public_id, "decision": decision, "version": plan.version}
    address = reverse("pages:plan_decide", args=[plan.public_id])
    return client.post(address, posted, follow=True)


def test_plan_is_proposed_and_accepted_without_leaving_the_meeting(client, cast, meeting, draft):
    beside = as_person(client, cast.bob).get(at("plan", meeting)).text
    assert "Calm talks" in beside
    assert "Propose this plan" in beside
    proposed = decide(client, meeting, draft, "propose")
    assert proposed.redirect_chain == [(f"{at('meeting', meeting)}#plan", 302)]
    draft.refresh_from_db()
    assert "Accept this plan" in as_person(client, cast.carol).get(at("plan", meeting)).text
    decide(client, meeting, draft, "accept")
    assert DevelopmentPlan.objects.get().state == PlanState.ACTIVE


def test_decision_on_a_plan_that_changed_says_so_in_the_meeting(client, cast, meeting, draft):
    as_person(client, cast.bob)
    DevelopmentPlan.objects.update(version=7)
    answer = decide(client, meeting, draft, "propose")
    assert answer.redirect_chain == [(f"{at('meeting', meeting)}#plan", 302)]
    assert [str(text) for text in answer.context["messages"]]
    assert DevelopmentPlan.objects.get().state == PlanState.DRAFT


def test_another_option_is_taken_in_the_meeting(client, cast, meeting, draft):
    quick = make_option(cast.carol, [make_activity("Quick course", {cast.hard: (1, 3)})])
    assert "Take it" in as_person(client, cast.bob).get(at("plan", meeting)).text
    posted = {"meeting": meeting.public_id, "version": draft.version}
    answer = client.post(reverse("pages:option_choose", args=[quick.public_id]), posted)
    assert answer["Location"] == f"{at('meeting', meeting)}#plan"
    living = DevelopmentPlan.objects.exclude(state=PlanState.DISMISSED)
    assert [step.activity.title for step in living.get().steps.all()] == ["Quick course"]


def test_meeting_about_somebody_without_a_plan_says_so(client, cast, meeting):
    assert "no recommendation yet" in as_person(client, cast.bob).get(at("plan", meeting)).text


@pytest.mark.parametrize("meeting_id", ["", "x", "\x00"])
def test_decision_elsewhere_leads_to_the_plan(client, cast, draft, meeting_id):
    client.force_login(cast.bob.user)
    posted = {"meeting": meeting_id, "decision": "propose", "version": draft.version}
    answer = client.post(reverse("pages:plan_decide", args=[draft.public_id]), posted)
    assert answer["Location"] == reverse("pages:person_plan", args=[cast.carol.public_id])
