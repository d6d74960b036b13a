"""Upgrades from an earlier version, in tests with real transactions."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


@contextmanager
def upgrade(before: str, after: str) -> Iterator[Callable[[], None]]:
    """Stand at the migration `before` for the time of a block; what is given upgrades to `after`.

    The models are those of today: rows of ours are made before the block, and read after it.
    """
    try:
        _migrate(before)
        yield lambda: _migrate(after)
    finally:
        for _, latest in MigrationExecutor(connection).loader.graph.leaf_nodes("domains"):
            _migrate(latest)  # the tests after this one have the same database


def _migrate(name: str) -> None:
    MigrationExecutor(connection).migrate([("domains", name)])
