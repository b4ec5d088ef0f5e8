"""Single roles and skills over REST: retired, renamed, and never behind somebody's back."""

import pytest

from skills.models import Skill, TaxonomyChange
from tests.api.conftest import V1
from tests.api.test_rows import patch
from tests.factories import make_role, make_skill


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


@pytest.mark.parametrize("kind", ["skills", "roles"])
@pytest.mark.parametrize(("version", "status"), [(None, 428), (7, 412), ("x", 400)])
def test_nothing_is_retired_without_the_version_that_stands(hr, kind, version, status):
    row = make_skill() if kind == "skills" else make_role()
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


def test_hr_partner_retires_nothing_over_rest(cast, api_of):
    erin, skill = api_of(cast.erin), make_skill("Knots")
    assert delete(erin, f"/skills/{skill.public_id}", 1).status_code == 403
    assert delete(erin, f"/roles/{make_role().public_id}", 1).status_code == 403
