"""A real browser on a real product: servers, worker and pages for one story."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from skillmap.devstack.run import running
from skillmap.devstack.stack import Stack

NAMES = ("chromium", "chromium-browser", "google-chrome")  # what .ci/run takes for one too
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "var" / "axe" / "axe.min.js"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 60_000  # a loaded machine is slow, not wrong
BETWEEN_MAILS = "-" * 79 + "\n"  # mails of the same moment share a file
LINK = re.compile(r"https?://\S+/invitation/\S+")
RUN_UNTIL = """async ([selector, text]) => {
    const page = await (await fetch(location.href)).text();
    const found = new DOMParser().parseFromString(page, "text/html").querySelector(selector);
    return found !== null && found.textContent.includes(text);
}"""
RUN_AXE = """async () => (await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21aa"]}))
    .violations.filter(v => ["serious", "critical"].includes(v.impact))
    .map(v => v.id + " at " + v.nodes.map(n => n.target.join(" ")).slice(0, 3).join(", "))"""


@dataclass
class Site:
    """A running product: `manage` runs a command on it, `mails` reads what it sent."""

    stack: Stack
    browser: Browser

    def manage(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.stack.env,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def mails_to(self, address: str) -> list[str]:
        """Bodies of the mails to an address, oldest first."""
        folder = Path(self.stack.env["EMAIL_URL"].removeprefix("filemail://"))
        files = sorted(folder.glob("*"), key=lambda file: file.stat().st_mtime_ns)
        texts = [text for file in files for text in file.read_text().split(BETWEEN_MAILS)]
        return [text for text in texts if f"To: {address}" in text]

    def person(self, width: int = 1440, *, session: str = "", scripts: bool = True) -> Page:
        """A browser of somebody else, with nothing of the others in it but perhaps a log-in."""
        context = self.browser.new_context(
            base_url=self.stack.base_url,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
        )
        context.set_default_timeout(PATIENCE_MS)
        if session:
            context.add_cookies(
                [{"name": "sessionid", "value": session, "url": self.stack.base_url}]
            )
        return context.new_page()

    def enter(self, page: Page, link: str, password: str) -> None:
        """Follow an invitation and set the password."""
        page.goto(link)
        for field in page.locator("input[type=password]").all():
            field.fill(password)
        page.get_by_role("button", name="Set the password and log in").click()
        page.wait_for_url("**/")


@contextmanager
def site() -> Iterator[Site]:
    """The product with an empty database, a web server and a worker."""
    with running(fresh=True, web_port=0, worker=True) as stack, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield Site(stack, browser)
        finally:
            browser.close()


def reload_until(page: Page, selector: str, text: str) -> None:
    """Until the server, not what is shown, says so; then show it."""
    page.wait_for_function(RUN_UNTIL, arg=[selector, text], polling=300)
    page.reload()


def violations(page: Page) -> list[str]:
    """Serious and critical accessibility faults of the page that is shown."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(RUN_AXE)
    return found


def violations_at_both_widths(page: Page) -> list[str]:
    """The same on a desk and on a phone."""
    wide = page.viewport_size
    found = violations(page)
    page.set_viewport_size({"width": 390, "height": 844})
    found += violations(page)
    if wide:
        page.set_viewport_size(wide)
    return found
