"""The socket: requests come in, the weather befalls them, and every write is written down for the audit."""

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
from .domains import Domain, Domains, Missing, Taken
from .faults import BUSY, FINE, READ, Climate, Fault, ReadFault

COLLECTION = f"/2010-04-01/Accounts/{ACCOUNT_SID}/SIP/Domains"
SECONDS_BETWEEN_BYTES = 0.2
REFUSALS = {
    "refused": (400, 21231, "Invalid Domain Name"),
    "taken": (400, 21232, "Domain {name} already exists."),
    "missing": (404, 20404, "The requested resource was not found"),
    "busy": (429, 20429, "Too Many Requests"),
    "500": (500, 20500, "An internal server error has occurred"),
}

Moment = Literal["write received", "write committed", "fetch received", "list received"]

ELSEWHERE = {
    "changes what was asked": {"VoiceUrl": "https://elsewhere.example.com/"},
    "changes something else": {"Secure": "true"},
    "deletes it": {},
}
"""What somebody else can do to the domain, in the account and past the dashboard."""

DONE = {"create": 201, "update": 200, "delete": 204}


@dataclass
class Write:
    """One create, update or delete as it reached Twilio."""

    action: str
    sid: str
    """Of the domain that is to be changed."""
    name: str
    asked_as: str
    """The friendly name, which tells whose doing it is."""
    at: float
    fault: str
    busy: bool


