"""A review from the template to the answer: prepared apart, agreed together, signed by both."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories import day
from tests.journeys.browser import CHROMIUM, LINK, PATIENCE_MS, reload_until, site, violations

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
"""
ACTIVITIES = """\
activity_code,title,mode,sessions,hours_per_session,cost,currency,venue,url,outcomes
PK-READ,Product notes,microlearning,14,0.5,0,EUR,self_paced,,PRODUCT_KNOWLEDGE:1:5:0.8
CR-TALK,Calm talks,peer_coaching,8,0.5,0,EUR,self_paced,,CONFLICT_RESOLUTION:1:5:0.8
"""
EVIDENCE = """\
employee_number,skill_code,source,rater_number,level,observed_on,reference
P02,PRODUCT_KNOWLEDGE,test,,1.5,2026-01-10,quiz
P02,CONFLICT_RESOLUTION,manager,P01,1.5,2026-01-10,talk
"""
SOFT_GOAL = "Improve cross-functional collaboration"
HARD_GOAL = "Complete a project management certification"


@pytest.fixture
def pages(tmp_path):
    """HR, the manager at a desk, and the employee with a phone, each in an own browser."""
    with site() as acme:
        said = acme.manage(
            "start_organisation", "--name", "Acme", "--admin-email", "hr@acme.example",
            "--library", "starter",
        )  # fmt: skip
        files = {"people": PEOPLE, "activities": ACTIVITIES, "evidence": EVIDENCE}
        for kind, text in files.items():
            file = tmp_path / f"{kind}.csv"
            file.write_text(text)
            acme.manage(f"import_{kind}", str(file), "--yes")
        acme.manage("analyse_gaps")
        acme.manage("recommend_paths")
        hr = acme.person()
        acme.enter(hr, LINK.search(said)[0], PASSWORD)
        hr.goto("/invitations/")
        hr.get_by_role("button", name="Invite all").click()
        hr.get_by_role("dialog").get_by_role("button", name="Invite all").click()
        expect(hr.locator("body")).to_contain_text("2 invitations sent")
        found = {"hr": hr}
        for name, width in (("mira", 1440), ("tom", 390)):
            found[name] = acme.person(width=width)
            mail = acme.mails_to(f"{name}@acme.example")[-1]
            acme.enter(found[name], LINK.search(mail)[0], PASSWORD)
        yield found


def look(page: Page) -> None:
    assert violations(page) == [], page.url


def confirm(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).first.click()
    page.get_by_role("dialog").get_by_role("button", name=button, exact=True).click()


def begin_season(hr: Page) -> str:
    """HR designs a template and starts a cycle with Tom; returns its address."""
    hr.goto("/reviews/")
    look(hr)
    hr.get_by_role("link", name="Templates", exact=True).click()
    hr.get_by_role("link", name="New template").first.click()
    look(hr)
    hr.get_by_label("Name", exact=True).fill("Half-yearly review")
    hr.get_by_label("Soft skills of the role").select_option("")
    hr.get_by_role("button", name="Save").click()
    expect(hr.locator("main")).to_contain_text("leave half of the work unseen")
    hr.get_by_label("Soft skills of the role").select_option("both")
    hr.get_by_label("How did you help somebody in your team grow").check()
    hr.get_by_role("button", name="Save").click()
    hr.goto("/reviews/cycles/new/")
    look(hr)
    hr.get_by_label("Name", exact=True).fill("Spring reviews")
    hr.get_by_label("Template").select_option(label="Half-yearly review")
    days = {"Period from": -180, "Period to": 0, "Prepare until": 7, "Sign until": 21}
    for label, offset in days.items():
        hr.get_by_label(label).fill(day(offset).isoformat())
    hr.get_by_role("button", name="Go on to the people").click()
    hr.get_by_label("Employee numbers or e-mail addresses").fill("tom@acme.example")
    hr.get_by_role("button", name="Add", exact=True).click()
    expect(hr.locator("main")).to_contain_text("Tom Falkner")
    look(hr)
    confirm(hr, "Start")
    expect(hr.locator("main")).to_contain_text("How far 1 review is")
    look(hr)
    return hr.url


