"""The people behind the cells of the skill map, and asking them for what is missing."""

from uuid import uuid4

import pytest
from django.urls import reverse

from assessments.queries.levels import levels_of
from employees.enums import Grant
from skillmap.core.models import Notification
from tests.factories import (
    assign,
    grant,
    make_employee,
    make_organisation,
    make_role,
    make_skill,
    make_soft_skill,
    make_unit,
    make_user,
)
from tests.pages.maps import URL, make_cell, make_profile, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def units():
    return {path: make_unit(path) for path in ("Acme/Sales/North", "Acme/Sales/South", "Acme/IT")}


@pytest.fixture
def sql():
    return make_skill("SQL", category="Data")


@pytest.fixture
def talk():
    return make_soft_skill("Talking", category="With people")


@pytest.fixture
def alice(client):
    make_organisation()
    user = make_user("Alice Admin")
    grant(user, Grant.HR_ADMIN)
    client.force_login(user)
    return user


def test_people_of_a_cell_are_the_worst_of_all_not_of_a_page_by_name(
    client, alice, sql, talk, monkeypatch
):
    monkeypatch.setattr("skillmap.pages.skill_map_people.PEOPLE_PER_PAGE", 1)
    for name, skill, level in (("A A", talk, 0.0), ("B B", sql, 2.9), ("C C", sql, 0.5)):
        person = make_employee(name)
        assign(person)
        make_profile(person, (skill, level, 3.0))

    def names(page):
        query = {"open": "hard:Data", "page": page}
        people = client.get(reverse("pages:skill_map_cell"), query).context["people"]
        return [str(person) for person, _rows in people]

    assert [names(1), names(2)] == [["C C"], ["B B"]]


def test_asking_for_what_is_missing_notes_each_person_once(client, alice, sql):
    carol, dave = (make_employee(name, user=True) for name in ("Carol Report", "Dave Done"))
    for person, level in ((carol, None), (dave, 3.0)):
        assign(person, role=make_role("", {sql: 3}))
        make_profile(person, (sql, level, 3.0))

    for _ in range(2):
        client.post(reverse("pages:skill_map_ask"))

    assert [note.user for note in Notification.objects.all()] == [carol.user]


@pytest.mark.parametrize(
    "wrong", [{"unit": "1"}, {"unit": str(uuid4())}, {"role": "x"}, {"open": "x" * 200}]
)
def test_asking_with_a_filter_that_is_not_known_asks_nobody(client, alice, sql, wrong):
    carol = make_employee("Carol Report", user=True)
    assign(carol, role=make_role("", {sql: 3}))
    make_profile(carol, (sql, None, 3.0))

    answer = client.post(reverse("pages:skill_map_ask"), wrong)

    assert answer.status_code == 422
    assert "Nobody was asked" in answer.content.decode()
    assert not Notification.objects.exists()


def test_unit_beyond_the_options_narrows_the_map_and_whom_it_asks(
    client, alice, units, sql, monkeypatch
):
    monkeypatch.setattr("skillmap.pages.forms.MOST_CHOICES", 1)
    for name, unit in (("Carol Report", "Acme/Sales/North"), ("Dave Done", "Acme/IT")):
        person = make_employee(name, user=True)
        assign(person, units[unit])
        make_profile(person, (sql, None, 3.0))
    north = {"unit": units["Acme/Sales/North"].public_id, "by": "people"}

    assert list(shown(client, **north)) == ["Carol Report"]
    assert "North" in client.get(reverse(URL), north).content.decode()
    client.post(reverse("pages:skill_map_ask"), north)
    assert [str(note.user) for note in Notification.objects.all()] == ["Carol Report"]


def test_cell_of_one_person_opens_that_person_alone(client, alice, sql):
    for name in ("Carol Report", "Dave Done"):
        person = make_employee(name)
        assign(person)
        make_profile(person, (sql, 2.0, 3.0))
    table = client.get(reverse(URL), {"by": "people"}).context["table"]
    by_name = {row.label: row.cells[0].url for row in table.rows}

    found = client.get(by_name["Dave Done"]).context["people"]

    assert [str(person) for person, _rows in found] == ["Dave Done"]


