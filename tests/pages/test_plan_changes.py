"""Moving and swapping steps, catching up, and leaving for a platform, in the browser."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import day, make_activity, make_plan
from training.enums import PlanState, StepState
from training.models import ActivitySession
from training.queries.plan_checks import when_words

pytestmark = pytest.mark.django_db
LAUNCH = "https://lms.example/course?id=7"


@pytest.fixture
def plan(cast):
    """Dave's running plan: two steps of two hours in two weeks; the first has an address."""
    steps = [
        make_activity("One", {cast.soft: (0, 3)}, url=LAUNCH),
        make_activity("Two", {cast.soft: (0, 3)}),
    ]
    return make_plan(cast.dave, steps, state=PlanState.ACTIVE)


def address(name, plan, position=None):
    parts = [plan.public_id] if position is None else [plan.public_id, position]
    return reverse(f"pages:{name}", args=parts)


@pytest.fixture
def dave(client, cast, plan):
    client.force_login(cast.dave.user)
    return client


def test_page_tells_beforehand_where_a_step_does_not_fit(dave, plan):
    page = dave.get(address("step_change", plan, 0))
    places = {place.value: place.fault for place in page.context["places"]}
    assert places["1"] == "A week would ask for more than the learning hours."
    assert places["2"] == ""
    assert "0" not in places  # where it is
    assert 'name="week" id="place-1" value="2"' in page.text
    assert 'value="1"' not in page.text.partition('name="week"')[2].partition("</fieldset>")[0]


def test_step_is_moved_and_the_history_says_so(dave, cast, plan):
    answer = dave.post(address("step_change", plan, 0), {"week": 4, "version": 1})
    assert answer["Location"].endswith("/plan/#step-0")
    assert plan.steps.get(position=0).weeks == [4]
    text = dave.get(reverse("pages:person_plan", args=[cast.dave.public_id])).text
    assert "moved by hand" in text


def test_move_that_does_not_fit_says_why_and_changes_nothing(dave, plan):
    answer = dave.post(address("step_change", plan, 0), {"week": 1, "version": 1})
    assert answer.status_code == 422
    assert "A week would ask for more than the learning hours." in answer.text
    assert "Nothing was changed." in answer.text
    assert plan.steps.get(position=0).weeks == [0]


def test_step_is_swapped_for_another_on_its_skill(dave, cast, plan):
    other = make_activity("Another", {cast.soft: (0, 3)})
    make_activity("On something else", {cast.hard: (0, 3)})
    page = dave.get(address("step_change", plan, 0))
    assert [one.activity for one in page.context["alternatives"]] == [other]
    values = {"activity": other.public_id, "version": 1}
    assert dave.post(address("step_change", plan, 0), values).status_code == 302
    assert plan.steps.get(position=0).activity == other
    text = dave.get(reverse("pages:person_plan", args=[cast.dave.public_id])).text
    assert "changed by hand since it was computed" in text


def test_each_alternative_says_when_it_would_begin_or_which_limit_refuses_it(dave, cast, plan):
    teaches = {cast.soft: (0, 3)}
    fits = make_activity("Fits", teaches, sessions=2)
    make_activity("Too long", teaches, hours_per_session=9)
    over = make_activity("Over", teaches)
    ActivitySession.objects.create(activity=over, starts_on=day(-9))
    full = make_activity("Full", teaches)
    ActivitySession.objects.create(activity=full, starts_on=day(28), seats=0)
    page = dave.get(address("step_change", plan, 0))
    [row] = page.context["alternatives"]
    assert row.activity == fits
    assert {one.activity.title: one.fault for one in page.context["refused"]} == {
        "Too long": "A week would ask for more than the learning hours.",
        "Over": "“Over” has no date to come.",
        "Full": "No seats are left in “Full” then.",
    }
    assert row.when in page.text
    assert "No seats are left in “Full” then." in page.text
    offered = page.text.partition("For another activity on the same skill")[2]
    assert str(full.public_id) not in offered
    dave.post(address("step_change", plan, 0), {"activity": fits.public_id, "version": 1})
    step = plan.steps.get(position=0)
    assert when_words(plan, step.weeks, None) == row.when  # what was promised


def test_alternatives_on_the_main_skill_come_before_cheaper_ones(dave, cast, plan):
    main = make_activity("Both", {cast.hard: (0, 3), cast.soft: (0, 3)})
    plan.steps.filter(position=0).update(activity=main)
    make_activity("A cheap one on the other", {cast.soft: (0, 3)}, cost_cents=0)
    make_activity("The same", {cast.hard: (0, 3)}, cost_cents=9_000)
    rows = dave.get(address("step_change", plan, 0)).context["alternatives"]
    assert [row.activity.title for row in rows][:2] == ["The same", "A cheap one on the other"]


