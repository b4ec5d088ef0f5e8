"""Rows 1 and 2 of the promises: pages about people, and what they cost with ten times more of them.

As an HR admin, who may see everybody, and as a manager of nine people who, in the larger
organisation, lead nine each.
"""

from dataclasses import dataclass

from bench.organisation import RATINGS, REPORTS, generate, settle
from bench.pages import hr_admin, manager, queries_of, ratio_to_bare
from bench.report import Report, Row, Scale
from bench.topics.gaps import analyse
from employees.models import Employee, OrgUnit
from skillmap.core.models import User
from training.services.recommend import recommend_paths
from training.services.runs import create_run

SMALL, LARGE = 1_000, 10_000
MOST_QUERIES = 15


@dataclass(frozen=True)
class Cost:
    """Queries of one request, and its CPU in multiples of the bare page's."""

    queries: int
    ratio: float


def measure(scale: Scale) -> Report:
    """Both sizes are generated anew; `scale` makes no difference."""
    small, large = _costs(SMALL), _costs(LARGE)
    rows = [row for page in large for row in _rows(page, small[page], large[page])]
    sizes = {"small": SMALL, "large": LARGE, "ratings": RATINGS}
    return Report(sizes={"scale": scale.value, **sizes}, rows=rows)


def _rows(page: str, small: Cost, large: Cost) -> list[Row]:
    return [
        Row(f"{page}: to a bare page", large.ratio, "x", 12),
        Row(f"{page}: CPU at ten times the size", large.ratio / small.ratio, "x", 1.3),
        Row(f"{page}: queries", large.queries, "queries", MOST_QUERIES),
        Row(f"{page}: queries more at ten times the size", large.queries - small.queries, "", 0),
    ]


def _costs(people: int) -> dict[str, Cost]:
    generate(people)
    analyse()
    admin, leader = hr_admin(), manager()
    _recommend_to_reports(leader)
    settle()
    return {
        page: Cost(queries_of(user, address), ratio_to_bare(user, address))
        for page, (user, address) in _pages(admin, leader).items()
    }


def _recommend_to_reports(leader: User) -> None:
    for person in Employee.objects.in_line_of(leader)[:REPORTS]:
        recommend_paths(create_run(actor=None, employee=person))


def _pages(admin: User, leader: User) -> dict[str, tuple[User, str]]:
    unit = OrgUnit.objects.filter(path__contains="/").order_by("path")[0].public_id
    report = Employee.objects.in_line_of(leader)[0]
    person = report.get_absolute_url()
    return {
        "list of people": (admin, "/people/"),
        "list of people, as a manager": (leader, "/people/"),
        "list of people by fit": (admin, "/people/?sort=-fit"),
        "people of a unit": (admin, f"/people/?unit={unit}"),
        "search among people": (admin, f"/people/?q={report.number}"),
        "search": (leader, f"/search/?q={report.number}"),
        "profile with skills": (leader, person),
        "team": (leader, "/"),
        "plan": (leader, f"{person}plan/"),
        "start page of HR": (admin, "/"),
    }
