"""The budget studio in the browser: HR writes a scenario, follows it, reads and compares."""

import csv
import io
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from employees.enums import Grant
from skillmap.core import jobs
from skillmap.core.models import Job
from tests.access.budgets import make_budget
from tests.factories import (
    grant,
    make_activity,
    make_employee,
    make_organisation,
    make_unit,
    make_user,
)
from training.enums import BudgetStage
from training.models import Allocation, BudgetRun, BudgetScenario

pytestmark = pytest.mark.django_db
NOW = timezone.now()
FORM = {
    "name": "Next year",
    "money": "5000",
    "person": "1000",
    "seat_percent": "100",
    "floor_percent": "85",
}


@pytest.fixture
def alice(client):
    make_organisation()
    user = make_user("Alice Admin")
    grant(user, Grant.HR_ADMIN)
    client.force_login(user)
    return user


def body(answer) -> str:
    return answer.content.decode()


def of(run: BudgetRun, verb: str = "run") -> str:
    return reverse(f"pages:budget_{verb}", args=[run.public_id])


def listed(client, query: str = "") -> list[str]:
    rows = client.get(reverse("pages:budget_list") + query).context["rows"]
    return [str(scenario) for scenario, _run, _result in rows]


def test_a_scenario_is_put_away_and_brought_back(client, alice):
    run, _other = make_budget("Old idea"), make_budget("Next year")
    client.post(of(run, "away"))
    assert listed(client) == ["Next year"]
    assert listed(client, "?away=1") == ["Old idea"]
    assert "Bring back" in body(client.get(of(run)))
    client.post(of(run, "back"))
    assert listed(client) == ["Next year", "Old idea"]


@pytest.mark.parametrize(
    ("facts", "words"),
    [({"stage": BudgetStage.PRICE}, "still being computed"), ({"adopted_at": NOW}, "was adopted")],
)
def test_what_runs_or_was_adopted_is_not_put_away(client, alice, facts, words):
    run = make_budget("Next year")
    BudgetRun.objects.update(**facts)
    assert words in body(client.post(of(run, "away"), follow=True))
    assert listed(client) == ["Next year"]


def test_a_scenario_is_computed_and_its_page_shows_progress(client, alice):
    course = make_activity("First aid")
    answer = client.post(
        reverse("pages:budget_new"), FORM | {"must_haves": [str(course.public_id)]}
    )
    run = BudgetRun.objects.get()
    assert answer.url == of(run)
    assert run.scenario.money_cents == 500_000
    assert list(run.scenario.must_haves.all()) == [course]
    assert Job.objects.filter(name="training.plan_budget", actor=alice).exists()
    page = body(client.get(of(run)))
    assert "<progress" in page
    assert of(run, "progress") in page
    assert client.get(of(run, "progress")).status_code == 200
    assert "Next year" in body(client.get(reverse("pages:budget_list")))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("money", "-1"),
        ("money", "1e400"),
        ("money", "much"),
        ("name", ""),
        ("seat_percent", "0"),
        ("floor_percent", "101"),
        ("hours_per_week", "-1"),
        ("must_haves", "nothing"),
        ("unit", "00000000-0000-4000-8000-000000000000"),
    ],
)
def test_impossible_terms_are_said_at_the_field_and_nothing_is_lost(client, alice, field, value):
    answer = client.post(reverse("pages:budget_new"), FORM | {field: value})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert field == "name" or 'value="Next year"' in body(answer)
    assert not BudgetScenario.objects.exists()


def test_thorough_and_a_floor_go_together(client, alice):
    answer = client.post(reverse("pages:budget_new"), FORM | {"thorough": "on"})
    assert answer.status_code == 302
    scenario = BudgetScenario.objects.get()
    assert (scenario.thorough, scenario.floor_percent) == (True, 85)


def test_a_stopped_computation_says_why_and_can_begin_again(client, alice):
    client.post(reverse("pages:budget_new"), FORM)
    run = BudgetRun.objects.get()
    Job.objects.filter(name="training.plan_budget").update(state="failed", error="Nobody here.")
    assert "Nobody here." in body(client.get(of(run)))
    answer = client.get(of(run, "progress"), headers={"HX-Current-URL": f"http://x{of(run)}"})
    assert (answer.status_code, answer["HX-Refresh"]) == (286, "true")
    again = client.post(of(run, "again"))
    assert BudgetRun.objects.count() == 2
    assert again.url == of(BudgetRun.objects.first())


