"""Every route, every viewer, every relation: the answer is the table's, and no secret gets out."""

import pytest
from django.urls import reverse

from tests.access.asking import address, faults, routes
from tests.access.rows import Row
from tests.access.table import TABLE
from tests.access.world import Thing, World

ROWS = {row.id: row for row in TABLE}
WRITES = ("post", "put", "patch", "delete")


def test_table_names_each_route_and_method_once():
    assert len(ROWS) == len(TABLE)


@pytest.mark.parametrize("name", routes())
def test_route_has_a_row_for_each_of_its_methods(world: World, name: str):
    rows = [row for row in TABLE if row.name == name]
    assert rows, f"{name} has no row in tests/access/table.py: say who may use it"
    assert {row.method for row in rows} == _methods(world, rows[0])


@pytest.mark.parametrize("row", [row for row in TABLE if row.name in routes()], ids=lambda r: r.id)
def test_route_answers_everybody_as_the_table_says(world: World, row: Row):
    found = list(faults(row, world))
    assert not found, "\n".join(found)


def test_table_has_no_row_for_a_route_that_is_gone():
    assert {row.name for row in TABLE} <= set(routes())


def _methods(world: World, row: Row) -> set[str]:
    """What the view accepts: from its class, else from what it says to a method it has not."""
    view = routes()[row.name].callback
    if actions := getattr(view, "actions", None):
        return set(actions) - {"head"}
    if handler := getattr(view, "view_class", None) or getattr(view, "cls", None):
        known = {method for method in ("get", *WRITES) if hasattr(handler, method)}
        return (known - {"put"} if row.name.startswith("account_") else known) or {"get"}
    thing = world.things[row.about][0] if row.about else Thing("", None)
    answer = world.browser("alice").generic("PROPFIND", address(row, thing, world))
    assert answer.status_code == 405, "the view takes any method: decorate it"
    return {method.strip().lower() for method in answer["Allow"].split(",")} - {"head", "options"}


def test_front_page_needs_a_log_in(world: World):
    assert (
        world.browser("anonymous").get("/people/")["Location"].startswith(reverse("account_login"))
    )
