"""What one person can read: follow the links of all pages, and ask all of REST."""

import re
from collections import Counter, deque
from html import unescape
from urllib.parse import parse_qs, urljoin, urlsplit

from playwright.sync_api import APIResponse, Page

FEW = 5
OPENAPI = "/api/v1/openapi.json"
_LINK = re.compile(r'(?:href|src|hx-get)="([^"]+)"')
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NOT_FOLLOWED = ("/static/", "/account/", "/invitation/")


def everything(page: Page, about: str) -> dict[str, str]:
    """Bodies by address, for whoever is logged in on this page.

    Every address with the id `about`; of others a few of each kind. An address with a query is
    read once for each set of parameters: a list sorted by another column tells nothing more.
    """
    found: dict[str, str] = {}
    waiting, known = deque(["/", *_rest(page, about)]), Counter[tuple[str, ...]]()
    while waiting:
        address = waiting.popleft()
        kind = _kind(address, about)
        known[kind] += address not in found
        if address in found or known[kind] > (FEW if "{id}" in kind[0] else 1):
            continue
        found[address] = _text(page.context.request.get(address))
        waiting.extend(_links(address, found[address]))
    return found


def _kind(address: str, about: str) -> tuple[str, ...]:
    parts = urlsplit(address)
    path = parts.path if about in address else _UUID.sub("{id}", parts.path)
    return path, *sorted(parse_qs(parts.query, keep_blank_values=True))


def _rest(page: Page, about: str) -> list[str]:
    """Every address of REST that can be read with no id or this one."""
    paths = page.context.request.get(OPENAPI).json()["paths"]
    readable = [path for path, verbs in paths.items() if "get" in verbs and path.count("{") < 2]
    return [re.sub(r"\{\w+\}", about, path) for path in readable]


def _text(answer: APIResponse) -> str:
    kind = answer.headers.get("content-type", "")
    return answer.text() if kind.startswith(("text/", "application/")) else ""


def _links(address: str, body: str) -> list[str]:
    links = (urljoin(address, unescape(link)).partition("#")[0] for link in _LINK.findall(body))
    return [link for link in links if link.startswith("/") and not link.startswith(_NOT_FOLLOWED)]
