"""Row 8 of the promises: a page of twenty rows over REST beside the bare page.

Requests a second on the same processor are the inverse of the processor time of one, however many
clients ask: so one asks, and the other seven need no threads that would blur the measure.
"""

from bench.organisation import generate, settle
from bench.pages import hr_admin, queries_of, ratio_to_bare
from bench.report import Direction, Report, Row, Scale

PEOPLE = 1_000
ADDRESSES = {
    "people": "/api/v1/people?limit=20",
    "skills": "/api/v1/skills?limit=20",
    "events": "/api/v1/events?limit=20",
}
MOST_QUERIES = 5


def measure(scale: Scale) -> Report:
    """The organisation is generated anew; `scale` makes no difference."""
    generate(PEOPLE)
    user = hr_admin()
    settle()
    rows = []
    for name, address in ADDRESSES.items():
        share = 1 / ratio_to_bare(user, address)
        rows.append(
            Row(f"{name}: requests a second, to the bare page's", share, "x", 0.25, Direction.MIN)
        )
        queries = queries_of(user, address)
        rows.append(Row(f"{name}: queries", queries, "queries", MOST_QUERIES))
    return Report(sizes={"scale": scale.value, "people": PEOPLE}, rows=rows)
