"""Scenarios that people cannot get through are found before anybody tries."""

import random

import pytest

from assessments.analysis.scenes import graph_faults, longest_way

SOUND = {"open": ["calm", "angry"], "calm": ["end", ""], "angry": ["end", "end"], "end": ["", ""]}


def codes(graph):
    return {(fault.scene, fault.code) for fault in graph_faults(graph)}


def test_sound_scenario_has_no_faults():
    assert graph_faults(SOUND) == []
    assert longest_way(SOUND) == 3


@pytest.mark.parametrize(
    ("graph", "fault"),
    [
        ({}, ("", "short")),
        ({"a": ["", ""]}, ("a", "short")),
        ({"a": ["b", ""], "b": ["", ""]}, ("a", "short")),
        ({"a": ["b"], "b": ["", ""]}, ("a", "few_reactions")),
        ({"a": ["b", "x"], "b": ["", ""]}, ("a", "unknown_scene")),
        ({"a": ["b", "b"], "b": ["", ""], "c": ["", ""]}, ("c", "unreachable")),
        ({"a": ["b", "b"], "b": ["a", ""]}, ("b", "loop")),
        ({"a": ["b", "a"], "b": ["", ""]}, ("a", "loop")),
        ({"a": ["b", "c"], "b": ["c", ""], "c": ["b", ""]}, ("b", "loop")),
    ],
)
def test_fault_is_found_where_it_is(graph, fault):
    found = codes(graph)
    assert fault in found or (fault[1] == "loop" and any(code == "loop" for _, code in found))


def walks(graph, scene, most):
    """Number of scenes of every way from `scene`; None for one that is too long to end."""
    if most == 0:
        return [None]
    found = []
    for after in graph[scene]:
        rest = walks(graph, after, most - 1) if after else [0]
        found += [None if one is None else one + 1 for one in rest]
    return found


def test_random_scenarios_are_judged_as_walking_them_does():
    dice = random.Random(4)  # noqa: S311 - examples, not secrets
    for _ in range(300):
        names = "abcde"[: dice.randint(2, 5)]
        graph = {name: dice.choices([*names, "", ""], k=2) for name in names}
        ways = walks(graph, "a", 7)
        ends = None not in ways
        found = {code for _scene, code in codes(graph)}
        assert ("loop" in found) == (not ends)
        if ends:
            assert ("short" in found) == (min(ways) < 2)
            assert longest_way(graph) == max(ways)
