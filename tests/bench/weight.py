"""Weighs each page as a browser loads it that has never been here: requests, bytes over the wire, other hosts.

Chromium with its cache off, from the real `manage.py serve`, with a full page of domains and of changes. The bytes are
those of bodies and headers of everything the page loads, compressed as it was sent.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from ..browser.chromium import ARGUMENTS, CHROMIUM
from ..browser.pages import addresses_of
from ..installation import Installation
from .stock import APPLIED, DOING, SID, UNKNOWN, stock

SIGNED_OUT = "signing in"
ADDRESSES = addresses_of(domain=SID, change=APPLIED, unknown=UNKNOWN, doing=DOING) | {SIGNED_OUT: "/accounts/login/"}


@dataclass
class Weight:
    """What one page made the browser load."""

    requests: int = 0
    wire: int = 0
    """Bytes as they were sent."""
    unpacked: int = 0
    """Bytes of the bodies, uncompressed."""
    hosts: set[str] = field(default_factory=set)

    def note_request(self, event: dict[str, Any]) -> None:
        """Take note that something is asked for."""
        url = urlsplit(event["request"]["url"])
        if url.scheme not in ("data", "blob"):
            self.requests += 1
            self.hosts.add(url.netloc)

    def note_data(self, event: dict[str, Any]) -> None:
        """Take note of a piece of a body."""
        self.unpacked += event["dataLength"]

    def note_end(self, event: dict[str, Any]) -> None:
        """Take note that something has come, whole."""
        self.wire += int(event["encodedDataLength"])


def run(folder: Path) -> dict[str, Weight]:
    """Weigh every page of a dashboard of its own."""
    with Installation(folder) as dashboard, sync_playwright() as playwright:
        dashboard.start("--port", "0", "--no-worker")
        stock(dashboard)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            return weigh(dashboard, browser)
        finally:
            browser.close()


def weigh(dashboard: Installation, browser: Browser) -> dict[str, Weight]:
    """Weigh every page of a dashboard that is running, and `stock`ed."""
    session = dashboard.sign_in()
    cookies: list[Any] = [{"name": one.name, "value": one.value, "url": dashboard.url} for one in session.cookies]
    return {
        name: _weight(browser, dashboard.url + path, [] if name == SIGNED_OUT else cookies)
        for name, path in ADDRESSES.items()
    }


def _weight(browser: Browser, url: str, cookies: list[Any]) -> Weight:
    weight = Weight()
    context = browser.new_context()
    context.add_cookies(cookies)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.on("Network.requestWillBeSent", weight.note_request)
    session.on("Network.dataReceived", weight.note_data)
    session.on("Network.loadingFinished", weight.note_end)
    page.goto(url, wait_until="networkidle")
    assert page.url == url, f"{url} leads to {page.url}"
    context.close()
    return weight


def table(found: dict[str, Weight]) -> str:
    """Return the figures as a table in Markdown."""
    lines = ["| page, nothing in the cache | requests | over the wire | unpacked | hosts |", "|---|--:|--:|--:|--:|"]
    lines += [
        f"| {name} | {one.requests} | {one.wire / 1000:.1f} KB | {one.unpacked / 1000:.0f} KB | {len(one.hosts)} |"
        for name, one in found.items()
    ]
    return "\n".join(lines)


def can_be_weighed() -> bool:
    """Whether there is a browser on this machine."""
    return CHROMIUM is not None
