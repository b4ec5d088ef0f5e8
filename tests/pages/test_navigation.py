"""The menu: each page lights the line that it belongs to."""

import pytest

from skillmap.pages.navigation import GROUPS, Standing, _groups
from skillmap.pages.urls import urlpatterns
from tests.access.table import TABLE

OUTSIDE = (  # reached from the top bar, from a mail, before the log-in, or a bare file
    "/search/", "/settings/", "/ratings/given/", "/account/", "/invitation/", "/external/",
    "/calendar/", "/library/",
)  # fmt: skip
EVERYTHING = frozenset(
    grant for group in GROUPS for entry in group.entries for grant in entry.grants
)
PAGES = {row.name for row in TABLE if row.method == "get"}
ADDRESSES = [f"/{pattern.pattern}" for pattern in urlpatterns if f"pages:{pattern.name}" in PAGES]


def lit(path):
    """The lines that are lit on a page for somebody who sees them all."""
    standing = Standing(None, EVERYTHING, leads=True, unread=0, takes_part=True)
    lines = [line for group in _groups(standing, path) for line in group.entries]
    return [line["label"] for line in lines if line["is_current"]]


@pytest.mark.parametrize("path", [one for one in ADDRESSES if not one.startswith(OUTSIDE)])
def test_page_lights_one_line(path):
    assert len(lit(path)) == 1


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/", "Home"),
        ("/circles/1/", "Programmes"),
        ("/meetings/1/", "Programmes"),
        ("/catalogue-addresses/", "Catalogue"),
        ("/export/", "Organisation"),
        ("/mandatory/", "Compliance"),
        ("/mentoring/find/", "Feedback"),
    ],
)
def test_page_belongs_to_the_line_that_leads_to_it(path, label):
    assert lit(path) == [label]
