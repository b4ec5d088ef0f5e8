"""The directory: everybody is listed, levels only for those who may see them."""

import csv
import io

import pytest
from django.urls import reverse

from employees.enums import EmployeeStatus, WorkMode
from tests.factories import assign, make_employee, make_profile, make_site

pytestmark = pytest.mark.django_db
URL = "/people/"


def names(answer) -> list[str]:
    return [str(row.person) for row in answer.context["rows"]]


@pytest.fixture
def as_bob(client, cast):
    client.force_login(cast.bob.user)
    return client


def test_people_shows_everybody_but_fit_only_of_the_chain(as_bob, cast):
    make_profile(cast.carol, fit_hard=731)
    make_profile(cast.frank, fit_hard=642)

    page = as_bob.get(reverse("pages:person_list"))

    assert "Frank Outsider" in names(page)
    assert "73 ± 5 %" in page.text
    assert "64 ±" not in page.text


def test_people_sorted_by_fit_says_nothing_about_hidden_people(as_bob, cast):
    make_profile(cast.carol, balanced=200)
    make_profile(cast.dave, balanced=900)
    make_profile(cast.frank, balanced=999)

    shown = names(as_bob.get(URL, {"sort": "-fit"}))

    assert shown[:2] == ["Dave Indirect", "Carol Report"]
    assert shown.index("Alice Admin") < shown.index("Frank Outsider")  # by name, like all hidden


def test_people_filters_narrow_by_unit_with_everything_below(as_bob, cast):
    unit = cast.sales.public_id
    assert names(as_bob.get(URL, {"unit": unit})) == [
        "Bob Boss",
        "Dave Indirect",
        "Carol Report",
    ]
    assert names(as_bob.get(URL, {"unit": unit, "q": "carol"})) == ["Carol Report"]


def test_people_filter_is_a_chip_that_removes_itself(as_bob, cast):
    make_employee("Rita Remote", work_mode=WorkMode.REMOTE)
    page = as_bob.get(URL, {"work_mode": "remote", "q": "rita"})
    chips = {chip.label: chip.url for chip in page.context["filters"].chips}
    assert chips == {"Search: rita": "?work_mode=remote", "Work mode: remote": "?q=rita"}


def test_people_who_left_are_hidden_unless_levels_are_open(client, cast):
    cast.frank.status = EmployeeStatus.LEFT
    cast.frank.save()
    client.force_login(cast.bob.user)
    assert names(client.get(URL, {"status": "left"})) == []
    client.force_login(cast.alice.user)
    assert names(client.get(URL, {"status": "left"})) == ["Frank Outsider"]


def test_people_download_is_the_filtered_list_without_formulas(as_bob, cast):
    evil = make_employee("=cmd() Evil")
    assign(evil, cast.sales)
    make_profile(cast.carol, fit=500)

    answer = as_bob.get(URL, {"unit": cast.sales.public_id, "format": "csv"})

    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))
    assert {row["first_name"] for row in rows} == {"Bob", "Carol", "Dave", "'=cmd()"}
    carol = next(row for row in rows if row["first_name"] == "Carol")
    assert (carol["fit"], carol["fit_low"], carol["fit_high"]) == ("0.5", "0.45065", "0.54935")
    assert (carol["fit_hard"], carol["fit_hard_low"]) == ("", "")


@pytest.mark.parametrize(
    "query",
    [{"unit": "x"}, {"role": "'; --"}, {"page": "-1"}, {"sort": "user__password"}, {"q": "a\0b"}],
)
def test_people_with_a_hostile_address_still_answer(as_bob, query):
    assert as_bob.get(URL, query).status_code == 200


def test_people_take_the_same_queries_for_one_and_many(as_bob, cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(15) as few:
        as_bob.get(URL, {"q": "carol", "sort": "-fit"})
    for n in range(5):
        person = make_employee(f"Carola{n} Many", site=make_site())
        assign(person, cast.sales, role=cast.role, manager=cast.bob)
        make_profile(person, fit=n)
    with django_assert_max_num_queries(15) as many:
        as_bob.get(URL, {"q": "carol", "sort": "-fit"})
    assert len(many) == len(few)
