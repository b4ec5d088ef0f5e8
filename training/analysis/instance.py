"""A search problem as the flat arrays that compiled code reads."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from training.analysis.gain import HARD, SOFT, Floats, Ints
from training.analysis.groups import SoftSkills
from training.analysis.kernel.arrays import (
    NONE,
    Desk,
    Instance,
    Plan,
    new_desk,
    new_instance,
    new_plan,
)
from training.analysis.problem import Problem, members

TIE = 1e-9  # of F for each shared real situation: decides between plans of equal value
SESSION = 1  # what one takes in working time: a whole week's


class Draft(NamedTuple):
    """A plan for compiled code beside its starts (week or NONE), which Python reads."""

    plan: Plan
    start: Ints


def build_instance(
    problem: Problem, skills: SoftSkills, groups: Sequence[int], *, wants: Iterable[int] = ()
) -> Instance:
    """Flatten a problem; `groups` are sets that come together, `wants` kinds (HARD, SOFT) that a
    plan should contain."""
    return as_instance(instance_arrays(problem, skills, groups, wants=wants))


def as_instance(arrays: Mapping[str, NDArray[Any]]) -> Instance:
    """The instance of these arrays, each under the name of its field; no copy is made."""
    return new_instance(tuple(np.ascontiguousarray(arrays[f]) for f in Instance.__annotations__))


def instance_arrays(
    problem: Problem, skills: SoftSkills, groups: Sequence[int], *, wants: Iterable[int] = ()
) -> dict[str, NDArray[Any]]:
    """The fields of an instance by name."""
    number = {slot: k for k, slot in enumerate(skills.all)}
    released = _bools(problem.released, len(problem))
    limits = [max(problem.own_room, 1), problem.released_room, problem.budget]
    arrays: dict[str, NDArray[Any]] = {
        "penalty": problem.penalty - TIE * problem.matches,
        "cost": problem.cost,
        "total": _ints(problem.total),
        "need": np.where(released, SESSION, _ints(problem.time)),
        "lane": released.astype(np.int64),
        "sessions": _ints(problem.sessions),
        "period": _ints(problem.period),
        "length": _ints(problem.length),
        "fixed": _bools(problem.fixed, len(problem)),
        "kind": _ints(problem.kind),
        "soft": _ints([number.get(slot, -1) for slot in problem.soft]),
        "mode": _ints(problem.mode),
        "allowed": problem.allowed,
        "order": np.argsort(_ints(problem.rank)),
        "weight": problem.weight,
        "wanted": _ints([problem.wanted_modes[slot] for slot in number]),
        "wants": np.array([kind in set(wants) for kind in (HARD, SOFT)], bool),
        "room": np.stack([problem.own, np.where(problem.there, SESSION, -1)]),
        "limits": np.array(limits, float),
    }
    return arrays | _links(problem) | _groups(groups, skills, number, len(problem))


def empty_draft(problem: Problem) -> Draft:
    """Room for a plan; its contents mean nothing before the compiled `reset` or `rebuild`."""
    start = np.full(len(problem), NONE, np.int64)
    soft = len({slot for slot in problem.soft if slot >= 0})
    left = np.zeros((2, len(problem.own)), np.int64)
    work = np.zeros(soft, np.int64), np.zeros(soft, np.int64), np.zeros(5)
    return Draft(new_plan((start, left, np.ones(len(problem.weight)), *work)), start)


class Notes(NamedTuple):
    """Notes for compiled code beside those that Python reads and writes."""

    desk: Desk
    order: Ints
    score: Floats
    luck: Floats


def empty_notes(problem: Problem, groups: int, seed: int) -> Notes:
    """Room for notes; the same `seed` (0 to 2**64 - 1) makes the same random numbers."""
    n = len(problem)
    order = np.argsort(_ints(problem.rank))
    score, luck = np.zeros(groups), np.ones(groups)
    items = order, np.arange(n), np.full(n, NONE, np.int64), np.zeros(n, bool)
    more = np.ones(len(problem.weight)), np.zeros(n), np.array([seed], np.uint64)
    return Notes(new_desk((*items, score, luck, *more)), order, score, luck)


def _links(problem: Problem) -> dict[str, NDArray[Any]]:
    """What items teach, need and come before."""
    after = [members(mask) for mask in problem.after]
    taught = [np.flatnonzero(rates).tolist() for rates in problem.rates]
    skill = _rows(taught)
    keep = np.ones(skill.shape)
    for i, slots in enumerate(taught):
        keep[i, : len(slots)] = np.exp(-problem.rates[i, slots])
    return {
        "skill": skill,
        "keep": keep,
        "needs": _rows([members(mask) for mask in problem.needs]),
        "after": _rows(after),
        "before": _rows(_reverse(after, len(problem))),
    }


def _groups(
    masks: Sequence[int], skills: SoftSkills, number: dict[int, int], n: int
) -> dict[str, NDArray[Any]]:
    """Groups, and where each alone has too few modes."""
    groups = [members(mask) for mask in masks]
    short = [[(number[s], skills.modes(s, mask)) for s in skills.short(mask)] for mask in masks]
    return {
        "group": _rows(groups),
        "inside": _rows(_reverse(groups, n)),
        "short_soft": _rows([[s for s, _ in row] for row in short]),
        "short_modes": _rows([[modes for _, modes in row] for row in short]),
    }


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), np.int64)


def _bools(mask: int, n: int) -> NDArray[np.bool_]:
    found = np.zeros(n, bool)
    found[members(mask)] = True
    return found


def _rows(rows: Sequence[Sequence[int]]) -> Ints:
    """Rows of different lengths as one array, filled up with -1; at least one column."""
    table = np.full((len(rows), max([1, *(len(row) for row in rows)])), -1, np.int64)
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    return table


def _reverse(rows: Sequence[Sequence[int]], n: int) -> list[list[int]]:
    """For each of n values the numbers of the rows it is in."""
    found: list[list[int]] = [[] for _ in range(n)]
    for number, row in enumerate(rows):
        for value in row:
            found[value].append(number)
    return found
