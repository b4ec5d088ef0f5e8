"""The soft half of the starter library and the catalogues: complete and usable by plans."""

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from skillmap.starter.library import skill_kinds

ROOT = Path(__file__).resolve().parents[2] / "skillmap"
MODES = {
    "microlearning", "course", "workshop", "scenario", "role_play",
    "simulation", "mentoring", "peer_coaching", "project",
}  # fmt: skip
SITES = {"Hamburg", "Leeds", "Porto", "Chicago", "Pune", "Singapore"}
NAMED_IN_GUIDES = {
    "ACTIVE_LISTENING", "CONFLICT_RESOLUTION", "ADAPTABILITY", "EMPATHY", "CRITICAL_THINKING",
    "INITIATIVE", "CREATIVITY", "RESILIENCE", "TEAMWORK", "EMOTIONAL_INTELLIGENCE", "LEADERSHIP",
    "COMMUNICATION", "TIME_MANAGEMENT",
}  # fmt: skip
START = re.compile(r"\+\d+w(\d+d)?(T\d\d:\d\d@[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+)?")
WEEKS_OF_A_PLAN = 20
LEARNING_HOURS_A_WEEK = 2
PERIOD_WEEKS = {"weekly": 1, "monthly": 4}


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def skills_of_kind() -> dict[str, str]:
    every = rows("starter/skills_soft.csv") + rows("starter/skills_hard.csv")
    return {row["skill_code"]: row["kind"] for row in every}


def catalogue() -> list[dict[str, str]]:
    return rows("starter/activities.csv") + rows("demo/activities.csv")


def taught(activity: dict[str, str]) -> list[tuple[str, float, float]]:
    parts = [outcome.split(":") for outcome in activity["outcomes"].split("|")]
    return [(skill, float(entry), float(leave)) for skill, entry, leave, *_ in parts]


def fits(activity: dict[str, str], step: dict[str, str]) -> bool:
    """Whether the activity may fill the open slot of a template step."""
    hours = int(activity["sessions"]) * float(activity["hours_per_session"])
    allowed = set(filter(None, step["slot_modes"].split("|"))) or MODES
    return (
        taught(activity)[0][0] == step["slot_skill"]
        and activity["mode"] in allowed
        and hours <= float(step["slot_max_hours"])
    )


def test_soft_skills_cover_what_guides_name_once_each() -> None:
    codes = [row["skill_code"] for row in rows("starter/skills_soft.csv")]
    assert set(codes) >= NAMED_IN_GUIDES
    assert len(codes) == len(set(codes)) == 32


def test_soft_level_texts_describe_behaviour_and_never_repeat() -> None:
    texts = [
        row[f"level_{rank}"] for row in rows("starter/skills_soft.csv") for rank in range(1, 6)
    ]
    assert all(30 <= len(text) <= 220 and text.endswith(".") for text in texts)
    openings = Counter(" ".join(text.split()[:4]) for text in texts)
    assert openings.most_common(1)[0][1] <= 2


def test_soft_skills_have_a_meaning_and_names_people_search_for() -> None:
    for row in rows("starter/skills_soft.csv"):
        assert (row["kind"], row["scale"]) == ("soft", "")
        assert row["description"].endswith(".")
        assert row["category"]
        assert len(row["alt_labels"].split("|")) >= 2


def test_activity_codes_are_unique_and_every_reference_exists() -> None:
    activities = catalogue()
    codes = [activity["activity_code"] for activity in activities]
    assert len(codes) == len(set(codes))
    for activity in activities:
        assert set(filter(None, activity["prerequisites"].split("|"))) <= set(codes)
        assert {skill for skill, _, _ in taught(activity)} <= set(skills_of_kind())


def test_demo_catalogue_holds_a_hundred_activities_of_every_mode() -> None:
    activities = rows("demo/activities.csv")
    assert len(activities) >= 100
    assert {activity["mode"] for activity in activities} == MODES
    assert {activity["language"] for activity in activities} == {"en", "de", "es", "pt"}
    assert {activity["site"] for activity in activities} - {""} == SITES
    assert "" in {activity["cost"] for activity in activities}


def test_every_soft_skill_can_be_learned_in_two_modes_and_every_hard_one_in_one() -> None:
    modes: dict[str, set[str]] = defaultdict(set)
    for activity in catalogue():
        modes[taught(activity)[0][0]].add(activity["mode"])
    for skill, kind in skills_of_kind().items():
        assert len(modes[skill]) >= (2 if kind == "soft" else 1), skill


