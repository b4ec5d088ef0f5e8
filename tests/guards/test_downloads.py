"""Every list can be taken away as a file; the few that cannot say why."""

import csv
import html
import re
from io import BytesIO, StringIO
from types import SimpleNamespace
from urllib.parse import urljoin

import openpyxl
import pytest
from django.test import Client

from tests.access.asking import address
from tests.guards.office import Office
from tests.guards.test_query_counts import ROWS
from tests.guards.tree import tracked

ONE_FORM = {"pages:budget_run", "pages:feedback_report"}  # reports of several parts, CSV alone
OTHER_ROWS = {
    "pages:audit_list",  # a line a field
    "pages:goal_balance",  # units; the page lists people below
    "pages:review_list",  # cycles; the page lists the reviews that one leads above
    "pages:skill_map",  # a line a person or unit and skill
}
OFFERS = re.compile(r"components/downloads\.html|pages:library_file|format='csv'|\?format=csv")
LINK = re.compile(r'href="([^"?]*\?[^"]*format=csv[^"]*)"')
PAGED = "components/pagination.html"
PAGES = [row for row in ROWS if row.name.startswith("pages:") and row.name not in ONE_FORM]
WITHOUT_A_FILE = {
    "worked off row by row: what is answered leaves the list": {
        "pages/inbox_list.html", "pages/kind_list.html", "pages/lookalike_list.html",
        "pages/name_list.html", "pages/skill_map_ask.html", "pages/suggestion_list.html",
        "pages/title_list.html", "pages/matching_list.html", "pages/matching_detail.html",
    },
    "of oneself or one person: it is in the copy of their data": {
        "pages/check_in_list.html", "pages/exercise_list.html", "pages/feedback_list.html",
        "pages/mentorship_list.html", "pages/observation_list.html", "pages/person_check_ins.html",
        "pages/person_evidence.html", "pages/person_observations.html",
        "pages/person_remarks.html", "pages/recognition_list.html", "pages/remark_list.html",
        "pages/token_list.html", "reviews/goal_list.html",
    },
    "shown by colleagues to be read here, not to be collected": {"pages/goal_shared_list.html"},
    "not yet agreed, or compared between groups: it stays in the house": {
        "reviews/calibration_people.html", "reviews/fairness_list.html",
    },
    "the rules and designs that HR sets here, not records about people": {
        "pages/certificate_kind_list.html", "pages/foreign_list.html", "pages/item_list.html",
        "pages/mandatory_list.html", "pages/programme_list.html", "pages/quiz_list.html",
        "reviews/question_list.html", "reviews/template_list.html", "training/template_list.html",
    },
    "its rows are the door to a page with the file": {"pages/budget_list.html"},
    "the same rows are in a file of another page": {
        "pages/_import_rows.html",  # the file that was sent, and the report of what was rejected
        "pages/change_list.html",  # the audit
        "pages/role_grid.html",  # the roles
    },
    "mails of the demo, for the one who tries it": {"pages/outbox_list.html"},
}  # fmt: skip


def lists() -> dict[str, str]:
    """Templates that page their rows or are called a list, with their text."""
    return {
        path.removeprefix("templates/"): text
        for path, text in tracked(".html")
        if PAGED in text or path.endswith("_list.html")
    }


def test_list_offers_a_file_or_says_why_not():
    without = {name for name, text in lists().items() if not OFFERS.search(text)}
    excused = set().union(*WITHOUT_A_FILE.values())
    assert without - excused == set(), "include components/downloads.html, or say why not"
    assert excused - without == set(), "these offer a file, or are gone"


@pytest.mark.django_db
def test_file_has_all_that_the_page_lists_in_both_forms():
    office = Office()
    office.grow()
    office.grow()
    browser = Client()
    browser.force_login(office.alice)
    offers = {name: (url, n) for name, url, n in _offers(office, browser)}
    faults = {name: fault for name, one in offers.items() if (fault := _fault(browser, *one))}
    assert faults == {}
    assert set(offers) >= {
        "pages:job_list", "pages:invitation_list", "pages:analysis_list", "pages:import_list",
        "pages:session_list", "pages:cycle_list", "pages:cycle_people", "pages:review_list",
        "pages:review_cycle_detail", "pages:reliability_list", "pages:client_list",
        "pages:webhook_list", "pages:webhook_detail", "pages:parked_list", "pages:unit_goals",
        "pages:template_use",
    }  # fmt: skip


def _offers(office, browser):
    """(route, address of its file as CSV, rows of the list) of each page that offers one."""
    world = SimpleNamespace(skill_id=office.anchor.public_id)
    for row in PAGES:
        url = address(row, office.thing(row.about), world)
        response = browser.get(url)
        text = "" if response.streaming else response.content.decode(errors="replace")
        if found := LINK.search(text):
            page = None if row.name in OTHER_ROWS else response.context.get("page")
            count = None if page is None else page.paginator.count
            yield row.name, urljoin(url, html.unescape(found[1])), count


def _fault(browser, url, count):
    """What is wrong with the file at this address, as CSV or as a workbook."""
    header, *lines = csv.reader(StringIO(browser.get(url).getvalue().decode()))
    if count is not None and len(lines) != count:
        return f"{len(lines)} lines for {count} rows"
    if {len(line) for line in lines} > {len(header)}:
        return "lines of another length than the header"
    book = openpyxl.load_workbook(BytesIO(browser.get(url.replace("=csv", "=xlsx")).content))
    top, *rest = book.active.iter_rows(values_only=True)
    if [*top] != header or len(rest) != len(lines):
        return "another table as a workbook"
    return ""
