"""A person's page: levels, evidence and certificates for those who may, a card for the others."""

import pytest
from django.urls import reverse

from assessments.enums import Source
from tests.factories import UNMEASURED, make_evidence, make_profile, make_skill

pytestmark = pytest.mark.django_db


def url(person, page: str = "person_detail", *more) -> str:
    return reverse(f"pages:{page}", args=[person.public_id, *more])


@pytest.fixture
def carol(cast):
    """Carol knows some of the hard skill; nobody has measured the soft one."""
    cells = {cast.hard: {"mean": 2600, "required": 3000}, cast.soft: UNMEASURED}
    make_profile(cast.carol, cells, fit=700, fit_hard=867, fit_soft=None, coverage=500)
    make_evidence(cast.carol, cast.hard, 3, Source.MANAGER, rater=cast.bob)
    return cast.carol


def test_profile_of_a_report_shows_levels_in_words_and_unmeasured_as_such(client, cast, carol):
    client.force_login(cast.bob.user)
    page = client.get(url(carol)).text
    assert "Practitioner, probably Working to Practitioner" in page
    assert "not measured yet" in page
    assert "87 %" in page
    assert "82–92 %" in page
    assert "None" not in page.replace("None to", "")


@pytest.mark.parametrize("page", ["person_evidence", "person_certificates", "person_plan"])
def test_pages_of_a_stranger_are_hidden(client, cast, carol, page):
    client.force_login(cast.frank.user)
    assert client.get(url(carol, page)).status_code == 404


def test_profile_of_a_stranger_is_the_directory_card(client, cast, carol):
    client.force_login(cast.frank.user)
    page = client.get(url(carol))
    assert page.status_code == 200
    assert carol.email in page.text
    assert "Practitioner" not in page.text
    assert "70 %" not in page.text


def test_share_without_its_error_is_not_told(client, cast):
    make_profile(cast.dave, {cast.hard: {}}, fit_hard=500, fit_hard_se=None, fit_soft=990)
    client.force_login(cast.dave.user)
    page = client.get(url(cast.dave)).text
    assert "50 %" not in page
    assert "94–100 %" in page


def test_profile_without_evidence_offers_to_rate_oneself(client, cast):
    client.force_login(cast.frank.user)
    assert reverse("pages:rating_form", args=[cast.frank.public_id]) in (
        client.get(url(cast.frank)).text
    )


def test_level_explains_itself_with_answers_first(client, cast, carol):
    client.force_login(carol.user)
    address = url(carol, "person_skill", cast.hard.public_id)
    page = client.get(address).text
    assert page.index("What we know") < page.index("Why the level differs")
    assert "Manager" in page
    fragment = client.get(address, headers={"X-Drawer": "1"}).text
    assert "<html" not in fragment
    assert "Manager" in fragment


def test_profile_takes_the_same_queries_for_two_skills_and_twenty(
    client, cast, carol, django_assert_max_num_queries
):
    client.force_login(cast.bob.user)
    with django_assert_max_num_queries(15) as few:
        client.get(url(carol))
    cells = {make_skill(f"Skill of {n}", category=f"Category {n}"): {} for n in range(20)}
    make_profile(cast.dave, cells, fit=500, fit_hard=500, coverage=1000)
    with django_assert_max_num_queries(15) as many:
        client.get(url(cast.dave))
    assert len(many) == len(few)


def test_radar_has_at_most_eight_categories_and_leaves_holes(client, cast):
    cells = {make_skill(f"Skill of {n}", category=f"Category {n}"): {} for n in range(11)}
    cells[make_skill("Unknown", category="Category A")] = UNMEASURED | {"importance": 5}
    make_profile(cast.dave, cells, fit=500)
    client.force_login(cast.dave.user)
    axes = client.get(url(cast.dave)).context["axes"]
    assert len(axes) == 8
    assert {axis.category: axis.level for axis in axes}["Category A"] is None
