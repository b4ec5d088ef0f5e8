"""A whole assessment cycle: everybody answers, the results are released, nobody is found out."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories import day
from tests.journeys.browser import (
    CHROMIUM,
    LINK,
    PATIENCE_MS,
    Site,
    reload_until,
    site,
    violations,
)
from tests.journeys.crawl import everything

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium found: set CHROMIUM or install it"),
    pytest.mark.filterwarnings("default"),
]
PASSWORD = "corvus-37-lamp"
expect.set_options(timeout=PATIENCE_MS)

PEOPLE = """\
employee_number,first_name,last_name,email,unit,role_code,job_title,manager_number
P01,Mira,Steinbach,mira@acme.example,Acme/Service,NEWMGR,Head of service,
P02,Tom,Falkner,tom@acme.example,Acme/Service,CSM,Customer success manager,P01
P03,Ada,Quillon,ada@acme.example,Acme/Service,CSM,Customer success manager,P01
P04,Ben,Yarrow,ben@acme.example,Acme/Service,CSM,Customer success manager,P01
P05,Cleo,Vexley,cleo@acme.example,Acme/Sales,CSM,Customer success manager,P01
P06,Dan,Ombre,dan@acme.example,Acme/Sales,CSM,Customer success manager,P01
P07,Eva,Zwick,eva@acme.example,Acme/Sales,CSM,Customer success manager,
"""
BIRDS = {"Ada": "kestrel", "Ben": "plover", "Cleo": "dunlin", "Dan": "avocet", "Eva": "whimbrel"}
LEVELS = {"Ada": "2", "Ben": "2.5", "Cleo": "3", "Dan": "3.5", "Eva": "4"}
NAMES = {line.split(",")[1]: line.split(",") for line in PEOPLE.splitlines()[1:]}
ASKED = 3  # skills
JUDGED = ("report", "result", "evidence", "skills")  # pages that say how good somebody is


@pytest.fixture
def acme(tmp_path):
    people = tmp_path / "people.csv"
    people.write_text(PEOPLE)
    with site() as running:
        said = running.manage(
            "start_organisation", "--name", "Acme", "--admin-email", "hr@acme.example",
            "--library", "starter",
        )  # fmt: skip
        running.manage("import_people", str(people), "--yes")
        yield running, LINK.search(said)[0]


def look(page: Page) -> None:
    """Nothing in the way of anybody, on a desk and in a hand."""
    before = page.viewport_size
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], f"{page.url} at {width}"
    page.set_viewport_size(before)


def start_job(page: Page, button: str) -> None:
    """Press a button that asks first, and wait for the worker."""
    page.get_by_role("button", name=button).click()
    look(page)
    page.get_by_role("dialog").get_by_role("button", name=button).click()
    expect(page.locator(".job-progress")).to_contain_text("done")
    look(page)


def everybody_in(acme: Site, invitation: str) -> dict[str, Page]:
    """HR opens the door for all; each sets a password in a browser of their own."""
    hr = acme.person()
    acme.enter(hr, invitation, PASSWORD)
    hr.goto("/invitations/")
    hr.get_by_role("button", name="Invite all").click()
    hr.get_by_role("dialog").get_by_role("button", name="Invite all").click()
    expect(hr.locator("body")).to_contain_text("7 invitations sent")
    pages = {"HR": hr}
    for place, (name, columns) in enumerate(NAMES.items()):
        pages[name] = acme.person(width=390 if place % 2 else 1440)
        acme.enter(pages[name], LINK.search(acme.mails_to(columns[3])[-1])[0], PASSWORD)
    return pages


def draft(hr: Page) -> str:
    """A cycle about Tom: himself and his manager by name, peers without; returns its address."""
    hr.goto("/cycles/")
    look(hr)
    hr.get_by_role("link", name="New cycle").first.click()
    look(hr)
    hr.get_by_label("Name", exact=True).fill("Autumn")
    hr.get_by_label("Purpose").select_option("evaluative")
    hr.get_by_label("Opens on").fill(day(0).isoformat())
    hr.get_by_label("Last day", exact=True).fill(day(14).isoformat())
    hr.get_by_label("Skills asked about one person").fill(str(ASKED))
    hr.get_by_label("Of hard and of soft skills").fill("1")
    hr.locator("[name=peer-takes_part]").check()
    hr.locator("[name=peer-anonymous]").check()
    hr.get_by_role("button", name="Go on to the people").click()
    hr.get_by_label("Employee numbers or e-mail addresses").fill("tom@acme.example")
    hr.get_by_role("button", name="Add", exact=True).click()
    expect(hr.locator("main")).to_contain_text("Tom Falkner")
    look(hr)
    return hr.url.removesuffix("people/")


def nominate(pages: dict[str, Page], cycle: str) -> None:
    """Tom proposes five colleagues, and his manager approves them."""
    hr, tom, mira = pages["HR"], pages["Tom"], pages["Mira"]
    hr.goto(cycle)
    look(hr)
    hr.get_by_role("button", name="Ask people who should rate them").click()
    expect(hr.locator("body")).to_contain_text("1 person was asked")
    tom.goto("/cycles/")
    look(tom)
    tom.get_by_role("link", name="Who rates me").click()
    look(tom)
    for name in BIRDS:
        if name == "Eva":  # of another part of the organisation, so not suggested
            tom.get_by_label("Who", exact=True).fill("eva@acme.example")
            tom.get_by_role("button", name="Add", exact=True).click()
        else:
            tom.get_by_role("button", name=f"{name} ").click()
        expect(tom.get_by_role("button", name=f"Take back {name}")).to_be_visible()
    mira.goto(tom.url)
    for name in BIRDS:
        mira.get_by_role("button", name=f"Approve {name}").click()
        expect(mira.get_by_role("button", name=f"Approve {name}")).to_be_hidden()
    look(mira)


def rate_by_name(page: Page, whom: str, levels: list[str]) -> None:
    page.goto("/cycles/")
    page.get_by_role("link", name=re.compile(f"Start.*{whom}")).click()
    look(page)
    cards = page.locator("fieldset[data-card]")
    expect(cards).to_have_count(ASKED)
    for place, level in enumerate(levels):
        cards.nth(place).locator(f"input[value='{level}']").check()
        expect(cards.nth(place).locator(".rating-kept")).to_contain_text("kept")
        if place < ASKED - 1:
            page.get_by_role("button", name="Next skill").click()
    page.get_by_role("button", name="Send").click()
    expect(page.locator("body")).to_contain_text(f"{ASKED} answers sent")


def open_form(page: Page) -> None:
    page.goto("/feedback/")
    page.get_by_role("link", name="Answer about Tom Falkner").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Feedback on Tom Falkner")


def answer_without_name(page: Page, name: str) -> None:
    """A level and a comment about each skill, and one more at the end."""
    open_form(page)
    cards = page.locator("fieldset[data-card]")
    for place in range(ASKED):
        cards.nth(place).locator(f"input[value='{LEVELS[name]}']").check()
        cards.nth(place).locator("textarea").fill(f"Saw a {BIRDS[name]} in the {place}. week")
        if place < ASKED - 1:
            page.get_by_role("button", name="Next skill").click()
    page.get_by_label("Anything else that helps Tom?").fill(f"More {BIRDS[name]}, please")
    page.get_by_role("button", name="Send without my name").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sent without your name")


# --- what can be read afterwards ----------------------------------------------------------------


def see_the_level(tom: Page) -> None:
    """From the list of assessments to the level, its interval and how it was computed."""
    tom.goto("/cycles/")
    look(tom)
    tom.get_by_role("link", name="See the result").click()
    reload_until(tom, ".result-level", "±")
    rows = tom.locator(".result-rows > li")
    expect(rows).to_have_count(ASKED)
    for said in ("Self 3.0", "Manager 2.0", re.compile(r"\d\.\d\s+± \d\.\d")):
        expect(rows.first).to_contain_text(said)
    look(tom)
    rows.first.locator("a.level-chip").click()
    drawer = tom.locator("#drawer")
    expect(drawer).to_contain_text(re.compile(r"\d\.\d \(\d\.\d–\d\.\d\) of 5, 90 % interval"))
    expect(drawer.get_by_role("heading", name="How was this computed?")).to_be_visible()
    expect(drawer).to_contain_text("you 3.0 · manager 2.0 · colleague 3.0")
    look(tom)


def see_the_aggregate(mira: Page) -> None:
    """The manager's two ways: what was said by name, and the report of what was said without."""
    mira.goto("/cycles/")
    look(mira)
    mira.get_by_role("link", name="Tom Falkner").click()
    expect(mira.get_by_role("heading", level=1)).to_have_text("Result of Tom Falkner")
    look(mira)
    mira.get_by_role("link", name="Anonymous feedback").click()
    expect(mira.locator("main")).to_contain_text("mean of 5 answers")
    look(mira)


