"""Row 9 of the promises: what a first visit costs a browser. Counted, not timed."""

import gzip
import urllib.request
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from bench.report import Report, Row, Scale
from skillmap.devstack.run import running


class Page(HTMLParser):
    """Counts elements and collects what the browser fetches at once."""

    def __init__(self) -> None:
        super().__init__()
        self.elements = 0
        self.fetched: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements += 1
        values = dict(attrs)
        fetched = values.get("src") if tag in ("script", "img") else None
        if tag in ("link", "use"):
            fetched = values.get("href")
        if fetched and not fetched.startswith(("#", "data:")):
            self.fetched.add(fetched.partition("#")[0])


def measure(scale: Scale) -> Report:
    """The log-in page with everything on it; `scale` makes no difference."""
    with running(fresh=True, web_port=0) as stack:
        address = f"{stack.base_url}/"
        html, page_bytes, address = _fetch(address)
        page = Page()
        page.feed(html.decode())
        addresses = {urljoin(address, found) for found in page.fetched}
        host = urlsplit(stack.base_url).netloc
        foreign = [found for found in addresses if urlsplit(found).netloc != host]
        sizes = [_fetch(found)[1] for found in addresses - set(foreign)]
    return Report(
        sizes={"scale": scale.value, "page": urlsplit(address).path},
        rows=[
            Row("compressed bytes of the first visit", (page_bytes + sum(sizes)) / 1000, "KB", 300),
            Row("requests of the first visit", 1 + len(addresses), "requests", 15),
            Row("of them to third parties", len(foreign), "requests", 0),
            Row("elements of the page", page.elements, "elements", 1500),
        ],
    )


def _fetch(address: str) -> tuple[bytes, int, str]:
    """Content, bytes on the wire and final address of one request."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as response:
        wire = response.read()
        packed = response.headers.get("Content-Encoding") == "gzip"
        return gzip.decompress(wire) if packed else wire, len(wire), response.url
