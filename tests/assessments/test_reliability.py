"""Agreement per skill from stored evidence equals the figures of the raw numbers."""

from types import SimpleNamespace
from uuid import uuid4

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.analysis.agreement import krippendorff_interval, one_way, within_group
from assessments.enums import CycleState, Source
from assessments.models import AssessmentCycle, Evidence, Retraction
from assessments.queries.reliability import (
    reliability_by_skill,
    shared_raters,
    worth_asking,
    worth_asking_in,
)
from employees.models import Employee
from tests.factories import (
    assign,
    day,
    make_employee,
    make_evidence,
    make_profile,
    make_rating,
    make_scale,
    make_skill,
)

pytestmark = pytest.mark.django_db
# one row per person rated: the levels given by the first, second, ... rater
LEVELS = [[3, 4, 3], [1, 2, 1, 2], [5, 4, 5], [2, 2, 3], [4, 4, 5], [0, 1, 0], [3]]


@pytest.fixture
def sales(cast):
    """Seven people in Acme/Sales rated on the soft skill by up to four colleagues."""
    people = [make_employee(f"Rated {letter}") for letter in "ABCDEFG"]
    raters = [make_employee(f"Rater {letter}") for letter in "ABCD"]
    for person in (*people, *raters):
        assign(person, cast.sales)
    for person, levels in zip(people, LEVELS, strict=True):
        for rater, level in zip(raters, levels, strict=False):
            make_evidence(person, cast.soft, level, Source.PEER, rater=rater)
    return SimpleNamespace(people=people, raters=raters, cast=cast, skill=cast.soft)


def raw():
    unit = np.repeat(np.arange(len(LEVELS)), [len(row) for row in LEVELS])
    return unit, np.array([level for row in LEVELS for level in row], float)


def row_of(viewer, skill, cycle=None):
    found = {row.skill: row for row in reliability_by_skill(viewer.user, cycle)}
    return found.get(skill)


def test_figures_added_up_by_the_database_equal_those_of_the_numbers(sales):
    row, (unit, score) = row_of(sales.cast.alice, sales.skill), raw()
    expected = one_way(unit, score)
    assert (row.people, row.compared) == (7, 6)
    assert row.raters == pytest.approx(expected.raters_per_unit, abs=1e-12)
    assert (row.figure.value, row.figure.low, row.figure.high) == pytest.approx(
        (expected.average.value, expected.average.low, expected.average.high), abs=1e-9
    )
    assert row.alpha == pytest.approx(krippendorff_interval(unit, score), abs=1e-9)
    often = within_group(unit, score, anchors=6)[[0, 1, 2, 3, 4, 5]]
    assert row.within_group == pytest.approx(often.mean(), abs=1e-9)
    assert 0 < row.gain < 1 - row.figure.value
    assert row.classical_error == pytest.approx(
        np.sqrt(expected.between / expected.raters_per_unit * (1 - expected.average.value))
    )


def test_own_ratings_retracted_ones_and_earlier_ones_of_a_rater_do_not_count(sales):
    before = row_of(sales.cast.alice, sales.skill)
    person, rater = sales.people[0], sales.raters[0]
    make_evidence(person, sales.skill, 0, Source.SELF)
    make_evidence(person, sales.skill, 0, Source.PEER, rater=rater, observed_on=day(-300))
    make_evidence(person, sales.skill, 1, Source.PEER)  # a group of anonymous answers
    make_evidence(person, sales.skill, 5, Source.TEST)
    wrong = make_evidence(person, sales.skill, 0, Source.PEER, rater=sales.raters[3])
    Retraction.objects.create(evidence=wrong, reason="typed wrong", retracted_at=timezone.now())
    assert row_of(sales.cast.alice, sales.skill) == before


def test_too_few_people_rated_twice_have_no_figure(sales):
    for evidence in Evidence.objects.filter(employee__in=sales.people[:2]):
        Retraction.objects.create(evidence=evidence, reason="x", retracted_at=timezone.now())
    row = row_of(sales.cast.alice, sales.skill)
    assert (row.people, row.compared) == (5, 4)
    assert row.figure is row.alpha is row.within_group is row.with_one_more is None


def test_more_of_raters_who_do_not_agree_at_all_promise_nothing(client, sales):
    skill = make_skill("Guessing")
    for number, person in enumerate(sales.people):
        for rater, level in zip(sales.raters, (0, 5, number % 2), strict=False):
            make_evidence(person, skill, level, Source.PEER, rater=rater)
    row = row_of(sales.cast.alice, skill)
    assert row.figure.value < 0
    assert row.with_one_more is row.gain is None
    assert "+-" not in shown(client, sales.cast.alice).text


def test_people_with_nothing_but_their_own_word_are_counted(sales):
    make_evidence(sales.raters[0], sales.skill, 4, Source.SELF)
    make_evidence(sales.people[0], sales.skill, 4, Source.SELF)
    make_evidence(sales.raters[0], sales.cast.hard, 4, Source.SELF)
    assert row_of(sales.cast.alice, sales.skill).self_only == 1
    alone = row_of(sales.cast.alice, sales.cast.hard)
    assert (alone.people, alone.self_only, alone.figure) == (0, 1, None)


def test_blind_choice_is_that_of_the_skills_own_scale(sales):
    skill = make_skill("On three levels", scale=make_scale("three", top_rank=3))
    for number, person in enumerate(sales.people[:5]):
        for rater, level in zip(sales.raters, (0, 1, 2), strict=False):
            make_evidence(person, skill, level + number % 2, Source.PEER, rater=rater)
    row = row_of(sales.cast.alice, skill)
    assert row.within_group == pytest.approx(1 - 1.0 / (15 / 12), abs=1e-9)


