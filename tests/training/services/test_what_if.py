"""What a plan would be under other wishes: never less for more, and nothing changes by asking."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.enums import RunState
from assessments.models import AnalysisRun, SkillProfile
from skillmap.core.errors import DomainError, NotAllowedError
from skillmap.core.models import Job
from tests.factories import make_activity, make_evidence, make_role, make_skill, make_user
from training.enums import PlanState
from training.models import DevelopmentPlan, PlanOption
from training.queries.differences import level_changes, step_changes
from training.services import ask_what_if, choose_option, create_run
from training.services.recommend import recommend_paths
from training.services.runs import Wishes
from training.services.what_if_answers import answer_what_if

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol(world, catalogue):
    """Carol with little time, and more to learn than fits."""
    hard, soft, carol = world["hard"], world["soft"], world["carol"]
    make_activity("Long", {hard: (0, 5)}, mode="project", sessions=8, hours_per_session=2)
    make_activity("Dear", {soft: (0, 5)}, mode="workshop", cost_cents=40_000, hours_per_session=2)
    carol.learning_hours_per_week = 1
    carol.user = make_user("carol@example.com")
    carol.save()
    recommend_paths(
        create_run(actor=None, employee=carol, wishes=Wishes(weeks=8, budget=Decimal(50)))
    )
    return carol


def what_if(carol, actor=None, **wishes):
    wanted = {"weeks": 8, "budget": Decimal(50), "hours_per_week": Decimal(1), **wishes}
    run = ask_what_if(actor=actor or carol.user, employee=carol, wishes=Wishes(**wanted))
    answer_what_if(run)
    run.refresh_from_db()
    assert run.state == RunState.DONE
    return PlanOption.objects.get(wish="what_if", asked_by=run.actor)


def plan_of_today():
    return DevelopmentPlan.objects.get(state=PlanState.DRAFT)


def kinds(option):
    return {row.activity.title: row.kind for row in step_changes(plan_of_today(), option)}


@pytest.mark.parametrize(
    "more",
    [
        {"hours_per_week": Decimal("1.25")},
        {"hours_per_week": Decimal(2)},
        {"weeks": 9},
        {"weeks": 20},
        {"budget": Decimal(60)},
        {"budget": Decimal(500)},
        {"budget": None},
    ],
    ids=str,
)
def test_more_of_anything_never_gives_less(carol, more):
    before = plan_of_today().value
    assert what_if(carol, **more).value >= before - 1e-9


def test_answer_says_when_part_of_the_difference_comes_from_other_levels(world, carol):
    assert "is_older" not in what_if(carol, hours_per_week=Decimal(3)).answer
    make_evidence(carol, world["hard"], 3)
    SkillProfile.objects.update(stale=True)
    assert what_if(carol, hours_per_week=Decimal(3)).answer["is_older"]


def test_two_more_hours_a_week_say_what_they_add(carol):
    option = what_if(carol, hours_per_week=Decimal(3))
    assert kinds(option)["Long"] == "added"
    assert option.closure > plan_of_today().closure
    (hard,) = [row for row in level_changes(plan_of_today(), option) if row.skill.kind == "hard"]
    assert hard.after[0] > hard.before[0]
    assert hard.after[1] < hard.after[0] < hard.after[2]


def test_nothing_changes_by_asking_until_the_answer_is_used(carol):
    before = plan_of_today()
    steps = list(before.steps.values_list("pk", flat=True))
    option = what_if(carol, hours_per_week=Decimal(3))
    now = plan_of_today()
    assert (now.version, list(now.steps.values_list("pk", flat=True))) == (before.version, steps)
    used = choose_option(
        actor=carol.user, option=option, now=timezone.now(), version=before.version
    )
    assert used.pk == before.pk
    assert used.steps.filter(activity__title="Long").exists()
    assert used.hours_per_week == 3


def test_ways_of_learning_left_out_are_not_in_the_answer_and_the_reason_says_so(carol):
    option = what_if(carol, hours_per_week=Decimal(3), without_modes=["project", "role_play"])
    assert "Long" not in {t for t, kind in kinds(option).items() if kind != "removed"}
    codes = {row["activity_code"]: row["reason"] for row in option.report["not_chosen"]}
    assert "mode left out" in codes.values()


def test_too_little_time_names_the_limits_at_odds_and_what_would_be_enough(carol):
    option = what_if(carol, weeks=2)
    conflict = option.answer["conflict"]
    assert "weeks" in conflict["limits"]
    assert conflict["enough"]["weeks"] > 2
    enough = what_if(carol, weeks=int(conflict["enough"]["weeks"]))
    assert enough.answer == {}


def test_another_role_is_planned_for_by_its_own_requirements(carol):
    chart = make_skill("Charts")
    make_evidence(carol, chart, 1)
    SkillProfile.objects.update(stale=True)
    make_activity("Drawing", {chart: (0, 5)}, hours_per_session=1)
    role = make_role("Analyst", {chart: 4})
    option = what_if(carol, target_role=role)
    assert [row["skill_code"] for row in option.report["skills"]] == [chart.code]
    found = kinds(option)
    assert found.pop("Drawing") == "added"
    assert set(found.values()) == {"removed"}


def test_role_without_requirements_is_nothing_to_plan_for(carol):
    with pytest.raises(DomainError) as error:
        what_if(carol, target_role=make_role("Empty"))
    assert error.value.code == "no_requirement"


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"hours_per_week": Decimal(-1)}, "hours_per_week"),
        ({"hours_per_week": Decimal("NaN")}, "hours_per_week"),
        ({"weeks": 0}, "weeks"),
        ({"weeks": 10_000}, "weeks"),
        ({"budget": Decimal(-5)}, "budget"),
    ],
    ids=str,
)
def test_wish_that_makes_no_sense_is_refused_by_name(carol, wish, field):
    with pytest.raises(DomainError) as error:
        ask_what_if(actor=carol.user, employee=carol, wishes=Wishes(**wish))
    assert error.value.field == field
    assert not Job.objects.exists()


def test_what_if_is_asked_by_nobody_without_a_say(carol):
    with pytest.raises(NotAllowedError):
        ask_what_if(actor=make_user(), employee=carol, wishes=Wishes())


def test_each_asker_has_one_answer_of_their_own(world, carol):
    world["bob"].user = make_user("bob@example.com")
    world["bob"].save()
    first = what_if(carol)
    assert what_if(carol, weeks=9).pk == first.pk
    theirs = what_if(carol, actor=world["bob"].user)
    assert theirs.pk != first.pk
    assert PlanOption.objects.visible_to(carol.user).get(wish="what_if") == first


def test_answer_that_comes_late_does_not_replace_that_of_a_later_question(carol):
    first, second = (
        ask_what_if(actor=carol.user, employee=carol, wishes=Wishes(weeks=weeks))
        for weeks in (8, 9)
    )
    for run in (second, first):
        answer_what_if(run)
    first.refresh_from_db()
    option = PlanOption.objects.get(wish="what_if", asked_by=carol.user)
    assert (option.run, first.state) == (second, RunState.DONE)


def test_page_tells_before_and_after_and_leads_to_the_plan(client, carol):
    client.force_login(carol.user)
    address = reverse("pages:plan_what_if", args=[carol.public_id])
    body = {"hours_per_week": "3", "weeks": "8", "budget": "50"}
    assert client.post(address, body).url == address
    waiting = client.get(address)
    assert "is being computed" in waiting.text
    answer_what_if(AnalysisRun.objects.get(pk=Job.objects.get().arguments["run_id"]))
    text = client.get(address).text
    assert "is being computed" not in text
    assert "3 hours a week · 8 weeks · at most 50 EUR" in text
    assert "+ Added" in text
    assert "Use this plan" in text


@pytest.mark.parametrize(
    "body",
    [
        {"hours_per_week": "-1", "weeks": "8"},
        {"hours_per_week": "2", "weeks": "0"},
        {"hours_per_week": "2", "weeks": "8", "without_modes": "telepathy"},
        {"hours_per_week": "2", "weeks": "8", "target_role": "' OR 1=1"},
        {},
    ],
    ids=str,
)
def test_form_refuses_what_makes_no_sense_and_keeps_what_was_typed(client, carol, body):
    client.force_login(carol.user)
    answer = client.post(reverse("pages:plan_what_if", args=[carol.public_id]), body)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not Job.objects.exists()