def prepare(page: Page, first: str, others: str, answer: str = "") -> None:
    """Choose a level for every skill by keyboard, answer, and send the part."""
    cards = page.locator("[data-card]")
    look(page)
    page.get_by_role("heading", level=1).click()
    for place in range(cards.count()):
        page.keyboard.press(others if place else first)
        expect(cards.nth(place).locator("[id^=kept-]")).to_contain_text("kept")
        page.keyboard.press("Enter")
    if answer:
        page.get_by_label("How did you help somebody in your team grow").fill(answer)
    page.get_by_label("Summary of the period").fill("A good half-year")
    page.get_by_role("button", name="Send my part").click()
    expect(page.locator("body")).to_contain_text("Your part is sent")
    look(page)


def resolve(mira: Page) -> None:
    """The first skill is the largest disagreement; the rest is accepted at once."""
    expect(mira.locator("[data-skill]").first).to_contain_text("3 apart")
    mira.get_by_role("heading", level=1).click()
    mira.keyboard.press("j")
    mira.keyboard.press("3")
    expect(mira.locator("[data-skill]").first.locator("[id^=kept-]")).to_contain_text("kept")
    mira.locator("details.card summary").click()
    look(mira)
    mira.get_by_role("button", name="Accept all").click()
    expect(mira.locator("body")).to_contain_text("Agreed on")


def write_at_once(mira: Page, tom: Page) -> None:
    """Both have the page open and write; neither text is lost."""
    tom.goto(mira.url)
    look(tom)
    for page, words in ((mira, "Mira: practise with Ada"), (tom, "Tom: one call a week")):
        page.get_by_label("Notes you share").fill(words)
        expect(page.locator("#kept-notes")).to_contain_text("kept")
    expect(tom.get_by_label("Notes you share")).to_have_value(
        "Mira: practise with Ada\nTom: one call a week"
    )
    mira.get_by_role("button", name="Show it").click()
    expect(mira.get_by_label("Notes you share")).to_have_value(
        "Mira: practise with Ada\nTom: one call a week"
    )
    tom.locator("[data-skill]").first.locator(".rating-step").nth(5).click()
    chosen = mira.locator("[data-skill]").first
    expect(chosen.get_by_role("radio").nth(5)).to_be_checked()
    expect(chosen.locator("[id^=kept-]")).to_contain_text("The other side changed this just now")
    look(mira)


def agree_goals(mira: Page) -> None:
    meeting = mira.url
    mira.get_by_role("button", name="Make it a goal").first.click()
    mira.get_by_role("button", name="Take back").click()
    expect(mira.locator("#goals")).to_contain_text("No goals yet")
    mira.goto(meeting)
    for kind, title in (("Skill", SOFT_GOAL), ("Certification", HARD_GOAL)):
        mira.get_by_role("link", name="Add a goal").click()
        drawer = mira.locator("#drawer")
        drawer.get_by_role("link", name=kind, exact=True).click()
        expect(drawer.get_by_label("Goal", exact=True)).to_be_visible()
        look(mira)
        drawer.get_by_label("Goal", exact=True).fill(title)
        if kind == "Skill":
            drawer.locator("[name=skill]").select_option(label="Cross-functional collaboration")
            drawer.get_by_label("Level to reach").fill("3")
        drawer.get_by_role("button", name="Add the goal").click()
        mira.wait_for_url(f"{meeting}#goals-title")
        expect(mira.locator("main")).to_contain_text(title)
    expect(mira.locator("main")).to_contain_text(HARD_GOAL)


def agree_skill(mira: Page) -> None:
    """What an answer names becomes a skill of the review, with a level that both agree on."""
    mira.get_by_role("button", name="Make it a skill").first.click()
    expect(mira.locator("body")).to_contain_text("Spanish is part of this review now")
    spanish = mira.locator("[data-skill]", has_text="Spanish")
    expect(spanish).to_contain_text("beyond the role")
    spanish.locator(".rating-step").nth(4).click()
    expect(spanish.locator("[id^=kept-]")).to_contain_text("kept")
    look(mira)


