"""Recommendations end to end on the database."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from assessments.enums import RunState, Source
from assessments.models import AnalysisRun, SkillProfile
from employees.enums import Grant
from employees.models import Requirement
from skillmap.core.models import Job
from tests.factories import (
    assign,
    day,
    grant,
    make_absence,
    make_activity,
    make_employee,
    make_evidence,
    make_skill,
)
from training.analysis.planner import plan_path
from training.enums import PlanState
from training.models import ActivityPrerequisite, ActivitySession, Completion, DevelopmentPlan
from training.queries.faults import circles_of_activities
from training.services import propose_plan
from training.services.recommend import recommend_paths
from training.services.runs import Wishes, create_run, start_recommendation

pytestmark = pytest.mark.django_db

KEYS = {
    "employee_number",
    "status",
    "value",
    "closure",
    "bound",
    "gap_to_bound",
    "hours",
    "cost",
    "skills",
    "steps",
    "not_chosen",
    "unmet",
    "measure_first",
}


def recommend(**wishes):
    run = create_run(actor=None, wishes=Wishes(**wishes), keeps_output=True)
    recommend_paths(run)
    run.refresh_from_db()
    return run


def rows(run):
    return [json.loads(line) for shard in run.shards.all() for line in shard.output.splitlines()]


def titles(plan):
    return sorted(step.activity.title for step in plan.steps.select_related("activity"))


def test_recommendation_from_evidence_alone_analyses_first_and_stores_a_draft(world, catalogue):
    run = recommend()
    assert run.state == RunState.DONE
    assert all(row.updated_at >= row.finished_at for row in AnalysisRun.objects.all())
    plan = DevelopmentPlan.objects.get()
    assert (plan.employee, plan.state, plan.fill) == (world["carol"], "draft", "complete")
    assert titles(plan) == ["Listening", "Role-play", "Sheets"]
    assert 0 < plan.value <= plan.bound
    assert SkillProfile.objects.filter(stale=True).count() == 0


def test_plan_row_has_exactly_the_keys_of_the_interface(world, catalogue):
    (row,) = rows(recommend())
    assert set(row) == KEYS
    step = row["steps"][0]
    assert set(step) == {
        "activity_code",
        "mode",
        "start_week",
        "weeks",
        "hours_by_week",
        "cost",
        "why",
        "why_skills",
    }
    assert step["start_week"] == step["weeks"][0]
    assert sorted(step["hours_by_week"]) == sorted(str(week) for week in step["weeks"])
    assert row["hours"] == sum(sum(s["hours_by_week"].values()) for s in row["steps"])
    assert {s["skill_code"] for s in row["skills"]} == {world["hard"].code, world["soft"].code}
    for skill in row["skills"]:
        assert skill["before_low"] < skill["before"] < skill["before_high"]
        assert skill["expected_low"] < skill["expected_after"] < skill["expected_high"]
        assert skill["expected_after"] > skill["before"]
    assert (row["unmet"], row["measure_first"], row["status"]) == ([], [], "complete")


def test_the_same_input_gives_the_same_bytes(world, catalogue):
    first, second = recommend(), recommend()
    outputs = [list(run.shards.values_list("output", flat=True)) for run in (first, second)]
    assert outputs[0] == outputs[1]
    assert first.inputs_hash == second.inputs_hash
    assert first.parameters_hash == second.parameters_hash


def test_second_recommendation_keeps_the_address_of_the_draft(world, catalogue):
    recommend()
    before = DevelopmentPlan.objects.get()
    catalogue["role"].retired_on = day(0)
    catalogue["role"].save()
    recommend()
    after = DevelopmentPlan.objects.get()
    assert (after.pk, after.public_id, after.version) == (
        before.pk,
        before.public_id,
        before.version + 1,
    )
    assert titles(after) == ["Listening", "Sheets"]


def test_open_plan_is_left_alone(world, catalogue):
    recommend()
    DevelopmentPlan.objects.update(state=PlanState.ACTIVE)
    recommend()
    assert sorted(DevelopmentPlan.objects.values_list("state", flat=True)) == ["active", "draft"]


def test_draft_of_somebody_without_gap_goes(world, catalogue):
    recommend()
    for skill in (world["hard"], world["soft"]):
        for n in range(6):
            make_evidence(world["carol"], skill, 5, Source.TEST, reference=f"again-{n}")
    SkillProfile.objects.update(stale=True)
    recommend()
    assert not DevelopmentPlan.objects.exists()


def test_unmeasured_person_gets_measure_steps_and_no_others(world, catalogue):
    dave = make_employee("Dave New")
    assign(dave, "Acme/Sales", role=world["role"], manager=world["bob"])
    Requirement.objects.filter(skill=world["soft"]).update(essential=True)
    row = next(r for r in rows(recommend()) if r["employee_number"] == dave.number)
    assert (row["status"], row["steps"], row["value"], row["gap_to_bound"]) == ("empty", [], 0, 0)
    assert row["measure_first"] == [
        {
            "skill_code": world["soft"].code,
            "ask": "rate yourself, 1 minute, or ask Bob",
        }
    ]


def test_path_that_breaks_a_rule_is_refused_while_others_are_stored(
    world, catalogue, monkeypatch, caplog
):
    """The planner is made to forget the weekly hours of one person."""
    dave = make_employee("Dave Second", learning_hours_per_week=1)
    assign(dave, "Acme/Sales", role=world["role"])
    for skill in (world["hard"], world["soft"]):
        make_evidence(dave, skill, 1.5)

    def forgetful(season, learner, **options):
        hours = 3.0 if learner.hours_per_week == 1 else learner.hours_per_week
        return plan_path(season, replace(learner, hours_per_week=hours), **options)

    monkeypatch.setattr("training.services.recommend.plan_path", forgetful)
    run = recommend()
    assert (run.summary["people"], run.summary["refused"]) == (1, 1)
    assert DevelopmentPlan.objects.get().employee == world["carol"]
    assert "hours per week" in caplog.text
    with pytest.raises(CommandError) as error:
        call_command("recommend_paths")
    assert error.value.returncode == 2


def test_nothing_is_planned_before_the_day_of_return(world, catalogue):
    back = day(-day(0).weekday()) + timedelta(weeks=6)
    make_absence(world["carol"], days=DateRange(day(-30), back))
    recommend()
    plan = DevelopmentPlan.objects.get()
    assert min(week for step in plan.steps.all() for week in step.weeks) == 6


def test_person_on_leave_without_day_of_return_gets_an_empty_plan_with_reasons(world, catalogue):
    world["carol"].status = "leave"
    world["carol"].save()
    recommend()
    plan = DevelopmentPlan.objects.get()
    assert (plan.fill, plan.steps.count()) == ("empty", 0)
    codes = {world["hard"].code, world["soft"].code}
    assert {row["skill_code"] for row in plan.report["unmet"]} == codes


def test_people_who_left_get_no_plan(world, catalogue):
    world["carol"].status = "left"
    world["carol"].save()
    assert rows(recommend()) == []


def test_empty_catalogue_says_so_for_each_skill(world):
    (row,) = rows(recommend())
    assert row["status"] == "empty"
    assert {u["reason"] for u in row["unmet"]} == {"no activity"}


def test_budget_excludes_what_costs_more_or_an_unknown_amount(world, catalogue):
    for title, cents in (("sheets", 20_000), ("talk", None)):
        catalogue[title].cost_cents = cents
        catalogue[title].save()
    (row,) = rows(recommend(budget=Decimal(100)))
    assert row["steps"] == []
    reasons = {n["activity_code"]: n["reason"] for n in row["not_chosen"]}
    assert reasons[catalogue["sheets"].code] == "budget"
    assert reasons[catalogue["talk"].code] == "unknown cost"
    assert reasons[catalogue["role"].code] == "modes"


def test_unknown_cost_without_budget_is_null_and_marks_the_plan(world, catalogue):
    catalogue["sheets"].cost_cents = None
    catalogue["sheets"].save()
    (row,) = rows(recommend())
    costs = {s["activity_code"]: s["cost"] for s in row["steps"]}
    assert costs[catalogue["sheets"].code] is None
    assert row["cost"] == 0
    assert DevelopmentPlan.objects.get().cost_unknown


def test_seats_of_open_plans_are_taken(world, catalogue):
    session = ActivitySession.objects.create(
        activity=catalogue["sheets"], starts_on=day(14), seats=1
    )
    recommend()
    step = DevelopmentPlan.objects.get().steps.get(activity=catalogue["sheets"])
    assert step.session == session
    DevelopmentPlan.objects.update(state=PlanState.ACTIVE)
    erin = make_employee("Erin Second")
    assign(erin, "Acme/Sales", role=world["role"], manager=world["bob"])
    for skill in (world["hard"], world["soft"]):
        make_evidence(erin, skill, 1.5)
    SkillProfile.objects.update(stale=True)
    row = next(r for r in rows(recommend()) if r["employee_number"] == erin.number)
    reasons = {n["activity_code"]: n["reason"] for n in row["not_chosen"]}
    assert reasons[catalogue["sheets"].code] == "seats"


def test_dated_night_session_is_told_as_time_zone(world, catalogue):
    late = timezone.now().replace(hour=22, minute=0) + timedelta(days=14)
    catalogue["sheets"].venue = "live_online"
    catalogue["sheets"].save()
    ActivitySession.objects.create(
        activity=catalogue["sheets"], starts_on=late.date(), starts_at=late
    )
    (row,) = rows(recommend())
    reasons = {n["activity_code"]: n["reason"] for n in row["not_chosen"]}
    assert reasons[catalogue["sheets"].code] == "time zone"
    assert {u["skill_code"]: u["reason"] for u in row["unmet"]} == {world["hard"].code: "time zone"}


def test_prerequisite_comes_before_and_a_completed_one_does_not_come(world, catalogue):
    first = make_activity("Basics", {make_skill("Typing"): (0, 4)})
    ActivityPrerequisite.objects.create(activity=catalogue["sheets"], requires=first)
    recommend()
    plan = DevelopmentPlan.objects.get()
    basics = plan.steps.get(activity=first)
    sheets = plan.steps.get(activity=catalogue["sheets"])
    assert basics.weeks[-1] < sheets.start_week
    assert basics.why_skills == [world["hard"].code]
    Completion.objects.create(
        employee=world["carol"], activity=first, completed_on=day(-9), reference="x"
    )
    recommend()
    assert "Basics" not in titles(DevelopmentPlan.objects.get())


def test_queued_recommendation_of_one_person_plans_only_for_them(world, catalogue):
    run = start_recommendation(actor=None, employee=world["carol"])
    job = Job.objects.get()
    assert (job.name, job.arguments) == ("training.recommend_paths", {"run_id": run.pk})
    recommend_paths(run)
    assert DevelopmentPlan.objects.get().employee == world["carol"]


@pytest.mark.django_db(transaction=True)
def test_two_recommendations_at_once_leave_one_draft(world, catalogue):
    recommend()
    DevelopmentPlan.objects.all().delete()
    runs = [create_run(actor=None, employee=world["carol"]) for _ in range(2)]
    barrier, faults = Barrier(2), []

    def work(run):
        try:
            barrier.wait()
            recommend_paths(run)
        except Exception as error:  # noqa: BLE001 - the test tells which
            faults.append(error)
        finally:
            connection.close()

    threads = [Thread(target=work, args=[run]) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert DevelopmentPlan.objects.get().steps.count() == 3


@pytest.mark.django_db(transaction=True)
def test_draft_that_is_proposed_while_a_run_drops_it_stays(world, catalogue):
    """The proposal is not committed yet when the run finds no gap any more."""
    recommend()
    for skill in (world["hard"], world["soft"]):
        for n in range(6):
            make_evidence(world["carol"], skill, 5, Source.TEST, reference=f"again-{n}")
    run, faults = create_run(actor=None, employee=world["carol"]), []
    boss = make_employee("Alice Admin", user=True)
    grant(boss.user, Grant.HR_ADMIN)

    def work():
        try:
            recommend_paths(run)
        except Exception as error:  # noqa: BLE001 - the test tells which
            faults.append(error)
        finally:
            connection.close()

    thread = Thread(target=work)
    with transaction.atomic():
        plan = DevelopmentPlan.objects.get()
        propose_plan(actor=boss.user, plan=plan, now=timezone.now())
        thread.start()
        while thread.is_alive() and not somebody_waits():
            pass
    thread.join()

    assert faults == []
    plan = DevelopmentPlan.objects.get()
    assert (plan.state, plan.steps.count(), plan.decisions.count()) == (PlanState.PROPOSED, 3, 1)


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]


def test_circle_of_prerequisites_is_listed_and_never_planned(world, catalogue):
    sheets, other = catalogue["sheets"], make_activity("More sheets", {world["hard"]: (0, 4)})
    ActivityPrerequisite.objects.create(activity=sheets, requires=other)
    ActivityPrerequisite.objects.create(activity=other, requires=sheets)
    (circle,) = circles_of_activities()
    assert [(wait.activity, wait.needs) for wait in circle] == [
        (other, [sheets]),
        (sheets, [other]),
    ]
    recommend()
    assert titles(DevelopmentPlan.objects.get()) == ["Listening", "Role-play"]
    other.retired_on = day(0)
    other.save()
    assert circles_of_activities() == []
