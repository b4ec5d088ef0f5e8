"""Drive a real browser through every page: pictures, console errors, policy reports, axe."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import django

from tests.journeys.browser import CHROMIUM, FLAGS

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "var" / "screens"
AXE = ROOT / "var" / "axe" / "axe.min.js"
WIDTHS = {"1440": (1440, 900), "390": (390, 844)}
SERIOUS = {"serious", "critical"}
SHOWN, HIDDEN, NOT_ALLOWED = {200, 204, 286, 410, 422}, {302, 403, 404}, 405
RUN_AXE = """async () => (await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21aa"]}))
    .violations.map(v => ({
        id: v.id, impact: v.impact, nodes: v.nodes.map(n => n.target.join(" ")),
    }))"""


def main(wanted: list[str]) -> int:
    """Exit code 1 when a page has no picture, an error, a policy report or an axe violation.

    `wanted` narrows to routes whose name contains one of the words.
    """
    if not CHROMIUM:
        sys.stderr.write("No Chromium found: set CHROMIUM or install it.\n")
        return 1
    subprocess.run([sys.executable, "manage.py", "prepare_demo"], cwd=ROOT, check=True)
    django.setup()
    tasks, names = _tasks(wanted)
    TARGET.mkdir(parents=True, exist_ok=True)
    faults, pictured = _visit(tasks)
    faults += [f"{name}: no picture" for name in sorted(names - pictured)]
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    sys.stdout.write(f"{len(pictured)} pages in {TARGET}, {len(faults)} faults\n")
    return 1 if faults else 0


def _tasks(wanted: list[str]) -> tuple[list[dict[str, Any]], set[str]]:
    """What to visit as whom, with a session cookie each; nothing asks the database after this."""
    from tests.journeys.sessions import session_of
    from tests.screens.routes import AT_THE_DOOR, begin_work, routes, somebody_at_the_door

    admin = next(user for user in _readers().values() if user)
    begin_work(admin)
    tasks, names = [], set()
    for role, user in (_readers() | {"entrant": somebody_at_the_door()}).items():
        cookie = session_of(user) if user else ""
        for route in routes(user or admin):
            if wanted and not any(word in route.name for word in wanted):
                continue
            if (role == "entrant") != (route.name == AT_THE_DOOR):
                continue
            names.add(route.name)
            tasks.append({"role": role, "cookie": cookie} | asdict(route))
    return tasks, names


def _readers() -> dict[str, Any]:
    from django.conf import settings

    from skillmap.core.models import User

    people = json.loads(Path(settings.MEDIA_ROOT).with_name("demo.json").read_text())
    readers = {entry["who"].split()[0].lower(): entry["email"] for entry in people}
    return {role: User.objects.get(email=email) for role, email in readers.items()} | {
        "anonymous": None
    }


def _visit(tasks: list[dict[str, Any]]) -> tuple[list[str], set[str]]:
    from playwright.sync_api import sync_playwright

    faults: list[str] = []
    pictured: set[str] = set()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for width, (x, y) in WIDTHS.items():
            for role in dict.fromkeys(task["role"] for task in tasks):
                context = browser.new_context(
                    viewport={"width": x, "height": y}, bypass_csp=False, reduced_motion="reduce"
                )
                for task in (task for task in tasks if task["role"] == role):
                    _picture(context, task, width, faults, pictured)
                context.close()
        browser.close()
    return faults, pictured


def _picture(
    context: Any, task: dict[str, Any], width: str, faults: list[str], pictured: set[str]
) -> None:
    base = os.environ["BASE_URL"]
    if task["cookie"]:
        context.add_cookies([{"name": "sessionid", "value": task["cookie"], "url": base}])
    where = f"{task['name']} as {task['role']} at {width}"
    answer = context.request.get(base + task["address"], max_redirects=0)
    is_html = "text/html" in answer.headers.get("content-type", "")
    is_page = is_html and "<html" in answer.text()  # a fragment is seen inside its page
    if answer.status == NOT_ALLOWED:
        pictured.add(task["name"])  # only posted to: there is nothing to see
    elif not task["has_example"]:
        return  # a page, of which nobody has seen anything
    elif answer.status in SHOWN and not is_page:
        pictured.add(task["name"])  # for programs, or a part of a page
    elif answer.status in SHOWN:
        faults += _shot(context, task, width, where)
        pictured.add(task["name"])
    elif answer.status == 302 and "/account/login" not in answer.headers.get("location", ""):
        pictured.add(task["name"])  # it leads elsewhere
    elif answer.status not in HIDDEN:
        faults.append(f"{where}: status {answer.status}")


def _shot(context: Any, task: dict[str, Any], width: str, where: str) -> list[str]:
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"{where}: {error}"))
    page.on(
        "console",
        lambda message: (
            faults.append(f"{where}: {message.text}")
            if message.type == "error" and "status of 410" not in message.text
            else None
        ),
    )
    page.goto(os.environ["BASE_URL"] + task["address"], wait_until="load")
    file = f"{task['role']}-{width}-{task['name'].replace(':', '_')}.png"
    page.screenshot(path=TARGET / file, full_page=True)
    faults += _too_wide(page, where) + _axe(page, where)
    page.close()
    return faults


def _too_wide(page: Any, where: str) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"{where}: {wide} px wider than the window"] if wide > 1 else []


def _axe(page: Any, where: str) -> list[str]:
    page.evaluate(AXE.read_text())  # evaluated by the debugger, so the page's policy stays on
    found = page.evaluate(RUN_AXE)
    return [
        f"{where}: axe {row['impact']} {row['id']} at {row['nodes'][:3]}"
        for row in found
        if row["impact"] in SERIOUS
    ]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillmap.settings")
    sys.exit(main(sys.argv[1:]))
