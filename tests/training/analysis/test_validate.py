"""Each seeded violation must be found, and only that one."""

from dataclasses import replace

import pytest

from tests.training.analysis.builders import (
    CONFLICT,
    EXCEL,
    LISTENING,
    MONDAY,
    SQL,
    activity,
    on,
    person,
    teaches,
)
from training.analysis.learner import Rules
from training.analysis.validate import Placed, find_violations

CATALOGUE = [
    activity("BASICS", teaches(SQL)),
    activity("SHEETS", cost=100.0, prerequisites=("BASICS",)),
    activity("TALK", teaches(LISTENING), dates=(on(5),), venue="live_online"),
    activity("ROLE", teaches(LISTENING), mode="role_play", sessions=2),
    activity("SIM", teaches(LISTENING), mode="simulation", sessions=1, capstone=True),
    activity("DAY", sessions=1, session_hours=8.0, released=True),
    activity("DAY2", sessions=1, session_hours=8.0, released=True),
    activity("FIGHT", teaches(CONFLICT)),
    activity("FIGHT2", teaches(CONFLICT), mode="workshop"),
]
STEPS = {
    "BASICS": (0, 1, 2, 3),
    "SHEETS": (4, 5, 6, 7),
    "TALK": (5, 6, 7, 8),
    "ROLE": (9, 10),
    "SIM": (11,),
    "DAY": (2,),
}
LEARNER = person(EXCEL, LISTENING, SQL, site="Graz", languages=frozenset({"en"}))


def found(steps=None, learner=LEARNER, catalogue=CATALOGUE, rules=None, **more):
    chosen = STEPS if steps is None else steps
    return [
        (violation.rule, violation.code)
        for violation in find_violations(
            [Placed(code, weeks) for code, weeks in chosen.items()],
            activities={a.code: a for a in catalogue},
            learner=learner,
            rules=rules or Rules(budget=100.0),
            start=MONDAY,
            **more,
        )
    ]


def changed(code, **changes):
    return [replace(a, **changes) if a.code == code else a for a in CATALOGUE]


def test_valid_plan_has_no_violation():
    assert found() == []


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (STEPS | {"NEW": (0,)}, ("unknown activity", "NEW")),
        (STEPS | {"ROLE": ()}, ("no weeks", "ROLE")),
        (STEPS | {"ROLE": (9, 12)}, ("rhythm", "ROLE")),
        (STEPS | {"SIM": (20,)}, ("horizon", "SIM")),
        (STEPS | {"TALK": (4, 5, 6, 7)}, ("dates", "TALK")),
        (STEPS | {"SHEETS": (3, 4, 5, 6)}, ("prerequisite", "SHEETS")),
        (STEPS | {"SIM": (10,)}, ("closing exercise last", "SIM")),
        (STEPS | {"DAY2": (2,)}, ("two sessions in working time in one week", "")),
        ({k: w for k, w in STEPS.items() if k != "BASICS"}, ("prerequisite", "SHEETS")),
        (STEPS | {"FIGHT": (12, 13, 14, 15)}, ("closes no gap", "FIGHT")),
    ],
)
def test_seeded_fault_in_the_steps_is_found(steps, expected):
    assert expected in found(steps)


@pytest.mark.parametrize(
    ("code", "changes", "expected"),
    [
        ("ROLE", {"language": "de"}, ("language", "ROLE")),
        ("ROLE", {"venue": "onsite", "site": "Lima"}, ("travel", "ROLE")),
        ("ROLE", {"seats_left": 0}, ("seats", "ROLE")),
        ("TALK", {"dates": (on(5, seats=0),)}, ("seats", "TALK")),
        ("TALK", {"dates": (on(5, hour=19),)}, ("time zone", "TALK")),
        ("BASICS", {"prerequisites": ("SHEETS",)}, ("prerequisite circle", "BASICS")),
        ("ROLE", {"session_hours": 1.75}, None),
        ("TALK", {"session_hours": 1.5}, ("hours per week", "")),
        ("DAY", {"session_hours": 25.0}, ("working hours", "")),
        ("SHEETS", {"cost": 101.0}, ("budget", "")),
        ("SHEETS", {"cost": None}, ("unknown cost", "SHEETS")),
        ("ROLE", {"outcomes": (teaches(LISTENING, 2.0, 2.0),)}, ("closes no gap", "ROLE")),
    ],
)
def test_seeded_fault_in_the_catalogue_is_found(code, changes, expected):
    violations = found(catalogue=changed(code, **changes))
    assert violations == ([] if expected is None else violations)
    assert expected is None or expected in violations


def test_completed_step_is_found():
    learner = replace(LEARNER, completed=frozenset({"ROLE"}))
    assert found(learner=learner) == [("completed", "ROLE")]


def test_single_mode_on_a_soft_skill_is_found():
    steps = {"TALK": STEPS["TALK"], "BASICS": STEPS["BASICS"]}
    assert found(steps) == [("modes", "TALK")]


def test_single_mode_is_enough_where_the_catalogue_has_no_other():
    catalogue = [a for a in CATALOGUE if a.code not in ("ROLE", "SIM")]
    assert found({"TALK": STEPS["TALK"], "BASICS": STEPS["BASICS"]}, catalogue=catalogue) == []


def test_plan_of_one_kind_is_found_unless_explained():
    steps = {"BASICS": (0, 1, 2, 3)}
    assert found(steps) == [("no step on a soft skill", "")]
    assert found(steps, explained=("soft",)) == []
    assert found(steps, explained=("hard",)) == [("no step on a soft skill", "")]
    assert found(steps, rules=Rules(both_kinds=False)) == []


def test_fixed_step_need_not_close_a_gap():
    steps = STEPS | {"FIGHT": (12, 13, 14, 15)}
    assert found(steps, fixed=frozenset({"FIGHT"})) == []


def test_step_twice_is_found():
    steps = [Placed("BASICS", (0, 1, 2, 3)), Placed("BASICS", (4, 5, 6, 7))]
    rules = Rules(both_kinds=False)
    by_code = {a.code: a for a in CATALOGUE}
    violations = find_violations(
        steps, activities=by_code, learner=LEARNER, rules=rules, start=MONDAY
    )
    assert [v.rule for v in violations] == ["twice"]
