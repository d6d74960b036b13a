"""Times a create through the form beside one bare request to the same server.

Both run in one process, one after the other, against a Twilio in another process that answers at once. The create is a
POST of the form by somebody who is signed in, with its token, through every middleware, until the redirect is there;
fetching the form and signing in are not timed. The bare request is the same POST to Twilio on a kept session. The time
in our own code is the first less the second, pair by pair.

`python -m tests.bench.creating URL CREATES THREADS` is that process; `run` starts it.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from ..installation import ROOT, Installation, for_a_process
from ..twilio_server import ACCOUNT_SID
from .answering import answering, counts

WARM_UP = 5
SEE_OTHER = 303
STATEMENTS = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN", "COMMIT")


@dataclass(frozen=True)
class Created:
    """What creates cost: medians in milliseconds, and counts."""

    creates: int
    whole: float
    bare: float
    own: float
    queries: int
    commits: int
    requests: float
    """To Twilio, for each create."""
    connections: int
    """Opened by one thread, for all its creates."""
    threads: int
    connections_of_threads: int
    """Opened by so many more threads, for several creates each."""


def run(folder: Path, creates: int = 200, threads: int = 4) -> Created:
    """Time creates on a fresh database: SQLite, or one of its own beside DATABASE_URL."""
    with (
        answering() as url,
        Installation(
            folder, TWILIO_ACCOUNT_SID=ACCOUNT_SID, TWILIO_AUTH_TOKEN="token", TWILIO_BASE_URL=url
        ) as installation,
    ):
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.creating", url, str(creates), str(threads)],
            cwd=ROOT,
            env=for_a_process(installation.variables) | {"DJANGO_SETTINGS_MODULE": "sipadmin.settings"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    return Created(**json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    import django  # noqa: PLC0415  (the environment has been read by now, and settings come with it)

    django.setup()
    url, creates, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    print(json.dumps(_measured(url, creates, threads)))


def _measured(url: str, creates: int, threads: int) -> dict[str, Any]:
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    for database in settings.DATABASES:
        call_command("migrate", database=database, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    operator = _Operator()
    session = requests.Session()
    session.headers["Bench"] = "yes"
    wholes, bares = [], []
    for number in range(WARM_UP + creates):
        wholes.append(operator.create(f"timed-{number}"))
        bares.append(_bare(session, url, f"bare-{number}"))
    one_thread = counts(url)
    with CaptureQueriesContext(connection) as asked:
        operator.create("counted")
    statements = [query["sql"] for query in asked]
    before = counts(url)
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(_several, range(threads)))
    return {
        "creates": creates,
        "whole": 1000 * statistics.median(wholes[WARM_UP:]),
        "bare": 1000 * statistics.median(bares[WARM_UP:]),
        "own": 1000 * statistics.median([a - b for a, b in zip(wholes, bares, strict=True)][WARM_UP:]),
        "queries": sum(not sql.startswith(STATEMENTS) for sql in statements),
        "commits": statements.count("COMMIT"),
        "requests": one_thread["requests"] / len(wholes),
        "connections": one_thread["connections"],
        "threads": threads,
        "connections_of_threads": counts(url)["connections"] - before["connections"],
    }


class _Operator:
    """Somebody who is signed in, with the form before them."""

    def __init__(self) -> None:
        from django.contrib.auth import get_user_model  # noqa: PLC0415
        from django.test import Client  # noqa: PLC0415

        name = f"operator-{os.urandom(4).hex()}"
        get_user_model().objects.create_superuser(name, password=f"password of {name}")
        self.client = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
        self._post("/accounts/login/", username=name, password=f"password of {name}")

    def create(self, name: str) -> float:
        """Create a domain, and return the seconds from the click to the redirect."""
        return self._post("/domains/new/", domain_name=name, voice_url="https://voice.example.com/answer")

    def _post(self, path: str, **typed: str) -> float:
        page = self.client.get(path).content.decode()
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        started = time.perf_counter()
        answer = self.client.post(path, hidden | typed)
        seconds = time.perf_counter() - started
        assert answer.status_code in (302, SEE_OTHER), answer.content.decode()
        return seconds


def _several(thread: int) -> None:
    from django.db import connections  # noqa: PLC0415

    operator = _Operator()
    for number in range(3):
        operator.create(f"thread-{thread}-{number}")
    connections.close_all()


def _bare(session: requests.Session, url: str, name: str) -> float:
    values = {"DomainName": f"{name}.sip.twilio.com", "VoiceUrl": "https://voice.example.com/answer"}
    started = time.perf_counter()
    answer = session.post(
        f"{url}/2010-04-01/Accounts/{ACCOUNT_SID}/SIP/Domains.json", data=values, auth=("AC", "token"), timeout=25
    )
    answer.json()
    return time.perf_counter() - started


def table(found: Created) -> str:
    """Return the figures as a table in Markdown."""
    return f"""\
| a create through the form ({found.creates}, median) | |
|---|--:|
| from the click to the redirect | {found.whole:.1f} ms |
| one bare request to the same server | {found.bare:.1f} ms |
| in our own code | {found.own:.1f} ms, {found.own / found.bare:.1f} × the bare request |
| queries, and commits | {found.queries}, {found.commits} |
| requests to Twilio for each create | {found.requests:g} |
| connections to Twilio, one thread | {found.connections} |
| connections to Twilio, {found.threads} threads | {found.connections_of_threads} |"""


if __name__ == "__main__":
    main()
