"""`manage.py serve`, as an operator meets it."""

import gzip
import json
import os
import re
import signal
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from domains.twilio.client import DEADLINE_SECONDS
from sipadmin.server import GRACE_SECONDS, TIMEOUT_SECONDS

from .installation import Installation

SID = "AC" + "5" * 32
QUEUE = "django_tasks_database"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with Installation(tmp_path_factory.mktemp("running")) as dashboard:
        yield dashboard.start()


@pytest.fixture
def stalling_twilio() -> Iterator[socket.socket]:
    """A Twilio that takes every connection and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as listener:
        yield listener


@dataclass
class Stalled:
    dashboard: Installation
    at_twilio: list[socket.socket]


@pytest.fixture
def stalled(tmp_path: Path, stalling_twilio: socket.socket) -> Iterator[Stalled]:
    """A dashboard that ten operators have asked to create a domain, all of them waiting for Twilio."""
    base_url = f"http://127.0.0.1:{stalling_twilio.getsockname()[1]}"
    variables = {"TWILIO_ACCOUNT_SID": SID, "TWILIO_AUTH_TOKEN": "t" * 32, "TWILIO_BASE_URL": base_url}
    with Installation(tmp_path / "stalled", **variables) as dashboard, ThreadPoolExecutor(10) as operators:
        dashboard.start()
        session = dashboard.sign_in()
        try:
            for number in range(10):
                operators.submit(_create, dashboard, session.cookies.get_dict(), f"stall{number}")
            at_twilio = [stalling_twilio.accept()[0] for _ in range(10)]
            yield Stalled(dashboard, at_twilio)
            for connection in at_twilio:
                connection.close()
        finally:
            dashboard.kill()


def _create(dashboard: Installation, cookies: dict[str, str], name: str) -> int | None:
    session = requests.Session()
    session.trust_env = False
    session.cookies.update(cookies)
    try:
        return dashboard.post(session, "/domains/new/", domain_name=f"{name}.sip.twilio.com").status_code
    except requests.ConnectionError:
        return None  # the server ended first


def _until(holds: Callable[[], bool], seconds: float) -> float:
    """Wait until something holds, and return how long that took."""
    started = time.monotonic()
    while not holds():
        assert time.monotonic() - started < seconds
        time.sleep(0.02)
    return time.monotonic() - started


def test_it_says_ready_once_and_how_to_sign_in_and_nothing_else(running: Installation) -> None:
    ready, sign_in = running.said
    assert re.fullmatch(r"Ready: http://127\.0\.0\.1:\d+/", ready)
    assert re.fullmatch(r"Sign in as admin with the password [A-Za-z2-9]{24}", sign_in)


def test_it_answers_machines_and_people(running: Installation) -> None:
    assert requests.get(f"{running.url}/healthz", timeout=10).text == "ok\n"
    assert requests.get(f"{running.url}/accounts/login/", timeout=10).status_code == 200


def test_the_printed_password_signs_in(running: Installation) -> None:
    assert running.sign_in().get(f"{running.url}/domains/", timeout=10).status_code == 200


def test_the_password_is_kept_nowhere(running: Installation) -> None:
    kept = [path for path in running.folder.rglob("*") if path.is_file() and path.name != "stdout"]
    assert kept
    assert not [path for path in kept if running.password.encode() in path.read_bytes()]


def test_static_files_have_hashed_names_and_may_be_kept_for_ever(running: Installation) -> None:
    page = requests.get(f"{running.url}/accounts/login/", timeout=10).text
    addresses = re.findall(r'(?:href|src)="(/static/[^"#]+)', page)
    assert addresses
    for address in addresses:
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", address)
        answer = requests.get(f"{running.url}{address}", timeout=10)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"


def test_a_text_travels_compressed(running: Installation) -> None:
    page = requests.get(f"{running.url}/accounts/login/", timeout=10).text
    [address, *_] = re.findall(r'href="(/static/[^"]+\.css)"', page)
    answer = requests.get(f"{running.url}{address}", headers={"Accept-Encoding": "gzip"}, timeout=10, stream=True)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.raw.read())


def test_its_children_are_in_its_process_group(running: Installation) -> None:
    assert running.process is not None
    _until(lambda: len(running.children()) == 3, 5)  # two for the web, one for the background
    assert sorted(running.group()) == sorted([running.process.pid, *running.children()])


def test_a_host_it_was_not_told_of_is_refused(running: Installation) -> None:
    answer = requests.get(f"{running.url}/healthz", headers={"Host": "sip.example.com"}, timeout=10)
    assert answer.status_code == 400


def test_a_taken_port_ends_in_one_sentence_and_touches_nothing(running: Installation, tmp_path: Path) -> None:
    port = running.url.rpartition(":")[2]
    with Installation(tmp_path / "second") as second:
        result = second.manage("serve", "--port", port)
        assert (result.returncode, result.stdout) == (1, "")
        assert result.stderr == f"CommandError: Cannot listen on 127.0.0.1, port {port}: Address already in use.\n"
        assert not (second.folder / "db.sqlite3").exists()


def test_starting_again_changes_nothing_and_tells_no_password(installation: Installation) -> None:
    installation.start()
    dump = ["dumpdata", "--natural-foreign", *(f"--exclude={one}" for one in ("sessions", "domains.job", QUEUE))]
    first = installation.manage(*dump).stdout
    key = installation.folder / "secret_key"
    kept = (first, key.read_text() if key.exists() else "", _times(installation.folder / "static"))
    password = installation.password
    assert installation.stop() == 0
    installation.start()
    assert re.fullmatch(r"Ready: http://127\.0\.0\.1:\d+/", installation.said[0])
    assert installation.said[1:] == [
        "Sign in with an account made earlier. For a new password: manage.py changepassword NAME"
    ]
    second = installation.manage(*dump).stdout
    assert (second, key.read_text() if key.exists() else "", _times(installation.folder / "static")) == kept
    assert installation.password == password
    assert installation.sign_in()


def _times(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_static_files_are_collected_again_when_they_are_gone(installation: Installation) -> None:
    installation.start()
    manifest = installation.folder / "static" / "staticfiles.json"
    before = manifest.read_text()
    assert installation.stop() == 0
    (installation.folder / "static").rename(installation.folder / "elsewhere")
    installation.start()
    assert manifest.read_text() == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_that_comes_twice_ends_it_cleanly(installation: Installation, number: signal.Signals) -> None:
    installation.start()
    installation.signal(number)
    installation.signal(number)
    assert installation.exit_code() == 0
    assert installation.group() == []
    assert "Traceback" not in installation.logged


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_to_the_whole_group_as_from_a_terminal_ends_it_cleanly(
    installation: Installation, number: signal.Signals
) -> None:
    installation.start()
    assert requests.get(f"{installation.url}/healthz", timeout=10).ok
    assert installation.process is not None
    os.killpg(installation.process.pid, number)
    os.killpg(installation.process.pid, number)
    assert installation.exit_code() == 0
    assert installation.group() == []
    assert "Traceback" not in installation.logged


def test_a_signal_while_it_prepares_ends_it_cleanly(installation: Installation) -> None:
    installation.launch()
    _until((installation.folder / "serve.lock").exists, 30)
    installation.signal(signal.SIGINT)
    installation.signal(signal.SIGINT)
    assert installation.exit_code() == 0
    assert installation.said == []
    assert "Traceback" not in installation.logged


def test_its_children_end_when_it_is_killed(installation: Installation) -> None:
    installation.start()
    _until(lambda: len(installation.children()) == 3, 5)
    installation.signal(signal.SIGKILL)
    assert installation.exit_code() == -signal.SIGKILL
    assert _until(lambda: installation.group() == [], 5) < 5


def test_two_that_start_at_once_on_one_database_make_one_account(installation: Installation, tmp_path: Path) -> None:
    twin = Installation.__new__(Installation)
    twin.__dict__.update(installation.__dict__, folder=tmp_path / "twin", _database="")
    twin.folder.mkdir()
    try:
        installation.launch()
        twin.launch()
        said = [installation.wait().said[1], twin.wait().said[1]]
        assert sorted("with the password" in line for line in said) == [False, True]
    finally:
        twin.kill()


def test_the_first_account_comes_from_the_environment(tmp_path: Path) -> None:
    variables = {"DJANGO_SUPERUSER_USERNAME": "grace", "DJANGO_SUPERUSER_PASSWORD": "a password of her own"}
    with Installation(tmp_path / "data", **variables) as dashboard:
        dashboard.start()
        assert dashboard.said[1] == "Sign in as grace with the password in DJANGO_SUPERUSER_PASSWORD"
        assert dashboard.sign_in().get(f"{dashboard.url}/admin/", timeout=10).status_code == 200


def test_it_waits_longer_than_any_request_to_twilio() -> None:
    assert TIMEOUT_SECONDS > DEADLINE_SECONDS
    assert GRACE_SECONDS > DEADLINE_SECONDS


def test_pages_answer_while_ten_creates_wait_for_twilio(stalled: Stalled) -> None:
    dashboard = stalled.dashboard
    session = dashboard.sign_in()
    for _ in range(10):
        started = time.monotonic()
        assert session.get(f"{dashboard.url}/domains/", timeout=5).status_code == 200
        assert requests.get(f"{dashboard.url}/healthz", timeout=5).text == "ok\n"
        assert time.monotonic() - started < 2


def test_workers_end_when_it_is_killed_while_their_threads_wait_for_twilio(stalled: Stalled) -> None:
    stalled.dashboard.signal(signal.SIGKILL)
    assert _until(lambda: stalled.dashboard.group() == [], 8) < 8


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_became_of_a_request_is_still_noted_when_it_is_told_to_end(
    stalled: Stalled, number: signal.Signals
) -> None:
    dashboard = stalled.dashboard
    dashboard.signal(number)
    _until(lambda: "Requests under way have 30 seconds to end." in dashboard.logged, 5)
    for connection in stalled.at_twilio:
        connection.close()
    assert dashboard.exit_code() == 0
    changes = json.loads(dashboard.manage("dumpdata", "domains.change").stdout)
    assert [change["fields"]["state"] for change in changes] == ["unknown"] * 10


def test_behind_a_proxy_that_ends_tls_the_proxy_is_believed(tmp_path: Path) -> None:
    with Installation(tmp_path / "data", HTTPS="on", ALLOWED_HOSTS="sip.example.com") as dashboard:
        dashboard.start()
        address, headers = f"{dashboard.url}/accounts/login/", {"Host": "sip.example.com"}
        plain = requests.get(address, headers=headers, timeout=10, allow_redirects=False)
        assert (plain.status_code, plain.headers["Location"]) == (301, "https://sip.example.com/accounts/login/")
        noted = headers | {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
        answer = requests.get(address, headers=noted, timeout=10, allow_redirects=False)
        assert answer.status_code == 200
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_without_a_proxy_nobody_is_believed_to_have_come_by_https(running: Installation) -> None:
    address = f"{running.url}/accounts/login/"
    answer = requests.get(address, headers={"X-Forwarded-Proto": "https"}, timeout=10)
    assert "Strict-Transport-Security" not in answer.headers
    assert "Secure" not in answer.headers["Set-Cookie"]


@pytest.mark.parametrize("options", [["--port", "65536"], ["--workers", "0"], ["--threads", "many"]])
def test_an_option_that_cannot_be_is_refused(options: list[str], installation: Installation) -> None:
    result = installation.manage("serve", *options)
    assert result.returncode == 2
    assert " must be a number " in result.stderr


AMONG_THE_OPERATORS = """
from django.contrib.auth.models import Group
from domains.models import User
newcomer = User.objects.create_user("newcomer")
newcomer.groups.add(Group.objects.get(name="Operators"))
print(newcomer.has_perms([f"domains.{verb}_sipdomain" for verb in ("add", "change", "delete")]))
"""


def test_whoever_is_put_among_the_operators_may_do_the_daily_work(running: Installation) -> None:
    done = running.manage("shell", "--verbosity", "0", "-c", AMONG_THE_OPERATORS)
    assert done.stdout.split() == ["True"], done.stderr