def lose_the_line(mira: Page) -> None:
    """What is written without a connection is kept, also over a reload, and sent later."""
    notes = mira.get_by_label("Notes you share")
    mira.context.set_offline(True)
    notes.press("ControlOrMeta+End")
    notes.press_sequentially(" (agreed)")
    expect(mira.locator("[data-keeping]")).to_contain_text("No connection")
    mira.context.set_offline(False)
    expect(mira.locator("[data-keeping]")).to_contain_text("Everything is kept")
    notes.press_sequentially("!")
    mira.reload()
    expect(mira.locator("[data-keeping]")).to_contain_text("Everything is kept")
    expect(notes).to_have_value("Mira: practise with Ada\nTom: one call a week (agreed)!")


def agree_plan(mira: Page, tom: Page) -> None:
    """Proposed on the page of the meeting by one, accepted there by the other."""
    mira.get_by_role("button", name="Propose this plan").click()
    expect(mira.locator("#plan")).to_contain_text("proposed")
    look(mira)
    tom.reload()
    tom.get_by_role("button", name="Accept this plan").click()
    expect(tom.locator("#plan")).not_to_contain_text("Accept this plan")
    expect(tom.locator("#plan")).to_contain_text("The whole plan")
    look(tom)


def test_review_from_the_template_to_both_signatures(pages):
    hr, mira, tom = pages["hr"], pages["mira"], pages["tom"]
    cycle = begin_season(hr)

    tom.goto("/")
    tom.get_by_role("link", name="Prepare").first.click()
    prepare(tom, first="4", others="3", answer="I learn Spanish with Ada, an hour a week.")
    mira.goto("/reviews/")
    look(mira)
    mira.get_by_role("link", name="Continue").click()
    prepare(mira, first="1", others="3")

    mira.get_by_role("link", name="The whole period on one page").click()
    look(mira)
    mira.go_back()
    mira.get_by_role("button", name="Begin the meeting").click()
    look(mira)
    resolve(mira)
    write_at_once(mira, tom)
    lose_the_line(mira)
    agree_goals(mira)
    agree_skill(mira)
    agree_plan(mira, tom)
    mira.reload()  # what is signed is what was read: the plan was accepted meanwhile
    confirm(mira, "Sign")
    expect(mira.locator("body")).to_contain_text("is asked for an answer now")

    tom.goto("/")
    tom.get_by_role("link", name="Answer").first.click()
    expect(tom.locator("main")).to_contain_text("one call a week")
    look(tom)
    tom.get_by_role("button", name="I agree", exact=True).click()
    expect(tom.locator("main")).to_contain_text("agreed on")
    digest = tom.locator(".review-digest").inner_text()
    mira.reload()
    assert mira.locator(".review-digest").inner_text() == digest
    tom.goto("/")
    expect(tom.locator("main")).to_contain_text(SOFT_GOAL)
    look(tom)

    tom.goto(tom.locator("header a[href^='/people/']").first.get_attribute("href"))
    reload_until(tom, "main", "Spanish")
    expect(tom.locator("main")).to_contain_text("Spanish")

    hr.goto(cycle)
    expect(hr.locator("main")).to_contain_text("acknowledged")
    expect(hr.locator("main")).to_contain_text("of at least 5 people")
    look(hr)
    hr.goto("/goals/balance/")
    expect(hr.locator("main")).to_contain_text("too few people to tell of")
    look(hr)
    hr.goto(cycle)
    hr.get_by_role("link", name="Tom Falkner").click()
    hr.get_by_label("Reason").fill("Preparing the talk about pay")
    hr.get_by_role("button", name="Show").click()
    hr.goto(cycle)
    expect(hr.locator(".tile", has_text="Goals set, soft")).to_contain_text("1")
    look(hr)
