"""How far the levels of the map can be trusted: marks, verified levels, contested ones."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from assessments.enums import ContestOutcome, Source
from assessments.models import Contest
from assessments.services.profiles import rebuild_skill_map
from employees.enums import Grant
from tests.factories import (
    UNMEASURED,
    assign,
    day,
    grant,
    make_employee,
    make_evidence,
    make_organisation,
    make_profile,
    make_role,
    make_skill,
    make_soft_skill,
    make_user,
)

pytestmark = pytest.mark.django_db
URL, CELL = "pages:skill_map", "pages:skill_map_cell"
FIRM, TENTATIVE = {"sd": 300}, {"sd": 700}
MET, LIKELY = {"p_gap": 100, "status": 1, "mean": 4000}, {"p_gap": 900, "status": 3, "mean": 1000}


@pytest.fixture
def alice(client):
    make_organisation()
    user = make_user("Alice Admin")
    grant(user, Grant.HR_ADMIN)
    client.force_login(user)
    return user


@pytest.fixture
def sql():
    return make_skill("SQL", category="Data")


def join(name, cells, *, unit="Acme/IT", sources=(), seen=-1):
    """Somebody with these levels, and evidence of these sources for each of their skills."""
    person = make_employee(name, user=True)
    assign(person, unit, role=make_role("", dict.fromkeys(cells, 3)))
    make_profile(person, cells)
    for skill in cells:
        for source in sources:
            make_evidence(person, skill, 2, source, observed_on=day(seen))
    return person


def contest(person, **fields):
    values = {"reason": "No", "due_on": day(9), **fields}
    return Contest.objects.create(evidence=person.evidence.get(), **values)


def drawn(client, by, **query):
    """The first row's first cell as it is drawn."""
    rebuild_skill_map()
    table = client.get(reverse(URL), {"by": by, **query}).context["table"]
    return table.rows[0].cells[0]


@pytest.fixture(params=["units", "people"])
def by(request):
    return request.param


def test_firm_level_has_no_mark_to_explain(client, alice, sql, by):
    join("Carol Report", {sql: FIRM}, sources=[Source.TEST])
    cell = drawn(client, by)
    assert cell.css.startswith("trust-measured gap-")
    assert (cell.text, cell.words) == ("0.5", "")


def test_tentative_old_and_contested_levels_are_marked_and_said(client, alice, sql, by):
    person = join("Carol Report", {sql: TENTATIVE}, sources=[Source.PEER], seen=-400)
    contest(person)
    cell = drawn(client, by)
    assert {"trust-tentative", "is-old", "is-contested"} <= set(cell.css.split())
    assert cell.words == "tentative, older than a year, contested"
    page = client.get(reverse(URL), {"by": by}).content.decode()
    assert 'aria-label="0.5, tentative, older than a year, contested"' in page


def test_level_with_newer_evidence_is_not_old(client, alice, sql, by):
    person = join("Carol Report", {sql: FIRM}, sources=[Source.TEST], seen=-400)
    make_evidence(person, sql, observed_on=day(-300))
    assert drawn(client, by).words == ""


def test_decided_contest_leaves_no_mark(client, alice, sql, by):
    person = join("Carol Report", {sql: FIRM}, sources=[Source.MANAGER])
    closed = {"outcome": ContestOutcome.STANDS, "resolved_at": person.evidence.get().recorded_at}
    contest(person, **closed)
    assert drawn(client, by).words == ""


def test_contest_marks_no_other_unit_and_no_other_skill(client, alice, sql):
    other = make_soft_skill("Talking", category="With people")
    contest(join("Carol Report", {sql: FIRM}, sources=[Source.PEER]))
    join("Dave Done", {sql: FIRM, other: FIRM}, unit="Acme/Law", sources=[Source.TEST])
    rebuild_skill_map()

    rows = client.get(reverse(URL)).context["table"].rows

    marked = {row.label: [cell.words for cell in row.cells[:-1]] for row in rows}
    assert marked == {"IT": ["contested", "not asked for"], "Law": ["", ""]}


def test_contested_levels_are_named_in_the_drawer_and_in_the_file(client, alice, sql, by):
    contest(join("Carol Report", {sql: FIRM}, sources=[Source.PEER]))
    rebuild_skill_map()

    drawer = client.get(reverse(CELL), {"open": "hard:Data"}, headers={"X-Drawer": "1"})
    file = client.get(reverse(URL), {"by": by, "format": "csv"}).getvalue().decode()

    assert "contested" in drawer.content.decode()
    (row,) = csv.DictReader(StringIO(file))
    assert row["Data: trust"] == "contested"


