"""The dashboard as an operator runs it: `manage.py serve` in a process of its own, on data of its own."""

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import psycopg
import requests
from psycopg import sql

from sipadmin.settings import env

from .environment import of_the_machine

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60.0
STOP_SECONDS = 25.0  # less than requests under way are given: who takes longer waits for nothing


class Installation:
    """One dashboard with its data directory, and on PostgreSQL with a database of its own.

    `with Installation(folder, TWILIO_REGION="ie1") as dashboard: dashboard.start()`; then `url`, `username`, `password`
    and `said` (the lines on its standard output) are there, `stop()` ends it and `start()` starts it again. Leaving
    the block ends it and drops its database.
    """

    def __init__(self, folder: Path, **variables: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        self.url = ""
        self.username = "admin"
        self.password = ""
        self._server_url = os.environ.get("DATABASE_URL", "")
        self._database = f"sipadmin_{secrets.token_hex(8)}" if self._server_url.startswith("postgres") else ""
        self.variables = {"DATA_DIR": str(folder), **self._make_database(), **variables}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self.process is not None:
            self.kill()
        if self._database:
            self._administer(sql.SQL("DROP DATABASE {} WITH (FORCE)"))

    @property
    def said(self) -> list[str]:
        """The lines on standard output so far."""
        return (self.folder / "stdout").read_text().splitlines()

    @property
    def logged(self) -> str:
        """What standard error holds so far, over all starts."""
        return (self.folder / "stderr").read_text()

    def launch(self, *options: str) -> None:
        """Start `serve` and do not wait for it. Its process group is its own."""
        with (self.folder / "stdout").open("wb") as out, (self.folder / "stderr").open("ab") as err:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", *(options or ("--port", "0"))],
                cwd=ROOT,
                env=for_a_process(self.variables),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )

    def wait(self) -> Self:
        """Wait until it says `Ready`, and read how to reach it and how to sign in."""
        ends = time.monotonic() + START_SECONDS
        while len(self.said) < 2:  # where, and how to sign in
            if self.process is None or self.process.poll() is not None or time.monotonic() > ends:
                raise AssertionError(f"`serve` did not become ready.\n{self.logged}")
            time.sleep(0.02)
        self.url = self.said[0].removeprefix("Ready: ").rstrip("/")
        words = self.said[1].split()
        if " with the password " in self.said[1]:
            self.username = words[3]
            self.password = self.variables.get(words[-1], words[-1])
        return self

    def start(self, *options: str) -> Self:
        """Start `serve`, on any free port unless options say otherwise, and wait until it is ready."""
        self.launch(*options)
        return self.wait()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to `serve` alone."""
        assert self.process is not None
        self.process.send_signal(number)

    def stop(self) -> int:
        """End `serve` as a supervisor does, and return its exit code."""
        self.signal(signal.SIGTERM)
        return self.exit_code()

    def exit_code(self) -> int:
        """Wait until `serve` has ended, and return its exit code."""
        assert self.process is not None
        return self.process.wait(STOP_SECONDS)

    def kill(self) -> None:
        """End everything that is left of it, at once."""
        assert self.process is not None
        for pid in self.group():
            os.kill(pid, signal.SIGKILL)
        self.process.wait(STOP_SECONDS)

    def group(self) -> list[int]:
        """Return the processes alive in its process group: `serve` itself and everything it started."""
        assert self.process is not None
        return [pid for pid, group, state in _processes() if group == self.process.pid and state not in "ZX"]

    def children(self) -> list[int]:
        """Return the processes that have `serve` for a parent, whatever their group."""
        assert self.process is not None
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]

    def manage(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a management command on its data."""
        return subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=for_a_process(self.variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
            check=False,
        )

    def sign_in(self) -> requests.Session:
        """Return a session that is signed in."""
        session = requests.Session()
        session.trust_env = False
        address = f"{self.url}/accounts/login/"
        session.get(address, timeout=10)
        answer = self.post(session, "/accounts/login/", username=self.username, password=self.password)
        assert answer.status_code == requests.codes.found, answer.text
        return session

    def post(self, session: requests.Session, path: str, **fields: str) -> requests.Response:
        """Post a form with its token and return the answer, redirects not followed."""
        fields["csrfmiddlewaretoken"] = session.cookies["csrftoken"]
        return session.post(f"{self.url}{path}", data=fields, timeout=60, allow_redirects=False)

    def _make_database(self) -> dict[str, str]:
        if not self._database:
            return {}
        self._administer(sql.SQL("CREATE DATABASE {}"))
        url = urlsplit(self._server_url)._replace(path=f"/{self._database}").geturl()
        return {
            "DATABASE_URL": url,
            "SECRET_KEY": "a key of the tests, long enough for everything that asks for length",
        }

    def _administer(self, statement: sql.SQL) -> None:
        with psycopg.connect(self._server_url, autocommit=True) as connection:
            connection.execute(statement.format(sql.Identifier(self._database)))


def _processes() -> list[tuple[int, int, str]]:
    """Return process id, process group and state of everything that runs."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, group = entry.read_text().rpartition(")")[2].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has just ended
        found.append((int(entry.parent.name), int(group), state))
    return found


def for_a_process(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for a process of ours: these variables, and the schema's defaults for all others.

    Saying the defaults aloud keeps a developer's `.env` out, which fills only what is not set.
    """
    defaults = {name: as_text(default) for name, (_, default) in env.scheme.items()}
    no_files = {f"{name}_FILE": "" for name in env.scheme}
    return {**of_the_machine(), **no_files, **defaults, **variables}


def as_text(default: object) -> str:
    """Return a default of the schema as one would write it into the environment."""
    if isinstance(default, bool):
        return "on" if default else "off"
    return ",".join(default) if isinstance(default, list) else str(default)
