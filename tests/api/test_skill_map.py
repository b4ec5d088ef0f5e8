"""The skill map as figures: floors for those who may not see the people, none for those who may."""

import pytest

from assessments.enums import Source
from assessments.models import Contest, SkillMapCell
from assessments.services.profiles import rebuild_skill_map
from employees.models import Assignment
from skillmap.core.models import Organisation
from tests.api.test_levels import LIKELY
from tests.factories import assign, day, make_employee, make_evidence, make_profile

FIGURES = {
    *("people", "requirements", "not_measured", "mean_level", "mean_gap", "probable_share"),
    *("tentative", "older_than_a_year", "contested"),
}


@pytest.fixture
def mapped(cast):
    """The aggregate of one likely gap in the hard skill for everybody, and four more in North."""
    for _ in range(4):
        assign(make_employee(), "Acme/Sales/North", role=cast.role, manager=cast.bob)
    for place in Assignment.objects.select_related("employee"):
        make_profile(place.employee, {cast.hard: LIKELY})
        cell, _ = SkillMapCell.objects.get_or_create(
            unit=place.unit,
            role=place.role,
            site=None,
            work_mode="onsite",
            skill=cast.hard,
            defaults=dict.fromkeys(("n", "n_unmeasured", "n_possible", "n_probable"), 0)
            | {"sum_level": 0, "sum_gap": 0, "sum_p": 0},
        )
        cell.n, cell.n_probable = cell.n + 1, cell.n_probable + 1
        cell.sum_level, cell.sum_gap = cell.sum_level + 1500, cell.sum_gap + 1500
        cell.sum_p += 990
        cell.save()


def rows_of(answer):
    return {row["label"]: row["cells"] for row in answer["rows"]}


def test_hr_sees_units_with_figures(cast, api_of, mapped):
    answer = api_of(cast.alice).get("/skill-map").json()
    assert answer["floor"] is None
    (cell,) = answer["total"]["cells"]
    assert (cell["people"], cell["mean_level"], cell["mean_gap"]) == (12, 1.5, 1.5)
    assert (cell["probable_share"], cell["not_measured"], cell["hidden"]) == (1, 0, False)


def test_hr_opens_a_unit(cast, api_of, mapped):
    answer = api_of(cast.alice).get("/skill-map", {"org_unit": str(cast.sales.public_id)}).json()
    rows = rows_of(answer)
    assert rows["North"][0]["people"] == 6
    assert answer["total"]["cells"][0]["people"] == 7


def test_partner_stays_in_the_granted_units(cast, api_of, mapped):
    api = api_of(cast.erin)
    assert api.get("/skill-map").json()["total"]["cells"][0]["people"] == 7
    above = Assignment.objects.get(employee=cast.alice).unit
    assert api.get("/skill-map", {"org_unit": str(above.public_id)}).status_code == 404


def test_auditor_sees_groups_above_the_floor_only(cast, api_of, mapped):
    acme = Assignment.objects.get(employee=cast.alice).unit
    answer = api_of(cast.heidi).get("/skill-map", {"org_unit": str(acme.public_id)}).json()
    assert answer["floor"] == Organisation.objects.get().aggregate_floor == 5
    rows = rows_of(answer)
    assert rows["Sales"][0]["hidden"] is False
    for label in ("People", "Engineering"):
        (cell,) = rows[label]
        assert cell["hidden"] is True
        assert {cell[name] for name in FIGURES} == {None}


def test_contested_levels_are_counted(cast, api_of, mapped):
    evidence = make_evidence(cast.dave, cast.hard, 1)
    Contest.objects.create(evidence=evidence, reason="No", due_on=day(9))
    for viewer in (cast.alice, cast.bob):  # by units, and by people
        (cell,) = api_of(viewer).get("/skill-map").json()["total"]["cells"]
        assert cell["contested"] == 1
    (row,) = api_of(cast.dave).get("/skill-map").json()["rows"]
    assert row["cells"][0]["contested"] == 0  # fewer than the floor


@pytest.mark.parametrize("viewer", ["alice", "bob"])
def test_verified_levels_alone_are_counted_on_request(cast, api_of, mapped, viewer):
    make_evidence(cast.dave, cast.hard, 1, Source.SELF)
    make_evidence(cast.carol, cast.hard, 1, Source.TEST)
    rebuild_skill_map()

    answer = api_of(cast.people[viewer]).get("/skill-map", {"verified": "true"}).json()

    (cell,) = answer["total"]["cells"]
    assert cell["requirements"] - cell["not_measured"] == 1
    assert cell["mean_level"] == 1.5


def test_category_narrows_the_columns(cast, api_of, mapped):
    api = api_of(cast.alice)
    (cell,) = api.get("/skill-map", {"category": "–"}).json()["total"]["cells"]  # without one
    assert cell["people"] == 12
    assert api.get("/skill-map", {"category": "No such"}).json()["rows"] == []


def test_auditor_may_not_filter_into_small_groups(cast, api_of, mapped):
    api = api_of(cast.heidi)
    for wanted in ({"work_mode": "remote"}, {"role": str(cast.role.public_id)}):
        answer = api.get("/skill-map", wanted)
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["parameter"] in wanted


def test_manager_narrows_their_people_as_on_the_page(cast, api_of, mapped):
    api = api_of(cast.bob)

    def people(**wanted):
        rows = api.get("/skill-map", wanted).json()["rows"]
        return rows[0]["cells"][0]["people"] if rows and rows[0]["cells"] else 0

    assert people(org_unit=str(cast.sales.public_id)) == 6
    assert people(role=str(cast.role.public_id)) == 6
    assert people(work_mode="remote") == 0


def test_employee_may_not_choose_a_unit(cast, api_of, mapped):
    answer = api_of(cast.dave).get("/skill-map", {"org_unit": str(cast.sales.public_id)})
    assert answer.status_code == 400


def test_manager_sees_their_people_as_one_row(cast, api_of, mapped):
    answer = api_of(cast.bob).get("/skill-map").json()
    (row,) = answer["rows"]
    assert row["cells"][0]["people"] == 6


@pytest.mark.parametrize(("viewer", "hidden"), [("dave", False), ("frank", True)])
def test_employee_sees_the_own_unit_above_the_floor(cast, api_of, mapped, viewer, hidden):
    answer = api_of(cast.people[viewer]).get("/skill-map").json()
    (row,) = answer["rows"]
    assert row["cells"][0]["hidden"] is hidden
    assert answer["total"]["cells"][0]["hidden"] is hidden


def test_person_without_a_place_sees_nothing(api, mapped):
    assert api.get("/skill-map").json()["rows"] == []


@pytest.mark.parametrize(
    "parameters", [{"org_unit": "1"}, {"kind": ""}, {"verified": "maybe"}, {"open": "hard:Data"}]
)
def test_parameter_that_makes_no_sense_is_refused(cast, api_of, parameters):
    assert api_of(cast.alice).get("/skill-map", parameters).status_code == 400
