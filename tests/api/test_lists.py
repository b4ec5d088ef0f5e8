"""Lists: the envelope, the cursor, the link to the next page, and what a page costs."""

import base64
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.models import AnalysisRun
from employees.models import Employee
from skillmap.core.models import ImportBatch, Job
from skills.models import Skill
from tests.api.conftest import V1
from tests.factories import (
    assign,
    make_activity,
    make_employee,
    make_framework,
    make_role,
    make_scale,
    make_site,
    make_skill,
    make_soft_skill,
    make_unit,
)

MOST_QUERIES = 5


def encoded(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def test_pages_show_every_row_once_in_a_stable_order(api):
    skills = [make_skill() for _ in range(7)]
    rows = api.walk("/skills", limit=3)
    assert [row["id"] for row in rows] == [str(skill.public_id) for skill in skills]


def test_rows_of_one_moment_are_not_lost_between_pages(api):
    skills = [make_skill() for _ in range(5)]
    Skill.objects.update(created_at=timezone.now())
    rows = api.walk("/skills", limit=2)
    assert {row["id"] for row in rows} == {str(skill.public_id) for skill in skills}
    assert len(rows) == 5


def test_last_page_says_so(api):
    make_skill()
    response = api.get("/skills", {"limit": 1})
    assert response.json()["page"] == {"next_cursor": None, "has_more": False}
    assert "Link" not in response


def test_link_header_leads_to_the_next_page_with_the_same_filter(api):
    names = [make_soft_skill().name for _ in range(2)]
    make_skill()
    first = api.get("/skills", {"limit": 1, "kind": "soft"})
    address, relation = first["Link"].split("; ")
    assert relation == 'rel="next"'
    following = api.client.get(address.strip("<>")).json()
    assert [row["name"] for row in first.json()["data"] + following["data"]] == names


def test_cursor_survives_changes_of_the_row_it_names(api):
    first, second = make_skill(), make_skill()
    cursor = api.get("/skills", {"limit": 1}).json()["page"]["next_cursor"]
    Skill.objects.filter(pk=first.pk).update(name="Renamed", updated_at=timezone.now())
    page = api.get("/skills", {"cursor": cursor}).json()
    assert [row["id"] for row in page["data"]] == [str(second.public_id)]


def test_cursor_does_not_carry_a_primary_key(api):
    skill = make_skill()
    make_skill()
    cursor = api.get("/skills", {"limit": 1}).json()["page"]["next_cursor"]
    decoded = json.loads(base64.urlsafe_b64decode(cursor + "=="))
    assert decoded == [str(skill.created_at), str(skill.public_id)]


@pytest.mark.parametrize(
    "cursor",
    [
        *("x", "%%%", "é", "a" * 400, "AAAA", "=", "bnVsbA", "\x00", "MTIz"),
        encoded([]),
        encoded({"a": 1}),
        encoded(["2026-01-01", "x"]),
        encoded(["2026-01-01", "4dbb0ba6-4a0c-4a37-a1a5-63b2ab15b4a4"]),
        encoded(["0001-01-01T00:00:00+00:00", 2**70]),
        encoded(["9999-99-99T00:00:00+00:00", "4dbb0ba6-4a0c-4a37-a1a5-63b2ab15b4a4"]),
        encoded([[], []]),
        encoded([1, 2]),
        encoded("ab"),
    ],
)
def test_cursor_we_did_not_write_is_refused(api, cursor):
    response = api.get("/skills", {"cursor": cursor})
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "cursor"


def test_updated_since_is_inclusive(api):
    old, new = make_skill(), make_skill()
    Skill.objects.filter(pk=old.pk).update(updated_at=timezone.now() - timedelta(days=2))
    new.refresh_from_db()
    since = new.updated_at.isoformat()
    assert [row["id"] for row in api.walk("/skills", updated_since=since)] == [str(new.public_id)]


def test_detail_carries_the_version_as_etag(api):
    skill = make_skill()
    response = api.get(f"/skills/{skill.public_id}")
    assert response["ETag"] == '"1"'
    Skill.objects.filter(pk=skill.pk).update(version=7)
    assert api.get(f"/skills/{skill.public_id}")["ETag"] == '"7"'


def test_answers_are_never_kept_by_a_cache(api):
    assert api.get("/skills")["Cache-Control"] == "no-store"


# --- what a page costs ------------------------------------------------------------------------


def fill_people():
    role, site, boss = make_role("Worker", {make_skill(): 3}), make_site(), make_employee()
    assign(boss, "Acme")
    for _ in range(3):
        assign(make_employee(site=site), "Acme/Sales", role=role, manager=boss)


def fill_activities():
    first = make_activity("First", {make_skill(): (0, 2), make_soft_skill(): (1, 3)})
    for _ in range(3):
        activity = make_activity("More", {make_skill(): (1, 3)})
        activity.prerequisites.create(requires=first)
        activity.dates.create(starts_on=timezone.localdate())


def fill_work_of(user):
    """Three jobs, imports and analyses each: people see their own."""
    for _ in range(3):
        job = Job.objects.create(name="core.nothing", actor=user, due_at=timezone.now())
        ImportBatch.objects.create(kind="skills", file_name="a.csv", actor=user, job=job)
        AnalysisRun.objects.create(
            kind="gaps", as_of=timezone.localdate(), unit=make_unit("Acme"), actor=user, job=job
        )


FILL = {
    "people": fill_people,
    "org-units": lambda: [make_unit(f"Acme/{name}") for name in "abc"],
    "roles": lambda: [make_role(requirements={make_skill(): 3}) for _ in range(3)],
    "skills": lambda: [make_skill() for _ in range(3)],
    "skill-frameworks": lambda: [make_framework() for _ in range(3)],
    "proficiency-scales": lambda: [make_scale(code) for code in "abc"],
    "activities": fill_activities,
    "jobs": None,
    "imports": None,
    "analysis-runs": None,
}


@pytest.mark.parametrize("resource", FILL)
@pytest.mark.parametrize("log_in", ["token", "session"])
def test_page_costs_few_queries_whatever_its_length(api, resource, log_in):
    if fill := FILL[resource]:
        fill()
    else:
        fill_work_of(api.user)
    if log_in == "session":
        api.client.force_login(api.user)
        api.client.defaults.pop("HTTP_AUTHORIZATION", None)
    api.get(f"/{resource}")  # the first use of a token on a day is written down
    costs = []
    for limit in (1, 3):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = api.client.get(f"{V1}/{resource}", {"limit": limit})
        assert len(response.json()["data"]) == limit
        costs.append(len(captured))
    assert costs[0] == costs[1]
    assert costs[1] <= MOST_QUERIES, [query["sql"] for query in captured]


def test_requirements_cost_the_same_for_one_and_three(api):
    role = make_role(requirements={make_skill(): 3, make_soft_skill(): 2, make_skill(): 4})
    api.get("/me")
    costs = []
    for limit in (1, 3):
        with CaptureQueriesContext(connection) as captured:
            response = api.get(f"/roles/{role.public_id}/requirements", {"limit": limit})
        assert len(response.json()["data"]) == limit
        costs.append(len(captured))
    assert costs[0] == costs[1] <= MOST_QUERIES


def test_people_are_found_by_the_filters_of_the_directory(api):
    fill_people()
    rows = api.walk("/people", manager=api.walk("/people")[0]["id"])
    assert len(rows) == 3
    unit = rows[0]["assignment"]["unit"]
    assert unit["path"] == "Acme/Sales"
    assert len(api.walk("/people", org_unit=unit["id"])) == 3
    assert len(api.walk("/people", role=rows[0]["assignment"]["role"]["id"])) == 3
    assert len(api.walk("/people", site=rows[0]["site"])) == 3
    assert len(api.walk("/people", q=Employee.objects.last().last_name)) == 4
