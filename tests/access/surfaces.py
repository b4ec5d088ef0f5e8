"""Every place that shows or takes people, as the set of those it shows or takes.

Lists, details, exports, searches and accepted ids of one kind must name the same people: those
whom the oracle names.
"""

import csv
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.db import transaction
from django.test import Client

from employees.enums import Grant
from tests import factories as make
from tests.access.oracle import Audience, People, Person, Relation, allowed, relations
from tests.access.rows import CARD, HR, LEVELS, RATERS
from tests.access.world import World, as_people, build_people

V1 = "/api/v1"
UNITS = ["Acme", "Acme/Sales", "Acme/Sales/North", "Acme/Sales2", "Acme/Sales2/East"]


@dataclass(frozen=True)
class Surface:
    """Whom a viewer gets, and who they ought to be. `to` says who has this surface at all."""

    people: Callable[[World, Client], set[str]]
    audience: Audience
    to: Callable[[Audience], bool] = lambda _found: True
    shows_self: bool = True
    shows_left: bool = True


def surface_faults(name: str, world: World) -> Iterator[str]:
    """Viewers who get others than the oracle says."""
    surface = SURFACES[name]
    for viewer in world.viewers[1:]:
        got = surface.people(world, world.browser(viewer))
        wanted = {owner for owner in world.people if _belongs(surface, world, viewer, owner)}
        if not surface.shows_self:
            got.discard(viewer)
        if got != wanted:
            yield f"{name} of {viewer}: {sorted(got)}, not {sorted(wanted)}"


def _belongs(surface: Surface, world: World, viewer: str, owner: str) -> bool:
    found = relations(world.people, viewer, owner)
    if (owner == viewer and not surface.shows_self) or not surface.to(found):
        return False
    if world.people[owner].left and not surface.shows_left:
        return False
    return allowed(surface.audience, found)


def _sees_names_in_the_map(found: Audience) -> bool:
    """HR does, and managers, auditors among them; other auditors see groups."""
    return allowed(HR, found) or Relation.LEADS in found


# --- how each surface names people -------------------------------------------------------------


def _text(client: Client, path: str) -> str:
    response = client.get(path)
    content = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    return str(content.decode())


def _linked(*paths: str) -> Callable[[World, Client], set[str]]:
    """People whom a page links to."""

    def find(world: World, client: Client) -> set[str]:
        text = "".join(_text(client, path) for path in paths)
        return world.names(re.findall(r"/people/([0-9a-f-]{36})/", text))

    return find


def _opened(path: str) -> Callable[[World, Client], set[str]]:
    """People whose page of this kind opens."""

    def find(world: World, client: Client) -> set[str]:
        return {
            name
            for name, person in world.employees.items()
            if client.get(path.format(person.public_id)).status_code == 200
        }

    return find


def _exported(path: str, column: str) -> Callable[[World, Client], set[str]]:
    """People with something in this column of an export."""

    def find(world: World, client: Client) -> set[str]:
        texts = (_text(client, f"{path}{more}") for more in ("", "&status=left"))
        rows = [row for text in texts for row in csv.DictReader(StringIO(text))]
        numbers = {person.number: name for name, person in world.employees.items()}
        return {numbers[row["employee_number"]] for row in rows if row[column]}

    return find


def _mapped(world: World, client: Client) -> set[str]:
    """People by name in the exported skill map."""
    text = _text(client, "/skill-map/?by=people&format=csv")
    labels = {row[0] for row in csv.reader(StringIO(text))}
    return {name for name, person in world.employees.items() if str(person) in labels}


def _listed(path: str, key: str) -> Callable[[World, Client], set[str]]:
    """People in the rows of a REST list."""

    def find(world: World, client: Client) -> set[str]:
        rows = json.loads(_text(client, f"{V1}{path}"))["data"]
        return world.names(str(row["id"] if key == "id" else row[key]["id"]) for row in rows)

    return find


def _accepted(path: str, body: Callable[[Any, Any], dict[str, Any]], status: int) -> Any:
    """People whose id a write takes."""

    def find(world: World, client: Client) -> set[str]:
        return {
            name
            for name, person in world.employees.items()
            if _posted(client, path, body(person.public_id, world.skill_id)) == status
        }

    return find


def _posted(client: Client, path: str, body: dict[str, Any]) -> int:
    with transaction.atomic():
        status = client.post(path, body, "application/json").status_code
        transaction.set_rollback(True)
    return int(status)


def _rating(person: Any, skill: Any) -> dict[str, Any]:
    return {"person": str(person), "answers": [{"skill": str(skill), "level": 2}]}


SURFACES = {
    "people page": Surface(_linked("/people/", "/people/?status=left"), CARD),
    "people export": Surface(_exported("/people/?format=csv", "last_name"), CARD),
    "search": Surface(_linked("/search/?q=Example"), CARD, shows_left=False),
    "card": Surface(_opened("/people/{}/"), CARD),
    "people list": Surface(_listed("/people", "id"), CARD),
    "person": Surface(_opened(V1 + "/people/{}"), CARD),
    "export of fits": Surface(_exported("/people/?format=csv", "fit"), LEVELS),
    "evidence page": Surface(_opened("/people/{}/evidence/"), LEVELS),
    "plan page": Surface(_opened("/people/{}/plan/"), LEVELS),
    "levels list": Surface(_listed("/levels", "person"), LEVELS),
    "levels": Surface(_opened(V1 + "/people/{}/skills"), LEVELS),
    "gaps list": Surface(_listed("/gaps", "person"), LEVELS),
    "gaps": Surface(_opened(V1 + "/people/{}/gaps"), LEVELS),
    "plans list": Surface(_listed("/plans", "person"), LEVELS),
    "plan": Surface(_opened(V1 + "/people/{}/plan"), LEVELS),
    "skill map": Surface(
        _mapped, LEVELS, _sees_names_in_the_map, shows_self=False, shows_left=False
    ),
    "cell of the map": Surface(
        _linked("/skill-map/people/"),
        LEVELS,
        _sees_names_in_the_map,
        shows_self=False,
        shows_left=False,
    ),
    "rating form": Surface(_opened("/people/{}/rate/"), RATERS),
    "rating taken": Surface(_accepted(V1 + "/ratings", _rating, 201), RATERS),
}


def random_people(seed: int) -> People:
    """Seven people with any managers, units and rights; the last one has left."""
    dice = random.Random(seed)  # noqa: S311 - an organisation, not a secret
    names = ["ann", "ben", "cid", "dot", "eve", "fay", "gus"]
    facts = []
    for place, name in enumerate(names):
        manager = dice.choice(["", *names[:place], *names[:place]])
        grants = tuple(_right(dice) for _ in range(dice.choice([0, 0, 1, 1, 2])))
        left = name == "gus"
        facts.append(Person(name, dice.choice(UNITS), manager, () if left else grants, left))
    return as_people(*facts)


def _right(dice: random.Random) -> tuple[Grant, str]:
    right = dice.choice([*(one for one in Grant if one != Grant.CLIENT), Grant.HR_PARTNER])
    return right, dice.choice(UNITS) if right == Grant.HR_PARTNER else ""


def build_random_world(seed: int) -> World:
    """Everybody measured and with a recommended path."""
    world = build_people(random_people(seed))
    make.make_organisation()
    skill = make.make_skill("Spreadsheets")
    world.skill_id = skill.public_id
    activity = make.make_activity("Sums", {skill: (1, 3)})
    for person in world.employees.values():
        make.make_profile(person, {skill: {}}, fit=500)
        make.make_plan(person, [activity])
    return world
