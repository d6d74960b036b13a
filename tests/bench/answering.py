"""A Twilio that answers every create at once, in a process of its own: `python -m tests.bench.answering` says its URL.

`GET /counts` tells how many creates came, and over how many connections. Requests of the bench itself say `Bench: yes`
and are not counted.
"""

import json
import socketserver
import threading
from contextlib import AbstractContextManager, suppress
from typing import Any

import requests

from ..twilio_server import Received, Server, head, read_request, resource
from .beside import beside

_lock = threading.Lock()
_made = 0
_counts = {"requests": 0, "connections": 0}


class _Handler(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self) -> None:
        counted = False
        with suppress(OSError):
            while request := read_request(self.rfile):
                if request.method == "POST" and "Bench" not in request.headers:
                    with _lock:
                        _counts["requests"] += 1
                        _counts["connections"] += not counted
                    counted = True
                body = json.dumps(_counts if request.path == "/counts" else _created(request)).encode()
                self.connection.sendall(head(201 if request.method == "POST" else 200, {}, len(body)) + body)


def _created(request: Received) -> dict[str, Any]:
    global _made  # noqa: PLW0603  (the one Twilio of this process)
    with _lock:
        _made += 1
        return resource(sid=f"SD{_made:032x}", domain_name=request.values.get("DomainName", ""))


def answering() -> AbstractContextManager[str]:
    """Run it for the time of a block, and give its URL."""
    return beside("tests.bench.answering")


def counts(url: str) -> dict[str, int]:
    """Return what it has counted so far."""
    told: dict[str, int] = requests.get(f"{url}/counts", headers={"Bench": "yes"}, timeout=10).json()
    return told


def main() -> None:
    server = Server(_Handler)
    print(server.url, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
