"""Several roles beside each other, new roles, and versions with their difference."""

import pytest
from django.urls import reverse

from employees.models import Requirement, RoleProfile, RoleVersion
from employees.services.roles import Asked, publish_version
from skillmap.core.models import Job
from tests.factories import day, make_role, make_skill, make_soft_skill

pytestmark = pytest.mark.django_db
URL = "/roles/grid/"


@pytest.fixture
def as_alice(client, cast):
    client.force_login(cast.alice.user)
    return client


@pytest.fixture
def sql(db):
    return make_skill("SQL")


@pytest.fixture
def analyst(cast, sql):
    return make_role("Analyst", {sql: 3, cast.soft: 2})


def posted(client, url=URL):
    """The fields of the grid as a browser would send them."""
    page = client.get(url)
    body = {"role": [], "skill": []}
    for column in page.context["columns"]:
        body["role"].append(column.role.public_id)
        body[f"version-{column.role.public_id}"] = column.version
    for skill, cells in page.context["lines"]:
        body["skill"].append(skill.public_id)
        for cell in cells:
            body[f"level-{cell['name']}"] = cell["level"]
            body[f"importance-{cell['name']}"] = cell["importance"]
            if cell["essential"]:
                body[f"essential-{cell['name']}"] = "on"
    return body


def cell(role, skill):
    return f"{role.public_id}-{skill.public_id}"


def asked(role):
    rows = Requirement.objects.filter(role_version__role=role, role_version__valid__contains=day(0))
    values = rows.values_list("skill__name", "required_level", "importance", "essential")
    return sorted((name, float(level), weight, must) for name, level, weight, must in values)


def test_grid_publishes_the_roles_that_changed_and_no_other(as_alice, cast, analyst, sql):
    body = posted(as_alice)
    body[f"level-{cell(cast.role, sql)}"] = "2,5".replace(",", ".")
    body[f"importance-{cell(cast.role, sql)}"] = "5"
    body[f"essential-{cell(cast.role, sql)}"] = "on"
    body[f"level-{cell(cast.role, cast.soft)}"] = ""

    assert as_alice.post(URL, body | {"publish": "1"}).status_code == 302

    assert asked(cast.role) == [("SQL", 2.5, 5, True), ("Spreadsheets", 3.0, 3, False)]
    assert RoleVersion.objects.filter(role=analyst).count() == 1


def test_difference_is_shown_before_anything_is_written(as_alice, cast, analyst, sql):
    body = posted(as_alice) | {f"level-{cell(analyst, sql)}": "4"}

    page = as_alice.post(URL, body | {"look": "1"})

    (change,) = [line for column in page.context["columns"] for line in column.changes]
    assert (change.skill, change.before.required_level, change.after.required_level) == (sql, 3, 4)
    assert 'value="4" inputmode' in page.text
    assert asked(analyst) == [("Active listening", 2.0, 3, False), ("SQL", 3.0, 3, False)]


def test_second_of_two_editors_overwrites_nothing_and_keeps_what_was_typed(
    as_alice, cast, analyst, sql
):
    body = posted(as_alice) | {f"level-{cell(analyst, sql)}": "4", "publish": "1"}
    publish_version(actor=cast.alice.user, role=analyst, asked=[Asked(sql, 5)], on=day(0))

    page = as_alice.post(URL, body)

    assert page.status_code == 422
    assert "changed by somebody else" in page.text
    assert asked(analyst) == [("SQL", 5.0, 3, False)]
    (column,) = [one for one in page.context["columns"] if one.role == analyst]
    assert {line.skill.name: line.after.required_level for line in column.changes} == {
        "SQL": 4,
        "Active listening": 2,
    }


@pytest.mark.parametrize("level", ["9", "-1", "high", "3.123", "1e9", "NaN", "\0"])
def test_level_that_cannot_be_leaves_everything_as_it_was(as_alice, cast, analyst, sql, level):
    body = posted(as_alice) | {f"level-{cell(analyst, sql)}": level, "publish": "1"}
    body[f"level-{cell(cast.role, cast.hard)}"] = "1"

    assert as_alice.post(URL, body).status_code == 422
    assert RoleVersion.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "value"), [("importance", "6"), ("importance", ""), ("version", "x")]
)
def test_tampered_fields_are_refused(as_alice, analyst, sql, name, value):
    where = cell(analyst, sql) if name == "importance" else analyst.public_id
    body = posted(as_alice) | {f"{name}-{where}": value, "publish": "1"}
    body[f"level-{cell(analyst, sql)}"] = "4"
    assert as_alice.post(URL, body).status_code == 422
    assert asked(analyst)[1] == ("SQL", 3.0, 3, False)


