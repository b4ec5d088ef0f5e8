"""What people send by mistake or on purpose, in a real browser: a clear sentence, nothing lost."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.assessments.certificate_files import PDF
from tests.journeys.browser import CHROMIUM, PATIENCE_MS, Site, site, violations

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium found: set CHROMIUM or install it"),
    pytest.mark.filterwarnings("default"),
]
expect.set_options(timeout=PATIENCE_MS)

SEED = """
import json
from assessments.enums import RaterKind, RequestState
from tests import factories as make
from tests.assessments.feedback_rounds import ask_about, make_raters, make_round
from tests.journeys.sessions import session_of

make.make_organisation()
skills = [make.make_soft_skill("Active listening"), make.make_skill("Spreadsheets")]
dave, *raters = make_raters(5)
raters[-1].last_name = "Leaver"
raters[-1].save()
cycle = make_round()
cycle.kinds.create(rater_kind=RaterKind.SELF)
ask_about(cycle, dave, skills, {RaterKind.PEER: raters})
cycle.requests.create(
    rater=dave, ratee=dave, rater_kind=RaterKind.SELF, state=RequestState.APPROVED
)
print(json.dumps({
    "cycle": str(cycle.public_id),
    "person": str(dave.public_id),
    "skills": [str(skill.public_id) for skill in skills],
    "dave": session_of(dave.user),
    "raters": [session_of(rater.user) for rater in raters],
}))
"""
CLICK_TWICE = """button => {
    button.click();
    setTimeout(() => { button.click(); console.log("clicked twice"); }, 200);
}"""
CLOSE = """
from django.utils import timezone
from assessments.models import AssessmentCycle
from assessments.services.cycles_release import close_cycle
close_cycle(actor=None, cycle=AssessmentCycle.objects.get(), now=timezone.now())
"""
LEAVE = """
from employees.enums import EmployeeStatus
from employees.models import Employee
from skillmap.core.models import User
leaver = Employee.objects.get(last_name="Leaver")
Employee.objects.filter(pk=leaver.pk).update(status=EmployeeStatus.LEFT)
User.objects.filter(pk=leaver.user_id).update(is_active=False)
"""
COUNT = """
import json
from assessments.models import Certificate, FeedbackAnswer, FeedbackInvitation, Rating
ratings = Rating.objects.order_by("pk").values_list("level", "submitted_at")
print(json.dumps({
    "sent": [float(level) for level, sent in ratings if sent],
    "begun": [float(level) for level, sent in ratings if not sent],
    "answers": FeedbackAnswer.objects.open().count(),
    "answered": FeedbackInvitation.objects.exclude(answered_on=None).count(),
    "certificates": [one.title for one in Certificate.objects.order_by("pk")],
}))
"""


@pytest.fixture(scope="module")
def office():
    """The product with an open cycle about Dave: by himself, and by colleagues without a name."""
    with site() as running:
        yield running, told(running, SEED)


def told(running: Site, code: str) -> dict:
    """What a script says as its last line, inside the running product."""
    return json.loads(running.manage("shell", "-v", "0", "-c", code).splitlines()[-1])


def rating_form(running: Site, seeded: dict) -> Page:
    page = running.person(session=seeded["dave"])
    page.goto(f"/cycles/{seeded['cycle']}/rate/{seeded['person']}/")
    return page


def feedback_form(running: Site, seeded: dict, rater: int) -> Page:
    page = running.person(390, session=seeded["raters"][rater])
    page.goto(f"/feedback/{seeded['cycle']}/{seeded['person']}/")
    return page


def choose(page: Page, skills: list[str], level: str) -> None:
    """The same level on each card, one after the other."""
    for skill in skills:
        page.locator(f"#card-{skill} input[value='{level}']").check()
        if skill != skills[-1]:
            page.get_by_role("button", name="Next skill").click()


def click_twice(page: Page, name: str) -> int:
    """Click again while the first click is on its way; return how often something was sent."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "POST":
            held.append(route)
        else:
            route.continue_()

    page.route(page.url, hold)
    with page.expect_console_message(lambda message: message.text == "clicked twice"):
        page.get_by_role("button", name=name).evaluate(CLICK_TWICE)
    sent = len(held)
    held[0].continue_()
    return sent


def send_at_once(page: Page, values: dict[str, str], times: int) -> list[int]:
    """The statuses when the form is sent so many times at the same moment, past the browser."""
    token = page.locator("form[data-rating] [name=csrfmiddlewaretoken]").get_attribute("value")
    readers = page.locator("[name=readers]").get_attribute("value")
    body = urlencode({"csrfmiddlewaretoken": token, "readers": readers, **values})
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())
    place = urlsplit(page.url)
    headers = {
        "Cookie": cookies,
        "Origin": f"{place.scheme}://{place.netloc}",
        "Content-Type": "application/x-www-form-urlencoded",
    }

    def send(_time: int) -> int:
        connection = HTTPConnection(place.netloc)
        connection.request("POST", place.path, body, headers)
        status = connection.getresponse().status
        connection.close()
        return status

    with ThreadPoolExecutor(times) as pool:
        return sorted(pool.map(send, range(times)))


