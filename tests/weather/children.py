"""Starts and ends the processes of `child`, each job on a database of its own."""

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from ..installation import ROOT, START_SECONDS, Installation, for_a_process
from ..twilio_server import ACCOUNT_SID
from .deaths import Death


class Children:
    """`with Children(folder, seconds="1.3 2 0.6") as children`; then `run` a job on `lent_database`.

    `seconds` are the client's deadline, the lease and the time to settle. `database` is the one that others are copied
    from. A job that takes longer than `patience` has failed.
    """

    def __init__(self, folder: Path, *, seconds: str, patience: float = START_SECONDS) -> None:
        self._home = Installation(
            folder, TWILIO_ACCOUNT_SID=ACCOUNT_SID, TWILIO_AUTH_TOKEN="token", TWILIO_BASE_URL="http://127.0.0.1:1"
        )
        self._folder = folder
        self._address = folder / "socket"
        self._seconds = seconds
        self._patience = patience
        self._databases: list[str] = []
        self._free: list[str] = []
        self._lock = threading.Lock()
        url = self._home.variables.get("DATABASE_URL", "")
        self._server = os.environ["DATABASE_URL"] if url else ""
        self.database = urlsplit(url).path.removeprefix("/") if url else str(folder / "db.sqlite3")

    def __enter__(self) -> Self:
        environment = for_a_process(self._home.variables) | {
            "DJANGO_SETTINGS_MODULE": "tests.weather.settings",
            "PROOF_SECONDS": self._seconds,
        }
        with (self._folder / "stderr").open("wb") as err:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.weather.child", str(self._address)],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stderr=err,
            )
        ends = time.monotonic() + START_SECONDS
        while not self._address.exists():
            if self._process.poll() is not None or time.monotonic() > ends:
                raise AssertionError(f"The children’s process did not become ready.\n{self.logged}")
            time.sleep(0.02)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        if self._server:
            for name in self._databases:
                self._administer(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        self._home.__exit__(kind, error, traceback)

    @property
    def logged(self) -> str:
        """What the processes have said on standard error."""
        return (self._folder / "stderr").read_text()

    @contextmanager
    def lent_database(self) -> Iterator[str]:
        """Give the name of a database for the time of a block, migrated, with an operator and the account in it.

        It may hold what the block before has left there.
        """
        with self._lock:
            name = self._free.pop() if self._free else self._new_database()
        yield name
        self._free.append(name)

    def _new_database(self) -> str:
        name = f"{self.database}_{len(self._databases)}"
        self._databases.append(name)
        if self._server:
            new, old = sql.Identifier(name), sql.Identifier(self.database)
            self._administer(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(new, old))
        else:
            shutil.copy(self.database, name)
        return name

    def run(self, born: Callable[[int], None], *, death: Death = Death.NEVER, **job: Any) -> dict[str, Any] | None:
        """Run a job in a process of its own, and return what it gave, or None if it was killed.

        `born` is told the process's id before it begins.
        """
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(self._patience)
            connection.connect(str(self._address))
            lines = connection.makefile("r")
            connection.sendall(json.dumps(job | {"death": death}).encode() + b"\n")
            born(json.loads(lines.readline())["pid"])
            connection.sendall(b"go\n")
            said: dict[str, Any] = json.loads(lines.readline() or "{}")
        if "failed" in said:
            raise AssertionError(said["failed"])
        return said.get("gave")

    def _administer(self, statement: sql.Composed) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement)
