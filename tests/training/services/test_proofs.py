"""The referee examines a recommendation: from the button to the sentence on the page."""

import pytest
from django.urls import reverse

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
    assert response["Location"] == reverse("pages:job_detail", args=[job.public_id])
    prove_plan(plan, nothing)
    plan.refresh_from_db()
    assert plan.value <= plan.bound <= before
    assert plan.report["proof"]["is_best"]
    text = page(client, plan)
    assert "no plan brings more" in text
    assert "Prove how good it is" not in text


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