def test_the_result_names_everybody_and_filters_by_reason(client, alice):
    run = make_budget("This year")
    course = make_activity("Hard talks")
    got, out = make_employee("Gina Gets"), make_employee("Olaf Out")
    steps = [{"activity": course.code, "week": 2, "session": None}]
    Allocation.objects.create(run=run, employee=got, steps=steps, cost_cents=12_000, closure=0.4)
    Allocation.objects.create(run=run, employee=out, reason="scarce")
    page = body(client.get(of(run)))
    assert "Gina Gets" in page
    assert "Hard talks" in page
    assert "33 %" in page  # 0.1 of at most 0.3, rounded down
    only = body(client.get(of(run), {"show": "scarce"}))
    assert "Olaf Out" in only
    assert "Gina Gets" not in only
    assert "Gina Gets" in body(client.get(of(run), {"show": "weather"}))
    assert "Gina Gets" not in body(client.get(of(run), {"show": "lacking"}))
    run.allocations.filter(employee__first_name="Gina").update(lacks_must_have=True)
    lacking = body(client.get(of(run), {"show": "lacking"}))
    assert "Gina Gets" in lacking
    assert "something mandatory or a must-have does not fit" in lacking
    file = b"".join(client.get(of(run), {"format": "csv"}).streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(file)))
    assert [(row["name"], row["activity_code"], row["reason"]) for row in rows] == [
        ("Gina Gets", course.code, ""),
        ("Olaf Out", "", "scarce"),
    ]


@pytest.mark.parametrize("out_of_reach", [True, False])
def test_money_is_called_useless_only_where_it_is(client, alice, out_of_reach):
    run = make_budget("This year")
    BudgetScenario.objects.update(floor_percent=85)
    run.result |= {"floor_holds": False, "floor_out_of_reach": out_of_reach, "fair_rounds": 8}
    run.save()
    page = body(client.get(of(run)))
    assert ("More money for it would not help" in page) is out_of_reach
    assert ("tried in 8 rounds" in page) is not out_of_reach


def test_parts_of_a_computation_are_in_the_list_of_jobs_only_when_stopped(client, alice):
    for number, state in enumerate(["queued", "running", "done", "failed", "parked"]):
        jobs.enqueue("training.work_on_budget", title=f"Part {number}")
        Job.objects.filter(title=f"Part {number}").update(state=state)
    jobs.enqueue("training.plan_budget", title="Budget: all")
    page = body(client.get(reverse("pages:job_list")))
    assert "Budget: all" in page
    assert [n for n in range(5) if f"Part {n}" in page] == [3, 4]


def test_two_scenarios_stand_side_by_side(client, alice):
    one, other = make_budget("Small"), make_budget("Large")
    url = reverse("pages:budget_compare")
    page = body(client.get(url, {"a": one.public_id, "b": other.public_id}))
    assert page.count("of the mean") == 2
    assert "of the mean" not in body(client.get(url, {"a": "x", "b": str(uuid4())}))


def test_adopting_and_taking_back_queue_one_job_each(client, alice):
    run = make_budget("This year")
    assert client.post(of(run, "undo")).url == of(run)
    assert not Job.objects.exists()
    for _twice in range(2):
        client.post(of(run, "adopt"))
    assert Job.objects.filter(name="training.adopt_budget").count() == 1
    assert "Adopting" in body(client.get(of(run)))
    for _twice in range(2):
        client.post(of(run, "undo"))
    assert Job.objects.filter(name="training.undo_budget").count() == 1


def test_a_partner_sees_budgets_of_their_units_only(client, alice):
    sales, it = make_unit("Acme/Sales"), make_unit("Acme/IT")
    everybody, own = make_budget("All"), make_budget("Sales only")
    BudgetScenario.objects.filter(pk=own.scenario_id).update(unit=sales)
    erin = make_user("Erin Partner")
    grant(erin, Grant.HR_PARTNER, sales)
    client.force_login(erin)
    page = body(client.get(reverse("pages:budget_list")))
    assert "Sales only" in page
    assert f">{everybody.scenario}<" not in page
    assert client.get(of(own)).status_code == 200
    for verb in ("run", "progress"):
        assert client.get(of(everybody, verb)).status_code == 404
    for verb in ("adopt", "undo", "again"):
        assert client.post(of(everybody, verb)).status_code == 404
    for unit in ("", str(it.public_id)):
        assert client.post(reverse("pages:budget_new"), FORM | {"unit": unit}).status_code == 422
    assert (
        client.post(reverse("pages:budget_new"), FORM | {"unit": str(sales.public_id)}).status_code
        == 302
    )


def test_an_employee_has_no_budget_studio(client, alice):
    client.force_login(make_user("Emil Employee"))
    for name in ("list", "new", "compare"):
        assert client.get(reverse(f"pages:budget_{name}")).status_code == 403