def test_more_alternatives_with_dates_ask_nothing_more_of_the_database(dave, cast, plan):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            dave.get(address("step_change", plan, 0))
        return len(queries)

    def offer(title: str) -> None:
        ActivitySession.objects.create(
            activity=make_activity(title, {cast.soft: (0, 3)}), starts_on=day(28)
        )

    offer("First")
    dave.get(address("step_change", plan, 0))
    before = asked()
    for title in ("Second", "Third", "Fourth"):
        offer(title)
    assert asked() == before


def test_plan_whose_weeks_are_over_says_so_instead_of_offering_a_swap(dave, cast, plan):
    make_activity("Another", {cast.soft: (0, 3)})
    plan.week_zero -= timedelta(weeks=plan.weeks)
    plan.save()
    page = dave.get(address("step_change", plan, 0))
    assert page.context["alternatives"] == []
    assert "The weeks of the plan are over. Bring it up to date first." in page.text


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"version": 1},
        {"week": "x", "version": 1},
        {"week": 10**30, "version": 1},
        {"week": -1, "version": 1},
        {"session": "x", "version": 1},
        {"activity": "x", "version": 1},
        {"activity": "00000000-0000-4000-8000-000000000000", "version": 1},
        {"session": "00000000-0000-4000-8000-000000000000", "version": 1},
    ],
)
def test_nonsense_is_refused_with_a_sentence(dave, plan, values):
    answer = dave.post(address("step_change", plan, 0), values)
    assert answer.status_code == 422
    assert "Choose one of the places below." in answer.text


def test_older_version_conflicts(dave, plan):
    assert dave.post(address("step_change", plan, 0), {"week": 4, "version": 9}).status_code == 409


def test_manager_sees_the_plan_and_may_not_change_it(client, cast, plan):
    client.force_login(cast.carol.user)
    assert client.get(address("step_change", plan, 0)).status_code == 403
    assert client.get(address("plan_replan", plan)).status_code == 403
    text = client.get(reverse("pages:person_plan", args=[cast.dave.public_id])).text
    assert "Move or swap" not in text


def test_late_plan_shows_what_would_move_and_why_and_moves_it(dave, cast, plan):
    plan.week_zero = day(-timezone.localdate().weekday()) - timedelta(weeks=1)
    plan.save()
    text = dave.get(reverse("pages:person_plan", args=[cast.dave.public_id])).text
    assert address("plan_replan", plan) in text
    preview = dave.get(address("plan_replan", plan)).text
    assert "its week is over" in preview
    assert plan.steps.get(position=0).weeks == [0]
    assert dave.post(address("plan_replan", plan), {"version": "x"}).status_code == 409
    answer = dave.post(address("plan_replan", plan), {"version": plan.version})
    assert answer.status_code == 302
    assert plan.steps.get(position=0).weeks == [2]
    text = dave.get(reverse("pages:person_plan", args=[cast.dave.public_id])).text
    assert "its week is over" in text
    assert "Nothing is late" in dave.get(address("plan_replan", plan)).text


def test_start_leads_to_the_platform_and_the_signed_way_back_to_the_step(dave, plan):
    there = urlsplit(dave.get(address("step_launch", plan, 0))["Location"])
    assert (there.netloc, there.path) == ("lms.example", "/course")
    query = parse_qs(there.query)
    assert query["id"] == ["7"]
    back = query["return_url"][0].removeprefix(settings.BASE_URL)
    answer = dave.get(back)
    assert answer["Location"].endswith("#step-0")
    assert "Welcome back from “One”" in dave.get(answer["Location"]).text
    assert plan.steps.get(position=0).state == StepState.PLANNED


def test_way_back_of_somebody_else_leads_nowhere(client, cast, dave, plan):
    query = parse_qs(urlsplit(dave.get(address("step_launch", plan, 0))["Location"]).query)
    back = query["return_url"][0].removeprefix(settings.BASE_URL)
    client.force_login(cast.frank.user)
    assert client.get(back).status_code == 404
    for token in ("x", "a" * 2000, "ImEi:1:x"):
        assert client.get(reverse("pages:step_return", args=[token])).status_code == 404


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "//evil.example", "ftp://x.example"])
def test_step_without_a_web_address_leads_to_its_page(dave, plan, url):
    step = plan.steps.get(position=0)
    step.activity.__class__.objects.filter(pk=step.activity_id).update(url=url)
    answer = dave.get(address("step_launch", plan, 0))
    assert answer["Location"] == reverse("training:activity_detail", args=[step.activity.public_id])


def test_only_the_person_starts_a_step(client, cast, plan):
    client.force_login(cast.carol.user)
    assert client.get(address("step_launch", plan, 0)).status_code == 403
