"""Mandatory activities and refused ones, from the form to the recommendation."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import SkillProfile
from employees.enums import Grant
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import Job
from tests.factories import (
    day,
    grant,
    make_activity,
    make_duty,
    make_skill,
    make_unit,
    make_user,
)
from training.models import (
    Completion,
    DevelopmentPlan,
    MandatoryActivity,
    RefusedActivity,
)
from training.services import create_run
from training.services.duties import (
    accept_again,
    refuse_activity,
    require_activity,
    stop_requiring,
)
from training.services.plan_changes import swap_step
from training.services.recommend import recommend_paths
from training.services.runs import Wishes

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol(world, catalogue):
    world["carol"].user = make_user("carol@example.com")
    world["carol"].save()
    return world["carol"]


@pytest.fixture
def safety(world):
    """Nothing that Carol's role asks for."""
    return make_activity("Fire safety", {make_skill("Safety"): (0, 3)}, hours_per_session=1)


@pytest.fixture
def hr():
    user = make_user("hr@example.com")
    grant(user, Grant.HR_ADMIN)
    return user


def recommend(carol, **wishes):
    SkillProfile.objects.update(stale=True)
    recommend_paths(create_run(actor=None, employee=carol, wishes=Wishes(**wishes)))
    return DevelopmentPlan.objects.get(employee=carol)


def titles(plan):
    return {step.activity.title for step in plan.steps.select_related("activity")}


def require(hr, activity, **fields):
    values = {"due_on": day(30), "reason": "the law", "today": day(0), **fields}
    return require_activity(actor=hr, activity=activity, **values)


@pytest.mark.parametrize("of_whom", ["role", "unit", "unit above", "employee"])
def test_what_is_required_is_planned_for_whom_it_is_required_of(world, carol, hr, safety, of_whom):
    require(
        hr,
        safety,
        **{
            "role": {"role": world["role"]},
            "unit": {"unit": make_unit("Acme/Sales")},
            "unit above": {"unit": make_unit("Acme")},
            "employee": {"employee": carol},
        }[of_whom],
    )
    plan = recommend(carol)
    step = plan.steps.get(activity=safety)
    assert step.why.startswith("Mandatory.")
    last = plan.week_zero + timedelta(weeks=step.weeks[-1])
    assert last <= day(30)


def test_what_was_required_and_is_done_asks_for_no_plan(carol, hr, safety, world):
    require(hr, safety, employee=carol)
    world["role"].versions.get().requirements.all().delete()
    Completion.objects.create(
        employee=carol, activity=safety, completed_on=day(-2), reference="sheet"
    )
    SkillProfile.objects.update(stale=True)
    recommend_paths(create_run(actor=None))
    assert not DevelopmentPlan.objects.exists()


def test_what_is_required_of_others_is_not_planned(carol, hr, safety):
    require(hr, safety, unit=make_unit("Acme/Engineering"))
    assert "Fire safety" not in titles(recommend(carol))


def test_requirement_taken_back_leaves_the_next_recommendation(carol, hr, safety):
    duty = require(hr, safety, employee=carol)
    assert "Fire safety" in titles(recommend(carol))
    stop_requiring(actor=hr, duty=duty, now=timezone.now())
    assert "Fire safety" not in titles(recommend(carol))
    with pytest.raises(ConflictError):
        stop_requiring(actor=hr, duty=duty, now=timezone.now())


def test_mandatory_step_stays_when_somebody_swaps(carol, hr, safety, catalogue):
    require(hr, safety, employee=carol)
    step = recommend(carol).steps.get(activity=safety)
    other = make_activity("Something nicer", hours_per_session=1)
    with pytest.raises(DomainError) as error:
        swap_step(actor=carol.user, step=step, activity=other, now=timezone.now())
    assert "“Fire safety” is mandatory and has to stay in the plan." in error.value.message


def test_mandatory_activity_without_room_is_told_with_the_nearest_change(client, carol, hr, safety):
    safety.cost_cents = 9_000
    safety.save()
    dear = make_activity("First aid", cost_cents=4_000, hours_per_session=1)
    require(hr, safety, employee=carol)
    require(hr, dear, employee=carol, due_on=day(20))
    plan = recommend(carol, budget=Decimal(100))
    assert plan.report["missed"] == [{"activity_code": safety.code, "reason": "no room"}]
    assert plan.report["conflict"] == {
        "limits": ["budget"],
        "enough": {"budget": 130.0},
        "together": {},
    }
    client.force_login(carol.user)
    text = client.get(reverse("pages:person_plan", args=[carol.public_id])).text
    assert "“Fire safety” has no place in this plan." in text
    assert "At odds: the budget." in text
    assert "130 EUR" in text


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"due_on": day(-1)}, "due_on"),
        ({"reason": "   "}, "reason"),
        ({"unit": "Acme"}, "role"),
        ({"employee": None}, "role"),
    ],
    ids=str,
)
def test_requirement_that_makes_no_sense_is_refused_by_name(carol, hr, safety, fields, field):
    if "unit" in fields:
        fields = {"unit": make_unit("Acme")}
    with pytest.raises(DomainError) as error:
        require(hr, safety, **{"employee": carol, **fields})
    assert error.value.field == field
    assert not MandatoryActivity.objects.exists()