@pytest.mark.parametrize("activity", catalogue(), ids=lambda a: a["activity_code"])
def test_activity_can_stand_in_a_plan(activity: dict[str, str]) -> None:
    sessions, hours = int(activity["sessions"]), float(activity["hours_per_session"])
    assert (sessions - 1) * int(activity["period_weeks"]) + 1 <= WEEKS_OF_A_PLAN
    assert 0 < hours <= LEARNING_HOURS_A_WEEK or activity["released_time"] == "1"
    assert all(0 <= entry < leave <= 5 for _, entry, leave in taught(activity))
    assert (activity["venue"] == "onsite") == bool(activity["site"])
    assert (activity["currency"] == "EUR") or not activity["cost"] or activity["cost"] == "0"


@pytest.mark.parametrize("activity", catalogue(), ids=lambda a: a["activity_code"])
def test_activity_dates_are_offsets_and_seats_belong_to_dates(activity: dict[str, str]) -> None:
    starts = list(filter(None, activity["starts_on"].split("|")))
    assert all(START.fullmatch(start) for start in starts)
    assert bool(activity["seats"]) <= bool(starts)


def test_situations_of_activities_are_those_of_roles() -> None:
    known = {phrase for row in rows("starter/roles.csv") for phrase in row["situations"].split("|")}
    used = {phrase for row in catalogue() for phrase in row["situations"].split("|")} - {""}
    assert used <= known
    assert known <= used


def test_template_steps_name_an_activity_or_a_slot_that_can_be_filled() -> None:
    shipped = {row["activity_code"]: row for row in rows("starter/activities.csv")}
    everything = catalogue()
    for step in rows("starter/templates.csv"):
        assert bool(step["activity_code"]) != bool(step["slot_skill"])
        if step["activity_code"]:
            assert step["activity_code"] in shipped
        else:
            assert any(fits(activity, step) for activity in everything), step


def test_template_rhythm_is_that_of_its_activity() -> None:
    shipped = {row["activity_code"]: row for row in rows("starter/activities.csv")}
    for step in rows("starter/templates.csv"):
        activity = shipped.get(step["activity_code"])
        if activity is None or step["cadence"] == "once":
            assert step["times"] == "1"
            continue
        assert activity["sessions"] == step["times"]
        assert int(activity["period_weeks"]) == PERIOD_WEEKS[step["cadence"]]


def test_new_manager_path_is_weekly_video_monthly_mentoring_closing_simulation_in_the_lms() -> None:
    shipped = {row["activity_code"]: row for row in rows("starter/activities.csv")}
    steps = [s for s in rows("starter/templates.csv") if s["template_code"] == "NEW_MANAGER"]
    activities = [shipped[step["activity_code"]] for step in steps]
    assert [(step["cadence"], a["mode"]) for step, a in zip(steps, activities, strict=True)] == [
        ("weekly", "microlearning"),
        ("monthly", "mentoring"),
        ("once", "simulation"),
    ]
    assert activities[-1]["capstone"] == "1"
    assert activities[-1]["url"].startswith("https://lms.")


def test_customer_success_path_joins_product_training_with_a_conflict_module() -> None:
    steps = [s for s in rows("starter/templates.csv") if s["template_code"] == "CUSTOMER_SUCCESS"]
    assert steps[0]["activity_code"] == "CS-PRODUCT"
    assert (steps[1]["slot_skill"], steps[1]["slot_modes"], steps[1]["slot_max_hours"]) == (
        "CONFLICT_RESOLUTION",
        "",
        "4",
    )
    modes = {activity["mode"] for activity in catalogue() if fits(activity, steps[1])}
    assert len(modes) >= 3


def test_templates_teach_both_kinds_and_serve_known_roles() -> None:
    kinds, roles = skills_of_kind(), {row["role_code"] for row in rows("starter/roles.csv")}
    shipped = {row["activity_code"]: row for row in rows("starter/activities.csv")}
    taught_kinds: dict[str, set[str]] = defaultdict(set)
    for step in rows("starter/templates.csv"):
        assert step["audience_role"] in roles | {""}
        skills = (
            [skill for skill, _, _ in taught(shipped[step["activity_code"]])]
            if step["activity_code"]
            else [step["slot_skill"]]
        )
        taught_kinds[step["template_code"]] |= {kinds[skill] for skill in skills}
    assert all(found == {"hard", "soft"} for found in taught_kinds.values())


def test_review_questions_ask_both_kinds_from_both_sides() -> None:
    questions = rows("starter/questions.csv")
    assert 24 <= len(questions) == len({question["question_code"] for question in questions})
    assert {question["kind"] for question in questions} == {"hard", "soft", "both"}
    assert {question["phase"] for question in questions} == {"self", "manager", "both"}
    assert all(question["text"].rstrip().endswith(("?", ".")) for question in questions)


def test_review_questions_name_skills_of_their_kind_and_the_period() -> None:
    kinds, linked = skill_kinds(), 0
    questions = rows("starter/questions.csv")
    for question in questions:
        for code in filter(None, question["skills"].split("|")):
            assert question["kind"] in {kinds[code], "both"}, question
            linked += 1
    assert linked >= 10
    assert sum("{period}" in question["text"] for question in questions) >= 4
