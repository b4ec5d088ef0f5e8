"""Who would report to whom: unknown managers and loops, found before anything is written."""

from __future__ import annotations

from collections.abc import Mapping


def unknown_managers(wanted: Mapping[str, str], known: frozenset[str]) -> set[str]:
    """Return the people of a file whose manager is neither stored nor in it, again and again.

    `wanted` maps a number to the manager's (empty: nobody). Whoever is left out cannot be the
    manager of another, so the search goes on until nobody else is left out.
    """
    missing: set[str] = set()
    while True:
        there = known | (wanted.keys() - missing)
        more = {
            number
            for number, manager in wanted.items()
            if number not in missing and manager and manager not in there
        }
        if not more:
            return missing
        missing |= more


def people_in_loops(managers: Mapping[str, str]) -> set[str]:
    """Return everybody who is, through their managers, their own manager. Linear in people."""
    state: dict[str, int] = {}
    looping: set[str] = set()
    for turn, start in enumerate(managers, start=1):
        path = []
        person = start
        while person and person not in state:
            state[person] = turn
            path.append(person)
            person = managers.get(person, "")
        if person and state[person] == turn:
            looping.update(path[path.index(person) :])
    return looping