def test_model_error_is_the_calibrated_one_of_measured_levels(sales):
    for person, sd in zip(sales.people, (200, 400, -1), strict=False):
        make_profile(person, {sales.skill: {"sd": sd}}, calibration=1500)
    row = row_of(sales.cast.alice, sales.skill)
    assert row.model_error == pytest.approx(0.45)


def test_a_cycle_narrows_to_its_own_ratings(sales):
    cycle = AssessmentCycle.objects.create(
        name="Spring", state=CycleState.RELEASED, opens_on=day(-60), closes_on=day(-30)
    )
    person, rater = sales.people[0], sales.raters[0]
    evidence = Evidence.objects.get(employee=person, rater=rater)
    make_rating(
        rater, person, sales.skill, 3, cycle=cycle, submitted_at=timezone.now(), evidence=evidence
    )
    row = row_of(sales.cast.alice, sales.skill, cycle)
    assert (row.people, row.compared, row.figure) == (1, 0, None)


def test_an_hr_partner_sees_figures_of_the_granted_units_only(sales):
    outside = [make_employee(f"Engineer {letter}") for letter in "ABCDEF"]
    for person in outside:
        assign(person, "Acme/Engineering")
        for rater in sales.raters[:2]:
            make_evidence(person, sales.skill, 5, Source.PEER, rater=rater)
    assert row_of(sales.cast.erin, sales.skill).people == 7
    assert row_of(sales.cast.alice, sales.skill).people == 13
    assert reliability_by_skill(sales.cast.frank.user) == []


def test_groups_that_share_no_rater_are_counted(sales):
    assert shared_raters(sales.cast.alice.user) == [7]
    lone = make_employee("Lone")
    assign(lone, sales.cast.sales)
    make_evidence(lone, sales.skill, 3, Source.MANAGER, rater=sales.cast.bob)
    assert shared_raters(sales.cast.alice.user) == [7, 1]
    assert shared_raters(sales.cast.frank.user) == []


def test_most_worth_asking_is_important_and_uncertain(cast):
    make_profile(cast.bob, {cast.hard: {"importance": 5, "sd": 300}})
    make_profile(cast.carol, {cast.hard: {"importance": 3, "sd": -1, "mean": -1}})
    make_profile(cast.dave, {cast.hard: {"required": 0, "importance": 0, "sd": -1, "mean": -1}})
    people = Employee.objects.filter(pk__in=[cast.bob.pk, cast.carol.pk, cast.dave.pk])
    found = [(one.person, one.skill, one.measured) for one in worth_asking(people)]
    assert found == [(cast.carol, cast.hard, False), (cast.bob, cast.hard, True)]
    assert worth_asking(people, most=1)[0].person == cast.carol
    assert worth_asking(people.none()) == []
    loaded = [(person, person.skill_profile) for person in people]
    assert worth_asking_in(loaded, [cast.hard, cast.soft]) == worth_asking(people)
    assert worth_asking_in(loaded, [cast.hard], most=1) == worth_asking(people, most=1)


def test_managers_find_the_ratings_that_would_settle_most_on_the_first_page(client, cast):
    make_profile(cast.carol, {cast.hard: {"sd": -1, "mean": -1}})
    client.force_login(cast.bob.user)
    page = client.get("/").text
    assert "Ratings that would settle most" in page
    client.force_login(cast.frank.user)
    assert "Ratings that would settle most" not in client.get("/").text


# --- the page ---------------------------------------------------------------------------------


def shown(client, viewer, **query):
    client.force_login(viewer.user)
    return client.get(reverse("pages:reliability_list"), query)


def test_page_names_the_form_the_interval_and_what_one_more_rater_brings(client, sales):
    page = shown(client, sales.cast.alice).text
    row = row_of(sales.cast.alice, sales.skill)
    assert "ICC(1,k)" in page
    assert f"{row.figure.value:.2f}" in page
    assert f"{row.figure.low:.2f} to {row.figure.high:.2f}" in page
    assert f"(+{row.gain:.2f})" in page
    assert row.bands_words in page


def test_page_says_which_groups_cannot_be_compared_and_who_stands_alone(client, sales):
    lone = make_employee("Lone")
    assign(lone, sales.cast.sales)
    make_evidence(lone, sales.skill, 3, Source.MANAGER, rater=sales.cast.bob)
    make_evidence(lone, sales.cast.hard, 3, Source.SELF)
    page = shown(client, sales.cast.alice).text
    assert "2 groups of people share no rater" in page
    assert "1 level rests on nothing but" in page


def test_page_filters_by_kind_and_ignores_what_it_does_not_know(client, sales):
    rows = shown(client, sales.cast.alice, kind="hard").context["page"].object_list
    assert [row.skill for row in rows] == []
    odd = shown(client, sales.cast.alice, kind="spongy", cycle=str(uuid4()), page="-3")
    assert odd.status_code == 200
    assert [row.skill for row in odd.context["page"].object_list] == [sales.skill]


def test_page_without_ratings_says_so(client, cast):
    assert "No ratings yet" in shown(client, cast.alice).text


@pytest.mark.parametrize("name", ["bob", "carol", "frank", "grace", "heidi"])
def test_page_is_for_hr(client, sales, name):
    assert shown(client, sales.cast.people[name]).status_code == 403
