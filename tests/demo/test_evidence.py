"""The evidence of the demo tells the stories it is meant to tell."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from statistics import mean

import pytest

from skillmap.demo import personas
from skillmap.demo.evidence import LATE_UNIT, build_evidence
from skillmap.demo.learning import build_learning
from skillmap.demo.people import build_people
from skillmap.demo.structure import FOLDER
from skillmap.starter.library import rows, skill_kinds

MONDAY = date(2026, 11, 16)
CATALOGUE = list(rows(FOLDER / "activities.csv"))


@pytest.fixture(scope="module")
def people():
    return build_people()


@pytest.fixture(scope="module")
def evidence(people):
    return build_evidence(people, MONDAY)


@pytest.fixture(scope="module")
def of_persona(people, evidence):
    numbers = {one.key: one.number for one in people}

    def select(key, skill=None, sources=None):
        return [
            one.level
            for one in evidence
            if one.employee == numbers[key]
            and (skill is None or one.skill == skill)
            and (sources is None or one.source in sources)
        ]

    return select


def test_evidence_has_every_source_but_completions_over_three_years(evidence):
    assert set(Counter(one.source for one in evidence)) == {
        "self",
        "manager",
        "peer",
        "report",
        "test",
        "certificate",
        "work_sample",
        "agreed",
        "external",
    }
    assert min(one.observed_on for one in evidence) < MONDAY - timedelta(days=1050)
    assert max(one.observed_on for one in evidence) < MONDAY


def test_evidence_levels_are_half_steps_on_the_scale(evidence):
    assert {one.level * 2 % 1 for one in evidence} == {0}
    assert {0 < one.level <= 5 for one in evidence} == {True}


def test_evidence_a_week_later_is_the_same_shifted_by_a_week(people, evidence):
    later = build_evidence(people, MONDAY + timedelta(days=7))

    assert [(one.employee, one.skill, one.level) for one in later] == [
        (one.employee, one.skill, one.level) for one in evidence
    ]
    assert later[0].observed_on - evidence[0].observed_on == timedelta(days=7)


def test_evidence_keeps_one_row_per_reference_person_skill_and_source(evidence):
    keys = Counter(
        (one.source, one.reference, one.employee, one.skill) for one in evidence if one.reference
    )
    assert [key for key, times in keys.items() if times > 1] == []


def test_agreed_levels_stand_in_for_both_ratings_of_the_same_review(evidence):
    of_review = defaultdict(set)
    for one in evidence:
        if one.review:
            of_review[one.review, one.employee, one.skill].add(one.source)
    agreed = [sources for sources in of_review.values() if "agreed" in sources]

    assert len(agreed) > 500
    assert [sources for sources in agreed if sources != {"self", "manager", "agreed"}] == []


def test_nobody_is_rated_by_the_absent_or_by_themselves_as_manager(people, evidence):
    joined = {one.number: MONDAY + timedelta(days=one.joined) for one in people}
    left = {one.number: MONDAY + timedelta(days=one.left) for one in people if one.left is not None}
    for one in evidence:
        for number in filter(None, (one.employee, one.rater)):
            assert joined[number] <= one.observed_on + timedelta(days=21), one
            assert one.observed_on < left.get(number, date.max), one
        assert (one.rater == one.employee) == (one.source == "self"), one


def test_flawless_engineer_is_strong_in_hard_skills_and_weak_in_communication(of_persona):
    key = personas.FLAWLESS_ENGINEER

    assert mean(of_persona(key, "PYTHON")) > 4
    assert mean(of_persona(key, "COMMUNICATION")) < 2


def test_customer_success_manager_has_a_gap_of_each_kind(of_persona):
    assert mean(of_persona(personas.EMPLOYEE, "PRODUCT_KNOWLEDGE")) < 3
    assert mean(of_persona(personas.EMPLOYEE, "DIFFICULT_CONVERSATIONS")) < 3
    assert mean(of_persona(personas.EMPLOYEE, "CUSTOMER_FOCUS")) > 3.5


def test_manager_who_avoids_conflict_is_seen_so_by_his_reports(of_persona):
    key = personas.AVOIDING_MANAGER
    conflict = of_persona(key, "CONFLICT_RESOLUTION", {"report"})

    assert len(conflict) >= 4
    assert mean(conflict) < 1.8
    assert mean(of_persona(key, "LEADERSHIP")) > 2.8


def test_new_hire_has_no_evidence_at_all(of_persona):
    assert of_persona(personas.NEW_HIRE) == []


def test_strict_rater_gives_lower_and_lenient_rater_higher_levels(people, evidence):
    numbers = {one.key: one.number for one in people}
    own = {
        (one.employee, one.skill, one.observed_on.year): one.level
        for one in evidence
        if one.source == "self"
    }
    apart = defaultdict(list)
    for one in evidence:
        key = (one.employee, one.skill, one.observed_on.year)
        if one.source == "manager" and key in own:
            apart[one.rater].append(one.level - own[key])
    everybody = mean(mean(values) for values in apart.values())

    assert mean(apart[numbers[personas.STRICT_RATER]]) < everybody - 0.5
    assert mean(apart[numbers[personas.LENIENT_RATER]]) > everybody + 0.5


def test_flat_rater_gives_everybody_the_same(people, evidence):
    flat = next(one.number for one in people if one.key == personas.FLAT_RATER)
    given = [one.level for one in evidence if one.rater == flat and one.source == "manager"]

    assert len(given) >= 20
    assert set(given) == {3.0}


def test_expired_certificate_ended_weeks_ago(people, evidence):
    holder = next(one.number for one in people if one.key == personas.EXPIRED_CERTIFICATE)
    ended = [one.expires_on for one in evidence if one.employee == holder and one.expires_on]

    assert MONDAY - timedelta(days=37) in ended


def test_payroll_is_known_by_one_person_only(people, evidence):
    knowing = {one.employee for one in evidence if one.skill == "PAYROLL"}

    assert knowing == {one.number for one in people if one.key == personas.ONLY_PAYROLL}


def test_late_plant_has_self_ratings_only(people, evidence):
    plant = {one.number for one in people if one.team.unit == LATE_UNIT and one.seat > 0}

    assert {one.source for one in evidence if one.employee in plant} == {"self"}


def test_asked_skills_are_at_most_eight_a_season_with_three_of_each_kind(evidence):
    kinds = skill_kinds()
    asked = defaultdict(set)
    for one in evidence:
        if one.source == "manager":
            asked[one.employee, one.observed_on].add(one.skill)
    for skills in asked.values():
        by_kind = Counter(kinds[skill] for skill in skills)
        assert len(skills) <= 8
        assert min(by_kind["hard"], by_kind["soft"]) >= 3


def test_learning_is_on_the_catalogue_and_never_twice_or_in_the_future(people):
    learned = build_learning(people, CATALOGUE, MONDAY)
    codes = {row["activity_code"] for row in CATALOGUE}

    assert len(learned) > 200
    assert {one.activity for one in learned} <= codes
    assert max(one.completed_on for one in learned) < MONDAY
    assert max(Counter((one.employee, one.activity) for one in learned).values()) == 1