def test_skill_that_is_not_in_the_grid_stays_asked_for(as_alice, cast, analyst, sql):
    body = posted(as_alice, f"{URL}?kind=hard") | {f"level-{cell(analyst, sql)}": "4"}
    as_alice.post(URL, body | {"publish": "1"})
    assert asked(analyst) == [("Active listening", 2.0, 3, False), ("SQL", 4.0, 3, False)]


def test_skill_is_added_to_the_grid_by_name(as_alice, cast):
    more = make_soft_skill("Talking")
    page = as_alice.get(f"{URL}?skill=talking")
    assert page.context["lines"][0][0] == more


def test_role_starts_from_another_one(as_alice, cast, analyst, sql):
    body = {"name": "Junior analyst", "code": "JA", "family": "Data", "like": "analyst"}
    response = as_alice.post("/roles/new/", body)
    role = RoleProfile.objects.get(code="JA")
    assert response.url == reverse("pages:role_edit", args=[role.public_id])
    assert asked(role) == asked(analyst)
    assert as_alice.post("/roles/new/", body).status_code == 422


def test_role_does_not_start_from_one_that_is_not_there(as_alice):
    body = {"name": "Junior analyst", "code": "JA", "like": "nobody"}
    assert "no role of this name" in as_alice.post("/roles/new/", body).text
    assert not RoleProfile.objects.filter(code="JA").exists()


def test_version_shows_what_changed_with_it(as_alice, cast, analyst, sql):
    publish_version(actor=cast.alice.user, role=analyst, asked=[Asked(sql, 4)], on=day(0))
    url = reverse("pages:role_detail", args=[analyst.public_id])

    changed = as_alice.get(f"{url}?version=2").context["changed"]

    assert [(line.skill.name, line.before and float(line.before.required_level),
             line.after and float(line.after.required_level)) for line in changed] == [
        ("Active listening", 2.0, None), ("SQL", 3.0, 4.0)]  # fmt: skip
    for unknown in ("9", "x", "-1", "²", "99999999999999999999"):
        assert as_alice.get(f"{url}?version={unknown}").context["changed"] is None


def test_role_editor_opened_before_somebody_published_overwrites_nothing(
    as_alice, cast, analyst, sql
):
    url = reverse("pages:role_edit", args=[analyst.public_id])
    page = as_alice.get(url)
    forms = [page.context["grid"].management_form, *page.context["grid"], page.context["extra"]]
    body = {f.html_name: f.value() for form in forms for f in form if f.value() is not None}
    publish_version(actor=cast.alice.user, role=analyst, asked=[Asked(sql, 5)], on=day(0))

    assert as_alice.post(url, body).status_code == 422
    assert asked(analyst) == [("SQL", 5.0, 3, False)]


def test_publishing_has_a_worker_compute_gaps_anew(as_alice, cast, analyst, sql):
    for url in (URL, reverse("pages:role_edit", args=[analyst.public_id])):
        Job.objects.all().delete()
        if url == URL:
            body = posted(as_alice) | {"publish": "1"}
        else:
            page = as_alice.get(url)
            forms = [page.context["grid"].management_form, *page.context["grid"]]
            forms.append(page.context["extra"])
            body = {f.html_name: f.value() for form in forms for f in form if f.value() is not None}
        assert as_alice.post(url, body).status_code == 302
        assert Job.objects.filter(name="assessments.refresh_profiles").exists()


def test_role_without_a_code_gets_one_from_its_name(as_alice, cast):
    as_alice.post("/roles/new/", {"name": "Team lead (nights) é"})
    assert RoleProfile.objects.get(name="Team lead (nights) é").code == "TEAM_LEAD_NIGHTS_É"
    again = as_alice.post("/roles/new/", {"name": "Team lead, nights é"})
    assert again.status_code == 422
    assert as_alice.post("/roles/new/", {"name": "!!!"}).status_code == 422
