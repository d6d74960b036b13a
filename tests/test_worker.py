"""The background in processes of its own: beside `serve`, by hand, killed, and told to end."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from domains.models.jobs import LEASE
from sipadmin.companion import RESTART_SECONDS

from .installation import ROOT, Installation, for_a_process

TIDIED = "expired sessions and old sign-ins deleted."


UNKNOWN_CHANGE = """
from domains.models import Change
from domains.services import current_account
Change.objects.create(
    account=current_account(), collection="SIP/Domains", key="acme.sip.twilio.com", action="create", state="unknown"
)
"""


class SilentTwilio:
    """A Twilio that takes every connection and keeps it without a word, until it hangs up on all of them."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=100)
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.taken: list[socket.socket] = []

    def next_visit(self, seconds: float) -> None:
        self.listener.settimeout(seconds)
        self.taken.append(self.listener.accept()[0])

    def hang_up(self) -> None:
        for connection in (self.listener, *self.taken):
            connection.close()


@pytest.fixture
def looking_up(tmp_path: Path) -> Iterator[tuple[Installation, SilentTwilio]]:
    """A dashboard whose worker is in the middle of a job: it asks Twilio what became of a change, and waits."""
    twilio = SilentTwilio()
    variables = {"TWILIO_ACCOUNT_SID": "AC" + "5" * 32, "TWILIO_AUTH_TOKEN": "t" * 32, "TWILIO_BASE_URL": twilio.url}
    with Installation(tmp_path / "data", **variables) as dashboard:
        assert dashboard.manage("migrate").returncode == 0
        assert dashboard.manage("shell", "-c", UNKNOWN_CHANGE).returncode == 0
        dashboard.start()
        twilio.next_visit(20)
        yield dashboard, twilio
    twilio.hang_up()


def until(look: Callable[[], Any], seconds: float) -> Any:
    """Look until there is something, and return it."""
    ends = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < ends
        time.sleep(0.05)
    return found


def worker_of(dashboard: Installation) -> int | None:
    """Return the one worker that `serve` runs, if it does."""
    found = [pid for pid in dashboard.children() if b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")]
    assert len(found) <= 1
    return found[0] if found else None


def jobs_of(dashboard: Installation) -> dict[str, dict[str, Any]]:
    rows = json.loads(dashboard.manage("dumpdata", "domains.job").stdout or "[]")
    return {row["fields"]["name"]: row["fields"] for row in rows}


@contextmanager
def by_hand(dashboard: Installation) -> Iterator[subprocess.Popen[str]]:
    """Run `manage.py worker` on the data of a dashboard."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "worker"],
        cwd=ROOT,
        env=for_a_process(dashboard.variables),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:  # also where the test has failed: it would be waited for without end
            process.kill()


def test_serve_runs_one_worker_in_its_process_group_and_jobs_run(installation: Installation) -> None:
    installation.start()
    worker = until(lambda: worker_of(installation), 5)
    assert worker in installation.group()
    session = installation.sign_in()
    until(lambda: TIDIED in session.get(f"{installation.url}/background/", timeout=10).text, 10)
    assert len(installation.said) == 2
    assert installation.stop() == 0
    assert installation.group() == []
    assert "Traceback" not in installation.logged


def test_a_worker_that_is_killed_is_followed_by_another(installation: Installation) -> None:
    installation.start()
    first = until(lambda: worker_of(installation), 5)
    os.kill(first, signal.SIGKILL)
    second = until(lambda: (found := worker_of(installation)) != first and found, RESTART_SECONDS + 5)
    assert second in installation.group()
    assert installation.stop() == 0
    assert installation.group() == []


def test_without_its_own_worker_serve_leaves_the_work_to_others(installation: Installation) -> None:
    installation.start("--port", "0", "--no-worker")
    until(lambda: len(installation.children()) == 2, 5)
    assert worker_of(installation) is None
    assert jobs_of(installation)["tidy"]["started_at"] is None
    with by_hand(installation) as process:
        until(lambda: jobs_of(installation)["tidy"]["finished_at"], 30)
        process.terminate()
        assert process.wait(10) == 0


def test_a_job_whose_worker_is_killed_is_run_again_by_the_next(looking_up: Any) -> None:
    dashboard, twilio = looking_up
    worker = until(lambda: worker_of(dashboard), 5)
    os.kill(worker, signal.SIGKILL)
    twilio.next_visit(LEASE.total_seconds() + 20)
    assert worker_of(dashboard) not in (None, worker)


def test_a_worker_in_the_middle_of_a_job_ends_soon_when_serve_is_killed(looking_up: Any) -> None:
    dashboard, _ = looking_up
    dashboard.signal(signal.SIGKILL)
    until(lambda: dashboard.group() == [], 5)


def test_a_job_under_way_may_end_when_serve_is_told_to_twice(looking_up: Any) -> None:
    dashboard, twilio = looking_up
    os.killpg(dashboard.process.pid, signal.SIGTERM)
    dashboard.signal(signal.SIGTERM)
    until(lambda: len(dashboard.group()) == 2, 15)  # itself and its worker
    twilio.hang_up()
    assert dashboard.exit_code() == 0
    assert dashboard.group() == []
    row = jobs_of(dashboard)["reconcile"]
    assert row["finished_at"]
    assert (row["lease_until"], row["note"]) == (None, "0 changes settled, 1 still open.")
    assert "Traceback" not in dashboard.logged


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_by_hand_ends_cleanly_on_a_signal_that_comes_twice(
    installation: Installation, number: signal.Signals
) -> None:
    assert installation.manage("migrate").returncode == 0
    with by_hand(installation) as process:
        until(lambda: jobs_of(installation).get("tidy", {}).get("finished_at"), 90)
        process.send_signal(number)
        process.send_signal(number)
        said, logged = process.communicate(timeout=10)
        assert (process.returncode, said) == (0, "")
        assert "Traceback" not in logged


def test_a_worker_waits_for_a_database_that_is_not_prepared_yet(installation: Installation) -> None:
    with by_hand(installation) as process:
        log = process.stderr
        assert log is not None
        until(lambda: "cannot be used just now" in log.readline(), 30)
        assert installation.manage("migrate").returncode == 0
        until(lambda: jobs_of(installation).get("tidy", {}).get("finished_at"), 90)
        assert process.poll() is None


def test_a_worker_that_cannot_keep_time_does_not_live_on(installation: Installation) -> None:
    assert installation.manage("migrate").returncode == 0
    broken = "from domains import tasks; tasks.tick = lambda: 1 / 0; "
    result = installation.manage(
        "shell", "-c", f"{broken}from django.core.management import call_command as c; c('worker')"
    )
    assert result.returncode == 1
    assert "The worker cannot go on." in result.stderr
    assert "ZeroDivisionError" in result.stderr


if os.environ.get("DATABASE_URL", "").startswith("postgres"):  # SQLite has no connections to lose

    def test_a_worker_outlives_its_connections_to_the_database(installation: Installation) -> None:
        installation.start()
        worker = until(lambda: worker_of(installation), 5)
        until(lambda: jobs_of(installation)["tidy"]["finished_at"], 30)
        with psycopg.connect(installation.variables["DATABASE_URL"], autocommit=True) as connection:
            for _ in range(3):
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
                time.sleep(1)
            connection.execute("UPDATE domains_job SET next_at = now(), finished_at = NULL WHERE name = 'tidy'")
        until(lambda: jobs_of(installation)["tidy"]["finished_at"], 30)
        assert worker_of(installation) == worker