@dataclass
class Weather:
    """One Twilio: what it holds, what befalls the next requests, and what has reached it.

    Faults are taken from `writes`, `fetches` and `lists` in turn; when a script is over, the climate draws, or all is
    fine. `witness` is called at each moment of note; a test kills there. `elsewhere` says when somebody else does what.
    """

    climate: Climate | None = None
    writes: list[Fault] = field(default_factory=list)
    fetches: list[ReadFault] = field(default_factory=list)
    lists: list[ReadFault] = field(default_factory=list)
    witness: Callable[[Moment], None] = lambda _: None
    elsewhere: dict[Moment, str] = field(default_factory=dict)
    ahead: timedelta = timedelta(0)
    """How far Twilio's clock is ahead of ours."""
    url: str = ""
    domains: Domains = field(default_factory=lambda: Domains(ACCOUNT_SID))
    posts: list[Write] = field(default_factory=list)
    pending: int = 0
    """Writes that may still commit."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, connection: socket.socket, request: Received) -> None:
        """Let one request meet its weather."""
        path = urlsplit(request.path)
        sid = path.path.removeprefix(f"{COLLECTION}/").removesuffix(".json")
        if path.path == "/audit":
            _say(connection, 200, json.dumps(self.audit()))
        elif path.path == "/calm":
            with self.lock:
                self.climate = None
            _say(connection, 200, "{}")
        elif request.method in ("POST", "DELETE"):
            self._write(connection, request, "" if path.path == f"{COLLECTION}.json" else sid)
        elif path.path == f"{COLLECTION}.json":
            self._list(connection, parse_qs(path.query))
        else:
            self._fetch(connection, sid)

    def audit(self) -> dict[str, Any]:
        """Return all that an auditor may ask, as JSON can hold it."""
        with self.lock:
            posts, pending = [asdict(post) for post in self.posts], self.pending
        domains, commits = self.domains.everything()
        return {
            "posts": posts,
            "pending": pending,
            "domains": [asdict(row) for row in domains],
            "commits": [asdict(commit) for commit in commits],
        }

    def was_here(self, name: str) -> Domain:
        """Have a domain that somebody made an hour ago."""
        return self.domains.create({"DomainName": name}, age=timedelta(hours=1) - self.ahead, ours=False)

    def _happen(self, moment: Moment) -> None:
        """Let what is to happen at a moment happen to whatever domain there is, once."""
        self.witness(moment)
        with self.lock:
            does = self.elsewhere.pop(moment, "")
        for domain in self.domains.everything()[0] if does else ():
            if ELSEWHERE[does]:
                self.domains.update(domain.sid, ELSEWHERE[does], age=-self.ahead, ours=False)
            else:
                self.domains.delete(domain.sid, ours=False)

    def _write(self, connection: socket.socket, request: Received, sid: str) -> None:
        action = "delete" if request.method == "DELETE" else "update" if sid else "create"
        name = request.values.get("DomainName", "")
        with self.lock:
            fault = self.writes.pop(0) if self.writes else self.climate.next_write() if self.climate else FINE
            asked_as = request.values.get("FriendlyName", "")
            self.posts.append(Write(action, sid, name, asked_as, time.time(), fault.name, fault is BUSY))
            self.pending += 1
        self._happen("write received")
        try:
            time.sleep(fault.wait)
            reply, text = fault.reply, ""
            if fault.commits and not fault.late:
                try:
                    text = self._commit(action, sid, request, fault)
                except Taken:
                    reply = "taken" if reply == "made" else reply
                except Missing:
                    reply = "missing" if reply == "made" else reply
            time.sleep(fault.hold)
            _reply(connection, reply, DONE[action], name, text)
        finally:
            if fault.late:
                timer = threading.Timer(fault.late, self._commit_late, (action, sid, request, fault))
                timer.daemon = True
                timer.start()
            else:
                self._done()

    def _commit(self, action: str, sid: str, request: Received, fault: Fault) -> str:
        text = ""
        match action:
            case "create":
                text = self.domains.create(request.values, lag=fault.lag, age=-self.ahead).text
            case "update":
                text = self.domains.update(sid, request.values, age=-self.ahead).text
            case "delete":
                self.domains.delete(sid)
        self._happen("write committed")
        return text

    def _commit_late(self, action: str, sid: str, request: Received, fault: Fault) -> None:
        with suppress(Taken, Missing):
            self._commit(action, sid, request, fault)
        self._done()

    def _done(self) -> None:
        with self.lock:
            self.pending -= 1

    def _list(self, connection: socket.socket, query: dict[str, list[str]]) -> None:
        fault = self._next_read(self.lists)
        self._happen("list received")
        if not _is_lost(connection, fault):
            size = 0 if fault.reply == "behind" else int(query.get("PageSize", ["50"])[0])
            page = self.domains.page(size, query.get("PageToken", [""])[0])
            _say(connection, 200, page, Date=format_datetime(datetime.now(UTC) + self.ahead, usegmt=True))

    def _fetch(self, connection: socket.socket, sid: str) -> None:
        fault = self._next_read(self.fetches)
        self._happen("fetch received")
        if not _is_lost(connection, fault):
            found = self.domains.fetch(sid)
            _say(connection, 200, found) if found else _refuse(connection, *REFUSALS["missing"])

    def _next_read(self, script: list[ReadFault]) -> ReadFault:
        with self.lock:
            return script.pop(0) if script else self.climate.next_read() if self.climate else READ


def _is_lost(connection: socket.socket, fault: ReadFault) -> bool:
    """Let what befalls a read befall it, and return whether that was all."""
    time.sleep(fault.wait)
    if fault.reply == "cut":
        connection.shutdown(socket.SHUT_RDWR)
    elif fault.reply == "500":
        _refuse(connection, *REFUSALS["500"])
    return fault.reply in ("cut", "500")


def _reply(connection: socket.socket, reply: str, done: int, name: str, text: str) -> None:
    if reply in REFUSALS:
        status, code, message = REFUSALS[reply]
        _refuse(connection, status, code, message.format(name=name), Retry_After="0")
    elif reply == "made":
        _say(connection, done, text)
    elif reply == "html":
        _say(connection, 200, "<html>One moment</html>")
    elif reply == "trickle":
        for byte in head(done, {}, 1000):
            connection.sendall(bytes([byte]))
            time.sleep(SECONDS_BETWEEN_BYTES)
    else:
        if reply == "half":
            connection.sendall(head(200, {}, 2 * len(text) + 100) + text[: len(text) // 2].encode())
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
