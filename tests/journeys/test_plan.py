"""A plan worth following: compared, asked about, agreed, in the calendar, ended by a result."""

import json
import re
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.factories import day
from tests.journeys.browser import CHROMIUM, PATIENCE_MS, Site, site, violations

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium found: set CHROMIUM or install it"),
    pytest.mark.filterwarnings("default"),
]
expect.set_options(timeout=PATIENCE_MS)

PEOPLE = """\
employee_number,first_name,last_name,email,unit,role_code,job_title,manager_number,learning_hours_per_week
1,Mira,Stein,mira@acme.example,Acme/Service,NEWMGR,Head of service,,3
2,Tom,Falk,tom@acme.example,Acme/Service,CSM,Customer success manager,1,1
"""
COURSE = "https://lms.acme.example/courses/product-lab"
ACTIVITIES = f"""\
activity_code,title,mode,sessions,hours_per_session,cost,currency,venue,url,outcomes
PK-LAB,Product lab,course,4,1,300,EUR,self_paced,{COURSE},PRODUCT_KNOWLEDGE:1:5:0.8
PK-READ,Product notes,microlearning,14,0.5,0,EUR,self_paced,,PRODUCT_KNOWLEDGE:1:5:0.8
PK-DAY,Product workshop,workshop,2,2,0,EUR,self_paced,,PRODUCT_KNOWLEDGE:1:5:1.2
"""
EVIDENCE = """\
employee_number,skill_code,source,rater_number,level,observed_on,reference
2,PRODUCT_KNOWLEDGE,test,,1.5,2026-01-10,quiz
2,CONFLICT_RESOLUTION,manager,1,1.5,2026-01-10,talk
"""
LOG_INS = """
from skillmap.core.models import User
from tests.journeys.sessions import session_of
for name in ("mira", "tom"):
    user = User.objects.get(email=f"{name}@acme.example")
    user.set_unusable_password()
    user.save()
    print(name, session_of(user))
"""


@pytest.fixture
def acme(tmp_path):
    """Tom has an hour a week, a hard and a soft gap, and a manager."""
    with site() as running:
        running.manage(
            "start_organisation", "--name", "Acme", "--admin-email", "hr@acme.example",
            "--library", "starter",
        )  # fmt: skip
        files = {"people": PEOPLE, "activities": ACTIVITIES, "evidence": EVIDENCE}
        for kind, text in files.items():
            file = tmp_path / f"{kind}.csv"
            file.write_text(text)
            running.manage(f"import_{kind}", str(file), "--yes")
        running.manage("analyse_gaps")
        yield running


def people_in(acme: Site) -> dict[str, Page]:
    """The manager at a desk, the employee with a phone."""
    said = acme.manage("shell", "-v", "0", "-c", LOG_INS)
    sessions = dict(re.findall(r"^(mira|tom) (\S+)$", said, re.MULTILINE))
    return {
        "mira": acme.person(session=sessions["mira"]),
        "tom": acme.person(width=390, session=sessions["tom"]),
    }


def look(page: Page) -> None:
    """Nothing in the way of anybody, on a desk and in a hand."""
    before = page.viewport_size
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], f"{page.url} at {width}"
    page.set_viewport_size(before)


def ask_for_a_plan(mira: Page) -> str:
    """From the gaps of a report to three options; returns the address of the plan."""
    mira.goto("/people/")
    mira.get_by_role("link", name="Tom Falk").first.click()
    expect(mira.locator("main")).to_contain_text("likely a gap")
    look(mira)
    mira.get_by_role("link", name="Plan", exact=True).click()
    address = mira.url
    mira.get_by_role("button", name="Recommend a plan").click()
    mira.get_by_role("link", name="See the result").click()
    expect(mira).to_have_url(address)
    return address


def compare(mira: Page) -> None:
    """Three cards with the same facts; taking one and taking the first again."""
    cards = mira.locator(".plan-option")
    expect(cards).to_have_count(3)
    for card, name in zip(cards.all(), ("Recommended", "Fast", "Economical"), strict=True):
        for words in (name, "Duration", "hours", "Cost", "of the gap", "of the best possible"):
            expect(card).to_contain_text(words)
    expect(cards.nth(2)).to_contain_text("free")
    look(mira)
    mira.get_by_role("button", name="Take “Fast”").click()
    expect(mira.locator(".plan-option.is-chosen")).to_contain_text("Fast")
    mira.get_by_role("button", name="Take “Recommended”").click()
    expect(mira.locator(".plan-option.is-chosen")).to_contain_text("Recommended")