def test_level_outside_the_scale_is_named_and_a_second_click_sends_nothing_twice(office):
    running, seeded = office
    first, second = seeded["skills"]
    dave = rating_form(running, seeded)
    choose(dave, [first], "3")
    expect(dave.locator(f"#kept-{first}")).to_contain_text("kept")
    dave.get_by_role("button", name="Next skill").click()
    wrong = dave.locator(f"#card-{second} input[value='5']")
    wrong.evaluate("input => { input.value = '9'; }")
    dave.locator(f"#card-{second} input[value='9']").check()
    expect(dave.locator(f"#kept-{second}")).to_have_text("The level must lie between 0 and 5.")
    dave.get_by_role("button", name="Send").click()
    expect(dave.locator(f"#kept-{second}")).to_have_text("The level must lie between 0 and 5.")
    assert violations(dave) == []
    found = told(running, COUNT)
    assert (found["begun"], found["sent"]) == ([3], [])

    choose(dave, [second], "4")
    expect(dave.locator(f"#kept-{second}")).to_contain_text("kept")
    assert click_twice(dave, "Send") == 1
    expect(dave.locator("body")).to_contain_text("2 answers sent")
    found = told(running, COUNT)
    assert (found["begun"], found["sent"]) == ([], [3, 4])


def test_answer_without_a_name_is_kept_once_however_often_it_is_sent(office):
    running, seeded = office
    before = told(running, COUNT)["answers"]
    page = feedback_form(running, seeded, rater=0)
    values = {f"{skill}-answer": "3" for skill in seeded["skills"]}
    assert send_at_once(page, values, times=6) == [200, 409, 409, 409, 409, 409]

    page = feedback_form(running, seeded, rater=1)
    choose(page, seeded["skills"], "2")
    assert click_twice(page, "Send without my name") == 1
    expect(page.get_by_role("heading", level=1)).to_have_text("Sent without your name")
    found = told(running, COUNT)
    assert found["answers"] == found["answered"] == before + 2


def test_file_that_is_no_certificate_is_refused_and_what_was_typed_stays(office, tmp_path):
    running, seeded = office
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    files = {
        "large.pdf": (PDF + b"\0" * (30 * 2**20), "This file is larger than 10 MB."),
        "drawing.svg": (svg, "This file is a web page, an SVG picture or XML."),
        "disguised.pdf": (svg, "This file is a web page, an SVG picture or XML."),
    }
    dave = running.person(session=seeded["dave"])
    dave.goto(f"/people/{seeded['person']}/certificates/new/")
    dave.get_by_label("Title").fill("Forklift")
    dave.get_by_label("Issued on").fill("2026-05-04")
    for name, (content, sentence) in files.items():
        (tmp_path / name).write_bytes(content)
        dave.locator("input[type=file]").set_input_files(tmp_path / name)
        dave.get_by_role("button", name="Send").click()
        expect(dave.locator("main")).to_contain_text(sentence)
        expect(dave.get_by_label("Title")).to_have_value("Forklift")
        assert violations(dave) == []
    assert told(running, COUNT)["certificates"] == []

    (tmp_path / "licence.pdf").write_bytes(PDF)
    dave.locator("input[type=file]").set_input_files(tmp_path / "licence.pdf")
    dave.get_by_role("button", name="Send").click()
    expect(dave.locator("main")).to_contain_text("Nobody has verified it yet")
    assert told(running, COUNT)["certificates"] == ["Forklift"]


def test_forms_that_are_open_when_somebody_leaves_or_the_cycle_ends_say_so(office):
    running, seeded = office
    forms = [feedback_form(running, seeded, rater) for rater in (2, 3)]
    for page in forms:
        choose(page, seeded["skills"], "1")
    dave = rating_form(running, seeded)
    choose(dave, seeded["skills"], "2")
    expect(dave.locator(f"#kept-{seeded['skills'][-1]}")).to_contain_text("kept")
    before = told(running, COUNT)

    running.manage("shell", "-v", "0", "-c", LEAVE)
    forms[1].get_by_role("button", name="Send without my name").click()
    expect(forms[1]).to_have_url(re.compile("/account/login/"))
    running.manage("shell", "-v", "0", "-c", CLOSE)
    forms[0].get_by_role("button", name="Send without my name").click()
    expect(forms[0].locator("main")).to_contain_text("No answers are taken any more")
    choose(dave, seeded["skills"][-1:], "5")
    kept = dave.locator(f"#kept-{seeded['skills'][-1]}")
    expect(kept).to_contain_text("takes no answers any more. What you had kept is still there.")
    dave.get_by_role("button", name="Send").click()
    expect(dave.locator("main")).to_contain_text("This cycle takes no answers any more")
    assert [violations(page) for page in (*forms, dave)] == [[], [], []]

    after = told(running, COUNT)
    assert (after["begun"], after["sent"]) == (before["begun"], before["sent"])
    assert after["begun"][-2:] == [2, 2]
    assert after["answered"] == before["answered"]
