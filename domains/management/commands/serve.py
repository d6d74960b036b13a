"""The command that runs the dashboard."""

import fcntl
import hashlib
import os
import secrets
import signal
import string
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import django
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connection, connections

from domains import tasks
from domains.models import User
from domains.models.permissions import daily_work
from sipadmin.companion import Companion
from sipadmin.server import Server, listen, url_of
from sipadmin.settings import env

PREPARATION_LOCK = 0x51BAD417
"""The key of the lock that one `serve` at a time holds on a PostgreSQL database."""

PASSWORD_LENGTH = 24
PASSWORD_LETTERS = "".join(letter for letter in string.ascii_letters + string.digits if letter not in "0O1Il")
"""What can be told apart on paper and selected with a double click."""


class Command(BaseCommand):
    """Prepares everything the dashboard needs, says how to reach it, and serves it until told to stop."""

    help = "Prepares the database, static files and a first operator, then serves the dashboard."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to listen and how many requests to serve at a time."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument("--port", type=_port, default=8000, help="port to listen on (default: %(default)s)")
        parser.add_argument("--workers", type=_count, default=2, help="processes (default: %(default)s)")
        parser.add_argument("--threads", type=_count, default=24, help="threads of each (default: %(default)s)")
        parser.add_argument(
            "--no-worker",
            dest="worker",
            action="store_false",
            help="leave the background to others",
        )

    def handle(self, *, host: str, port: int, workers: int, threads: int, worker: bool, **options: Any) -> None:
        """Take the address first, so that a second server on it fails before it touches the database."""
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, _stop_preparing)
        try:
            listener = listen(host, port)
            url = url_of(host, listener)
        except OSError as error:
            reason = str(error.strerror).partition(" (while ")[0]  # Python repeats the address there
            raise CommandError(f"Cannot listen on {host}, port {port}: {reason}.") from error
        try:
            with _alone():
                _migrate()
                tasks.schedule()
                _collect_static_files()
                application = get_wsgi_application()
                sign_in = _first_operator() or (
                    "Sign in with an account made earlier. For a new password: manage.py changepassword NAME"
                )
        except OperationalError as error:
            raise CommandError(f"The database cannot be used: {' '.join(str(error).split())}") from error
        connections.close_all()  # a connection must not be shared with the workers

        def announce() -> None:
            self.stdout.write(f"Ready: {url}\n{sign_in}")
            self.stdout.flush()

        server = Server(application, listener, workers=workers, threads=threads, announce=announce)
        server.run(Companion(_worker_command()) if worker else None)


@contextmanager
def _alone() -> Iterator[None]:
    """Let one preparation at a time through, of this data directory and of this database."""
    with (settings.DATA_DIR / "serve.lock").open("w") as lock, connection.cursor() as cursor:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARATION_LOCK])  # ends with the connection at the latest
        yield
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARATION_LOCK])


def _worker_command() -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "worker", "--with-parent", str(os.getpid())]


def _migrate() -> None:
    for database in settings.DATABASES:
        call_command("migrate", database=database, interactive=False, verbosity=0)


def _collect_static_files() -> None:
    """Collect static files when they differ from those collected last: it takes a second or two."""
    digest = hashlib.sha256(django.__version__.encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            with storage.open(path) as file:
                digest.update(f"{path} {file.size} ".encode() + file.read())
    collected = settings.DATA_DIR / "static.sha256"
    if not (settings.STATIC_ROOT.exists() and collected.exists() and collected.read_text() == digest.hexdigest()):
        call_command("collectstatic", interactive=False, verbosity=0)
        collected.write_text(digest.hexdigest())


def _first_operator() -> str | None:
    """Make the first account where there is none, and return how to sign in with it."""
    if User.objects.exists():
        return None
    _make_operators()
    name, password = env.str("DJANGO_SUPERUSER_USERNAME"), env.str("DJANGO_SUPERUSER_PASSWORD")
    if password:
        User.objects.create_superuser(name, password=password)
        return f"Sign in as {name} with the password in DJANGO_SUPERUSER_PASSWORD"
    password = "".join(secrets.choice(PASSWORD_LETTERS) for _ in range(PASSWORD_LENGTH))
    User.objects.create_superuser(name, password=password)
    return f"Sign in as {name} with the password {password}"


def _make_operators() -> None:
    """Make, once, the group of those who do the daily work: in Django admin that is one line among dozens.

    What an administrator makes of it later stays.
    """
    operators, is_new = Group.objects.get_or_create(name="Operators")
    if is_new:
        operators.permissions.set(daily_work())


def _stop_preparing(_number: int, _frame: Any) -> NoReturn:
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.SIG_IGN)  # it may come twice
    sys.exit(0)


def _port(text: str) -> int:
    if text.isdecimal() and int(text) <= 65535:  # noqa: PLR2004  (the highest port there is)
        return int(text)
    raise ArgumentTypeError(f"{text!r} must be a number from 0 to 65535")


def _count(text: str) -> int:
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise ArgumentTypeError(f"{text!r} must be a number above 0")
