"""Rows 3 and 9 of the promises: the skill map of everybody, shown and computed anew."""

from bench.cpu import cpu_seconds
from bench.organisation import generate
from bench.pages import answer_of, hr_admin, ratio_to_bare
from bench.report import Report, Row, Scale
from bench.topics.first_visit import Page
from bench.topics.gaps import analyse, copy
from employees.models import OrgUnit
from skillmap.core.models import User

PEOPLE = {Scale.SMALL: 2_000, Scale.FULL: 10_000}
OPENED = "/skill-map/?by=people&open=hard:Category+0"  # as many rows as a page has


def measure(scale: Scale) -> Report:
    """Everybody, all roles, the filter by unit included."""
    people = PEOPLE[scale]
    generate(people)
    recomputed = cpu_seconds(analyse)
    floor = cpu_seconds(copy)
    admin = hr_admin()
    return Report(
        sizes={"scale": scale.value, "people": people},
        rows=[
            Row("the map to a bare page", ratio_to_bare(admin, "/skill-map/"), "x", 12),
            Row("the map of one unit to a bare page", ratio_to_bare(admin, _one_unit()), "x", 12),
            Row("elements of the map", _elements(admin, "/skill-map/"), "elements", 6000),
            Row("elements of the map of people", _elements(admin, OPENED), "elements", 6000),
            Row("full recomputation beyond 4 x its copy floor", recomputed - 4 * floor, "s", 3),
        ],
    )


def _elements(user: User, address: str) -> int:
    page = Page()
    page.feed(answer_of(user, address).content.decode())
    return page.elements


def _one_unit() -> str:
    unit = OrgUnit.objects.order_by("path").first()
    return f"/skill-map/?unit={unit.public_id if unit else ''}"
