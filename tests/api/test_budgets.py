"""The budget studio over REST, by the services of its pages."""

from uuid import uuid4

import pytest

from skillmap.core.models import Job
from tests.access.budgets import make_budget
from tests.api.conftest import V1
from tests.factories import make_activity
from training.models import Allocation, BudgetRun


@pytest.fixture
def course(cast):
    return make_activity("Course", {cast.hard: (1, 3)}, cost_cents=12_000)


BUDGET = {"name": "Spring", "money": "50000", "person": "2000.50", "floor_percent": 85}


def test_budget_is_started_like_in_the_studio(cast, api_of, course):
    api = api_of(cast.erin)
    body = BUDGET | {"org_unit": str(cast.sales.public_id), "must_haves": [str(course.public_id)]}
    answers = [api.post("/budgets", body, idempotency_key="k") for _ in range(2)]
    assert [one.status_code for one in answers] == [202, 202]
    run = BudgetRun.objects.select_related("scenario").get()
    job = Job.objects.get(name="training.plan_budget")
    assert answers[1]["Location"] == f"{V1}/jobs/{job.public_id}"
    terms = answers[0].json()["scenario"]
    assert (terms["money"], terms["person"], terms["floor_percent"]) == (50_000, 2_000.5, 85)
    assert run.scenario.person_cents == 200_050
    assert list(run.scenario.must_haves.all()) == [course]
    shown = api.get(f"/budgets/{run.public_id}").json()
    assert (shown["stage"], shown["result"], shown["progress"]["done"]) == ("wait", None, 0)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"org_unit": None}, 403),  # an HR partner plans for no other units
        ({"money": "-1"}, 400),
        ({"money": "NaN"}, 400),
        ({"money": "99999999999"}, 400),
        ({"must_haves": [str(uuid4())]}, 400),
        ({"name": " "}, 400),
        ({"stage": "done"}, 400),
    ],
)
def test_budget_with_a_fault_is_not_started(cast, api_of, change, status):
    body = BUDGET | {"org_unit": str(cast.sales.public_id)} | change
    assert api_of(cast.erin).post("/budgets", body).status_code == status
    assert not BudgetRun.objects.exists()
    assert not Job.objects.exists()


def test_finished_budget_is_read_adopted_and_undone(cast, api_of):
    run, api = make_budget("All"), api_of(cast.alice)
    Allocation.objects.create(run=run, employee=cast.carol, reason="scarce")
    path = f"/budgets/{run.public_id}"
    result = api.get(path).json()["result"]
    assert (result["people"], result["closure"]) == (2, pytest.approx(0.1))
    (row,) = api.walk(f"{path}/allocations", reason="scarce")
    assert row["person"]["employee_number"] == cast.carol.number
    assert api.post(f"{path}/undo", {}).status_code == 409
    adopted = api.post(f"{path}/adopt", {})
    assert adopted.status_code == 202
    job = Job.objects.get(name="training.adopt_budget")
    assert adopted["Location"] == f"{V1}/jobs/{job.public_id}"
    assert api.post(f"{path}/adopt", {}).status_code == 409
    assert api.post(f"{path}/put-away", {}).status_code == 409
    assert api.post(f"{path}/undo", {}).status_code == 202
    assert api.post(f"{path}/put-away", {}).json()["scenario"]["retired_at"] is not None
    assert api.post(f"{path}/bring-back", {}).json()["scenario"]["retired_at"] is None


def test_budget_of_everybody_is_not_for_a_partner(cast, api_of):
    run = make_budget("All")
    api = api_of(cast.erin)
    assert api.walk("/budgets") == []
    for path in ("", "/allocations"):
        assert api.get(f"/budgets/{run.public_id}{path}").status_code == 404
    assert api.post(f"/budgets/{run.public_id}/adopt", {}).status_code == 404
    assert api_of(cast.carol).post("/budgets", BUDGET).status_code == 403


def test_partner_reads_no_allocation_of_who_moved_out_of_the_unit(cast, api_of):
    run = make_budget("Sales")
    run.scenario.unit = cast.sales
    run.scenario.save()
    for person in (cast.carol, cast.frank):
        Allocation.objects.create(run=run, employee=person, reason="scarce")
    (row,) = api_of(cast.erin).walk(f"/budgets/{run.public_id}/allocations")
    assert row["person"]["employee_number"] == cast.carol.number
