"""Ask a route as everybody about everything, and say what was wrong with the answers."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse

from skillmap.core.enums import Scope
from tests.access.oracle import ANONYMOUS, allowed, relations
from tests.access.rows import Row
from tests.access.world import Canary, Thing, World

NOTHING = Thing("", None)
MARK = "canary"  # how `World.hide` begins what it hides


@cache
def routes() -> dict[str, Any]:
    """Every URL pattern by its name."""
    return dict(walk(get_resolver().url_patterns))


def address(row: Row, thing: Thing, world: World) -> str:
    """The path of this route for this thing."""
    names = [*routes()[row.name].pattern.converters, *routes()[row.name].pattern.regex.groupindex]
    if isinstance(thing.id, dict):
        return reverse(row.name, kwargs={name: thing.id[name] for name in names})
    if row.name == "api:no-such-resource":
        return "/api/v1/nothing"
    about_skill = row.about != "skill" and "skill_id" in names
    known = {"skill_id": world.skill_id} if about_skill else {}
    return reverse(row.name, kwargs={name: known.get(name, thing.id) for name in set(names)})


def faults(row: Row, world: World) -> Iterator[str]:
    """Every wrong answer of this route to anybody, about anything; secrets in it as well."""
    for thing in world.things[row.about] if row.about else [NOTHING]:
        for query in row.queries:
            url = address(row, thing, world) + query
            for viewer in world.viewers:
                wanted = statuses(row, world, viewer, thing)
                client, refused = world.browser(viewer), not is_let_in(row, world, viewer, thing)
                before = writes() if refused else 0
                yield from _ask(row, world, viewer, client, url, wanted)
                if refused and writes() != before:
                    yield f"{row.method} {url} as {viewer}: refused, and wrote all the same"
        if row.scopes:
            yield from _ask_as_programs(row, world, thing)


def statuses(row: Row, world: World, viewer: str, thing: Thing) -> frozenset[int]:
    """What the table and the oracle say."""
    found = relations(world.people, viewer, thing.owner)
    if viewer == ANONYMOUS and not allowed(row.sees, found):
        return frozenset({401 if row.is_api else 302})
    if not allowed(row.sees, found):
        return frozenset({404})
    if row.may is not None and not allowed(row.may, found):
        return frozenset({row.refused})
    return row.ok


def is_let_in(row: Row, world: World, viewer: str, thing: Thing) -> bool:
    """May this viewer do it?"""
    found = relations(world.people, viewer, thing.owner)
    return allowed(row.sees, found) and (row.may is None or allowed(row.may, found))


def writes() -> int:
    """Rows written so far by our own transaction, sessions aside."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables"
            " WHERE relname <> 'django_session'"
        )
        (count,) = cursor.fetchone() or (0,)
    return int(count or 0)


def _ask_as_programs(row: Row, world: World, thing: Thing) -> Iterator[str]:
    """With the scope a token opens what its user may see; with all others it opens nothing."""
    url = address(row, thing, world)
    others = tuple(scope for scope in Scope.values if scope not in row.scopes)
    for viewer in ("alice", "bob"):
        wanted = statuses(row, world, viewer, thing)
        with_scope = world.program(viewer, row.scopes[:1])
        yield from _ask(row, world, viewer, with_scope, url, wanted)
        yield from _ask(row, world, viewer, world.program(viewer, others), url, frozenset({403}))


def _ask(
    row: Row, world: World, viewer: str, client: Client, url: str, wanted: frozenset[int]
) -> Iterator[str]:
    who = f"{row.method} {url} as {viewer}"
    try:
        response = _send(row, client, url)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault of the route
        yield f"{who}: {error!r}"
        return
    if response.status_code not in wanted:
        yield f"{who}: {response.status_code}, not {sorted(wanted)}"
    if viewer == ANONYMOUS and wanted == {302} and "/account/login/" not in response["Location"]:
        yield f"{who}: leads to {response['Location']}"
    body = b"".join(response) if response.streaming else response.content
    text = body.decode(errors="replace") + str(response.headers)
    for canary in canaries_in(text, world):
        if not allowed(canary.audience, relations(world.people, viewer, canary.owner)):
            yield f"{who}: shows {canary.place}"


def canaries_in(text: str, world: World) -> list[Canary]:
    """The secrets that stand in it. Most begin alike, so that many a text needs one look."""
    marked = MARK in text
    may_be = [one for one in world.canaries if marked or not one.text.startswith(MARK)]
    return [one for one in may_be if one.text in text]


def _send(row: Row, client: Client, url: str) -> Any:
    """What a write changes is taken back."""
    with transaction.atomic():
        if row.method == "get":
            response = client.get(url)
        elif row.is_api:
            seen = {"if-match": '"1"'}
            response = client.generic(
                row.method.upper(), url, "{}", "application/json", headers=seen
            )
        else:
            response = client.post(url, row.body)
        transaction.set_rollback(True)
    return response


def walk(patterns: list[Any], namespace: str = "") -> Iterator[tuple[str, Any]]:
    """(name with namespace, pattern) of every address of the site."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}", pattern
