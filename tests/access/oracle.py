"""Who may do what, said a second time in the plainest words: loops over a handful of facts.

It imports nothing of the project but enums, so that a mistake there is not repeated here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from employees.enums import Grant

ANONYMOUS = "anonymous"


@dataclass(frozen=True)
class Person:
    """The facts about somebody that decide on access. `grants` maps a right to its unit."""

    name: str
    unit: str
    manager: str = ""
    grants: tuple[tuple[Grant, str], ...] = ()
    left: bool = False
    stands_in_for: str = ""
    mentor: str = ""
    shares_with_mentor: bool = False


People = Mapping[str, Person]


class Relation(StrEnum):
    """How a viewer stands to the owner of a thing. Without an owner only the rights are left."""

    ANYBODY = "anybody, logged in or not"
    LOGGED_IN = "logged in"
    COLLEAGUE = "logged in, and the owner works here"
    SELF = "the owner"
    LINE = "the owner's manager"
    CHAIN = "the owner's manager, or above"
    DELEGATE = "stands in for the owner's manager today"
    IN_SCOPE = "HR partner of the owner's unit"
    APPROVER = "who approves what costs: the owner's manager, or HR for those without one"
    MENTOR = "the owner's mentor"
    TRUSTED_MENTOR = "the owner's mentor, with whom everything is shared"
    LEADS = "somebody's manager"
    TAKER = "logged in, without a right that shows the keys of tests"
    HR_ADMIN = "HR admin"
    HR_PARTNER = "HR partner of anything"
    LEARNING = "learning manager"
    AUDITOR = "auditor"


Audience = frozenset[Relation]
_RIGHTS = {
    Grant.HR_ADMIN: Relation.HR_ADMIN,
    Grant.HR_PARTNER: Relation.HR_PARTNER,
    Grant.LEARNING: Relation.LEARNING,
    Grant.AUDITOR: Relation.AUDITOR,
}

_READS_KEYS = {Grant.HR_ADMIN, Grant.HR_PARTNER, Grant.LEARNING}


def relations(people: People, viewer: str, owner: str = "") -> Audience:
    """Every relation of `viewer` to `owner` (both by name)."""
    found = {Relation.ANYBODY}
    if viewer == ANONYMOUS:
        return frozenset(found)
    found |= {Relation.LOGGED_IN}
    found |= {_RIGHTS[grant] for grant, _unit in people[viewer].grants}
    if not any(grant in _READS_KEYS for grant, _unit in people[viewer].grants):
        found.add(Relation.TAKER)
    if any(person.manager == viewer for person in people.values() if not person.left):
        found.add(Relation.LEADS)
    if owner:
        found |= set(_to_owner(people, people[viewer], people[owner]))
    return frozenset(found)


def _to_owner(people: People, viewer: Person, owner: Person) -> Iterator[Relation]:
    managers = [] if owner.left else _managers(people, owner)
    if viewer.name == owner.name:
        yield Relation.SELF
    elif _stands_above(viewer, managers[0]) if managers else _is_hr_for(viewer, owner):
        yield Relation.APPROVER
    if owner.left:
        return
    yield Relation.COLLEAGUE
    if viewer.name in managers[:1]:
        yield Relation.LINE
    if viewer.name in managers:
        yield Relation.CHAIN
    if managers and viewer.stands_in_for == managers[0] and viewer.name != owner.name:
        yield Relation.DELEGATE
    if owner.mentor == viewer.name:
        yield Relation.MENTOR
        if owner.shares_with_mentor:
            yield Relation.TRUSTED_MENTOR
    if viewer.name != owner.name and _has_in_scope(viewer, owner):
        yield Relation.IN_SCOPE


def _stands_above(viewer: Person, manager: str) -> bool:
    return manager in (viewer.name, viewer.stands_in_for)


def _managers(people: People, person: Person) -> list[str]:
    above: list[str] = []
    while person.manager and person.manager not in above:
        above.append(person.manager)
        person = people[person.manager]
    return above


def _has_in_scope(viewer: Person, owner: Person) -> bool:
    if owner.left:
        return False
    for grant, unit in viewer.grants:
        if grant == Grant.HR_PARTNER and (owner.unit == unit or owner.unit.startswith(f"{unit}/")):
            return True
    return False


def _is_hr_for(viewer: Person, owner: Person) -> bool:
    return (Grant.HR_ADMIN, "") in viewer.grants or _has_in_scope(viewer, owner)


def allowed(audience: Audience, found: Audience) -> bool:
    """Is anybody of the audience among these relations?"""
    return bool(audience & found)