def test_cell_of_people_directly_in_a_unit_leaves_out_those_below(client, alice, sql):
    for name, unit in (("Carol Report", "Acme/IT"), ("Dave Done", "Acme/IT/Databases")):
        person = make_employee(name)
        assign(person, unit)
        make_profile(person, (sql, 2.0, 3.0))
        make_cell(make_unit(unit), sql, 1)
    it = {"unit": make_unit("Acme/IT").public_id}
    rows = client.get(reverse(URL), it).context["table"].rows

    def names(row):
        found = client.get(row.cells[0].url).context["people"]
        return [str(person) for person, _rows in found]

    assert {row.label: names(row) for row in rows} == {
        "Databases": ["Dave Done"],
        "IT": ["Carol Report"],
    }
    in_it = next(row for row in rows if row.label == "IT")
    assert "IT: People whose roles ask for it" in client.get(in_it.cells[0].url).text


def test_drawer_reads_the_page_it_shows_however_many_are_behind(
    client, alice, sql, monkeypatch, django_assert_max_num_queries
):
    """The database sorts: nothing about the other people is read."""
    monkeypatch.setattr("skillmap.pages.skill_map_people.PEOPLE_PER_PAGE", 2)
    read = []
    monkeypatch.setattr(
        "skillmap.pages.skill_map_people.levels_of",
        lambda profiles, seen: read.extend(profiles) or levels_of(profiles, seen),
    )
    for number in range(7):
        person = make_employee(f"Person{number} Example")
        assign(person)
        make_profile(person, (sql, number / 2, 3.0))

    with django_assert_max_num_queries(15):
        page = client.get(reverse("pages:skill_map_cell"), {"open": "hard:Data", "page": 2})

    assert [str(profile.employee) for profile in read] == ["Person2 Example", "Person3 Example"]
    assert page.context["page"].paginator.count == 7
    next_page = f'data-drawer href="{reverse("pages:skill_map_cell")}?open=hard%3AData&amp;page=3"'
    assert next_page in page.content.decode()


@pytest.mark.parametrize(
    "wrong", [{"skill": "1"}, {"skill": str(uuid4())}, {"person": "<b>"}, {"person": "0"}]
)
def test_cell_that_does_not_exist_is_not_found(client, alice, sql, wrong):
    assert client.get(reverse("pages:skill_map_cell"), wrong).status_code == 404


def test_unmeasured_stand_between_gaps_and_those_who_meet_the_requirement(client, alice, sql):
    for name, level in (("A Able", 5.0), ("B Unknown", None), ("C Gap", 1.0)):
        person = make_employee(name)
        assign(person)
        make_profile(person, (sql, level, 3.0))
    people = client.get(reverse("pages:skill_map_cell"), {"open": "hard:Data"}).context["people"]
    assert [str(person) for person, _rows in people] == ["C Gap", "B Unknown", "A Able"]


def test_category_filter_narrows_whom_the_button_asks(client, alice, sql, talk):
    for name, skill in (("Carol Report", sql), ("Dave Done", talk)):
        person = make_employee(name, user=True)
        assign(person, role=make_role("", {skill: 3}))
        make_profile(person, (skill, None, 3.0))
    client.post(reverse("pages:skill_map_ask"), {"category": "Data"})
    assert [str(note.user) for note in Notification.objects.all()] == ["Carol Report"]


def test_skill_beyond_the_role_asks_nobody(client, alice, sql, talk):
    """It has no requirement, so nothing is missing, measured or not."""
    carol = make_employee("Carol Report", user=True)
    assign(carol, role=make_role("", {sql: 3}))
    make_profile(carol, (sql, 3.0, 3.0), (talk, None, 0))
    client.post(reverse("pages:skill_map_ask"))
    assert not Notification.objects.exists()
