"""One search for everything."""

import pytest
from django.urls import reverse

from tests.factories import assign, make_activity, make_employee, make_role, make_skill

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol(client):
    carol = make_employee("Carol Report", user=True)
    assign(carol)
    client.force_login(carol.user)
    return carol


def found(client, text) -> dict[str, list[str]]:
    sections = client.get(reverse("pages:search"), {"q": text}).context["sections"]
    return {str(section.title): [hit.label for hit in section.hits] for section in sections}


def test_search_finds_every_kind_of_thing(client, carol):
    make_employee("Norma Data")
    make_skill("Data analysis")
    make_activity("Data for beginners")
    make_role("Data analyst")

    assert found(client, "data") == {
        "People": ["Norma Data"],
        "Skills": ["Data analysis"],
        "Catalogue": ["Data for beginners"],
        "Roles": ["Data analyst"],
    }


def test_search_needs_every_word_and_leaves_leavers_out(client, carol):
    make_employee("Leo Gone", status="left")
    make_skill("Data analysis")
    assert found(client, "leo") == {}
    assert found(client, "data cooking") == {}


@pytest.mark.parametrize("text", ["", "   ", "\x00", "%", "'; drop table", "x" * 5000])
def test_search_for_strange_texts_answers(client, carol, text):
    assert client.get(reverse("pages:search"), {"q": text}).status_code == 200


@pytest.mark.parametrize("words", ["nadia", "Viana Nádia", "NADIA viána"])
def test_names_are_found_whatever_their_accents_and_order(client, words):
    reader, nadia = make_employee("Alice Admin", user=True), make_employee("Nádia Viana")
    client.force_login(reader.user)
    assert nadia.get_absolute_url() in client.get("/search/", {"q": words}).text
