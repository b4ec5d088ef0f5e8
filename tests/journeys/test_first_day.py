"""The main job, from an empty organisation to a plan that somebody works on this week."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import CHROMIUM, LINK, PATIENCE_MS, Site, site, violations

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium found: set CHROMIUM or install it"),
    pytest.mark.filterwarnings("default"),
]
PASSWORD = "corvus-37-lamp"
expect.set_options(timeout=PATIENCE_MS)

PEOPLE = """\
employee_number,first_name,last_name,email,unit,role_code,job_title,manager_number,learning_hours_per_week
1,Mira,Stein,mira@acme.example,Acme/Service,NEWMGR,Head of service,,3
2,Tom,Falk,tom@acme.example,Acme/Service,CSM,Customer success manager,1,3
"""
ACTIVITIES = """\
activity_code,title,mode,sessions,hours_per_session,cost,currency,venue,outcomes
PK-LAB,Product lab,workshop,2,2,250,EUR,self_paced,PRODUCT_KNOWLEDGE:1:5:1.2
CR-PLAY,Conflict on stage,role_play,2,2,180,EUR,self_paced,CONFLICT_RESOLUTION:0:5:0.8
CR-CASE,Cases of conflict,scenario,2,1,0,EUR,self_paced,CONFLICT_RESOLUTION:0:5:0.5
"""
EVIDENCE = """\
employee_number,skill_code,source,rater_number,level,observed_on,reference
2,PRODUCT_KNOWLEDGE,test,,1.5,2026-01-10,quiz
2,CONFLICT_RESOLUTION,manager,1,1.5,2026-01-10,talk
"""


@pytest.fixture
def acme():
    with site() as running:
        yield running


def send_file(page: Page, kind: str, name: str, text: str) -> None:
    """Upload, look at the differences, apply, wait for the result."""
    page.goto("/imports/new/")
    page.locator("select[name=kind]").select_option(kind)
    file = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("input[name=file]").set_input_files([file])
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**/imports/*-*/")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("applied")


def wait_for_job(page: Page) -> None:
    expect(page.locator(".job-progress")).to_contain_text("done")


def rate(page: Page, levels: list[str]) -> None:
    """Choose a level on the first cards of the open form and send them."""
    cards = page.locator("fieldset[data-card]")
    for place, level in enumerate(levels):
        cards.nth(place).locator(f"input[value='{level}']").check()
        expect(cards.nth(place).locator(".rating-kept")).to_contain_text("kept")
        page.get_by_role("button", name="Next skill").click()
    page.get_by_role("button", name="Send").click()
    expect(page.locator("body")).to_contain_text("sent")


def reload_until(page: Page, text: str) -> None:
    """The worker needs a moment; look again, at most a minute."""
    for _ in range(60):
        if text in page.locator("main").inner_text():
            return
        page.wait_for_timeout(1000)
        page.reload()
    expect(page.locator("main")).to_contain_text(text)


def invited(acme: Site, hr: Page, name: str, address: str) -> Page:
    hr.goto("/invitations/")
    hr.get_by_role("button", name=f"Invite {name}").click()
    expect(hr.locator("body")).to_contain_text("1 invitation sent")
    page = acme.person(width=390 if name.startswith("Tom") else 1440)
    acme.enter(page, LINK.search(acme.mails_to(address)[-1])[0], PASSWORD)
    return page


def test_first_day_from_empty_organisation_to_this_weeks_items(acme):
    said = acme.manage(
        "start_organisation", "--name", "Acme", "--admin-email", "hr@acme.example",
        "--library", "starter",
    )  # fmt: skip
    hr = acme.person()
    acme.enter(hr, LINK.search(said)[0], PASSWORD)
    send_file(hr, "people", "people.csv", PEOPLE)
    send_file(hr, "activities", "activities.csv", ACTIVITIES)

    tom = invited(acme, hr, "Tom Falk", "tom@acme.example")
    mira = invited(acme, hr, "Mira Stein", "mira@acme.example")

    # day one: three self-ratings give a tentative profile and a plan
    tom.get_by_role("link", name="Rate").first.click()
    assert violations(tom) == []
    rate(tom, ["2", "1.5", "2"])
    reload_until(tom, "tentative")
    assert violations(tom) == []
    tom.get_by_role("link", name="Plan", exact=True).click()
    reload_until(tom, "Timeline")

    # HR imports evidence, runs the analyses and drills from the map to the person and the plan
    send_file(hr, "evidence", "evidence.csv", EVIDENCE)
    for kind in ("gaps", "paths"):
        hr.goto("/analyses/")
        hr.locator("select[name=kind]").select_option(kind)
        hr.locator("main").get_by_role("button", name="Start").click()
        wait_for_job(hr)
    hr.goto("/skill-map/")
    assert violations(hr) == []
    hr.locator("td a[data-drawer]").first.press("Enter")
    expect(hr.locator("#drawer [data-drawer-title] a").first).to_be_visible()
    expect(hr.locator("#drawer:focus, #drawer:focus-within")).to_be_visible()  # slid in
    hr.keyboard.press("Escape")
    expect(hr.locator("#drawer")).to_be_hidden()
    hr.locator(".switch").get_by_role("link", name="People").click()
    hr.get_by_role("link", name="Tom Falk").click()
    expect(hr.locator("main")).to_contain_text("likely a gap")
    hr.get_by_role("link", name="Plan", exact=True).click()
    expect(hr.locator("main")).to_contain_text("Product lab")
    assert violations(hr) == []

    # the manager proposes, the employee accepts, the manager approves what costs
    mira.goto(hr.url)
    mira.get_by_role("button", name="Propose").first.click()
    tom.goto(hr.url)
    tom.get_by_role("button", name="Accept").first.click()
    mira.goto(hr.url)
    mira.get_by_role("button", name="Approve").first.click()
    expect(mira.locator("main")).to_contain_text("active")

    tom.goto("/")
    expect(tom.locator("main")).to_contain_text("This week")
    assert violations(tom) == []