def add_an_hour(mira: Page) -> None:
    """What if there were two hours a week: what comes, what that brings, and taking it."""
    expect(mira.locator(".plan-steps")).not_to_contain_text("Product workshop")
    mira.get_by_role("link", name="What if").click()
    look(mira)
    mira.get_by_label("Hours a week").fill("2")
    mira.get_by_role("button", name="Compute").click()
    expect(mira.get_by_role("heading", name="The answer")).to_be_visible()
    expect(mira.locator("main")).to_contain_text("Asked: 2 hours a week")
    expect(mira.locator(".what-if-added").filter(has_text="Product workshop")).to_be_visible()
    closes = mira.get_by_role("row", name="Closes of the gap").get_by_role("cell")
    before, after = (int(text.removesuffix(" %")) for text in closes.all_inner_texts())
    assert after > before
    look(mira)
    mira.get_by_role("button", name="Use this plan").click()
    expect(mira.locator(".plan-steps")).to_contain_text("Product workshop")


def read_why(mira: Page) -> None:
    """Each step says why it is there, each activity left out why it is not."""
    steps = mira.locator(".plan-step")
    expect(steps.locator(".plan-step-why")).to_have_count(steps.count())
    expect(steps.first).to_contain_text("Closes part of the gap in")
    left_out = mira.locator("section", has_text="What was left out, and why").last
    left_out.get_by_text(re.compile(r"other activit")).click()
    reasons = left_out.locator("details .reasons > li")
    assert reasons.count() > 0
    for reason in reasons.all():
        expect(reason.locator(".muted")).to_have_text(re.compile(r"\w.*\."))
    look(mira)


def agree(mira: Page, tom: Page, address: str) -> None:
    """The manager proposes, the employee accepts, the manager approves what it costs."""
    mira.get_by_role("button", name="Propose this plan").click()
    tom.goto(address)
    look(tom)
    tom.get_by_role("button", name="Accept this plan").click()
    mira.goto(address)
    if mira.get_by_role("button", name="Approve the cost").count():
        mira.get_by_role("button", name="Approve the cost").click()
    expect(mira.locator("main")).to_contain_text("active")


def subscribe(acme: Site, tom: Page) -> list[str]:
    """Make the private address, read it as a calendar program does; returns what it says."""
    tom.goto("/settings/calendar/")
    tom.get_by_role("button", name="Make an address").click()
    address = tom.locator(".token-secret").inner_text()
    look(tom)
    path = "/calendar/" + address.rpartition("/")[2]
    with urlopen(acme.stack.base_url + path) as answer:  # noqa: S310 - our own server
        calendar = Calendar.from_ical(answer.read())
    return [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]


def tell_score(acme: Site, score: float) -> None:
    """The learning platform tells that Tom took the product lab, and how well."""
    secret = acme.manage("issue_token", "hr@acme.example", "--scopes", "completions:write").strip()
    statement = {
        "id": str(uuid4()),
        "actor": {"mbox": "mailto:tom@acme.example"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/passed"},
        "object": {"id": COURSE},
        "result": {"score": {"scaled": score}},
        "timestamp": f"{day(-1)}T12:00:00Z",
    }
    headers = {
        "Authorization": f"Bearer {secret}",
        "Content-Type": "application/json",
        "X-Experience-API-Version": "1.0.3",
    }
    body = json.dumps(statement).encode()
    request = Request(f"{acme.stack.base_url}/xapi/statements", body, headers)  # noqa: S310
    with urlopen(request) as answer:  # noqa: S310 - our own server
        assert answer.status == 200


def level_of(page: Page, person: str, skill: str) -> str:
    page.goto(person)
    return page.locator("tr, li, article").filter(has_text=skill).last.inner_text()


def test_plan_is_compared_agreed_followed_and_moves_the_level(acme):
    pages = people_in(acme)
    mira, tom = pages["mira"], pages["tom"]
    address = ask_for_a_plan(mira)
    person = address.removesuffix("plan/")
    compare(mira)
    add_an_hour(mira)
    read_why(mira)
    agree(mira, tom, address)
    said = subscribe(acme, tom)
    assert any("Product lab" in words for words in said)

    before = level_of(tom, person, "Product knowledge")
    tell_score(acme, 0.9)
    tom.goto(address)
    lab = tom.locator(".plan-step").filter(has_text="Product lab")
    expect(lab).to_have_class(re.compile("is-done"))
    tom.goto(f"{person}evidence/")
    rows = tom.locator("tbody tr").filter(has_text="Product knowledge")
    tests = rows.filter(has=tom.get_by_text("Test", exact=True))
    expect(tests).to_have_count(2)
    expect(tests.first).not_to_contain_text("1.5")
    look(tom)
    for _ in range(60):
        if level_of(tom, person, "Product knowledge") != before:
            break
        tom.wait_for_timeout(1000)
    assert level_of(tom, person, "Product knowledge") != before
