"""Starting an analysis: 202, a job to follow, one at a time, for HR."""

from uuid import uuid4

import pytest

from assessments.models import AnalysisRun
from skillmap.core.models import Job
from tests.factories import day


def test_hr_starts_an_analysis_and_follows_its_job(cast, api_of):
    api = api_of(cast.alice)
    response = api.post("/analysis-runs", {"kind": "gaps"})
    assert response.status_code == 202
    run = response.json()
    assert (run["kind"], run["state"], run["as_of"]) == ("gaps", "running", str(day(0)))
    job = api.client.get(response["Location"]).json()
    assert job["id"] == run["job"]
    assert job["name"] == "assessments.analyse_gaps"
    assert api.get(f"/analysis-runs/{run['id']}").json() == run


def test_part_of_the_organisation_is_named_by_its_unit(cast, api_of):
    wanted = {"kind": "gaps", "org_unit": str(cast.sales.public_id), "as_of": str(day(-30))}
    run = api_of(cast.erin).post("/analysis-runs", wanted).json()
    assert run["org_unit"]["path"] == "Acme/Sales"
    assert run["as_of"] == str(day(-30))


def test_same_analysis_twice_is_one_run(cast, api_of):
    api = api_of(cast.alice)
    ids = {api.post("/analysis-runs", {"kind": "gaps"}).json()["id"] for _ in range(2)}
    assert len(ids) == 1
    assert Job.objects.filter(name="assessments.analyse_gaps").count() == 1


@pytest.mark.parametrize("name", ["bob", "carol", "frank", "grace", "heidi"])
def test_nobody_else_starts_one(cast, api_of, name):
    response = api_of(cast.people[name]).post("/analysis-runs", {"kind": "gaps"})
    assert response.status_code == 403
    assert not AnalysisRun.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"kind": "magic"}, 400),
        ({"kind": ""}, 400),
        ({"org_unit": "x"}, 400),
        ({"org_unit": str(uuid4())}, 404),
        ({"as_of": "2026-13-01"}, 400),
        ({"as_of": str(day(3))}, 422),
        ({"known_at": "9999-12-31T23:59:59-14:00"}, 400),
        ({"actor": 1}, 400),
        ({"state": "done"}, 400),
    ],
)
def test_wrong_request_is_refused_and_starts_nothing(cast, api_of, wrong, status):
    response = api_of(cast.alice).post("/analysis-runs", {"kind": "gaps"} | wrong)
    assert response.status_code == status, response.content
    assert not AnalysisRun.objects.exists()
    assert not Job.objects.exists()


def test_runs_of_others_are_hidden_from_those_who_may_not_start_any(cast, api_of):
    run = api_of(cast.alice).post("/analysis-runs", {"kind": "gaps"}).json()
    api = api_of(cast.bob)
    assert api.walk("/analysis-runs") == []
    assert api.get(f"/analysis-runs/{run['id']}").status_code == 404
    assert api.get(f"/jobs/{run['job']}").status_code == 404


def test_paths_are_started_the_same_way_but_never_for_the_past(cast, api_of):
    api = api_of(cast.alice)
    run = api.post("/analysis-runs", {"kind": "paths"})
    assert (run.status_code, run.json()["kind"]) == (202, "paths")
    assert Job.objects.get().name == "training.recommend_paths"
    past = api.post("/analysis-runs", {"kind": "paths", "as_of": str(day(-1))})
    assert past.status_code == 422
