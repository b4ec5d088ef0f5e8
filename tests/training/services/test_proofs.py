"""The referee examines a recommendation: from the button to the sentence on the page."""

import pytest
from django.urls import reverse
from django.utils import timezone

from skillmap.core.enums import JobState
from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.models import Job
from tests.factories import make_evidence, make_user
from training.enums import PlanState
from training.models import DevelopmentPlan
from training.services import create_run, start_proof
from training.services.proofs import prove_plan
from training.services.recommend import recommend_paths

pytestmark = pytest.mark.django_db


def nothing(_value, _bound):
    """Nobody watches."""


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


def test_worse_plan_is_told_how_much_better_the_best_one_is(client, plan):
    step = plan.steps.order_by("-cost_cents", "position").last()
    step.delete()
    DevelopmentPlan.objects.update(value=plan.value / 2)
    plan.refresh_from_db()
    prove_plan(plan, nothing)
    plan.refresh_from_db()
    assert not plan.report["proof"]["is_best"]
    assert "more exists" in page(client, plan)


def test_plan_made_from_other_levels_is_refused(world, plan):
    make_evidence(world["carol"], world["hard"], 4.5, reference="new")
    recommend_paths(create_run(actor=None, employee=world["bob"]))
    DevelopmentPlan.objects.filter(pk=plan.pk).update(inputs_hash="of other inputs")
    plan.refresh_from_db()
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
