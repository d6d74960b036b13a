"""Counts what the pages of a running dashboard cost beside trivial views on the same server.

The dashboard is the real one, `manage.py serve` with its two web workers, on 50 domains. One client asks for each page
in turn over four kept connections, round after round, so that what else the machine does meets all of them alike.
Requests per second are one measure; the processor time that the web workers spent on each request is the steadier one.

The lists hold one row more than a page, so that they are counted as well. A list is for those who are signed in, so the
trivial view on the same terms is the one that reads session and operator too: TARGET is held against that one. Beside
the bare view stands what signing in costs in all.
"""

import os
import socket
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from ..installation import Installation
from .stock import stock

CONNECTIONS = 4
TARGET = 4
"""How many times the trivial view, signed in, a page of a list may cost."""
BARE = "a trivial view, bare"
SIGNED_IN = "a trivial view, signed in"
PAGES = {
    BARE: "/bare",
    SIGNED_IN: "/signed-in",
    "the list, 50 of 51 rows": "/domains/",
    "the changes, 50 of 52 rows": "/changes/",
    "the overview": "/",
}


@dataclass
class Speed:
    """What each round found about one page."""

    per_second: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    """Seconds of the web workers for each request."""


def run(folder: Path, rounds: int = 5, seconds: float = 2.0) -> dict[str, Speed]:
    """Measure every page in so many rounds of so many seconds each."""
    found = {name: Speed() for name in PAGES}
    with Installation(folder, DJANGO_SETTINGS_MODULE="tests.bench.settings") as dashboard:
        dashboard.start("--port", "0", "--no-worker")
        stock(dashboard)
        session = dashboard.sign_in()
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in session.cookies)
        requests = {name: _request(dashboard.url, path, cookies) for name, path in PAGES.items()}
        for request in requests.values():
            _ask(dashboard, request, seconds / 4)
        for _ in range(rounds):
            for name, request in requests.items():
                per_second, processor = _ask(dashboard, request, seconds)
                found[name].per_second.append(per_second)
                found[name].processor.append(processor)
    return found


def _request(url: str, path: str, cookies: str) -> bytes:
    """Return a request as a browser sends it; nobody is signed in at the bare view."""
    cookie = "" if path == PAGES[BARE] else f"Cookie: {cookies}\r\n"
    host = urlsplit(url).netloc
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n{cookie}\r\n".encode()


def _ask(dashboard: Installation, request: bytes, seconds: float) -> tuple[float, float]:
    """Return how many requests a second were answered, and the workers' seconds for each."""
    workers = dashboard.children()
    began, spent = time.perf_counter(), _spent(workers)
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        answered = sum(threads.map(_keep_asking, *zip(*[(dashboard.url, request, seconds)] * CONNECTIONS, strict=True)))
    return answered / (time.perf_counter() - began), (_spent(workers) - spent) / answered


def _keep_asking(url: str, request: bytes, seconds: float) -> int:
    """Ask one thing over one connection until the time is over, and return how often it was answered."""
    address = urlsplit(url)
    answered = 0
    with socket.create_connection((address.hostname, address.port or 80), 30) as connection:
        ends = time.perf_counter() + seconds
        while time.perf_counter() < ends:
            connection.sendall(request)
            head, _, body = _received(connection, b"").partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200 "), head
            length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
            while len(body) < length:
                body = _received(connection, body)
            answered += 1
    return answered


def _received(connection: socket.socket, before: bytes) -> bytes:
    """Return what was there before and what comes next; at first, at least the whole of an answer's head."""
    while True:
        more = connection.recv(1 << 18)
        assert more, "The server closed the connection."
        before += more
        if b"\r\n\r\n" in before or not before.startswith(b"HTTP/"):
            return before


def _spent(processes: Sequence[int]) -> float:
    """Return the processor seconds that processes have used so far."""
    ticks = 0
    for process in processes:
        words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(words[11]) + int(words[12])  # its own, and the system's on its behalf
    return ticks / os.sysconf("SC_CLK_TCK")


def table(found: dict[str, Speed]) -> str:
    """Return the figures as a table in Markdown."""
    rates = {name: statistics.median(speed.per_second) for name, speed in found.items()}
    spent = {name: statistics.median(speed.processor) for name, speed in found.items()}
    head = "requests a second | of signed in | of bare | processor time | × signed in | × bare"
    lines = [f"| medians; a list: 1/{TARGET} of “signed in” | {head} |", "|---|--:|--:|--:|--:|--:|--:|"]
    lines += [
        f"| {name} | {rate:.0f} | {_part(rate, rates[SIGNED_IN])} | {_part(rate, rates[BARE])} "
        f"| {1000 * spent[name]:.2f} ms | {spent[name] / spent[SIGNED_IN]:.1f} | {spent[name] / spent[BARE]:.1f} |"
        for name, rate in rates.items()
    ]
    return "\n".join(lines)


def _part(rate: float, whole: float) -> str:
    return f"1/{whole / rate:.1f}" if rate <= whole else f"{rate / whole:.1f} ×"