def birds(text: str) -> list[str]:
    """Whose comments these are, in their order."""
    return re.findall("|".join(BIRDS.values()), text)


def orders(report: Page) -> set[tuple[str, ...]]:
    """The orders of the comments: about each skill, and at the end."""
    lists = report.locator(".feedback-texts")
    expect(lists).to_have_count(ASKED + 1)
    return {tuple(birds(one.inner_text())) for one in lists.all()}


def check_traces(reader: Page, tom_id: str) -> None:
    """No comment is read outside the report, and no colleague named where Tom is judged."""
    bodies = everything(reader, about=tom_id)
    judging = re.compile(rf"{tom_id}/({'|'.join(JUDGED)})/")
    judged = {address: body for address, body in bodies.items() if judging.search(address)}
    assert len(judged) > 3 * ASKED, "a reader whom nobody answers proves nothing"
    reports = {address for address in judged if "/report/" in address}
    assert {address for address, body in bodies.items() if birds(body)} == reports
    named = re.compile(rf"\b({'|'.join(word for name in BIRDS for word in NAMES[name][:4])})\b")
    beside = {address: set(named.findall(body)) for address, body in judged.items()}
    assert {address: names for address, names in beside.items() if names} == {}


def test_cycle_ends_in_a_level_and_nobody_is_found_out(acme):
    pages = everybody_in(*acme)
    hr, tom, mira = pages["HR"], pages["Tom"], pages["Mira"]
    cycle = draft(hr)
    nominate(pages, cycle)
    hr.goto(cycle)
    start_job(hr, "Open")

    rate_by_name(tom, "Tom", ["3", "3.5", "4"])
    rate_by_name(mira, "Tom", ["2", "2.5", "3"])
    open_form(pages["Ada"])
    look(pages["Ada"])
    for name in BIRDS:
        answer_without_name(pages[name], name)
    look(pages["Ada"])
    pages["Ada"].goto("/feedback/")
    look(pages["Ada"])
    hr.goto(cycle)
    start_job(hr, "Close")
    hr.goto(cycle)
    start_job(hr, "Release the results")

    see_the_level(tom)
    see_the_aggregate(mira)
    shown = orders(mira)
    assert {frozenset(order) for order in shown} == {frozenset(BIRDS.values())}
    assert len(shown) > 1, "whoever knows one comment knows the others"
    assert shown != {tuple(BIRDS.values())}, "in the order of answering"

    tom_id = re.search(r"([0-9a-f-]{36})/report/", mira.url)[1]
    check_traces(tom, tom_id)
    check_traces(mira, tom_id)
