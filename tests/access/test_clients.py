"""A program of another system over REST: its scopes and its unit, and nothing beyond them."""

import pytest
from django.test import Client

from employees.services.clients import register_client
from skillmap.core.enums import Scope
from skillmap.core.tokens import issue_token
from tests.access.asking import NOTHING, address, canaries_in, writes
from tests.access.oracle import Audience, Relation, allowed
from tests.access.programs import API
from tests.access.rows import PAGE, Row
from tests.access.scim import SCIM
from tests.access.world import Thing, World
from tests.factories import make_unit

UNIT = "Acme/Sales"
CLOSED = {f"api:{name}-detail" for name in ("goals", "reviews", "review-cycles")}
"""Talks between people: HR says why it reads one, and a program cannot."""
ROWS = [row for row in [*API, *SCIM] if row.scopes]
READS = [row for row in ROWS if row.method == "get" and row.ok >= PAGE]
WRITES = [row for row in ROWS if row.method != "get"]


@pytest.fixture(scope="module")
def program(world: World):
    """Makes the program of a client of the unit, with these scopes."""
    client, _secret = register_client(
        actor=world.user("alice"), name="LMS", scopes=Scope.values, unit=make_unit(UNIT)
    )

    def make(scopes):
        _token, secret = issue_token(client.user, name="test", scopes=scopes)
        return Client(headers={"authorization": f"Bearer {secret}"})

    return make


def relations(world: World, owner: str) -> Audience:
    """A client stands to the people of its unit as HR there does, and to others not at all."""
    found = {Relation.ANYBODY, Relation.LOGGED_IN}
    person = world.people.get(owner)
    if person and not person.left and f"{person.unit}/".startswith(f"{UNIT}/"):
        found |= {Relation.IN_SCOPE, Relation.COLLEAGUE}
    return frozenset(found)


def things(row: Row, world: World) -> list[Thing]:
    return world.things[row.about] if row.about else [NOTHING]


@pytest.mark.parametrize("row", READS, ids=lambda row: row.id)
def test_a_client_reads_what_its_scope_and_its_unit_open(world: World, program, row: Row):
    able = program(row.scopes[:1])
    others = program([scope for scope in Scope.values if scope not in row.scopes])
    for thing in things(row, world):
        url = address(row, thing, world) + row.queries[0]
        assert others.get(url).status_code == 403, url
        answer = able.get(url)
        stands = relations(world, thing.owner)
        opened = row.name not in CLOSED and allowed(row.sees, stands)
        read = 200 if allowed(row.may or row.sees, stands) else row.refused
        assert answer.status_code == (read if opened else 404), (url, thing.owner)
        body = b"".join(answer) if answer.streaming else answer.content
        shown = [
            canary.place
            for canary in canaries_in(body.decode(errors="replace"), world)
            if not allowed(canary.audience, relations(world, canary.owner))
        ]
        assert not shown, url


@pytest.mark.parametrize("row", WRITES, ids=lambda row: row.id)
def test_a_client_without_the_scope_writes_nothing(world: World, program, row: Row):
    others = program([scope for scope in Scope.values if scope not in row.scopes])
    for thing in things(row, world):
        url = address(row, thing, world)
        answer = others.generic(row.method.upper(), url, "{}", "application/json")
        assert answer.status_code == 403, url


@pytest.mark.parametrize("row", [row for row in WRITES if row.about], ids=lambda row: row.id)
def test_a_client_changes_nothing_of_people_outside_its_unit(world: World, program, row: Row):
    able = program(row.scopes[:1])
    able.get("/api/v1/me")  # it is noted once that the program was here
    for thing in things(row, world):
        if thing.owner not in world.people or Relation.IN_SCOPE in relations(world, thing.owner):
            continue
        url, before = address(row, thing, world), writes()
        answer = able.generic(
            row.method.upper(), url, "{}", "application/json", headers={"if-match": "*"}
        )
        assert answer.status_code in {403, 404}, (url, thing.owner, answer.content)
        assert writes() == before, url
