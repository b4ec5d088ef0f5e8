"""The form of anonymous feedback in a real browser: what scripts add, and that it does without."""

import json

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import CHROMIUM, PATIENCE_MS, site, violations

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium found: set CHROMIUM or install it"),
    pytest.mark.filterwarnings("default"),
]
expect.set_options(timeout=PATIENCE_MS)

SEED = """
import json
from django.urls import reverse
from assessments.enums import RaterKind
from tests import factories as make
from tests.assessments.feedback_rounds import ask_about, make_raters, make_round
from tests.journeys.sessions import session_of

make.make_organisation()
skills = [make.make_soft_skill("Active listening"), make.make_skill("Spreadsheets")]
raters, cycle = make_raters(2), make_round()
person = ask_about(cycle, make.make_employee("Dave Ratee"), skills, {RaterKind.PEER: raters})
sessions = [session_of(rater.user) for rater in raters]
args = [cycle.public_id, person.employee.public_id]
print(json.dumps({"sessions": sessions, "path": reverse("pages:feedback_form", args=args)}))
"""


@pytest.fixture
def office():
    """The product with a round in which two colleagues are asked about Dave."""
    with site() as running:
        yield running, json.loads(running.manage("shell", "-v", "0", "-c", SEED).splitlines()[-1])


def test_answer_is_kept_in_the_tab_sent_once_and_opened_with_its_link(office):
    running, seeded = office
    page = running.person(390, session=seeded["sessions"][0])
    page.goto(seeded["path"])
    assert violations(page) == []
    page.get_by_label("Does Active listening at rank 3").check()
    page.get_by_label("Anything else that helps Dave?").fill("Go on like this")
    page.get_by_role("button", name="Next skill").click()
    page.reload()
    expect(page.locator("[data-answered]")).to_have_text("1")
    expect(page.get_by_label("Anything else that helps Dave?")).to_have_value("Go on like this")
    page.get_by_role("button", name="Send without my name").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sent without your name")
    assert violations(page) == []
    link = page.get_by_label("Link to your answer").input_value()
    assert "Go on like this" not in page.evaluate("JSON.stringify([sessionStorage, localStorage])")
    assert page.evaluate("document.cookie").find("feedback_codes") == -1

    elsewhere = running.person(390, session=seeded["sessions"][0])
    elsewhere.goto(seeded["path"])
    expect(elsewhere.get_by_role("heading", name="You have answered")).to_be_visible()
    assert violations(elsewhere) == []
    asked = []
    elsewhere.on("request", lambda request: asked.append(request.url))
    elsewhere.goto(link)
    expect(elsewhere.get_by_text("This is your answer")).to_be_visible()
    expect(elsewhere.get_by_label("Does Active listening at rank 3")).to_be_checked()
    code = link.partition("#code=")[2]
    assert code
    assert not any(code in url for url in [*asked, elsewhere.url])


def test_form_works_without_scripts(office):
    running, seeded = office
    page = running.person(390, session=seeded["sessions"][1], scripts=False)
    page.goto(seeded["path"])
    page.get_by_label("Does Active listening at rank 3").check()
    page.locator("fieldset").nth(1).get_by_label("Cannot judge").check()
    page.get_by_role("button", name="Send without my name").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sent without your name")
    page.goto(seeded["path"])
    expect(page.get_by_text("This is your answer")).to_be_visible()
