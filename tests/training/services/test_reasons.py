"""The reasons of a plan are its reasons: take the cited one away, and the plan changes."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.models import SkillProfile
from employees.models import Exemption
from tests.factories import day, make_activity, make_user, since
from training.models import ActivitySession, Completion, DevelopmentPlan
from training.services import create_run
from training.services.recommend import recommend_paths
from training.services.runs import Wishes

pytestmark = pytest.mark.django_db


def recommend(employee, **wishes):
    SkillProfile.objects.update(stale=True)
    recommend_paths(create_run(actor=None, employee=employee, wishes=Wishes(**wishes)))
    return DevelopmentPlan.objects.get(employee=employee)


def codes(plan):
    return {step.activity.code for step in plan.steps.select_related("activity")}


def reason(plan, activity):
    rows = {row["activity_code"]: row["reason"] for row in plan.report["not_chosen"]}
    return rows[activity.code]


def test_step_goes_with_the_gap_it_was_there_for(world, catalogue):
    plan = recommend(world["carol"])
    step = plan.steps.get(activity=catalogue["sheets"])
    assert step.why_skills == [world["hard"].code]
    Exemption.objects.create(
        employee=world["carol"], skill=world["hard"], reason="other tasks",
        granted_by=make_user(), valid=since(),
    )  # fmt: skip
    assert codes(recommend(world["carol"])) == codes(plan) - {catalogue["sheets"].code}


def test_completed_activity_comes_back_when_it_was_not_completed(world, catalogue):
    done = Completion.objects.create(
        employee=world["carol"], activity=catalogue["sheets"], completed_on=day(-9), reference="x"
    )
    plan = recommend(world["carol"])
    assert reason(plan, catalogue["sheets"]) == "completed"
    done.delete()
    assert catalogue["sheets"].code in codes(recommend(world["carol"]))


def test_activity_in_a_foreign_language_comes_once_the_language_is_known(world, catalogue):
    catalogue["sheets"].language = "fi"
    catalogue["sheets"].save()
    assert reason(recommend(world["carol"]), catalogue["sheets"]) == "language"
    world["carol"].languages = ["en", "fi"]
    world["carol"].save()
    assert catalogue["sheets"].code in codes(recommend(world["carol"]))


def test_activity_that_is_too_dear_comes_with_the_money(world, catalogue):
    catalogue["sheets"].cost_cents = 30_000
    catalogue["sheets"].save()
    plan = recommend(world["carol"], budget=Decimal(200))
    assert reason(plan, catalogue["sheets"]) == "budget"
    richer = recommend(world["carol"], budget=Decimal(300))
    assert catalogue["sheets"].code in codes(richer)


def test_activity_comes_in_place_of_the_better_one_it_was_replaced_by(world, catalogue):
    catalogue["sheets"].retired_on = day(0)
    catalogue["sheets"].save()
    better = make_activity("Better", {world["hard"]: (0, 4)}, sessions=16, hours_per_session=2)
    lesser = make_activity("Lesser", {world["hard"]: (0, 2)}, sessions=16, hours_per_session=2)
    plan = recommend(world["carol"])
    assert reason(plan, lesser).startswith(f"replaced by {better.code}")
    better.retired_on = day(0)
    better.save()
    assert lesser.code in codes(recommend(world["carol"]))


def test_activity_without_seats_comes_with_a_seat(world, catalogue):
    session = ActivitySession.objects.create(
        activity=catalogue["sheets"], starts_on=day(8), seats=0
    )
    assert reason(recommend(world["carol"]), catalogue["sheets"]) == "seats"
    session.seats = 1
    session.save()
    assert catalogue["sheets"].code in codes(recommend(world["carol"]))


def test_page_tells_with_how_much_more_something_would_be_in_the_plan(client, world, catalogue):
    dear = make_activity(
        "Dear", {world["hard"]: (0, 5)}, cost_cents=24_000, mode="workshop", hours_per_session=1
    )
    catalogue["sheets"].retired_on = day(0)
    catalogue["sheets"].save()
    plan = recommend(world["carol"], budget=Decimal(200))
    (flip,) = plan.report["flips"]
    assert (flip["limit"], flip["added"]) == ("budget", [dear.code])
    assert 40 <= flip["more"] <= 45
    assert dear.code in codes(recommend(world["carol"], budget=Decimal(200 + int(flip["more"]))))
    recommend(world["carol"], budget=Decimal(200))
    world["carol"].user = make_user("carol@example.com")
    world["carol"].save()
    client.force_login(world["carol"].user)
    text = client.get(reverse("pages:person_plan", args=[world["carol"].public_id])).text
    words = f"With {int(flip['more'])} EUR more"
    assert f"{words}: " in text
    assert f"{words} it would be in the plan." in text
