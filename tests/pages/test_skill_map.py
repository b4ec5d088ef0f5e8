"""The skill map: sums, drill-down, floors, and what each viewer may see."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from employees.enums import Grant
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
from tests.pages.maps import URL, foot, make_cell, make_profile, shown

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


def test_map_adds_up_subtrees_and_opens_a_category(client, alice, units, sql, talk):
    more = make_skill("Python", category="Data")
    make_cell(units["Acme/Sales/North"], sql, 10, gap=1.0)
    make_cell(units["Acme/Sales/South"], sql, 30, gap=2.0)
    make_cell(units["Acme/Sales/South"], more, 30, gap=0.5)
    make_cell(units["Acme/IT"], talk, 5, measured=0)

    top = make_unit("Acme")
    assert shown(client, unit=top.public_id) == {
        "Sales": {"Data": (70, pytest.approx((10 + 60 + 15) / 70))},
        "IT": {"With people": (5, None)},
    }
    opened = shown(client, unit=make_unit("Acme/Sales").public_id, open="hard:Data")
    assert opened == {
        "North": {"SQL": (10, 1.0)},
        "South": {"SQL": (30, 2.0), "Python": (30, 0.5)},
    }


def test_map_says_that_it_goes_on_and_what_the_colour_of_a_category_is(client, alice, units, sql):
    make_cell(units["Acme/IT"], sql, 10, gap=1.0)
    rule = "A category wears the colour of its worst skill."
    page = reverse("pages:skill_map")
    gaps, levels = client.get(page).text, client.get(page, {"show": "level"}).text
    assert 'data-many="%n more columns"' in gaps
    assert "js/skill-map" in gaps
    assert (gaps.count(rule), levels.count(rule)) == (1, 0)


def test_map_orders_hard_before_soft_and_worst_first(client, alice, units, sql, talk):
    calm = make_skill("Counting", category="Numbers")
    make_cell(units["Acme/IT"], calm, 9, gap=0.1)
    make_cell(units["Acme/IT"], talk, 9, gap=3.0)
    make_cell(units["Acme/IT"], sql, 9, gap=2.0)

    columns = client.get(reverse(URL)).context["map"].columns

    assert [column.label for column in columns] == ["Data", "Numbers", "With people"]


def test_skills_of_an_opened_category_stand_together_under_its_name(client, alice, units, sql):
    python, calm = make_skill("Python", category="Data"), make_skill("Counting", category="Numbers")
    for skill, gap in ((sql, 2.0), (calm, 1.0), (python, 0.5)):
        make_cell(units["Acme/IT"], skill, 9, gap=gap)

    page = client.get(reverse(URL), {"open": "hard:Data"})

    assert [column.label for column in page.context["map"].columns] == ["SQL", "Python", "Numbers"]
    assert page.context["table"].opened == [("Data", 2), ("", 1)]
    assert client.get(reverse(URL)).context["table"].opened == []


def test_unmeasured_cell_is_a_dash_never_zero(client, alice, units, sql):
    make_cell(units["Acme/IT"], sql, 9, measured=0)
    page = client.get(reverse(URL))
    assert "0.0" not in page.content.decode()
    assert "Ask for what is missing" in page.content.decode()


def test_map_downloads_exactly_what_it_shows(client, alice, units, sql):
    make_cell(units["Acme/IT"], sql, 9, gap=1.25)
    make_cell(make_unit("=cmd()"), sql, 9, gap=1.0)

    answer = client.get(reverse(URL), {"format": "csv"})
    book = client.get(reverse(URL), {"format": "xlsx"})

    lines = b"".join(answer).decode().splitlines()
    shares = '"100 % likely gaps, 0 of {} not measured"'
    assert lines == [
        "Row,Data,Data: trust,All,All: trust",
        f"'=cmd(),1.0,,1.0,{shares.format(9)}",  # two roots: a row each
        f"Acme,1.25,,1.25,{shares.format(9)}",
        f"All shown,1.12,{shares.format(18)},1.12,{shares.format(18)}",
    ]
    (sheet,) = load_workbook(BytesIO(book.content)).worksheets
    assert [cell.value for cell in sheet[3]][:3] == ["Acme", 1.25, None]


def test_employee_sees_own_unit_as_one_row_and_nothing_below_the_floor(client, units, sql, talk):
    make_organisation()
    carol = make_employee("Carol Report", user=True)
    assign(carol, units["Acme/IT"])
    make_cell(units["Acme/IT"], sql, 9, gap=1.0)
    make_cell(units["Acme/IT"], talk, 4, gap=1.0)
    make_cell(units["Acme/Sales/North"], sql, 50, gap=2.0)
    client.force_login(carol.user)

    assert shown(client) == {"IT": {"Data": (9, 1.0), "With people": "hidden"}}
    everywhere = shown(client, unit=units["Acme/Sales/North"].public_id, by="people")
    assert everywhere == shown(client)
    assert client.get(reverse("pages:skill_map_cell"), {"open": "hard:Data"}).status_code == 403
    file = b"".join(client.get(reverse(URL), {"format": "csv"})).decode()
    assert "1.0" not in file.split(",")[-1]


def test_auditor_cannot_subtract_a_small_unit_from_the_sum(client, units, sql):
    make_organisation()
    heidi = make_user("Heidi")
    grant(heidi, Grant.AUDITOR)
    client.force_login(heidi)
    for path, n in {"Acme/IT": 2, "Acme/Sales/North": 8, "Acme/Law": 40}.items():
        make_cell(make_unit(path), sql, n)

    cells = shown(client, unit=make_unit("Acme").public_id)

    assert cells == {
        "IT": {"Data": "hidden"},
        "Sales": {"Data": (8, 1.0)},
        "Law": {"Data": (40, 1.0)},
    }
    assert foot(client) == {"Data": 48}  # the two of IT are left out of the sum as well


def test_manager_sees_the_people_of_the_chain_by_name_and_nobody_else(client, sql):
    make_organisation()
    bob = make_employee("Bob Manager", user=True)
    carol, frank = make_employee("Carol Report"), make_employee("Frank Outsider")
    assign(bob)
    assign(carol, manager=bob)
    assign(frank)
    for person in (bob, carol, frank):
        make_profile(person, (sql, 2.0, 3.0))
    client.force_login(bob.user)

    assert shown(client) == {"Carol Report": {"Data": (1, 1.0)}}
    drawer = client.get(
        reverse("pages:skill_map_cell"), {"open": "hard:Data"}, headers={"X-Drawer": "1"}
    )
    assert "Carol Report" in drawer.content.decode()
    assert "Frank Outsider" not in drawer.content.decode()


def test_partner_asking_for_a_unit_outside_the_scope_finds_nothing(client, units, sql):
    make_organisation()
    erin = make_user("Erin Partner")
    grant(erin, Grant.HR_PARTNER, make_unit("Acme/Sales"))
    make_cell(units["Acme/Sales/North"], sql, 3)
    make_cell(units["Acme/IT"], sql, 30)
    client.force_login(erin)

    assert shown(client) == {"North": {"Data": (3, 1.0)}}
    assert client.get(reverse(URL), {"unit": units["Acme/IT"].public_id}).status_code == 404


def test_partner_of_two_units_sees_both_and_opens_each(client, units, sql):
    make_organisation()
    erin = make_user("Erin Partner")
    for path in ("Acme/Sales", "Acme/Sales/North", "Acme/Law"):  # one lies within another
        grant(erin, Grant.HR_PARTNER, make_unit(path))
    make_cell(units["Acme/Sales/North"], sql, 3)
    make_cell(make_unit("Acme/Law"), sql, 4, gap=2.0)
    make_cell(units["Acme/IT"], sql, 30)
    client.force_login(erin)

    assert shown(client) == {"Law": {"Data": (4, 2.0)}, "Sales": {"Data": (3, 1.0)}}
    assert foot(client) == {"Data": 7}
    assert shown(client, unit=make_unit("Acme/Sales").public_id) == {"North": {"Data": (3, 1.0)}}
    assert shown(client, unit=make_unit("Acme/Law").public_id) == {"Law": {"Data": (4, 2.0)}}
    assert client.get(reverse(URL), {"unit": make_unit("Acme").public_id}).status_code == 404


def test_auditor_who_leads_people_keeps_the_map_of_the_own_chain(client, sql):
    make_organisation()
    bob = make_employee("Bob Manager", user=True)
    grant(bob.user, Grant.AUDITOR)
    carol = make_employee("Carol Report")
    assign(bob)
    assign(carol, manager=bob)
    make_profile(carol, (sql, 2.0, 3.0))
    client.force_login(bob.user)

    assert shown(client) == {"Carol Report": {"Data": (1, 1.0)}}


def test_category_filter_shows_its_skills_of_both_kinds(client, alice, units, sql):
    soft = make_soft_skill("Explaining data", category="Data")
    calm = make_skill("Counting", category="Numbers")
    make_role("", dict.fromkeys((sql, soft, calm), 3))
    for skill in (sql, soft, calm):
        make_cell(units["Acme/IT"], skill, 9)

    narrowed = shown(client, category="Data")

    assert narrowed == {"IT": {"SQL": (9, 1.0), "Explaining data": (9, 1.0)}}
    everything = {"Data": (18, 1.0), "Numbers": (9, 1.0)}
    assert {*shown(client, category="No such")["IT"]} == {*everything}


def test_sums_tell_gap_share_of_likely_gaps_and_who_is_missing(client, alice, units, sql):
    make_cell(units["Acme/IT"], sql, 8, measured=6, gap=0.5)
    make_cell(units["Acme/Sales/North"], sql, 2, measured=0)
    table = client.get(reverse(URL), {"unit": make_unit("Acme").public_id}).context["table"]
    sums = {row.label: (row.total.text, row.total.words) for row in (*table.rows, table.foot)}
    assert sums == {
        "IT": ("0.5", "100 % likely gaps, 2 of 8 not measured"),
        "Sales": ("–", "0 % likely gaps, 2 of 2 not measured"),
        "All shown": ("0.5", "100 % likely gaps, 4 of 10 not measured"),
    }
    assert table.foot.cells[0].words == table.foot.total.words


def test_rows_and_columns_beyond_fifty_have_pages(client, alice, monkeypatch):
    monkeypatch.setattr("skillmap.pages.skill_map.ROWS_PER_PAGE", 2)
    monkeypatch.setattr("skillmap.pages.skill_map.COLUMNS_PER_PAGE", 3)
    skills = [make_skill(f"S{n}", category=f"C{n}") for n in range(4)]
    for unit in ("A", "B", "C"):
        for skill in skills:
            make_cell(make_unit(unit), skill, 1)

    first = client.get(reverse(URL))
    last = client.get(reverse(URL), {"page": 2, "columns": 2})

    def labels(page):
        table = page.context["table"]
        return [row.label for row in table.rows], [head.label for head in table.heads]

    assert labels(first) == (["A", "B"], ["C0", "C1", "C2"])
    assert labels(last) == (["C"], ["C3"])
    assert "Columns 1–3 of 4" in first.content.decode()
    assert first.context["table"].foot.total.words.endswith("of 12 not measured")


@pytest.mark.parametrize(
    "query", [{"open": "x" * 200}, {"unit": "1"}, {"by": "<b>"}, {"page": "-9"}]
)
def test_map_with_a_strange_address_still_answers(client, alice, units, sql, query):
    make_cell(units["Acme/IT"], sql, 9)
    assert client.get(reverse(URL), query).status_code == 200


def test_opening_a_category_tells_no_colleague_from_the_rest(client, sql):
    """Seven people are asked for one skill and one of them for another, too."""
    make_organisation()
    carol = make_employee("Carol Report", user=True)
    unit = make_unit("Acme/IT")
    assign(carol, unit)
    make_cell(unit, sql, 7)
    make_cell(unit, make_skill("Rust", category="Data"), 1)
    make_cell(unit, make_soft_skill("Talking", category="With people"), 1)
    client.force_login(carol.user)

    assert shown(client) == {"IT": {"Data": (7, 1.0), "With people": "hidden"}}
    assert shown(client, open="hard:Data")["IT"] == {
        "SQL": (7, 1.0),
        "Rust": "hidden",
        "With people": "hidden",
    }
    for kind in ("", "hard"):
        (row,) = client.get(reverse(URL), {"kind": kind}).context["map"].rows
        assert (row.total.n, row.total.sum_level) == (7, 14000)


def test_mean_of_one_measured_among_many_is_hidden(client, sql):
    make_organisation()
    carol = make_employee("Carol Report", user=True)
    assign(carol, make_unit("Acme/IT"))
    make_cell(make_unit("Acme/IT"), sql, 12, measured=1)
    client.force_login(carol.user)

    assert shown(client) == {"IT": {"Data": "hidden"}}
