"""The plan page and the decisions taken on it."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from skillmap.core.models import Job
from skillmap.core.templatetags.ui import day as date_day
from tests.factories import make_activity, make_plan
from training.enums import PlanState, StepState
from training.models import DevelopmentPlan
from training.services import accept_plan, approve_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(cast):
    """A free recommendation for Carol: a film, then practice, with all kinds of reasons."""
    film = make_activity("A film a week", {cast.soft: (1, 3)}, hours_per_session=0.25)
    course = make_activity("Spreadsheet course", {cast.hard: (1, 3)}, released_time=True)
    other = make_activity("A costly workshop", {cast.soft: (1, 4)})
    report = {
        "skills": [
            {
                "skill_code": cast.soft.code,
                "before": 2.0,
                "before_low": 1.3,
                "before_high": 2.7,
                "expected_after": 3.26,
                "expected_low": 2.04,
                "expected_high": 4.48,
                "weight": 0.5,
            }
        ],
        "not_chosen": [{"activity_code": other.code, "reason": "budget"}],
        "unmet": [{"skill_code": cast.hard.code, "reason": "no activity"}],
        "measure_first": [{"skill_code": cast.hard.code, "ask": "rate yourself, 1 minute"}],
    }
    return make_plan(cast.carol, [film, course], report=report, value=0.47, bound=0.5)


def page(client, person, plan):
    client.force_login(person.user)
    return client.get(reverse("pages:person_plan", args=[plan.employee.public_id]))


def decide(client, person, plan, decision, **fields):
    client.force_login(person.user)
    values = {"decision": decision, "version": plan.version, **fields}
    return client.post(reverse("pages:plan_decide", args=[plan.public_id]), values)


def test_plan_says_what_why_and_what_was_left_out(client, cast, plan):
    text = page(client, cast.carol, plan).text
    assert "at least 94 % of the best possible plan" in text
    assert "Closes the gap with A film a week" in text
    assert "It costs more than the budget allows." in text
    assert "Nothing in the catalogue teaches it." in text
    assert "rate yourself, 1 minute" in text
    assert "3.3" in text
    assert ("1.3–2.7" in text, "2.0–4.5" in text) == (True, True)


def test_plan_that_was_examined_says_what_came_out_and_of_which_day(client, cast, plan):
    found = {"bound": 0.47, "best_found": 0.47, "is_best": True}
    plan.report["proof"] = {**found, "proved_at": "2026-02-28T12:00:00+00:00"}
    plan.save(update_fields=["report"])
    text = page(client, cast.carol, plan).text
    assert "no plan brings more" in text
    assert "As of 28 Feb 2026." in text


def test_plan_load_counts_working_hours_apart(client, cast, plan):
    view = page(client, cast.carol, plan).context["view"]
    assert [(week.hours, week.released) for week in view.load] == [(0.25, 0), (0, 2.0)]
    assert not any(week.is_over for week in view.load)


def test_plan_proposed_by_the_manager_and_accepted_starts(client, cast, plan):
    assert [offer.label for offer in page(client, cast.bob, plan).context["offers"]] == [
        "Propose this plan",
        "Dismiss",
    ]
    decide(client, cast.bob, plan, "propose")
    plan.refresh_from_db()
    assert [offer.label for offer in page(client, cast.carol, plan).context["offers"]] == [
        "Accept this plan",
        "Dismiss",
    ]
    assert decide(client, cast.carol, plan, "accept").status_code == 302
    plan.refresh_from_db()
    assert plan.state == PlanState.ACTIVE


def test_plan_accepted_by_somebody_else_is_refused(client, cast, plan):
    answer = decide(client, cast.bob, plan, "accept")
    assert answer.status_code == 403
    assert "Only the person may accept their plan." in answer.text
    assert DevelopmentPlan.objects.get(pk=plan.pk).state == PlanState.DRAFT


def test_plan_of_somebody_hidden_cannot_be_decided(client, cast, plan):
    assert decide(client, cast.frank, plan, "dismiss", reason="x").status_code == 404


def test_plan_dismissed_without_a_reason_asks_for_it_and_keeps_the_plan(client, cast, plan):
    answer = decide(client, cast.carol, plan, "dismiss", reason="  ")
    assert answer.status_code == 422
    assert "Say why." in answer.text
    assert decide(client, cast.carol, plan, "dismiss", reason="Not now").status_code == 302
    assert page(client, cast.carol, plan).context["past"] == [plan]


def test_plan_shown_in_an_older_version_conflicts(client, cast, plan):
    assert decide(client, cast.bob, plan, "propose", version=99).status_code == 409


@pytest.mark.parametrize("decision", ["complete", "change", "", "drop table"])
def test_plan_refuses_decisions_nobody_can_take(client, cast, plan, decision):
    assert decide(client, cast.carol, plan, decision).status_code == 422


def test_step_ticked_off_and_taken_back(client, cast, plan):
    decide(client, cast.carol, plan, "accept")
    address = reverse("pages:step_tick", args=[plan.public_id, 0])
    client.post(address)
    assert plan.steps.get(position=0).state == StepState.DONE
    client.post(address, {"undo": "1"})
    assert plan.steps.get(position=0).state == StepState.PLANNED


def test_step_ticked_by_the_manager_is_refused(client, cast, plan):
    decide(client, cast.carol, plan, "accept")
    client.force_login(cast.bob.user)
    client.post(reverse("pages:step_tick", args=[plan.public_id, 0]))
    assert plan.steps.get(position=0).state == StepState.PLANNED


def test_recommendation_asked_for_anew_leads_to_its_job(client, cast, plan):
    client.force_login(cast.carol.user)
    answer = client.post(reverse("pages:plan_recommend", args=[cast.carol.public_id]))
    job = Job.objects.get(name="training.recommend_paths")
    assert answer.url == reverse("pages:job_detail", args=[job.public_id])
    assert job.link == reverse("pages:person_plan", args=[cast.carol.public_id])


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.PROPOSED])
def test_plan_takes_at_most_fifteen_queries(
    client, cast, plan, state, django_assert_max_num_queries
):
    plan.state, plan.cost_cents = state, 5000
    plan.save()
    client.force_login(cast.bob.user)
    address = reverse("pages:person_plan", args=[cast.carol.public_id])
    with django_assert_max_num_queries(15) as few:
        client.get(address)
    plan.delete()
    more = [make_activity(teaches={cast.hard: (1, 3)}) for _ in range(6)]
    make_plan(cast.carol, more, state=state, cost_cents=5000, report=plan.report)
    with django_assert_max_num_queries(15) as many:
        client.get(address)
    assert len(many) == len(few)


@pytest.fixture
def dear(cast):
    """Dave accepted a plan above the limit; Carol, his manager, approved it."""
    now = timezone.now()
    plan = make_plan(cast.dave, [make_activity("Dear", cost_cents=150_000)])
    plan = accept_plan(actor=cast.dave.user, plan=plan, now=now)
    return approve_plan(actor=cast.carol.user, plan=plan, now=now)


def test_first_of_two_approvers_reads_whose_approval_is_missing(client, cast, dear):
    today = date_day(timezone.now())
    text = page(client, cast.carol, dear).text
    limit = "Above 1,000 EUR two people approve."
    assert f"{limit} You did on {today}. Waits for {cast.bob} or HR." in text
    assert f"{cast.carol} did on {today}." in page(client, cast.dave, dear).text


def test_first_of_two_approvers_has_nothing_left_to_do(client, cast, dear):
    client.force_login(cast.carol.user)
    (report,) = client.get("/").context["team"].reports
    words = [need.words for need in report.needs]
    assert "you approved; plan waits for a second approval" in words
    assert "plan waits for approval" not in words


def test_second_approver_is_told_that_the_plan_starts_at_once(client, cast, dear):
    text = page(client, cast.bob, dear).text
    assert "The plan starts at once: the person has accepted it." in text
    assert "as soon as the person has accepted it too" not in text


@pytest.mark.parametrize("state", [PlanState.PROPOSED, PlanState.ACTIVE])
def test_open_plan_hides_the_recommendation_beside_it(client, cast, plan, state):
    open_plan = make_plan(cast.carol, [make_activity("Agreed step")], state=state)
    client.force_login(cast.bob.user)
    address = reverse("pages:person_plan", args=[cast.carol.public_id])
    answer = client.get(address, {"plan": str(plan.public_id)})
    assert answer.context["view"].plan == open_plan
    assert "Recommended" not in answer.text
    assert "Recommend anew" not in answer.text
    assert "A film a week" not in answer.text


def test_proposed_plan_is_not_called_agreed(client, cast, plan):
    decide(client, cast.bob, plan, "propose")
    text = page(client, cast.bob, plan).text
    assert "Proposed plan" in text
    assert "Agreed plan" not in text
    assert f"Waits for the answer of {cast.carol}" in text


def test_running_plan_has_no_card_for_putting_it_aside(client, cast, plan):
    decide(client, cast.carol, plan, "accept")
    answer = page(client, cast.carol, plan)
    assert [offer.label for offer in answer.context["offers"]] == ["Dismiss"]
    assert "card decision" not in answer.text


def test_timeline_dates_its_weeks_and_names_the_year_once_it_changes(client, cast):
    steps = [make_activity(f"Step {n}") for n in range(4)]
    plan = make_plan(cast.carol, steps, week_zero=date(2026, 12, 21))
    view = page(client, cast.carol, plan).context["view"]
    assert [week.date_words for week in view.load] == ["21 Dec", "28 Dec", "4 Jan", "11 Jan"]
    assert [week.new_year for week in view.load] == ["", "", "2027", ""]
