"""A server on a real socket that plays Twilio as a test tells it: answers, stalls, cuts, trickles."""

import json
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from io import BufferedIOBase
from typing import Any
from urllib.parse import parse_qsl

ACCOUNT_SID = "AC" + "1" * 32
DOMAIN_SID = "SD" + "a" * 32


@dataclass(frozen=True)
class Received:
    """One request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def values(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


Act = Callable[[socket.socket, Received], None]


@dataclass
class TwilioServer:
    """What the server received, and what it does next: each request takes one act, the last act stays."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    connections: int = 0
    acts: list[Act] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    over: threading.Event = field(default_factory=threading.Event)

    def will(self, *acts: Act) -> None:
        self.acts = list(acts)

    def take(self, request: Received) -> Act:
        with self.lock:
            self.received.append(request)
            return self.acts.pop(0) if len(self.acts) > 1 else self.acts[0]

    def stall(self, connection: socket.socket, request: Received) -> None:
        """Say nothing until the test is over."""
        self.over.wait(30)


def reply(status: int, body: object = None, **headers: str) -> Act:
    """Answer with a status and a body: JSON for what is not bytes."""
    data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    return raw(head(status, headers, len(data)) + data)


def listed(*resources: dict[str, Any], ahead: timedelta = timedelta(0)) -> Act:
    """Answer with an account's list, by a clock that is `ahead`."""
    date = format_datetime((datetime.now(UTC) + ahead), usegmt=True)
    return reply(200, {"domains": list(resources), "next_page_uri": None}, Date=date)


def raw(data: bytes) -> Act:
    """Send these very bytes."""

    def act(connection: socket.socket, request: Received) -> None:
        connection.sendall(data)

    return act


def cut(connection: socket.socket, request: Received) -> None:
    """Close the connection without a word."""
    connection.shutdown(socket.SHUT_RDWR)


def half_a_body(connection: socket.socket, request: Received) -> None:
    """Promise a body and close in the middle of it."""
    connection.sendall(head(201, {}, 500) + b'{"sid": "SD')
    connection.shutdown(socket.SHUT_RDWR)


def trickle(data: bytes, *, every: float) -> Act:
    """Send a byte now and then, never long enough apart for a read to time out."""

    def act(connection: socket.socket, request: Received) -> None:
        with suppress(OSError):
            for position in range(len(data)):
                connection.sendall(data[position : position + 1])
                time.sleep(every)

    return act


def made(connection: socket.socket, request: Received) -> None:
    """Answer a create as Twilio does."""
    body = json.dumps(resource(domain_name=request.values.get("DomainName", ""))).encode()
    connection.sendall(head(201, {"Twilio-Request-Id": "RQ" + "b" * 32}, len(body)) + body)


def refusal(status: int, code: int, message: str) -> Act:
    """Answer with an error in Twilio's own shape."""
    info = f"https://www.twilio.com/docs/errors/{code}"
    return reply(status, {"code": code, "message": message, "more_info": info, "status": status})


def resource(**attributes: Any) -> dict[str, Any]:
    """Return a SIP domain as Twilio returns it, with all its attributes."""
    sid = attributes.get("sid", DOMAIN_SID)
    path = f"/2010-04-01/Accounts/{ACCOUNT_SID}/SIP/Domains/{sid}"
    return {
        "account_sid": ACCOUNT_SID,
        "api_version": "2010-04-01",
        "auth_type": "",
        "byoc_trunk_sid": None,
        "date_created": "Mon, 20 Jul 2015 17:27:10 +0000",
        "date_updated": "Mon, 20 Jul 2015 17:27:10 +0000",
        "domain_name": "acme.sip.twilio.com",
        "emergency_caller_sid": None,
        "emergency_calling_enabled": False,
        "friendly_name": None,
        "secure": False,
        "sid": sid,
        "sip_registration": False,
        "subresource_uris": {
            "credential_list_mappings": f"{path}/CredentialListMappings.json",
            "ip_access_control_list_mappings": f"{path}/IpAccessControlListMappings.json",
        },
        "uri": f"{path}.json",
        "voice_fallback_method": "POST",
        "voice_fallback_url": None,
        "voice_method": "POST",
        "voice_status_callback_method": "POST",
        "voice_status_callback_url": None,
        "voice_url": None,
        **attributes,
    }


def head(status: int, headers: Mapping[str, str], length: int) -> bytes:
    """Return the first lines of an answer, up to its body."""
    lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {length}", "Content-Type: application/json"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def read_request(stream: BufferedIOBase) -> Received | None:
    """Read the next request of a connection; None at its end, even if that is in the middle of a request."""
    start = stream.readline().decode().split()
    headers = {}
    while line := stream.readline():
        if not line.strip():
            break
        name, _, value = line.decode().strip().partition(": ")
        headers[name] = value
    length = int(headers.get("Content-Length", 0))
    body = stream.read(length)
    return Received(start[0], start[1], headers, body) if line and len(body) == length else None


class Server(socketserver.ThreadingTCPServer):
    """A thread for each connection, on any free port of this machine."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, handler: type[socketserver.StreamRequestHandler], port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    @contextmanager
    def running(self) -> Iterator[None]:
        """Answer in the background for the time of the block."""
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield
        finally:
            self.shutdown()
            self.server_close()


@contextmanager
def serving() -> Iterator[TwilioServer]:
    """Run a server for the time of a test."""
    state = TwilioServer(acts=[made])

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with state.lock:
                state.connections += 1
            with suppress(OSError):
                while request := read_request(self.rfile):
                    state.take(request)(self.connection, request)

    server = Server(Handler)
    state.url = server.url
    with server.running():
        try:
            yield state
        finally:
            state.over.set()
