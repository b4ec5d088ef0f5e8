"""Starting an analysis: 202, a job to follow, one at a time, for HR."""

import csv
import io
from uuid import uuid4

import pytest

from assessments.enums import GAP_COLUMNS
from assessments.models import AnalysisRun
from employees.models import Assignment
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


@pytest.mark.parametrize("kind", ["gaps", "paths"])
def test_partner_starts_none_beyond_the_granted_units(cast, api_of, kind):
    above = Assignment.objects.get(employee=cast.alice).unit
    for unit in (None, str(above.public_id)):
        answer = api_of(cast.erin).post("/analysis-runs", {"kind": kind, "org_unit": unit})
        assert answer.status_code == 403
    assert not AnalysisRun.objects.exists()


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


@pytest.fixture
def look_back(cast):
    """A finished look back over Bob and Frank, one slice each."""
    run = AnalysisRun.objects.create(
        kind="gaps", state="done", as_of=day(-30), method="shrinkage", keeps_output=True
    )
    for number, person in enumerate((cast.bob, cast.frank)):
        values = [person.number, "Acme", "role", "SKILL", "hard", "3", "4", *["-1"] * 6, "met"]
        line = ",".join(values) + "\r\n"
        run.shards.create(number=number, employees=[person.pk], output=line)
    return run


def read(response):
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_look_back_is_read_as_the_gaps_file(cast, api_of, look_back):
    response = api_of(cast.alice).get(f"/analysis-runs/{look_back.public_id}/gaps")
    rows = read(response)
    assert tuple(rows[0]) == GAP_COLUMNS
    assert [row["employee_number"] for row in rows] == [cast.bob.number, cast.frank.number]
    assert rows[0]["gap"] == "-1"
    assert response["Content-Type"].startswith("text/csv")


def test_partner_reads_the_people_of_the_granted_units_only(cast, api_of, look_back):
    rows = read(api_of(cast.erin).get(f"/analysis-runs/{look_back.public_id}/gaps"))
    assert [row["employee_number"] for row in rows] == [cast.bob.number]


def test_look_back_of_others_unfinished_or_without_output_cannot_be_read(cast, api_of, look_back):
    path = f"/analysis-runs/{look_back.public_id}/gaps"
    assert api_of(cast.bob).get(path).status_code == 404
    AnalysisRun.objects.update(state="running")
    assert api_of(cast.alice).get(path).json()["code"] == "not_finished"
    AnalysisRun.objects.update(state="done", keeps_output=False)
    assert api_of(cast.alice).get(path).status_code == 404
