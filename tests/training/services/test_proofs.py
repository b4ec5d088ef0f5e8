"""The referee examines a recommendation: from the button to the sentence on the page."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.enums import Source
from assessments.services import create_run as create_gap_run
from assessments.services.gaps import analyse_gaps
from skillmap.core.enums import JobState
from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.models import Job
from tests.factories import make_activity, make_evidence, make_plan, make_user
from training.enums import PlanState
from training.models import ActivitySession, DevelopmentPlan
from training.services import create_run, start_proof
from training.services.proofs import prove_plan
from training.services.recommend import inputs_hash_of, people_of, read_world, recommend_paths

pytestmark = pytest.mark.django_db


def nothing(_value, _bound):
    """Nobody watches."""


def seats_in(activity, seats):
    day = timezone.now().date() + dt.timedelta(weeks=2)
    return ActivitySession.objects.create(activity=activity, starts_on=day, seats=seats)


def inputs_of(plan):
    seen = read_world(plan.run)
    return seen, next(people_of(seen, [plan.employee_id]))


@pytest.fixture
def plan(world, catalogue):
    world["carol"].user = make_user("carol@example.com")
    world["carol"].save()
    recommend_paths(create_run(actor=None))
    return DevelopmentPlan.objects.get()


def page(client, plan):
    client.force_login(plan.employee.user)
    address = reverse("pages:person_plan", args=[plan.employee.public_id])
    return client.get(address).content.decode()


def test_proof_tightens_the_bound_and_is_told_on_the_page(client, plan):
    before = plan.bound
    assert "Prove how good it is" in page(client, plan)
    response = client.post(reverse("pages:plan_prove", args=[plan.public_id]))
    job = Job.objects.get(name="training.prove_plan")
    address = reverse("pages:person_plan", args=[plan.employee.public_id])
    assert response["Location"] == f"{address}?job={job.public_id}#proof"
    progress = reverse("pages:job_progress", args=[job.public_id])
    working = client.get(f"{address}?job={job.public_id}").text
    assert progress in working
    assert "Prove how good it is" not in working
    there = {"HX-Current-URL": f"https://skillmap.example{address}?job={job.public_id}"}
    assert "HX-Refresh" not in client.get(progress, headers=there)
    prove_plan(plan, nothing)
    Job.objects.update(state=JobState.DONE, finished_at=timezone.now())
    assert client.get(progress, headers=there)["HX-Refresh"] == "true"
    assert "HX-Refresh" not in client.get(progress)
    assert progress not in client.get(f"{address}?job={job.public_id}").text
    plan.refresh_from_db()
    assert plan.value <= plan.bound <= before
    assert plan.report["proof"]["is_best"]
    text = page(client, plan)
    assert "no plan brings more" in text
    assert "Prove how good it is" not in text


def test_examination_that_failed_says_why_on_the_page_of_the_plan(client, plan):
    client.force_login(plan.employee.user)
    client.post(reverse("pages:plan_prove", args=[plan.public_id]))
    Job.objects.update(state=JobState.FAILED, error="Levels changed meanwhile.")
    address = reverse("pages:person_plan", args=[plan.employee.public_id])
    job = Job.objects.get(name="training.prove_plan")
    assert "Levels changed meanwhile." in client.get(f"{address}?job={job.public_id}").text


@pytest.mark.parametrize("job", ["x", "%00", "00000000-0000-0000-0000-000000000000"])
def test_hostile_job_in_the_address_changes_nothing(client, plan, job):
    client.force_login(plan.employee.user)
    address = reverse("pages:person_plan", args=[plan.employee.public_id])
    assert "Prove how good it is" in client.get(f"{address}?job={job}").text


def test_better_plan_that_is_possible_since_is_told(client, world, plan):
    make_activity("Sheets at large", {world["hard"]: (0, 5)}, sessions=3, hours_per_session=1)
    prove_plan(plan, nothing)
    plan.refresh_from_db()
    assert not plan.report["proof"]["is_best"]
    assert plan.bound >= plan.report["proof"]["best_found"] > plan.value
    assert "more exists" in page(client, plan)


def test_seats_of_others_and_of_the_plan_itself_do_not_outdate_it(world, catalogue):
    session = seats_in(catalogue["sheets"], 3)
    recommend_paths(create_run(actor=None))
    plan = world["carol"].plans.get(steps__session=session)
    made_from = inputs_hash_of(*inputs_of(plan))
    taken = make_plan(world["bob"], [catalogue["sheets"]], state=PlanState.ACTIVE)
    taken.steps.update(session=session)
    assert inputs_hash_of(*inputs_of(plan)) == made_from == plan.inputs_hash
    DevelopmentPlan.objects.filter(pk=plan.pk).update(state=PlanState.PROPOSED)
    session.seats = 2  # the last one is the plan's own
    session.save()
    plan.refresh_from_db()
    prove_plan(plan, nothing)
    assert DevelopmentPlan.objects.get(pk=plan.pk).report["proof"]["is_best"]


def test_plan_whose_seat_others_took_says_so_and_the_way_out(world, catalogue):
    session = seats_in(catalogue["sheets"], 1)
    recommend_paths(create_run(actor=None))
    plan = world["carol"].plans.get(steps__session=session)
    taken = make_plan(world["bob"], [catalogue["sheets"]], state=PlanState.ACTIVE)
    taken.steps.update(session=session)
    with pytest.raises(DomainError, match=r"No seats are left in “Sheets”.*new recommendation"):
        prove_plan(plan, nothing)


def test_plan_made_from_other_levels_is_refused(world, plan):
    make_evidence(world["carol"], world["hard"], 2.5, Source.TEST, reference="new")
    analyse_gaps(create_gap_run(actor=None))
    with pytest.raises(DomainError) as error:
        prove_plan(plan, nothing)
    assert error.value.code == "outdated"
    plan.refresh_from_db()
    assert "proof" not in plan.report


def test_running_plan_is_not_examined(plan):
    plan.state = PlanState.ACTIVE
    with pytest.raises(ConflictError):
        start_proof(actor=plan.employee.user, plan=plan)


def test_new_recommendation_forgets_the_proof_of_the_earlier_one(plan):
    prove_plan(plan, nothing)
    recommend_paths(create_run(actor=None))
    plan.refresh_from_db()
    assert "proof" not in plan.report