def test_drawer_says_where_a_level_comes_from(client, alice, sql):
    sources = [Source.PEER, Source.TEST]
    join("Carol Report", {sql: FIRM}, sources=sources, seen=-400)
    answer = client.get(reverse(CELL), {"open": "hard:Data"}).content.decode()
    assert "colleague, test" in answer
    assert "older than a year" in answer


# --- verified only ----------------------------------------------------------------------------


VERIFIED = [Source.TEST, Source.WORK_SAMPLE, Source.CERTIFICATE, Source.MANAGER, Source.AGREED]
OTHERS = [Source.SELF, Source.PEER, Source.REPORT, Source.COMPLETION, Source.EXTERNAL]


@pytest.mark.parametrize("source", VERIFIED)
def test_level_with_a_verified_source_counts(client, alice, sql, by, source):
    join("Carol Report", {sql: FIRM}, sources=[Source.SELF, source])
    assert drawn(client, by, verified="1").text == "0.5"


@pytest.mark.parametrize("source", OTHERS)
def test_level_without_a_verified_source_is_shown_as_not_measured(client, alice, sql, by, source):
    join("Carol Report", {sql: FIRM}, sources=[source])
    cell = drawn(client, by, verified="1")
    assert (cell.css, cell.text, cell.words) == ("trust-not_measured", "–", "not measured")
    assert drawn(client, by).text == "0.5"


def test_contested_level_that_does_not_count_leaves_no_mark(client, alice, sql, by):
    contest(join("Carol Report", {sql: FIRM}, sources=[Source.PEER]))
    assert drawn(client, by).words == "contested"
    assert drawn(client, by, verified="1").words == "not measured"


def test_contested_level_that_is_verified_is_marked_there_too(client, alice, sql, by):
    contest(join("Carol Report", {sql: FIRM}, sources=[Source.TEST]))
    assert drawn(client, by, verified="1").words == "contested"


def test_verified_map_is_the_mean_of_the_verified_and_counts_the_others_as_missing(
    client, alice, sql
):
    join("Carol Report", {sql: LIKELY}, sources=[Source.TEST])
    join("Dave Done", {sql: MET}, sources=[Source.SELF])
    join("Frank Empty", {sql: UNMEASURED})
    cell = drawn(client, "units", verified="1")
    assert (cell.text, cell.css) == ("2.0", "trust-tentative gap-probable_gap")
    (row,) = client.get(reverse(URL), {"verified": "1"}).context["table"].rows
    assert row.total.words == "100 % likely gaps, 2 of 3 not measured"


def test_verified_filter_says_what_it_does_and_does_not_ask_for_ratings(client, alice, sql):
    join("Carol Report", {sql: FIRM}, sources=[Source.SELF])
    rebuild_skill_map()
    page = client.get(reverse(URL), {"verified": "1"}).content.decode()
    assert "Only 0 % of what the roles ask for rests on a verified source" in page
    assert "Ask for what is missing" not in page
    assert "Evidence: Verified only" in page  # a chip that takes it away
    drawer = client.get(reverse(CELL), {"open": "hard:Data", "verified": "1"}).content.decode()
    assert "not verified, so it does not count here" in drawer


@pytest.mark.parametrize("value", ["yes", "<b>", "0"])
def test_verified_filter_that_is_not_known_counts_everything(client, alice, sql, value):
    join("Carol Report", {sql: FIRM}, sources=[Source.SELF])
    assert drawn(client, "units", verified=value).text == "0.5"


# --- colours ----------------------------------------------------------------------------------


def test_category_has_the_colour_of_its_worst_skill(client, alice, sql, by):
    calm = [make_skill(category="Data") for _ in range(4)]
    join("Carol Report", {sql: LIKELY} | dict.fromkeys(calm, MET), sources=[Source.TEST])

    cell = drawn(client, by)

    assert "gap-probable_gap" in cell.css
    assert cell.text == "0.4"  # the mean of five
    assert "the colour of its worst skill" in client.get(reverse(URL)).content.decode()


def test_worst_skill_is_the_worst_of_the_whole_unit(client, alice, sql):
    """One likely gap among five people who meet the requirement is no likely gap of the unit."""
    for number in range(5):
        join(f"Person{number} Example", {sql: MET}, sources=[Source.TEST])
    join("Carol Report", {sql: LIKELY}, unit="Acme/IT/Databases", sources=[Source.TEST])
    assert "gap-met" in drawn(client, "units").css
    partner = make_user("Erin Partner")
    for path in ("Acme/IT", "Acme/Law"):
        grant(partner, Grant.HR_PARTNER, assign(make_employee(), path).unit)
    client.force_login(partner)
    assert "gap-met" in drawn(client, "units").css
