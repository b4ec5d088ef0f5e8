"""Single roles, skills and activities: retired, renamed, and never behind somebody's back."""

import pytest

from skillmap.core.api.scopes import Scope
from skills.models import Skill, TaxonomyChange
from tests.api.conftest import V1
from tests.api.test_rows import patch
from tests.factories import day, make_activity, make_duty, make_role, make_skill
from training.models import Activity, ActivityPrerequisite, PathTemplate


@pytest.fixture
def hr(cast, api_of):
    return api_of(cast.alice)


def delete(api, path, version=None):
    headers = {} if version is None else {"if-match": f'"{version}"'}
    return api.client.delete(f"{V1}{path}", headers=headers)


def test_skill_is_retired_stays_readable_and_can_be_taken_back(cast, hr):
    skill = make_skill("Knots")
    assert delete(hr, f"/skills/{skill.public_id}", 1).status_code == 204
    shown = hr.client.get(f"{V1}/skills/{skill.public_id}").json()
    assert (shown["status"], shown["replaced_by"]) == ("retired", None)
    assert TaxonomyChange.objects.get().made_by == cast.alice.user
    assert delete(hr, f"/skills/{skill.public_id}", 2).status_code == 422


@pytest.mark.parametrize("kind", ["skills", "roles", "activities"])
@pytest.mark.parametrize(("version", "status"), [(None, 428), (7, 412), ("x", 400)])
def test_nothing_is_retired_without_the_version_that_stands(hr, kind, version, status):
    row = {"skills": make_skill, "roles": make_role, "activities": make_activity}[kind]()
    assert delete(hr, f"/{kind}/{row.public_id}", version).status_code == status
    row.refresh_from_db()
    assert row.retired_on is None


def test_merged_skill_names_its_survivor(cast, hr):
    excel = make_skill("Excel")
    Skill.objects.filter(pk=excel.pk).update(replaced_by=cast.hard)
    shown = hr.client.get(f"{V1}/skills/{excel.public_id}").json()
    assert shown["replaced_by"] == str(cast.hard.public_id)


def test_role_that_somebody_holds_is_not_retired(cast, hr):
    answer = delete(hr, f"/roles/{cast.role.public_id}", 1)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "in_use")
    cast.role.refresh_from_db()
    assert (cast.role.retired_on, cast.role.version) == (None, 1)


def test_role_is_renamed_and_keeps_the_rest(hr):
    role = make_role("Analyst")
    answer = patch(hr, f"/roles/{role.public_id}", {"name": "Data analyst"}, 1)
    assert (answer.status_code, answer.json()["role"]["name"]) == (200, "Data analyst")
    assert (answer["ETag"], answer.json()["role"]["code"]) == ('"2"', role.code)
    assert patch(hr, f"/roles/{role.public_id}", {"family": "Data"}, 1).status_code == 412


@pytest.mark.parametrize(
    "body",
    [{"code": "new"}, {"name": ""}, {"name": "x" * 301}, {"name": None}, {"name": "a\0"}, []],
)
def test_role_takes_nothing_but_its_words(hr, body):
    role = make_role("Analyst")
    assert patch(hr, f"/roles/{role.public_id}", body, 1).status_code == 400
    role.refresh_from_db()
    assert (role.name, role.version) == ("Analyst", 1)


def test_role_is_tried_out_before_it_is_renamed(hr, api_of, cast):
    role = make_role("Analyst")
    here = f"/roles/{role.public_id}"
    dry = patch(hr, here, {"name": "Data analyst", "dry_run": True}, 1).json()
    assert (dry["result"], dry["changes"]) == ("updated", {"name": ["Analyst", "Data analyst"]})
    role.refresh_from_db()
    assert (dry["role"], role.name, role.version) == (None, "Analyst", 1)
    writer = api_of(cast.alice, [Scope.ORG_WRITE])
    told = patch(writer, here, {"name": "Data analyst"}, 1).json()
    assert (told["role"], told["changes"]) == (None, {"name": [None, "Data analyst"]})


# --- activities ----------------------------------------------------------------------------------


def test_activity_is_retired_stays_in_plans_and_is_offered_again_by_a_change(cast, hr):
    activity = make_activity("Knots", {cast.hard: (0, 2)})
    here = f"/activities/{activity.public_id}"
    assert delete(hr, here, 1).status_code == 204
    assert hr.client.get(f"{V1}{here}").json()["retired_on"] == str(day(0))
    assert not Activity.objects.active().filter(pk=activity.pk).exists()
    again = delete(hr, here, 2)
    assert (again.status_code, again.json()["code"]) == (409, "retired")
    row = {"activity_code": activity.code, "title": "Knots", "mode": "course"}
    hr.post("/activities/bulk", {"activities": [row | {"hours_per_session": 2}]})
    assert not Activity.objects.active().filter(pk=activity.pk).exists()  # a feed decides nothing
    dry = patch(hr, here, {"title": "More knots", "dry_run": True}, 2)
    assert (dry.status_code, Activity.objects.active().exists()) == (200, False)
    shown = patch(hr, here, {"title": "More knots"}, 2)
    assert shown.json()["activity"]["retired_on"] is None


def _asked_of(cast, activity):
    make_duty(activity, employee=cast.dave)


def _needed_first(cast, activity):
    ActivityPrerequisite.objects.create(activity=make_activity("Next"), requires=activity)


def _in_a_path(cast, activity):
    path = PathTemplate.objects.create(code="path", name="A path")
    path.steps.create(position=0, activity=activity)


@pytest.mark.parametrize("use", [_asked_of, _needed_first, _in_a_path])
def test_activity_that_something_needs_is_not_retired(cast, hr, use):
    activity = make_activity("Knots", {cast.hard: (0, 2)})
    use(cast, activity)
    answer = delete(hr, f"/activities/{activity.public_id}", 1)
    assert (answer.status_code, answer.json()["code"]) == (409, "in_use")
    activity.refresh_from_db()
    assert (activity.retired_on, activity.version) == (None, 1)


def test_only_who_edits_the_catalogue_retires_what_is_in_it(cast, api_of):
    here = f"/activities/{make_activity('Knots').public_id}"
    for api in (
        *(api_of(cast.people[name]) for name in ("bob", "dave", "heidi")),
        api_of(cast.grace, [Scope.ACTIVITIES_READ]),
    ):
        assert delete(api, here, 1).status_code == 403
    assert delete(api_of(cast.grace), here, 1).status_code == 204


def test_hr_partner_retires_nothing_over_rest(cast, api_of):
    erin, skill = api_of(cast.erin), make_skill("Knots")
    assert delete(erin, f"/skills/{skill.public_id}", 1).status_code == 403
    assert delete(erin, f"/roles/{make_role().public_id}", 1).status_code == 403
