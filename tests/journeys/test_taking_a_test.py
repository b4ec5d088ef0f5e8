"""Somebody takes a test with the keyboard, reloads, opens a second tab, and reads the result."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import CHROMIUM, PATIENCE_MS, site, violations

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium found: set CHROMIUM or install it"),
    pytest.mark.filterwarnings("default"),
]
PASSWORD = "corvus-37-lamp"
expect.set_options(timeout=PATIENCE_MS)
PEOPLE = """\
employee_number,first_name,last_name,email,unit,role_code
1,Mira,Stein,mira@acme.example,Acme/Data,DA
"""
INVITE = """
from skillmap.core.accounts import invitation_link
from skillmap.core.models import User
print("link", invitation_link(User.objects.get(email="mira@acme.example")))
"""


@pytest.fixture
def acme(tmp_path):
    people = tmp_path / "people.csv"
    people.write_text(PEOPLE)
    with site() as running:
        running.manage(
            "start_organisation", "--name", "Acme", "--admin-email", "hr@acme.example",
            "--library", "starter",
        )  # fmt: skip
        running.manage("import_people", str(people), "--yes")
        yield running


def answer(page: Page) -> None:
    """Answer the question that is shown, with the keyboard where it has options."""
    question = page.locator("[data-question]")
    kind = question.get_attribute("data-kind")
    if kind == "numeric":
        page.keyboard.press("Tab")
        question.locator("input[type=text]").fill("100")
        page.keyboard.press("Tab")
    elif kind == "ordering":
        for place, select in enumerate(question.locator("select").all(), start=1):
            select.select_option(str(place))
    else:
        page.keyboard.press("2")
    expect(question.locator("[role=status]")).to_have_text("kept")


def seconds_left(page: Page) -> int:
    clock = page.locator("[data-clock]")
    expect(clock).to_have_text(re.compile(r"\d\d:\d\d"))
    minutes, seconds = clock.inner_text().split(":")
    return int(minutes) * 60 + int(seconds)


def test_test_survives_a_reload_and_a_second_tab_and_ends_in_a_level(acme):
    said = acme.manage("shell", "-v", "0", "-c", INVITE)
    mira = acme.person(width=390)
    acme.enter(mira, re.search(r"link (\S+)", said)[1], PASSWORD)
    mira.goto("/tests/")
    assert violations(mira) == []
    mira.get_by_role("link", name="SQL, from first queries to large tables").click()
    mira.get_by_role("button", name="Start now").click()
    assert violations(mira) == []
    before = seconds_left(mira)
    answer(mira)

    # the answer and the clock outlive the page
    mira.reload()
    assert seconds_left(mira) <= before <= 25 * 60
    expect(mira.locator(".quiz-progress")).to_contain_text("1 of 14 answered")

    # a second tab skips a question; the first one keeps what the second answered
    other = mira.context.new_page()
    other.goto(mira.url)
    other.get_by_role("button", name="Next question").click()
    answer(other)
    mira.get_by_role("button", name="Next question").click()
    expect(mira.locator(".quiz-progress")).to_contain_text("2 of 14 answered")

    # to the end, and back to the question that was left open
    for _ in range(11):
        mira.get_by_role("button", name="Next question").click()
        answer(mira)
    mira.get_by_role("button", name="To the end").click()
    expect(mira.locator("main")).to_contain_text("1 question is still open")
    mira.locator(".quiz-map").get_by_role("button", name="2", exact=True).click()
    answer(mira)
    mira.locator(".quiz-map").get_by_role("button", name="Hand in").click()
    expect(mira.locator("main")).to_contain_text("You have answered everything")
    mira.locator(".card").get_by_role("button", name="Hand in").click()
    expect(mira.locator("main")).to_contain_text("90 % interval")
    expect(mira.locator("main")).to_contain_text("14 of 14")
    assert violations(mira) == []

    # handing in again from the other tab is harmless
    other.reload()
    expect(other.locator("main")).to_contain_text("90 % interval")
