"""Tests and scenarios of the library are content people meet: complete and consistent."""

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from assessments.analysis.scenes import graph_faults, longest_way
from assessments.imports.items_csv import read_items
from assessments.imports.scenarios_csv import COLUMNS
from skillmap.core.tabular.reading import read_sheet

ROOT = Path(__file__).parents[2] / "skillmap"


def rows(name):
    with (ROOT / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, strict=True))


def scenarios():
    found = defaultdict(lambda: defaultdict(list))
    for row in rows("starter/scenarios.csv"):
        found[row["scenario_code"]][row["scene_code"]].append(row["next_scene"])
    return found


def test_library_has_two_tests_of_a_dozen_questions_or_more_of_every_kind():
    parsed = read_items(read_sheet(ROOT / "starter" / "items.csv"))
    per_skill = Counter(row.skill_code for row in parsed.rows)
    assert parsed.faults == []
    assert set(per_skill) == {"SQL", "DATA_PROTECTION"}
    assert min(per_skill.values()) >= 12
    for skill in per_skill:
        kinds = {row.content.kind for row in parsed.rows if row.skill_code == skill}
        assert kinds == {"single", "multiple", "ordering", "numeric"}


def test_parameters_of_the_library_say_that_they_are_assumed_and_spread_over_the_levels():
    parsed = read_items(read_sheet(ROOT / "starter" / "items.csv"))
    for row in parsed.rows:
        assert row.content.a is not None
        assert row.content.calibration.startswith("assumed")
    for skill in ("SQL", "DATA_PROTECTION"):
        hard = [row.content.b for row in parsed.rows if row.skill_code == skill]
        assert min(hard) < -1.5
        assert max(hard) > 1


def test_questions_are_distinct():
    stems = Counter(row["question"] for row in rows("starter/items.csv"))
    assert max(stems.values()) == 1


@pytest.mark.parametrize("code", ["ANGRY_CLIENT", "TEAM_QUARREL"])
def test_scenario_branches_over_four_scenes_and_more_and_always_ends(code):
    graph = dict(scenarios()[code])
    assert graph_faults(graph) == []
    assert longest_way(graph) >= 4
    assert len(graph) >= 6
    assert any(len(set(following)) > 1 for following in graph.values())


def test_scenario_file_has_our_columns_and_texts_for_every_reaction():
    for row in rows("starter/scenarios.csv"):
        assert tuple(row) == COLUMNS
        assert row["reaction_text"].strip()


def test_demo_experts_key_every_reaction_and_accept_two_in_each_scene():
    keys = defaultdict(dict)
    for row in rows("demo/scenario_keys.csv"):
        levels = [float(row[f"key_{n}"]) for n in (1, 2, 3)]
        assert all(0 <= level <= 5 and level * 2 % 1 == 0 for level in levels)
        keys[row["scenario_code"], row["scene_code"]][row["reaction_code"]] = sum(levels) / 3
    keyed = {(*scene, reaction) for scene, found in keys.items() for reaction in found}
    written = {
        (row["scenario_code"], row["scene_code"], row["reaction_code"])
        for row in rows("starter/scenarios.csv")
    }
    assert keyed == written
    for found in keys.values():
        assert sum(level >= max(found.values()) - 1 for level in found.values()) >= 2
