"""The parts of the first page: what waits, the team's levels, cycles, money, set-up."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.enums import CyclePurpose, CycleState, RaterKind, RequestState, Source
from assessments.models import AssessmentCycle, Contest, FeedbackFunnel, Rating
from employees.models import Requirement
from skillmap.core.models import Notification
from tests.factories import (
    UNMEASURED,
    assign,
    day,
    make_activity,
    make_employee,
    make_evidence,
    make_plan,
    make_profile,
    make_skill,
    make_unit,
)
from training.enums import PlanState

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(client):
    def read(person):
        client.force_login(person.user)
        return client.get("/")

    return read


@pytest.fixture
def cycle(cast):
    found = AssessmentCycle.objects.create(
        name="Autumn",
        state=CycleState.OPEN,
        purpose=CyclePurpose.EVALUATIVE,
        opens_on=day(-9),
        closes_on=day(3),
        created_by=cast.alice.user,
    )
    found.kinds.create(rater_kind=RaterKind.MANAGER)
    found.kinds.create(rater_kind=RaterKind.PEER, anonymous=True, wanted=4)
    return found


def ask(cycle, rater, ratee, skill, state=RequestState.APPROVED):
    participant = cycle.participants.create(employee=ratee)
    participant.skills.create(skill=skill, position=0)
    cycle.requests.create(rater=rater, ratee=ratee, rater_kind=RaterKind.MANAGER, state=state)


# --- what waits --------------------------------------------------------------------------------


def test_home_names_requests_with_their_minutes(home, cast, cycle):
    ask(cycle, cast.bob, cast.carol, cast.hard)
    page = home(cast.bob)
    assert "Rate Carol Report: 1 minute" in page.text
    assert f"/cycles/{cycle.public_id}/rate/{cast.carol.public_id}/" in page.text
    assert "Waiting for you" not in home(cast.frank).text


def test_home_shows_late_steps_of_ones_own_once(home, cast):
    film = make_activity("A film a week")
    monday = day(-timezone.localdate().weekday() - 28)
    make_plan(cast.frank, [film], state=PlanState.ACTIVE, week_zero=monday)
    page = home(cast.frank)
    assert page.context["own"].due[0].is_late
    assert page.context["waiting"].items == []


def test_home_shows_three_items_and_says_how_many_more_there_are(home, cast):
    monday = day(-timezone.localdate().weekday() - 28)
    films = [make_activity(f"Film {number}") for number in range(5)]
    make_plan(cast.frank, films, state=PlanState.ACTIVE, week_zero=monday)
    page = home(cast.frank)
    assert len(page.context["own"].due) == 3
    assert "2 more this week" in page.text


# --- the team ----------------------------------------------------------------------------------


def test_preview_shows_three_skills_of_each_kind_with_intervals(home, cast):
    hard = {make_skill(f"Hard {n}"): {"status": 3} for n in range(5)}
    soft = {make_skill(f"Soft {n}", kind="soft"): {"status": 1} for n in range(5)}
    make_profile(cast.carol, hard | soft)
    page = home(cast.bob)
    preview = page.context["team"].preview
    assert [skill.kind for skill in preview.skills] == ["hard"] * 3 + ["soft"] * 3
    (person, levels) = preview.rows[0]
    assert person == cast.carol
    assert all(level.low < level.value < level.high for _skill, level in levels)
    assert "±" in page.text
    for skill in preview.skills:
        why = reverse("pages:person_skill", args=[cast.carol.public_id, skill.public_id])
        assert f'<a href="{why}" data-drawer class="level-chip' in page.text


def test_preview_leads_with_what_is_lacking_and_leaves_holes(home, cast):
    other = make_employee("Oskar Other")
    assign(other, cast.sales, manager=cast.bob)
    lacking, fine = make_skill("Zeta"), make_skill("Alpha")
    make_profile(cast.carol, {lacking: {"status": 3}, fine: {"status": 1}})
    make_profile(other, {fine: UNMEASURED})
    preview = home(cast.bob).context["team"].preview
    assert preview.skills == [lacking, fine]
    by_name = {str(person): levels for person, levels in preview.rows}
    assert by_name["Oskar Other"][0] == (lacking, None)
    assert by_name["Oskar Other"][1][1].value is None


def test_preview_marks_what_is_contested_and_nothing_else(home, cast):
    make_profile(cast.carol, {cast.hard: {"status": 3}, cast.soft: {"status": 3}})
    said = make_evidence(cast.carol, cast.hard, 2, Source.MANAGER, rater=cast.bob)
    make_evidence(cast.carol, cast.soft, 2, Source.MANAGER, rater=cast.bob)
    Contest.objects.create(evidence=said, reason="I led that", due_on=day(7))
    ((_person, levels),) = home(cast.bob).context["team"].preview.rows
    assert [(skill, level.is_contested) for skill, level in levels] == [
        (cast.hard, True),
        (cast.soft, False),
    ]


def test_team_without_anything_asked_has_no_preview(home, cast):
    assert home(cast.bob).context["team"].preview is None


# --- HR ----------------------------------------------------------------------------------------


def test_spread_of_fits_is_the_middle_half_of_the_people(home, cast):
    for n in range(5):
        person = make_employee(f"Person {n}")
        assign(person, cast.sales)
        make_profile(person, fit_hard=500 + 100 * n, coverage=800)
    fit = home(cast.alice).context["organisation"].fit
    assert (fit.hard.mean, fit.hard.low, fit.hard.high) == (0.7, 0.6, 0.8)
    assert (fit.soft, fit.coverage) == (None, 0.8)


def test_funnel_counts_named_answers_as_they_come(home, cast, cycle):
    ask(cycle, cast.bob, cast.carol, cast.hard, RequestState.ANSWERED)
    ask(cycle, cast.carol, cast.dave, cast.hard)
    (funnel,) = home(cast.alice).context["organisation"].cycles
    assert [(line.kind.rater_kind, line.answered, line.asked) for line in funnel.named] == [
        ("manager", 1, 2)
    ]
    assert funnel.days_left == 3


def test_funnel_of_anonymous_answers_is_that_of_last_night(home, cast, cycle):
    cycle.requests.create(
        rater=cast.frank, ratee=cast.dave, rater_kind=RaterKind.PEER, anonymous=True
    )
    ask(cycle, cast.carol, cast.dave, cast.hard)
    funnel = home(cast.alice).context["organisation"].cycles[0]
    assert (funnel.has_anonymous, funnel.invited, funnel.answered) == (True, None, None)
    for offset, answered in ((-2, 1), (-1, 3)):
        for unit, invited in ((make_unit("Acme/Sales"), 5), (None, 4)):
            FeedbackFunnel.objects.create(
                cycle=cycle,
                unit=unit,
                day=day(offset),
                people=5,
                invited=invited,
                answered=answered,
            )
    page = home(cast.alice)
    funnel = page.context["organisation"].cycles[0]
    assert (funnel.invited, funnel.answered) == (9, 6)
    assert "6 of 9" in page.text


def test_funnel_of_an_hr_partner_counts_people_of_the_granted_units(home, cast, cycle):
    ask(cycle, cast.bob, cast.carol, cast.hard, RequestState.ANSWERED)
    ask(cycle, cast.alice, cast.frank, cast.hard)
    (funnel,) = home(cast.erin).context["organisation"].cycles
    assert [(line.answered, line.asked) for line in funnel.named] == [(1, 1)]


def spending_plan(person, cents, state, **fields):
    fields.setdefault("started_at", timezone.now() if state != PlanState.PROPOSED else None)
    return make_plan(person, [make_activity(cost_cents=cents)], state=state, **fields)


def test_money_counts_plans_that_began_this_year_and_says_what_it_leaves_out(home, cast):
    spending_plan(cast.carol, 50_000, PlanState.ACTIVE, budget_cents=100_000)
    spending_plan(cast.dave, 30_000, PlanState.COMPLETE, ended_at=timezone.now(), cost_unknown=True)
    long_ago = timezone.now() - timedelta(days=366)
    ended = {"started_at": long_ago, "ended_at": long_ago}
    spending_plan(cast.bob, 70_000, PlanState.COMPLETE, **ended)
    spending_plan(cast.frank, 20_000, PlanState.PROPOSED, proposed_at=timezone.now())
    make_plan(cast.grace, [make_activity(cost_cents=90_000)])
    page = home(cast.alice)
    spending = page.context["organisation"].spending
    assert (spending.committed, spending.plans, spending.unknown) == (80_000, 2, 1)
    assert (spending.budget, spending.limited, spending.used) == (100_000, 1, 0.5)
    assert (spending.waiting, spending.waiting_plans) == (20_000, 1)
    assert "1 of them holds steps without a known price, not counted" in page.text
    assert "50 % of 1,000 EUR" in page.text


def test_money_of_an_hr_partner_is_that_of_the_granted_units(home, cast):
    spending_plan(cast.carol, 50_000, PlanState.ACTIVE)
    spending_plan(cast.frank, 30_000, PlanState.ACTIVE)
    spending = home(cast.erin).context["organisation"].spending
    assert (spending.committed, spending.used) == (50_000, None)


def tasks_of(page):
    return {str(task.title): task for task in page.context["organisation"].tasks}


def test_setup_names_roles_that_nobody_has_reviewed(home, cast):
    Requirement.objects.update(assumed=True)
    task = tasks_of(home(cast.alice))["Roles with levels nobody has reviewed"]
    assert (task.count, task.is_done) == (1, False)
    Requirement.objects.update(assumed=False)
    assert tasks_of(home(cast.alice))["Roles with levels nobody has reviewed"].is_done


def test_setup_counts_people_asked_for_first_ratings(home, cast, cycle):
    title = "People asked for first ratings"
    assert (tasks_of(home(cast.alice))[title].count) == 0
    note = {"kind": "rate_yourself", "title": "Please rate yourself"}
    Notification.objects.create(user=cast.frank.user, **note)
    ask(cycle, cast.bob, cast.carol, cast.hard)
    task = tasks_of(home(cast.alice))[title]
    assert (task.count, task.is_done) == (2, True)


def test_nothing_left_of_nothing_is_not_done(home, cast):
    Requirement.objects.all().delete()
    assert not tasks_of(home(cast.alice))["Roles with levels nobody has reviewed"].is_done


def test_home_of_hr_that_leads_people_keeps_within_fifteen_queries(
    client, cast, cycle, django_assert_max_num_queries
):
    assign(make_employee("Al Ways"), cast.sales, manager=cast.alice)
    make_profile(cast.alice, {cast.hard: {}}, coverage=1000)
    ask(cycle, cast.alice, cast.carol, cast.hard)
    answer = {"rater": cast.bob, "ratee": cast.carol, "rater_kind": RaterKind.MANAGER}
    Rating.objects.create(cycle=cycle, skill=cast.hard, level=3, **answer)
    spending_plan(cast.alice, 50_000, PlanState.ACTIVE)
    client.force_login(cast.alice.user)
    with django_assert_max_num_queries(15):
        assert client.get("/").status_code == 200
