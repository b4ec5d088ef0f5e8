"""Naming somebody in a form: by name, number, e-mail or a suggestion."""

import pytest
from django.urls import reverse

from skillmap.core.errors import DomainError
from skillmap.pages.person_choice import find_person
from tests.factories import assign, make_employee

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol(client):
    carol = make_employee("Carol Report", user=True)
    assign(carol)
    client.force_login(carol.user)
    return carol


@pytest.fixture
def nadia():
    return make_employee("Nádia Viana Prado", number="0042", email="nadia@example.com")


@pytest.mark.parametrize(
    "text",
    [
        "0042",
        "NADIA@example.com",
        "nadia viana prado",
        "  Nádia  Viana Prado ",
        "Nádia Viana Prado (0042)",
    ],
)
def test_one_person_is_meant_by_name_number_address_or_suggestion(carol, nadia, text):
    assert find_person(carol.user, text, field="who") == nadia


@pytest.mark.parametrize("text", ["", "Nádia", "Viana", "42", "(0042", "Nadia Viana Prado (0043)"])
def test_half_a_name_or_a_wrong_number_is_nobody(carol, nadia, text):
    with pytest.raises(DomainError, match="Nobody here") as refused:
        find_person(carol.user, text, field="who")
    assert refused.value.field == "who"


def test_two_of_one_name_need_the_number(carol, nadia):
    other = make_employee("Nadia Viana Prado", number="0043")
    with pytest.raises(DomainError, match="More than one"):
        find_person(carol.user, "Nadia Viana Prado", field="who")
    assert find_person(carol.user, "Nadia Viana Prado (0043)", field="who") == other


def test_who_left_is_nobody(carol):
    make_employee("Leo Gone", number="7", status="left")
    with pytest.raises(DomainError, match="Nobody here"):
        find_person(carol.user, "7", field="who")


def test_suggestions_follow_what_is_typed_in_the_field_that_asks(client, carol, nadia):
    make_employee("Noah Garcia")
    asked = {"HX-Request": "true", "HX-Trigger-Name": "mentor"}
    page = client.get(reverse("pages:person_options"), {"mentor": "viana"}, headers=asked)
    assert [person.number for person in page.context["people"]] == ["0042"]
    assert "Nádia Viana Prado (0042)" in page.content.decode()


@pytest.mark.parametrize("text", ["", " ", "\x00", "%", "x" * 5000])
def test_strange_texts_suggest_nobody(client, carol, nadia, text):
    page = client.get(reverse("pages:person_options"), {"q": text})
    assert page.status_code == 200
    assert list(page.context["people"]) == []


def test_a_mentor_is_asked_by_name(client, carol):
    merle = make_employee("Merle Carstens", user=True)
    client.post(reverse("pages:mentorship_list"), {"mentor": "merle carstens"})
    assert carol.mentorships.get().mentor == merle
