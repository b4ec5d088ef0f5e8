"""The skill map: sums, drill-down, floors, and what each viewer may see."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import SkillMapCell, SkillProfile
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

pytestmark = pytest.mark.django_db
URL = "pages:skill_map"


def make_cell(unit, skill, n, *, measured=None, gap=1.0, level=2.0, role=None) -> SkillMapCell:
    """`n` people of whom `measured` have the mean `gap` and `level`."""
    measured = n if measured is None else measured
    return SkillMapCell.objects.create(
        unit=unit,
        skill=skill,
        role=role,
        work_mode="hybrid",
        n=n,
        n_unmeasured=n - measured,
        n_possible=0,
        n_probable=measured,
        sum_gap=round(1000 * gap * measured),
        sum_level=round(1000 * level * measured),
        sum_p=round(900 * measured),
    )


def make_profile(employee, *cells):
    """`cells` are (skill, level or None, required)."""
    cells = sorted(cells, key=lambda cell: cell[0].slot)
    known = [level is not None for _s, level, _r in cells]
    return SkillProfile.objects.create(
        employee=employee,
        slots=[skill.slot for skill, _l, _r in cells],
        mean=[round(1000 * level) if level is not None else -1 for _s, level, _r in cells],
        sd=[300 if ok else -1 for ok in known],
        n_ratings=[2 if ok else 0 for ok in known],
        required=[round(1000 * required) for _s, _l, required in cells],
        importance=[3] * len(cells),
        p_gap=[900 if ok else -1 for ok in known],
        status=[3 if ok else 0 for ok in known],
        method="shrinkage",
        method_version="1",
        parameters_hash="0" * 64,
        inputs_hash="0" * 64,
        computed_at=timezone.now(),
    )


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


def shown(client, **query):
    """{row: {column: (people, gap)}} of the page."""
    found = client.get(reverse(URL), query).context["map"]
    return {
        row.label: {
            column.label: "hidden" if cell.hidden else (cell.n, cell.gap)
            for column, cell in found.cells_of(row)
            if cell.n or cell.hidden
        }
        for row in found.rows
    }


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


def test_map_orders_hard_before_soft_and_worst_first(client, alice, units, sql, talk):
    calm = make_skill("Counting", category="Numbers")
    make_cell(units["Acme/IT"], calm, 9, gap=0.1)
    make_cell(units["Acme/IT"], talk, 9, gap=3.0)
    make_cell(units["Acme/IT"], sql, 9, gap=2.0)

    columns = client.get(reverse(URL)).context["map"].columns

    assert [column.label for column in columns] == ["Data", "Numbers", "With people"]


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

    lines = answer.content.decode().splitlines()
    assert lines == ["Row,Data", "'=cmd(),1.0", "Acme,1.25"]  # two roots: a row each
    assert book.content[:2] == b"PK"


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
    assert "1.0" not in client.get(reverse(URL), {"format": "csv"}).content.decode().split(",")[-1]


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


def test_people_of_a_cell_are_the_worst_of_all_not_of_a_page_by_name(
    client, alice, sql, talk, monkeypatch
):
    monkeypatch.setattr("skillmap.pages.skill_map.PEOPLE_PER_PAGE", 1)
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
    monkeypatch.setattr("skillmap.pages.forms.MOST_UNITS", 1)
    for name, unit in (("Carol Report", "Acme/Sales/North"), ("Dave Done", "Acme/IT")):
        person = make_employee(name, user=True)
        assign(person, units[unit])
        make_profile(person, (sql, None, 3.0))
    north = {"unit": units["Acme/Sales/North"].public_id, "by": "people"}

    assert list(shown(client, **north)) == ["Carol Report"]
    assert "North" in client.get(reverse(URL), north).content.decode()
    client.post(reverse("pages:skill_map_ask"), north)
    assert [str(note.user) for note in Notification.objects.all()] == ["Carol Report"]


@pytest.mark.parametrize(
    "query", [{"open": "x" * 200}, {"unit": "1"}, {"by": "<b>"}, {"page": "-9"}]
)
def test_map_with_a_strange_address_still_answers(client, alice, units, sql, query):
    make_cell(units["Acme/IT"], sql, 9)
    assert client.get(reverse(URL), query).status_code == 200


def foot(client, **query):
    found = client.get(reverse(URL), query).context["map"]
    return {column.label: cell.n for column, cell in found.cells_of(found.foot) if not cell.hidden}


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
