"""HR writes a template with an open slot and proposes it to a unit; a person gets a proposal."""

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import CHROMIUM, PATIENCE_MS, site, violations

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium found: set CHROMIUM or install it"),
    pytest.mark.filterwarnings("default"),
]
expect.set_options(timeout=PATIENCE_MS)
PEOPLE = """\
employee_number,first_name,last_name,email,unit,role_code
1,Mira,Stein,mira@acme.example,Acme/Support,CSM
2,Olga,Ortiz,olga@acme.example,Acme/Sales,CSM
"""
LOG_IN = """
from skillmap.core.models import User
from tests.journeys.sessions import session_of
for name in ("hr", "mira"):
    print(name, session_of(User.objects.get(email=name + "@acme.example")))
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


def test_template_with_a_slot_becomes_a_proposal_for_each_of_a_unit(acme):
    lines = acme.manage("shell", "-v", "0", "-c", LOG_IN).splitlines()
    sessions = dict(line.split() for line in lines if line)
    hr = acme.person(session=sessions["hr"])

    # a fixed step and an open slot
    hr.goto("/path-templates/")
    hr.get_by_role("link", name="New template").click()
    hr.get_by_label("Code").fill("SUPPORT_START")
    hr.get_by_label("Name", exact=True).fill("A start in support")
    first, second = hr.locator("fieldset.card").nth(0), hr.locator("fieldset.card").nth(1)
    title = hr.locator("#activity-titles option").first.get_attribute("value")
    first.get_by_label("Activity").fill(title)
    second.get_by_label("or a module on the skill").fill("Conflict resolution")
    second.get_by_text("Limits of the module").click()
    second.get_by_label("At most hours").fill("4")
    assert violations(hr) == []
    hr.get_by_role("button", name="Save").click()
    expect(hr.locator("main")).to_contain_text("A module on Conflict resolution, up to 4 h")

    # proposed to a unit, with a result for each person
    hr.get_by_role("link", name="Propose to people").click()
    hr.get_by_label("Everybody in").select_option(label="Support")
    hr.get_by_role("button", name="Who is that?").click()
    expect(hr.locator("main")).to_contain_text("1 person")
    expect(hr.locator("main")).to_contain_text("Mira Stein")
    hr.get_by_role("button", name="Propose").click()
    result = hr.get_by_role("row", name="Mira Stein")
    ended = hr.get_by_role("link", name="See the result")
    expect(result.or_(ended).first).to_be_visible()  # the worker may be faster than the page
    if ended.is_visible():
        ended.click()
    expect(result).to_contain_text("proposed")
    expect(hr.locator("main")).to_contain_text("Proposed (1)")
    assert violations(hr) == []

    # the person reads it on a phone
    mira = acme.person(width=390, session=sessions["mira"])
    mira.goto(result.get_by_role("link").last.get_attribute("href"))
    expect(mira.locator("main")).to_contain_text(title)
    expect(mira.get_by_role("button", name="Accept").first).to_be_visible()
    assert violations(mira) == []
