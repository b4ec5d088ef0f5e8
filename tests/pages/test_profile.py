"""A person's page: levels, evidence and certificates for those who may, a card for the others."""

import json
import re

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from assessments.enums import Source
from tests.factories import UNMEASURED, day, make_evidence, make_profile, make_skill

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


@pytest.mark.parametrize("page", ["person_detail", "person_skill"])
def test_level_agreed_in_a_review_comes_first_until_something_newer_is_observed(
    client, cast, carol, page
):
    client.force_login(cast.carol.user)
    address = url(carol, page, *([cast.hard.public_id] if page == "person_skill" else []))
    said = f"agreed {date_format(day(0), 'j M Y')} · evidence says Practitioner, probably"
    make_evidence(carol, cast.hard, 4, Source.AGREED, observed_on=day(-400))
    assert "evidence says" not in client.get(address).text
    make_evidence(carol, cast.hard, 3, Source.AGREED, observed_on=day(0))
    make_evidence(carol, cast.hard, 2, Source.SELF, observed_on=day(0))
    assert f"3 {said}" in client.get(address).text


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


def radar_of(client, person):
    """(what the chart draws, what its table says) by category; None without a radar."""
    page = client.get(url(person)).content.decode()
    found = re.search(r'<script id="radar-data"[^>]*>(.*?)</script>', page, re.DOTALL)
    if found is None:
        return None
    drawn = json.loads(found[1])
    level, required = (series["values"] for series in drawn["series"])
    chart = dict(zip(drawn["labels"], zip(level, required, strict=True), strict=True))
    section = page[page.index('id="radar-title"') : page.index("</section>", found.end())]
    rows = re.findall(r"<tr><th[^>]*>([^<]*)</th><td[^>]*>([^<]*)</td><td[^>]*>([^<]*)<", section)
    return chart, {category: (level, required) for category, level, required in rows}


def test_radar_and_its_table_say_the_same_and_unmeasured_is_nowhere_zero(client, cast):
    """The chart gets null, which it leaves out; the table a dash."""
    a, b, c = ("Apples", "Bread", "Cheese")
    cells = {
        make_skill("Picking", category=a): {"mean": 1000, "required": 3000},
        make_skill("Peeling", category=a): {"mean": 4000, "required": 4000},
        make_skill("Storing", category=a): UNMEASURED | {"required": 5000},
        make_skill("Baking", category=b): UNMEASURED | {"required": 2000},
        make_skill("Ageing", category=c): {"mean": 0, "required": 1000},
    }
    make_profile(cast.dave, cells)
    client.force_login(cast.dave.user)

    chart, table = radar_of(client, cast.dave)

    assert chart == {a: (2.5, 4.0), b: (None, 2.0), c: (0.0, 1.0)}
    assert table == {a: ("2.5", "4.0"), b: ("–", "2.0"), c: ("0.0", "1.0")}


def test_radar_keeps_the_eight_categories_that_weigh_most_in_chart_and_table(client, cast):
    cells = {
        make_skill(f"Skill of {n}", category=f"Category {n}"): {"importance": 1 + n % 5}
        for n in range(10)
    }
    make_profile(cast.dave, cells)
    client.force_login(cast.dave.user)

    chart, table = radar_of(client, cast.dave)

    assert len(chart) == 8
    assert [*table] == [*chart]
    assert not {"Category 0", "Category 5"} & {*chart}  # the two of least importance


def test_two_categories_are_no_radar(client, cast):
    """It would be a line."""
    make_profile(cast.dave, {make_skill(category=f"Category {n}"): {} for n in range(2)})
    client.force_login(cast.dave.user)
    assert radar_of(client, cast.dave) is None
