"""HR's first hour: an untidy file of 120 people, mapped, applied, taken back, applied again."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import (
    CHROMIUM,
    LINK,
    PATIENCE_MS,
    site,
    violations_at_both_widths,
)
from tests.journeys.untidy import PEOPLE, REJECTED, TITLES, untidy_people

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium found: set CHROMIUM or install it"),
    pytest.mark.filterwarnings("default"),
]
PASSWORD = "corvus-37-lamp"
SKILLS = "Kürzel;Kompetenz\nX-PACK;Packen von Paketen\nX-TALK;Zuhören im Team\n"
RESULTS = """\
employee_number,skill_code,source,level,observed_on,reference
1003,X-PACK,completion,3,2026-02-01,Packen A
"""
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture
def kessel():
    with site() as running:
        yield running


def send(page: Page, kind: str, name: str, content: bytes) -> None:
    page.goto("/imports/new/")
    page.locator("select[name=kind]").select_option(kind)
    file = {"name": name, "mimeType": "text/csv", "buffer": content}
    page.locator("input[name=file]").set_input_files([file])
    page.get_by_role("button", name="Compare").click()


def compare(page: Page) -> None:
    """Say yes to the columns as they stand, and wait for the difference."""
    page.wait_for_url("**/columns/")
    assert violations_at_both_widths(page) == []
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ready to apply")


def apply(page: Page) -> None:
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()


def count_of_people(page: Page) -> int:
    page.goto("/people/")
    found = re.search(r"\d of (\d+)", page.locator("main").inner_text())
    return int(found[1]) if found else 0


def test_untidy_people_come_in_go_out_and_come_in_again(kessel):
    said = kessel.manage(
        "start_organisation", "--name", "Kessel", "--admin-email", "hr@kessel.example",
        "--library", "starter",
    )  # fmt: skip
    hr = kessel.person()
    kessel.enter(hr, LINK.search(said)[0], PASSWORD)

    # skills of their own, whose kinds are confirmed
    send(hr, "skills", "Kompetenzen.csv", SKILLS.encode("cp1252"))
    compare(hr)
    apply(hr)
    hr.goto("/skills/kinds/")
    for skill, kind in (("Packen von Paketen", "hard"), ("Zuhören im Team", "soft")):
        hr.get_by_role("row", name=skill).locator(f"input[value={kind}]").check()
    hr.get_by_role("button", name="Confirm these").click()
    expect(hr.locator("body")).to_contain_text("2 skills confirmed")

    # people: columns found, six rows rejected for six reasons, one left out by hand
    send(hr, "people", "Personal.csv", untidy_people())
    compare(hr)
    assert violations_at_both_widths(hr) == []
    hr.get_by_role("link", name=f"Rejected ({len(REJECTED)})").click()
    with hr.expect_download() as download:
        hr.get_by_role("link", name="Rejected rows").click()
    lines = download.value.path().read_text().splitlines()[1:]
    found = {int(line.split(",")[2]): line.split(",") for line in lines}
    assert {row: code for row, code in REJECTED.items() if code in found[row]} == REJECTED
    hr.get_by_role("link", name="New (").click()
    hr.get_by_role("checkbox", name="Take row 5", exact=True).uncheck()
    hr.get_by_role("button", name="Take only what is ticked").click()
    expect(hr.locator("main")).to_contain_text(f"Rejected ({len(REJECTED) + 1})")
    apply(hr)
    batch = hr.url
    here = PEOPLE - len(REJECTED) - 1
    assert count_of_people(hr) == here

    # taken back, and applied again: the columns are remembered
    hr.goto(batch)
    hr.get_by_role("button", name="Undo").click()
    hr.locator("dialog[open] [data-confirm-go]").click()
    expect(hr.get_by_role("heading", level=1)).to_contain_text("undone")
    assert count_of_people(hr) == 0
    send(hr, "people", "Personal.csv", untidy_people())
    hr.wait_for_url("**/imports/*-*/")
    apply(hr)
    assert count_of_people(hr) == here + 1

    # four unknown titles
    hr.goto("/roles/titles/")
    assert violations_at_both_widths(hr) == []
    for title, role in TITLES.items():
        if role:
            hr.get_by_label(f"Another role for {title}", exact=True).fill(role)
        else:
            hr.get_by_label(f"Role for {title}", exact=True).select_option("")
    hr.get_by_role("button", name="Confirm these").click()
    expect(hr.locator("main li strong")).to_have_text(["Lagerist"])

    # results of a platform that writes numbers without zeros
    send(hr, "evidence", "results.csv", RESULTS.encode())
    hr.wait_for_url("**/imports/*-*/")
    apply(hr)
    hr.goto("/imports/unmatched/")
    assert violations_at_both_widths(hr) == []
    expect(hr.get_by_label("Person for 1003", exact=True)).to_have_value("01003")
    hr.get_by_role("button", name="Confirm these").click()
    expect(hr.locator("#told-title")).to_be_visible()

    # what is missing is asked for
    for _ in range(60):
        hr.goto("/skill-map/")
        if hr.get_by_role("link", name="Ask for what is missing").count():
            break
        hr.wait_for_timeout(1000)
    assert violations_at_both_widths(hr) == []
    hr.get_by_role("link", name="Ask for what is missing").click()
    assert violations_at_both_widths(hr) == []
    hr.get_by_role("button", name=re.compile(r"Ask \d+ people")).click()
    expect(hr.locator("main")).to_contain_text("What you asked for")
    hr.goto("/")
    assert violations_at_both_widths(hr) == []
