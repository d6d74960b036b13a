"""The socket: requests come in, the weather befalls them, and every write is written down for the audit."""

import json
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from ..twilio_server import ACCOUNT_SID, Received, Server, head, read_request
from .faults import BUSY, FINE, READ, Climate, Fault, ReadFault
from .holdings import Held, Holdings, Refusal
from .kinds import kind_of

ACCOUNT = f"/2010-04-01/Accounts/{ACCOUNT_SID}/"
SECONDS_BETWEEN_BYTES = 0.2
BUSY_NOW = Refusal(429, 20429, "Too Many Requests")
BROKEN = Refusal(500, 20500, "An internal server error has occurred")

Moment = Literal["write received", "write committed", "fetch received", "list received"]


@dataclass(frozen=True)
class Meddling:
    """What somebody else does, in the account and past the dashboard, to all of one kind: sets values, or deletes."""

    path: str
    values: Mapping[str, str] | None = None


DONE = {"create": 201, "update": 200, "delete": 204}


@dataclass
class Write:
    """One create, update or delete as it reached Twilio."""

    action: str
    collection: str
    sid: str
    """Of what is to be changed."""
    name: str
    """Of what is to be made."""
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
    elsewhere: dict[Moment, Meddling] = field(default_factory=dict)
    ahead: timedelta = timedelta(0)
    """How far Twilio's clock is ahead of ours."""
    url: str = ""
    holdings: Holdings = field(default_factory=lambda: Holdings(ACCOUNT_SID))
    posts: list[Write] = field(default_factory=list)
    pending: int = 0
    """Writes that may still commit."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, connection: socket.socket, request: Received) -> None:
        """Let one request meet its weather."""
        address = urlsplit(request.path)
        collection, sid = _place(address.path)
        if address.path == "/audit":
            _say(connection, 200, json.dumps(self.audit()))
        elif address.path == "/calm":
            with self.lock:
                self.climate = None
            _say(connection, 200, "{}")
        elif request.method in ("POST", "DELETE"):
            self._write(connection, request, collection, sid)
        elif sid:
            self._fetch(connection, collection, sid)
        else:
            self._list(connection, collection, parse_qs(address.query))

    def audit(self) -> dict[str, Any]:
        """Return all that an auditor may ask, as JSON can hold it."""
        with self.lock:
            posts, pending = [asdict(post) for post in self.posts], self.pending
        there, commits = self.holdings.everything()
        return {
            "posts": posts,
            "pending": pending,
            "there": [asdict(row) for row in there],
            "commits": [asdict(commit) for commit in commits],
        }

    def was_here(self, collection: str, values: Mapping[str, str]) -> Held:
        """Have what somebody made an hour ago."""
        return self.holdings.create(collection, values, age=timedelta(hours=1) - self.ahead, ours=False)

    def _happen(self, moment: Moment) -> None:
        """Let what is to happen at a moment happen, once."""
        self.witness(moment)
        with self.lock:
            does = self.elsewhere.pop(moment, None)
        if does is None:
            return
        for row in self.holdings.everything()[0]:
            kind = kind_of(row.collection)
            if kind is None or kind.path != does.path:
                continue
            if does.values is None:
                self.holdings.delete(row.collection, row.sid, ours=False)
            else:
                self.holdings.update(row.collection, row.sid, does.values, age=-self.ahead, ours=False)

    def _write(self, connection: socket.socket, request: Received, collection: str, sid: str) -> None:
        action = "delete" if request.method == "DELETE" else "update" if sid else "create"
        kind = kind_of(collection)
        name = "" if sid or kind is None else request.values.get(kind.named_by, "")
        with self.lock:
            fault = self.writes.pop(0) if self.writes else self.climate.next_write() if self.climate else FINE
            asked_as = request.values.get("FriendlyName", "")
            self.posts.append(Write(action, collection, sid, name, asked_as, time.time(), fault.name, fault is BUSY))
            self.pending += 1
        self._happen("write received")
        commit = partial(self._commit, action, collection, sid, request.values, fault)
        refusal = kind.refused if kind else (20404, "There is no such place")
        outcome: str | Refusal = Refusal(400, *refusal) if fault.reply == "refused" else ""
        try:
            time.sleep(fault.wait)
            if fault.commits and not fault.late:
                try:
                    outcome = commit()
                except Refusal as error:
                    outcome = error
            time.sleep(fault.hold)
            _reply(connection, fault.reply, DONE[action], outcome)
        finally:
            if fault.late:
                timer = threading.Timer(fault.late, self._commit_late, (commit,))
                timer.daemon = True
                timer.start()
            else:
                self._done()

    def _commit(self, action: str, collection: str, sid: str, values: Mapping[str, str], fault: Fault) -> str:
        text = ""
        match action:
            case "create":
                text = self.holdings.create(collection, values, lag=fault.lag, age=-self.ahead).text
            case "update":
                text = self.holdings.update(collection, sid, values, age=-self.ahead).text
            case "delete":
                self.holdings.delete(collection, sid)
        self._happen("write committed")
        return text

    def _commit_late(self, commit: Callable[[], str]) -> None:
        with suppress(Refusal):
            commit()
        self._done()

    def _done(self) -> None:
        with self.lock:
            self.pending -= 1

    def _list(self, connection: socket.socket, collection: str, query: dict[str, list[str]]) -> None:
        fault = self._next_read(self.lists)
        self._happen("list received")
        if not _is_lost(connection, fault):
            size = 0 if fault.reply == "behind" else int(query.get("PageSize", ["50"])[0])
            try:
                page = self.holdings.page(collection, size, query.get("PageToken", [""])[0])
            except Refusal as error:
                _refuse(connection, error)
            else:
                _say(connection, 200, page, Date=format_datetime(datetime.now(UTC) + self.ahead, usegmt=True))

    def _fetch(self, connection: socket.socket, collection: str, sid: str) -> None:
        fault = self._next_read(self.fetches)
        self._happen("fetch received")
        if not _is_lost(connection, fault):
            try:
                _say(connection, 200, self.holdings.fetch(collection, sid))
            except Refusal as error:
                _refuse(connection, error)

    def _next_read(self, script: list[ReadFault]) -> ReadFault:
        with self.lock:
            return script.pop(0) if script else self.climate.next_read() if self.climate else READ


def _is_lost(connection: socket.socket, fault: ReadFault) -> bool:
    """Let what befalls a read befall it, and return whether that was all."""
    time.sleep(fault.wait)
    if fault.reply == "cut":
        connection.shutdown(socket.SHUT_RDWR)
    elif fault.reply == "500":
        _refuse(connection, BROKEN)
    return fault.reply in ("cut", "500")


def _place(address: str) -> tuple[str, str]:
    """Return the collection that an address is about, and the SID if it is about one resource."""
    place = address.removeprefix(ACCOUNT).removesuffix(".json")
    if kind_of(place):
        return place, ""
    collection, _, sid = place.rpartition("/")
    return collection, sid


def _reply(connection: socket.socket, reply: str, done: int, outcome: str | Refusal) -> None:
    """Say what the weather lets through of what became of a write: its text, or why it was refused."""
    text = outcome if isinstance(outcome, str) else ""
    if reply in ("busy", "500"):
        _refuse(connection, BUSY_NOW if reply == "busy" else BROKEN, Retry_After="0")
    elif reply in ("made", "refused"):
        if isinstance(outcome, Refusal):
            _refuse(connection, outcome)
        else:
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


def _refuse(connection: socket.socket, refusal: Refusal, **headers: str) -> None:
    info = f"https://www.twilio.com/docs/errors/{refusal.code}"
    said = {"code": refusal.code, "message": refusal.message, "more_info": info, "status": refusal.status}
    _say(connection, refusal.status, json.dumps(said), **headers)


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
