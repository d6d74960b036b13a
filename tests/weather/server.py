"""The socket: requests come in, the weather befalls them, and every create is written down for the audit."""

import json
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from ..twilio_server import ACCOUNT_SID, Received, Server, head, read_request
from .domains import Domains, Taken
from .faults import BUSY, FINE, LISTED, Climate, Fault, ListFault

COLLECTION = f"/2010-04-01/Accounts/{ACCOUNT_SID}/SIP/Domains"
SECONDS_BETWEEN_BYTES = 0.2
REFUSALS = {
    "refused": (400, 21231, "Invalid Domain Name"),
    "taken": (400, 21232, "Domain {name} already exists."),
    "busy": (429, 20429, "Too Many Requests"),
    "500": (500, 20500, "An internal server error has occurred"),
}

Moment = Literal["create received", "create committed", "list received"]


@dataclass
class Post:
    """One create as it reached Twilio."""

    name: str
    asked_as: str
    """The friendly name, which tells whose doing it is."""
    at: float
    fault: str
    busy: bool
    sid: str = ""
    """Of the domain that came of it, once one has."""


@dataclass
class Weather:
    """One Twilio: what it holds, what befalls the next requests, and what has reached it.

    Faults are taken from `creates` and `lists` in turn; when a script is over, the climate draws, or all is fine.
    `witness` is called at each moment of note; a test kills there.
    """

    climate: Climate | None = None
    creates: list[Fault] = field(default_factory=list)
    lists: list[ListFault] = field(default_factory=list)
    witness: Callable[[Moment], None] = lambda _: None
    ahead: timedelta = timedelta(0)
    """How far Twilio's clock is ahead of ours."""
    url: str = ""
    domains: Domains = field(default_factory=lambda: Domains(ACCOUNT_SID))
    posts: list[Post] = field(default_factory=list)
    pending: int = 0
    """Creates that may still commit."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, connection: socket.socket, request: Received) -> None:
        """Let one request meet its weather."""
        path = urlsplit(request.path)
        if path.path == "/audit":
            _say(connection, 200, json.dumps(self.audit()))
        elif path.path == "/calm":
            with self.lock:
                self.climate = None
            _say(connection, 200, "{}")
        elif path.path == f"{COLLECTION}.json" and request.method == "POST":
            self._create(connection, request)
        elif path.path == f"{COLLECTION}.json":
            self._list(connection, parse_qs(path.query))
        else:
            found = self.domains.fetch(path.path.removeprefix(f"{COLLECTION}/").removesuffix(".json"))
            _say(connection, 200, found) if found else _refuse(connection, 404, 20404, "The resource was not found")

    def audit(self) -> dict[str, Any]:
        """Return all that an auditor may ask, as JSON can hold it."""
        with self.lock:
            posts, pending = [asdict(post) for post in self.posts], self.pending
        domains = [asdict(row) for row in self.domains.everything()]
        return {"posts": posts, "pending": pending, "domains": domains}

    def was_here(self, name: str) -> None:
        """Have a domain that somebody made an hour ago."""
        self.domains.create({"DomainName": name}, age=timedelta(hours=1) - self.ahead)

    def _create(self, connection: socket.socket, request: Received) -> None:
        name = request.values["DomainName"]
        with self.lock:
            fault = self.creates.pop(0) if self.creates else self.climate.next_create() if self.climate else FINE
            busy = fault is BUSY
            post = Post(name, request.values.get("FriendlyName", ""), time.time(), fault.name, busy)
            self.posts.append(post)
            self.pending += 1
        self.witness("create received")
        try:
            time.sleep(fault.wait)
            reply, text = fault.reply, ""
            if fault.commits and not fault.late:
                try:
                    text = self._commit(post, request, fault)
                except Taken:
                    reply = "taken" if reply == "made" else reply
            time.sleep(fault.hold)
            _reply(connection, reply, name, text)
        finally:
            if fault.late:
                timer = threading.Timer(fault.late, self._commit_late, (post, request, fault))
                timer.daemon = True
                timer.start()
            else:
                self._done()

    def _commit(self, post: Post, request: Received, fault: Fault) -> str:
        row = self.domains.create(request.values, lag=fault.lag, age=-self.ahead)
        post.sid = row.sid
        self.witness("create committed")
        return row.text

    def _commit_late(self, post: Post, request: Received, fault: Fault) -> None:
        with suppress(Taken):
            self._commit(post, request, fault)
        self._done()

    def _done(self) -> None:
        with self.lock:
            self.pending -= 1

    def _list(self, connection: socket.socket, query: dict[str, list[str]]) -> None:
        with self.lock:
            fault = self.lists.pop(0) if self.lists else self.climate.next_list() if self.climate else LISTED
        self.witness("list received")
        time.sleep(fault.wait)
        if fault.reply == "cut":
            connection.shutdown(socket.SHUT_RDWR)
        elif fault.reply == "500":
            _refuse(connection, *REFUSALS["500"])
        else:
            page = self.domains.page(int(query.get("PageSize", ["50"])[0]), query.get("PageToken", [""])[0])
            _say(connection, 200, page, Date=format_datetime(datetime.now(UTC) + self.ahead, usegmt=True))


def _reply(connection: socket.socket, reply: str, name: str, text: str) -> None:
    if reply in REFUSALS:
        status, code, message = REFUSALS[reply]
        _refuse(connection, status, code, message.format(name=name), Retry_After="0")
    elif reply in ("made", "html"):
        _say(connection, 201, text if reply == "made" else "<html>One moment</html>")
    elif reply == "trickle":
        for byte in head(201, {}, 1000):
            connection.sendall(bytes([byte]))
            time.sleep(SECONDS_BETWEEN_BYTES)
    else:
        if reply == "half":
            connection.sendall(head(201, {}, 2 * len(text) + 100) + text[: len(text) // 2].encode())
        connection.shutdown(socket.SHUT_RDWR)


def _say(connection: socket.socket, status: int, text: str, **headers: str) -> None:
    headers.setdefault("Date", format_datetime(datetime.now(UTC), usegmt=True))
    body = text.encode()
    connection.sendall(head(status, headers, len(body)) + body)


def _refuse(connection: socket.socket, status: int, code: int, message: str, **headers: str) -> None:
    said = {"code": code, "message": message, "more_info": f"https://www.twilio.com/docs/errors/{code}"}
    _say(connection, status, json.dumps(said | {"status": status}), **headers)


def server_for(weather: Weather, port: int = 0) -> Server:
    """Return a server, not started yet, that answers for this weather."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                while request := read_request(self.rfile):
                    weather.answer(self.connection, request)

    server = Server(Handler, port)
    weather.url = server.url
    return server


@contextmanager
def outdoors(weather: Weather) -> Iterator[Weather]:
    """Run a Twilio in this weather for the time of a block."""
    with server_for(weather).running():
        yield weather
