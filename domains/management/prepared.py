"""What commands say where a database cannot be used: one sentence, and what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import CommandError
from django.db import InterfaceError, OperationalError, ProgrammingError, connections
from django.db.migrations.executor import MigrationExecutor

UNUSABLE = (InterfaceError, OperationalError, ProgrammingError)
"""What a database raises that restarts, is unreachable, or has not been prepared yet."""


@contextmanager
def usable_databases(*, status: int = 1) -> Iterator[None]:
    """End a command with that exit status, and with a sentence, when what it does finds a database unusable."""
    try:
        yield
    except UNUSABLE as error:
        raise CommandError(_why(error), returncode=status) from error


def refuse_unless_prepared() -> None:
    """Raise CommandError unless every database has all its tables and columns."""
    lacking = _unprepared()
    if lacking:
        raise CommandError(_to_prepare(lacking))


def _why(error: Exception) -> str:
    try:
        lacking = _unprepared()
    except UNUSABLE:
        lacking = []
    return _to_prepare(lacking) if lacking else f"The database cannot be used: {' '.join(str(error).split())}"


def _unprepared() -> list[str]:
    """Return the databases that lack a migration."""
    executors = {alias: MigrationExecutor(connections[alias]) for alias in settings.DATABASES}
    return [alias for alias, one in executors.items() if one.migration_plan(one.loader.graph.leaf_nodes())]


def _to_prepare(lacking: list[str]) -> str:
    by_hand = [f"`manage.py migrate --database {alias}`".replace(" --database default", "") for alias in lacking]
    return (
        "The database is not prepared yet: start `manage.py serve` first, until it says “Ready”, "
        f"or run {' and '.join(by_hand)}."
    )
