"""HR starts analyses and follows them."""

import pytest
from django.urls import reverse

from employees.enums import Grant
from skillmap.core.models import Job
from tests.factories import grant, make_employee, make_organisation, make_unit, make_user
from training.services import start_recommendation

pytestmark = pytest.mark.django_db
URL = "pages:analysis_list"


@pytest.fixture
def alice(client):
    make_organisation()
    user = make_user("Alice Admin")
    grant(user, Grant.HR_ADMIN)
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("kind", "name"),
    [("gaps", "assessments.analyse_gaps"), ("paths", "training.recommend_paths")],
)
def test_started_analysis_leads_to_its_progress_and_is_listed(client, alice, kind, name):
    unit = make_unit("Acme/Sales")
    answer = client.post(reverse(URL), {"kind": kind, "unit": unit.public_id})

    job = Job.objects.get(name=name)
    assert answer.url == reverse("pages:job_detail", args=[job.public_id])
    assert "Sales" in client.get(reverse(URL)).content.decode()


@pytest.mark.parametrize("state", ["failed", "parked"])
def test_analysis_whose_job_stopped_shows_as_failed_until_it_is_replayed(client, alice, state):
    client.post(reverse(URL), {"kind": "gaps"})
    Job.objects.update(state=state)
    assert "failed" in client.get(reverse(URL)).content.decode()
    rest = reverse("api:analysis-runs-list")
    assert [run["state"] for run in client.get(rest).json()["data"]] == ["failed"]
    assert client.get(rest, {"state": "running"}).json()["data"] == []
    Job.objects.update(state="queued")
    assert [run["state"] for run in client.get(rest).json()["data"]] == ["running"]


def test_analysis_of_a_strange_kind_starts_nothing(client, alice):
    assert client.post(reverse(URL), {"kind": "weather"}).status_code == 422
    assert not Job.objects.exists()


def test_partner_starts_analyses_of_granted_units_only_and_sees_all(client, alice):
    client.post(reverse(URL), {"kind": "gaps"})
    sales, it = make_unit("Acme/Sales"), make_unit("Acme/IT")
    erin = make_user("Erin Partner")
    grant(erin, Grant.HR_PARTNER, sales)
    grant(erin, Grant.HR_PARTNER, make_unit("Acme/Law"))
    client.force_login(erin)

    page = client.get(reverse(URL))
    assert "Alice Admin" in page.content.decode()
    assert str(Job.objects.get().public_id) not in page.content.decode()  # not open to partners
    for kind in ("gaps", "paths"):
        for unit in ("", it.public_id, make_unit("Acme").public_id):
            assert client.post(reverse(URL), {"kind": kind, "unit": unit}).status_code == 422
    assert Job.objects.count() == 1
    north = make_unit("Acme/Sales/North").public_id
    assert client.post(reverse(URL), {"kind": "gaps", "unit": north}).status_code == 302
    job = Job.objects.get(actor=erin)
    assert str(job.public_id) in client.get(reverse(URL)).content.decode()


def test_analyses_are_for_hr_only(client):
    client.force_login(make_user("Mallory"))
    assert client.get(reverse(URL)).status_code == 403
    assert client.post(reverse(URL), {"kind": "gaps"}).status_code == 403
    assert not Job.objects.exists()


def test_what_somebody_asked_about_one_plan_is_not_listed(client, alice):
    carol = make_employee("Carol Curious")
    start_recommendation(actor=alice, employee=carol)
    assert list(client.get(reverse(URL)).context["page"]) == []