def test_only_hr_admins_require_and_the_same_only_once(carol, hr, safety):
    with pytest.raises(NotAllowedError):
        require(carol.user, safety, employee=carol)
    require(hr, safety, employee=carol)
    with pytest.raises(ConflictError):
        require(hr, safety, employee=carol)


def test_refused_activity_is_out_and_comes_back_when_that_is_undone(carol, catalogue):
    assert "Sheets" in titles(recommend(carol))
    refusal = refuse_activity(
        actor=carol.user, employee=carol, activity=catalogue["sheets"], reason="I teach it"
    )
    plan = recommend(carol)
    assert "Sheets" not in titles(plan)
    reasons = {row["activity_code"]: row["reason"] for row in plan.report["not_chosen"]}
    assert reasons[catalogue["sheets"].code] == "refused"
    accept_again(actor=carol.user, refusal=refusal)
    assert "Sheets" in titles(recommend(carol))


def test_what_is_mandatory_cannot_be_refused(carol, catalogue):
    make_duty(catalogue["sheets"], employee=carol)
    with pytest.raises(DomainError) as error:
        refuse_activity(actor=carol.user, employee=carol, activity=catalogue["sheets"], reason="x")
    assert error.value.code == "mandatory"


def test_nobody_refuses_for_somebody_else(carol, hr, catalogue):
    with pytest.raises(NotAllowedError):
        refuse_activity(actor=hr, employee=carol, activity=catalogue["sheets"], reason="x")


def test_refusing_on_the_page_plans_without_it_and_can_be_undone_there(client, carol, catalogue):
    recommend(carol)
    client.force_login(carol.user)
    page = reverse("pages:person_plan", args=[carol.public_id])
    assert "Not for me" in client.get(page).text
    address = reverse("pages:refusal_add", args=[carol.public_id])
    body = {"activity": str(catalogue["sheets"].public_id), "reason": "I teach it"}
    job = Job.objects.filter(name="training.recommend_paths")
    assert client.post(address, body).url == reverse("pages:job_detail", args=[job.get().public_id])
    text = client.get(page).text
    assert "What you asked not to get" in text
    assert "I teach it" in text
    client.post(reverse("pages:refusal_end", args=[RefusedActivity.objects.get().public_id]))
    assert not RefusedActivity.objects.exists()


@pytest.mark.parametrize(
    "body", [{}, {"activity": "x", "reason": "y"}, {"reason": "y" * 400}], ids=str
)
def test_refusal_without_activity_or_reason_writes_nothing(client, carol, body):
    client.force_login(carol.user)
    client.post(reverse("pages:refusal_add", args=[carol.public_id]), body)
    assert not RefusedActivity.objects.exists()


def test_page_of_mandatory_activities_takes_one_and_takes_it_back(client, carol, hr, safety):
    client.force_login(hr)
    page = reverse("pages:mandatory_list")
    body = {
        "activity": safety.code,
        "employee": carol.number,
        "due_on": day(30).isoformat(),
        "reason": "Fire law",
    }
    assert client.post(page, body).status_code == 302
    text = client.get(page).text
    assert "Fire safety" in text
    assert "Fire law" in text
    client.post(reverse("pages:mandatory_end", args=[MandatoryActivity.objects.get().public_id]))
    assert "Nothing is mandatory" in client.get(page).text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("activity", "GONE"),
        ("employee", "nobody@example.com"),
        ("employee", "' OR 1=1 --"),
        ("due_on", "31.31.2027"),
        ("due_on", "2001-01-01"),
        ("reason", ""),
        ("role", "no such role"),
    ],
)
def test_page_refuses_what_makes_no_sense(client, carol, hr, safety, field, value):
    client.force_login(hr)
    body = {
        "activity": safety.code,
        "employee": carol.number,
        "due_on": day(30).isoformat(),
        "reason": "Fire law",
        field: value,
    }
    answer = client.post(reverse("pages:mandatory_list"), body)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not MandatoryActivity.objects.exists()
